// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text search and near-duplicates. What a search text means:
//
//   red car      both words, anywhere in the pair's question, answers or data set id
//   "red car"    the words one after the other
//   gre*         words that begin so; also at the end of a phrase: "red gre*"
//   猫, 红车     characters of scripts without spaces, one after the other
//   set-42       what stands together without a space is a phrase
//   17           also the pair with this number
//
// Case, accents and width do not matter (é is e, ＡＢ is ab). Punctuation parts words and is not looked for; a text of
// nothing else (?, :-)) is looked for as it stands, by reading every pair. An empty text finds every pair.

#include <cstdint>
#include <string>
#include <vector>

#include "records/requests.h"

namespace egt {

struct SearchRequest {
    std::string text;
    std::int64_t limit = 20; ///< hits with excerpts; 0 = all
    bool operator==(const SearchRequest&) const = default;
};
struct SearchHit {
    PairId pair = 0;
    std::string field;                ///< question, answer_a, answer_b or id; pair: found by its number
    std::string excerpt;              ///< one line of the field around the first match, … where it was cut
    std::vector<std::uint32_t> marks; ///< byte offsets into the excerpt: begin, end of each match, rising
    bool operator==(const SearchHit&) const = default;
};
struct SearchResult {
    std::int64_t found = 0;
    std::int64_t indexed = 0; ///< pairs that the text index answered for
    std::int64_t scanned = 0; ///< pairs that were read because the index does not have them; 0 = the index has all
    std::vector<SearchHit> hits;
    bool operator==(const SearchResult&) const = default;
};

struct DuplicateGroup {
    std::vector<PairId> pairs; ///< rising, two at least
    bool operator==(const DuplicateGroup&) const = default;
};
struct DuplicateReport {
    bool made = false;         ///< false: nobody has looked for them yet
    DuplicatesRequest request; ///< as it was when they were looked for
    PairId last_pair = 0;      ///< pairs up to here were compared
    std::int64_t newer = 0;    ///< pairs that came since
    std::vector<DuplicateGroup> groups;
    bool operator==(const DuplicateReport&) const = default;
};

} // namespace egt
