// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/project.h"

#include <algorithm>
#include <system_error>

#include "store/core.h"

namespace egt {

using store::Db;
using store::numberOf;

namespace {

/// What info() would count in the tables, which takes seconds where there are a million rows.
void countRows(const ColumnSnapshot& columns, ProjectInfo& info) {
    const auto count = [&](const char* name, auto&& counts) {
        std::int64_t n = 0;
        for (const auto& chunk : columns.find(name)->chunks)
            n += std::count_if(chunk->codes.begin(), chunk->codes.end(), counts);
        return n;
    };
    info.scored = count("verdict", [](std::int32_t code) { return code != kMissingCode; });
    info.reviewed = count("reviewed", [](std::int32_t code) { return code == 1; });
    info.flagged = count("flag", [](std::int32_t code) { return code > 0; });
}

} // namespace

Project::Project(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Project::~Project() = default;

Result<std::unique_ptr<Project>> Project::create(const std::filesystem::path& folder) {
    EGT_TRY(store::Core::create(folder));
    return open(folder, false);
}

Result<std::unique_ptr<Project>> Project::open(const std::filesystem::path& folder, bool read_only) {
    auto impl = std::make_unique<Impl>();
    EGT_TRY(impl->core.open(folder, read_only));
    return std::unique_ptr<Project>(new Project(std::move(impl)));
}

const std::filesystem::path& Project::folder() const {
    return m_impl->core.folder();
}
bool Project::readOnly() const {
    return m_impl->core.readOnly();
}

std::filesystem::path Project::runFolder(RunId run) const {
    std::filesystem::path path = folder() / "runs" / std::to_string(run);
    std::error_code code; // who writes into it gets the error with the file's name
    if (!readOnly()) std::filesystem::create_directories(path, code);
    return path;
}

Result<ProjectInfo> Project::info() {
    ProjectInfo info;
    info.path = folder().string();
    info.read_only = readOnly();
    EGT_ASSIGN(const store::Core::Counts counts, m_impl->core.counts());
    info.pairs = counts.pairs;
    info.images = counts.images;
    info.missing_images = counts.missing_images;
    EGT_TRY(m_impl->core.read([&](Db& db) -> Result<void> {
        info.latest_score_run = store::latestScoreRun(db);
        const ColumnsPtr columns = m_impl->core.columnStore().ready(0);
        if (columns != nullptr && columns->run == info.latest_score_run) {
            countRows(*columns, info);
            return {};
        }
        info.scored = numberOf(db, "SELECT COUNT(*) FROM score WHERE run = ?", info.latest_score_run);
        info.flagged = numberOf(db, "SELECT COUNT(DISTINCT pair) FROM flag");
        // Of each pair the last decision that stands; skipping is no judgement.
        info.reviewed =
            numberOf(db,
                     "SELECT COUNT(*) FROM review WHERE decision <> ? AND id IN (SELECT MAX(id) FROM review AS r WHERE "
                     "decision <> 0 AND undoes = 0 AND NOT EXISTS (SELECT 1 FROM review AS u WHERE u.undoes = r.id AND "
                     "u.undoes <> 0) GROUP BY pair)",
                     Decision::skip);
        return {};
    }));
    EGT_ASSIGN(info.selections, selections());
    EGT_ASSIGN(info.runs, runs());
    return info;
}

Result<void> Project::saveColumnCache() {
    EGT_TRY(columns(0));
    return m_impl->core.saveColumns();
}

Result<ColumnsPtr> Project::columns(RunId run) {
    return m_impl->core.columns(run);
}

} // namespace egt
