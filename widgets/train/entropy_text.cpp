// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/entropy_text.h"

#include <QAbstractTextDocumentLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolTip>
#include <cmath>
#include <numeric>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/theme.h"

namespace egt::ui {

double meanEntropy(const SampleRecord& sample) {
    if (sample.entropies.empty()) return std::nan("");
    return std::accumulate(sample.entropies.begin(), sample.entropies.end(), 0.0) /
           static_cast<double>(sample.entropies.size());
}

EntropyText::EntropyText(QWidget* parent) : QTextBrowser(parent) {
    setObjectName(QStringLiteral("sample.text"));
    setAccessibleName(tr("Sample response"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(4);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &EntropyText::colourLetters);
}

void EntropyText::setSample(const SampleRecord& sample) {
    m_tokens.clear();
    // Byte offsets to character places: each UTF-8 lead byte counts, four-byte ones twice (UTF-16).
    std::vector<int> place(sample.text.size() + 1, 0);
    int characters = 0;
    for (std::size_t i = 0; i < sample.text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(sample.text[i]);
        if ((byte & 0xC0U) != 0x80U) characters += byte >= 0xF0U ? 2 : 1;
        place[i + 1] = characters;
    }
    int from = 0;
    for (std::size_t i = 0; i < sample.token_ends.size() && i < sample.entropies.size(); ++i) {
        const int to = place[std::min<std::size_t>(sample.token_ends[i], sample.text.size())];
        if (to > from || m_tokens.empty())
            m_tokens.push_back({from, to, sample.entropies[i], entropyStep(sample.entropies[i])});
        else if (sample.entropies[i] > m_tokens.back().entropy)
            m_tokens.back().entropy = sample.entropies[i], m_tokens.back().step = entropyStep(sample.entropies[i]);
        from = to;
    }
    setPlainText(QString::fromStdString(sample.text));
    setSpacing();
    colourLetters();
}

void EntropyText::showNothing(const QString& text) {
    m_tokens.clear();
    setPlainText(text);
    setSpacing();
    colourLetters();
}

void EntropyText::setSpacing() {
    document()->setDefaultFont(ui::font(Type::body));
    QTextBlockFormat format;
    format.setLineHeight(lineHeight(Type::body, toPlainText()) + 2, QTextBlockFormat::FixedHeight);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(format);
}

void EntropyText::colourLetters() {
    const Theme& theme = Theme::current();
    QTextCursor cursor(document());
    QTextCharFormat plain;
    plain.setForeground(m_tokens.empty() ? theme.ink3 : theme.ink);
    cursor.select(QTextCursor::Document);
    cursor.mergeCharFormat(plain);
    for (const Token& token : m_tokens) {
        if (!theme.entropy_fill[static_cast<std::size_t>(token.step)].isValid()) continue;
        QTextCharFormat format;
        format.setForeground(theme.entropy_letter[static_cast<std::size_t>(token.step)]);
        cursor.setPosition(token.from);
        cursor.setPosition(token.to, QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(format);
    }
    viewport()->update();
}

std::vector<QRectF> EntropyText::boxes(const Token& token) const {
    std::vector<QRectF> out;
    const QPointF shift(-horizontalScrollBar()->value(), -verticalScrollBar()->value());
    for (QTextBlock block = document()->findBlock(token.from); block.isValid() && block.position() < token.to;
         block = block.next()) {
        const QPointF origin = document()->documentLayout()->blockBoundingRect(block).topLeft() + shift;
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            const QTextLine line = block.layout()->lineAt(i);
            int from = std::max(token.from - block.position(), line.textStart());
            while (from < token.to - block.position() && block.text().at(from).isSpace())
                ++from; // the wash belongs to the word, not to the blank before it
            const int to = std::min(token.to - block.position(), line.textStart() + line.textLength());
            if (from >= to) continue;
            const qreal left = line.cursorToX(from);
            const qreal right = std::min(line.cursorToX(to), line.naturalTextRect().right());
            if (right > left) // a little more than the letters' own height
                out.emplace_back(origin + QPointF(left, line.y() - 3), QSizeF(right - left, line.height() + 7));
        }
    }
    return out;
}

void EntropyText::paintGrounds(QPainter& painter) const {
    const Theme& theme = Theme::current();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const Token& token : m_tokens) {
        const QColor fill = theme.entropy_fill[static_cast<std::size_t>(token.step)];
        if (!fill.isValid()) continue;
        painter.setBrush(fill);
        for (const QRectF& box : boxes(token))
            painter.drawRoundedRect(box.adjusted(-1, 1, 1, -1), 3, 3);
    }
}

void EntropyText::paintUnderlines(QPainter& painter) const {
    const Theme& theme = Theme::current();
    for (const Token& token : m_tokens) {
        const int weight = kEntropyUnderline[static_cast<std::size_t>(token.step)];
        if (weight == 0) continue;
        for (const QRectF& box : boxes(token))
            painter.fillRect(QRectF(box.left(), box.bottom() - 1 - weight, box.width(), weight),
                             entropyUnderlineColor(theme, token.step));
    }
}

void EntropyText::paintEvent(QPaintEvent* event) {
    {
        QPainter painter(viewport());
        painter.fillRect(viewport()->rect(), Theme::current().paper);
        paintGrounds(painter);
    }
    QTextBrowser::paintEvent(event);
    QPainter painter(viewport());
    paintUnderlines(painter);
}

bool EntropyText::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QTextBrowser::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (const Token& token : m_tokens)
        for (const QRectF& box : boxes(token))
            if (box.contains(help->pos())) {
                const QString text = toPlainText().mid(token.from, token.to - token.from);
                QToolTip::showText(help->globalPos(), tr("“%1”: %2").arg(text.trimmed(), nats(token.entropy)), this);
                return true;
            }
    QToolTip::hideText();
    return true;
}

void EntropyText::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::FontChange) setSpacing();
}

} // namespace egt::ui
