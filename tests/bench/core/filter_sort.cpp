// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/files.h"
#include "base/random.h"
#include "bench.h"
#include "child_program.h"
#include "curation/filter.h"
#include "curation/row_order.h"
#include "support/temp_folder.h"

namespace egt::bench {
namespace {

constexpr std::int64_t kRows = 1'000'000;

Column column(const char* name, ColumnType type) {
    Column out;
    out.name = name;
    out.type = type;
    return out;
}

/// Pairs with an entropy each, in the chunks that the store makes.
ColumnSnapshot table() {
    ColumnSnapshot out;
    out.rows = kRows;
    out.columns = {column("pair", ColumnType::integer), column("mean_entropy", ColumnType::real)};
    Random random(3);
    for (std::int64_t row = 0; row < kRows; row += kChunkRows) {
        auto ids = std::make_shared<ColumnChunk>();
        auto values = std::make_shared<ColumnChunk>();
        for (std::int64_t i = row; i < std::min(kRows, row + kChunkRows); ++i) {
            ids->integers.push_back(i + 1);
            values->reals.push_back(static_cast<float>(std::exp(random.normal() - 2)));
        }
        out.columns[0].chunks.push_back(std::move(ids));
        out.columns[1].chunks.push_back(std::move(values));
    }
    return out;
}

std::string bytesOf(const Column& values) {
    std::string out;
    for (const auto& chunk : values.chunks)
        out.append(reinterpret_cast<const char*>(chunk->reals.data()), chunk->reals.size() * sizeof(float));
    return out;
}

std::int64_t count(const curation::Mask& mask) {
    std::int64_t out = 0;
    for (const char one : mask)
        out += one;
    return out;
}

/// The number that an answer of the other program begins with.
std::int64_t rowsIn(const std::string& answer) {
    return std::stoll(answer);
}

// Baseline: what a Qt program does that leaves filter and order of its table to the proxy model that Qt has for it.
void filterSort(Bench& bench) {
    const std::string program = EGT_BENCH_QT;
    if (program.empty()) return bench.skip("filter and sort 1,000,000 pairs", "built without Qt");
    const ColumnSnapshot snapshot = table();
    const test::TempFolder folder;
    if (!writeFileAtomically(folder / "values", bytesOf(snapshot.columns[1]))) throw std::runtime_error("disk");
    ChildProgram qt({program, (folder / "values").string()});
    const std::string ready = qt.line();
    if (!ready.starts_with("ready "))
        return bench.skip("filter and sort 1,000,000 pairs", "egt_bench_qt does not start");
    const std::string baseline = "QSortFilterProxyModel, " + ready.substr(6);
    const auto mask = curation::filterRows(snapshot, "entropy > 0.25");
    const auto order = curation::rowsInOrder(snapshot.columns[1], kRows, false);
    if (count(*mask) != rowsIn(qt.ask("filter 0.25")) || rowsIn(qt.ask("sort")) != kRows ||
        std::stof(qt.ask("sort").substr(8)) != snapshot.columns[1].real(order.front()))
        throw std::runtime_error("the two sides differ");
    volatile std::int64_t sink = 0;
    bench.compare({.what = "filter 1,000,000 pairs by a number",
                   .ours = {"filter language over columns",
                            [&] { sink = curation::filterRows(snapshot, "entropy > 0.25")->front(); }},
                   .baseline = {baseline, [&] { qt.ask("filter 0.25"); }},
                   .bar = atLeast(20),
                   .rounds = 11,
                   .units = kRows,
                   .unit = "rows"});
    bench.compare({.what = "sort 1,000,000 pairs by a number",
                   .ours = {"radix sort of rows",
                            [&] { sink = curation::rowsInOrder(snapshot.columns[1], kRows, false).front(); }},
                   .baseline = {baseline, [&] { qt.ask("sort"); }},
                   .bar = atLeast(15),
                   .rounds = 7,
                   .units = kRows,
                   .unit = "rows"});
    (void)sink;
}

const Registration registration{"store-filter-sort", filterSort};

} // namespace
} // namespace egt::bench
