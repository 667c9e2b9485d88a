// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counts of a column's values. Pure functions over a snapshot: any thread.

#include <cstdint>
#include <vector>

#include "curation/mask.h"
#include "records/columns.h"

namespace egt::curation {

/// Bins of equal width with readable edges: a multiple of 1, 2, 2.5 or 5 times a power of ten.
struct BinRange {
    double low = 0;
    double width = 1;
    std::int64_t bins = 1;
    [[nodiscard]] double high() const { return low + width * static_cast<double>(bins); }
    [[nodiscard]] double edge(std::int64_t bin) const { return low + width * static_cast<double>(bin); }
    /// Bin of a value: [edge, next edge), the last one closed; -1 outside.
    [[nodiscard]] std::int64_t binOf(double value) const;
    bool operator==(const BinRange&) const = default;
};
/// Covers [minimum, maximum] with about `target` bins, never more than twice that.
BinRange niceRange(double minimum, double maximum, std::int64_t target);

struct Histogram {
    BinRange range;
    std::vector<std::int64_t> counts;
    std::int64_t total = 0;   ///< rows with a value that fell into a bin
    std::int64_t missing = 0; ///< rows without a value
    std::int64_t outside = 0; ///< rows with a value outside the range
};
/// Bins over the rows of the mask, range from their values.
Histogram histogram(const Column& column, std::int64_t rows, std::int64_t target_bins, const Mask& mask = {});
/// The same bins for another set of rows (kept and dropped drawn apart).
Histogram histogramIn(const Column& column, std::int64_t rows, const BinRange& range, const Mask& mask = {});
/// Rows of each word of a code column, in dictionary order; the last entry counts the missing.
std::vector<std::int64_t> wordCounts(const Column& column, std::int64_t rows, const Mask& mask = {});

/// Quantile of rising values, linear between order statistics: type 7 of Hyndman and Fan (1996), as numpy's default.
/// NaN when empty.
double quantileOfSorted(const std::vector<double>& rising, double q);

/// A bound as the column's own numbers know it: a real column holds float32, so 1.2 means the float nearest to 1.2.
inline double boundFor(const Column& column, double value) {
    return column.type == ColumnType::real ? double{static_cast<float>(value)} : value;
}

/// A column sorted once; every question about a cut is then a binary search. Bounds are rounded as boundFor says.
class SortedColumn {
public:
    SortedColumn(const Column& column, std::int64_t rows, const Mask& mask = {});
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_values.size()); }
    [[nodiscard]] std::int64_t missing() const { return m_missing; }
    [[nodiscard]] std::int64_t countBelow(double value) const; ///< values < value
    [[nodiscard]] std::int64_t countUpTo(double value) const;  ///< values <= value
    /// Values in [low, high]; NaN bounds are open.
    [[nodiscard]] std::int64_t countWithin(double low, double high) const;
    [[nodiscard]] double quantile(double q) const { return quantileOfSorted(m_values, q); }
    [[nodiscard]] double valueAt(std::int64_t rank) const { return m_values[static_cast<std::size_t>(rank)]; }
    /// Row of a rank; equal values in rising row, which is rising pair.
    [[nodiscard]] std::int64_t rowAt(std::int64_t rank) const { return m_rows[static_cast<std::size_t>(rank)]; }

private:
    [[nodiscard]] double bound(double value) const { return m_real ? double{static_cast<float>(value)} : value; }
    bool m_real = false;
    std::vector<double> m_values;
    std::vector<std::int32_t> m_rows;
    std::int64_t m_missing = 0;
};

} // namespace egt::curation
