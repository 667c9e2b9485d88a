// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer.h"

#include <algorithm>
#include <queue>
#include <tuple>

#include "text/byte_alphabet.h"
#include "text/tokenizer_impl.h"
#include "text/utf8.h"

namespace egt {
namespace {

bool blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool wordByte(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u == '_';
}

struct Match {
    const AddedToken* token = nullptr;
    std::size_t begin = 0, end = 0;
};

bool aloneAt(std::string_view text, std::size_t begin, std::size_t end) {
    return (begin == 0 || !wordByte(text[begin - 1])) && (end == text.size() || !wordByte(text[end]));
}

// Leftmost, then longest.
Match nextAdded(const std::vector<AddedToken>& added, bool normalized, std::string_view text, std::size_t from) {
    Match best;
    for (const AddedToken& token : added) {
        if (token.normalized != normalized || token.content.empty()) continue;
        std::size_t at = text.find(token.content, from);
        while (token.single_word && at != std::string_view::npos && !aloneAt(text, at, at + token.content.size()))
            at = text.find(token.content, at + 1);
        if (at == std::string_view::npos) continue;
        const bool longer = best.token && at == best.begin && token.content.size() > best.end - best.begin;
        if (!best.token || at < best.begin || longer) best = {&token, at, at + token.content.size()};
    }
    return best;
}

struct Symbol {
    std::int32_t id = 0;
    int previous = -1, next = -1;
    bool alive = true;
};
// Rank first, then position: the lowest is merged first.
using Candidate = std::tuple<std::int32_t, int, std::int32_t, std::int32_t>; // rank, left index, left id, right id

} // namespace

Tokenizer::Tokenizer() : m_impl(std::make_unique<Impl>()) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

void Tokenizer::Impl::encodePiece(std::string_view bytes, std::vector<std::int32_t>& out) const {
    if (ignore_merges || bytes.size() == 1) {
        if (const auto whole = ids.find(bytes); whole != ids.end()) {
            out.push_back(whole->second);
            return;
        }
    }
    std::vector<Symbol> symbols;
    for (const char c : bytes) {
        const std::int32_t id = byte_ids[static_cast<unsigned char>(c)];
        if (id < 0) continue; // a vocabulary without this byte drops it, as the reference does without unk_token
        const int at = static_cast<int>(symbols.size());
        if (at > 0) symbols.back().next = at;
        symbols.push_back({id, at - 1, -1, true});
    }
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto offer = [&](int left) {
        if (left < 0 || symbols[left].next < 0) return;
        const std::int32_t a = symbols[left].id;
        const std::int32_t b = symbols[symbols[left].next].id;
        if (const auto merge = merges.find(key(a, b)); merge != merges.end())
            queue.emplace(merge->second.first, left, a, b);
    };
    for (int i = 0; i + 1 < static_cast<int>(symbols.size()); ++i)
        offer(i);
    while (!queue.empty()) {
        const auto [rank, left, a, b] = queue.top();
        queue.pop();
        Symbol& first = symbols[left];
        if (!first.alive || first.id != a || first.next < 0 || symbols[first.next].id != b) continue;
        Symbol& second = symbols[first.next];
        first.id = merges.at(key(a, b)).second;
        second.alive = false;
        first.next = second.next;
        if (first.next >= 0) symbols[first.next].previous = left;
        offer(first.previous);
        offer(left);
    }
    for (const Symbol& symbol : symbols)
        if (symbol.alive) out.push_back(symbol.id);
}

void Tokenizer::Impl::encodeText(std::string_view text, std::vector<std::int32_t>& out) const {
    std::vector<std::string> pieces{std::string(text)};
    for (const PreTokenizerStep& step : steps) {
        std::vector<std::string> next;
        for (std::string& piece : pieces) {
            if (step.add_prefix_space && !piece.empty() && piece.front() != ' ') piece.insert(0, 1, ' ');
            if (step.pattern.empty()) {
                next.push_back(std::move(piece));
                continue;
            }
            std::vector<std::string_view> parts;
            step.pattern.front().split(piece, step.kind == PreTokenizerStep::Kind::split_removed, parts);
            next.insert(next.end(), parts.begin(), parts.end());
        }
        pieces = std::move(next);
    }
    for (const std::string& piece : pieces)
        if (!piece.empty()) encodePiece(piece, out);
}

void Tokenizer::Impl::splitAdded(std::string_view text, bool normalized, std::vector<std::int32_t>& out) const {
    const auto rest = [&](std::string_view part) {
        if (part.empty()) return;
        if (normalized)
            encodeText(part, out);
        else
            splitAdded(normalize_nfc ? nfc(part) : std::string(part), true, out);
    };
    std::size_t done = 0;
    while (done < text.size()) {
        const Match match = nextAdded(added, normalized, text, done);
        if (!match.token) break;
        std::size_t begin = match.begin;
        std::size_t end = match.end;
        while (match.token->lstrip && begin > done && blank(text[begin - 1]))
            --begin;
        while (match.token->rstrip && end < text.size() && blank(text[end]))
            ++end;
        rest(text.substr(done, begin - done));
        out.push_back(match.token->id);
        done = end;
    }
    rest(text.substr(done));
}

std::vector<std::int32_t> Tokenizer::encode(std::string_view text) const {
    std::vector<std::int32_t> out;
    m_impl->splitAdded(cleanUtf8(text), false, out);
    return out;
}

Tokenizer::Decoded Tokenizer::decodeWithSpans(const std::vector<std::int32_t>& ids) const {
    std::string bytes;
    Decoded decoded;
    decoded.ends.reserve(ids.size());
    for (const std::int32_t id : ids) {
        if (id >= 0 && id < size()) bytes += m_impl->tokens[static_cast<std::size_t>(id)];
        decoded.ends.push_back(static_cast<std::uint32_t>(bytes.size()));
    }
    decoded.text = cleanUtf8(bytes, &decoded.ends);
    return decoded;
}

std::string Tokenizer::decode(const std::vector<std::int32_t>& ids) const {
    return decodeWithSpans(ids).text;
}

std::int32_t Tokenizer::idOf(std::string_view text) const {
    if (const auto added = m_impl->added_ids.find(text); added != m_impl->added_ids.end()) return added->second;
    const auto found = m_impl->ids.find(text);
    return found == m_impl->ids.end() ? -1 : found->second;
}

std::int32_t Tokenizer::size() const {
    return static_cast<std::int32_t>(m_impl->tokens.size());
}

bool Tokenizer::isSpecial(std::int32_t id) const {
    return id >= 0 && id < size() && m_impl->special[static_cast<std::size_t>(id)];
}

} // namespace egt
