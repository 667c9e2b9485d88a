// SPDX-License-Identifier: GPL-3.0-or-later
// Train on a project with finished runs, driven by keys and mouse.
#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QImage>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

#include "api/engine.h"
#include "api/ml_backend.h"
#include "bridge/engine_client.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "jobs/local_engine.h"
#include "records/run_context.h"
#include "store/project.h"
#include "support/temp_folder.h"
#include "train/new_run_dialog.h"
#include "train/plot_export.h"
#include "train/plot_grid.h"
#include "train/run_book.h"
#include "train/run_details.h"
#include "train/run_list.h"
#include "train/train_workspace.h"
#include "train_project.h"

using namespace egt;
using namespace egt::ui;

namespace {

constexpr int kPatience = 60'000; ///< what opens torch or trains may wait for a busy machine

// Trains nothing, but tells the story of a training run as the real trainer does.
class ScriptedBackend final : public MlBackend {
public:
    Result<JudgeInfo> judgeInfo(const std::string& folder) override {
        JudgeInfo info;
        info.path = folder;
        info.family = "scripted";
        return info;
    }
    Result<JudgeDetails> judgeDetails(const std::string&) override { return JudgeDetails{}; }
    Result<JudgeCheck> judgeCheck(const JudgeCheckRequest&) override { return JudgeCheck{}; }
    Result<JudgeExport> judgeExport(const JudgeExportRequest&) override { return JudgeExport{}; }
    Result<RespondResult> respond(const RespondRequest&) override { return RespondResult{}; }
    Result<ScoreEstimate> scoreEstimate(const ScoreRequest&, RunId, Project&) override { return ScoreEstimate{}; }
    Result<SftResult> sft(const SftRequest&, Project&, RunContext&) override { return SftResult(); }
    Result<ScoreResult> score(const ScoreRequest&, Project&, RunContext&) override { return ScoreResult(); }
    Result<EvaluationRecord> evaluate(const EvalRequest&, Project&, RunContext&) override { return EvaluationRecord(); }
    Result<TrainResult> train(const TrainRequest& request, Project& project, RunContext& run) override {
        std::int64_t first = 1;
        std::int64_t last = request.config.steps;
        if (request.resume != 0) { // from the checkpoint at step 5, for a little while
            first = 6;
            last = 12;
            if (auto cut = project.truncateRun(run.id(), 5); !cut) return fail(cut.error());
        }
        TrainResult result;
        result.run = run.id();
        run.note({"stage", 0, "Stage %1 of %2 began.", {"1", "2"}});
        for (std::int64_t step = first; step <= last; ++step) {
            if (run.checkpoint() != StopKind::none) {
                run.checkpointWritten({run.id(), step - 1, "/tmp/judge", 10, 0.75, 1});
                break;
            }
            run.metrics({{step, "loss", 1.0 / static_cast<double>(step)}, {step, "learning_rate", 1e-4}});
            run.progress({step, request.config.steps, "steps", "train", 100, 1840});
            result.steps = step;
            QThread::msleep(4);
        }
        return result;
    }
};

} // namespace

class WorkspaceTest : public QObject {
    Q_OBJECT
    test::TempFolder m_folder;
    test::TrainProject m_project;
    std::unique_ptr<EngineClient> m_client;
    std::unique_ptr<ProjectContext> m_context;
    std::unique_ptr<TrainWorkspace> m_train;

    template <class T> T* part(const char* name) { return m_train->findChild<T*>(QLatin1String(name)); }
    void picture(const char* name) {
        const QByteArray folder = qgetenv("EGT_SCREENS");
        if (!folder.isEmpty())
            m_train->grab().save(QString::fromLocal8Bit(folder) + QLatin1Char('/') + QLatin1String(name));
    }

private Q_SLOTS:
    void initTestCase() { m_project = test::makeTrainProject(m_folder.path()); }
    void init() {
        m_client = std::make_unique<EngineClient>(makeLocalEngine());
        m_context = std::make_unique<ProjectContext>();
        m_train = std::make_unique<TrainWorkspace>();
        m_train->setClient(m_client.get());
        m_train->setContext(m_context.get());
        m_train->resize(1376, 842);
        m_train->show();
        QVERIFY(m_client->openProject(QString::fromStdString(m_project.folder.string()), OpenMode::read_write));
        m_train->projectOpened();
        QVERIFY(QTest::qWaitForWindowExposed(m_train.get()));
        m_train->plots()->redrawNow();
    }
    void cleanup() {
        m_train.reset();
        m_client.reset();
        m_context.reset();
    }

