// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "../fake_engine.h"
#include "bridge/engine_client.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/job_pill.h"
#include "common/style.h"
#include "common/theme.h"
#include "common/toast_host.h"
#include "explore/explore_workspace.h"
#include "records/serialize.h"
#include "window/action_list.h"
#include "window/bench_dialogs.h"
#include "window/command_palette.h"
#include "window/image_dialogs.h"
#include "window/import_dialog.h"
#include "window/main_window.h"
#include "window/recent_projects.h"
#include "window/settings.h"
#include "window/shortcut_sheet.h"
#include "window/start_page.h"
#include "window/window_host.h"

using namespace egt;
using namespace egt::ui;
using namespace Qt::StringLiterals;

class WindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void startsOnAnEmptyStartPage();
    void everyFocusableControlHasAName();
    void everyActionHasAWayToIt();
    void noTwoActionsShareAKey();
    void opensAProjectAndShowsWorkspaces();
    void remembersProjects();
    void paletteFindsByWords();
    void themeAndTextSizeAreRemembered();
    void languageSwitchBuildsTheWindowAnew();
    void importDialogRefusesWhatIsNotThere();
    void importDialogTakesAMapOfFields();
    void importDialogTakesAnArchiveOfImages();
    void importOffersToCheckTheImages();
    void checkOfImagesIsReported();
    void benchmarksAreSetUpBeforeTheyAreCounted();
    void nearDuplicatesOpenFromEveryWorkspace();
    void jobsShowInThePill();
    void noTranslationIsUnfinished();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<WindowHost> m_host;
    test::FakeEngine* m_engine = nullptr;
    MainWindow* m_window = nullptr;
};

void WindowTest::initTestCase() {
    QVERIFY(m_folder.isValid());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    installLanguage(u"en"_s);
    initLook();
}

void WindowTest::init() {
    QSettings(QSettings::IniFormat, QSettings::UserScope, u"EGT Studio"_s, u"egt-studio"_s).clear();
    auto engine = std::make_unique<test::FakeEngine>();
    m_engine = engine.get();
    m_host = std::make_unique<WindowHost>(std::move(engine));
    m_window = m_host->makeWindow();
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window));
}

void WindowTest::cleanup() {
    m_host.reset();
}

void WindowTest::startsOnAnEmptyStartPage() {
    QCOMPARE(m_window->currentWorkspace(), -1);
    QVERIFY(m_window->findChild<StartPage*>()->isVisible());
    QVERIFY(m_window->findChildren<ProjectRow*>().isEmpty());
    // At the first start the demo stands first.
    QList<StartRow*> rows = m_window->findChildren<StartRow*>();
    QCOMPARE(rows.size(), 4);
    std::sort(rows.begin(), rows.end(), [](const auto* x, const auto* y) { return x->y() < y->y(); });
    QCOMPARE(rows.first()->text(), u"Open the demo"_s);
}

void WindowTest::everyFocusableControlHasAName() {
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    QStringList nameless;
    for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
        if (widget->isHidden() || widget->focusPolicy() == Qt::NoFocus || widget->inherits("QMenu") ||
            widget->inherits("QMenuBar"))
            continue;
        if (widget->inherits("QTabBar") || widget->objectName().startsWith(u"qt_")) continue;
        if (qobject_cast<const QLineEdit*>(widget) != nullptr && widget->parentWidget()->inherits("QAbstractSpinBox"))
            continue;
        if (widget->inherits("QHeaderView") || widget->inherits("QComboBoxPrivateContainer") ||
            widget->inherits("QComboBoxListView"))
            continue;
        QString name = widget->accessibleName();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget); button != nullptr && name.isEmpty())
            name = button->text();
        if (name.isEmpty()) name = widget->toolTip();
        if (name.isEmpty() && widget->inherits("QLabel")) continue; // its text is its name
        if (name.isEmpty())
            nameless << u"%1 “%3” in %2"_s.arg(QLatin1StringView(widget->metaObject()->className()),
                                               QLatin1StringView(widget->parentWidget()->metaObject()->className()),
                                               widget->objectName());
    }
    nameless.removeDuplicates();
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u", "_s)));
}

