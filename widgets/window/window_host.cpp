// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/window_host.h"

#include <QDir>
#include <QFileInfo>
#include <QTimer>

#include "bridge/engine_client.h"
#include "common/fonts.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "window/main_window.h"
#include "window/settings.h"

using namespace Qt::StringLiterals;

namespace egt::ui {

WindowHost::WindowHost(std::unique_ptr<Engine> engine)
    : m_settings(std::make_unique<Settings>()), m_client(std::make_unique<EngineClient>(std::move(engine))),
      m_context(std::make_unique<ProjectContext>()) {
    m_context->setAnnotator(m_settings->annotator());
}

WindowHost::~WindowHost() = default;

MainWindow* WindowHost::makeWindow() {
    m_window = std::make_unique<MainWindow>(m_client.get(), m_context.get(), m_settings.get());
    connect(m_window.get(), &MainWindow::rebuildRequested, this, [this] {
        QTimer::singleShot(0, this, &WindowHost::rebuild); // the menu that asks belongs to the old window
    });
    return m_window.get();
}

void WindowHost::rebuild() {
    const int workspace = m_window->currentWorkspace();
    const PairId pair = m_context->currentPair();
    const bool visible = m_window->isVisible();
    m_window.reset();
    makeWindow();
    if (workspace >= 0) m_window->showWorkspace(workspace);
    if (pair != 0) m_context->selectPair(pair);
    if (visible) m_window->show();
}

void WindowHost::start(const QString& path) {
    ThemeNotifier::instance().setScheme(m_settings->scheme());
    setTextFactor(m_settings->textFactor());
    makeWindow()->show();
    const QString last = m_settings->lastProject();
    if (!path.isEmpty())
        m_window->openPath(path);
    else if (QFileInfo::exists(QDir(last).filePath(u"project.db"_s)) && !last.isEmpty())
        m_window->openPath(last);
}

} // namespace egt::ui
