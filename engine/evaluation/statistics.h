// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

// Estimates with 95 % intervals. Pure functions; any thread. NaN comes back where an estimate is not defined (no data,
// no variation), never an exception.

namespace egt::evaluation {

struct Interval {
    double value = 0;
    double low = 0;
    double high = 0;
};

/// Average ranks (1-based); ties share the mean of their ranks.
std::vector<double> averageRanks(const std::vector<double>& values);

/// Spearman's rank correlation (Pearson's of the average ranks). Interval: Fisher's z with the standard error
/// sqrt((1 + r^2/2) / (n - 3)) of Bonett and Wright (Psychometrika 65, 2000). Needs four points and variation in both.
Interval spearman(const std::vector<double>& x, const std::vector<double>& y);

/// Area under the ROC curve of `score` for `positive`: the share of (positive, negative) pairs in the right order, ties
/// count half. Interval: DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), clipped to [0, 1].
Interval auroc(const std::vector<double>& score, const std::vector<bool>& positive);

/// Wilson's score interval of a share (JASA 22, 1927). n = 0: NaN with [0, 1].
Interval wilson(double successes, double n);

/// Answers that belong together (to one question, one id): how many of them are right.
struct Cluster {
    double hits = 0;
    double size = 0;
};
struct ShareEstimate {
    double value = 0;  ///< NaN without clusters
    double error2 = 0; ///< squared standard error; 0 with one cluster and without variation
    double clusters = 0;
};
/// Share of right answers with its clustered standard error: (G / (G - 1)) * sum over clusters of
/// (hits - share * size)^2 / (number of answers)^2 (Miller 2024, arXiv 2411.00640, section 2.2, with the correction for
/// few clusters of Cameron and Miller, J. Human Resources 50, 2015).
ShareEstimate clusteredEstimate(const std::vector<Cluster>& clusters);
/// Its 95 % interval: Wilson's at the number of independent answers that would have the same error, so that it stays
/// inside 0..1; without variation at the number of clusters. No clusters: NaN with [0, 1].
Interval shareInterval(const ShareEstimate& estimate);
/// Unweighted mean of shares of different clusters (a macro average). A share without variation is taken to err as
/// Agresti and Coull's estimate does (Am. Stat. 52, 1998).
Interval meanOfShares(const std::vector<ShareEstimate>& parts);

/// Mean of one value a cluster (a pair: the mean of its orders), normal interval from the spread between clusters.
/// One cluster: interval [-inf, inf].
Interval clusteredMean(const std::vector<double>& values);

/// Mean of a - b over items that both lists hold at the same place: paired, so what is hard for both cancels.
Interval pairedDifference(const std::vector<double>& a, const std::vector<double>& b);

} // namespace egt::evaluation
