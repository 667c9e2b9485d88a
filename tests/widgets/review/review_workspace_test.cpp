// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDirIterator>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QtTest>

#include "api/engine.h"
#include "bridge/engine_client.h"
#include "common/buttons.h"
#include "common/chips.h"
#include "common/image_view.h"
#include "common/labels.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"
#include "fixture.h"
#include "review/answer_pane.h"
#include "review/film_strip.h"
#include "review/reasoning_pane.h"
#include "review/review_session.h"
#include "review/review_workspace.h"

using namespace egt;
using namespace egt::ui;

namespace {

/// Engine, client and workspace over a fresh project.
struct Bench {
    explicit Bench(const test::FixtureOptions& options = {}) : fixture(options), client(makeLocalEngine()) {
        context.setAnnotator(QStringLiteral("Mei Lin"));
        view.setClient(&client);
        view.setContext(&context);
        if (auto opened = client.openProject(fixture.path(), OpenMode::read_write); !opened)
            qFatal("%s", opened.error().message().c_str());
        view.resize(1376, 842);
        view.show();
        view.projectOpened();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view)) qFatal("the window did not become active");
        view.setFocus();
    }
    [[nodiscard]] Decision lastDecision(PairId pair) {
        const auto reviews = client.engine().reviews(pair);
        return reviews && !reviews->empty() ? reviews->back().decision : Decision::none;
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(&view, key, modifiers); }
    test::ProjectFixture fixture;
    EngineClient client;
    ProjectContext context;
    ReviewWorkspace view;
};

} // namespace

class ReviewWorkspaceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initLook(); }

    void oneKeyStoresAndMovesOn() {
        Bench bench;
        ReviewSession* session = bench.view.session();
        bench.view.setQueueKind(QueueKind::all);
        QCOMPARE(session->queue().size(), bench.fixture.ids().size());
        const PairId first = session->pair().id;
        QSignalSpy saved(&bench.context, &ProjectContext::saved);
        bench.key(Qt::Key_1);
        QCOMPARE(bench.lastDecision(first), Decision::left);
        QCOMPARE(saved.size(), 1);
        QCOMPARE(session->index(), 1);
        QVERIFY(session->pair().id != first);
        const PairId second = session->pair().id;
        bench.key(Qt::Key_B);
        QCOMPARE(bench.lastDecision(second), Decision::right);
        bench.key(Qt::Key_X);
        bench.key(Qt::Key_Space);
        QCOMPARE(session->index(), 4);
        QCOMPARE(session->decided(), 3); // a skipped pair is not decided
        QCOMPARE(bench.lastDecision(session->queue()[3]), Decision::skip);
    }

    void stripShowsTheProjectsThumbnails() {
        Bench bench;
        bench.view.setQueueKind(QueueKind::all);
        auto* strip = bench.view.findChild<FilmStrip*>();
        const auto made = [&] {
            int files = 0;
            for (QDirIterator it(bench.fixture.path() + QStringLiteral("/thumbnails"), {QStringLiteral("*.jpg")},
                                 QDir::Files, QDirIterator::Subdirectories);
                 it.hasNext(); it.next())
                ++files;
            return files;
        };
        QTRY_VERIFY(made() >= 6); // what is in sight, by the engine
        QVERIFY(made() < 40);     // and little more
        // The fixture's first picture has a disc of this colour in its middle.
        const QColor disc = QColor::fromHsv(180, 160, 150);
        const auto close = [](int x, int y) { return std::abs(x - y) < 14; };
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const QColor seen = strip->viewport()->grab().toImage().pixelColor(strip->viewport()->width() / 2, 56);
                return close(seen.red(), disc.red()) && close(seen.green(), disc.green()) &&
                       close(seen.blue(), disc.blue());
            }(),
            10000);
    }

    void undoReturnsToThePairEvenOutsideTheQueue() {
        Bench bench;
        ReviewSession* session = bench.view.session();
        bench.view.setQueueKind(QueueKind::all);
        const PairId first = session->pair().id;
        bench.key(Qt::Key_D);
        QCOMPARE(session->index(), 1);
        bench.view.reviewList({bench.fixture.ids()[5], bench.fixture.ids()[6]}, QStringLiteral("list"));
        QCOMPARE(session->queue().size(), 2U);
        bench.key(Qt::Key_U);
        QCOMPARE(session->pair().id, first);
        QCOMPARE(session->queue().size(), 3U);
        QCOMPARE(session->decisionOf(first), Decision::none);
        const auto reviews = bench.client.engine().reviews(first);
        QCOMPARE(reviews->size(), 2U); // the undo is a row of its own
        QCOMPARE(reviews->back().undoes, reviews->front().id);
        bench.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(session->decisionOf(first), Decision::drop);
    }

    void blindHidesEverythingAndStoresTheSide() {
        Bench bench;
        ReviewSession* session = bench.view.session();
        bench.view.setQueueKind(QueueKind::all);
        bench.key(Qt::Key_B, Qt::ControlModifier);
        QVERIFY(session->blind());
        auto* reasoning = bench.view.findChild<ReasoningPane*>(QStringLiteral("reasoningPane"));
        bool swapped = false;
        bool straight = false;
        for (int i = 0; i < 20; ++i) {
            const PairRecord pair = session->pair();
            auto* left = bench.view.findChild<AnswerPane*>(QStringLiteral("answerA"));
            auto* right = bench.view.findChild<AnswerPane*>(QStringLiteral("answerB"));
            QVERIFY(!left->labelled() && !right->labelled());
            QVERIFY(reasoning->isEmptyState());
            const Order shown = session->shown();
            (shown == Order::swapped ? swapped : straight) = true;
            QCOMPARE(left->view()->text(),
                     QString::fromStdString(shown == Order::swapped ? pair.answer_b : pair.answer_a));
            bench.key(Qt::Key_1);
            const ReviewRecord review = bench.client.engine().reviews(pair.id)->back();
            QVERIFY(review.blind);
            QCOMPARE(review.shown, shown);
            QCOMPARE(review.run, 0);
            QCOMPARE(review.decision, shown == Order::swapped ? Decision::right : Decision::left);
        }
        QVERIFY(swapped && straight);
        bench.key(Qt::Key_K); // a decided pair shows all again
        QVERIFY(!reasoning->isEmptyState());
    }

    void keysRestWhileANoteIsWritten() {
        Bench bench;
        ReviewSession* session = bench.view.session();
        bench.view.setQueueKind(QueueKind::all);
        const PairId first = session->pair().id;
        bench.key(Qt::Key_C);
        auto* note = bench.view.findChild<QPlainTextEdit*>(QStringLiteral("note"));
        QTRY_VERIFY(note->hasFocus());
        QTest::keyClicks(note, QStringLiteral("1 fork"));
        QCOMPARE(note->toPlainText(), QStringLiteral("1 fork"));
        QCOMPARE(bench.lastDecision(first), Decision::none);
        QTest::keyClick(note, Qt::Key_Escape);
        QVERIFY(!note->hasFocus());
        bench.key(Qt::Key_3);
        QCOMPARE(bench.lastDecision(first), Decision::tie);
        QCOMPARE(*bench.client.engine().note(first), std::string("1 fork"));
        QCOMPARE(note->toPlainText(), QString());
    }

    void aFailedWriteKeepsThePair() {
        Bench bench;
        bench.view.setQueueKind(QueueKind::all);
        bench.client.closeProject(StopKind::save);
        QVERIFY(bench.client.openProject(bench.fixture.path(), OpenMode::read_only));
        bench.view.projectOpened();
        ReviewSession* session = bench.view.session();
        const PairId first = session->pair().id;
        bench.key(Qt::Key_1);
        QCOMPARE(session->pair().id, first);
        auto* bar = bench.view.findChild<DecisionBar*>(QStringLiteral("decisionBar"));
        QVERIFY2(bar->failure().startsWith(QStringLiteral("The decision was not saved:")), qPrintable(bar->failure()));
    }

    void missingImageAndMissingScoresAreStates() {
        Bench bench({.pairs = 12, .scores = false});
        bench.view.reviewList({bench.fixture.ids()[6]}, QStringLiteral("list"));
        auto* image = bench.view.findChild<ImageView*>(QStringLiteral("imageView"));
        QVERIFY(image->missing());
        QCOMPARE(image->statusText(), QStringLiteral("Image missing"));
        QCOMPARE(image->toolTip(), QStringLiteral("images/6.png"));
        QVERIFY(bench.view.findChild<ReasoningPane*>(QStringLiteral("reasoningPane"))->isEmptyState());
        bench.key(Qt::Key_2);
        QCOMPARE(bench.lastDecision(bench.fixture.ids()[6]), Decision::right);
    }

    void imageZoomsBetweenFitAndFullSize() {
        Bench bench;
        bench.view.reviewList({bench.fixture.ids()[0]}, QStringLiteral("list"));
        auto* image = bench.view.findChild<ImageView*>(QStringLiteral("imageView"));
        QTRY_VERIFY(image->statusText().startsWith(QStringLiteral("320 × 215 px · fit")));
        bench.key(Qt::Key_Z);
        QVERIFY(!image->fitted());
        QCOMPARE(image->scale(), 1.0);
        bench.key(Qt::Key_Z);
        QVERIFY(image->fitted());
    }

    void queuesAreSortedByWhatTheyAreFor() {
        Bench bench;
        const ColumnsPtr columns = bench.client.columns();
        const Column* entropy = columns->find("mean_entropy");
        bench.view.setQueueKind(QueueKind::uncertain);
        const auto queue = bench.view.session()->queue();
        QVERIFY(queue.size() > 3);
        for (std::size_t i = 1; i < queue.size(); ++i)
            QVERIFY(entropy->number(columns->rowOf(queue[i - 1])) >= entropy->number(columns->rowOf(queue[i])));
    }

    void aNarrowWindowOffersTheDockAsAButton() {
        Bench bench;
        auto* button = bench.view.findChild<KeyCapButton*>(QStringLiteral("toggleDock"));
        auto* dock = bench.view.findChild<QWidget*>(QStringLiteral("whyDock"));
        QVERIFY(button != nullptr && !button->isVisible());
        QVERIFY(dock->isVisible());
        bench.view.resize(1100, 622);
        QVERIFY(!dock->isVisible());
        QVERIFY(button->isVisible() && !button->isChecked());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(dock->isVisible());
        QVERIFY(button->isChecked());
        bench.view.resize(1376, 842);
        QVERIFY(dock->isVisible() && !button->isVisible());
    }

    // EGT_GRAB names a folder: writes what the workspace looks like, for eyes.
    void pictures() {
        const QString folder = qEnvironmentVariable("EGT_GRAB");
        if (folder.isEmpty()) QSKIP("EGT_GRAB is not set");
        Bench bench({.pairs = 212});
        QTest::qWait(200);
        for (int i = 0; i < 4; ++i)
            bench.key(i % 2 == 0 ? Qt::Key_Y : Qt::Key_D);
        while (bench.view.session()->pair().question.front() != 'D')
            bench.key(Qt::Key_J);
        bench.key(Qt::Key_N);
        QTest::qWait(300);
        bench.view.grab().save(folder + QStringLiteral("/review-light.png"));
        ThemeNotifier::instance().setScheme(Scheme::dark);
        QTest::keyClick(bench.view.findChild<TokenEntropyView*>(), Qt::Key_Return);
        QTest::qWait(200);
        bench.view.grab().save(folder + QStringLiteral("/review-dark.png"));
        ThemeNotifier::instance().setScheme(Scheme::light);
        bench.view.resize(1232, 622);
        QTest::qWait(100);
        bench.view.grab().save(folder + QStringLiteral("/review-small.png"));
    }
};

QTEST_MAIN(ReviewWorkspaceTest)
#include "review_workspace_test.moc"
