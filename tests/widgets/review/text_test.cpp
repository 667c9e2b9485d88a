// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QSignalSpy>
#include <QtTest>

#include "common/style.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"
#include "common/word_diff.h"

using namespace egt;
using namespace egt::ui;

namespace {

QString piece(const QString& text, const TextRange& range) {
    return text.mid(range.begin, range.end - range.begin);
}

QStringList pieces(const QString& text, const std::vector<TextRange>& ranges) {
    QStringList out;
    for (const TextRange& range : ranges)
        out << piece(text, range);
    return out;
}

ResponseRecord response(const std::string& text, const std::vector<std::uint32_t>& ends,
                        const std::vector<float>& entropies) {
    ResponseRecord r;
    r.text = text;
    r.token_ends = ends;
    r.entropies = entropies;
    r.logprobs.assign(entropies.size(), -0.5F);
    r.ranks.assign(entropies.size(), 0);
    r.top.assign(entropies.size(), {{"x", 0.6F}, {"y", 0.3F}});
    return r;
}

} // namespace

class TextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { initLook(); }

    // "盘子 ok" is 3 + 3 + 1 + 2 bytes; the first ideogram is cut into two tokens (byte-level BPE).
    void tokensOfOneCharacterAreOneCell() {
        const TokenText t = layTokens("盘子 ok", {2, 3, 6, 9});
        QCOMPARE(t.text, QStringLiteral("盘子 ok"));
        QCOMPARE(t.cells.size(), 3U);
        QCOMPARE(t.cells[0], (TokenCell{0, 1, 0, 1}));
        QCOMPARE(t.cells[1], (TokenCell{1, 2, 2, 2}));
        QCOMPARE(t.cells[2], (TokenCell{2, 5, 3, 3}));
        QCOMPARE(t.cell_of_token, (std::vector<int>{0, 0, 1, 2}));
        QCOMPARE(t.cellAt(0), 0);
        QCOMPARE(t.cellAt(4), 2);
        QCOMPARE(t.cellAt(5), -1);
        QCOMPARE(cellValues(t, {0.2, 1.4, 0.3, 0.9}), (std::vector<double>{1.4, 0.3, 0.9}));
    }

    // A family emoji is one grapheme of three people and two joiners: 18 bytes, 8 UTF-16 units.
    void graphemesAreNotTornApart() {
        const std::string family = "👩‍👩‍👧";
        QCOMPARE(family.size(), 18U);
        const TokenText t = layTokens("a" + family + "b", {1, 5, 8, 12, 19, 20});
        QCOMPARE(t.cells.size(), 3U);
        QCOMPARE(t.cells[1], (TokenCell{1, 9, 1, 4}));
        QCOMPARE(t.text.mid(t.cells[1].begin, t.cells[1].end - t.cells[1].begin), QString::fromStdString(family));
        QCOMPARE(t.cells[2], (TokenCell{9, 10, 5, 5}));
    }

    void brokenUtf8KeepsItsPlaces() {
        const TokenText t = layTokens(std::string("a\xFF") + "b", {1, 2, 3});
        QCOMPARE(t.text, QStringLiteral("a\uFFFDb"));
        QCOMPARE(t.cells.size(), 3U);
        QCOMPARE(t.cells[2], (TokenCell{2, 3, 2, 2}));
    }

    void stepsFollowTheBorders() {
        QCOMPARE(measureStep(TokenMeasure::entropy, 0.2499), 0);
        QCOMPARE(measureStep(TokenMeasure::entropy, 0.25), 1);
        QCOMPARE(measureStep(TokenMeasure::surprisal, 2.1), 7);
        QCOMPARE(measureStep(TokenMeasure::rank, 0), 0);
        QCOMPARE(measureStep(TokenMeasure::rank, 1), 2);
        QCOMPARE(measureStep(TokenMeasure::rank, 4), 4);
        QCOMPARE(measureStep(TokenMeasure::rank, 99), 6);
        QCOMPARE(measureStep(TokenMeasure::rank, 100), 7);
    }

    void spansJoinNeighboursAndNameTheWord() {
        const TokenText t = layTokens("The mush rooms are fine", {3, 8, 14, 18, 23});
        const auto spans = uncertainSpans(t, {0.1, 1.6, 2.3, 0.2, 1.7}, 1.5);
        QCOMPARE(spans.size(), 2U);
        QCOMPARE(spans[0].first_cell, 1);
        QCOMPARE(spans[0].last_cell, 2);
        QCOMPARE(spans[0].peak_cell, 2);
        QCOMPARE(spans[0].peak, 2.3);
        QCOMPARE(spans[0].word, QStringLiteral("mush rooms"));
        QCOMPARE(spans[1].word, QStringLiteral("fine"));
    }

    void spanCutFallsInCalmTexts() {
        QCOMPARE(spanCut(std::vector<double>(20, 2.0)), 1.5);
        std::vector<double> calm(20, 0.1);
        for (std::size_t i = 0; i < 7; ++i)
            calm[i] = 0.4 + 0.1 * static_cast<double>(i);
        QCOMPARE(spanCut(calm), 0.4);
        QCOMPARE(spanCut(std::vector<double>(20, 0.01)), 0.25);
    }

    void diffMarksOwnWordsWithTheirBlanks() {
        const QString a = QStringLiteral("A fork lies here. This well-prepared dinner is good.");
        const QString b = QStringLiteral("A fork lies here. The meal is good.");
        const WordDiff diff = wordDiff(a, b);
        QCOMPARE(pieces(a, diff.only_a), QStringList{QStringLiteral("This well-prepared dinner")});
        QCOMPARE(pieces(b, diff.only_b), QStringList{QStringLiteral("The meal")});
        const WordDiff same = wordDiff(a, a);
        QVERIFY(same.only_a.empty() && same.only_b.empty());
    }

    void diffTakesIdeogramsOneByOne() {
        const QString a = QStringLiteral("盘子上有牛排。");
        const QString b = QStringLiteral("盘子上有面包。");
        const WordDiff diff = wordDiff(a, b);
        QCOMPARE(pieces(a, diff.only_a), QStringList{QStringLiteral("牛排")});
        QCOMPARE(pieces(b, diff.only_b), QStringList{QStringLiteral("面包")});
    }

    void wordsAreCountedAsPeopleDo() {
        QCOMPARE(countWords(QStringLiteral("It’s a well-made plate, isn't it?")), 6);
        QCOMPARE(countWords(QStringLiteral("盘子上有 3 块牛排。")), 8);
        QCOMPARE(countWords(QString()), 0);
    }

    void viewColoursBySpanAndMoves() {
        TokenEntropyView view;
        view.resize(400, 200);
        view.show();
        view.setResponse(response("The 盘子 browned and 👩‍👩‍👧 glazed.", {3, 7, 10, 18, 22, 41, 49},
                                  {0.1F, 0.6F, 2.2F, 1.8F, 0.1F, 1.9F, 0.3F}));
        const Theme& theme = Theme::current();
        QCOMPARE(view.ranges().size(), 4U); // steps 2 and up
        QCOMPARE(piece(view.text(), {view.ranges()[0].begin, view.ranges()[0].end}), QStringLiteral("盘"));
        QCOMPARE(view.ranges()[0].fill, theme.entropy_fill[2]);
        QCOMPARE(view.ranges()[0].underline, 0);
        QCOMPARE(piece(view.text(), {view.ranges()[1].begin, view.ranges()[1].end}), QStringLiteral("子"));
        QCOMPARE(view.ranges()[1].fill, theme.entropy_fill[7]);
        QCOMPARE(view.ranges()[1].underline, 3);
        QCOMPARE(piece(view.text(), {view.ranges()[2].begin, view.ranges()[2].end}), QStringLiteral("browned"));
        QCOMPARE(piece(view.text(), {view.ranges()[3].begin, view.ranges()[3].end}),
                 QStringLiteral("👩‍👩‍👧"));

        QSignalSpy moved(&view, &TokenEntropyView::currentSpanChanged);
        view.nextSpan();
        QCOMPARE(view.currentSpan(), 0);
        view.previousSpan();
        QCOMPARE(view.currentSpan(), static_cast<int>(view.spans().size()) - 1);
        view.nextSpan();
        QCOMPARE(view.currentSpan(), 0);
        QCOMPARE(moved.size(), 3);

        view.setColours(false);
        QVERIFY(view.ranges().empty());
        view.setColours(true);
        view.setMeasure(TokenMeasure::surprisal);
        QCOMPARE(view.ranges().size(), 7U); // 0.5 nats each: step 2
    }

    void cardTellsOfTheTokenUnderTheCursor() {
        TokenEntropyView view;
        view.resize(400, 200);
        view.show();
        view.setResponse(response("The pale plate", {3, 8, 14}, {0.1F, 1.8F, 0.2F}));
        view.setFocus();
        view.nextSpan();
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(view.card() != nullptr && view.card()->isVisible());
        QCOMPARE(view.card()->facts().text, QStringLiteral(" pale"));
        QCOMPARE(view.card()->facts().position, 2);
        QCOMPARE(view.card()->facts().chosen, 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.card()->facts().text, QStringLiteral(" plate"));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.card()->isVisible());
    }

    void aBracketIsColouredByItsMiddleAndWrittenAsOne() {
        TokenEntropyView view;
        view.resize(400, 200);
        view.show();
        ResponseRecord bracket = response("The pale plate", {3, 8, 14}, {0.1F, 1.8F, 0.2F});
        view.setResponse(bracket);
        const auto exact = view.ranges();
        bracket.entropies.clear();
        bracket.entropies_low = {0, 1.3F, 0.1F};
        bracket.entropies_high = {0.2F, 2.3F, 0.3F};
        view.setResponse(bracket);
        QCOMPARE(view.ranges().size(), exact.size());
        QCOMPARE(view.ranges().at(0).fill, exact.at(0).fill);
        view.setFocus();
        view.nextSpan();
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(view.card()->facts().entropyText(), QStringLiteral("1.30 to 2.30 nats"));
        QVERIFY(view.card()->spoken().contains(QStringLiteral("1.30 to 2.30 nats")));
    }

    void screenReadersGetTheEntropyAsAttribute() {
        TokenEntropyView view;
        view.resize(400, 200);
        view.setResponse(response("The pale plate", {3, 8, 14}, {0.1F, 2.3F, 0.2F}));
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(face != nullptr);
        QAccessibleTextInterface* text = face->textInterface();
        QVERIFY(text != nullptr);
        QCOMPARE(text->text(0, text->characterCount()), QStringLiteral("The pale plate"));
        int begin = 0;
        int end = 0;
        QCOMPARE(text->attributes(5, &begin, &end), QStringLiteral("entropy:2.30 nats;"));
        QCOMPARE(begin, 3);
        QCOMPARE(end, 8);
    }
};

QTEST_MAIN(TextTest)
#include "text_test.moc"
