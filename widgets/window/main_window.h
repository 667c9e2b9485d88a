// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMainWindow>
#include <QPointer>
#include <functional>

#include "bridge/engine_client.h"
#include "common/workspace.h"

class QActionGroup;
class QLabel;
class QMenu;
class QStackedWidget;

namespace egt::ui {

class ElidedLabel;
class IconLabel;
class JobPill;
class KeyCapButton;
class Notice;
class ProjectContext;
class Settings;
class StartPage;
class ToastHost;
class WorkspaceRail;

/// The window: menus, rail, four workspaces, start page, status bar. Wiring only; what it shows lives in the
/// workspaces. Made anew when the language changes, so nothing of the project lives here.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(EngineClient* client, ProjectContext* context, Settings* settings);
    ~MainWindow() override;

    /// Opens a project folder, or offers to import a file. Errors are shown in the window.
    bool openPath(const QString& path);
    void showWorkspace(int index);
    void showStart();
    [[nodiscard]] int currentWorkspace() const; ///< -1 on the start page
    [[nodiscard]] const QList<Workspace*>& workspaces() const { return m_workspaces; }
    [[nodiscard]] ProjectContext* context() const { return m_context; }
    void showError(const QString& text);

Q_SIGNALS:
    /// The language changed: make a new window.
    void rebuildRequested();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // main_window.cpp
    void makeWorkspaces();
    void makeFrame();
    QWidget* makeStatusBar();
    void connectContext();
    void projectOpened();
    void projectClosed();
    void saveLayouts();
    void updateTitle();
    void cyclePanes(int direction);
    void refreshStart();
    // main_window_actions.cpp
    void makeActions();
    void makeMenus();
    void makeThemeMenu(QMenu* menu);
    void makeTextSizeMenu(QMenu* menu);
    void makeLanguageMenu(QMenu* menu);
    void fillWorkspaceMenus();
    QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, const std::function<void()>& call);
    // main_window_files.cpp
    void newProject();
    void createProject(const QString& path);
    void openProject();
    void importPairs(const QString& file);
    void openDemo();
    void locate(const QString& path);
    bool openProjectFolder(const QString& path);
    void changeAnnotator();
    void setTextSize(double factor);
    // main_window_data.cpp
    void makeDataMenu(QMenu* tools);
    void submitJob(const egt::JobRequest& request);
    void relocateImages();
    void checkImages();
    void showImages(const egt::VerifyResult& result);
    [[nodiscard]] bool hasImages() const;                                   ///< any pair with a picture that is there
    [[nodiscard]] QString dataSentence(const egt::JobResult& result) const; ///< empty for other jobs
    void countAsBenchmark(egt::BenchProtocol protocol);
    void showBenchmark(const egt::BenchResult& result);
    // main_window_jobs.cpp
    void connectJobs();
    void refreshPill();
    void jobChanged(egt::RunId run, const egt::StateEvent& state);
    void tell(const egt::RunRecord& ended, const QString& sentence);
    [[nodiscard]] QString resultSentence(const egt::RunRecord& run) const;
    void cancelJob(egt::RunId run);
    /// True when nothing runs and the caller may go on at once. Else asks; \p after is called when the last job has
    /// ended.
    bool stopJobs(std::function<void()> after);

    EngineClient* m_client;
    ProjectContext* m_context;
    Settings* m_settings;
    QList<Workspace*> m_workspaces;
    QStackedWidget* m_stack = nullptr;
    StartPage* m_start = nullptr;
    WorkspaceRail* m_rail = nullptr;
    JobPill* m_pill = nullptr;
    IconLabel* m_saved_icon = nullptr;
    ElidedLabel* m_saved = nullptr;
    KeyCapButton* m_annotator = nullptr;
    ElidedLabel* m_version = nullptr;
    Notice* m_error = nullptr;
    ToastHost* m_toast = nullptr;
    QWidget* m_drop_frame = nullptr;
    QMenu* m_settings_menu = nullptr;
    QHash<MenuId, QMenu*> m_menus;
    QHash<MenuId, QAction*> m_menu_ends; ///< workspace actions go before these
    QList<QPointer<QAction>> m_borrowed; ///< separators made for workspace actions
    QList<QAction*> m_workspace_actions;
    QList<QAction*> m_project_actions; ///< need an open project
    QAction *m_new = nullptr, *m_open = nullptr, *m_import = nullptr, *m_demo = nullptr, *m_guide = nullptr;
    QAction* m_close = nullptr;
    QAction* m_palette = nullptr;
    std::function<void()> m_after_jobs;
};

} // namespace egt::ui
