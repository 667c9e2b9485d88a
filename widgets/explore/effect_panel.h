// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "curation/cut.h"
#include "curation/deciles.h"
#include "records/records.h"

class QLineEdit;
class QListWidget;

namespace egt::ui {

class BalanceBars;
class DecilePlot;
class KeyCapButton;
class KeyValueGrid;
class PrimaryButton;
class SectionHeading;
class TextLabel;

/// What the cut does, and what can be done with it.
class EffectPanel : public QWidget {
    Q_OBJECT
public:
    explicit EffectPanel(QWidget* parent = nullptr);
    struct Effect {
        double kept = 0;
        double total = 0; ///< pairs with a value
        curation::Accuracy wrong_kept;
        curation::Accuracy accuracy_kept;
        curation::Accuracy accuracy_all;
        int batch = 32; ///< pairs a step
    };
    void setEffect(const Effect& effect);
    void setDeciles(const std::vector<curation::Decile>& deciles, const QString& correlation, const QString& note);
    void setBalance(std::vector<curation::StratumCount> strata);
    void setSelections(const std::vector<SelectionRecord>& selections);
    void setReadOnly(bool read_only);
    /// Opens the field for the name; Enter saves.
    void askName(const QString& suggestion);
    /// Beside the field; empty = none.
    void setNameProblem(const QString& text);
    void nameAccepted();

Q_SIGNALS:
    void saveRequested();
    void nameGiven(const QString& name);
    void reviewDropped();
    void trainOnKept();
    void selectionChosen(const QString& name);
    void selectionRemoved(const QString& name);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    KeyValueGrid* m_grid;
    PrimaryButton* m_save;
    QWidget* m_name_row;
    QLineEdit* m_name;
    TextLabel* m_name_problem;
    KeyCapButton* m_review;
    KeyCapButton* m_train;
    SectionHeading* m_decile_head;
    DecilePlot* m_deciles;
    BalanceBars* m_balance;
    SectionHeading* m_selection_head;
    QListWidget* m_selections;
};

} // namespace egt::ui
