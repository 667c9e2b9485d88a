// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <limits>
#include <vector>

namespace egt::ui {

/// A histogram as plain numbers, independent of where they come from.
struct HistogramData {
    std::vector<double> edges;  ///< n + 1, rising
    std::vector<double> counts; ///< n
    double missing = 0;         ///< values that are not there: a bar apart
    struct Mark {
        QString name; ///< "p10"
        double value = 0;
    };
    std::vector<Mark> quantiles;
    struct Overlay {
        QString name;
        std::vector<double> counts; ///< same bins
        int series = 0;             ///< colour and dash of the theme's plot series
    };
    std::vector<Overlay> overlays;
    QString axis;     ///< "Mean token entropy"
    QString unit;     ///< "nats", may be empty
    int decimals = 2; ///< of values in tags and tips

    [[nodiscard]] bool empty() const { return counts.empty() || edges.size() != counts.size() + 1; }
    [[nodiscard]] double low() const { return edges.front(); }
    [[nodiscard]] double high() const { return edges.back(); }
    [[nodiscard]] double total() const;
};

/// How many are below, between and above two cuts.
struct CutCounts {
    double below = 0;
    double kept = 0;
    double above = 0;
    [[nodiscard]] double total() const { return below + kept + above; }
};

/// From the bins alone: a bin that a cut goes through is split by length. Exact counts come from a count function.
[[nodiscard]] CutCounts countsFromBins(const HistogramData& data, double low, double high);

/// Round steps for an axis: 1, 2 or 5 times a power of ten, at most `wanted` of them in the range.
[[nodiscard]] double niceStep(double range, int wanted);

} // namespace egt::ui