    void opensTheNewestRunWithItsStory() {
        QCOMPARE(m_train->currentRun(), m_project.low);
        const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
        new QAbstractItemModelTester(part<RunList>("train.runs")->model(), mode, m_train.get());
        new QAbstractItemModelTester(part<QAbstractItemView>("train.checkpoints")->model(), mode, m_train.get());
        new QAbstractItemModelTester(part<QAbstractItemView>("train.events")->model(), mode, m_train.get());
        QTRY_VERIFY(part<QWidget>("curriculum")->accessibleDescription().contains(QStringLiteral("Stage 3")));
        QCOMPARE(part<QLabel>("figure.step")->text(), QStringLiteral("588 of 960"));
        QCOMPARE(part<QAbstractItemView>("train.checkpoints")->model()->rowCount(), 14);
        const MetricPlot* loss = m_train->plots()->plot(QStringLiteral("loss"));
        QCOMPARE(loss->curves().size(), std::size_t{1});
        QCOMPARE(loss->curves()[0].series->size(), std::size_t{588});
        QCOMPARE(loss->fullSteps().upper, 960.0);
        picture("train-light.png");
        m_train->openRun(m_project.random);
        m_train->openRun(m_project.scores);
        m_train->openRun(m_project.low);
        QCOMPARE(m_train->currentRun(), m_project.low);
        m_train->book()->setShown(m_project.random, true);
        m_train->plots()->redrawNow();
        QCOMPARE(loss->curves().size(), std::size_t{2});
        QVERIFY(loss->curves()[0].leading);
        QVERIFY(loss->curves()[0].style != loss->curves()[1].style);
        ThemeNotifier::instance().setScheme(Scheme::dark);
        QTest::qWait(200);
        picture("train-dark.png");
        ThemeNotifier::instance().setScheme(Scheme::light);
    }

