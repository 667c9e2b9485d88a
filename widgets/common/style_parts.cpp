// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractSpinBox>
#include <QApplication>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QPainter>
#include <QStyleOption>

#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/style.h"
#include "common/theme.h"

namespace egt::ui {

void EgtStyle::drawMenuItem(const QStyleOption* option, QPainter* painter) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (item == nullptr) return;
    const Theme& t = Theme::current();
    const QRect r = option->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(r.left() + 8, r.center().y(), r.width() - 16, 1), t.line);
        return;
    }
    const bool enabled = option->state.testFlag(State_Enabled);
    if (option->state.testFlag(State_Selected) && enabled)
        paintBox(painter, QRectF(r).adjusted(2, 0, -2, 0), t.hover, {}, 4);
    const QRectF mark(r.left() + 10, r.center().y() - 7, 16, 16);
    if (item->checked)
        paintIcon(painter, Icon::check, mark, t.accent);
    else if (!item->icon.isNull())
        item->icon.paint(painter, mark.toRect(), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    QStringList parts = item->text.split(u'\t');
    parts[0].remove(u'&');
    const QColor ink = enabled ? t.ink : t.off;
    const QRectF text = QRectF(r).adjusted(36, 0, -12, 0);
    paintText(painter, text, parts[0], fontFor(Type::body, parts[0]), ink);
    if (parts.size() > 1)
        paintText(painter, text, parts[1], font(Type::small), enabled ? t.ink3 : t.off, Qt::AlignRight);
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(painter, Icon::right, QRectF(r.right() - 22, r.center().y() - 7, 16, 16), enabled ? t.ink2 : t.off);
}

void EgtStyle::drawHeader(const QStyleOption* option, QPainter* painter) const {
    const auto* head = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (head == nullptr) return;
    const Theme& t = Theme::current();
    // The label's rectangle is already two pixels smaller than the section, and leaves out the arrow: the text stands
    // over the cells' text.
    const bool sorted = head->sortIndicator != QStyleOptionHeader::None;
    const QRectF box = QRectF(option->rect).adjusted(10, 0, sorted ? -2 : -10, 0);
    const Qt::Alignment align = head->textAlignment & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft;
    paintText(painter, box, head->text, fontFor(Type::small, head->text, 500), t.ink2, align);
}

void EgtStyle::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const Theme& t = Theme::current();
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar == nullptr || bar->maximum <= bar->minimum) return;
    const QRectF slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool over = option->activeSubControls & SC_ScrollBarSlider;
    const qreal inset = over ? 2 : 2.5;
    const QRectF shape = bar->orientation == Qt::Horizontal ? slider.adjusted(2, inset, -2, -inset)
                                                            : slider.adjusted(inset, 2, -inset, -2);
    paintBox(painter, shape, over ? t.edge : t.cap_edge, {}, std::min(shape.width(), shape.height()) / 2);
}

void EgtStyle::drawSpinBox(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const Theme& t = Theme::current();
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (spin == nullptr) return;
    const bool enabled = option->state.testFlag(State_Enabled);
    const bool error = widget != nullptr && widget->property("egtError").toBool();
    if (spin->frame) paintField(painter, option->rect, option->state.testFlag(State_HasFocus), enabled, error);
    if (spin->buttonSymbols == QAbstractSpinBox::NoButtons) return;
    for (const auto& [part, flag, icon] : {std::tuple{SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, Icon::up},
                                           std::tuple{SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, Icon::down}}) {
        const QRectF box = subControlRect(CC_SpinBox, option, part, widget);
        const bool can = enabled && spin->stepEnabled.testFlag(flag);
        const bool over = can && (option->activeSubControls & part) && option->state.testFlag(State_MouseOver);
        if (over) paintBox(painter, box.adjusted(1, 1, -2, -1), t.hover, {}, 3);
        paintIcon(painter, icon, QRectF(box.center().x() - 6, box.center().y() - 6, 12, 12), can ? t.ink2 : t.off);
    }
}

void EgtStyle::drawComboBox(const QStyleOptionComplex* option, QPainter* painter) const {
    const Theme& t = Theme::current();
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (combo == nullptr) return;
    const QRectF box = option->rect;
    const bool enabled = option->state.testFlag(State_Enabled);
    const bool typing = combo->editable && option->state.testFlag(State_HasFocus);
    paintField(painter, box, typing, enabled);
    if (option->state.testFlag(State_MouseOver) && enabled && !combo->editable)
        paintBox(painter, box.adjusted(1, 1, -1, -1), t.hover, {}, 5);
    if (!combo->editable)
        paintText(painter, box.adjusted(10, 0, -26, 0), combo->currentText, fontFor(Type::body, combo->currentText),
                  enabled ? t.ink : t.off);
    paintIcon(painter, Icon::down, QRectF(box.right() - 22, box.center().y() - 8, 16, 16), enabled ? t.ink2 : t.off);
}

FocusRing::FocusRing(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && m_frame && m_frame->widget() == watched) m_frame->setWidget(nullptr);
    if (event->type() != QEvent::FocusIn) return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    const auto reason = static_cast<QFocusEvent*>(event)->reason();
    const bool by_key =
        reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    // Text fields show focus by their own edge; item views and plots mark the place inside.
    const bool own = widget == nullptr || widget->property("egtOwnFocus").toBool() || widget->inherits("QLineEdit") ||
                     widget->inherits("QAbstractSpinBox") || widget->inherits("QAbstractScrollArea") ||
                     widget->inherits("QMenu") || widget->inherits("QMenuBar") || widget->inherits("QTabBar") ||
                     widget->isWindow();
    if (!by_key || own) return false;
    if (!m_frame) m_frame = new QFocusFrame;
    m_frame->setWidget(widget);
    return false;
}

void initLook() {
    initResources();
    QApplication::setStyle(new EgtStyle);
    initFonts();
    ThemeNotifier::instance().setScheme(ThemeNotifier::instance().scheme());
    static QPointer<FocusRing> ring;
    if (!ring) ring = new FocusRing(qApp);
}

} // namespace egt::ui
