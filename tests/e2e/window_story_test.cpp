// SPDX-License-Identifier: GPL-3.0-or-later
// The whole job in the window, by keys and mouse alone, on the real engine, the real judge and the real training:
// review, undo, cut, save, train, pause, continue, stop, export, and leaving while a run works. The steps build on one
// another; after a failure the rest is skipped.
#include <QComboBox>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "base/files.h"
#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/cut_handle.h"
#include "common/histogram_cut_widget.h"
#include "common/project_context.h"
#include "common/style.h"
#include "curation/cut.h"
#include "hand.h"
#include "records/serialize.h"
#include "train/metric_plot.h"
#include "window/main_window.h"
#include "window/settings.h"
#include "window/start_page.h"
#include "window/window_host.h"

using namespace egt;
using namespace egt::ui;
using namespace egt::test;
using namespace Qt::StringLiterals;

namespace {

constexpr double kLongestGapMs = 500; ///< loose: machines that run tests are shared

constexpr const char* kSft = R"(hidden_size: 32
intermediate_size: 64
layers: 1
heads: 4
kv_heads: 2
vision_hidden_size: 32
vision_intermediate_size: 64
vision_layers: 1
vision_heads: 4
stages:
  - name: short
    steps: 70
    batch: 32
    learning_rate: 0.005
)";

struct KeyOfReview {
    Qt::Key key;
    Decision decision;
};
constexpr std::array<KeyOfReview, 10> kReviews{{{Qt::Key_1, Decision::left},
                                                {Qt::Key_2, Decision::right},
                                                {Qt::Key_3, Decision::tie},
                                                {Qt::Key_4, Decision::both_bad},
                                                {Qt::Key_Y, Decision::correct},
                                                {Qt::Key_X, Decision::flip},
                                                {Qt::Key_D, Decision::drop},
                                                {Qt::Key_Space, Decision::skip},
                                                {Qt::Key_F, Decision::flag},
                                                {Qt::Key_A, Decision::left}}};
constexpr std::size_t kUndone = 3;

/// Runs the real program (or a line of the shell) to its end.
QByteArray outputOf(const QString& program, const QStringList& words) {
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(program, words);
    if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        qWarning().noquote() << program << words << process.errorString() << process.readAllStandardError();
    return process.readAllStandardOutput();
}

QJsonObject egtProgram(QStringList words) {
    words << u"--json"_s;
    return QJsonDocument::fromJson(outputOf(QStringLiteral(EGT_PROGRAM), words)).object();
}

std::int64_t lastStep(const std::vector<MetricPoint>& points) {
    std::int64_t last = 0;
    for (const MetricPoint& point : points)
        last = std::max(last, point.step);
    return last;
}

} // namespace

class WindowStoryTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<WindowHost> m_host;
    std::unique_ptr<Pulse> m_pulse;
    std::vector<PairId> m_reviewed;
    double m_high = 0;
    RunId m_run = 0;
    bool m_broken = false;

    [[nodiscard]] QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    [[nodiscard]] Engine& engine() const { return m_host->client()->engine(); }
    [[nodiscard]] ProjectContext* context() const { return m_host->window()->context(); }
    [[nodiscard]] RunState state(RunId run) const {
        const auto record = engine().run(run);
        return record ? record->state : RunState::failed;
    }
    /// What the engine was asked to train, read from the run's record.
    [[nodiscard]] TrainRequest asked() const {
        return std::get<TrainRequest>(*requestFromJson(*parseJson(engine().run(m_run)->config)));
    }
    [[nodiscard]] std::int64_t measuredSteps() const {
        const auto points = engine().metrics(m_run, -1);
        return points ? lastStep(*points) : 0;
    }
    [[nodiscard]] ColumnsPtr columns() const { return m_host->client()->columns(); }
    /// What the drawn loss curve of the leading run holds; 0 when no such plot is in sight.
    [[nodiscard]] static std::size_t drawnSteps() {
        const auto* plot = seen<MetricPlot>("plot.loss");
        if (plot == nullptr || plot->curves().empty()) return 0;
        return plot->curves().front().series->size();
    }
    [[nodiscard]] static QString shownState() {
        const auto* pill = seen("train.runState");
        return pill == nullptr ? QString() : pill->accessibleName();
    }
    [[nodiscard]] static QString shownKept() {
        const auto* panel = seen("effectPanel");
        if (panel == nullptr) return {};
        for (const QLabel* label : panel->findChildren<QLabel*>())
            if (label->accessibleName().startsWith(u"Pairs kept ")) return label->text();
        return {};
    }
    /// Takes the focus to a number of the form and types it.
    static bool fill(const char* name, const QString& text) {
        if (!tabTo(name)) return false;
        typeOver(text);
        return true;
    }
    /// A combo that has the focus: Down until its text begins like this.
    static bool choose(const char* name, const QString& begin) {
        if (!tabTo(name)) return false;
        auto* combo = seen<QComboBox>(name);
        for (int i = 0; i < combo->count() && !combo->currentText().startsWith(begin); ++i)
            key(Qt::Key_Down);
        return combo->currentText().startsWith(begin);
    }
    bool fillForm();
    bool startRun(const std::function<bool()>& fill_in);
    bool useTheWindow();
    void leave();