    void crosshairIsSharedAndMovesByKey() {
        MetricPlot* loss = m_train->plots()->plot(QStringLiteral("loss"));
        MetricPlot* accuracy = m_train->plots()->plot(QStringLiteral("eval/accuracy"));
        loss->setFocus();
        QTest::keyClick(loss, Qt::Key_End);
        QCOMPARE(*accuracy->crosshair(), 588.0);
        QTest::keyClick(loss, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(*accuracy->crosshair(), 578.0);
        QVERIFY(loss->accessibleDescription().startsWith(QStringLiteral("Step 578")));
        // Sparse values are read at the nearest measurement.
        const auto evaluations = m_client->engine().evaluations(m_project.low);
        QVERIFY(evaluations);
        QCOMPARE(*accuracy->readOut(accuracy->curves()[0]), evaluations->back().accuracy);
        QTest::keyClick(loss, Qt::Key_Escape);
        QVERIFY(!loss->crosshair());
    }

    void zoomStaysUntilFollowReturns() {
        MetricPlot* loss = m_train->plots()->plot(QStringLiteral("loss"));
        const QRect frame = loss->axisRect()->rect();
        QTest::mousePress(loss, Qt::LeftButton, {}, frame.topLeft() + QPoint(40, 20));
        QTest::mouseMove(loss, frame.topLeft() + QPoint(120, 90));
        QTest::mouseRelease(loss, Qt::LeftButton, {}, frame.topLeft() + QPoint(120, 90));
        QVERIFY(!m_train->plots()->following());
        const QCPRange steps = loss->steps();
        const QCPRange rows = loss->yAxis->range();
        QVERIFY(steps.size() < 400);
        for (const MetricPlot* plot : m_train->plots()->plots())
            QCOMPARE(plot->steps().lower, steps.lower);
        // Values arrive: in the series, then redrawn.
        RunData* run = m_train->book()->find(m_project.low);
        run->metrics["loss"].append(2000, 5.0);
        m_train->plots()->redrawNow();
        QCOMPARE(loss->steps().lower, steps.lower);
        QCOMPARE(loss->steps().upper, steps.upper);
        QCOMPARE(loss->yAxis->range().upper, rows.upper);
        QTest::keyClick(loss, Qt::Key_Escape);
        QTest::keyClick(loss, Qt::Key_Escape);
        QVERIFY(m_train->plots()->following());
        QCOMPARE(loss->steps().upper, 2000.0);
    }

    void spaceComparesAndRenameIsKept() {
        auto* runs = part<RunList>("train.runs");
        runs->setFocus();
        runs->setCurrentIndex(runs->runs()->indexOf(m_project.random));
        QTest::keyClick(runs, Qt::Key_Space);
        QVERIFY(m_train->book()->find(m_project.random)->shown);
        QCOMPARE(m_train->currentRun(), m_project.low); // comparing does not open
        QTest::keyClick(runs, Qt::Key_F2);
        auto* editor = runs->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("By chance"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(m_client->engine().run(m_project.random)->name, std::string("By chance"));
        QTest::keyClick(runs, Qt::Key_Return);
        QCOMPARE(m_train->currentRun(), m_project.random);
    }

    void sampleSliderWalksThroughSteps() {
        auto* slider = part<QSlider>("sample.step");
        QCOMPARE(slider->maximum(), 6); // steps 80 to 560
        QCOMPARE(m_train->findChild<SampleView*>()->current()->step, std::int64_t{560});
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(m_train->findChild<SampleView*>()->current()->step, std::int64_t{80});
        QCOMPARE(part<EntropyText>("sample.text")->tokenCount(), 14);
        part<QComboBox>("sample.probe")->setCurrentIndex(2);
        Q_EMIT part<QComboBox>("sample.probe")->activated(2);
        QCOMPARE(m_train->findChild<SampleView*>()->current()->probe, 2);
        QCOMPARE(m_train->findChild<SampleView*>()->current()->step, std::int64_t{80});
    }

    void dialogShowsStagesChecksAndYaml() {
        TrainRequest request;
        request.judge = "/nowhere";
        request.config.stages = 3;
        NewRunDialog dialog(m_client.get(), request, m_train.get());
        dialog.show();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.facts().plan_ready, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.facts().judge_error.isEmpty(), kPatience);
        QVERIFY(!dialog.canStart()); // there is no such judge
        // 400 pairs, a tenth held out, 10 without their image.
        QCOMPARE(dialog.facts().plan.pairs, std::int64_t{350});
        QCOMPARE(dialog.facts().plan.stages.size(), std::size_t{3});
        const QString yaml = dialog.findChild<QPlainTextEdit*>(QStringLiteral("newRun.yaml"))->toPlainText();
        const auto read = m_client->engine().parseTrainConfig(yaml.toStdString());
        QVERIFY(read);
        QCOMPARE(*read, dialog.request().config);
        QVERIFY(!dialog.findChildren<QWidget*>(QStringLiteral("newRun.check")).isEmpty());
        QTest::qWait(100);
        const QByteArray folder = qgetenv("EGT_SCREENS");
        if (!folder.isEmpty()) dialog.grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/new-run.png"));
    }

    void plotsAreWrittenInEveryFormat() {
        m_train->book()->setShown(m_project.random, true);
        m_train->plots()->redrawNow();
        const auto write = [&](PlotFormat format, const char* name) {
            PlotExport options;
            options.format = format;
            options.file = QString::fromStdString((m_folder / name).string());
            const QString error = writePlots(m_train->plots()->plots(), options);
            QFile file(options.file);
            return error.isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QImage png = QImage::fromData(write(PlotFormat::png, "curves.png"));
        QCOMPARE(png.width(), 2126); // 180 mm at 300 dpi
        QVERIFY(png.dotsPerMeterX() > 11000);
        const QByteArray svg = write(PlotFormat::svg, "curves.svg");
        QVERIFY(svg.contains("<svg") && svg.contains("Held-out accuracy"));
        QVERIFY(write(PlotFormat::pdf, "curves.pdf").startsWith("%PDF"));
        const QList<QByteArray> csv = write(PlotFormat::csv, "curves.csv").split('\n');
        QCOMPARE(csv.count(), 2 + 588 * 5 + 14 + 960 * 5 + 24); // head, values, the end
        PlotExport nowhere;
        nowhere.file = QStringLiteral("/nowhere/curves.png");
        QVERIFY(!writePlots(m_train->plots()->plots(), nowhere).isEmpty());
        const QByteArray folder = qgetenv("EGT_SCREENS");
        if (!folder.isEmpty()) png.save(QString::fromLocal8Bit(folder) + QStringLiteral("/curves.png"));
    }

    void narrowWindowsPutTheDetailsAway() {
        m_train->resize(800, 700);
        QTRY_VERIFY(!part<QWidget>("train.details")->isVisible());
        m_train->setFocus();
        part<QAction>("train.details")->trigger();
        QVERIFY(part<QWidget>("train.details")->isVisible());
        picture("train-narrow.png");
    }

    void watchesPausesAndStopsALiveRun() {
        cleanup();
        m_client = std::make_unique<EngineClient>(jobs::makeLocalEngineWith(std::make_unique<ScriptedBackend>()));
        m_context = std::make_unique<ProjectContext>();
        m_train = std::make_unique<TrainWorkspace>();
        m_train->setClient(m_client.get());
        m_train->setContext(m_context.get());
        m_train->resize(1376, 842);
        m_train->show();
        QVERIFY(m_client->openProject(QString::fromStdString(m_project.folder.string()), OpenMode::read_write));
        m_train->projectOpened();
        QVERIFY(QTest::qWaitForWindowActive(m_train.get()));
        QVERIFY(!part<QAction>("train.pause")->isEnabled());
        QFile config(QString::fromStdString((m_folder / "config.json").string())); // what makes a folder a judge's
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{}") == 2);
        config.close();
        connect(m_context.get(), &ProjectContext::errorRaised, this, [](const QString& text) { qWarning() << text; });
        TrainRequest request;
        request.judge = m_folder.path().string();
        request.config.name = "Live";
        request.config.steps = 100'000;
        QVERIFY(m_train->start(request));
        const RunId live = m_train->currentRun();
        QVERIFY(live != m_project.low);
        const MetricPlot* loss = m_train->plots()->plot(QStringLiteral("loss"));
        QTRY_VERIFY_WITH_TIMEOUT(!loss->curves().empty() && loss->curves()[0].run == live &&
                                     loss->curves()[0].series->size() > 20,
                                 kPatience);
        QTRY_COMPARE(part<QLabel>("figure.stage")->text(), QStringLiteral("1 of 2"));
        QVERIFY(part<QLabel>("figure.speed")->text().contains(QStringLiteral("1,840")));
        picture("train-live.png");
        auto* pause = part<QAction>("train.pause");
        QTest::keyClick(m_train.get(), Qt::Key_Space, Qt::ControlModifier);
        QTRY_COMPARE(m_client->engine().run(live)->state, RunState::paused);
        QTRY_COMPARE(pause->text(), QStringLiteral("Continue"));
        const auto stood = m_client->engine().metrics(live, -1)->size();
        QTest::qWait(60);
        QCOMPARE(m_client->engine().metrics(live, -1)->size(), stood);
        QTest::keyClick(m_train.get(), Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(m_client->engine().metrics(live, -1)->size() > stood, kPatience);
        QTRY_COMPARE(pause->text(), QStringLiteral("Pause"));
        QTest::keyClick(m_train.get(), Qt::Key_Period, Qt::ControlModifier);
        QTRY_COMPARE(m_client->engine().run(live)->state, RunState::stopped);
        QTRY_COMPARE(part<QAbstractItemView>("train.checkpoints")->model()->rowCount(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(part<QAction>("train.resume")->isEnabled(), kPatience);
        // Everything that was stored is drawn, nothing twice.
        QTRY_COMPARE(m_train->book()->find(live)->metrics["loss"].size() * 2,
                     m_client->engine().metrics(live, -1)->size());
        // A window that opens now reads the same story.
        RunBook late;
        late.setClient(m_client.get());
        late.restart();
        late.load(live);
        QCOMPARE(late.find(live)->metrics["loss"].size(), m_train->book()->find(live)->metrics["loss"].size());
        QCOMPARE(late.find(live)->story.size(), m_train->book()->find(live)->story.size());
        // Resumed from before its last step: what was dropped in the store is not drawn any more.
        part<QAction>("train.resume")->trigger();
        QTRY_COMPARE(m_client->engine().run(live)->state, RunState::done);
        QTRY_COMPARE(m_train->book()->find(live)->metrics["loss"].size(), std::size_t{12});
        QTRY_VERIFY_WITH_TIMEOUT(!loss->curves().empty() && loss->curves()[0].series->size() == 12, kPatience);
    }

    void everyControlHasAName() {
        for (QWidget* widget : m_train->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool control = button != nullptr || qobject_cast<QComboBox*>(widget) != nullptr ||
                                 qobject_cast<QAbstractItemView*>(widget) != nullptr ||
                                 qobject_cast<QSlider*>(widget) != nullptr ||
                                 qobject_cast<MetricPlot*>(widget) != nullptr;
            if (!control || qobject_cast<QHeaderView*>(widget) != nullptr) continue;
            const bool named = !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
            QVERIFY2(named, qPrintable(widget->objectName() + QLatin1String(widget->metaObject()->className())));
        }
    }
};

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("egt-test"));
    initLook();
    WorkspaceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "workspace_test.moc"
