// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <thread>

#include "../fake_engine.h"
#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/chips.h"
#include "common/controls.h"
#include "common/cut_handle.h"
#include "common/fonts.h"
#include "common/histogram_cut_widget.h"
#include "common/style.h"
#include "common/table_view.h"
#include "common/theme.h"

using namespace egt;
using namespace egt::ui;
using namespace Qt::StringLiterals;

class CommonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void textIsReadableOnItsGround_data();
    void textIsReadableOnItsGround();
    void themeSwitchChangesPaletteAndTells();
    void everyIconHasAPicture();
    void tabularDigitsHaveOneWidth();
    void cjkTextIsNeverBold();
    void wheelDoesNotChangeACombo();
    void segmentsMoveByKey();
    void chipClosesByKey();
    void cutsFollowKeysAndStayInOrder();
    void countsFromBinsAddUp();
    void tableCopiesTabs();
    void numbersAreWrittenForPeople();
    void errorTemplatesFillOnce();
    void eventsArriveInOrderAndProgressIsCoalesced();
};

void CommonTest::initTestCase() {
    QLocale::setDefault(QLocale::c());
    initLook();
}

void CommonTest::textIsReadableOnItsGround_data() {
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const Theme* t : {&Theme::light(), &Theme::darkTheme()}) {
        const auto row = [t](const char* name, const QColor& text, const QColor& ground) {
            QTest::addRow("%s %s", t->dark ? "dark" : "light", name) << text << ground;
        };
        const std::pair<const char*, QColor> inks[] = {
            {"ink", t->ink}, {"ink2", t->ink2}, {"ink3", t->ink3}, {"accent", t->accent},      {"a", t->a},
            {"b", t->b},     {"warn", t->warn}, {"err", t->err},   {"entropy", t->entropy_ink}};
        const std::pair<const char*, QColor> grounds[] = {
            {"paper", t->paper}, {"chrome", t->chrome}, {"rail", t->rail}, {"sunken", t->sunken}, {"hover", t->hover}};
        for (const auto& [ink, text] : inks)
            for (const auto& [ground, color] : grounds)
                row(qPrintable(u"%1 on %2"_s.arg(QLatin1StringView(ink), QLatin1StringView(ground))), text, color);
        row("primary", t->accent_ink, t->accent), row("primary hover", t->accent_ink, t->accent_hover);
        row("checked", t->accent, t->accent_wash), row("selected row", t->ink, t->accent_wash);
        row("badge a", t->on_side, t->a), row("badge b", t->on_side, t->b), row("a wash", t->a, t->a_wash),
            row("b wash", t->b, t->b_wash);
        row("warn wash", t->warn, t->warn_wash), row("err wash", t->err, t->err_wash), row("cap", t->ink2, t->cap),
            row("floating", t->ink2, t->floating);
        for (std::size_t i = 0; i < 8; ++i)
            row(qPrintable(u"token step %1"_s.arg(i)), t->entropy_letter[i],
                t->entropy_fill[i].isValid() ? t->entropy_fill[i] : t->paper);
    }
}

void CommonTest::textIsReadableOnItsGround() {
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    QVERIFY2(contrastRatio(text, ground) >= 4.5, qPrintable(QString::number(contrastRatio(text, ground))));
}

void CommonTest::themeSwitchChangesPaletteAndTells() {
    QSignalSpy spy(&ThemeNotifier::instance(), &ThemeNotifier::changed);
    ThemeNotifier::instance().setScheme(Scheme::dark);
    QVERIFY(Theme::current().dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::darkTheme().chrome);
    ThemeNotifier::instance().setScheme(Scheme::light);
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().chrome);
    QCOMPARE(spy.count(), 2);
}

void CommonTest::everyIconHasAPicture() {
    for (int i = 1; i <= static_cast<int>(Icon::zoom_in); ++i) {
        const QImage image = iconPixmap(static_cast<Icon>(i), 20, Qt::black).toImage();
        int drawn = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                drawn += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
        QVERIFY2(drawn > 4, qPrintable(QString::number(i)));
    }
}

