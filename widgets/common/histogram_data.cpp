// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/histogram_data.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace egt::ui {

double HistogramData::total() const {
    return std::accumulate(counts.begin(), counts.end(), 0.0);
}

CutCounts countsFromBins(const HistogramData& data, double low, double high) {
    CutCounts out;
    for (std::size_t i = 0; i < data.counts.size(); ++i) {
        const double left = data.edges[i];
        const double right = data.edges[i + 1];
        const double width = right - left;
        const double under = width <= 0 ? 0 : std::clamp((low - left) / width, 0.0, 1.0);
        const double over = width <= 0 ? 0 : std::clamp((right - high) / width, 0.0, 1.0);
        out.below += data.counts[i] * under;
        out.above += data.counts[i] * over;
        out.kept += data.counts[i] * std::max(0.0, 1 - under - over);
    }
    return out;
}

double niceStep(double range, int wanted) {
    if (!(range > 0) || wanted < 1) return 1;
    const double raw = range / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= raw * 0.999999) return factor * power;
    return 10 * power;
}

} // namespace egt::ui
