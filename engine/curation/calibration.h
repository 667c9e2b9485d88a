// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What people found: the share of wrong labels among reviewed pairs, by entropy.

#include <optional>
#include <string>
#include <vector>

#include "curation/deciles.h"

namespace egt::curation {

inline constexpr std::int64_t kEnoughReviews = 20; ///< fewer say nothing worth drawing

struct CalibrationBin {
    double low = 0; ///< smallest, largest and mean value of the column inside
    double high = 0;
    double mean = 0;
    Accuracy wrong; ///< share of wrong labels
};
struct Calibration {
    bool enough = false;              ///< at least kEnoughReviews judged pairs
    Accuracy wrong;                   ///< over all judged pairs
    std::vector<CalibrationBin> bins; ///< rising; empty when not enough
};

/// Whether the decision says that the label is wrong. No value: it says nothing about it (tie, drop, skip, flag, none;
/// or there is no label).
std::optional<bool> labelIsWrong(Decision decision, Label label);

/// Bins of equal count, each with at least kEnoughReviews pairs, at most `most_bins`. Errors: filter.unknown_column.
Result<Calibration> calibrate(const ColumnSnapshot& snapshot, const std::string& column = "mean_entropy",
                              std::int64_t most_bins = 8);

} // namespace egt::curation