void WindowTest::everyActionHasAWayToIt() {
    // All actions of the window with a text are in a menu: found by mouse, keyboard and command search.
    QSet<QAction*> listed;
    for (const ListedAction& entry : listActions(m_window->menuBar()))
        listed.insert(entry.action);
    QVERIFY(listed.size() > 20);
    for (QAction* action : m_window->findChildren<QAction*>(Qt::FindDirectChildrenOnly))
        if (!action->text().isEmpty() && !action->isSeparator() && action->menu() == nullptr &&
            action->text() != u"Settings")
            QVERIFY2(listed.contains(action), qPrintable(action->text()));
    for (const ListedAction& entry : listActions(m_window->menuBar()))
        QVERIFY(!plainText(entry.action).isEmpty());
}

void WindowTest::noTwoActionsShareAKey() {
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    for (int workspace = 0; workspace < m_window->workspaces().size(); ++workspace) {
        m_window->showWorkspace(workspace);
        QMap<QString, QString> keys;
        for (const ListedAction& entry : listActions(m_window->menuBar()))
            for (const QKeySequence& key : entry.action->shortcuts()) {
                const QString text = key.toString();
                QVERIFY2(!keys.contains(text),
                         qPrintable(u"%1: %2 and %3"_s.arg(text, keys.value(text), plainText(entry.action))));
                keys.insert(text, plainText(entry.action));
            }
    }
}

void WindowTest::opensAProjectAndShowsWorkspaces() {
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    QVERIFY(m_window->windowTitle().startsWith(u"a"));
    for (int i = 0; i < m_window->workspaces().size(); ++i) {
        QTest::keyClick(m_window, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(m_window->currentWorkspace(), i);
    }
    m_host->client()->closeProject(StopKind::save);
    QCOMPARE(m_window->currentWorkspace(), -1);
}

void WindowTest::remembersProjects() {
    m_engine->project.pairs = 1250;
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    m_host->client()->closeProject(StopKind::save);
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"b.egt"_s), OpenMode::read_write).has_value());
    m_host->client()->closeProject(StopKind::save);
    const QList<RecentProject> projects = RecentProjects(m_host->settings()).list();
    QCOMPARE(projects.size(), 2);
    QCOMPARE(projects[0].name(), u"b"_s);
    QCOMPARE(projects[1].pairs, 1250);
    QVERIFY(!projects[0].exists());
    RecentProjects(m_host->settings()).remove(projects[0].path);
    QCOMPARE(RecentProjects(m_host->settings()).list().size(), 1);
}

void WindowTest::paletteFindsByWords() {
    QVERIFY(CommandPalette::match(u"Import pairs…"_s, u"File"_s, u"imp pa"_s) > 0);
    QCOMPARE(CommandPalette::match(u"Import pairs…"_s, u"File"_s, u"export"_s), 0);
    QVERIFY(CommandPalette::match(u"Dark"_s, u"View › Theme"_s, u"theme dark"_s) > 0);
    QVERIFY(CommandPalette::match(u"Import pairs"_s, u"File"_s, u"import"_s) >
            CommandPalette::match(u"Reimport"_s, u"File"_s, u"import"_s));
}

void WindowTest::themeAndTextSizeAreRemembered() {
    for (const ListedAction& entry : listActions(m_window->menuBar())) {
        if (plainText(entry.action) == u"Dark") entry.action->trigger();
        if (plainText(entry.action) == u"Larger") entry.action->trigger();
    }
    QVERIFY(Theme::current().dark);
    QCOMPARE(m_host->settings().scheme(), Scheme::dark);
    QCOMPARE(m_host->settings().textFactor(), 1.1);
    ThemeNotifier::instance().setScheme(Scheme::light);
    for (const ListedAction& entry : listActions(m_window->menuBar()))
        if (plainText(entry.action) == u"Normal") entry.action->trigger();
    QCOMPARE(m_host->settings().textFactor(), 1.0);
}

void WindowTest::languageSwitchBuildsTheWindowAnew() {
    for (const ListedAction& entry : listActions(m_window->menuBar()))
        if (plainText(entry.action) == languageName(u"zh_CN"_s)) entry.action->trigger();
    QTRY_VERIFY(m_host->window()->windowTitle().contains(u"EGT Studio") &&
                m_host->window()->menuBar()->actions().first()->text() == u"文件");
    installLanguage(u"en"_s);
}

