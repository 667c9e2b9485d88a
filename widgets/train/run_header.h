// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "common/buttons.h"
#include "common/chips.h"
#include "common/panels.h"

class QHBoxLayout;

namespace egt::ui {

struct RunData;

/// The bar over Train: which run, how it stands, what can be done with it.
class RunHeader : public Pane {
    Q_OBJECT
public:
    struct Actions {
        QAction* pause = nullptr;
        QAction* stop = nullptr;
        QAction* abort = nullptr;
        QAction* resume = nullptr;
    };
    explicit RunHeader(const Actions& actions, QWidget* parent = nullptr);
    void showRun(const RunData* run); ///< null = none

private:
    struct Figure {
        QWidget* box = nullptr;
        TextLabel* value = nullptr;
    };
    Figure addFigure(QHBoxLayout* row, const QString& name, const QString& object);
    static void setFigure(const Figure& figure, const QString& value);

    Actions m_actions;
    ElidedLabel* m_name;
    StatusPill* m_state;
    Figure m_step, m_stage, m_left, m_speed, m_result;
    QWidget* m_controls = nullptr;
    QWidget* m_resume_box = nullptr;
    ProgressLine* m_progress;
};

/// Seconds that are left from a progress report; negative = unknown.
double secondsLeft(const RunData& run);
struct StagePlace {
    int stage = 0; ///< 1-based, 0 = none was announced
    int of = 0;    ///< 0 = unknown
};
StagePlace currentStage(const RunData& run);

} // namespace egt::ui
