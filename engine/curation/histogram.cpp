// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/histogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "curation/column_scan.h"
#include "curation/row_order.h"

namespace egt::curation {

std::int64_t BinRange::binOf(double value) const {
    if (!(value >= low) || value > high()) return -1;
    auto bin = std::min(static_cast<std::int64_t>((value - low) / width), bins - 1);
    // Division rounds; the edges decide.
    if (value < edge(bin) && bin > 0) --bin;
    if (bin + 1 < bins && value >= edge(bin + 1)) ++bin;
    return bin;
}

BinRange niceRange(double minimum, double maximum, std::int64_t target) {
    if (!std::isfinite(minimum) || !std::isfinite(maximum) || maximum < minimum) return {0, 1, 1};
    if (maximum == minimum) maximum = minimum + std::max(1.0, std::abs(minimum) * 1e-3);
    const double rough = (maximum - minimum) / static_cast<double>(std::max<std::int64_t>(target, 1));
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double width = 10 * power;
    for (const double step : std::array{1.0, 2.0, 2.5, 5.0}) {
        if (step * power < rough * (1 - 1e-9)) continue;
        width = step * power;
        break;
    }
    const double first = std::floor(minimum / width + 1e-9);
    double last = std::ceil(maximum / width - 1e-9);
    if (last <= first) last = first + 1;
    BinRange range{first * width, width, static_cast<std::int64_t>(last - first)};
    if (range.high() < maximum) ++range.bins;
    if (range.low > minimum) {
        range.low -= width;
        ++range.bins;
    }
    return range;
}

Histogram histogramIn(const Column& column, std::int64_t rows, const BinRange& range, const Mask& mask) {
    Histogram out;
    out.range = range;
    out.counts.assign(static_cast<std::size_t>(range.bins), 0);
    std::vector<double> edges; // the edges decide, as in binOf(), but are computed once
    for (std::int64_t bin = 0; bin <= range.bins; ++bin)
        edges.push_back(range.edge(bin));
    const double scale = 1 / range.width;
    const double high = range.high();
    const auto last = static_cast<std::size_t>(range.bins - 1);
    eachNumber(column, rows, [&](std::int64_t row, double value) {
        if (!taken(mask, row)) return;
        if (!(value >= range.low && value <= high)) {
            ++(std::isnan(value) ? out.missing : out.outside);
            return;
        }
        auto bin = std::min(static_cast<std::size_t>((value - range.low) * scale), last);
        if (value < edges[bin] && bin > 0) --bin;
        if (bin < last && value >= edges[bin + 1]) ++bin;
        ++out.counts[bin];
    });
    out.total = std::accumulate(out.counts.begin(), out.counts.end(), std::int64_t{0});
    return out;
}

Histogram histogram(const Column& column, std::int64_t rows, std::int64_t target_bins, const Mask& mask) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    eachNumber(column, rows, [&](std::int64_t row, double value) {
        if (!taken(mask, row) || !std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    });
    return histogramIn(column, rows, niceRange(low, high, target_bins), mask);
}

std::vector<std::int64_t> wordCounts(const Column& column, std::int64_t rows, const Mask& mask) {
    std::vector<std::int64_t> out(column.dictionary.size() + 1, 0);
    if (column.type != ColumnType::code) return out;
    eachCode(column, rows, [&](std::int64_t row, std::int32_t code) {
        if (taken(mask, row)) ++out[code == kMissingCode ? column.dictionary.size() : static_cast<std::size_t>(code)];
    });
    return out;
}

double quantileOfSorted(const std::vector<double>& rising, double q) {
    if (rising.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double place = std::clamp(q, 0.0, 1.0) * static_cast<double>(rising.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= rising.size()) return rising.back();
    return rising[below] + (place - static_cast<double>(below)) * (rising[below + 1] - rising[below]);
}

SortedColumn::SortedColumn(const Column& column, std::int64_t rows, const Mask& mask)
    : m_real(column.type == ColumnType::real) {
    eachNumber(column, rows, [&](std::int64_t row, double value) {
        if (!taken(mask, row)) return;
        if (std::isnan(value)) {
            ++m_missing;
            return;
        }
        m_rows.push_back(static_cast<std::int32_t>(row));
        m_values.push_back(value);
    });
    orderRows(m_rows, m_values, false);
    for (std::size_t rank = 0; rank < m_rows.size(); ++rank)
        m_values[rank] = column.number(m_rows[rank]);
}

std::int64_t SortedColumn::countBelow(double value) const {
    return std::lower_bound(m_values.begin(), m_values.end(), bound(value)) - m_values.begin();
}
std::int64_t SortedColumn::countUpTo(double value) const {
    return std::upper_bound(m_values.begin(), m_values.end(), bound(value)) - m_values.begin();
}
std::int64_t SortedColumn::countWithin(double low, double high) const {
    const std::int64_t first = std::isnan(low) ? 0 : countBelow(low);
    const std::int64_t last = std::isnan(high) ? size() : countUpTo(high);
    return std::max<std::int64_t>(0, last - first);
}

} // namespace egt::curation
