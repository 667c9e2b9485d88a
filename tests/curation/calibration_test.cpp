// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/calibration.h"

#include "table.h"

namespace egt::curation {
namespace {

using test::must;
using test::Table;

// scipy.stats.binomtest(k, n).proportion_ci(method="wilson").
TEST(Wilson, AgreesWithScipy) {
    const Interval seven = wilson(7, 20);
    EXPECT_NEAR(seven.low, 0.1811918241010821, 1e-12);
    EXPECT_NEAR(seven.high, 0.5671457233147637, 1e-12);
    EXPECT_EQ(wilson(0, 10).low, 0);
    EXPECT_NEAR(wilson(0, 10).high, 0.2775327998628899, 1e-9); // z^2 / (n + z^2) by hand
    EXPECT_NEAR(wilson(10, 10).high, 1, 1e-15);
    EXPECT_TRUE(std::isnan(wilson(0, 0).low));
}

TEST(Calibration, DecisionsSpeakAboutTheLabel) {
    using enum Decision;
    const std::optional<bool> nothing;
    EXPECT_EQ(labelIsWrong(correct, Label::a), false);
    EXPECT_EQ(labelIsWrong(flip, Label::b), true);
    EXPECT_EQ(labelIsWrong(both_bad, Label::a), true);
    EXPECT_EQ(labelIsWrong(left, Label::a), false);
    EXPECT_EQ(labelIsWrong(left, Label::b), true);
    EXPECT_EQ(labelIsWrong(right, Label::b), false);
    EXPECT_EQ(labelIsWrong(right, Label::tie), true);
    for (const Decision decision : {none, tie, drop, skip, Decision::flag})
        EXPECT_EQ(labelIsWrong(decision, Label::a), nothing);
    EXPECT_EQ(labelIsWrong(flip, Label::none), nothing);
}

Table reviewedPairs(std::int64_t judged, std::int64_t rows) {
    std::vector<float> entropy;
    std::vector<std::string> decisions;
    std::vector<std::string> labels;
    for (std::int64_t i = 0; i < rows; ++i) {
        entropy.push_back(static_cast<float>((i * 37) % rows) / static_cast<float>(rows));
        decisions.push_back(i >= judged ? "none" : entropy.back() > 0.5F && i % 2 == 0 ? "flip" : "correct");
        labels.push_back(i % 3 == 0 ? "A" : "B");
    }
    Table table(rows);
    table.reals("mean_entropy", entropy)
        .words("decision", test::kDecisionWords, decisions)
        .words("label", test::kLabelWords, labels);
    return table;
}

TEST(Calibration, SaysWhenThereIsNotEnough) {
    const Calibration few = must(calibrate(reviewedPairs(19, 100)));
    EXPECT_FALSE(few.enough);
    EXPECT_EQ(few.wrong.n, 19);
    EXPECT_TRUE(few.bins.empty());
    EXPECT_TRUE(must(calibrate(reviewedPairs(20, 100))).enough);
    EXPECT_EQ(must(calibrate(reviewedPairs(20, 100))).bins.size(), 1U);
}

TEST(Calibration, BinsCountWhatWasFound) {
    const Table table = reviewedPairs(101, 101);
    const Calibration calibration = must(calibrate(table));
    ASSERT_EQ(calibration.bins.size(), 5U);
    const ColumnSnapshot& snapshot = table;
    std::int64_t n = 0;
    for (const CalibrationBin& bin : calibration.bins) {
        double wrong = 0;
        double sum = 0;
        std::int64_t inside = 0;
        for (std::int64_t row = 0; row < snapshot.rows; ++row) {
            const double value = snapshot.find("mean_entropy")->number(row);
            if (value < bin.low || value > bin.high) continue; // values are distinct: no bin shares one
            ++inside;
            sum += value;
            wrong += snapshot.find("decision")->text(row) == "flip" ? 1 : 0;
        }
        EXPECT_EQ(bin.wrong.n, inside);
        EXPECT_GE(inside, kEnoughReviews);
        EXPECT_DOUBLE_EQ(bin.wrong.value, wrong / static_cast<double>(inside));
        EXPECT_NEAR(bin.mean, sum / static_cast<double>(inside), 1e-12);
        EXPECT_DOUBLE_EQ(bin.wrong.interval.high, wilson(wrong, static_cast<double>(inside)).high);
        n += inside;
    }
    EXPECT_EQ(n, 101);
    EXPECT_EQ(calibration.bins.front().wrong.value, 0);
    EXPECT_GT(calibration.bins.back().wrong.value, 0.3);
    EXPECT_EQ(must(calibrate(table, "mean_entropy", 2)).bins.size(), 2U);
}

TEST(Deciles, AreOfEqualSizeAndLeaveOutTheTrained) {
    constexpr std::int64_t rows = 103;
    std::vector<float> entropy;
    std::vector<float> agreement;
    std::vector<std::string> trained;
    for (std::int64_t i = 0; i < rows; ++i) {
        entropy.push_back(static_cast<float>((i * 29) % rows));
        agreement.push_back(i == 7 ? test::kNoValue : entropy.back() < 50 ? 1.0F : 0.5F);
        trained.push_back(i == 3 ? "yes" : "no");
    }
    Table table(rows);
    table.reals("mean_entropy", entropy).reals("agreement", agreement).words("trained", test::kYesNoWords, trained);
    const Rightness right = must(agreementWithLabel(table));
    const std::vector<Decile> deciles = must(accuracyByDecile(table, "mean_entropy", right));
    ASSERT_EQ(deciles.size(), 10U);
    std::int64_t n = 0;
    for (std::size_t i = 0; i < deciles.size(); ++i) {
        n += deciles[i].accuracy.n;
        EXPECT_GE(deciles[i].accuracy.n, 10);
        EXPECT_LE(deciles[i].accuracy.n, 11);
        EXPECT_LE(deciles[i].low, deciles[i].high);
        if (i > 0) {
            EXPECT_GT(deciles[i].low, deciles[i - 1].high);
        }
    }
    EXPECT_EQ(n, 101);
    EXPECT_EQ(deciles.front().accuracy.value, 1);
    EXPECT_EQ(deciles.back().accuracy.value, 0.5);
    const Accuracy all = accuracyOf(table, right);
    EXPECT_EQ(all.n, 101);
    Mask low(rows, 0);
    for (std::size_t i = 0; i < low.size(); ++i)
        low[i] = entropy[i] < 50 ? 1 : 0;
    EXPECT_EQ(accuracyOf(table, right, low).value, 1);
    EXPECT_GT(1, all.value);
    EXPECT_EQ(must(accuracyByDecile(table, "mean_entropy", right, low, 60)).size(), 50U)
        << "never more groups than rows";
    EXPECT_TRUE(must(accuracyByDecile(Table(0).reals("mean_entropy", {}), "mean_entropy", right)).empty());
}

} // namespace
} // namespace egt::curation
