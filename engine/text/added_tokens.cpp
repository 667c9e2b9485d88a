// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/added_tokens.h"

#include <algorithm>

#include "text/unicode.h"

namespace egt {
namespace {

bool has(char32_t code, unicode::Property property) {
    return (unicode::Properties::get().of(code) & property) != 0;
}

} // namespace

AddedTokenFinder::AddedTokenFinder(std::vector<AddedToken> tokens) : m_tokens(std::move(tokens)) {
    const auto less = [](const AddedToken& a, const AddedToken& b) { return a.content < b.content; };
    const auto same = [](const AddedToken& a, const AddedToken& b) { return a.content == b.content; };
    std::erase_if(m_tokens, [](const AddedToken& token) { return token.content.empty(); });
    std::stable_sort(m_tokens.begin(), m_tokens.end(), less);
    m_tokens.erase(std::unique(m_tokens.begin(), m_tokens.end(), same), m_tokens.end());
    for (const AddedToken& token : m_tokens)
        m_is_first[static_cast<unsigned char>(token.content.front())] = true;
}

// Narrows the sorted tokens byte by byte to those that the text begins with.
const AddedToken* AddedTokenFinder::longestAt(std::string_view text) const {
    const AddedToken* best = nullptr;
    auto low = m_tokens.begin();
    auto high = m_tokens.end();
    for (std::size_t depth = 0; depth < text.size() && low != high; ++depth) {
        const auto byte = [depth](const AddedToken& token) {
            return depth < token.content.size() ? static_cast<int>(static_cast<unsigned char>(token.content[depth]))
                                                : -1;
        };
        const int wanted = static_cast<unsigned char>(text[depth]);
        low = std::partition_point(low, high, [&](const AddedToken& token) { return byte(token) < wanted; });
        high = std::partition_point(low, high, [&](const AddedToken& token) { return byte(token) == wanted; });
        if (low != high && low->content.size() == depth + 1) best = &*low; // the shortest comes first
    }
    return best;
}

AddedTokenFinder::Match AddedTokenFinder::next(std::string_view text, std::size_t from) const {
    if (m_tokens.empty()) return {};
    for (std::size_t at = from; at < text.size(); ++at) {
        if (!m_is_first[static_cast<unsigned char>(text[at])]) continue;
        if (const AddedToken* token = longestAt(text.substr(at))) return {token, at, at + token->content.size()};
    }
    return {};
}

bool AddedTokenFinder::standsAlone(std::string_view text, const Match& match) {
    const char* begin = text.data() + match.begin;
    const char* end = text.data() + match.end;
    if (match.begin > 0 && has(unicode::characterBefore(begin).code, unicode::kWord)) return false;
    return match.end == text.size() || !has(unicode::characterAt(end).code, unicode::kWord);
}

std::size_t blanksBefore(std::string_view text, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0) {
        const unicode::Character c = unicode::characterBefore(text.data() + begin);
        if (!has(c.code, unicode::kSpace)) break;
        begin -= c.bytes;
    }
    return end - begin;
}

std::size_t blanksFrom(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size()) {
        const unicode::Character c = unicode::characterAt(text.data() + end);
        if (!has(c.code, unicode::kSpace)) break;
        end += c.bytes;
    }
    return end - begin;
}

} // namespace egt
