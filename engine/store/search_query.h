// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person typed into a search field, as terms that must all be there (records/search.h says what they mean).

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "records/search.h"
#include "store/segments.h"

namespace egt::store {

struct SearchTerm {
    std::vector<std::string> words; ///< as Segmenter gives them, one after the other
    bool prefix = false;            ///< the last one only begins so
};
struct SearchQuery {
    std::vector<SearchTerm> terms;
    std::string literal; ///< case-folded; when there are no terms: what is looked for as it stands
    PairId number = 0;   ///< the pair's own number, 0 = the text is none
    [[nodiscard]] bool everything() const { return terms.empty() && literal.empty(); }
    /// As an FTS5 expression (sqlite.org/fts5.html, 3): every word inside quotes, so nothing typed is an operator.
    [[nodiscard]] std::string match() const;
};
SearchQuery parseSearch(std::string_view text);

inline constexpr std::array<const char*, 4> kSearchFields = {"question", "answer_a", "answer_b", "id"};
using SearchTexts = std::array<std::string_view, 4>; ///< in that order

/// Whether texts match, read word by word. Keeps its memory; one thread at a time.
class TextMatcher {
public:
    explicit TextMatcher(const SearchQuery& query) : m_query(query) {}
    bool matches(const SearchTexts& texts);
    /// Where the query's terms stand in one text: begin, end of each, rising, apart from each other.
    std::vector<std::uint32_t> places(std::string_view text);

private:
    bool literalIn(std::string_view text) const;
    const SearchQuery& m_query;
    std::array<Segmenter, 4> m_segmenters;
};

/// One line around the first match in the first field that has one.
SearchHit excerptOf(PairId pair, const SearchTexts& texts, TextMatcher& matcher);

} // namespace egt::store
