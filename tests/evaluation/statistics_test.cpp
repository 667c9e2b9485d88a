// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/statistics.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"

namespace egt::evaluation {
namespace {

TEST(AverageRanks, TiesShareTheirMean) {
    EXPECT_EQ(averageRanks({3, 1, 3, 2}), (std::vector<double>{3.5, 1, 3.5, 2}));
    EXPECT_TRUE(averageRanks({}).empty());
}

// Reference: scipy 1.x stats.spearmanr on the same lists gives -0.6625891564490792.
TEST(Spearman, AgreesWithScipyUnderTies) {
    const Interval r = spearman({0.1, 0.4, 0.4, 0.9, 1.2, 0.3, 0.8, 0.8}, {1, 1, 0, 0, 0, 1, 1, 0});
    EXPECT_NEAR(r.value, -0.6625891564490792, 1e-12);
    // By hand: atanh(r) = -0.797414, SE = sqrt((1 + r^2/2)/5) = 0.493865.
    EXPECT_NEAR(r.low, std::tanh(-0.797414 - 1.959964 * 0.493865), 1e-4);
    EXPECT_NEAR(r.high, std::tanh(-0.797414 + 1.959964 * 0.493865), 1e-4);
}

TEST(Spearman, IsUndefinedWithoutVariation) {
    EXPECT_TRUE(std::isnan(spearman({1, 2, 3, 4, 5}, {1, 1, 1, 1, 1}).value));
    EXPECT_TRUE(std::isnan(spearman({1, 2, 3}, {1, 2, 3}).value));
}

// The interval should hold the true value about 95 times in 100: simulated with independent lists (true value 0).
TEST(Spearman, IntervalCoversTheTruth) {
    Random random(7);
    int covered = 0;
    constexpr int trials = 1000;
    for (int t = 0; t < trials; ++t) {
        std::vector<double> x(40);
        std::vector<double> y(40);
        for (double& v : x)
            v = random.normal();
        for (double& v : y)
            v = random.normal();
        const Interval r = spearman(x, y);
        covered += r.low <= 0 && r.high >= 0 ? 1 : 0;
    }
    EXPECT_NEAR(covered / double(trials), 0.95, 0.02); // 0.02: three standard errors of the simulation
}

// Reference: area and DeLong error by comparing each positive with each negative in numpy: 0.75, 0.18257418583505536.
TEST(Auroc, AgreesWithComparingEachWithEach) {
    const Interval a = auroc({0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505},
                             {true, true, false, true, true, true, false, false, true, false});
    EXPECT_NEAR(a.value, 0.75, 1e-12);
    EXPECT_NEAR(a.low, 0.39216117125656863, 1e-9);
    EXPECT_EQ(a.high, 1.0);
}

TEST(Auroc, EqualsBruteForceOnRandomTies) {
    Random random(3);
    std::vector<double> score(200);
    std::vector<bool> positive(200);
    for (std::size_t i = 0; i < score.size(); ++i) {
        positive[i] = random.uniform() < 0.3;
        score[i] = static_cast<double>(random.below(20)) + (positive[i] ? 2 : 0);
    }
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < score.size(); ++i)
        for (std::size_t j = 0; j < score.size(); ++j) {
            if (!positive[i] || positive[j]) continue;
            sum += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
            count += 1;
        }
    EXPECT_NEAR(auroc(score, positive).value, sum / count, 1e-12);
    EXPECT_TRUE(std::isnan(auroc({1, 2}, {true, true}).value));
}

// Reference: scipy.stats.binomtest(7, 20).proportion_ci(method="wilson").
TEST(Wilson, AgreesWithScipy) {
    const Interval w = wilson(7, 20);
    EXPECT_NEAR(w.low, 0.1811918241010821, 1e-9);
    EXPECT_NEAR(w.high, 0.5671457233147637, 1e-9);
    EXPECT_EQ(wilson(0, 10).low, 0);
    EXPECT_TRUE(std::isnan(wilson(0, 0).value));
}

// By hand: mean 0.625, deviations (.375, -.125, .375, -.625), variance 0.6875 / 3, SE = 0.239357.
TEST(ClusteredMean, HandWorked) {
    const Interval m = clusteredMean({1, 0.5, 1, 0});
    EXPECT_NEAR(m.value, 0.625, 1e-12);
    EXPECT_NEAR(m.high - m.value, 1.959963984540054 * 0.239357, 1e-5);
    EXPECT_TRUE(std::isnan(clusteredMean({}).value));
    EXPECT_TRUE(std::isinf(clusteredMean({1}).high));
}

// By hand: 3 of 5 right; residuals 2 - 3 * .6 = .2, 0 - .6, 1 - .6; squares .04 + .36 + .16 = .56; times 3/2 over 25 =
// .0336. Independent answers with that error: .24 / .0336 = 7.142857.
TEST(ClusteredShare, HandWorked) {
    const std::vector<Cluster> clusters{{2, 3}, {0, 1}, {1, 1}};
    const ShareEstimate e = clusteredEstimate(clusters);
    EXPECT_NEAR(e.value, 0.6, 1e-12);
    EXPECT_NEAR(e.error2, 0.0336, 1e-12);
    const Interval i = shareInterval(e);
    const Interval w = wilson(0.6 * 7.142857142857143, 7.142857142857143);
    EXPECT_NEAR(i.low, w.low, 1e-12);
    EXPECT_NEAR(i.high, w.high, 1e-12);
    EXPECT_TRUE(std::isnan(shareInterval(clusteredEstimate({})).value));
}

// Clusters of one answer: the error is that of n independent answers with the usual n - 1.
TEST(ClusteredShare, ClustersOfOneAreIndependent) {
    std::vector<Cluster> clusters(10, Cluster{1, 1});
    clusters[0].hits = clusters[1].hits = clusters[2].hits = 0;
    EXPECT_NEAR(clusteredEstimate(clusters).error2, 0.7 * 0.3 / 9, 1e-12);
    clusters.assign(10, Cluster{2, 2});
    EXPECT_NEAR(shareInterval(clusteredEstimate(clusters)).low, wilson(10, 10).low, 1e-12) << "as many as clusters";
}

// The interval should hold the true share about 95 times in 100: clusters of one to five answers that share their luck.
TEST(ClusteredShare, IntervalCoversTheTruth) {
    Random random(5);
    int covered = 0;
    constexpr int trials = 2000;
    for (int t = 0; t < trials; ++t) {
        std::vector<Cluster> clusters(60);
        for (Cluster& cluster : clusters) {
            const double p = random.uniform() < 0.5 ? 0.9 : 0.5;
            for (auto n = 1 + random.below(5); n > 0; --n) {
                cluster.hits += random.uniform() < p ? 1 : 0;
                cluster.size += 1;
            }
        }
        const Interval i = shareInterval(clusteredEstimate(clusters));
        covered += i.low <= 0.7 && i.high >= 0.7 ? 1 : 0;
    }
    EXPECT_NEAR(covered / double(trials), 0.95, 0.015); // 0.015: three standard errors of the simulation
}

// Two shares .5 and .9 with errors .01 and .0036: mean .7, squared error .0136 / 4 = .0034, .21 / .0034 answers.
TEST(MeanOfShares, HandWorked) {
    const Interval m = meanOfShares({{0.5, 0.01, 25}, {0.9, 0.0036, 25}});
    const Interval w = wilson(0.7 * 0.21 / 0.0034, 0.21 / 0.0034);
    EXPECT_NEAR(m.value, 0.7, 1e-12);
    EXPECT_NEAR(m.low, w.low, 1e-12);
    EXPECT_NEAR(m.high, w.high, 1e-12);
    // All right, 10 and 40 clusters: 4 / (1/10 + 1/40) = 32 alike answers.
    const Interval all = meanOfShares({{1, 0, 10}, {1, 0, 40}});
    EXPECT_NEAR(all.low, wilson(32, 32).low, 1e-12);
    EXPECT_TRUE(std::isnan(meanOfShares({}).value));
}

TEST(PairedDifference, CancelsWhatIsHardForBoth) {
    const Interval d = pairedDifference({1, 0, 1, 0}, {0.5, -0.5, 0.5, -0.5});
    EXPECT_NEAR(d.value, 0.5, 1e-12);
    EXPECT_NEAR(d.high - d.low, 0, 1e-12);
}

} // namespace
} // namespace egt::evaluation
