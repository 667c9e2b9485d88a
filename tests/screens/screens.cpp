// SPDX-License-Identifier: GPL-3.0-or-later
// Renders every workspace at 1440x900 in light, dark and zh_CN, at 1280x720 and with text of 200% in light:
//     egt_screens FOLDER [PROJECT.egt]
// Without a project: one that is made for it, so that every workspace has something to show.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/controls.h"
#include "common/fonts.h"
#include "common/histogram_cut_widget.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "explore/duplicates_page.h"
#include "explore/explore_workspace.h"
#include "explore/score_dialog.h"
#include "explore/search_page.h"
#include "export/replay_dialog.h"
#include "screens_project.h"
#include "window/bench_dialogs.h"
#include "window/command_palette.h"
#include "window/image_dialogs.h"
#include "window/import_dialog.h"
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

QString writeManifest(const QString& folder) {
    const QString path = QDir(folder).filePath(u"manifest.json"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(R"({"program": "EGT Studio", "created": "2025-11-12T14:32:07.000Z", "project": "/data/charts.egt",
                   "format": "trl", "rows": 10130, "selection": {"name": "low entropy"},
                   "request": {"entropy_order": true}})");
    return path;
}

QString writeProblems(const QString& folder) {
    const QString path = QDir(folder).filePath(u"image_problems.jsonl"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    const char* problems[] = {"damaged", "wrong_ending"};
    for (int i = 0; i < 9; ++i)
        file.write(QByteArray("{\"image\":\"/data/street-signs/photos/2024-11/crossing-") +
                   QByteArray::number(1200 + i) + ".jpg\",\"problem\":\"" + problems[i % 2] +
                   "\",\"references\":" + QByteArray::number(1 + i % 3) + "}\n");
    return path;
}

// A condition and a cut, as somebody at work would have them.
void chooseCut(MainWindow* window) {
    window->showWorkspace(1);
    if (auto* histogram = window->findChild<HistogramCutWidget*>()) {
        histogram->setCuts(0.03, 0.30);
        Q_EMIT histogram->cutMoved(0.03, 0.30, true);
    }
    if (auto* field = window->findChild<QLineEdit*>(u"filterField"_s)) {
        field->setText(u"split = train"_s);
        Q_EMIT field->textEdited(field->text());
        Q_EMIT field->returnPressed();
    }
    settle();
    if (auto* table = window->findChild<QTableView*>(u"pairTable"_s)) table->selectRow(1);
}

// A file as people have them: most rows good, some not.
QString mixedRows(const QString& folder) {
    const QString path = QDir(folder).filePath(u"street-signs.csv"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write("id,prompt,chosen,rejected,image,rater\n");
    const char* colours[] = {"red", "blue", "yellow", "green"};
    for (int i = 0; i < 240; ++i) {
        const QByteArray good = colours[i % 4];
        const QByteArray bad = i % 40 == 7 ? QByteArray() : QByteArray(colours[(i + 1) % 4]);
        file.write(QByteArray::number(i / 2) + ",Which colour has the sign on the left?,\"It is " + good +
                   ", with a white edge.\"," + (bad.isEmpty() ? bad : "It is " + bad + '.') + ",signs/" +
                   QByteArray::number(i % 90) + ".jpg,r" + QByteArray::number(i % 3) + '\n');
    }
    return path;
}

// What was found, and the report of near-duplicates, in place of the histogram.
bool grabExplorePages(WindowHost& host, const QString& folder, const QString& suffix) {
    MainWindow* window = host.window();
    auto* explore = window->findChild<ExploreWorkspace*>();
    window->showWorkspace(1);
    explore->showPage(ExplorePage::search);
    explore->searchPage()->field()->setText(suffix == u"-zh"_s ? u"zeppelin"_s : u"larger \"of the picture\""_s);
    bool ok = save(window, folder, u"search"_s + suffix);
    Engine& engine = host.client()->engine();
    if (const auto report = engine.duplicates(); report && !report->made) {
        explore->showPage(ExplorePage::duplicates);
        ok = save(window, folder, u"duplicates-none"_s + suffix) && ok;
        DuplicatesRequest request;
        request.threshold = 0.5;
        if (const auto run = engine.submit(request)) ok = engine.wait(*run).has_value() && ok;
        if (const auto run = engine.submit(IndexRequest{})) ok = engine.wait(*run).has_value() && ok;
        settle();
    }
    explore->showPage(ExplorePage::duplicates);
    ok = save(window, folder, u"duplicates"_s + suffix) && ok;
    explore->showPage(ExplorePage::pairs);
    return ok;
}

bool grabDialogs(WindowHost& host, const QString& folder, const QString& suffix) {
    ReplayDialog replay(host.client(), host.window());
    replay.setManifest(writeManifest(folder));
    replay.show();
    bool ok = save(&replay, folder, u"replay"_s + suffix);
    RunRecord run;
    run.id = 2;
    run.kind = RunKind::score;
    run.state = RunState::done;
    run.judge = "demo-judge";
    BenchSetupDialog bench(BenchProtocol::vl_rewardbench, {run}, {}, host.window());
    bench.show();
    ok = save(&bench, folder, u"benchmark"_s + suffix) && ok;
    ImageCheckDialog check(host.window());
    check.show();
    ok = save(&check, folder, u"check-images"_s + suffix) && ok;
    VerifyResult result;
    result.images = 480;
    result.good = 471;
    result.damaged = 5;
    result.wrong_ending = 4;
    result.unfound = 12;
    result.same_files = 31;
    result.same_groups = 18;
    result.near_files = 6;
    result.near_groups = 5;
    result.problems_file = writeProblems(folder).toStdString();
    auto* report = new ImageReportDialog(host.client(), result, host.window());
    report->show();
    ok = save(report, folder, u"images"_s + suffix) && ok;
    report->close();
    return ok;
}

bool grabAll(WindowHost& host, const QString& folder, const QString& suffix, QSize size) {
    MainWindow* window = host.window();
    window->resize(size);
    window->show();
    chooseCut(window);
    bool ok = true;
    for (int i = 0; i < window->workspaces().size(); ++i) {
        window->showWorkspace(i);
        ok = save(window, folder, window->workspaces()[i]->objectName() + suffix) && ok;
    }
    ok = grabExplorePages(host, folder, suffix) && ok;
    ok = grabDialogs(host, folder, suffix) && ok;
    ScoreDialog score(host.client(), 2500, {}, window);
    score.show();
    ok = save(&score, folder, u"score"_s + suffix) && ok;
    score.close();
    ImportDialog import(host.client(), u"demo"_s, window);
    import.setFile(mixedRows(folder));
    import.show();
    ok = save(&import, folder, u"import"_s + suffix) && ok;
    import.close();
    window->showStart();
    return save(window, folder, u"start"_s + suffix) && ok;
}

// Projects that were open before, for the start page: one with scores, one without, one that is gone.
void rememberOthers(const QString& home) {
    QJsonArray counts;
    for (int i = 0; i < 40; ++i)
        counts << std::round(260 * std::pow(i / 7.0, 2) * std::exp(-i / 4.5));
    QJsonArray projects;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& [name, pairs, scored, reviewed, days] : {std::tuple{u"vl-rewardbench"_s, 1250, 1250, 212, 1},
                                                              std::tuple{u"charts-and-tables"_s, 48210, 31004, 612, 12},
                                                              std::tuple{u"chinese-vqa-pilot"_s, 3600, 0, 0, 20}}) {
        const QString path = home + u"/data/"_s + name + u".egt"_s;
        QJsonObject row{{"path"_L1, path},
                        {"pairs"_L1, pairs},
                        {"scored"_L1, scored},
                        {"reviewed"_L1, reviewed},
                        {"time"_L1, now - days * 86'400'000LL}};
        if (scored > 0) row.insert("counts"_L1, counts);
        if (scored > 0) row.insert("cut"_L1, 0.34);
        projects << row;
        if (name == u"chinese-vqa-pilot"_s) continue;
        QDir().mkpath(path);
        QFile(path + u"/project.db"_s).open(QIODevice::WriteOnly);
    }
    Settings().setRecentProjects(QJsonDocument(projects).toJson(QJsonDocument::Compact));
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
    QTemporaryDir home; // paths on the pictures begin with ~
    qputenv("HOME", home.path().toUtf8());
    QString project = args.value(2);
    if (project.isEmpty()) {
        project = home.path() + u"/data/shapes.egt"_s;
        QDir().mkpath(home.path() + u"/data"_s);
        rememberOthers(home.path());
        try {
            egt::test::makeScreensProject(project.toStdString(), home.filePath(u"world"_s).toStdString());
        } catch (const std::exception& error) {
            QTextStream(stderr) << error.what() << '\n';
            return 1;
        }
    }
    WindowHost host(makeLocalEngine());
    bool ok = true;
    for (const auto& [scheme, language, suffix, size] :
         {std::tuple{Scheme::light, u"en"_s, u"-light"_s, QSize(1440, 900)},
          std::tuple{Scheme::dark, u"en"_s, u"-dark"_s, QSize(1440, 900)},
          std::tuple{Scheme::light, u"zh_CN"_s, u"-zh"_s, QSize(1440, 900)},
          std::tuple{Scheme::light, u"en"_s, u"-small"_s, QSize(1280, 720)},
          std::tuple{Scheme::light, u"en"_s, u"-large"_s, QSize(1440, 900)}}) {
        setTextFactor(suffix == u"-large"_s ? 2.0 : 1.0);
        installLanguage(language);
        ThemeNotifier::instance().setScheme(scheme);
        host.makeWindow();
        if (!host.client()->isOpen()) {
            host.window()->resize(size);
            host.window()->show();
            ok = save(host.window(), folder, u"open"_s + suffix);
            if (const auto opened = host.client()->openProject(project, OpenMode::read_write); !opened) {
                QTextStream(stderr) << errorText(opened.error()) << '\n';
                return 1;
            }
        }
        ok = grabAll(host, folder, suffix, size) && ok;
    }
    host.client()->closeProject(StopKind::save);
    return ok ? 0 : 1;
}
