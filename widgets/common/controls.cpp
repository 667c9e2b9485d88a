// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/controls.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <numeric>

#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {

void NoWheelComboBox::wheelEvent(QWheelEvent* event) {
    event->ignore();
}
void NoWheelSpinBox::wheelEvent(QWheelEvent* event) {
    event->ignore();
}
void NoWheelDoubleSpinBox::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

LabelledCombo::LabelledCombo(const QString& label, QWidget* parent) : NoWheelComboBox(parent), m_label(label) {
    setAccessibleName(label);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LabelledCombo::setLabel(const QString& label) {
    m_label = label;
    setAccessibleName(label);
    updateGeometry();
    update();
}

QSize LabelledCombo::sizeHint() const {
    const QFontMetrics body(fontFor(Type::body, m_label));
    qreal widest = 0;
    for (int i = 0; i < count(); ++i)
        widest = std::max(widest, QFontMetricsF(fontFor(Type::body, itemText(i), 500)).horizontalAdvance(itemText(i)));
    const int label = m_label.isEmpty() ? 0 : body.horizontalAdvance(m_label) + 6;
    return {10 + label + std::min(qRound(widest), metrics::px(220)) + 36, metrics::px(metrics::kField)};
}

QSize LabelledCombo::minimumSizeHint() const {
    return {std::min(sizeHint().width(), metrics::px(120)), metrics::px(metrics::kField)};
}

void LabelledCombo::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    paintField(&painter, rect(), false, isEnabled());
    if (underMouse() && isEnabled()) paintBox(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), t.hover, {}, 5);
    qreal x = 10;
    if (!m_label.isEmpty()) {
        const QFont f = fontFor(Type::body, m_label);
        const qreal width = QFontMetricsF(f).horizontalAdvance(m_label);
        paintText(&painter, QRectF(x, 0, width + 1, height()), m_label, f, isEnabled() ? t.ink3 : t.off);
        x += width + 6;
    }
    paintText(&painter, QRectF(x, 0, width() - 26 - x, height()), currentText(),
              fontFor(Type::body, currentText(), 500), isEnabled() ? t.ink : t.off);
    paintIcon(&painter, Icon::down, QRectF(width() - 22, (height() - 16) / 2.0, 16, 16), isEnabled() ? t.ink2 : t.off);
}

SearchField::SearchField(const QString& placeholder, QWidget* parent) : QLineEdit(parent) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    addAction(egt::ui::icon(Icon::search), QLineEdit::LeadingPosition);
    setClearButtonEnabled(true);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

SegmentedControl::SegmentedControl(const QStringList& items, const QString& accessible_name, QWidget* parent)
    : QWidget(parent), m_items(items), m_name(accessible_name) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCurrent(0);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { updateGeometry(); });
}

void SegmentedControl::setCurrent(int index) {
    m_current = std::clamp(index, 0, std::max(0, countItems() - 1));
    setAccessibleName(m_items.isEmpty() ? m_name : m_name + u": "_s + m_items[m_current]);
    update();
}

void SegmentedControl::setItems(const QStringList& items) {
    m_items = items;
    setCurrent(m_current);
    updateGeometry();
}

QList<int> SegmentedControl::widths() const {
    QList<int> out;
    for (const QString& item : m_items)
        out << qRound(QFontMetricsF(fontFor(Type::small, item, 500)).horizontalAdvance(item)) + metrics::px(22);
    return out;
}

QSize SegmentedControl::sizeHint() const {
    const QList<int> all = widths();
    return {std::accumulate(all.begin(), all.end(), 4), metrics::px(metrics::kSegment)};
}

void SegmentedControl::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    paintBox(&painter, rect(), t.hover, {}, metrics::kRadius);
    const QList<int> all = widths();
    qreal x = 2;
    for (int i = 0; i < countItems(); ++i) {
        const QRectF cell(x, 0, all[i], height());
        if (i == m_current && isEnabled())
            paintBox(&painter, cell.adjusted(0, 2, 0, -2), t.paper, t.dark ? t.edge : t.cap_edge, 5);
        const QColor ink = !isEnabled() ? t.off : i == m_current ? t.ink : t.ink2;
        paintText(&painter, cell, m_items[i], fontFor(Type::small, m_items[i], 500), ink, Qt::AlignHCenter);
        x += all[i];
    }
}

void SegmentedControl::choose(int index) {
    const int wanted = std::clamp(index, 0, std::max(0, countItems() - 1));
    if (wanted == m_current) return;
    setCurrent(wanted);
    QAccessibleEvent event(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
    Q_EMIT currentChanged(m_current);
}

void SegmentedControl::mousePressEvent(QMouseEvent* event) {
    qreal x = 2;
    const QList<int> all = widths();
    for (int i = 0; i < countItems(); ++i) {
        if (event->position().x() >= x && event->position().x() < x + all[i]) choose(i);
        x += all[i];
    }
}

void SegmentedControl::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        choose(m_current - 1);
        return;
    case Qt::Key_Right:
        choose(m_current + 1);
        return;
    case Qt::Key_Home:
        choose(0);
        return;
    case Qt::Key_End:
        choose(countItems() - 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace egt::ui
