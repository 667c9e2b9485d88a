// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "api/engine.h"
#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/histogram_cut_widget.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/table_view.h"
#include "common/theme.h"
#include "curation/correlation.h"
#include "curation/cut.h"
#include "curation/filter.h"
#include "curation/selection_rule.h"
#include "evaluation/statistics.h"
#include "explore/effect_panel.h"
#include "explore/explore_workspace.h"
#include "explore/filter_bar.h"
#include "explore/pair_table_model.h"
#include "explore/plots.h"
#include "widgets/review/fixture.h"

using namespace egt;
using namespace egt::ui;

namespace {

struct Bench {
    explicit Bench(const test::FixtureOptions& options = {.pairs = 60, .scores = true, .flags = false})
        : fixture(options), client(makeLocalEngine()) {
        context.setAnnotator(QStringLiteral("Ana Ruiz"));
        view.setClient(&client);
        view.setContext(&context);
        if (auto opened = client.openProject(fixture.path(), OpenMode::read_write); !opened)
            qFatal("%s", opened.error().message().c_str());
        view.resize(1376, 842);
        view.show();
        view.projectOpened();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view)) qFatal("the window did not become active");
    }
    [[nodiscard]] std::int64_t kept(double low, double high) {
        return std::ssize(curation::cutByValue(*client.columns(), {}, low, high)->pairs);
    }
    template <class T> T* child(const char* name) { return view.findChild<T*>(QString::fromLatin1(name)); }
    test::ProjectFixture fixture;
    EngineClient client;
    ProjectContext context;
    ExploreWorkspace view;
};

} // namespace

class ExploreWorkspaceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initLook(); }

    void tableModelKeepsTheRulesOfModels() {
        Bench bench;
        PairTableModel* model = bench.view.model();
        const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model->rowCount(), 60);
        for (int column = 0; column < PairTableModel::ColumnTotal; ++column)
            for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                const QPersistentModelIndex kept(model->index(7, 0));
                const PairId pair = model->pairAt(7);
                model->sort(column, order);
                QCOMPARE(model->pairAt(kept.row()), pair);
            }
        model->setRows(bench.client.columns(), curation::Mask(60, 0));
        QCOMPARE(model->rowCount(), 0);
        model->setRows(bench.client.columns(), {});
        QCOMPARE(model->rowCount(), 60);
    }

    void tableSortsByEntropyAndReadsQuestionsLater() {
        Bench bench;
        PairTableModel* model = bench.view.model();
        const ColumnsPtr columns = bench.client.columns();
        const Column* entropy = columns->find("mean_entropy");
        double last = 1e9;
        for (int row = 0; row < model->rowCount(); ++row) {
            const double value = entropy->number(columns->rowOf(model->pairAt(row)));
            QVERIFY(value <= last);
            last = value;
        }
        const QModelIndex question = model->index(0, PairTableModel::QuestionColumn);
        model->data(question, Qt::DisplayRole);
        QTRY_VERIFY(!model->data(question, Qt::DisplayRole).toString().isEmpty());
    }

    void aServersRunShowsBracketsAndOffersTheirMiddle() {
        Bench bench({.pairs = 20, .scores = true, .flags = false, .brackets = true});
        PairTableModel* model = bench.view.model();
        const ColumnsPtr columns = bench.client.columns();
        const std::int64_t row = columns->rowOf(model->pairAt(0));
        const QString cell = model->index(0, PairTableModel::EntropyColumn).data().toString();
        QCOMPARE(cell, interval(columns->find("entropy_low")->number(row), columns->find("entropy_high")->number(row)));
        QVERIFY(!model->index(0, PairTableModel::EntropyColumn).data(EntropyShareRole).isValid());
        auto* choice = bench.child<QComboBox>("columnCombo");
        QVERIFY(choice != nullptr);
        QVERIFY(choice->findData(QStringLiteral("entropy_mid")) >= 0);
        QCOMPARE(choice->findData(QStringLiteral("mean_entropy")), -1);
        QVERIFY(choice->currentData().toString() != QStringLiteral("entropy_mid")); // only when somebody says so
    }

    void clickOnAHeadSorts() {
        Bench bench;
        PairTableModel* model = bench.view.model();
        auto* table = bench.child<QTableView>("pairTable");
        QHeaderView* head = table->horizontalHeader();
        QCOMPARE(head->sortIndicatorSection(), int(PairTableModel::EntropyColumn));
        const QPoint pair(head->sectionViewportPosition(PairTableModel::PairColumn) + 20, head->height() / 2);
        QTest::mouseClick(head->viewport(), Qt::LeftButton, Qt::NoModifier, pair);
        QCOMPARE(model->sortedBy(), int(PairTableModel::PairColumn));
        const PairId first = model->pairAt(0);
        QTest::mouseClick(head->viewport(), Qt::LeftButton, Qt::NoModifier, pair);
        QCOMPARE(model->pairAt(model->rowCount() - 1), first);
        QVERIFY(model->pairAt(0) != first);
    }

    void aLowWindowFoldsTheCalibration() {
        Bench bench;
        auto* strip = bench.view.findChild<CalibrationStrip*>();
        QVERIFY(strip->isVisible());
        bench.view.resize(1232, 660);
        QVERIFY(!strip->isVisible());
        bench.view.resize(1376, 842);
        QVERIFY(strip->isVisible());
    }

    void dragCountsWhatCurationCounts() {
        Bench bench;
        auto* histogram = bench.child<HistogramCutWidget>("histogram");
        const double high = bench.view.data().quantile(0.8);
        const double low = bench.view.data().quantile(0.1);
        histogram->moveCut(true, high + 0.05, false);
        histogram->moveCut(true, high, true);
        histogram->moveCut(false, low, true);
        const CutBounds cut = bench.view.cut();
        const auto expected = curation::cutByValue(*bench.client.columns(), {}, cut.low, cut.high);
        QVERIFY(expected->dropped > 0);
        const CutCounts counts = bench.view.data().counts(cut);
        QCOMPARE(static_cast<std::int64_t>(counts.kept), std::ssize(expected->pairs));
        QCOMPARE(static_cast<std::int64_t>(counts.below + counts.above), expected->dropped);
        QCOMPARE(bench.context.cut().high, cut.high);
        // One undo a drag, not one a mouse move.
        QCOMPARE(bench.view.undoStack()->count(), 2);
        bench.view.undoStack()->undo();
        QVERIFY(!std::isfinite(bench.view.cut().low));
        QCOMPARE(bench.view.cut().high, cut.high);
        bench.view.undoStack()->undo();
        QCOMPARE(bench.view.cut(), CutBounds{});
        bench.view.undoStack()->redo();
        QCOMPARE(bench.view.cut().high, cut.high);
    }

    // Against the evaluation layer's own Spearman, which is tested against scipy's numbers.
    void rankCorrelationAgreesWithTheEvaluationLayer() {
        Bench bench;
        const ColumnsPtr columns = bench.client.columns();
        const auto right = curation::agreementWithLabel(*columns);
        const auto r = curation::rankCorrelation(*columns, "mean_entropy", *right);
        std::vector<double> x;
        std::vector<double> y;
        for (std::int64_t row = 0; row < columns->rows; ++row) {
            x.push_back(columns->find("mean_entropy")->number(row));
            y.push_back((*right)(row));
        }
        const evaluation::Interval expected = evaluation::spearman(x, y);
        QCOMPARE(r->n, 60);
        QVERIFY(r->value < -0.1);
        QVERIFY(std::abs(r->value - expected.value) < 1e-12);
        QVERIFY(std::abs(r->interval.low - expected.low) < 1e-12);
        QVERIFY(std::abs(r->interval.high - expected.high) < 1e-12);
        curation::Mask few(60, 0);
        few[0] = few[1] = few[2] = 1;
        QVERIFY(std::isnan(curation::rankCorrelation(*columns, "mean_entropy", *right, few)->value));
    }

    void cutForEachSourceIsAQuantileInEach() {
        Bench bench;
        auto* combo = bench.child<QComboBox>("cutCombo");
        combo->setCurrentIndex(1);
        Q_EMIT combo->activated(1);
        const double high = bench.view.data().quantile(0.7);
        bench.view.setCut({-INFINITY, high});
        const double q = bench.view.data().percentile(high);
        curation::CutTarget target;
        target.per = "source";
        const auto expected = curation::cutByQuantile(*bench.client.columns(), target, std::nullopt, q);
        QCOMPARE(static_cast<std::int64_t>(bench.view.data().counts(bench.view.cut()).kept),
                 std::ssize(expected->pairs));
    }

    void filterErrorShowsItsPlaceAndItsFix() {
        Bench bench;
        auto* field = bench.child<QLineEdit>("filterField");
        auto* bar = bench.child<FilterBar>("filterBar");
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("source == \"VLFeedback\" and entrpy > 0.2"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(bar->problem().has_value());
        QCOMPARE(bar->problem()->position, 27);
        QCOMPARE(bar->problem()->length, 6);
        QVERIFY2(bar->problem()->text.contains(QStringLiteral("entrpy")), qPrintable(bar->problem()->text));
        QCOMPARE(bench.view.model()->rowCount(), 60); // the old result stays
        auto* fix = bench.child<KeyCapButton>("filterFix");
        QTest::qWait(50); // the note at the right moves the bar: the card stays
        QVERIFY(fix->isVisible());
        fix->click();
        QVERIFY(!bar->problem().has_value());
        const std::string expression =
            "source == \"VLFeedback\" and " + bar->expression().section(QStringLiteral(" and "), 1).toStdString();
        QCOMPARE(bar->expression().toStdString(), expression);
        const auto rows = curation::filterPairs(*bench.client.columns(), expression);
        QCOMPARE(bench.view.model()->rowCount(), static_cast<int>(rows->size()));
        QCOMPARE(bench.context.filter(), bar->expression());
    }

    void filterWithoutMatchSaysSo() {
        Bench bench;
        bench.context.setFilter(QStringLiteral("words_a > 100000"));
        QCOMPARE(bench.view.model()->rowCount(), 0);
        QVERIFY(bench.child<QWidget>("noMatch")->isVisible());
        bench.context.setFilter({});
        QCOMPARE(bench.view.model()->rowCount(), 60);
        QVERIFY(!bench.child<QWidget>("noMatch")->isVisible());
    }

    void selectionIsSavedAppliedAndItsRemovalUndone() {
        Bench bench;
        const double high = bench.view.data().quantile(0.75);
        bench.view.setCut({-INFINITY, high});
        const CutBounds cut = bench.view.cut();
        bench.view.setFocus();
        QTest::keyClick(&bench.view, Qt::Key_S, Qt::ControlModifier);
        auto* name = bench.child<QLineEdit>("selectionName");
        QTRY_VERIFY(name->isVisible());
        QTest::keyClicks(name, QStringLiteral("low entropy 75%"));
        QTest::keyClick(name, Qt::Key_Return);
        const auto pairs = bench.client.engine().selectionPairs("low entropy 75%");
        QVERIFY(pairs.has_value());
        QCOMPARE(std::ssize(*pairs), bench.kept(-INFINITY, high));
        const SelectionRecord record = bench.client.engine().info()->selections.at(0);
        QCOMPARE(*curation::applyRule(record.rule, *bench.client.columns()),
                 *pairs); // the rule makes the same pairs again

        bench.view.setCut({});
        auto* panel = bench.child<EffectPanel>("effectPanel");
        Q_EMIT panel->selectionChosen(QStringLiteral("low entropy 75%"));
        QCOMPARE(bench.view.cut().high, cut.high);
        Q_EMIT panel->selectionRemoved(QStringLiteral("low entropy 75%"));
        QVERIFY(!bench.client.engine().selectionPairs("low entropy 75%").has_value());
        bench.view.undoStack()->undo();
        QCOMPARE(*bench.client.engine().selectionPairs("low entropy 75%"), *pairs);
    }

    void flagsAreWrittenByRule() {
        Bench bench;
        bench.view.findChild<QAction*>(QStringLiteral("actionFlagUncertain"))->trigger();
        QCOMPARE(bench.client.engine().info()->flagged, 3); // 5% of 60
        bench.view.findChild<QAction*>(QStringLiteral("actionClearFlags"))->trigger();
        QCOMPARE(bench.client.engine().info()->flagged, 0);
    }

    void choiceSurvivesNewData() {
        Bench bench;
        auto* table = bench.child<QTableView>("pairTable");
        table->selectRow(12);
        const PairId chosen = bench.view.model()->pairAt(12);
        QCOMPARE(bench.context.currentPair(), chosen);
        ReviewRecord review;
        review.pair = bench.view.model()->pairAt(3);
        review.decision = Decision::flip;
        review.annotator = "x";
        QVERIFY(bench.client.engine().decide(review).has_value());
        QTRY_COMPARE(bench.view.model()
                         ->data(bench.view.model()->index(3, PairTableModel::DecisionColumn), Qt::DisplayRole)
                         .toString(),
                     QStringLiteral("Label wrong"));
        QCOMPARE(bench.context.currentPair(), chosen);
        QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(bench.view.model()->pairAt(table->selectionModel()->selectedRows().front().row()), chosen);
    }

    void enterOpensInReviewAndCopyGivesTsv() {
        Bench bench;
        auto* table = bench.child<QTableView>("pairTable");
        table->selectRow(2);
        table->setFocus();
        QSignalSpy opened(&bench.context, &ProjectContext::openInReviewRequested);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<QList<PairId>>().front(), bench.view.model()->pairAt(2));
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        const QString tsv = QApplication::clipboard()->text();
        QCOMPARE(tsv.count(QLatin1Char('\t')), PairTableModel::ColumnTotal - 1);
        QVERIFY(tsv.startsWith(QString::number(bench.view.model()->pairAt(2))));
    }

    void withoutScoresItSaysWhatToDo() {
        Bench bench({.pairs = 5, .scores = false});
        QVERIFY(bench.child<QWidget>("noScores")->isVisible());
        QCOMPARE(bench.view.model()->rowCount(), 5);
        Bench empty({.pairs = 0});
        QVERIFY(empty.child<QWidget>("noPairs")->isVisible());
    }

    // EGT_GRAB names a folder: writes what the workspace looks like, for eyes.
    void pictures() {
        const QString folder = qEnvironmentVariable("EGT_GRAB");
        if (folder.isEmpty()) QSKIP("EGT_GRAB is not set");
        Bench bench({.pairs = 600, .scores = true, .flags = true});
        for (std::size_t i = 0; i < 220; ++i) {
            ReviewRecord review;
            review.pair = bench.fixture.ids()[i * 2];
            const auto columns = bench.client.columns();
            const double e = columns->find("mean_entropy")->number(columns->rowOf(review.pair));
            review.decision = static_cast<double>(i * 37 % 100) / 100.0 < e ? Decision::flip : Decision::correct;
            review.annotator = "x";
            QVERIFY(bench.client.engine().decide(review).has_value());
        }
        bench.view.setCut({bench.view.data().quantile(0.03), bench.view.data().quantile(0.85)});
        for (const char* name : {"low entropy 70%", "near the cut"})
            QVERIFY(bench.client.engine().saveSelection(name, "{}", {bench.fixture.ids()[0]}).has_value());
        bench.child<QTableView>("pairTable")->selectRow(1);
        QTest::qWait(400);
        bench.view.grab().save(folder + QStringLiteral("/explore-light.png"));
        ThemeNotifier::instance().setScheme(Scheme::dark);
        auto* field = bench.child<QLineEdit>("filterField");
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("entrpy > 0.34 and words_a < 300"));
        QTest::keyClick(field, Qt::Key_Return);
        auto* tabs = bench.child<SegmentedControl>("dockTabs");
        tabs->setCurrent(1);
        Q_EMIT tabs->currentChanged(1);
        auto* lists = bench.child<SegmentedControl>("exploreTabs");
        lists->setCurrent(1);
        Q_EMIT lists->currentChanged(1);
        QTest::qWait(200);
        bench.view.grab().save(folder + QStringLiteral("/explore-dark.png"));
        ThemeNotifier::instance().setScheme(Scheme::light);
        Bench bare({.pairs = 5, .scores = false});
        QTest::qWait(100);
        bare.view.grab().save(folder + QStringLiteral("/explore-unscored.png"));
    }
};

QTEST_MAIN(ExploreWorkspaceTest)
#include "explore_workspace_test.moc"
