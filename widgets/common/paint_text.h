// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include "common/fonts.h"
#include "common/painters.h"

class QPainter;

namespace egt::ui {

/// One line of text, elided at its end where the box is narrow. Sets the painter's font and pen.
void paintText(QPainter& painter, const QRectF& box, Qt::Alignment align, Type type, int weight, const QColor& color,
               const QString& text);
[[nodiscard]] qreal textWidth(Type type, int weight, const QString& text);
/// Ring inside the edge for rows and panes.
void paintInnerFocus(QPainter& painter, const QRectF& box);

} // namespace egt::ui
