// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/row_order.h"

#include <algorithm>
#include <limits>

#include "curation/group_means.h"
#include "curation/histogram.h"
#include "table.h"

namespace egt::curation {
namespace {

using test::must;
using Rows = std::vector<std::int32_t>;

TEST(RowOrder, ByHand) {
    test::Table table(6);
    table.reals("x", {3, test::kNoValue, -1, 3, 0, -2.5F})
        .integers("n", {5, kMissingInteger, -7, 5, std::int64_t{1} << 40, 0})
        .words("w", {"pear", "Apple", "fig"}, {"pear", "fig", "Apple", "", "fig", "pear"});
    const ColumnSnapshot& s = table;
    EXPECT_EQ(rowsInOrder(*s.find("x"), 6, false), (Rows{5, 2, 4, 0, 3, 1})) << "no value last, equal ones by row";
    EXPECT_EQ(rowsInOrder(*s.find("x"), 6, true), (Rows{0, 3, 4, 2, 5, 1}));
    EXPECT_EQ(rowsInOrder(*s.find("n"), 6, false), (Rows{2, 5, 0, 3, 4, 1}));
    EXPECT_EQ(rowsInOrder(*s.find("w"), 6, false), (Rows{2, 1, 4, 0, 5, 3}));
    EXPECT_EQ(rowsInOrder(*s.find("x"), 6, false, {1, 1, 0, 1, 0, 0}), (Rows{0, 3, 1}));
    EXPECT_EQ(rowsInOrder(*s.find("x"), 0, false), Rows{});
}

TEST(RowOrder, AgreesWithAStableSort) {
    Random random(6);
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 60; ++round) {
        std::vector<double> keys;
        Rows rows;
        for (std::uint64_t i = random.below(3000); i > 0; --i) {
            const std::uint64_t kind = random.below(12);
            keys.push_back(kind == 0   ? std::nan("")
                           : kind == 1 ? (random.below(2) == 0 ? kInfinity : -kInfinity)
                           : kind == 2 ? (random.below(2) == 0 ? 0.0 : -0.0)
                           : kind < 6  ? std::ldexp(random.normal(), static_cast<int>(random.below(300)) - 150)
                                       : static_cast<double>(random.below(9)) - 4);
            rows.push_back(static_cast<std::int32_t>(random.below(1'000'000)));
        }
        for (const bool down : {false, true}) {
            std::vector<std::size_t> wanted(rows.size());
            for (std::size_t i = 0; i < wanted.size(); ++i)
                wanted[i] = i;
            std::stable_sort(wanted.begin(), wanted.end(), [&](std::size_t a, std::size_t b) {
                if (std::isnan(keys[a]) || std::isnan(keys[b])) return !std::isnan(keys[a]) && std::isnan(keys[b]);
                return down ? keys[a] > keys[b] : keys[a] < keys[b];
            });
            Rows sorted = rows;
            orderRows(sorted, keys, down);
            for (std::size_t i = 0; i < wanted.size(); ++i)
                ASSERT_EQ(sorted[i], rows[wanted[i]]) << i;
        }
    }
}

TEST(GroupMeans, ByHand) {
    test::Table table(6);
    table.reals("mean_entropy", {1, 2, test::kNoValue, 4, 5, 6})
        .words("source", {"lab", "wild", "empty", "none here"}, {"lab", "wild", "lab", "wild", "", "empty"});
    const auto means = must(groupMeans(table, "entropy", "source"));
    ASSERT_EQ(means.size(), 3U);
    EXPECT_EQ(means[0].name, "lab");
    EXPECT_EQ(means[0].rows, 1);
    EXPECT_EQ(means[0].missing, 1);
    EXPECT_DOUBLE_EQ(means[0].mean, 1);
    EXPECT_DOUBLE_EQ(means[1].mean, 3);
    EXPECT_EQ(means[2].name, "empty");
    const auto some = must(groupMeans(table, "entropy", "source", {0, 0, 1, 1, 1, 1}));
    EXPECT_TRUE(std::isnan(some[0].mean));
    EXPECT_DOUBLE_EQ(some[1].mean, 4);
    EXPECT_EQ(test::codeOf(groupMeans(table, "entropy", "mean_entropy")), "curation.not_words");
    EXPECT_EQ(test::codeOf(groupMeans(table, "entrpy", "source")), "filter.unknown_column");
}

// The fast loops against the one-value functions that say what is meant.
TEST(Histogram, TheEdgesDecideForEveryValue) {
    Random random(12);
    for (int round = 0; round < 20; ++round) {
        std::vector<float> values;
        for (int i = 0; i < 5000; ++i)
            values.push_back(random.below(20) == 0 ? test::kNoValue
                             : random.below(30) == 0
                                 ? std::numeric_limits<float>::infinity()
                                 : static_cast<float>(std::round(random.normal() * 100) / (1 << random.below(8))));
        test::Table table(5000);
        table.reals("x", values);
        const Column& column = *static_cast<const ColumnSnapshot&>(table).find("x");
        const BinRange range{-3, 0.1, static_cast<std::int64_t>(20 + random.below(40))};
        const Histogram h = histogramIn(column, 5000, range);
        std::vector<std::int64_t> counts(static_cast<std::size_t>(range.bins), 0);
        std::int64_t missing = 0;
        for (const float value : values) {
            missing += std::isnan(value) ? 1 : 0;
            if (const std::int64_t bin = range.binOf(value); bin >= 0) ++counts[static_cast<std::size_t>(bin)];
        }
        EXPECT_EQ(h.counts, counts);
        EXPECT_EQ(h.missing, missing);
        EXPECT_EQ(h.total + h.missing + h.outside, 5000);
    }
}

} // namespace
} // namespace egt::curation