private Q_SLOTS:
    void initTestCase();
    void init() {
        if (m_broken) QSKIP("an earlier step failed");
    }
    void cleanup() { m_broken = m_broken || QTest::currentTestFailed(); }
    void opensTheProject();
    void asksWhoDecides();
    void reviewsTenPairsByKeys();
    void takesThreeBack();
    void cutFollowsTheMouse();
    void savesTheSelection();
    void startsTrainingFromTheForm();
    void curvesMoveWhilePeopleWork();
    void pausesAndContinues();
    void stopsAndSaves();
    void writesWhatTheProgramWrites();
    void leavesWhileARunWorks();
};

void WindowStoryTest::initTestCase() {
    QVERIFY(m_folder.isValid());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, at("settings"));
    installLanguage(u"en"_s);
    initLook();
    m_project = at("demo.egt");
    QVERIFY(writeFileAtomically(at("sft.yaml").toStdString(), kSft));
    egtProgram({u"demo-world"_s, u"--pairs"_s, u"136"_s, u"--heldout"_s, u"16"_s, u"--traces"_s, u"80"_s, u"--seed"_s,
                u"5"_s, u"--out"_s, at("w")});
    egtProgram({u"new"_s, m_project});
    QCOMPARE(egtProgram({u"import"_s, m_project, at("w/pairs.jsonl")})[u"imported"].toInt(), 136);
    egtProgram({u"sft"_s, m_project, u"--traces"_s, at("w/traces.jsonl"), u"--out"_s, at("judge"), u"--config"_s,
                at("sft.yaml")});
    const QJsonObject scored = egtProgram({u"score"_s, m_project, u"--judge"_s, at("judge"), u"--batch"_s, u"16"_s,
                                           u"--temperature"_s, u"1"_s, u"--seed"_s, u"3"_s});
    QCOMPARE(scored[u"scored"].toInt(), 136);
}

void WindowStoryTest::opensTheProject() {
    QElapsedTimer clock;
    clock.start();
    m_host = std::make_unique<WindowHost>(makeLocalEngine());
    m_host->start(m_project);
    m_host->window()->activateWindow(); // no window manager may be there to do it
    QVERIFY(QTest::qWaitForWindowActive(m_host->window()));
    QCoreApplication::processEvents(); // the first picture
    qInfo("window opened with its project after %lld ms", static_cast<long long>(clock.elapsed()));
    QVERIFY(m_host->window()->windowTitle().startsWith(u"demo"));
    QCOMPARE(m_host->window()->currentWorkspace(), 0);
    QVERIFY(seen("questionText") != nullptr);
}

void WindowStoryTest::asksWhoDecides() {
    const Answer answer([](QWidget*) {
        type(u"Ana Ruiz"_s);
        key(Qt::Key_Return);
    });
    QVERIFY(click("annotator"));
    QVERIFY(answer.done());
    QCOMPARE(context()->annotator(), u"Ana Ruiz"_s);
}

void WindowStoryTest::reviewsTenPairsByKeys() {
    QVERIFY(click("queueCombo")); // its list opens; End is "All pairs"
    key(Qt::Key_End);
    key(Qt::Key_Return);
    QCOMPARE(seen<QComboBox>("queueCombo")->currentText(), u"All pairs"_s);
    for (const KeyOfReview& review : kReviews) {
        const PairId pair = context()->currentPair();
        const auto shown = engine().pair(pair);
        QVERIFY(shown);
        QCOMPARE(seen<QLabel>("pairId")->text().toStdString(), shown->source_id);
        key(review.key);
        QVERIFY(until([&] { return context()->currentPair() != pair; }, 3000));
        m_reviewed.push_back(pair);
        const auto stored = engine().reviews(pair);
        QVERIFY(stored);
        QCOMPARE(stored->size(), std::size_t{1});
        QCOMPARE(stored->front().decision, review.decision);
        QCOMPARE(stored->front().annotator, std::string("Ana Ruiz"));
        QVERIFY(stored->front().run > 0);
    }
    QCOMPARE(std::set<PairId>(m_reviewed.begin(), m_reviewed.end()).size(), kReviews.size());
    QCOMPARE(engine().info()->reviewed, 9); // a skip is none
}

