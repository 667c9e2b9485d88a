// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer.h"

#include <algorithm>
#include <deque>

#include "text/nfc.h"
#include "text/tokenizer_impl.h"
#include "text/utf8.h"

namespace egt {
namespace {

/// One encoding under way: first the added tokens in the raw text, then those in the normalised parts between them,
/// then pieces. Source of the order: huggingface/tokenizers, tokenizer/added_vocabulary.rs (extract_and_normalize).
class Encoding {
public:
    Encoding(const Tokenizer::Impl& impl, std::vector<std::int32_t>& ids, Tokenizer::Encoded* spans)
        : m_impl(impl), m_ids(ids), m_spans(spans) {}

    void raw(std::string_view text) {
        walk(m_impl.raw, text, [this](std::string_view part) {
            if (m_impl.normalize_nfc && !isPlainlyNfc(part))
                composed(nfc(part));
            else
                composed(part);
        });
    }

private:
    struct Piece {
        std::string_view bytes;
        std::size_t begin = 0;    // in the part
        std::size_t inserted = 0; // a blank in front that the part lacks
    };
    void composed(std::string_view text) {
        walk(m_impl.composed, text, [this](std::string_view part) { pieces(part); });
    }
    template <class Rest> void walk(const AddedTokenFinder& finder, std::string_view text, Rest rest);
    void put(const AddedToken& token, std::string_view covered);
    void pieces(std::string_view part);
    void piece(const Piece& piece, std::size_t part_begin);
    std::vector<Piece> stepped(const PreTokenizerStep& step, const std::vector<Piece>& before);

    const Tokenizer::Impl& m_impl;
    std::vector<std::int32_t>& m_ids;
    Tokenizer::Encoded* m_spans;
    std::vector<BpeToken> m_tokens;
    std::vector<std::string_view> m_parts;
    std::deque<std::string> m_changed; // pieces that got a blank in front
};

template <class Rest> void Encoding::walk(const AddedTokenFinder& finder, std::string_view text, Rest rest) {
    std::size_t done = 0;
    if (!finder.empty()) {
        std::size_t from = 0; // matches follow each other by their contents, whatever blanks they take
        while (const auto match = finder.next(text, from)) {
            from = match.end;
            if (match.token->single_word && !AddedTokenFinder::standsAlone(text, match)) continue;
            std::size_t begin = match.begin;
            if (match.token->lstrip) begin = std::max(begin - blanksBefore(text, begin), done);
            const std::size_t end = match.end + (match.token->rstrip ? blanksFrom(text, match.end) : 0);
            if (done < begin) rest(text.substr(done, begin - done));
            put(*match.token, text.substr(begin, end - begin));
            done = end;
        }
    }
    if (done < text.size()) rest(text.substr(done));
}

void Encoding::put(const AddedToken& token, std::string_view covered) {
    m_ids.push_back(token.id);
    if (!m_spans) return;
    const auto begin = static_cast<std::uint32_t>(m_spans->text.size());
    m_spans->text += covered;
    m_spans->spans.push_back({begin, static_cast<std::uint32_t>(m_spans->text.size())});
}

std::vector<Encoding::Piece> Encoding::stepped(const PreTokenizerStep& step, const std::vector<Piece>& before) {
    std::vector<Piece> after;
    for (Piece piece : before) {
        if (step.add_prefix_space && !piece.bytes.starts_with(' ')) {
            m_changed.push_back(" " + std::string(piece.bytes));
            piece = {m_changed.back(), piece.begin, 1};
        }
        if (step.pattern.empty()) {
            after.push_back(piece);
            continue;
        }
        m_parts.clear();
        step.pattern.front().split(piece.bytes, step.drop_matches, m_parts);
        for (const std::string_view part : m_parts) {
            const auto at = static_cast<std::size_t>(part.data() - piece.bytes.data());
            const std::size_t shift = std::min(at, piece.inserted);
            after.push_back({part, piece.begin + at - shift, piece.inserted - shift});
        }
    }
    return after;
}

void Encoding::pieces(std::string_view part) {
    const std::size_t part_begin = m_spans ? m_spans->text.size() : 0;
    if (m_spans) m_spans->text += part;
    const auto splits = [](const PreTokenizerStep& step) { return !step.pattern.empty(); };
    const auto prefixes = [](const PreTokenizerStep& step) { return step.add_prefix_space; };
    const auto& steps = m_impl.steps;
    if (std::count_if(steps.begin(), steps.end(), splits) == 1 && std::none_of(steps.begin(), steps.end(), prefixes)) {
        const auto& step = *std::find_if(steps.begin(), steps.end(), splits);
        m_parts.clear();
        step.pattern.front().split(part, step.drop_matches, m_parts);
        for (const std::string_view bytes : m_parts)
            piece({bytes, static_cast<std::size_t>(bytes.data() - part.data()), 0}, part_begin);
        return;
    }
    std::vector<Piece> all{{part, 0, 0}};
    for (const PreTokenizerStep& step : steps)
        all = stepped(step, all);
    for (const Piece& one : all)
        piece(one, part_begin);
    m_changed.clear();
}

void Encoding::piece(const Piece& piece, std::size_t part_begin) {
    if (piece.bytes.empty()) return;
    m_tokens.clear();
    m_impl.bpe.encode(piece.bytes, m_tokens);
    for (const BpeToken& token : m_tokens)
        m_ids.push_back(token.id);
    if (!m_spans) return;
    const auto place = [&](std::size_t in_piece) {
        return static_cast<std::uint32_t>(part_begin + piece.begin + in_piece - std::min(in_piece, piece.inserted));
    };
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        const std::size_t end = i + 1 < m_tokens.size() ? m_tokens[i + 1].begin : piece.bytes.size();
        m_spans->spans.push_back({place(m_tokens[i].begin), place(end)});
    }
}

void encodeInto(const Tokenizer::Impl& impl, std::string_view text, std::vector<std::int32_t>& ids,
                Tokenizer::Encoded* spans) {
    Encoding encoding(impl, ids, spans);
    if (isUtf8(text))
        encoding.raw(text);
    else
        encoding.raw(cleanUtf8(text));
}

} // namespace

