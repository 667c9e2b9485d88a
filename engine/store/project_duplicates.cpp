// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of near-duplicates and the perceptual hashes of pictures.
#include "records/serialize.h"
#include "store/core.h"

namespace egt {
namespace {

using store::bindAll;
using store::Db;
using store::numberOf;
using store::Query;
using store::runWith;

} // namespace

Result<void> Project::storeDuplicates(const DuplicateReport& report) {
    const std::string made = dumpJson(Json{{"request", recordToJson(report.request)}, {"last_pair", report.last_pair}});
    auto body = [&](Db& db) -> Result<void> {
        store::columnsChanged(db);
        db.exec("DELETE FROM duplicate");
        Query add(db, "INSERT INTO duplicate (pair, first) VALUES (?,?)");
        for (const DuplicateGroup& group : report.groups)
            for (const PairId pair : group.pairs)
                runWith(add, pair, group.pairs.front());
        Query mark(db, "UPDATE state SET duplicates = ?");
        runWith(mark, made);
        return {};
    };
    return m_impl->core.write(body, [&] { m_impl->core.columnStore().grouped(report.groups); });
}

Result<DuplicateReport> Project::duplicates() {
    return m_impl->core.read([&](Db& db) -> Result<DuplicateReport> {
        const SQLite::Transaction view(db);
        DuplicateReport out;
        Query state(db, "SELECT duplicates FROM state");
        const std::string made = state.executeStep() ? state.getColumn(0).getString() : std::string();
        if (made.empty()) return out;
        EGT_ASSIGN(const Json json, parseJson(made));
        if (!json.contains("request") || !json.contains("last_pair")) throw store::DamagedError();
        EGT_ASSIGN(out.request, recordFromJson<DuplicatesRequest>(json["request"]));
        out.made = true;
        out.last_pair = json["last_pair"].get<PairId>();
        out.newer = numberOf(db, "SELECT MAX(id) FROM pair") - out.last_pair;
        Query read(db, "SELECT first, pair FROM duplicate ORDER BY first, pair");
        PairId group = 0;
        while (read.executeStep()) {
            if (const PairId first = read.getColumn(0).getInt64(); first != group) {
                out.groups.emplace_back();
                group = first;
            }
            out.groups.back().pairs.push_back(read.getColumn(1).getInt64());
        }
        return out;
    });
}

Result<std::vector<Project::PictureHash>> Project::pictureHashes() {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<PictureHash>> {
        std::vector<PictureHash> out;
        Query read(db, "SELECT path, bytes, modified, hash FROM picture ORDER BY path");
        while (read.executeStep()) {
            PictureHash one{read.getColumn(0).getString(), read.getColumn(1).getInt64(), read.getColumn(2).getInt64(),
                            std::nullopt};
            if (!read.getColumn(3).isNull()) one.hash = static_cast<std::uint64_t>(read.getColumn(3).getInt64());
            out.push_back(std::move(one));
        }
        return out;
    });
}

Result<void> Project::storePictureHashes(const std::vector<PictureHash>& hashes) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query add(db, "INSERT OR REPLACE INTO picture (path, bytes, modified, hash) VALUES (?,?,?,?)");
        for (const PictureHash& one : hashes) {
            bindAll(add, one.path, one.bytes, one.modified);
            if (one.hash)
                add.bind(4, static_cast<std::int64_t>(*one.hash));
            else
                add.bind(4); // NULL; a reset keeps the last value
            add.exec();
        }
        return {};
    });
}

} // namespace egt