void WindowStoryTest::takesThreeBack() {
    key(Qt::Key_U);
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_U);
    QCOMPARE(context()->currentPair(), m_reviewed[kReviews.size() - kUndone]);
    for (std::size_t i = 0; i < m_reviewed.size(); ++i) {
        const auto rows = engine().reviews(m_reviewed[i]);
        QVERIFY(rows);
        const bool undone = i >= kReviews.size() - kUndone;
        QCOMPARE(rows->size(), std::size_t{undone ? 2U : 1U}); // nothing is erased
        QCOMPARE(rows->back().undoes, undone ? rows->front().id : 0);
        QCOMPARE(rows->front().decision, kReviews[i].decision);
    }
    QCOMPARE(engine().info()->reviewed, 7);
}

void WindowStoryTest::cutFollowsTheMouse() {
    key(Qt::Key_2, Qt::ControlModifier);
    auto* histogram = seen<HistogramCutWidget>("histogram");
    QVERIFY(histogram != nullptr);
    auto* handle = seen<CutHandle>("upperCut");
    QVERIFY(handle != nullptr);
    QCOMPARE(shownKept(), u"136"_s);
    const ColumnsPtr now = columns();
    std::vector<double> entropies;
    for (std::int64_t row = 0; row < now->rows; ++row)
        entropies.push_back(now->find("mean_entropy")->number(row));
    std::sort(entropies.begin(), entropies.end());
    const double wanted = entropies[95]; // of 136: about seven tenths are kept
    const QPoint from = handle->geometry().center();
    std::set<double> seen_kept;
    double last = 136;
    bool falls = true;
    const auto moved = [&] {
        const CutCounts counts = histogram->counts();
        falls = falls && counts.kept <= last && counts.kept + counts.below + counts.above == 136;
        last = counts.kept;
        seen_kept.insert(counts.kept);
    };
    QVERIFY(drag(histogram, from, {qRound(histogram->xOf(wanted)), from.y()}, moved));
    QVERIFY(falls);
    QVERIFY2(seen_kept.size() >= 4, "the numbers move with the handle");
    m_high = histogram->high();
    const auto expected = curation::cutByValue(*now, {}, std::nullopt, m_high);
    QVERIFY(expected);
    QVERIFY(expected->dropped > 10 && std::ssize(expected->pairs) > 40);
    QCOMPARE(static_cast<std::int64_t>(histogram->counts().kept), std::ssize(expected->pairs));
    QCOMPARE(static_cast<std::int64_t>(histogram->counts().above), expected->dropped);
    QVERIFY(until([&] { return shownKept() == QString::number(expected->pairs.size()); }, 2000));
    QCOMPARE(context()->cut().high, m_high);
}

void WindowStoryTest::savesTheSelection() {
    key(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), seen("selectionName"));
    type(u"certain"_s);
    key(Qt::Key_Return);
    const auto saved = engine().selectionPairs("certain");
    QVERIFY(saved);
    QVERIFY(*saved == curation::cutByValue(*columns(), {}, std::nullopt, m_high)->pairs);
}

/// Every field by Tab and typing, as someone without a mouse does it.
bool WindowStoryTest::fillForm() {
    if (!fill("form.judge", at("judge")) || !fill("form.name", u"story"_s)) return false;
    if (!choose("form.selection", u"certain"_s)) return false;
    if (!fill("form.steps", u"4000"_s) || !fill("form.prompts_per_step", u"4"_s)) return false;
    if (!fill("form.num_generations", u"4"_s) || !fill("form.warmup_steps", u"2"_s)) return false;
    if (!fill("form.eval_every", u"0"_s) || !fill("form.checkpoint_every", u"0"_s)) return false;
    if (!tabTo("form.advanced")) return false;
    key(Qt::Key_Return);
    return fill("form.max_new_tokens", u"32"_s) && fill("form.eval_pairs", u"8"_s) && fill("form.probes", u"1"_s);
}

bool WindowStoryTest::startRun(const std::function<bool()>& fill_in) {
    const RunId before = engine().runs()->back().id;
    bool ready = false;
    const Answer answer([&](QWidget* dialog) {
        ready = fill_in() && until([] { return seen("newRun.start") != nullptr && seen("newRun.start")->isEnabled(); });
        if (!ready)
            for (const QLabel* note : dialog->findChildren<QLabel*>())
                if (note->isVisible()) qWarning().noquote() << note->text();
        if (ready) key(Qt::Key_R, Qt::ControlModifier);
    });
    key(Qt::Key_R, Qt::ControlModifier);
    m_run = engine().runs()->back().id;
    return ready && answer.done() && m_run != before;
}

