// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/random.h"
#include "bench.h"
#include "curation/histogram.h"
#include "records/columns.h"
#include "support/temp_folder.h"

namespace egt::bench {
namespace {

constexpr std::int64_t kRows = 1'000'000;
constexpr int kSteps = 100; // positions of one drag

Column entropyColumn() {
    Random random(3);
    Column column;
    column.name = "mean_entropy";
    for (std::int64_t row = 0; row < kRows; row += kChunkRows) {
        auto chunk = std::make_shared<ColumnChunk>();
        for (std::int64_t i = row; i < std::min(kRows, row + kChunkRows); ++i)
            chunk->reals.push_back(static_cast<float>(std::exp(random.normal() - 2)));
        column.chunks.push_back(std::move(chunk));
    }
    return column;
}

void fill(SQLite::Database& database, const Column& column) {
    database.exec("CREATE TABLE score (pair INTEGER PRIMARY KEY, mean REAL)");
    SQLite::Transaction transaction(database);
    SQLite::Statement insert(database, "INSERT INTO score (mean) VALUES (?)");
    for (std::int64_t row = 0; row < kRows; ++row) {
        insert.bind(1, static_cast<double>(column.real(row)));
        insert.exec();
        insert.reset();
    }
    database.exec("CREATE INDEX score_mean ON score (mean)");
    transaction.commit();
}

// Baseline: what a tool does that asks its database at each mouse move, with an index on the column.
void dragCut(Bench& bench) {
    const Column column = entropyColumn();
    const test::TempFolder folder;
    SQLite::Database database((folder / "score.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    fill(database, column);
    const curation::SortedColumn sorted(column, kRows);
    volatile std::int64_t sink = 0;
    bench.compare({.what = "drag a cut, 100 positions, 1,000,000 pairs",
                   .ours = {"sorted column",
                            [&] {
                                for (int i = 0; i < kSteps; ++i)
                                    sink = sorted.countWithin(0, 0.01 * i);
                            }},
                   .baseline = {"SQLite COUNT with an index",
                                [&] {
                                    SQLite::Statement query(database,
                                                            "SELECT count(*) FROM score WHERE mean BETWEEN 0 AND ?");
                                    for (int i = 0; i < kSteps; ++i) {
                                        query.bind(1, 0.01 * i);
                                        query.executeStep();
                                        sink = query.getColumn(0).getInt64();
                                        query.reset();
                                    }
                                }},
                   .rounds = 5,
                   .units = kSteps,
                   .unit = "positions"});
    (void)sink;
}

const Registration registration{"cut-drag", dragCut};

} // namespace
} // namespace egt::bench