void CommonTest::tabularDigitsHaveOneWidth() {
    const QFont f = font(Type::body);
    QCOMPARE(tabularWidth(f, u"1111"_s), tabularWidth(f, u"0808"_s));
    QVERIFY(tabularWidth(f, u"11.1"_s) < tabularWidth(f, u"1111"_s));
}

void CommonTest::cjkTextIsNeverBold() {
    QCOMPARE(fontFor(Type::title, u"审阅"_s).weight(), QFont::Normal);
    QCOMPARE(fontFor(Type::title, u"Review"_s).weight(), QFont::DemiBold);
}

void CommonTest::wheelDoesNotChangeACombo() {
    LabelledCombo combo(u"Queue"_s);
    combo.addItems({u"a"_s, u"b"_s, u"c"_s});
    combo.setCurrentIndex(1);
    QWheelEvent wheel(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&combo, &wheel);
    QCOMPARE(combo.currentIndex(), 1);
    QCOMPARE(combo.accessibleName(), u"Queue"_s);
}

void CommonTest::segmentsMoveByKey() {
    SegmentedControl segments({u"Linear"_s, u"Log"_s}, u"Scale"_s);
    QSignalSpy spy(&segments, &SegmentedControl::currentChanged);
    QTest::keyClick(&segments, Qt::Key_Right);
    QTest::keyClick(&segments, Qt::Key_Right); // the last one stays
    QCOMPARE(segments.current(), 1);
    QCOMPARE(spy.count(), 1);
    QVERIFY(segments.accessibleName().contains(u"Log"));
}

void CommonTest::chipClosesByKey() {
    Chip chip(u"image is present"_s, Chip::Tone::accent);
    chip.setClosable(true);
    QSignalSpy spy(&chip, &Chip::closed);
    QTest::keyClick(&chip, Qt::Key_Delete);
    QCOMPARE(spy.count(), 1);
}

