// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/drop_frame.h"

#include <QFontMetricsF>
#include <QPainter>

#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {

DropFrame::DropFrame(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropFrame::showText(const QString& text) {
    m_text = text;
    setGeometry(parentWidget()->rect());
    show();
    raise();
    update();
}

void DropFrame::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    paintBox(&painter, rect(), {}, t.accent, 0, 2);
    const QFont f = fontFor(Type::lead, m_text);
    const qreal width = QFontMetricsF(f).horizontalAdvance(m_text) + 48;
    const QRectF card((this->width() - width) / 2, height() - metrics::px(110), width, metrics::px(44));
    paintShadow(&painter, card);
    paintBox(&painter, card, t.floating, t.edge, metrics::kFloatRadius);
    paintText(&painter, card, m_text, f, t.ink, Qt::AlignHCenter);
}

} // namespace egt::ui
