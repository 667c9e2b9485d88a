// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/explore_data.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace egt::ui {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<ColumnChoice> allChoices() {
    const auto said = [](const char* text) { return QCoreApplication::translate("egt::ui::ExploreData", text); };
    const QString nats = said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "nats"));
    const QString words = said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "words"));
    const auto make = [](const char* name, const QString& title, const QString& axis, const QString& unit,
                         int decimals = 2) {
        return ColumnChoice{QString::fromLatin1(name), title, axis, unit, decimals};
    };
    return {
        make("mean_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Mean entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Mean token entropy")), nats),
        make("p_label", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "P(label)")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "P(labelled answer)")), QString()),
        make("max_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Maximum entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Maximum token entropy")), nats),
        make("top_fifth_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Top fifth entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Mean of the highest fifth")), nats),
        make("sum_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Summed entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Sum of token entropies")), nats, 1),
        make("think_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Thinking entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Mean entropy while thinking")), nats),
        make("answer_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Answer entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Mean entropy of the answer")), nats),
        make("verdict_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Verdict entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Entropy of the verdict token")), nats),
        make("vote_entropy", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Vote entropy")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Entropy of the votes")), nats),
        make("entropy_mid", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Entropy, midpoint of the bracket")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Midpoint of the bracket of the mean token entropy")),
             nats),
        make("consistency", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Consistency")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Share of samples that hold when swapped")), QString()),
        make("tokens", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Judge tokens")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Tokens of a response")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "tokens")), 0),
        make("words_a", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Words in A")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Words in answer A")), words, 0),
        make("words_b", said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Words in B")),
             said(QT_TRANSLATE_NOOP("egt::ui::ExploreData", "Words in answer B")), words, 0),
    };
}

bool hasValue(const Column& column, std::int64_t rows) {
    for (std::int64_t row = 0; row < rows; ++row)
        if (std::isfinite(column.number(row))) return true;
    return false;
}

std::optional<double> bound(double value) {
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

} // namespace

std::vector<ColumnChoice> columnChoices(const ColumnSnapshot& snapshot) {
    std::vector<ColumnChoice> out;
    for (const ColumnChoice& choice : allChoices()) {
        const Column* column = snapshot.find(choice.name.toStdString());
        if (column != nullptr && hasValue(*column, snapshot.rows)) out.push_back(choice);
    }
    return out;
}

std::optional<ColumnChoice> columnChoice(const QString& name) {
    for (const ColumnChoice& choice : allChoices())
        if (choice.name == name) return choice;
    return std::nullopt;
}

void ExploreData::setBase(ColumnsPtr snapshot, curation::Mask mask, const QString& column, bool per_source) {
    m_snapshot = std::move(snapshot);
    m_mask = std::move(mask);
    m_column = column;
    m_per_source = per_source;
    m_sorted.reset();
    m_strata.clear();
    const Column* values = m_snapshot ? m_snapshot->find(column.toStdString()) : nullptr;
    if (values == nullptr) return;
    m_sorted = std::make_unique<curation::SortedColumn>(*values, m_snapshot->rows, m_mask);
    const Column* source = per_source ? m_snapshot->find("source") : nullptr;
    if (source == nullptr) return;
    for (std::int32_t code = 0; code < std::ssize(source->dictionary); ++code) {
        curation::Mask rows(static_cast<std::size_t>(m_snapshot->rows), 0);
        for (std::int64_t row = 0; row < m_snapshot->rows; ++row)
            rows[static_cast<std::size_t>(row)] = source->code(row) == code && curation::taken(m_mask, row) ? 1 : 0;
        m_strata.push_back({code, std::make_unique<curation::SortedColumn>(*values, m_snapshot->rows, rows)});
    }
}

std::int64_t ExploreData::rows() const {
    if (!m_snapshot) return 0;
    if (m_mask.empty()) return m_snapshot->rows;
    return std::count_if(m_mask.begin(), m_mask.end(), [](char c) { return c != 0; });
}