void WindowTest::importDialogRefusesWhatIsNotThere() {
    ImportDialog dialog(m_host->client(), u"demo"_s, nullptr);
    auto buttons = dialog.findChildren<PrimaryButton*>();
    QCOMPARE(buttons.size(), 1);
    QVERIFY(!buttons.first()->isEnabled());
    dialog.setFile(m_folder.filePath(u"nothing.jsonl"_s));
    QVERIFY(!buttons.first()->isEnabled());
    QFile file(m_folder.filePath(u"pairs.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"question\": \"?\", \"chosen\": \"a\", \"rejected\": \"b\"}\n");
    file.close();
    m_engine->inspection = {};
    m_engine->inspection.format = "mm_rlhf";
    m_engine->inspection.guesses = {{"mm_rlhf", "MM-RLHF", 0.9}};
    m_engine->inspection.pairs = m_engine->inspection.rows = 3;
    m_engine->inspection.already = 1;
    m_engine->inspection.fields = {{"question", "?"}};
    m_engine->inspections = 0;
    dialog.setFile(file.fileName());
    QVERIFY(!buttons.first()->isEnabled()); // until the file was looked at
    QTRY_VERIFY(buttons.first()->isEnabled());
    QVERIFY2(buttons.first()->text().contains(u'2'), qPrintable(buttons.first()->text()));
    QCOMPARE(dialog.request().file, file.fileName().toStdString());
    QCOMPARE(dialog.request().mapping, std::string());
    QTest::qWait(400); // twice as long as a dialog waits before it looks
    QCOMPARE(m_engine->inspections.load(), 1);
}

void WindowTest::importDialogTakesAMapOfFields() {
    ImportDialog dialog(m_host->client(), u"demo"_s, nullptr);
    QFile file(m_folder.filePath(u"own.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("prompt,first,second\nWho?,me,you\n");
    file.close();
    m_engine->inspection = {};
    m_engine->inspection.rows = 1;
    m_engine->inspection.fields = {{"prompt", "Who?"}, {"first", "me"}, {"second", "you"}};
    m_engine->inspection.mapping = R"({"question":"prompt"})";
    dialog.setFile(file.fileName());
    auto* layouts = dialog.findChild<LabelledCombo*>();
    QTRY_VERIFY(layouts->findText(u"Field by field"_s) > 0);
    auto* verb = dialog.findChild<PrimaryButton*>();
    QVERIFY(!verb->isEnabled()); // no known layout
    layouts->setCurrentIndex(layouts->findText(u"Field by field"_s));
    Q_EMIT layouts->activated(layouts->currentIndex());
    const auto field = [&dialog](const QString& name) {
        for (QComboBox* box : dialog.findChildren<QComboBox*>())
            if (box->accessibleName() == name) return box;
        return static_cast<QComboBox*>(nullptr);
    };
    QVERIFY(field(u"Question"_s) != nullptr);
    QCOMPARE(field(u"Question"_s)->currentText(), u"prompt"_s); // the guess
    m_engine->inspection.format = "mapped";
    m_engine->inspection.pairs = 1;
    field(u"Chosen answer"_s)->setEditText(u"first"_s);
    QCOMPARE(dialog.request().mapping, std::string()); // not complete yet
    field(u"Rejected answer"_s)->setEditText(u"second"_s);
    QCOMPARE(dialog.request().mapping, std::string(R"({"question":"prompt","chosen":"first","rejected":"second"})"));
    QTRY_VERIFY(verb->isEnabled());
}

void WindowTest::importDialogTakesAnArchiveOfImages() {
    ImportDialog dialog(m_host->client(), u"demo"_s, nullptr);
    auto* images = dialog.findChild<QLineEdit*>(u"importImages"_s);
    const QString archive = m_folder.filePath(u"photos.tar.gz"_s);
    QFile(archive).open(QIODevice::WriteOnly);
    // Dropped on the dialog it is no file of pairs.
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(archive)});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&dialog, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&dialog, &drop);
    QCOMPARE(images->text(), archive);
    QCOMPARE(dialog.request().image_folder, archive.toStdString());
    QVERIFY(dialog.request().file.empty());
    const auto menus = images->parentWidget()->findChildren<QMenu*>();
    QCOMPARE(menus.size(), 1);
    QCOMPARE(menus.first()->actions().size(), 2); // a folder or an archive
}

