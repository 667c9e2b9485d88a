// SPDX-License-Identifier: GPL-3.0-or-later
// What Explore does with a cut: selections, flags, lists for Review, training, scoring.
#include <QComboBox>
#include <QUndoCommand>
#include <algorithm>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/project_context.h"
#include "curation/flags.h"
#include "curation/selection_rule.h"
#include "explore/effect_panel.h"
#include "explore/explore_workspace.h"
#include "explore/score_dialog.h"

namespace egt::ui {
namespace {

std::optional<double> bound(double value) {
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

/// A selection that was removed comes back whole.
class RemoveSelectionCommand final : public QUndoCommand {
public:
    RemoveSelectionCommand(EngineClient* client, SelectionRecord record, std::vector<PairId> pairs)
        : QUndoCommand(ExploreWorkspace::tr("remove “%1”").arg(QString::fromStdString(record.name))), m_client(client),
          m_record(std::move(record)), m_pairs(std::move(pairs)) {}
    void undo() override {
        if (!m_client->engine().saveSelection(m_record.name, m_record.rule, m_pairs)) setObsolete(true);
    }
    void redo() override {
        if (!m_client->engine().removeSelection(m_record.name)) setObsolete(true);
    }

private:
    EngineClient* m_client;
    SelectionRecord m_record;
    std::vector<PairId> m_pairs;
};

} // namespace

std::string ExploreWorkspace::ruleJson() const {
    curation::SelectionRule rule;
    rule.where = m_filter.toStdString();
    rule.run = m_snapshot->run;
    curation::CutStep step;
    step.column = m_data.column().toStdString();
    step.low = bound(m_cut.low);
    step.high = bound(m_cut.high);
    if (m_data.perSource()) {
        // Per source the handles mean quantiles of the whole; the rule keeps those.
        step.per = "source";
        step.by_quantile = true;
        if (step.low) step.low = m_data.quantileBelow(*step.low);
        if (step.high) step.high = m_data.percentile(*step.high);
    }
    rule.cut = step;
    return curation::ruleToJson(rule);
}

std::vector<PairId> ExploreWorkspace::keptPairs() const {
    if (!m_snapshot) return {};
    if (!m_data.hasValues()) return curation::pairsOf(*m_snapshot, m_mask);
    Result<curation::CutResult> result = m_data.apply(m_cut);
    return result ? std::move(result->pairs) : std::vector<PairId>{};
}

bool ExploreWorkspace::saveAs(const QString& name) {
    if (name.isEmpty()) {
        m_effect->setNameProblem(tr("A selection needs a name."));
        return false;
    }
    const Result<SelectionRecord> saved = client()->engine().saveSelection(name.toStdString(), ruleJson(), keptPairs());
    if (!saved) {
        m_effect->setNameProblem(errorText(saved.error()));
        return false;
    }
    if (context() != nullptr) context()->toast(tr("Saved “%1”: %2").arg(name, pairsText(saved->pairs)));
    return true;
}

void ExploreWorkspace::chooseSelection(const QString& name) {
    const auto info = client()->engine().info();
    if (!info) return;
    for (const SelectionRecord& record : info->selections) {
        if (QString::fromStdString(record.name) != name) continue;
        const auto rule = curation::ruleFromJson(record.rule);
        if (!rule || !rule->cut || rule->keep || rule->pairs) { // not made by handles: show its pairs
            const auto pairs = client()->engine().selectionPairs(record.name);
            if (pairs && context() != nullptr)
                context()->openInReview(QList<PairId>(pairs->begin(), pairs->end()), name);
            return;
        }
        if (const int column = m_column->findData(QString::fromStdString(rule->cut->column)); column >= 0)
            m_column->setCurrentIndex(column);
        m_cut_for->setCurrentIndex(rule->cut->per.empty() ? 0 : 1);
        const QString where = QString::fromStdString(rule->where);
        if (context() != nullptr) context()->setFilter(where);
        if (m_filter != where) applyFilter(where);
        rebuild();
        CutBounds cut;
        const bool q = rule->cut->by_quantile;
        if (rule->cut->low) cut.low = q ? m_data.quantile(*rule->cut->low) : *rule->cut->low;
        if (rule->cut->high) cut.high = q ? m_data.quantile(*rule->cut->high) : *rule->cut->high;
        return setCut(cut);
    }
}

void ExploreWorkspace::removeSelection(const QString& name) {
    const auto info = client()->engine().info();
    if (!info) return;
    for (const SelectionRecord& record : info->selections) {
        if (QString::fromStdString(record.name) != name) continue;
        auto pairs = client()->engine().selectionPairs(record.name);
        if (!pairs) return context()->showError(errorText(pairs.error()));
        m_undo.push(new RemoveSelectionCommand(client(), record, std::move(*pairs)));
        context()->toast(tr("Removed “%1”").arg(name), tr("Undo"), [this] { m_undo.undo(); });
        return;
    }
}

void ExploreWorkspace::reviewDropped() {
    if (context() == nullptr || !m_snapshot || !m_data.hasValues()) return;
    const Result<curation::CutResult> result = m_data.apply(m_cut);
    if (!result) return context()->showError(errorText(result.error()));
    const Column* column = m_snapshot->find(m_data.column().toStdString());
    std::vector<std::pair<double, PairId>> dropped;
    for (std::int64_t row = 0; row < m_snapshot->rows; ++row) {
        const double v = column->number(row);
        if (curation::taken(m_mask, row) && std::isfinite(v) && result->mask[static_cast<std::size_t>(row)] == 0)
            dropped.emplace_back(-v, m_snapshot->pairAt(row));
    }
    std::stable_sort(dropped.begin(), dropped.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    QList<PairId> pairs;
    for (const auto& entry : dropped)
        pairs << entry.second;
    if (pairs.isEmpty()) return context()->toast(tr("The cut drops nothing."));
    context()->openInReview(pairs, tr("Dropped by the cut"));
}

void ExploreWorkspace::trainOnKept() {
    if (context() == nullptr || !m_snapshot) return;
    const QString name = std::isfinite(m_cut.high)  ? tr("kept up to %1").arg(number(m_cut.high))
                         : std::isfinite(m_cut.low) ? tr("kept from %1").arg(number(m_cut.low))
                                                    : tr("kept");
    const Result<SelectionRecord> saved = client()->engine().saveSelection(name.toStdString(), ruleJson(), keptPairs());
    if (!saved) return context()->showError(errorText(saved.error()));
    context()->trainOn(name);
}

void ExploreWorkspace::flag(FlagRule rule, bool by_cut) {
    if (!m_snapshot || context() == nullptr) return;
    curation::FlagLimit limit;
    limit.share = curation::kDefaultFlagShare;
    if (by_cut) {
        // The midpoint of a bracket only when it is the column that was chosen.
        const QString column = m_data.column();
        const bool usable = column == QLatin1String("mean_entropy") || column == QLatin1String("entropy_mid");
        if (!usable || !std::isfinite(m_cut.high))
            return context()->toast(tr("Set an upper cut on the mean entropy first."));
        limit = {std::nullopt, m_cut.high};
    }
    if (rule == FlagRule::uncertain && m_data.column() == QLatin1String("entropy_mid")) limit.by = "entropy_mid";
    const auto flags = curation::flagPairs(*m_snapshot, rule, limit);
    if (!flags) return context()->showError(errorText(flags.error()));
    const auto stored = client()->engine().setFlags(rule, m_snapshot->run, *flags);
    if (!stored) return context()->showError(errorText(stored.error()));
    QList<PairId> pairs;
    for (const FlagRecord& record : *flags)
        pairs << record.pair;
    context()->toast(tr("%1: flagged %2").arg(flagWord(rule), pairsText(*stored)), tr("Show"),
                     [this, pairs, rule] { context()->openInReview(pairs, flagWord(rule)); });
}

void ExploreWorkspace::clearFlags() {
    if (!m_snapshot || context() == nullptr) return;
    for (const FlagRule rule : {FlagRule::uncertain, FlagRule::contradicted})
        if (const auto done = client()->engine().setFlags(rule, m_snapshot->run, {}); !done)
            return context()->showError(errorText(done.error()));
    context()->toast(tr("All flags of rules are removed."));
}

void ExploreWorkspace::score() {
    QString last;
    if (const auto runs = client()->engine().runs())
        for (const RunRecord& run : *runs)
            if (run.kind == RunKind::score && !run.judge.empty()) last = QString::fromStdString(run.judge);
    auto* dialog = new ScoreDialog(client(), m_snapshot ? m_snapshot->rows : 0, last, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ScoreDialog::submitted, this, [this](RunId) {
        if (context() != nullptr) context()->toast(tr("Scoring is queued; it shows in the status bar."));
    });
    dialog->open();
}

void ExploreWorkspace::startImport() {
    if (auto* action = window()->findChild<QAction*>(QStringLiteral("actionImport"))) action->trigger();
}

} // namespace egt::ui
