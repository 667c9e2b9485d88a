// SPDX-License-Identifier: GPL-3.0-or-later
// Flags, named selections and filters, exports.
#include <algorithm>

#include "base/clock.h"
#include "store/blobs.h"
#include "store/core.h"
#include "store/words.h"

namespace egt {
namespace {

using store::bindAll;
using store::Blob;
using store::Db;
using store::numberOf;
using store::Query;
using store::Row;
using store::runWith;

constexpr std::size_t kLongestName = 100; // bytes

tl::unexpected<Error> badName(const std::string& name, const char* why) {
    return fail("selection.bad_name", why, {name}, {}, 0, "name");
}

/// What a selection and a filter may be called.
Result<void> checkName(const std::string& name) {
    if (name.empty() || name.front() == ' ' || name.back() == ' ')
        return badName(name, EGT_TEXT("engine", "“%1” can't be a name: it is empty or begins or ends with a space."));
    if (name.size() > kLongestName)
        return badName(name, EGT_TEXT("engine", "“%1” can't be a name: it is longer than 100 bytes."));
    const bool control = std::any_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\';
    });
    if (control)
        return badName(name, EGT_TEXT("engine", "“%1” can't be a name: leave out slashes and control characters."));
    return {};
}

Result<void> checkSelectionName(const std::string& name) {
    EGT_TRY(checkName(name));
    const std::string folded = store::foldCase(name);
    if (folded == "all" || folded == "heldout")
        return badName(name, EGT_TEXT("engine", "The selection “%1” is built in. Choose another name."));
    return {};
}

tl::unexpected<Error> unknownSelection(const std::string& name) {
    return fail("selection.unknown", EGT_TEXT("engine", "There is no selection “%1” in this project."), {name}, {}, 0,
                "selection");
}

/// Pairs are never deleted and numbered without gaps, so a range tells whether all of them are there.
Result<void> checkPairs(Db& db, const std::vector<PairId>& rising) {
    if (rising.empty()) return {};
    const PairId last = numberOf(db, "SELECT MAX(id) FROM pair");
    if (rising.front() < 1) return fail(store::noPairError(rising.front()));
    if (rising.back() > last) return fail(store::noPairError(rising.back()));
    return {};
}

} // namespace

Result<void> Project::setFlags(FlagRule rule, RunId run, const std::vector<FlagRecord>& flags) {
    std::vector<PairId> pairs;
    pairs.reserve(flags.size());
    for (const FlagRecord& flag : flags)
        pairs.push_back(flag.pair);
    auto body = [&](Db& db) -> Result<void> {
        std::vector<PairId> rising = pairs;
        std::sort(rising.begin(), rising.end());
        EGT_TRY(checkPairs(db, rising));
        store::columnsChanged(db);
        Query clear(db, "DELETE FROM flag WHERE rule = ?");
        runWith(clear, rule);
        Query add(db, "INSERT OR REPLACE INTO flag (rule, pair, run, value, cut) VALUES (?,?,?,?,?)");
        for (const FlagRecord& flag : flags)
            runWith(add, rule, flag.pair, run, flag.value, flag.cut);
        return {};
    };
    return m_impl->core.write(body, [&] { m_impl->core.columnStore().flagged(rule, pairs); });
}

Result<std::vector<FlagRecord>> Project::flags(PairId pair) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<FlagRecord>> {
        std::vector<FlagRecord> out;
        Query query(db, "SELECT pair, rule, run, value, cut FROM flag WHERE pair = ? ORDER BY rule");
        bindAll(query, pair);
        while (query.executeStep()) {
            FlagRecord& flag = out.emplace_back();
            Row(query) >> flag.pair >> flag.rule >> flag.run >> flag.value >> flag.cut;
        }
        return out;
    });
}

Result<SelectionRecord> Project::saveSelection(const std::string& name, const std::string& rule_json,
                                               const std::vector<PairId>& pairs) {
    EGT_TRY(checkSelectionName(name));
    std::vector<PairId> rising = pairs;
    std::sort(rising.begin(), rising.end());
    rising.erase(std::unique(rising.begin(), rising.end()), rising.end());
    const std::string bytes = store::packPairs(rising);
    return m_impl->core.write([&](Db& db) -> Result<SelectionRecord> {
        EGT_TRY(checkPairs(db, rising));
        SelectionRecord s{0, name, rule_json, static_cast<std::int64_t>(rising.size()), nowMs()};
        Query query(
            db, "INSERT INTO selection (name, rule, count, created_ms, pairs) VALUES (?,?,?,?,?) ON CONFLICT (name) "
                "DO UPDATE SET rule = excluded.rule, count = excluded.count, created_ms = excluded.created_ms, "
                "pairs = excluded.pairs");
        runWith(query, s.name, s.rule, s.pairs, s.created_ms, Blob{bytes});
        s.id = numberOf(db, "SELECT id FROM selection WHERE name = ?", name);
        return s;
    });
}

Result<void> Project::removeSelection(const std::string& name) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "DELETE FROM selection WHERE name = ?");
        if (runWith(query, name) == 0) return unknownSelection(name);
        return {};
    });
}

Result<std::vector<SelectionRecord>> Project::selections() {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<SelectionRecord>> {
        std::vector<SelectionRecord> out;
        Query query(db, "SELECT id, name, rule, count, created_ms FROM selection ORDER BY id");
        while (query.executeStep()) {
            SelectionRecord& s = out.emplace_back();
            Row(query) >> s.id >> s.name >> s.rule >> s.pairs >> s.created_ms;
        }
        return out;
    });
}

Result<std::vector<PairId>> Project::selectionPairs(const std::string& name) {
    if (name == "all") return allPairs();
    if (name == "heldout") return pairsOfSplit("heldout");
    return m_impl->core.read([&](Db& db) -> Result<std::vector<PairId>> {
        Query query(db, "SELECT pairs FROM selection WHERE name = ?");
        bindAll(query, name);
        if (!query.executeStep()) return unknownSelection(name);
        return store::unpackPairs(query.getColumn(0).getString());
    });
}

Result<std::vector<FilterRecord>> Project::filters() {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<FilterRecord>> {
        std::vector<FilterRecord> out;
        Query query(db, "SELECT name, expression, created_ms FROM filter ORDER BY name");
        while (query.executeStep()) {
            FilterRecord& filter = out.emplace_back();
            Row(query) >> filter.name >> filter.expression >> filter.created_ms;
        }
        return out;
    });
}

Result<FilterRecord> Project::saveFilter(const std::string& name, const std::string& expression) {
    EGT_TRY(checkName(name));
    const FilterRecord filter{name, expression, nowMs()};
    return m_impl->core.write([&](Db& db) -> Result<FilterRecord> {
        Query query(db, "INSERT OR REPLACE INTO filter (name, expression, created_ms) VALUES (?,?,?)");
        runWith(query, filter.name, filter.expression, filter.created_ms);
        return filter;
    });
}

Result<void> Project::removeFilter(const std::string& name) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "DELETE FROM filter WHERE name = ?");
        if (runWith(query, name) > 0) return {};
        return fail("filter.unknown", EGT_TEXT("engine", "There is no saved filter “%1” in this project."), {name}, {},
                    0, "filter");
    });
}

Result<void> Project::addExport(const std::string& manifest_path, const std::string& manifest_json) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT INTO export (manifest_path, time_ms, manifest) VALUES (?,?,?)");
        runWith(query, manifest_path, nowMs(), manifest_json);
        return {};
    });
}

} // namespace egt