void WindowTest::importOffersToCheckTheImages() {
    auto snapshot = std::make_shared<ColumnSnapshot>();
    snapshot->rows = 1;
    for (const char* name : {"pair", "image"}) {
        Column column;
        column.name = name;
        auto chunk = std::make_shared<ColumnChunk>();
        if (column.name == "pair") {
            column.type = ColumnType::integer;
            chunk->integers.push_back(1);
        } else {
            column.type = ColumnType::code;
            column.dictionary = {"present", "missing", "none"};
            chunk->codes.push_back(1);
        }
        column.chunks = {chunk};
        snapshot->columns.push_back(column);
    }
    m_engine->snapshot = snapshot;
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    auto* toast = m_window->findChild<ToastHost*>();
    const auto imported = [&](RunId id) {
        RunRecord run;
        run.id = id;
        run.kind = RunKind::import;
        run.state = RunState::done;
        ImportResult result;
        result.imported = 3;
        run.result = dumpJson(toJson(JobResult(result)));
        m_engine->project.runs = {run};
        m_engine->listener({id, 1, 0, StateEvent{RunState::done, {}, run.result}});
        return QTest::qWaitFor([&] { return toast->isVisible() && toast->text().startsWith(u"Imported 3"); });
    };
    auto* button = toast->findChild<KeyCapButton*>();
    QVERIFY(imported(5));
    QVERIFY(!button->isVisible()); // no picture is there: nothing to check
    toast->hide();
    auto there = std::make_shared<ColumnSnapshot>(*snapshot);
    auto codes = std::make_shared<ColumnChunk>();
    codes->codes.push_back(0);
    there->columns[1].chunks = {codes};
    m_engine->snapshot = there;
    QVERIFY(imported(6));
    QVERIFY(button->isVisible());
    QCOMPARE(button->text(), u"Check images"_s);
    button->click();
    QVERIFY(std::holds_alternative<VerifyRequest>(m_engine->submitted.back()));
    m_engine->snapshot = std::make_shared<ColumnSnapshot>();
}

void WindowTest::checkOfImagesIsReported() {
    const QString file = m_folder.filePath(u"image_problems.jsonl"_s);
    QFile lines(file);
    QVERIFY(lines.open(QIODevice::WriteOnly));
    lines.write("{\"image\":\"/a/b.png\",\"problem\":\"damaged\",\"reason\":\"r\",\"references\":3}\n"
                "{\"image\":\"/a/c.png\",\"problem\":\"missing\",\"reason\":\"r\",\"references\":1}\n");
    lines.close();
    VerifyResult result;
    result.images = 12;
    result.good = 10;
    result.damaged = result.missing = 1;
    result.problems_file = file.toStdString();
    auto* dialog = new ImageReportDialog(m_host->client(), result, m_window);
    dialog->open();
    auto* table = dialog->findChild<QTableView*>(u"imageProblems"_s);
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"Can’t be read"_s);
    QCOMPARE(table->model()->index(1, 0).data().toString(), u"/a/c.png"_s);
    QCOMPARE(readImageProblems(file, 1).size(), 1);
    QSignalSpy missing(dialog, &ImageReportDialog::findMissingRequested);
    disconnect(dialog, &ImageReportDialog::findMissingRequested, m_window, nullptr);
    for (auto* button : dialog->findChildren<KeyCapButton*>())
        if (button->text().startsWith(u"Find missing")) button->click();
    QCOMPARE(missing.size(), 1);
    ImageCheckDialog options(nullptr);
    QCOMPARE(options.request(), VerifyRequest{}); // the documented defaults
    options.findChild<QAbstractButton*>(u"check.again"_s)->click();
    QVERIFY(options.request().again);
}

