// SPDX-License-Identifier: GPL-3.0-or-later
// The report of near-duplicates on a real project, with the real job.
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QtTest>

#include "api/engine.h"
#include "bridge/engine_client.h"
#include "common/buttons.h"
#include "common/labels.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "common/style.h"
#include "explore/duplicates_page.h"
#include "explore/explore_workspace.h"
#include "explore/group_model.h"
#include "explore/likeness.h"
#include "explore/pair_card.h"
#include "explore/pair_table_model.h"
#include "widgets/review/fixture.h"

using namespace egt;
using namespace egt::ui;

namespace {

constexpr int kPairs = 30;
constexpr int kChinese = 4; ///< the fixture's other text

struct Bench {
    explicit Bench(OpenMode mode = OpenMode::read_write)
        : fixture({.pairs = kPairs, .scores = false, .flags = false}), client(makeLocalEngine()) {
        view.setClient(&client);
        view.setContext(&context);
        if (auto opened = client.openProject(fixture.path(), mode); !opened)
            qFatal("%s", opened.error().message().c_str());
        view.resize(1376, 842);
        view.show();
        view.projectOpened();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view)) qFatal("the window did not become active");
        page = view.duplicatesPage();
        context.showDuplicates();
    }
    /// The texts alone: the fixture's pictures all look different.
    void look() {
        child<QCheckBox>("duplicatesImages")->setChecked(false);
        child<KeyCapButton>("duplicatesLook")->click();
    }
    template <class T> T* child(const char* name) { return view.findChild<T*>(QString::fromLatin1(name)); }
    test::ProjectFixture fixture;
    EngineClient client;
    ProjectContext context;
    ExploreWorkspace view;
    DuplicatesPage* page = nullptr;
};

} // namespace

class DuplicatesPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initLook(); }

    void saysThatNobodyLooked() {
        Bench bench;
        QVERIFY(bench.page->isVisible());
        auto* empty = bench.child<EmptyState>("duplicatesEmpty");
        QTRY_VERIFY(empty->isVisible() && empty->accessibleName().contains(QStringLiteral("Nobody")));
        QVERIFY(!bench.child<KeyCapButton>("duplicatesList")->isEnabled());
        QTest::keyClick(bench.page, Qt::Key_Escape);
        QVERIFY(!bench.page->isVisible());
    }

    void listsGroupsAndShowsTheirPairs() {
        Bench bench;
        bench.look();
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->model()->rowCount(), 2, 20000);
        const auto stored = bench.client.engine().duplicates();
        QVERIFY(stored && stored->made && !stored->request.images);
        QCOMPARE(bench.page->report().groups, stored->groups);
        QCOMPARE(bench.page->model()->group(0)->pairs.size(), std::size_t{kPairs - kChinese}); // the largest first
        QCOMPARE(bench.page->model()->group(1)->pairs.size(), std::size_t{kChinese});
        QTRY_VERIFY(bench.child<TextLabel>("duplicatesCount")->text().startsWith(QStringLiteral("2 groups, 28 pairs")));
        QTRY_COMPARE(bench.page->cards().size(), 12); // of 26: no eye compares more
        auto* table = bench.child<QTableView>("groupTable");
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down);
        QTRY_COMPARE(bench.page->cards().size(), kChinese);
        const std::vector<PairId> pairs = bench.page->model()->group(1)->pairs;
        for (int i = 0; i < kChinese; ++i)
            QCOMPARE(bench.page->cards()[i]->pair(), pairs[static_cast<std::size_t>(i)]);
        QCOMPARE(bench.page->cards()[0]->likeness(), QStringLiteral("First of the group"));
        QCOMPARE(bench.page->cards()[1]->likeness(), QStringLiteral("Texts 100% alike"));
        QCOMPARE(bench.context.currentPair(), pairs[0]);
        QTest::keyClick(table, Qt::Key_Right);
        QCOMPARE(bench.context.currentPair(), pairs[1]);
        QSignalSpy opened(&bench.context, &ProjectContext::openInReviewRequested);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<QList<PairId>>(), (QList<PairId>(pairs.begin() + 1, pairs.end())));
        const QModelIndex question = bench.page->model()->index(1, GroupModel::QuestionColumn);
        QTRY_COMPARE(question.data().toString(), QStringLiteral("请描述这张图片。"));
    }

    void filtersTheTable() {
        Bench bench;
        bench.context.setFilter(QStringLiteral("words_a > 0"));
        bench.look();
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->model()->rowCount(), 2, 20000);
        QTRY_COMPARE(bench.client.engine().activeRuns().size(), std::size_t{0});
        QTRY_VERIFY(bench.view.data().snapshot()->find("duplicate") != nullptr);
        bench.child<KeyCapButton>("duplicatesLeaveOut")->click();
        QVERIFY(!bench.page->isVisible());
        QCOMPARE(bench.context.filter(), QStringLiteral("words_a > 0 and duplicate == \"no\""));
        QTRY_COMPARE(bench.view.model()->rowCount(), 2); // one of each group
        bench.context.showDuplicates();
        bench.child<KeyCapButton>("duplicatesList")->click();
        QCOMPARE(bench.context.filter(), QStringLiteral("words_a > 0 and duplicate == \"yes\""));
        QCOMPARE(bench.view.model()->rowCount(), kPairs - 2);
        bench.context.showDuplicates();
        bench.child<KeyCapButton>("duplicatesListGroup")->click();
        QCOMPARE(bench.view.model()->rowCount(), kPairs - kChinese);
    }

    void settingsReachTheJob() {
        Bench bench;
        bench.child<QDoubleSpinBox>("duplicatesThreshold")->setValue(0.95);
        bench.child<QSpinBox>("duplicatesShingle")->setValue(2);
        bench.child<QSpinBox>("duplicatesBits")->setValue(9);
        const DuplicatesRequest asked = bench.page->request();
        bench.child<KeyCapButton>("duplicatesLook")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->report().made, 20000);
        QCOMPARE(bench.page->report().request, asked);
        QCOMPARE(asked.image_bits, 9);
        QVERIFY(asked.images);
    }

    void readOnlyProjectIsNotLookedThrough() {
        Bench bench(OpenMode::read_only);
        QTRY_VERIFY(!bench.child<KeyCapButton>("duplicatesLook")->isEnabled());
        QVERIFY(!bench.child<KeyCapButton>("duplicatesLook")->toolTip().isEmpty());
    }

    void everyControlHasAName() {
        Bench bench;
        bench.look();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.page->cards().isEmpty(), 20000);
        for (const QWidget* widget : bench.page->findChildren<QWidget*>()) {
            if (widget->isHidden() || widget->focusPolicy() == Qt::NoFocus || widget->inherits("QHeaderView")) continue;
            if (widget->inherits("QLabel")) continue; // its text is its name
            if (widget->parentWidget()->inherits("QAbstractSpinBox")) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
                     qPrintable(widget->objectName() + QString::fromLatin1(widget->metaObject()->className())));
        }
    }

    void swappedAnswersAreComparedWithTheirOwn() {
        PairRecord first;
        first.question = "What is in the picture?";
        first.answer_a = "There is a red car before the house.";
        first.answer_b = "There are two green trees.";
        PairRecord other = first;
        std::swap(other.answer_a, other.answer_b);
        const Likeness likeness = likenessOf(other, first, DuplicatesRequest{});
        QVERIFY(likeness.swapped);
        QCOMPARE(likeness.text, 1.0); // the union of its texts is the same
        QVERIFY(likenessText(likeness).contains(QStringLiteral("other way round")));
        QVERIFY(!likenessOf(first, first, DuplicatesRequest{}).swapped);
        other.images.push_back({"a.png", "/x/a.png", 1, 1});
        first.images.push_back({"b.png", "/x/b.png", 1, 1});
        QVERIFY(likenessText(likenessOf(other, first, DuplicatesRequest{})).contains(QStringLiteral("look alike")));
        first.images = other.images;
        QVERIFY(likenessText(likenessOf(other, first, DuplicatesRequest{})).contains(QStringLiteral("same picture")));
    }
};

QTEST_MAIN(DuplicatesPageTest)
#include "duplicates_page_test.moc"