Tokenizer::Tokenizer() : m_impl(std::make_unique<Impl>()) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

void TokenBytes::add(std::int32_t id, std::string_view bytes, bool special) {
    m_tokens.push_back({id, special, m_bytes.size(), m_bytes.size() + bytes.size()});
    m_bytes += bytes;
}

void TokenBytes::freeze() {
    std::stable_sort(m_tokens.begin(), m_tokens.end(), [](const Token& a, const Token& b) { return a.id < b.id; });
    const auto first_kept =
        std::unique(m_tokens.rbegin(), m_tokens.rend(), [](const Token& a, const Token& b) { return a.id == b.id; });
    m_tokens.erase(m_tokens.begin(), first_kept.base());
}

const TokenBytes::Token* TokenBytes::find(std::int32_t id) const {
    // Without holes, which is usual, a token stands at its id.
    const auto at = static_cast<std::size_t>(id);
    if (id >= 0 && at < m_tokens.size() && m_tokens[at].id == id) return &m_tokens[at];
    const auto found = std::lower_bound(m_tokens.begin(), m_tokens.end(), id,
                                        [](const Token& token, std::int32_t wanted) { return token.id < wanted; });
    return found != m_tokens.end() && found->id == id ? &*found : nullptr;
}

std::vector<std::int32_t> Tokenizer::encode(std::string_view text) const {
    std::vector<std::int32_t> ids;
    ids.reserve(text.size() / 4 + 1);
    encodeInto(*m_impl, text, ids, nullptr);
    return ids;
}

Tokenizer::Encoded Tokenizer::encodeWithSpans(std::string_view text) const {
    Encoded encoded;
    encodeInto(*m_impl, text, encoded.ids, &encoded);
    return encoded;
}

Tokenizer::Decoded Tokenizer::decodeWithSpans(const std::vector<std::int32_t>& ids) const {
    std::string bytes;
    Decoded decoded;
    decoded.ends.reserve(ids.size());
    for (const std::int32_t id : ids) {
        if (const TokenBytes::Token* token = m_impl->token_bytes.find(id)) bytes += m_impl->token_bytes.bytesOf(*token);
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
    return m_impl->bpe.tokens.find(text);
}

std::int32_t Tokenizer::size() const {
    return m_impl->token_bytes.size();
}

bool Tokenizer::isSpecial(std::int32_t id) const {
    const TokenBytes::Token* token = m_impl->token_bytes.find(id);
    return token && token->special;
}

} // namespace egt
