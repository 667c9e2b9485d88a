// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/main_window.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/job_pill.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "common/toast_host.h"
#include "window/dialogs.h"
#include "window/drop_frame.h"
#include "window/rail.h"
#include "window/recent_projects.h"
#include "window/settings.h"
#include "window/start_page.h"
#include "window/workspaces.h"

using namespace Qt::StringLiterals;

namespace egt::ui {

MainWindow::MainWindow(EngineClient* client, ProjectContext* context, Settings* settings)
    : m_client(client), m_context(context), m_settings(settings) {
    setWindowIcon(signIcon());
    setAcceptDrops(true);
    setMinimumSize(960, 600);
    makeWorkspaces();
    makeActions();
    makeFrame();
    makeMenus();
    connectContext();
    connectJobs();
    if (!restoreGeometry(m_settings->geometry())) resize(1440, 900);
    if (m_client->isOpen())
        projectOpened();
    else
        showStart();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeWorkspaces() {
    m_workspaces = createWorkspaces(this);
    for (Workspace* workspace : m_workspaces) {
        workspace->setClient(m_client);
        workspace->setContext(m_context);
        workspace->restoreState(m_settings->workspaceState(workspace->objectName()));
        connect(workspace, &Workspace::stateChanged, this,
                [this, workspace] { m_settings->setWorkspaceState(workspace->objectName(), workspace->saveState()); });
    }
}

void MainWindow::makeFrame() {
    auto* central = new Pane(Ground::chrome, this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_error = new Notice(Notice::Tone::err, {}, central);
    m_error->setClosable(true);
    m_error->hide();
    connect(m_error, &Notice::closed, m_error, &QWidget::hide);
    column->addWidget(m_error);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rail = new WorkspaceRail(central);
    m_stack = new QStackedWidget(central);
    m_start = new StartPage({m_new, m_open, m_import, m_demo, m_guide}, m_stack);
    m_stack->addWidget(m_start);
    for (Workspace* workspace : m_workspaces)
        m_stack->addWidget(workspace);
    row->addWidget(m_rail);
    row->addWidget(m_stack, 1);
    column->addLayout(row, 1);
    column->addWidget(makeStatusBar());
    setCentralWidget(central);
    m_toast = new ToastHost(this, metrics::px(metrics::kStatusBar));
    m_drop_frame = new DropFrame(this);
    connect(m_start, &StartPage::openRequested, this, &MainWindow::openProjectFolder);
    connect(m_start, &StartPage::locateRequested, this, &MainWindow::locate);
    connect(m_start, &StartPage::removeRequested, this, [this](const QString& path) {
        RecentProjects(*m_settings).remove(path);
        QTimer::singleShot(0, this, &MainWindow::refreshStart); // the row that asks is still in its own event
    });
}

QWidget* MainWindow::makeStatusBar() {
    auto* bar = new Pane(Ground::chrome, this);
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Divider(Qt::Horizontal, bar));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 12, 0);
    row->setSpacing(6);
    m_pill = new JobPill(bar);
    row->addWidget(m_pill);
    row->addStretch(1);
    m_saved_icon = new IconLabel(Icon::saved, Ink::accent, 16, bar);
    m_saved = new ElidedLabel({}, Type::small, Ink::ink2, bar);
    m_saved_icon->hide();
    row->addWidget(m_saved_icon);
    row->addWidget(m_saved);
    row->addSpacing(12);
    m_annotator = new KeyCapButton(Icon::person, {}, bar);
    m_annotator->setObjectName(u"annotator"_s);
    m_annotator->setKind(ButtonKind::ghost);
    m_annotator->setButtonHeight(24);
    m_annotator->setToolTip(tr("Who decides? Click to change the name."));
    connect(m_annotator, &QAbstractButton::clicked, this, &MainWindow::changeAnnotator);
    row->addWidget(m_annotator);
    m_version = new ElidedLabel(tr("Engine ready · version %1").arg(QCoreApplication::applicationVersion()),
                                Type::small, Ink::ink2, bar);
    row->addWidget(m_version);
    column->addLayout(row, 1);
    bar->setFixedHeight(metrics::px(metrics::kStatusBar));
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, bar,
            [bar] { bar->setFixedHeight(metrics::px(metrics::kStatusBar)); });
    return bar;
}

void MainWindow::connectContext() {
    connect(m_client, &EngineClient::projectOpened, this, &MainWindow::projectOpened);
    connect(m_client, &EngineClient::projectClosing, this, [this] {
        for (Workspace* workspace : m_workspaces)
            workspace->flush();
        RecentProjects(*m_settings).remember(*m_client, m_context->cut().high);
    });
    connect(m_client, &EngineClient::projectClosed, this, &MainWindow::projectClosed);
    const auto annotator = [this] {
        const QString name = m_context->annotator();
        m_annotator->setText(name.isEmpty() ? tr("Set your name") : name);
        m_annotator->updateGeometry();
    };
    connect(m_context, &ProjectContext::annotatorChanged, this, annotator);
    annotator();
    connect(m_context, &ProjectContext::saved, this, [this] {
        m_saved->setText(tr("Saved %1").arg(clockText(QDateTime::currentDateTime())));
        m_saved_icon->show();
    });
    connect(m_context, &ProjectContext::openInReviewRequested, this, [this] { showWorkspace(0); });
    connect(m_context, &ProjectContext::showInExploreRequested, this, [this] { showWorkspace(1); });
    connect(m_context, &ProjectContext::showDuplicatesRequested, this, [this] { showWorkspace(1); });
    connect(m_context, &ProjectContext::trainOnRequested, this, [this] { showWorkspace(2); });
    connect(m_context, &ProjectContext::openRunRequested, this, [this] { showWorkspace(2); });
    connect(m_context, &ProjectContext::exportSelectionRequested, this, [this] { showWorkspace(3); });
    connect(m_context, &ProjectContext::toastRequested, m_toast, &ToastHost::showToast);
    connect(m_context, &ProjectContext::errorRaised, this, &MainWindow::showError);
}