HistogramData ExploreData::histogram(int bins) const {
    HistogramData out;
    const Column* column = m_snapshot ? m_snapshot->find(m_column.toStdString()) : nullptr;
    if (column == nullptr || !hasValues()) return out;
    const double least = m_sorted->valueAt(0);
    const double most = m_sorted->valueAt(m_sorted->size() - 1);
    // Entropies, shares and counts start at zero; so does their axis, unless all of them lie far from it.
    const bool from_zero = least >= 0 && least < most / 2;
    const curation::BinRange range = curation::niceRange(from_zero ? 0 : least, most, bins);
    const curation::Histogram counts = curation::histogramIn(*column, m_snapshot->rows, range, m_mask);
    for (std::int64_t i = 0; i <= counts.range.bins; ++i)
        out.edges.push_back(counts.range.edge(i));
    out.counts.assign(counts.counts.begin(), counts.counts.end());
    out.missing = static_cast<double>(counts.missing);
    for (const int q : {10, 25, 50, 75, 90})
        out.quantiles.push_back({QStringLiteral("p%1").arg(q), m_sorted->quantile(q / 100.0)});
    if (const auto choice = columnChoice(m_column)) {
        out.axis = choice->axis;
        out.unit = choice->unit;
        out.decimals = choice->decimals;
    }
    return out;
}

double ExploreData::percentile(double value) const {
    if (!hasValues()) return 0;
    return static_cast<double>(m_sorted->countUpTo(value)) / static_cast<double>(m_sorted->size());
}

double ExploreData::quantileBelow(double value) const {
    return hasValues() ? static_cast<double>(m_sorted->countBelow(value)) / static_cast<double>(m_sorted->size()) : 0;
}

double ExploreData::quantile(double q) const {
    return m_sorted ? m_sorted->quantile(q) : std::nan("");
}

CutBounds ExploreData::quantilesOf(const CutBounds& cut) const {
    CutBounds out;
    const auto n = static_cast<double>(std::max<std::int64_t>(1, m_sorted->size()));
    if (std::isfinite(cut.low)) out.low = static_cast<double>(m_sorted->countBelow(cut.low)) / n;
    if (std::isfinite(cut.high)) out.high = static_cast<double>(m_sorted->countUpTo(cut.high)) / n;
    return out;
}

CutCounts ExploreData::counts(const CutBounds& cut) const {
    CutCounts out;
    if (!m_sorted) return out;
    const auto add = [&out](const curation::SortedColumn& column, double low, double high) {
        out.below += std::isfinite(low) ? static_cast<double>(column.countBelow(low)) : 0;
        out.above += std::isfinite(high) ? static_cast<double>(column.size() - column.countUpTo(high)) : 0;
        out.kept += static_cast<double>(
            column.countWithin(std::isfinite(low) ? low : std::nan(""), std::isfinite(high) ? high : std::nan("")));
    };
    if (!m_per_source) {
        add(*m_sorted, cut.low, cut.high);
        return out;
    }
    const CutBounds q = quantilesOf(cut);
    for (const Stratum& stratum : m_strata) {
        if (stratum.sorted->size() == 0) continue;
        add(*stratum.sorted, std::isfinite(q.low) ? stratum.sorted->quantile(q.low) : -kInfinity,
            std::isfinite(q.high) ? stratum.sorted->quantile(q.high) : kInfinity);
    }
    return out;
}

Result<curation::CutResult> ExploreData::apply(const CutBounds& cut) const {
    curation::CutTarget target;
    target.column = m_column.toStdString();
    target.among = m_mask;
    if (!m_per_source) return curation::cutByValue(*m_snapshot, target, bound(cut.low), bound(cut.high));
    target.per = "source";
    const CutBounds q = quantilesOf(cut);
    return curation::cutByQuantile(*m_snapshot, target, bound(q.low), bound(q.high));
}

} // namespace egt::ui
