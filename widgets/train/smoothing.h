// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The numbers under a plotted curve: smoothing that is honest at its start, the band of what it hides, and a reduction
// to screen columns that keeps every spike. Pure functions, any thread.

#include <cstddef>
#include <span>
#include <vector>

namespace egt::ui {

/// Exponential moving average with the start-up bias taken out (Kingma & Ba 2015, section 3): the first values are not
/// pulled to zero and a constant series stays exactly constant. weight 0 = no smoothing, 0.99 = very smooth.
/// Values that are not finite pass through and do not enter the average.
class Ema {
public:
    explicit Ema(double weight);
    double add(double value);

private:
    double m_weight;
    double m_power = 1; ///< weight to the power of the number of values
    double m_average = 0;
};

std::vector<double> smoothed(std::span<const double> values, double weight);

/// Smallest and largest finite value within `half` places to either side of each place, in linear time.
struct Extremes {
    std::vector<double> low;
    std::vector<double> high;
};
Extremes rollingExtremes(std::span<const double> values, std::size_t half);

/// The half width of the band that belongs to a smoothing weight: about the memory of the average, 1 / (1 - weight).
std::size_t bandHalfWidth(double weight);

/// Which of the places [first, last) to draw so that at most `columns` screen columns look as if all were drawn: the
/// first, lowest, highest and last place of each column, rising, none twice. `xs` must rise.
std::vector<std::size_t> decimate(std::span<const double> xs, std::span<const double> ys, std::size_t first,
                                  std::size_t last, std::size_t columns);

} // namespace egt::ui