void WindowStoryTest::startsTrainingFromTheForm() {
    key(Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_host->window()->currentWorkspace(), 2);
    QVERIFY(startRun([this] { return fillForm(); }));
    QCOMPARE(engine().run(m_run)->name, std::string("story"));
    const TrainRequest train = asked();
    QCOMPARE(train.judge, at("judge").toStdString());
    QCOMPARE(train.config.selection, std::string("certain"));
    QCOMPARE(train.config.steps, 4000);
    QCOMPARE(train.config.prompts_per_step, 4);
    QCOMPARE(train.config.max_new_tokens, 32);
    QVERIFY(until([this] { return state(m_run) == RunState::running; }));
    m_pulse = std::make_unique<Pulse>();
}

/// Work in other workspaces while the judge learns: the window must not notice.
bool WindowStoryTest::useTheWindow() {
    key(Qt::Key_1, Qt::ControlModifier);
    for (int i = 0; i < 6; ++i) {
        key(i % 2 == 0 ? Qt::Key_J : Qt::Key_K);
        pass(100);
    }
    key(Qt::Key_2, Qt::ControlModifier);
    pass(100);
    auto* histogram = seen<HistogramCutWidget>("histogram");
    auto* handle = seen<CutHandle>("lowerCut");
    if (histogram == nullptr || handle == nullptr) return false;
    const QPoint from = handle->geometry().center();
    if (!drag(histogram, from, from + QPoint(60, 0), [] { pass(20); })) return false;
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_4, Qt::ControlModifier);
    pass(300);
    key(Qt::Key_3, Qt::ControlModifier);
    auto* plot = seen<MetricPlot>("plot.loss");
    if (plot == nullptr) return false;
    for (int i = 1; i < 10; ++i) {
        if (!hover(plot, {plot->width() * i / 10, plot->height() / 2})) return false;
        pass(30);
    }
    return true;
}

void WindowStoryTest::curvesMoveWhilePeopleWork() {
    QVERIFY(until([] { return drawnSteps() >= 2; }, 30000));
    QVERIFY(measuredSteps() >= 2);
    const QString step = seen<QLabel>("figure.step")->text();
    QVERIFY(useTheWindow());
    const std::size_t drawn = drawnSteps();
    QVERIFY(until([&] { return drawnSteps() >= drawn + 2; }, 30000));
    QVERIFY(seen<QLabel>("figure.step")->text() != step);
    pass(1500);
    qInfo("while training, %lld steps: the event loop's longest gap was %.1f ms (%.1f ms of it own work), %d ticks",
          static_cast<long long>(measuredSteps()), m_pulse->worstMs(), m_pulse->worstOwnMs(), m_pulse->ticks());
}

