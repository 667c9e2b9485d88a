// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/project_context.h"

namespace egt::ui {

void ProjectContext::selectPair(PairId pair) {
    if (m_pair == pair) return;
    m_pair = pair;
    Q_EMIT pairSelected(pair);
}

void ProjectContext::setSelectedPairs(const QList<egt::PairId>& pairs) {
    if (m_selected == pairs) return;
    m_selected = pairs;
    Q_EMIT selectedPairsChanged();
}

void ProjectContext::setScoreRun(RunId run) {
    if (m_score_run == run) return;
    m_score_run = run;
    Q_EMIT scoreRunChanged(run);
}

void ProjectContext::setCut(const Cut& cut) {
    if (m_cut == cut) return;
    m_cut = cut;
    Q_EMIT cutChanged();
}

void ProjectContext::setFilter(const QString& filter) {
    if (m_filter == filter) return;
    m_filter = filter;
    Q_EMIT filterChanged();
}

void ProjectContext::setAnnotator(const QString& name) {
    if (m_annotator == name) return;
    m_annotator = name;
    Q_EMIT annotatorChanged(name);
}

void ProjectContext::reset() {
    selectPair(0);
    setSelectedPairs({});
    setScoreRun(0);
    setCut({});
    setFilter({});
}

void ProjectContext::openInReview(const QList<egt::PairId>& pairs, const QString& title) {
    Q_EMIT openInReviewRequested(pairs, title);
}

void ProjectContext::trainOn(const QString& selection) {
    Q_EMIT trainOnRequested(selection);
}

void ProjectContext::exportSelection(const QString& selection) {
    Q_EMIT exportSelectionRequested(selection);
}

void ProjectContext::showInExplore(const QString& column, double value) {
    Q_EMIT showInExploreRequested(column, value);
}

void ProjectContext::openRun(RunId run) {
    Q_EMIT openRunRequested(run);
}

void ProjectContext::toast(const QString& text, const QString& action_text, std::function<void()> action) {
    Q_EMIT toastRequested(text, action_text, action);
}

} // namespace egt::ui
