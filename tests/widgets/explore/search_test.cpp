// SPDX-License-Identifier: GPL-3.0-or-later
// Text search in Explore on a real project: what the window lists is what the engine finds.
#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>
#include <algorithm>

#include "api/engine.h"
#include "bridge/engine_client.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/project_context.h"
#include "common/style.h"
#include "explore/explore_workspace.h"
#include "explore/filter_bar.h"
#include "explore/hit_model.h"
#include "explore/pair_table_model.h"
#include "explore/search_page.h"
#include "widgets/review/fixture.h"

using namespace egt;
using namespace egt::ui;

namespace {

constexpr int kPairs = 60;
constexpr int kChinese = 9; ///< of them: every seventh, from the fourth on

struct Bench {
    Bench() : fixture({.pairs = kPairs, .scores = true, .flags = false}), client(makeLocalEngine()) {
        view.setClient(&client);
        view.setContext(&context);
        if (auto opened = client.openProject(fixture.path(), OpenMode::read_write); !opened)
            qFatal("%s", opened.error().message().c_str());
        view.resize(1376, 842);
        view.show();
        view.projectOpened();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view)) qFatal("the window did not become active");
        page = view.searchPage();
    }
    void open() {
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_F, Qt::ControlModifier);
    }
    /// Types and waits until what is typed was searched.
    bool find(const QString& text) {
        open();
        page->field()->setText(text); // keyClicks knows ASCII alone
        return QTest::qWaitFor([&] { return page->model()->rowCount() > 0; });
    }
    template <class T> T* child(const char* name) { return view.findChild<T*>(QString::fromLatin1(name)); }
    test::ProjectFixture fixture;
    EngineClient client;
    ProjectContext context;
    ExploreWorkspace view;
    SearchPage* page = nullptr;
};

} // namespace

class SearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initLook(); }

    void filterByTextDoesNotWaitForTheSearch() {
        Bench bench;
        QCOMPARE(bench.view.model()->rowCount(), kPairs);
        bench.context.setFilter(QStringLiteral("text ~ \"bread roll\""));
        QCOMPARE(bench.view.model()->rowCount(), kPairs); // the old rows stay until the texts have been searched
        const auto note = [&] { return bench.child<TextLabel>("countNote")->text(); };
        QCOMPARE(note(), QStringLiteral("Searching the texts…"));
        QTRY_COMPARE(bench.view.model()->rowCount(), kPairs - kChinese);
        QVERIFY(note() != QStringLiteral("Searching the texts…"));
        bench.context.setFilter({});
        QCOMPARE(bench.view.model()->rowCount(), kPairs);
        bench.context.setFilter(QStringLiteral("text ~ \"bread roll\""));
        QCOMPARE(bench.view.model()->rowCount(), kPairs - kChinese); // known
    }

    void listsWhatTheEngineFindsAndMarksIt() {
        Bench bench;
        QVERIFY(!bench.page->isVisible());
        QVERIFY(bench.find(QStringLiteral("bread roll")));
        QVERIFY(bench.page->isVisible());
        const auto expected = bench.client.engine().search("bread roll");
        QVERIFY(expected && std::ssize(*expected) == kPairs - kChinese);
        QCOMPARE(bench.page->model()->pairsFrom(0), *expected);
        QCOMPARE(bench.child<TextLabel>("searchCount")->text(), QStringLiteral("51 pairs"));
        for (int row = 0; row < bench.page->model()->rowCount(); ++row) {
            const QString text = bench.page->model()->excerpt(row);
            const auto marks = bench.page->model()->marks(row);
            QVERIFY(marks.size() >= 1);
            for (const TextRange& mark : marks) {
                const QString word = text.mid(mark.begin, mark.end - mark.begin).toLower();
                QVERIFY2(word == QLatin1String("bread") || word == QLatin1String("roll"), qPrintable(word));
            }
        }
        QCOMPARE(bench.page->model()->index(0, HitModel::WhereColumn).data().toString(), QStringLiteral("Answer B"));
    }

    void marksCountCharactersAndNotBytes() {
        Bench bench;
        QVERIFY(bench.find(QStringLiteral("面包")));
        QCOMPARE(bench.page->model()->rowCount(), kChinese);
        const auto marks = bench.page->model()->marks(0);
        QVERIFY(!marks.empty());
        QCOMPARE(bench.page->model()->excerpt(0).mid(marks[0].begin, marks[0].end - marks[0].begin),
                 QStringLiteral("面包"));
    }

    void arrowsMoveEnterOpensAndEscapeReturns() {
        Bench bench;
        QVERIFY(bench.find(QStringLiteral("bread")));
        const std::vector<PairId> found = bench.page->model()->pairsFrom(0);
        QCOMPARE(bench.context.currentPair(), found[0]);
        QTest::keyClick(bench.page->field(), Qt::Key_Down);
        QTest::keyClick(bench.page->field(), Qt::Key_Down);
        QTest::keyClick(bench.page->field(), Qt::Key_Up);
        QCOMPARE(bench.page->currentPair(), found[1]);
        QCOMPARE(bench.context.currentPair(), found[1]);
        QSignalSpy opened(&bench.context, &ProjectContext::openInReviewRequested);
        QTest::keyClick(bench.page->field(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        const auto list = opened[0][0].value<QList<PairId>>();
        QCOMPARE(list.front(), found[1]); // the chosen one, then those under it
        QCOMPARE(list.size(), std::ssize(found) - 1);
        QTest::keyClick(bench.page->table(), Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
        bench.child<KeyCapButton>("openInReview")->click(); // the dock's button means what is chosen here
        QCOMPARE(opened.size(), 3);
        QCOMPARE(opened[2][0].value<QList<PairId>>(), list);
        bench.page->table()->setFocus();
        bench.page->table()->selectRow(0);
        QTest::keyClick(bench.page->table(), Qt::Key_Up); // over the first row is the field
        QVERIFY(bench.page->field()->hasFocus());
        QTest::keyClick(bench.page->field(), Qt::Key_Escape);
        QVERIFY(!bench.page->isVisible());
        QVERIFY(bench.child<QTableView>("pairTable")->hasFocus());
        bench.open();
        QCOMPARE(bench.page->field()->selectedText(), QStringLiteral("bread")); // still there, to be replaced
    }

    void lastTextWins() {
        Bench bench;
        QVERIFY(bench.find(QStringLiteral("bread")));
        bench.page->field()->selectAll();
        QTest::keyClicks(bench.page->field(), QStringLiteral("hallucination_pair-9001"));
        QTest::keyClick(bench.page->field(), Qt::Key_Return); // does not open what was found before
        QTRY_COMPARE(bench.page->model()->rowCount(), 1);
        QCOMPARE(bench.page->model()->pairAt(0), bench.fixture.ids()[1]);
        QCOMPARE(bench.page->model()->index(0, HitModel::WhereColumn).data().toString(), QStringLiteral("Id"));
    }

    void missingIndexIsSaidAndBuilt() {
        Bench bench;
        QVERIFY(bench.find(QStringLiteral("bread")));
        auto* notice = bench.child<Notice>("searchIndex");
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->accessibleName().contains(QStringLiteral("60 pairs")), qPrintable(notice->accessibleName()));
        QCOMPARE(bench.page->result().scanned, kPairs);
        Q_EMIT notice->activated();
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->result().scanned, 0, 20000);
        QVERIFY(!notice->isVisible());
        QCOMPARE(bench.page->model()->rowCount(), kPairs - kChinese);
        QCOMPARE(bench.page->result().indexed, kPairs);
        // Signs are never in an index: no button that would build it again.
        bench.page->field()->selectAll();
        QTest::keyClicks(bench.page->field(), QStringLiteral("."));
        QTRY_VERIFY(notice->isVisible());
        for (const KeyCapButton* button : notice->findChildren<KeyCapButton*>())
            QVERIFY(!button->isVisible());
    }

    void nothingFoundSaysWhatToDo() {
        Bench bench;
        bench.open();
        QVERIFY(bench.child<QWidget>("searchEmpty")->isVisible());
        QTest::keyClicks(bench.page->field(), QStringLiteral("zeppelin"));
        QTRY_VERIFY(bench.child<QWidget>("searchEmpty")->accessibleName().contains(QStringLiteral("zeppelin")));
        QVERIFY(!bench.child<KeyCapButton>("searchAsFilter")->isEnabled());
        QTest::keyClick(bench.page->field(), Qt::Key_Down); // nothing to move in
        QTest::keyClick(bench.page->field(), Qt::Key_Return);
        QVERIFY(bench.page->isVisible());
    }

    void searchBecomesAFilter() {
        Bench bench;
        bench.context.setFilter(QStringLiteral("words_a > 10"));
        QVERIFY(bench.find(QStringLiteral("\"bread roll\" meal")));
        const auto found = bench.page->result().found;
        bench.child<KeyCapButton>("searchAsFilter")->click();
        QVERIFY(!bench.page->isVisible());
        QCOMPARE(bench.context.filter(), QStringLiteral("words_a > 10 and text ~ \"bread roll\" and text ~ \"meal\""));
        QTRY_COMPARE(static_cast<std::int64_t>(bench.view.model()->rowCount()), found);
        const auto chips = [&] {
            const auto all = bench.view.findChildren<QWidget*>(QStringLiteral("condition"));
            return std::count_if(all.begin(), all.end(), [](const QWidget* chip) { return chip->isVisible(); });
        };
        QTRY_COMPARE(chips(), 3); // one each
    }

    void textsBecomeConditions() {
        QCOMPARE(filterOfSearch(QStringLiteral("red \"how many\" gre*")),
                 QStringLiteral("text ~ \"red\" and text ~ \"how many\" and text ~ \"gre*\""));
        QCOMPARE(filterOfSearch(QStringLiteral("“two words”*  back\\slash")),
                 QStringLiteral("text ~ \"two words*\" and text ~ \"back\\\\slash\""));
        QCOMPARE(filterOfSearch(QStringLiteral("  * ")), QString());
    }

    void conditionsArePartedOutsideOfQuotes() {
        QCOMPARE(filterConditions(QStringLiteral("a > 1 and text ~ \"this and that\" && (b or c)")),
                 (QStringList{QStringLiteral("a > 1"), QStringLiteral("text ~ \"this and that\""),
                              QStringLiteral("(b or c)")}));
        QVERIFY(filterConditions(QStringLiteral("a > 1 or b > 1")).isEmpty());
        FilterBar bar;
        const QString mixed = QStringLiteral("(a or b) and text ~ \"either or\"");
        bar.setExpression(mixed);
        QCOMPARE(bar.expression(), mixed); // not one bracket more each time
        bar.setExpression(QStringLiteral("a or b"));
        QCOMPARE(bar.expressionWith(QStringLiteral("c > 1")), QStringLiteral("(a or b) and c > 1"));
        bar.setExpression(QStringLiteral("duplicate == \"no\" and a > 1"));
        QCOMPARE(bar.expressionWith(QStringLiteral("duplicate == \"yes\""), QStringLiteral("duplicate")),
                 QStringLiteral("a > 1 and duplicate == \"yes\""));
    }

    void everyControlHasAName() {
        Bench bench;
        QVERIFY(bench.find(QStringLiteral("bread")));
        for (const QWidget* widget : bench.page->findChildren<QWidget*>()) {
            if (widget->isHidden() || widget->focusPolicy() == Qt::NoFocus || widget->inherits("QHeaderView")) continue;
            if (widget->inherits("QLabel")) continue; // its text is its name
            if (widget->parentWidget()->inherits("QAbstractSpinBox")) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
                     qPrintable(widget->objectName() + QString::fromLatin1(widget->metaObject()->className())));
        }
    }

    void closingTheProjectForgets() {
        Bench bench;
        QVERIFY(bench.find(QStringLiteral("bread")));
        bench.client.closeProject(StopKind::save);
        bench.view.projectClosed();
        QCOMPARE(bench.page->model()->rowCount(), 0);
        QVERIFY(bench.page->field()->text().isEmpty());
        QCOMPARE(bench.view.page(), ExplorePage::pairs);
    }
};

QTEST_MAIN(SearchTest)
#include "search_test.moc"
