// SPDX-License-Identifier: GPL-3.0-or-later
// Renders every workspace at 1440x900 in light, dark and zh_CN: egt_screens FOLDER [PROJECT.egt]
// Without a project: the start page alone.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/fonts.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "window/command_palette.h"
#include "window/main_window.h"
#include "window/recent_projects.h"
#include "window/settings.h"
#include "window/window_host.h"

using namespace egt;
using namespace egt::ui;
using namespace Qt::StringLiterals;

namespace {

// Lets queued events, timers and pool threads finish what the window shows.
void settle(int ms = 900) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms)
        QApplication::processEvents(QEventLoop::AllEvents, 50);
}

bool save(QWidget* widget, const QString& folder, const QString& name) {
    settle();
    const QString path = QDir(folder).filePath(name + u".png"_s);
    const bool ok = widget->grab().save(path);
    QTextStream(stdout) << path << (ok ? "" : ": not written") << '\n';
    return ok;
}

bool grabAll(WindowHost& host, const QString& folder, const QString& suffix, bool project) {
    MainWindow* window = host.window();
    window->resize(1440, 900);
    window->show();
    bool ok = true;
    if (project) {
        for (int i = 0; i < window->workspaces().size(); ++i) {
            window->showWorkspace(i);
            ok = save(window, folder, window->workspaces()[i]->objectName() + suffix) && ok;
        }
    }
    window->showStart();
    return save(window, folder, u"start"_s + suffix) && ok;
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setApplicationVersion(QStringLiteral(EGT_VERSION));
    const QStringList args = QApplication::arguments();
    if (args.size() < 2) {
        QTextStream(stderr) << "Usage: egt_screens FOLDER [PROJECT.egt]\n";
        return 2;
    }
    const QString folder = args[1];
    QDir().mkpath(folder);
    QTemporaryDir settings_folder;
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings_folder.path());
    installLanguage(u"en"_s);
    initLook();
    Settings().setAnnotator(u"Mei Lin"_s);
    Settings().setScheme(Scheme::light);
    WindowHost host(makeLocalEngine());
    bool ok = true;
    for (const auto& [scheme, language, suffix] :
         {std::tuple{Scheme::light, u"en"_s, u"-light"_s}, std::tuple{Scheme::dark, u"en"_s, u"-dark"_s},
          std::tuple{Scheme::light, u"zh_CN"_s, u"-zh"_s}}) {
        installLanguage(language);
        ThemeNotifier::instance().setScheme(scheme);
        host.makeWindow();
        const bool project = args.size() > 2;
        if (project && !host.client()->isOpen()) {
            if (const auto opened = host.client()->openProject(args[2], OpenMode::read_write); !opened) {
                QTextStream(stderr) << errorText(opened.error()) << '\n';
                return 1;
            }
        }
        ok = grabAll(host, folder, suffix, project) && ok;
    }
    host.client()->closeProject(StopKind::save);
    return ok ? 0 : 1;
}
