// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>
#include <QStackedWidget>

#include "common/workspace.h"
#include "records/requests.h"

namespace egt::ui {

class EmptyState;
class PlotGrid;
class RunBook;
class RunDetails;
class RunHeader;
class RunList;
class RunSettings;
class ElidedLabel;
struct RunData;

/// Runs, their curves, checkpoints and samples; starting, pausing and stopping them.
class TrainWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit TrainWorkspace(QWidget* parent = nullptr);

    void setClient(EngineClient* client) override;
    void setContext(ProjectContext* context) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QList<QAction*> menuActions(MenuId menu) const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void projectOpened() override;
    void projectClosed() override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void resetLayout() override;

    [[nodiscard]] RunBook* book() const { return m_book; }
    [[nodiscard]] PlotGrid* plots() const { return m_plots; }
    [[nodiscard]] RunId currentRun() const { return m_current; }
    void openRun(RunId run);
    /// Opens the form; `selection` preselected when not empty.
    void newRun(const QString& selection = {});
    /// Queues a training run as the form would. False when the engine refuses it (the error is shown).
    bool start(const JobRequest& request);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QAction* makeAction(const char* name, const QString& text, const QKeySequence& key, void (TrainWorkspace::*slot)());
    void buildActions();
    QWidget* buildLeft();
    void listChanged();
    void showCurrent();
    void updateActions();
    void pauseOrContinue();
    void stopAndSave();
    void abortRun();
    void resumeRun();
    void newRunAsked() { newRun(); }
    void exportPlots();
    void toggleDetails();
    void arrange();
    void runMenu(const QPoint& at);
    void scoreWith(const QString& judge, qint64 step);
    void showError(const QString& sentence);
    [[nodiscard]] TrainRequest lastRequest() const;
    template <class T> bool good(const T& result);
    [[nodiscard]] RunData* current() const;

    RunBook* m_book;
    RunHeader* m_header = nullptr;
    RunList* m_runs = nullptr;
    ElidedLabel* m_result_note = nullptr;
    RunSettings* m_settings = nullptr;
    PlotGrid* m_plots = nullptr;
    RunDetails* m_details = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_left = nullptr;
    QAction *m_new = nullptr, *m_pause = nullptr, *m_stop = nullptr, *m_abort = nullptr, *m_resume = nullptr,
            *m_export = nullptr, *m_show_details = nullptr;
    RunId m_current = 0;
    RunId m_auto_shown = 0; ///< shown because it was opened, not because someone checked it
    bool m_details_wanted = true;
    QString m_last_request; ///< JSON of the request that was started last, so that the next form begins with it
    bool m_narrow = false;
};

} // namespace egt::ui