void WindowStoryTest::pausesAndContinues() {
    key(Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(until([this] { return state(m_run) == RunState::paused; }));
    QVERIFY(until([] { return shownState() == u"Paused"; }, 3000));
    const std::int64_t steps = measuredSteps();
    pass(1500);
    QCOMPARE(measuredSteps(), steps);
    QCOMPARE(state(m_run), RunState::paused);
    key(Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(until([this, steps] { return state(m_run) == RunState::running && measuredSteps() >= steps + 2; }));
    QVERIFY(until([] { return shownState() == u"Running"; }, 3000));
}

void WindowStoryTest::stopsAndSaves() {
    key(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(until([this] { return state(m_run) == RunState::stopped; }));
    QVERIFY(until([] { return shownState() == u"Stopped"; }, 3000));
    const auto checkpoints = engine().checkpoints(m_run);
    QVERIFY(checkpoints && !checkpoints->empty());
    QCOMPARE(checkpoints->back().step, measuredSteps());
    QVERIFY(QFileInfo::exists(QString::fromStdString(checkpoints->back().path) + u"/model.safetensors"_s));
    auto* table = m_host->window()->findChild<QAbstractItemView*>(u"train.checkpoints"_s);
    QVERIFY(until([&] { return table->model()->rowCount() == static_cast<int>(checkpoints->size()); }, 3000));
    QVERIFY(seen("train.resume.button") != nullptr);
    qInfo("start to stop: the event loop's longest gap was %.1f ms (%.1f ms of it own work)", m_pulse->worstMs(),
          m_pulse->worstOwnMs());
    QVERIFY2(m_pulse->worstMs() < kLongestGapMs, "the window stood still while a judge was trained");
    m_pulse.reset();
}

void WindowStoryTest::writesWhatTheProgramWrites() {
    key(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(click("export.scope.certain"));
    QVERIFY(click("export.folder"));
    typeOver(at("by-window"));
    QVERIFY(until([] { return seen("export.write.button")->isEnabled(); }, 5000));
    key(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(until([] { return seen("export.done") != nullptr; }));
    const RunRecord job = engine().runs()->back();
    const auto written = std::get<ExportResult>(*resultFromJson(*parseJson(job.result)));
    QVERIFY(written.rows > 40);
    // Review decides what is written: a dropped pair is left out, and a tie or two bad answers prefer nothing.
    const std::vector<PairId> saved = *engine().selectionPairs("certain");
    const auto out = std::count_if(saved.begin(), saved.end(), [this](PairId pair) {
        return pair == m_reviewed[2] || pair == m_reviewed[3] || pair == m_reviewed[6];
    });
    QVERIFY(out > 0);
    QCOMPARE(written.rows, std::ssize(saved) - out);

    // The line that the window offers, with another folder: the terminal has no other power than the window.
    QVERIFY(tabTo("export.tabs"));
    key(Qt::Key_End);
    QVERIFY(seen("export.command") != nullptr);
    QString line = seen<QPlainTextEdit>("export.command")->toPlainText();
    QVERIFY(line.startsWith(u"egt export "));
    line = QStringLiteral(EGT_PROGRAM) + line.mid(3) + u" --json --out "_s + at("by-program");
    line.remove(QRegularExpression(u" --out \\S+(?= --json)"_s));
    key(Qt::Key_W, Qt::ControlModifier); // one writer at a time
    QVERIFY(!m_host->client()->isOpen());
    const QJsonObject told = QJsonDocument::fromJson(outputOf(u"/bin/sh"_s, {u"-c"_s, line})).object();
    QCOMPARE(told[u"rows"].toInteger(), written.rows);
    const auto ours = readFile(at("by-window/train.jsonl").toStdString());
    const auto theirs = readFile(at("by-program/train.jsonl").toStdString());
    QVERIFY(ours && theirs);
    QCOMPARE(std::count(ours->begin(), ours->end(), '\n'), written.rows);
    QVERIFY2(*ours == *theirs, "the same bytes");
    QCOMPARE(QDir(at("by-window/images")).entryList(QDir::Files), QDir(at("by-program/images")).entryList(QDir::Files));
}

/// Ctrl+Q twice: Escape lets the run go on, then Enter on the button that has the focus stops and saves.
void WindowStoryTest::leave() {
    const Answer stay([](QWidget*) { key(Qt::Key_Escape); });
    key(Qt::Key_Q, Qt::ControlModifier);
    if (!stay.done() || !m_host->window()->isVisible() || state(m_run) != RunState::running)
        return QCoreApplication::exit(3);
    const Answer stop([](QWidget*) { key(Qt::Key_Return); });
    key(Qt::Key_Q, Qt::ControlModifier);
    if (!stop.done()) QCoreApplication::exit(4);
}

void WindowStoryTest::leavesWhileARunWorks() {
    const auto rows = m_host->window()->findChildren<ProjectRow*>();
    QCOMPARE(rows.size(), 1);
    QVERIFY(click(rows.front())); // the start page lists it
    QVERIFY(m_host->client()->isOpen());
    QCOMPARE(engine().info()->reviewed, 7);
    key(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(startRun([] { return fill("form.name", u"left"_s); })); // the form begins with what was started last
    QCOMPARE(asked().config.steps, 4000);
    QCOMPARE(asked().config.selection, std::string("certain"));
    QVERIFY(until([this] { return measuredSteps() >= 2; }, 30000));
    QTimer::singleShot(0, this, [this] { leave(); });
    QTimer::singleShot(60000, this, [] { QCoreApplication::exit(5); });
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(QApplication::exec(), 0); // ends by itself with the last window
    qInfo("left with a run at work: %lld ms from Ctrl+Q to the end", static_cast<long long>(clock.elapsed()));
    QVERIFY(!m_host->client()->isOpen());
    m_host.reset();
    const QJsonObject told = egtProgram({u"runs"_s, m_project, u"--run"_s, QString::number(m_run)});
    const QJsonObject run = told[u"runs"][0].toObject();
    QCOMPARE(run[u"name"].toString(), u"left"_s);
    QCOMPARE(run[u"state"].toString(), u"stopped"_s);
    QVERIFY(run[u"steps"].toInteger() >= 2);
    QVERIFY(!run[u"checkpoints"].toArray().isEmpty());
}

QTEST_MAIN(WindowStoryTest)
#include "window_story_test.moc"