void MainWindow::projectOpened() {
    m_error->hide();
    m_context->reset();
    for (QAction* action : m_project_actions)
        action->setEnabled(true);
    for (Workspace* workspace : m_workspaces)
        workspace->projectOpened();
    RecentProjects(*m_settings).remember(*m_client, m_context->cut().high);
    m_settings->setLastProject(m_client->path());
    refreshPill();
    updateTitle();
    showWorkspace(m_settings->lastWorkspace());
    if (m_client->readOnly())
        showError(tr("%1 is open in another window or program, so it is read only here. Close it there and open it "
                     "again to change it.")
                      .arg(QFileInfo(m_client->path()).fileName()));
}

void MainWindow::projectClosed() {
    for (Workspace* workspace : m_workspaces)
        workspace->projectClosed();
    for (QAction* action : m_project_actions)
        action->setEnabled(false);
    m_context->reset();
    m_pill->clear();
    m_saved->setText({});
    m_saved_icon->hide();
    showStart();
}

void MainWindow::showWorkspace(int index) {
    if (!m_client->isOpen() || m_workspaces.isEmpty()) return;
    const int wanted = std::clamp(index, 0, static_cast<int>(m_workspaces.size()) - 1);
    m_stack->setCurrentWidget(m_workspaces[wanted]);
    m_rail->setCurrent(wanted);
    m_rail->show();
    m_annotator->show();
    m_version->hide();
    m_workspace_actions[wanted]->setChecked(true);
    m_settings->setLastWorkspace(wanted);
    fillWorkspaceMenus();
    m_workspaces[wanted]->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showStart() {
    refreshStart();
    m_stack->setCurrentWidget(m_start);
    m_rail->hide();
    m_annotator->hide();
    m_version->show();
    fillWorkspaceMenus();
    updateTitle();
    m_start->setFocus(Qt::OtherFocusReason);
}

int MainWindow::currentWorkspace() const {
    for (int i = 0; i < m_workspaces.size(); ++i)
        if (m_stack->currentWidget() == m_workspaces[i]) return i;
    return -1;
}

void MainWindow::refreshStart() {
    m_start->setProjects(RecentProjects(*m_settings).list());
}

void MainWindow::updateTitle() {
    const QString project = QFileInfo(m_client->path()).completeBaseName();
    setWindowTitle(m_client->isOpen() ? tr("%1 – EGT Studio").arg(project) : tr("EGT Studio"));
}

void MainWindow::showError(const QString& text) {
    m_error->setText(text);
    m_error->show();
}

void MainWindow::saveLayouts() {
    m_settings->setGeometry(saveGeometry());
    for (Workspace* workspace : m_workspaces)
        m_settings->setWorkspaceState(workspace->objectName(), workspace->saveState());
}

void MainWindow::cyclePanes(int direction) {
    QList<QWidget*> panes;
    if (m_rail->isVisible()) panes << m_rail;
    const int index = currentWorkspace();
    if (index >= 0) panes << m_workspaces[index]->panes();
    if (index < 0) panes << m_start;
    if (m_pill->focusPolicy() != Qt::NoFocus) panes << m_pill;
    panes.removeIf([](const QWidget* pane) { return pane == nullptr || !pane->isVisible(); });
    if (panes.isEmpty()) return;
    QWidget* focused = focusWidget();
    int at = -1;
    for (int i = 0; i < panes.size(); ++i)
        if (focused != nullptr && (panes[i] == focused || panes[i]->isAncestorOf(focused))) at = i;
    const int count = static_cast<int>(panes.size());
    QWidget* next = panes[at < 0 ? 0 : (at + direction + count) % count];
    if (next->focusPolicy() == Qt::NoFocus && next->focusProxy() == nullptr) {
        for (QWidget* child : next->findChildren<QWidget*>())
            if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)) {
                next = child;
                break;
            }
    }
    next->setFocus(Qt::TabFocusReason);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!stopJobs([this] { close(); })) {
        event->ignore();
        return;
    }
    saveLayouts();
    m_settings->setLastProject(m_client->isOpen() ? m_client->path() : QString());
    m_client->closeProject(StopKind::save);
    event->accept();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_rail->updateGeometry();
    m_drop_frame->setGeometry(rect());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile()) return;
    const QString path = urls.first().toLocalFile();
    const bool project = QFileInfo(path).isDir();
    static_cast<DropFrame*>(m_drop_frame)
        ->showText(project ? tr("Open %1").arg(QFileInfo(path).fileName())
                           : tr("Import %1").arg(QFileInfo(path).fileName()));
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event) {
    m_drop_frame->hide();
    event->accept();
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_drop_frame->hide();
    const QString path = event->mimeData()->urls().first().toLocalFile();
    event->acceptProposedAction();
    QTimer::singleShot(0, this, [this, path] { openPath(path); }); // the drag source waits for this event
}

} // namespace egt::ui
