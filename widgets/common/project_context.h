// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <functional>
#include <limits>

#include "records/records.h"

namespace egt::ui {

/// A range on a column: pairs outside are dropped.
struct Cut {
    QString column = QStringLiteral("mean_entropy");
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool operator==(const Cut&) const = default;
};

/// What the workspaces share: one current pair, one score run, one cut; and what they ask of one another. A row picked
/// anywhere is picked everywhere. Thread: GUI.
class ProjectContext : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] PairId currentPair() const { return m_pair; } ///< 0 = none
    [[nodiscard]] QList<egt::PairId> selectedPairs() const { return m_selected; }
    [[nodiscard]] RunId scoreRun() const { return m_score_run; } ///< 0 = the latest complete one
    [[nodiscard]] const Cut& cut() const { return m_cut; }
    [[nodiscard]] QString filter() const { return m_filter; }
    [[nodiscard]] QString annotator() const { return m_annotator; }

    void selectPair(PairId pair);
    void setSelectedPairs(const QList<egt::PairId>& pairs);
    void setScoreRun(RunId run);
    void setCut(const Cut& cut);
    void setFilter(const QString& filter);
    void setAnnotator(const QString& name);
    /// Back to nothing chosen: another project was opened.
    void reset();

    /// Requests to the other workspaces; the window switches to them.
    void openInReview(const QList<egt::PairId>& pairs, const QString& title);
    void trainOn(const QString& selection);
    void exportSelection(const QString& selection);
    void showInExplore(const QString& column, double value);
    void openRun(RunId run);
    /// The report of near-duplicates in Explore.
    void showDuplicates() { Q_EMIT showDuplicatesRequested(); }
    /// The status bar's "Saved 14:32:07"; call after each durable decision.
    void markSaved() { Q_EMIT saved(); }
    /// A toast at the bottom right with at most one action. Errors never go here.
    void toast(const QString& text, const QString& action_text = {}, std::function<void()> action = {});
    /// An error that no control of its own can show: a card at the top of the window that stays until closed.
    void showError(const QString& text) { Q_EMIT errorRaised(text); }

Q_SIGNALS:
    void pairSelected(egt::PairId pair);
    void selectedPairsChanged();
    void scoreRunChanged(egt::RunId run);
    void cutChanged();
    void filterChanged();
    void annotatorChanged(const QString& name);
    void saved();
    void openInReviewRequested(const QList<egt::PairId>& pairs, const QString& title);
    void trainOnRequested(const QString& selection);
    void exportSelectionRequested(const QString& selection);
    void showInExploreRequested(const QString& column, double value);
    void openRunRequested(egt::RunId run);
    void showDuplicatesRequested();
    void toastRequested(const QString& text, const QString& action_text, const std::function<void()>& action);
    void errorRaised(const QString& text);

private:
    PairId m_pair = 0;
    QList<egt::PairId> m_selected;
    RunId m_score_run = 0;
    Cut m_cut;
    QString m_filter;
    QString m_annotator;
};

} // namespace egt::ui
