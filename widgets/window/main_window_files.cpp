// SPDX-License-Identifier: GPL-3.0-or-later
// Projects and files: new, open, import, demo.

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QTimer>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/project_context.h"
#include "window/demo_maker.h"
#include "window/dialogs.h"
#include "window/import_dialog.h"
#include "window/main_window.h"
#include "window/recent_projects.h"
#include "window/settings.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

bool isProject(const QString& path) {
    return QFileInfo::exists(QDir(path).filePath(u"project.db"_s));
}

QString projectFolder() {
    const QString folder = QDir::home().filePath(u"EGT Studio"_s);
    return QFileInfo(folder).isDir() ? folder : QDir::homePath();
}

} // namespace

bool MainWindow::openPath(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir()) {
        // People also drop the folder that holds the project, or a file in it.
        const QStringList inside = QDir(path).entryList({u"*.egt"_s}, QDir::Dirs);
        if (!isProject(path) && inside.size() == 1) return openProjectFolder(QDir(path).filePath(inside.first()));
        return openProjectFolder(path);
    }
    if (info.fileName() == u"project.db") return openProjectFolder(info.path());
    if (!info.exists()) {
        showError(tr("There is no file or folder %1. Check the name.").arg(path));
        return false;
    }
    importPairs(path);
    return true;
}

bool MainWindow::openProjectFolder(const QString& path) {
    if (!stopJobs([this, path] { openProjectFolder(path); })) return false;
    auto opened = m_client->openProject(path, OpenMode::read_write);
    if (!opened && opened.error().code == "store.locked") opened = m_client->openProject(path, OpenMode::read_only);
    if (opened) return true;
    showError(errorText(opened.error()));
    if (!m_client->isOpen()) showStart();
    return false;
}

void MainWindow::newProject() {
    QString path = QFileDialog::getSaveFileName(
        this, tr("New project"), QDir(projectFolder()).filePath(tr("project.egt")), tr("EGT Studio projects (*.egt)"));
    if (path.isEmpty()) return;
    if (!path.endsWith(u".egt")) path += u".egt"_s;
    if (stopJobs([this, path] { createProject(path); })) createProject(path);
}

void MainWindow::createProject(const QString& path) {
    if (const auto created = m_client->createProject(path); !created) {
        showError(errorText(created.error()));
        return;
    }
    m_context->toast(tr("The project is empty."), tr("Import pairs"), [this] { importPairs({}); });
}

void MainWindow::openProject() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open project"), projectFolder());
    if (!path.isEmpty()) openPath(path);
}

void MainWindow::locate(const QString& path) {
    const QString found = QFileDialog::getExistingDirectory(
        this, tr("Where is %1 now?").arg(QFileInfo(path).fileName()), QFileInfo(path).path());
    if (found.isEmpty()) return;
    RecentProjects(*m_settings).relocate(path, found);
    QTimer::singleShot(0, this, [this, found] {
        refreshStart();
        openProjectFolder(found);
    });
}

void MainWindow::importPairs(const QString& file) {
    if (m_client->readOnly()) {
        showError(tr("Nothing can be imported: this project is open read only."));
        return;
    }
    ImportDialog dialog(m_client, m_client->isOpen() ? QFileInfo(m_client->path()).completeBaseName() : QString(),
                        this);
    if (!file.isEmpty()) dialog.setFile(file);
    if (dialog.exec() != QDialog::Accepted) return;
    if (const QString project = dialog.newProject(); !project.isEmpty()) {
        if (!QDir().mkpath(QFileInfo(project).path())) {
            showError(tr("The folder %1 can’t be made. Choose another place.").arg(QFileInfo(project).path()));
            return;
        }
        if (const auto created = m_client->createProject(project); !created) {
            showError(errorText(created.error()));
            return;
        }
    }
    if (const auto run = m_client->engine().submit(JobRequest(dialog.request())); !run)
        showError(errorText(run.error()));
    refreshPill();
}

void MainWindow::openDemo() {
    const QString ready = DemoMaker::find();
    if (!ready.isEmpty()) {
        openProjectFolder(ready);
        return;
    }
    auto* maker = new DemoMaker(this);
    connect(maker, &DemoMaker::made, this, &MainWindow::openProjectFolder);
    maker->open();
}

void MainWindow::changeAnnotator() {
    const auto name = askAnnotator(m_context->annotator(), this);
    if (!name) return;
    m_settings->setAnnotator(*name);
    m_context->setAnnotator(*name);
}

void MainWindow::setTextSize(double factor) {
    setTextFactor(factor);
    m_settings->setTextFactor(textFactor());
}

} // namespace egt::ui