void CommonTest::cutsFollowKeysAndStayInOrder() {
    HistogramCutWidget plot;
    plot.resize(800, 300);
    HistogramData data;
    for (int i = 0; i <= 10; ++i)
        data.edges.push_back(i / 10.0);
    data.counts = {1, 2, 3, 4, 5, 5, 4, 3, 2, 1};
    plot.setData(data);
    QVERIFY(std::isinf(plot.high()));
    QSignalSpy spy(&plot, &HistogramCutWidget::cutMoved);
    auto handles = plot.findChildren<CutHandle*>();
    QCOMPARE(handles.size(), 2);
    CutHandle* upper = handles[0]->upper() ? handles[0] : handles[1];
    CutHandle* lower = handles[0]->upper() ? handles[1] : handles[0];
    QTest::keyClick(upper, Qt::Key_Left);
    QVERIFY(std::abs(plot.high() - 0.9) < 1e-9);
    QCOMPARE(plot.counts().above, 1.0);
    QTest::keyClick(upper, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(plot.cut(true) >= plot.cut(false));
    QTest::keyClick(upper, Qt::Key_End);
    QVERIFY(std::isinf(plot.high()));
    plot.moveCut(true, 0.5, true);
    plot.moveCut(false, 0.8, true); // can't pass the other cut
    QCOMPARE(plot.cut(false), 0.5);
    QVERIFY(lower->spoken().contains(u"dropped"));
    QCOMPARE(spy.count(), 5);
    QVERIFY(std::abs(plot.valueAt(plot.xOf(0.37)) - 0.37) < 1e-9);
}

void CommonTest::countsFromBinsAddUp() {
    HistogramData data;
    data.edges = {0, 1, 2, 4};
    data.counts = {10, 20, 40};
    const CutCounts c = countsFromBins(data, 0.5, 3);
    QCOMPARE(c.below, 5.0);
    QCOMPARE(c.kept, 5.0 + 20 + 20);
    QCOMPARE(c.above, 20.0);
    QCOMPARE(niceStep(10, 5), 2.0);
    QCOMPARE(niceStep(0.8, 10), 0.1);
}

void CommonTest::tableCopiesTabs() {
    QStandardItemModel model(2, 2);
    model.setHorizontalHeaderLabels({u"Pair"_s, u"Text"_s});
    model.setItem(0, 0, new QStandardItem(u"1"_s));
    model.setItem(0, 1, new QStandardItem(u"a\tb"_s));
    model.setItem(1, 0, new QStandardItem(u"2"_s));
    model.setItem(1, 1, new QStandardItem(u"c"_s));
    QTableView view;
    setupTable(&view, u"Pairs"_s);
    view.setModel(&model);
    view.selectAll();
    QCOMPARE(selectionAsTsv(&view, true), u"Pair\tText\n1\ta b\n2\tc"_s);
}

void CommonTest::numbersAreWrittenForPeople() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(count(12480), u"12,480"_s);
    QCOMPARE(nats(0.337), u"0.34 nats"_s);
    QCOMPARE(nats(std::nan("")), QString());
    QCOMPARE(natsInterval(0.3149, 0.438), u"0.31 to 0.44 nats"_s);
    QCOMPARE(natsInterval(std::nan(""), 0.4), QString());
    QCOMPARE(entropyText(0.337, {}), u"0.34 nats"_s);
    QCOMPARE(entropyText(std::nan(""), {true, 0.31F, 0.44F}), u"0.31 to 0.44 nats"_s);
    QCOMPARE(entropyText(std::nan(""), {}), QString());
    QCOMPARE(percent(0.849), u"84.9%"_s);
    QCOMPARE(number(-0.001), u"0.00"_s);
    QCOMPARE(number(-1.5, 1), QChar(0x2212) + u"1.5"_s);
    QCOMPARE(percentInterval(0.042, 0.085), u"4.2 to 8.5%"_s);
    QCOMPARE(bytesText(1400000), u"1.4 MB"_s);
    QCOMPARE(durationText(840), u"14 min"_s);
    QCOMPARE(durationText(7500), u"2 h 5 min"_s);
    QCOMPARE(progressText({588, 960, "steps", "", 0.4428, 0}), u"588 of 960 steps · 14 min left"_s);
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(nats(0.337), u"0,34 nats"_s);
    QLocale::setDefault(QLocale::c());
}

void CommonTest::errorTemplatesFillOnce() {
    Error error{"x.y", "Line %2 of %1 is empty.", {"%2.txt", "7"}, "data.jsonl", 812, "chosen"};
    QCOMPARE(errorText(error), u"Line 7 of %2.txt is empty. (data.jsonl, line 812, field “chosen”)"_s);
}

void CommonTest::eventsArriveInOrderAndProgressIsCoalesced() {
    auto owned = std::make_unique<test::FakeEngine>();
    test::FakeEngine* engine = owned.get();
    EngineClient client(std::move(owned));
    std::vector<std::int64_t> steps;
    connect(&client, &EngineClient::metricsArrived, this, [&](RunId, const std::vector<MetricPoint>& points) {
        for (const MetricPoint& point : points)
            steps.push_back(point.step);
    });
    QSignalSpy progress(&client, &EngineClient::progress);
    QSignalSpy data(&client, &EngineClient::dataChanged);
    std::thread worker([&] {
        for (int i = 0; i < 1000; ++i) {
            engine->listener({1, i, 0, ProgressEvent{i, 1000, "steps", "", 0, 0}});
            engine->listener({1, i, 0, MetricsEvent{{{i, "loss", 1.0}}}});
            engine->listener({0, i, 0, DataEvent{"scores"}});
        }
    });
    worker.join();
    QTRY_COMPARE(steps.size(), std::size_t{1000});
    for (std::size_t i = 0; i < steps.size(); ++i)
        QCOMPARE(steps[i], static_cast<std::int64_t>(i));
    QVERIFY(progress.count() <= 3);
    QVERIFY(data.count() <= 3);
    QCOMPARE(client.progressOf(1).done, std::int64_t{999});
}

QTEST_MAIN(CommonTest)
#include "common_test.moc"