void WindowTest::benchmarksAreSetUpBeforeTheyAreCounted() {
    RunRecord done;
    done.id = 3;
    done.kind = RunKind::score;
    done.state = RunState::done;
    done.judge = "/judges/first";
    RunRecord later = done;
    later.id = 5;
    RunRecord half = done;
    half.id = 6;
    half.state = RunState::stopped;
    SelectionRecord selection;
    selection.name = "held";
    BenchSetupDialog setup(BenchProtocol::multimodal_rewardbench, {done, later, half}, {selection}, m_window);
    BenchRequest expected;
    expected.protocol = BenchProtocol::multimodal_rewardbench;
    expected.run = 5; // the latest that is done
    QCOMPARE(setup.request(), expected);
    setup.findChild<QComboBox*>(u"bench.order"_s)->setCurrentIndex(4);
    setup.findChild<QComboBox*>(u"bench.unparsed"_s)->setCurrentIndex(1);
    setup.findChild<QComboBox*>(u"bench.selection"_s)->setCurrentIndex(1);
    setup.findChild<QSpinBox*>(u"bench.votes"_s)->setValue(7);
    setup.findChild<QLineEdit*>(u"bench.seed"_s)->setText(u"42"_s);
    setup.findChild<QLineEdit*>(u"bench.predictions"_s)->setText(u"/tmp/p.jsonl"_s);
    expected.order = BenchOrder::both;
    expected.unparsed = UnparsedPolicy::leave;
    expected.selection = "held";
    expected.votes = 7;
    expected.seed = 42;
    expected.predictions = "/tmp/p.jsonl";
    QCOMPARE(setup.request(), expected);
    BenchSetupDialog none(BenchProtocol::vl_rewardbench, {half}, {}, m_window);
    QVERIFY(!none.findChild<QAbstractButton*>(u"bench.count"_s)->isEnabled()); // nothing to count
}

void WindowTest::nearDuplicatesOpenFromEveryWorkspace() {
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    auto* explore = m_window->findChild<ExploreWorkspace*>();
    for (int workspace = 0; workspace < m_window->workspaces().size(); ++workspace) {
        m_window->showWorkspace(workspace);
        explore->showPage(ExplorePage::pairs);
        int ways = 0;
        for (const ListedAction& entry : listActions(m_window->menuBar()))
            if (plainText(entry.action).startsWith(u"Near-duplicates") && ++ways == 1) entry.action->trigger();
        QCOMPARE(ways, 1); // one entry in the command search, not two of the same name
        QCOMPARE(m_window->currentWorkspace(), 1);
        QCOMPARE(explore->page(), ExplorePage::duplicates);
    }
}

void WindowTest::jobsShowInThePill() {
    QVERIFY(m_host->client()->openProject(m_folder.filePath(u"a.egt"_s), OpenMode::read_write).has_value());
    auto* pill = m_window->findChild<JobPill*>();
    QCOMPARE(pill->run(), RunId{0});
    RunRecord run;
    run.id = 7;
    run.kind = RunKind::train;
    run.name = "low to high";
    run.state = RunState::running;
    m_engine->active = {run};
    m_engine->listener({7, 1, 0, StateEvent{RunState::running, {}, {}}});
    m_engine->listener({7, 2, 0, ProgressEvent{588, 960, "steps", "", 0.4428, 0}});
    QTRY_COMPARE(pill->run(), RunId{7});
    QTRY_VERIFY(pill->accessibleName().contains(u"588"));
    QSignalSpy paused(pill, &JobPill::pauseClicked);
    pill->setFocus();
    QTest::keyClick(pill, Qt::Key_Space);
    QCOMPARE(paused.count(), 1);
    run.state = RunState::failed;
    run.error = R"({"code":"x","text":"It broke.","args":[],"file":"","line":0,"field":""})";
    m_engine->active.clear();
    m_engine->project.runs = {run};
    m_engine->listener({7, 3, 0, StateEvent{RunState::failed, run.error, {}}});
    QTRY_VERIFY(pill->accessibleName().contains(u"failed"));
}

void WindowTest::noTranslationIsUnfinished() {
    QFile file(QStringLiteral(EGT_SOURCE_DIR "/translations/egt_zh_CN.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.count("<message") > 50);
    QCOMPARE(text.count("type=\"unfinished\""), 0);
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
