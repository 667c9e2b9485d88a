// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace egt {

inline constexpr double kNormal95 = 1.959963984540054; ///< 97.5 % quantile of the standard normal

struct Interval {
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

/// 95 % score interval of a share (Wilson 1927; recommended by Brown, Cai and DasGupta 2001). `hits` may be a sum of
/// shares of one observation each. NaN when n is 0.
inline Interval wilson(double hits, double n) {
    if (!(n > 0)) return {};
    const double z2 = kNormal95 * kNormal95;
    const double p = hits / n;
    const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = kNormal95 / (1 + z2 / n) * std::sqrt(std::max(0.0, p * (1 - p) / n + z2 / (4 * n * n)));
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

} // namespace egt
