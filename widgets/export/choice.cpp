// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/choice.h"

#include <QPainter>

#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {

namespace {

void paintCircle(QPainter& painter, const QRectF& box, bool on, bool enabled) {
    const Theme& theme = Theme::current();
    const QColor edge = !enabled ? theme.line : on ? theme.accent : theme.edge;
    painter.setPen(QPen(edge, 1));
    painter.setBrush(on && enabled ? theme.accent : theme.paper);
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
    if (!on) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(enabled ? theme.accent_ink : theme.off);
    painter.drawEllipse(QRectF(box.center() - QPointF(3, 3), QSizeF(6, 6)));
}

} // namespace

ChoiceRow::ChoiceRow(const QString& name, QWidget* parent) : QAbstractButton(parent) {
    setText(name);
    setAccessibleName(name);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void ChoiceRow::setNote(const QString& note) {
    m_note = note;
    describe();
}

void ChoiceRow::setNumber(const QString& number) {
    m_number = number;
    describe();
}

void ChoiceRow::describe() {
    setAccessibleDescription(m_note.isEmpty() ? m_number : tr("%1, %2").arg(m_number, m_note));
    update();
}

QSize ChoiceRow::sizeHint() const {
    return {320, metrics::px(34)};
}

void ChoiceRow::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || (underMouse() && isEnabled()))
        paintBox(&painter, QRectF(rect()), isChecked() ? theme.accent_wash : theme.hover, QColor(), metrics::kRadius);
    paintCircle(painter, QRectF(8, (height() - 16) / 2.0, 16, 16), isChecked(), isEnabled());
    const QColor ink = isEnabled() ? theme.ink : theme.off;
    const QFont name = fontFor(Type::body, text(), isChecked() ? 600 : 400);
    const QFont strong = ui::font(Type::body, isChecked() ? 600 : 400);
    const qreal number_width = QFontMetricsF(strong).horizontalAdvance(m_number) + 4;
    const qreal room = width() - 34 - 8 - number_width - 12;
    const qreal name_width = std::min(room, QFontMetricsF(name).horizontalAdvance(text()) + 2);
    paintText(&painter, QRectF(34, 0, name_width, height()), text(), name, ink);
    if (room - name_width > 60)
        paintText(&painter, QRectF(34 + name_width + 12, 0, room - name_width - 12, height()), m_note,
                  ui::font(Type::small), isChecked() ? theme.ink2 : theme.ink3);
    paintText(&painter, QRectF(width() - 8 - number_width, 0, number_width, height()), m_number, strong, ink,
              Qt::AlignRight);
}

ChoiceCard::ChoiceCard(const QString& name, const QString& text, QWidget* parent)
    : QAbstractButton(parent), m_text(text) {
    setText(name);
    setAccessibleName(name);
    setAccessibleDescription(text);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

QSize ChoiceCard::sizeHint() const {
    return {168, metrics::px(88)};
}

void ChoiceCard::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = isChecked() ? theme.accent_wash : underMouse() ? theme.hover : theme.paper;
    paintBox(&painter, QRectF(rect()), ground, isChecked() ? theme.accent : theme.cap_edge, metrics::kRadius,
             isChecked() ? 2 : 1);
    paintCircle(painter, QRectF(12, 12, 16, 16), isChecked(), isEnabled());
    paintText(&painter, QRectF(36, 8, width() - 48, 24), text(), fontFor(Type::body, text()), theme.ink);
    painter.setFont(ui::font(Type::tiny));
    painter.setPen(theme.ink2);
    painter.drawText(QRectF(36, 34, width() - 46, height() - 38), Qt::AlignLeft | Qt::TextWordWrap, m_text);
}

} // namespace egt::ui
