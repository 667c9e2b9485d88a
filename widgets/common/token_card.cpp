// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/token_card.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

constexpr int kShadow = 8;
constexpr int kWidth = 264;
constexpr int kHead = 54;
constexpr int kRow = 24;
constexpr int kFoot = 10;

void drawText(QPainter& painter, const QRectF& box, Qt::Alignment align, Type type, int weight, const QColor& color,
              const QString& text) {
    painter.setFont(fontFor(type, text, weight));
    painter.setPen(color);
    painter.drawText(box, static_cast<int>(align | Qt::AlignVCenter),
                     QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, box.width()));
}

} // namespace

QString visibleToken(const QString& text) {
    QString shown = text;
    shown.replace(QLatin1Char('\n'), QChar(0x23CE)).replace(QLatin1Char('\t'), QChar(0x21E5));
    const QString trimmed = shown.trimmed();
    return trimmed.isEmpty() ? shown.replace(QLatin1Char(' '), QChar(0x2423)) : trimmed;
}

QString TokenFacts::entropyText() const {
    return bracket.known ? natsInterval(bracket.low, bracket.high) : nats(entropy);
}

TokenCard::TokenCard(QWidget* window) : QWidget(window) {
    setObjectName(QStringLiteral("tokenCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void TokenCard::showFor(const TokenFacts& facts, const QRect& anchor, const QRect& limit) {
    m_facts = facts;
    const double factor = textFactor();
    const int rows = static_cast<int>(facts.choices.size());
    const int w = static_cast<int>(kWidth * factor) + 2 * kShadow;
    const int h = static_cast<int>((kHead + rows * kRow + kFoot) * factor) + 2 * kShadow;
    int x = std::clamp(anchor.left() - 26 - kShadow, limit.left(), std::max(limit.left(), limit.right() - w));
    int y = anchor.bottom() + 6 - kShadow;
    if (y + h > limit.bottom()) y = std::max(limit.top(), anchor.top() - h + kShadow - 4);
    setGeometry(x, y, w, h);
    setAccessibleName(spoken());
    raise();
    show();
    update();
}

QString TokenCard::spoken() const {
    QStringList parts{tr("Token “%1”").arg(visibleToken(m_facts.text)), m_facts.entropyText(),
                      tr("−log p %1, rank %2").arg(number(m_facts.surprisal)).arg(m_facts.rank + 1)};
    for (const TokenChoice& choice : m_facts.choices)
        parts << tr("%1 %2").arg(visibleToken(QString::fromStdString(choice.text)), percent(choice.probability));
    return parts.join(QStringLiteral("; "));
}

void TokenCard::paintChoice(QPainter& painter, int index, const QRectF& row) const {
    const Theme& theme = Theme::current();
    const TokenChoice& choice = m_facts.choices[static_cast<std::size_t>(index)];
    const bool chosen = index == m_facts.chosen;
    const double factor = textFactor();
    drawText(painter, QRectF(row.left(), row.top(), 76 * factor, row.height()), Qt::AlignLeft, Type::small,
             chosen ? 600 : 400, theme.ink, visibleToken(QString::fromStdString(choice.text)));
    const QRectF bar(row.left() + 80 * factor, row.center().y() - 4, 110 * factor, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.hover);
    painter.drawRoundedRect(bar, 2, 2);
    painter.setBrush(chosen ? theme.accent : theme.edge);
    const double share = std::clamp<double>(choice.probability, 0, 1);
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(2.0, bar.width() * share), bar.height()), 2, 2);
    drawText(painter, QRectF(bar.right() + 4, row.top(), row.right() - bar.right() - 4, row.height()), Qt::AlignRight,
             Type::small, 400, theme.ink2, percent(choice.probability));
}

void TokenCard::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    const double factor = textFactor();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
    painter.setPen(Qt::NoPen);
    for (const auto& [grow, alpha] : {std::pair{8.0, 0.025}, {5.0, 0.035}, {2.0, 0.05}}) {
        painter.setBrush(QColor::fromRgbF(0, 0, 0, static_cast<float>(alpha * (theme.dark ? 2 : 1))));
        painter.drawRoundedRect(card.adjusted(-grow / 2, 2 - grow / 3, grow / 2, 2 + grow * 2 / 3), 8 + grow / 2,
                                8 + grow / 2);
    }
    painter.setBrush(theme.floating);
    painter.setPen(QPen(theme.edge, 1));
    painter.drawRoundedRect(card.adjusted(.5, .5, -.5, -.5), 8, 8);
    const QRectF inner = card.adjusted(14, 8, -14, 0);
    const double split = m_facts.bracket.known ? .4 : .6; // a bracket is longer than a number
    drawText(painter, QRectF(inner.left(), inner.top(), inner.width() * split, 22 * factor), Qt::AlignLeft, Type::body,
             600, theme.ink, visibleToken(m_facts.text));
    drawText(painter,
             QRectF(inner.left() + inner.width() * split, inner.top(), inner.width() * (1 - split), 22 * factor),
             Qt::AlignRight, Type::body, 600, theme.entropy_ink, m_facts.entropyText());
    drawText(painter, QRectF(inner.left(), inner.top() + 21 * factor, inner.width(), 18 * factor), Qt::AlignLeft,
             Type::tiny, 400, theme.ink3,
             tr("Token %1 of %2 · −log p %3 · rank %4")
                 .arg(m_facts.position)
                 .arg(m_facts.count)
                 .arg(number(m_facts.surprisal))
                 .arg(m_facts.rank + 1));
    for (int i = 0; i < static_cast<int>(m_facts.choices.size()); ++i)
        paintChoice(painter, i,
                    QRectF(inner.left(), card.top() + (kHead + i * kRow) * factor, inner.width(), 22 * factor));
}

} // namespace egt::ui
