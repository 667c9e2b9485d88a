// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/clock.h"
#include "bench.h"
#include "curation/group_means.h"
#include "curation/histogram.h"
#include "scale_project.h"
#include "store/project.h"

namespace egt::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMany = 1'000'000;
constexpr std::int64_t kFew = 10'000;

template <class T> T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

/// What a window needs before it shows a table: the project, its columns, the texts of the rows on the screen.
std::size_t openToFirstRows(const fs::path& folder, std::size_t rows) {
    const auto project = must(Project::open(folder, false));
    const ColumnsPtr columns = must(project->columns(0));
    std::vector<PairId> ids;
    for (std::size_t row = 0; row < rows; ++row)
        ids.push_back(columns->pairAt(static_cast<std::int64_t>(row)));
    return must(project->pairs(ids)).size();
}

/// Takes the project's files out of the page cache, as after a restart of the machine.
void forgetPages(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const int file = ::open(entry.path().c_str(), O_RDONLY);
        if (file < 0) continue;
        ::fdatasync(file); // only clean pages can be dropped
        ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        ::close(file);
    }
}

// Baseline of the first row: the same in a project of a hundredth of the pairs.
void open(Bench& bench) {
    const fs::path many = scaleProject(kMany);
    const fs::path few = scaleProject(kFew);
    volatile std::size_t sink = 0;
    double worst = 0;
    for (int round = 0; round < 5; ++round) {
        forgetPages(many);
        const double start = steadySeconds();
        sink = openToFirstRows(many, 50);
        worst = std::max(worst, steadySeconds() - start);
    }
    bench.figure("open 1,000,000 pairs to 50 rows, files not cached, slowest of 5", worst, "s", "<= 1.5 s",
                 worst <= 1.5);
    bench.compare({.what = "open 1,000,000 pairs to the first row",
                   .ours = {"1,000,000 pairs", [&] { sink = openToFirstRows(many, 1); }},
                   .baseline = {"10,000 pairs", [&] { sink = openToFirstRows(few, 1); }},
                   .bar = atMost(1.2),
                   .rounds = 21});
    bench.compare({.what = "open 1,000,000 pairs to 50 rows",
                   .ours = {"with columns.cache", [&] { sink = openToFirstRows(many, 50); }},
                   .baseline = {"without it",
                                [&] {
                                    const auto project = must(Project::open(many, true));
                                    fs::rename(many / "columns.cache", many / "aside");
                                    sink = static_cast<std::size_t>(must(project->columns(0))->rows);
                                    fs::rename(many / "aside", many / "columns.cache");
                                }},
                   .rounds = 3});
    (void)sink;
}

// Baseline: one pass over a table that holds nothing but the values.
void aggregate(Bench& bench) {
    const fs::path folder = scaleProject(kMany);
    const ColumnsPtr columns = must(must(Project::open(folder, true))->columns(0));
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("CREATE TABLE row (pair INTEGER PRIMARY KEY, source TEXT, mean REAL)");
    database.exec("ATTACH '" + (folder / "project.db").string() + "' AS project");
    database.exec(
        "INSERT INTO row SELECT pair.id, pair.source, score.entropy_mean FROM project.pair JOIN project.score "
        "ON score.pair = pair.id");
    const Column& entropy = *columns->find("mean_entropy");
    const curation::Histogram histogram = curation::histogram(entropy, columns->rows, 60);
    const std::string bins = "SELECT CAST((mean - " + std::to_string(histogram.range.low) + ") / " +
                             std::to_string(histogram.range.width) + " AS INTEGER), COUNT(*) FROM row GROUP BY 1";
    volatile double sink = 0;
    const auto ask = [&](const std::string& sql) {
        std::vector<double> out;
        SQLite::Statement query(database, sql);
        while (query.executeStep())
            out.push_back(query.getColumn(1).getDouble());
        return out;
    };
    const auto means = must(curation::groupMeans(*columns, "mean_entropy", "source"));
    const auto told = ask("SELECT source, AVG(mean) FROM row GROUP BY source");
    double ours = 0;
    double theirs = 0;
    for (const auto& group : means)
        ours += group.mean;
    for (const double mean : told)
        theirs += mean;
    if (means.size() != told.size() || std::abs(ours - theirs) > 1e-9) throw std::runtime_error("the two sides differ");
    bench.compare({.what = "histogram and group means, 1,000,000 pairs",
                   .ours = {"columns",
                            [&] {
                                sink = static_cast<double>(curation::histogram(entropy, columns->rows, 60).total);
                                sink = curation::groupMeans(*columns, "mean_entropy", "source")->front().mean;
                            }},
                   .baseline = {"SQLite, two scans of a table in memory",
                                [&] {
                                    sink = ask(bins).front();
                                    sink = ask("SELECT source, AVG(mean) FROM row GROUP BY source").front();
                                }},
                   .bar = atLeast(50),
                   .rounds = 7,
                   .units = kMany,
                   .unit = "rows"});
    (void)sink;
}

const Registration open_registration{"store-open", open};
const Registration aggregate_registration{"store-aggregate", aggregate};

} // namespace
} // namespace egt::bench
