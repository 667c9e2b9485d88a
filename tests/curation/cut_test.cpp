// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/cut.h"

#include <map>

#include "table.h"

namespace egt::curation {
namespace {

using test::codeOf;
using test::must;
using test::Table;

Table small() {
    Table table(8);
    table.reals("mean_entropy", {0.5F, 0.1F, test::kNoValue, 0.5F, 0.9F, 0.3F, 0.5F, 0.2F});
    table.words("source", {"lab", "wild"}, {"lab", "wild", "lab", "lab", "wild", "wild", "lab", ""});
    return table;
}

TEST(Cut, ByValueKeepsBothBounds) {
    const CutResult cut = must(cutByValue(small(), {}, 0.2, 0.5));
    EXPECT_EQ(cut.pairs, (std::vector<PairId>{10, 40, 60, 70, 80}));
    EXPECT_EQ(cut.dropped, 2);
    EXPECT_EQ(cut.missing, 1);
    EXPECT_EQ(must(cutByValue(small(), {}, std::nullopt, 0.3)).pairs, (std::vector<PairId>{20, 60, 80}));
    EXPECT_EQ(must(cutByValue(small(), {}, 0.6, std::nullopt)).pairs, std::vector<PairId>{50});
    EXPECT_EQ(must(cutByValue(small(), {}, std::nullopt, std::nullopt)).pairs.size(), 7U) << "missing is never kept";
}

TEST(Cut, TiesGoToTheSmallerPair) {
    // Seven values; round(0.5714 * 7) = 4: 0.1, 0.2, 0.3 and the first of the three 0.5.
    EXPECT_EQ(must(cutByShare(small(), {}, 4.0 / 7, Keep::lowest)).pairs, (std::vector<PairId>{10, 20, 60, 80}));
    EXPECT_EQ(must(cutByShare(small(), {}, 3.0 / 7, Keep::highest)).pairs, (std::vector<PairId>{10, 40, 50}));
    EXPECT_TRUE(must(cutByShare(small(), {}, 0, Keep::lowest)).pairs.empty());
    EXPECT_EQ(must(cutByShare(small(), {}, 1, Keep::lowest)).pairs.size(), 7U);
}

TEST(Cut, ShareOfEachStratum) {
    CutTarget target;
    target.per = "source";
    const CutResult cut = must(cutByShare(small(), target, 2.0 / 3, Keep::lowest));
    EXPECT_EQ(cut.pairs, (std::vector<PairId>{10, 20, 40, 60, 80}));
    ASSERT_EQ(cut.strata.size(), 3U);
    EXPECT_EQ(cut.strata[0].name, "lab");
    EXPECT_EQ(cut.strata[0].kept, 2);
    EXPECT_EQ(cut.strata[0].dropped, 1);
    EXPECT_EQ(cut.strata[0].missing, 1);
    EXPECT_EQ(cut.strata[0].low, 0.5);
    EXPECT_EQ(cut.strata[1].name, "wild");
    EXPECT_EQ(cut.strata[1].kept, 2);
    EXPECT_FLOAT_EQ(static_cast<float>(cut.strata[1].high), 0.3F);
    EXPECT_EQ(cut.strata[2].name, "") << "rows without a source are a stratum too";
    EXPECT_EQ(cut.strata[2].kept, 1);
}

TEST(Cut, OnlyAmongTheRowsOfTheMask) {
    CutTarget target;
    target.among = {1, 1, 1, 0, 0, 1, 0, 0};
    const CutResult cut = must(cutByShare(small(), target, 0.5, Keep::lowest));
    EXPECT_EQ(cut.pairs, (std::vector<PairId>{20, 60}));
    EXPECT_EQ(cut.dropped, 1);
    EXPECT_EQ(cut.missing, 1);
}

TEST(Cut, RefusesWhatMakesNoSense) {
    EXPECT_EQ(codeOf(cutByShare(small(), {}, 1.2, Keep::lowest)), "curation.bad_share");
    EXPECT_EQ(codeOf(cutByShare(small(), {}, std::nan(""), Keep::lowest)), "curation.bad_share");
    EXPECT_EQ(codeOf(cutByQuantile(small(), {}, -0.1, std::nullopt)), "curation.bad_share");
    EXPECT_EQ(codeOf(cutByValue(small(), {"nonsense", "", {}}, 0, 1)), "filter.unknown_column");
    EXPECT_EQ(codeOf(cutByValue(small(), {"mean_entropy", "mean_entropy", {}}, 0, 1)), "curation.not_words");
}

/// Random tables against a reference that sorts (value, pair) by hand in each stratum.
TEST(Cut, EqualsBruteForce) {
    Random random(21);
    for (int trial = 0; trial < 40; ++trial) {
        const auto rows = static_cast<std::int64_t>(1 + random.below(120));
        std::vector<float> values;
        std::vector<std::string> sources;
        for (std::int64_t i = 0; i < rows; ++i) {
            values.push_back(random.below(9) == 0 ? test::kNoValue : static_cast<float>(random.below(12)) / 4);
            sources.push_back(random.below(3) == 0 ? "a" : "b");
        }
        Table table(rows);
        table.reals("mean_entropy", values).words("source", {"a", "b"}, sources);
        const double share = random.uniform();
        const bool per = random.below(2) == 0;
        const bool highest = random.below(2) == 0;
        std::map<std::string, std::vector<std::pair<double, PairId>>> groups;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!std::isnan(values[i]))
                groups[per ? sources[i] : ""].emplace_back(highest ? -values[i] : values[i],
                                                           10 * static_cast<PairId>(i + 1));
        std::vector<PairId> expected;
        for (auto& [name, items] : groups) {
            std::sort(items.begin(), items.end());
            const auto count = static_cast<std::size_t>(std::floor(share * static_cast<double>(items.size()) + 0.5));
            for (std::size_t i = 0; i < count; ++i)
                expected.push_back(items[i].second);
        }
        std::sort(expected.begin(), expected.end());
        CutTarget target;
        target.per = per ? "source" : "";
        const CutResult cut = must(cutByShare(table, target, share, highest ? Keep::highest : Keep::lowest));
        EXPECT_EQ(cut.pairs, expected);
        std::int64_t counted = cut.missing;
        for (const StratumCount& stratum : cut.strata)
            counted += stratum.kept + stratum.dropped;
        EXPECT_EQ(counted, rows);
    }
}

TEST(Cut, QuantilesAreOfEachStratum) {
    Table table(8);
    table.reals("mean_entropy", {1, 2, 3, 4, 10, 20, 30, 40})
        .words("source", {"a", "b"}, {"a", "a", "a", "a", "b", "b", "b", "b"});
    EXPECT_EQ(must(cutByQuantile(table, {}, std::nullopt, 0.5)).pairs, (std::vector<PairId>{10, 20, 30, 40}));
    CutTarget target;
    target.per = "source"; // medians 2.5 and 25
    EXPECT_EQ(must(cutByQuantile(table, target, std::nullopt, 0.5)).pairs, (std::vector<PairId>{10, 20, 50, 60}));
    EXPECT_EQ(must(cutByQuantile(table, target, 0.5, std::nullopt)).pairs, (std::vector<PairId>{30, 40, 70, 80}));
}

TEST(Balance, CountsKeptAndDroppedOfEachWord) {
    const std::vector<StratumCount> counts = must(balance(small(), "source", {1, 1, 0, 0, 0, 1, 1, 1}));
    ASSERT_EQ(counts.size(), 3U);
    EXPECT_EQ(counts[0].kept, 2);
    EXPECT_EQ(counts[0].dropped, 2);
    EXPECT_EQ(counts[1].kept, 2);
    EXPECT_EQ(counts[1].dropped, 1);
    EXPECT_EQ(counts[2].kept, 1);
}

} // namespace
} // namespace egt::curation
