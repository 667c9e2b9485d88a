// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTimer>

#include "common/panels.h"
#include "train/curriculum_view.h"
#include "train/preflight.h"
#include "train/train_form.h"

class QVBoxLayout;

namespace egt::ui {

class EngineClient;

/// A new training run: settings at the left; at the right the curriculum on the scores, what speaks against starting,
/// and run.yaml as it will be stored.
class NewRunDialog : public QDialog {
    Q_OBJECT
public:
    NewRunDialog(EngineClient* client, const TrainRequest& start, QWidget* parent);
    [[nodiscard]] TrainRequest request() const;
    [[nodiscard]] TrainForm* form() const { return m_form; }
    [[nodiscard]] const PreflightFacts& facts() const { return m_facts; }
    [[nodiscard]] CurriculumView* curriculum() const { return m_view; }
    [[nodiscard]] bool canStart() const { return m_start->isEnabled(); }

protected:
    void keyPressEvent(QKeyEvent* event) override; ///< Enter starts

private:
    QWidget* buildRight();
    QWidget* buildFoot();
    void fillChoices();
    void browse();
    void changed();
    void readPlan();
    void readJudge();
    void showFacts();

    EngineClient* m_client;
    TrainForm* m_form;
    CurriculumView* m_view;
    SegmentedControl* m_tabs;
    QStackedWidget* m_stack;
    QWidget* m_checks;
    QVBoxLayout* m_check_rows;
    QPlainTextEdit* m_yaml;
    PrimaryButton* m_start;
    TextLabel* m_judge_info;
    PreflightFacts m_facts;
    QTimer m_later;
    QString m_checked_judge;
    quint64 m_plan_ticket = 0;
    std::string m_planned_key;
};

} // namespace egt::ui
