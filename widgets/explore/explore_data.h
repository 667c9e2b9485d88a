// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What Explore shows, computed once a change and asked many times a drag: the rows of the filter, the sorted column,
// what a cut keeps. No widgets. Thread: GUI (all functions take milliseconds at a million rows, but for setBase()).

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "common/histogram_data.h"
#include "curation/calibration.h"
#include "curation/cut.h"
#include "curation/deciles.h"
#include "curation/histogram.h"
#include "curation/mask.h"
#include "records/columns.h"

namespace egt::ui {

/// A numeric column as people choose it.
struct ColumnChoice {
    QString name;  ///< as in records/columns.h
    QString title; ///< "Mean entropy"
    QString axis;  ///< "Mean token entropy"
    QString unit;  ///< "nats"; may be empty
    int decimals = 2;
};
/// Those of the known columns that the snapshot has values for, in a fixed order.
std::vector<ColumnChoice> columnChoices(const ColumnSnapshot& snapshot);
std::optional<ColumnChoice> columnChoice(const QString& name);

/// Bounds in the column's own terms; infinite = open.
struct CutBounds {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool operator==(const CutBounds&) const = default;
};

class ExploreData {
public:
    /// `mask`: rows of the filter, empty = all.
    void setBase(ColumnsPtr snapshot, curation::Mask mask, const QString& column, bool per_source);
    [[nodiscard]] const ColumnsPtr& snapshot() const { return m_snapshot; }
    [[nodiscard]] const curation::Mask& mask() const { return m_mask; }
    [[nodiscard]] const QString& column() const { return m_column; }
    [[nodiscard]] bool perSource() const { return m_per_source; }
    [[nodiscard]] bool hasValues() const { return m_sorted && m_sorted->size() > 0; }
    [[nodiscard]] std::int64_t rows() const; ///< of the filter
    [[nodiscard]] std::int64_t missing() const { return m_sorted ? m_sorted->missing() : 0; }

    [[nodiscard]] HistogramData histogram(int bins) const;
    /// Exact counts below, inside and over the bounds. Per source the bounds mean quantiles (see bounds of a source).
    [[nodiscard]] CutCounts counts(const CutBounds& cut) const;
    [[nodiscard]] double percentile(double value) const;    ///< share of values <= value
    [[nodiscard]] double quantileBelow(double value) const; ///< share of values < value
    [[nodiscard]] double quantile(double q) const;
    /// The whole answer: which pairs are kept, strata, balance.
    [[nodiscard]] Result<curation::CutResult> apply(const CutBounds& cut) const;

private:
    struct Stratum {
        std::int32_t code = 0;
        std::unique_ptr<curation::SortedColumn> sorted;
    };
    [[nodiscard]] CutBounds quantilesOf(const CutBounds& cut) const;
    ColumnsPtr m_snapshot;
    curation::Mask m_mask;
    QString m_column;
    bool m_per_source = false;
    std::unique_ptr<curation::SortedColumn> m_sorted;
    std::vector<Stratum> m_strata;
};

} // namespace egt::ui
