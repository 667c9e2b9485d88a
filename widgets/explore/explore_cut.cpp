// SPDX-License-Identifier: GPL-3.0-or-later
// The cut in Explore: its histogram, its undo, what it does to the pairs.
#include <QComboBox>
#include <QGridLayout>
#include <QUndoCommand>
#include <QVBoxLayout>
#include <cmath>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/histogram_cut_widget.h"
#include "common/labels.h"
#include "common/project_context.h"
#include "curation/correlation.h"
#include "curation/filter.h"
#include "explore/effect_panel.h"
#include "explore/explore_workspace.h"
#include "explore/plots.h"

namespace egt::ui {

namespace {
constexpr int kBins = 80;
constexpr std::size_t kMostSourcePlots = 12;
constexpr double kRightLabels = 0.90;

Decision decisionAt(const Column* column, std::int64_t row) {
    if (column == nullptr) return Decision::none;
    const std::int32_t code = column->code(row);
    return code == kMissingCode ? Decision::none : static_cast<Decision>(code);
}

/// 1 where review says that the label is wrong, 0 where it says right, NaN where it says nothing.
curation::Rightness wrongLabels(const ColumnSnapshot& snapshot) {
    const Column* decision = snapshot.find("decision");
    const Column* label = snapshot.find("label");
    return [decision, label](std::int64_t row) {
        const std::int32_t code = label == nullptr ? kMissingCode : label->code(row);
        const auto wrong = curation::labelIsWrong(decisionAt(decision, row),
                                                  code == kMissingCode ? Label::none : static_cast<Label>(code));
        return wrong ? (*wrong ? 1.0 : 0.0) : std::nan("");
    };
}

} // namespace

/// One drag of a handle.
class CutCommand final : public QUndoCommand {
public:
    CutCommand(ExploreWorkspace* view, const CutBounds& from, const CutBounds& to)
        : QUndoCommand(ExploreWorkspace::tr("move the cut")), m_view(view), m_from(from), m_to(to) {}
    void undo() override { apply(m_from); }
    void redo() override { apply(m_to); }

private:
    void apply(const CutBounds& cut) {
        m_view->m_cut = cut;
        m_view->showCut();
    }
    ExploreWorkspace* m_view;
    CutBounds m_from;
    CutBounds m_to;
};

void ExploreWorkspace::rebuild() {
    const QString column = m_column->currentData().toString();
    m_data.setBase(m_snapshot, m_mask, column.isEmpty() ? QStringLiteral("mean_entropy") : column,
                   m_cut_for->currentIndex() == 1);
    m_histogram->setData(m_data.histogram(kBins));
    m_histogram->setCountFunction([this](double low, double high) { return m_data.counts({low, high}); });
    m_histogram->setPercentileFunction([this](double value) { return m_data.percentile(value); });
    const bool entropy = m_data.column().contains(QLatin1String("entropy"));
    m_histogram->setDroppedWords(entropy ? tr("too easy") : tr("too low"),
                                 entropy ? tr("too uncertain") : tr("too high"));
    if (m_snapshot && m_data.hasValues()) {
        const auto calibration = curation::calibrate(*m_snapshot, m_data.column().toStdString());
        m_calibration->setCalibration(calibration ? *calibration : curation::Calibration{});
        const std::int64_t n = calibration ? calibration->wrong.n : 0;
        m_calibration_note->setText(n == 0 ? tr("No decisions about labels yet")
                                           : tr("%1 decisions, 95% Wilson intervals").arg(count(n)));
        const double crossing = m_calibration->crossing();
        m_set_cut->setEnabled(std::isfinite(crossing) && entropy);
        m_set_cut->setToolTip(
            m_set_cut->isEnabled() ? tr("Upper cut at %1").arg(nats(crossing))
            : n < curation::kEnoughReviews
                ? tr("Needs at least %1 decisions").arg(curation::kEnoughReviews)
                : tr("The share of wrong labels does not cross %1 here").arg(percent(1 - kRightLabels, 0)));
        const auto right = curation::agreementWithLabel(*m_snapshot);
        std::vector<curation::Decile> deciles;
        if (right)
            if (auto all = curation::accuracyByDecile(*m_snapshot, m_data.column().toStdString(), *right, m_mask))
                deciles = std::move(*all);
        std::int64_t pairs = 0;
        for (const curation::Decile& d : deciles)
            pairs += d.accuracy.n;
        QString rho;
        QString note = tr("n = %1").arg(count(pairs));
        if (right) {
            const auto r = curation::rankCorrelation(*m_snapshot, m_data.column().toStdString(), *right, m_mask);
            if (r && std::isfinite(r->value)) {
                rho = tr("ρ %1").arg(number(r->value));
                note = tr("%1, n = %2").arg(interval(r->interval.low, r->interval.high), count(r->n));
            }
        }
        m_effect->setDeciles(deciles, rho, note);
    }
    showSourceDeciles();
    showCut();
}

void ExploreWorkspace::setCut(const CutBounds& cut) {
    if (cut == m_cut) return;
    m_undo.push(new CutCommand(this, m_cut, cut));
}

void ExploreWorkspace::moveCut(const CutBounds& cut, bool final) {
    if (!m_dragging) m_drag_from = m_cut;
    m_dragging = !final;
    m_cut = cut;
    if (!final) {
        m_effect_timer.start();
        return;
    }
    if (cut == m_drag_from) return showCut();
    m_cut = m_drag_from;
    m_undo.push(new CutCommand(this, m_drag_from, cut));
}

void ExploreWorkspace::showCut() {
    m_histogram->setCuts(m_cut.low, m_cut.high);
    m_calibration->update();
    if (context() != nullptr) context()->setCut({m_data.column(), m_cut.low, m_cut.high});
    m_effect_timer.stop();
    showEffect();
}

void ExploreWorkspace::showEffect() {
    if (!m_snapshot || !m_data.hasValues()) return showState();
    const Result<curation::CutResult> result = m_data.apply(m_cut);
    if (!result) {
        if (context() != nullptr) context()->showError(errorText(result.error()));
        return;
    }
    EffectPanel::Effect effect;
    effect.kept = static_cast<double>(result->pairs.size());
    effect.total = effect.kept + static_cast<double>(result->dropped);
    effect.wrong_kept = curation::accuracyOf(*m_snapshot, wrongLabels(*m_snapshot), result->mask);
    if (const auto right = curation::agreementWithLabel(*m_snapshot)) {
        effect.accuracy_kept = curation::accuracyOf(*m_snapshot, *right, result->mask);
        effect.accuracy_all = curation::accuracyOf(*m_snapshot, *right, m_mask);
    }
    m_effect->setEffect(effect);
    curation::CutTarget by_source;
    // The balance counts only pairs that have a value; the others are missing, not dropped.
    if (auto strata = curation::balance(*m_snapshot, "source", result->mask)) {
        if (!m_mask.empty() || result->missing > 0) {
            curation::Mask valued(static_cast<std::size_t>(m_snapshot->rows), 0);
            const Column* column = m_snapshot->find(m_data.column().toStdString());
            for (std::int64_t row = 0; column != nullptr && row < m_snapshot->rows; ++row)
                valued[static_cast<std::size_t>(row)] =
                    curation::taken(m_mask, row) && std::isfinite(column->number(row)) ? 1 : 0;
            if (auto all = curation::balance(*m_snapshot, "source", valued))
                for (std::size_t i = 0; i < strata->size() && i < all->size(); ++i)
                    (*strata)[i].dropped = (*all)[i].kept - (*strata)[i].kept;
        }
        m_effect->setBalance(std::move(*strata));
    }
    showState();
}

void ExploreWorkspace::showSourceDeciles() {
    while (QLayoutItem* item = m_source_grid->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide(); // at once: deletion waits for the event loop
            widget->deleteLater();
        }
        delete item;
    }
    const Column* source = m_snapshot ? m_snapshot->find("source") : nullptr;
    const auto right = m_snapshot ? curation::agreementWithLabel(*m_snapshot)
                                  : Result<curation::Rightness>(fail("explore.none", "none"));
    if (source == nullptr || !right || m_tabs->current() != 1) return;
    std::size_t shown = 0;
    for (std::int32_t code = 0; code < std::ssize(source->dictionary) && shown < kMostSourcePlots; ++code) {
        curation::Mask rows(static_cast<std::size_t>(m_snapshot->rows), 0);
        for (std::int64_t row = 0; row < m_snapshot->rows; ++row)
            rows[static_cast<std::size_t>(row)] = source->code(row) == code && curation::taken(m_mask, row) ? 1 : 0;
        const auto deciles = curation::accuracyByDecile(*m_snapshot, m_data.column().toStdString(), *right, rows, 5);
        if (!deciles || deciles->empty()) continue;
        std::int64_t n = 0;
        for (const curation::Decile& d : *deciles)
            n += d.accuracy.n;
        auto* cell = new QWidget(m_source_page);
        auto* column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(new SectionHeading(QString::fromStdString(source->dictionary[static_cast<std::size_t>(code)]),
                                             tr("fifths, n = %1").arg(count(n)), cell));
        auto* plot = new DecilePlot(cell);
        plot->setDeciles(*deciles);
        plot->setFixedHeight(170);
        column->addWidget(plot);
        m_source_grid->addWidget(cell, static_cast<int>(shown / 3), static_cast<int>(shown % 3));
        ++shown;
    }
    if (shown == 0)
        m_source_grid->addWidget(
            new TextLabel(tr("No labelled pairs with scores here"), Type::body, Ink::ink2, m_source_page));
}

} // namespace egt::ui
