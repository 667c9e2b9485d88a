// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/histogram.h"

#include <numeric>

#include "table.h"

namespace egt::curation {
namespace {

using test::Table;

TEST(NiceRange, CoversWithReadableEdges) {
    EXPECT_EQ(niceRange(0.03, 1.97, 20), (BinRange{0, 0.1, 20}));
    EXPECT_EQ(niceRange(0, 1, 10), (BinRange{0, 0.1, 10}));
    EXPECT_EQ(niceRange(-3, 7, 5), (BinRange{-4, 2, 6}));
    EXPECT_EQ(niceRange(5, 5, 10).bins, 10);
    EXPECT_EQ(niceRange(std::nan(""), std::nan(""), 10), (BinRange{0, 1, 1}));
    Random random(11);
    for (int i = 0; i < 2000; ++i) {
        const double low = (random.uniform() - 0.5) * std::pow(10.0, random.uniform(-4, 5));
        const double high = low + random.uniform() * std::pow(10.0, random.uniform(-4, 5));
        const auto target = static_cast<std::int64_t>(1 + random.below(80));
        const BinRange range = niceRange(low, high, target);
        ASSERT_LE(range.low, low);
        ASSERT_GE(range.high(), high);
        ASSERT_LE(range.bins, 2 * target + 2) << low << " " << high << " " << target;
        ASSERT_GE(range.binOf(low), 0);
        ASSERT_GE(range.binOf(high), 0);
    }
}

TEST(NiceRange, TheEdgesDecideWhereAValueFalls) {
    const BinRange range{0, 0.1, 30};
    for (std::int64_t bin = 0; bin < 30; ++bin)
        EXPECT_EQ(range.binOf(range.edge(bin)), bin);
    EXPECT_EQ(range.binOf(range.high()), 29);
    EXPECT_EQ(range.binOf(-1e-9), -1);
    EXPECT_EQ(range.binOf(range.high() + 1e-9), -1);
}

TEST(Histogram, CountsEveryRowOnce) {
    Random random(3);
    std::vector<float> values(5000);
    Mask mask(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = random.below(50) == 0 ? test::kNoValue : static_cast<float>(random.normal());
        mask[i] = random.below(3) != 0;
    }
    Table table(5000);
    table.reals("x", values);
    const Column& column = *table.snapshot().find("x");
    const Histogram all = histogram(column, 5000, 40);
    const Histogram kept = histogramIn(column, 5000, all.range, mask);
    EXPECT_EQ(all.total + all.missing, 5000);
    EXPECT_EQ(std::accumulate(all.counts.begin(), all.counts.end(), std::int64_t{0}), all.total);
    std::int64_t rows = 0;
    for (std::size_t bin = 0; bin < kept.counts.size(); ++bin) {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool last = bin + 1 == kept.counts.size();
            const double low = all.range.edge(static_cast<std::int64_t>(bin));
            const double high = all.range.edge(static_cast<std::int64_t>(bin) + 1);
            count += mask[i] != 0 && values[i] >= low && (values[i] < high || (last && values[i] <= high)) ? 1 : 0;
        }
        EXPECT_EQ(kept.counts[bin], count);
        rows += count;
    }
    EXPECT_EQ(rows, kept.total);
    EXPECT_EQ(histogramIn(column, 5000, BinRange{0, 1, 1}).outside,
              std::count_if(values.begin(), values.end(), [](float v) { return v < 0 || v > 1; }));
}

TEST(Histogram, CountsWords) {
    Table table(4);
    table.words("source", {"lab", "wild"}, {"wild", "", "wild", "lab"});
    EXPECT_EQ(wordCounts(*table.snapshot().find("source"), 4), (std::vector<std::int64_t>{1, 2, 1}));
    EXPECT_EQ(wordCounts(*table.snapshot().find("source"), 4, {1, 1, 0, 0}), (std::vector<std::int64_t>{0, 1, 1}));
}

// numpy.quantile([1, 2, 4, 8], q), method "linear" (type 7): q = 0.25 -> 1.75, 0.5 -> 3, 0.9 -> 6.8.
TEST(Quantile, IsType7) {
    const std::vector<double> values = {1, 2, 4, 8};
    EXPECT_DOUBLE_EQ(quantileOfSorted(values, 0.25), 1.75);
    EXPECT_DOUBLE_EQ(quantileOfSorted(values, 0.5), 3);
    EXPECT_DOUBLE_EQ(quantileOfSorted(values, 0.9), 6.8);
    EXPECT_DOUBLE_EQ(quantileOfSorted(values, 0), 1);
    EXPECT_DOUBLE_EQ(quantileOfSorted(values, 1), 8);
    EXPECT_TRUE(std::isnan(quantileOfSorted({}, 0.5)));
}

TEST(SortedColumn, AnswersAsCountingDoes) {
    Random random(5);
    std::vector<float> values(800);
    for (float& v : values)
        v = random.below(20) == 0 ? test::kNoValue : static_cast<float>(random.below(40)) / 10.0F;
    Table table(800);
    table.reals("x", values);
    const SortedColumn sorted(*table.snapshot().find("x"), 800);
    for (int tenth = -1; tenth <= 41; ++tenth) {
        const double cut = tenth / 10.0; // 0.3 the double is not 0.3 the float: bounds are rounded alike
        const auto asFloat = static_cast<float>(cut);
        EXPECT_EQ(sorted.countBelow(cut),
                  std::count_if(values.begin(), values.end(), [&](float v) { return v < asFloat; }));
        EXPECT_EQ(sorted.countUpTo(cut),
                  std::count_if(values.begin(), values.end(), [&](float v) { return v <= asFloat; }));
    }
    EXPECT_EQ(sorted.countWithin(1, 2),
              std::count_if(values.begin(), values.end(), [](float v) { return v >= 1 && v <= 2; }));
    EXPECT_EQ(sorted.countWithin(std::nan(""), std::nan("")), sorted.size());
    EXPECT_EQ(sorted.countWithin(2, 1), 0);
    EXPECT_EQ(sorted.size() + sorted.missing(), 800);
    for (std::int64_t rank = 1; rank < sorted.size(); ++rank) {
        ASSERT_LE(sorted.valueAt(rank - 1), sorted.valueAt(rank));
        if (sorted.valueAt(rank - 1) == sorted.valueAt(rank)) {
            ASSERT_LT(sorted.rowAt(rank - 1), sorted.rowAt(rank));
        }
    }
}

} // namespace
} // namespace egt::curation
