// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/paint_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "common/theme.h"

namespace egt::ui {

void paintText(QPainter& painter, const QRectF& box, Qt::Alignment align, Type type, int weight, const QColor& color,
               const QString& text) {
    painter.setFont(fontFor(type, text, weight));
    painter.setPen(color);
    const QFontMetricsF metrics(painter.font());
    const QString shown = metrics.elidedText(text, Qt::ElideRight, box.width() + 1);
    painter.drawText(box.adjusted(0, 0, 1, 0), static_cast<int>(align | Qt::AlignVCenter | Qt::TextSingleLine), shown);
}

qreal textWidth(Type type, int weight, const QString& text) {
    return QFontMetricsF(fontFor(type, text, weight)).horizontalAdvance(text);
}

void paintInnerFocus(QPainter& painter, const QRectF& box) {
    painter.setPen(QPen(Theme::current().focus, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace egt::ui
