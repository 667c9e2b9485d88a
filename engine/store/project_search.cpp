// SPDX-License-Identifier: GPL-3.0-or-later
// The text index and what it answers. Pairs get rising ids and are never deleted, so "indexed up to here" is all that
// has to be remembered; pairs after that place are read. The place moves in the transaction that adds the words.
#include <algorithm>

#include "store/core.h"
#include "store/search_query.h"

namespace egt {
namespace {

using store::bindAll;
using store::Db;
using store::numberOf;
using store::Query;
using store::runWith;
using store::SearchQuery;
using store::SearchTexts;

constexpr const char* kTexts = "SELECT id, question, answer_a, answer_b, source_id FROM pair ";

/// Views that are valid until the next step of the query.
SearchTexts textsOf(Query& query) {
    SearchTexts out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const SQLite::Column column = query.getColumn(static_cast<int>(i) + 1);
        const char* bytes = column.getText();
        out[i] = {bytes, static_cast<std::size_t>(column.getBytes())};
    }
    return out;
}

struct Found {
    std::vector<PairId> pairs; ///< rising
    std::int64_t indexed = 0;
    std::int64_t scanned = 0;
};

void addIndexed(Db& db, const SearchQuery& query, PairId to, std::vector<PairId>& out) {
    Query find(db, "SELECT rowid FROM pair_text WHERE pair_text MATCH ? AND rowid <= ? ORDER BY rowid");
    const std::string match = query.match();
    bindAll(find, match, to);
    while (find.executeStep())
        out.push_back(find.getColumn(0).getInt64());
}

void addRead(Db& db, const SearchQuery& query, PairId after, std::vector<PairId>& out) {
    store::TextMatcher matcher(query);
    Query read(db, std::string(kTexts) + "WHERE id > ? ORDER BY id");
    bindAll(read, after);
    while (read.executeStep())
        if (matcher.matches(textsOf(read))) out.push_back(read.getColumn(0).getInt64());
}

/// Everything that matches, in one view of the database.
Found findPairs(Db& db, const SearchQuery& query) {
    const SQLite::Transaction view(db);
    Found out;
    const PairId last = numberOf(db, "SELECT MAX(id) FROM pair");
    const bool by_words = !query.terms.empty();
    out.indexed = by_words ? std::min(last, numberOf(db, "SELECT text_to FROM state")) : 0;
    out.scanned = query.everything() ? 0 : last - out.indexed;
    if (out.indexed > 0) addIndexed(db, query, out.indexed, out.pairs);
    if (out.indexed < last) addRead(db, query, out.indexed, out.pairs);
    const auto place = std::lower_bound(out.pairs.begin(), out.pairs.end(), query.number);
    const bool there = place != out.pairs.end() && *place == query.number;
    if (query.number > 0 && query.number <= last && !there) out.pairs.insert(place, query.number);
    return out;
}

} // namespace

Result<std::vector<PairId>> Project::search(const std::string& text) {
    return m_impl->core.read(
        [&](Db& db) -> Result<std::vector<PairId>> { return findPairs(db, store::parseSearch(text)).pairs; });
}

Result<SearchResult> Project::find(const SearchRequest& request) {
    return m_impl->core.read([&](Db& db) -> Result<SearchResult> {
        const SearchQuery query = store::parseSearch(request.text);
        const Found found = findPairs(db, query);
        SearchResult out{static_cast<std::int64_t>(found.pairs.size()), found.indexed, found.scanned, {}};
        store::TextMatcher matcher(query);
        Query read(db, std::string(kTexts) + "WHERE id = ?");
        for (const PairId pair : found.pairs) {
            if (request.limit > 0 && std::ssize(out.hits) >= request.limit) break;
            bindAll(read, pair);
            if (read.executeStep()) out.hits.push_back(store::excerptOf(pair, textsOf(read), matcher));
        }
        return out;
    });
}

Result<Project::TextIndexState> Project::textIndexState() {
    return m_impl->core.read([&](Db& db) -> Result<TextIndexState> {
        return TextIndexState{numberOf(db, "SELECT text_to FROM state"), numberOf(db, "SELECT MAX(id) FROM pair")};
    });
}

Result<Project::TextIndexState> Project::extendTextIndex(std::int64_t pairs) {
    return m_impl->core.write([&](Db& db) -> Result<TextIndexState> {
        TextIndexState state{numberOf(db, "SELECT text_to FROM state"), numberOf(db, "SELECT MAX(id) FROM pair")};
        store::Segmenter segmenter;
        Query read(db, std::string(kTexts) + "WHERE id > ? ORDER BY id LIMIT ?");
        bindAll(read, state.indexed_to, pairs);
        Query add(db, "INSERT INTO pair_text (rowid, question, answer_a, answer_b, source_id) VALUES (?,?,?,?,?)");
        std::array<std::string, 4> words;
        while (read.executeStep()) {
            state.indexed_to = read.getColumn(0).getInt64();
            const SearchTexts texts = textsOf(read);
            for (std::size_t i = 0; i < texts.size(); ++i) {
                segmenter.cut(texts[i]);
                words[i] = segmenter.words();
            }
            runWith(add, state.indexed_to, words[0], words[1], words[2], words[3]);
        }
        Query mark(db, "UPDATE state SET text_to = ?");
        runWith(mark, state.indexed_to);
        return state;
    });
}

} // namespace egt
