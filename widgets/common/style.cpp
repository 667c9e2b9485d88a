// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/style.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QStyleFactory>
#include <QStyleOption>

#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

ButtonLook lookOf(const QStyleOptionButton& option) {
    ButtonLook look;
    look.text = option.text;
    look.text.remove(u'&');
    look.other_icon = option.icon;
    look.kind = option.features.testFlag(QStyleOptionButton::DefaultButton) ? ButtonKind::primary : ButtonKind::normal;
    if (option.features.testFlag(QStyleOptionButton::Flat)) look.kind = ButtonKind::ghost;
    look.checked = option.state.testFlag(QStyle::State_On);
    look.hovered = option.state.testFlag(QStyle::State_MouseOver);
    look.pressed = option.state.testFlag(QStyle::State_Sunken);
    look.enabled = option.state.testFlag(QStyle::State_Enabled);
    look.menu = option.features.testFlag(QStyleOptionButton::HasMenu);
    return look;
}

bool isTextArea(const QWidget* widget) {
    return widget != nullptr && (widget->inherits("QPlainTextEdit") || widget->inherits("QTextEdit"));
}

void drawTick(const QStyleOption* option, QPainter* painter, bool radio) {
    const Theme& t = Theme::current();
    const QRectF box = QRectF(option->rect);
    const bool enabled = option->state.testFlag(QStyle::State_Enabled);
    const bool on = option->state.testFlag(QStyle::State_On);
    const bool partly = option->state.testFlag(QStyle::State_NoChange);
    const QColor fill = !enabled ? t.hover : on || partly ? t.accent : t.paper;
    const QColor edge = !enabled ? t.line : on || partly ? t.accent : t.edge;
    const QColor mark = enabled ? t.accent_ink : t.off;
    const qreal side = std::min(box.width(), box.height());
    const QRectF square(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
    paintBox(painter, square, fill, edge, radio ? side / 2 : 4);
    if (radio && on) {
        const qreal dot = side * 0.19;
        paintBox(painter, QRectF(square.center().x() - dot, square.center().y() - dot, 2 * dot, 2 * dot), mark, {},
                 dot);
    } else if (on) {
        paintIcon(painter, Icon::check, square.adjusted(1, 1, -1, -1), mark);
    } else if (partly) {
        painter->fillRect(QRectF(square.x() + 4, square.center().y() - 1, side - 8, 2), mark);
    }
}

void drawItemPanel(const QStyleOption* option, QPainter* painter) {
    const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    const bool hovered = option->state.testFlag(QStyle::State_MouseOver);
    const bool first = item != nullptr && item->index.column() == 0;
    paintRowGround(painter, option->rect, selected, hovered, first);
}

void drawToolPanel(const QStyleOption* option, QPainter* painter) {
    const Theme& t = Theme::current();
    QColor fill;
    if (option->state.testFlag(QStyle::State_On)) fill = t.accent_wash;
    if (option->state.testFlag(QStyle::State_MouseOver) && option->state.testFlag(QStyle::State_Enabled))
        fill = t.hover;
    if (option->state.testFlag(QStyle::State_Sunken)) fill = t.pressed;
    if (fill.isValid()) paintBox(painter, option->rect, fill, {}, metrics::kRadius);
}

void drawProgress(const QStyleOption* option, QPainter* painter) {
    const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
    if (bar == nullptr) return;
    const Theme& t = Theme::current();
    const QRectF groove(option->rect.x(), option->rect.center().y() - 2, option->rect.width(), 5);
    paintBox(painter, groove, t.hover, {}, 2.5);
    const int span = bar->maximum - bar->minimum;
    const double share = span <= 0 ? 0.25 : double(bar->progress - bar->minimum) / span;
    if (share > 0) paintBox(painter, QRectF(groove.x(), groove.y(), groove.width() * share, 5), t.accent, {}, 2.5);
}

} // namespace

EgtStyle::EgtStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void EgtStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QPushButton*>(widget) != nullptr || qobject_cast<QComboBox*>(widget) != nullptr ||
        qobject_cast<QAbstractSpinBox*>(widget) != nullptr)
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QMenu*>(widget) != nullptr) widget->setAttribute(Qt::WA_Hover);
}

void EgtStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                           const QWidget* widget) const {
    const Theme& t = Theme::current();
    switch (element) {
    case CE_PushButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option))
            paintButton(painter, option->rect, lookOf(*button));
        return;
    case CE_FocusFrame:
        paintFocusRing(painter, QRectF(option->rect).adjusted(1, 1, -1, -1), metrics::kRadius + 2);
        return;
    case CE_MenuItem:
        drawMenuItem(option, painter);
        return;
    case CE_MenuEmptyArea:
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, t.chrome);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    case CE_MenuBarItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item == nullptr) return;
        painter->fillRect(option->rect, t.chrome);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        const bool active = option->state.testFlag(State_Selected) || option->state.testFlag(State_Sunken);
        if (active) paintBox(painter, QRectF(option->rect).adjusted(2, 3, -2, -4), t.hover, {}, 5);
        painter->setFont(font(Type::body));
        const int flags =
            Qt::AlignCenter |
            (styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
        proxy()->drawItemText(painter, option->rect, flags, option->palette, option->state.testFlag(State_Enabled),
                              item->text, QPalette::WindowText);
        return;
    }
    case CE_HeaderSection:
        painter->fillRect(option->rect, t.sunken);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, t.sunken);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    case CE_HeaderLabel:
        drawHeader(option, painter);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, t.line);
        return;
    case CE_ProgressBar:
        drawProgress(option, painter);
        return;
    case CE_TabBarTab:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            const bool on = option->state.testFlag(State_Selected);
            paintText(painter, option->rect, tab->text, fontFor(Type::small, tab->text, 500), on ? t.ink : t.ink2,
                      Qt::AlignHCenter);
            if (on)
                painter->fillRect(
                    QRect(option->rect.left() + 8, option->rect.bottom() - 1, option->rect.width() - 16, 2), t.accent);
            if (option->state.testFlag(State_HasFocus))
                paintFocusRing(painter, QRectF(option->rect).adjusted(2, 2, -2, -4), 4);
        }
        return;
    case CE_ComboBoxLabel:
        return; // drawn with the box
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void EgtStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    const Theme& t = Theme::current();
    switch (element) {
    case PE_FrameFocusRect:
        return; // FocusRing draws one ring for all
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawTick(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawTick(option, painter, true);
        return;
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame != nullptr && frame->lineWidth > 0)
            paintField(painter, option->rect, option->state.testFlag(State_HasFocus),
                       option->state.testFlag(State_Enabled),
                       widget != nullptr && widget->property("egtError").toBool());
        return;
    }
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
        if (widget != nullptr && widget->inherits("QAbstractScrollArea"))
            paintBox(painter, option->rect, isTextArea(widget) ? widget->palette().color(QPalette::Base) : QColor(),
                     widget->hasFocus() ? t.focus
                     : t.dark           ? t.edge
                                        : t.cap_edge,
                     metrics::kRadius, widget->hasFocus() ? 2 : 1);
        else
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto* head = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            const QPointF centre = QRectF(option->rect).center();
            paintIcon(painter, head->sortIndicator == QStyleOptionHeader::SortDown ? Icon::up : Icon::down,
                      QRectF(centre.x() - 8, centre.y() - 8, 16, 16), t.ink2);
        }
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        drawItemPanel(option, painter);
        return;
    case PE_PanelButtonTool:
        drawToolPanel(option, painter);
        return;
    case PE_FrameMenu:
        return;
    case PE_PanelMenu:
        painter->fillRect(option->rect, t.floating);
        paintBox(painter, option->rect, {}, t.edge, 0);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, t.floating);
        paintBox(painter, option->rect, {}, t.edge, 0);
        return;
    case PE_IndicatorArrowDown:
        paintIcon(painter, Icon::down, option->rect, t.ink2);
        return;
    case PE_IndicatorToolBarSeparator:
        return;
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void EgtStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                  const QWidget* widget) const {
    switch (control) {
    case CC_ScrollBar:
        drawScrollBar(option, painter, widget);
        return;
    case CC_SpinBox:
        drawSpinBox(option, painter, widget);
        return;
    case CC_ComboBox:
        drawComboBox(option, painter);
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

int EgtStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_DefaultFrameWidth:
        // The square viewport has to stay inside the round corners.
        return isTextArea(widget) ? 3 : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_SplitterWidth:
        return 1;
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 4;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return metrics::px(16);
    case PM_MenuBarItemSpacing:
        return 2;
    case PM_MenuBarHMargin:
        return 4;
    case PM_MenuBarVMargin:
    case PM_MenuBarPanelWidth:
        return 0;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
    case PM_MenuHMargin:
        return 4;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_SmallIconSize:
        return 20;
    case PM_LineEditIconSize:
        return 16;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int EgtStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                        QStyleHintReturn* data) const {
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_FocusFrame_Mask:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_DialogButtonLayout:
        return QDialogButtonBox::GnomeLayout; // cancel, then the verb
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_UnderlineShortcut:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize EgtStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                 const QWidget* widget) const {
    switch (type) {
    case CT_PushButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            const QSize wanted = buttonSize(lookOf(*button), metrics::kButton);
            return {std::max(wanted.width(), metrics::px(72)), wanted.height()};
        }
        break;
    case CT_LineEdit:
        return {size.width() + 16, metrics::px(metrics::kField)};
    case CT_ComboBox:
        return {size.width() + 44, metrics::px(metrics::kField)};
    case CT_SpinBox:
        return {size.width() + 30, metrics::px(metrics::kField)};
    case CT_MenuBarItem:
        return {size.width() + 20, metrics::px(metrics::kMenuBar)};
    case CT_TabBarTab:
        return {size.width() + 16, metrics::px(32)};
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator) return {size.width(), 9};
            const QStringList parts = item->text.split(u'\t');
            const QFontMetrics body(font(Type::body));
            int width = 36 + body.horizontalAdvance(parts[0]) + 24;
            if (parts.size() > 1) width += QFontMetrics(font(Type::small)).horizontalAdvance(parts[1]) + 20;
            if (item->menuItemType == QStyleOptionMenuItem::SubMenu) width += 20;
            return {width, metrics::px(metrics::kTableRow)};
        }
        break;
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

QRect EgtStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                               const QWidget* widget) const {
    const QRect r = option->rect;
    if (control == CC_ComboBox) {
        if (part == SC_ComboBoxEditField) return r.adjusted(8, 2, -26, -2);
        if (part == SC_ComboBoxArrow) return {r.right() - 25, r.top(), 26, r.height()};
        if (part == SC_ComboBoxFrame) return r;
    }
    if (control == CC_SpinBox) {
        if (part == SC_SpinBoxEditField) return r.adjusted(4, 2, -24, -2);
        const int half = r.height() / 2;
        if (part == SC_SpinBoxUp) return {r.right() - 23, r.top() + 1, 23, half - 1};
        if (part == SC_SpinBoxDown) return {r.right() - 23, r.top() + half, 23, r.height() - half - 1};
        if (part == SC_SpinBoxFrame) return r;
    }
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (bar != nullptr) {
            const bool across = bar->orientation == Qt::Horizontal;
            const int length = across ? r.width() : r.height();
            const qint64 range = qint64(bar->maximum) - bar->minimum;
            int slider = length;
            if (range > 0)
                slider = std::clamp(static_cast<int>(qint64(bar->pageStep) * length / (range + bar->pageStep)),
                                    std::min(28, length), length);
            const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider,
                                                      bar->upsideDown);
            switch (part) {
            case SC_ScrollBarGroove:
                return r;
            case SC_ScrollBarSlider:
                return across ? QRect(r.left() + start, r.top(), slider, r.height())
                              : QRect(r.left(), r.top() + start, r.width(), slider);
            case SC_ScrollBarSubPage:
                return across ? QRect(r.left(), r.top(), start, r.height())
                              : QRect(r.left(), r.top(), r.width(), start);
            case SC_ScrollBarAddPage:
                return across ? QRect(r.left() + start + slider, r.top(), length - start - slider, r.height())
                              : QRect(r.left(), r.top() + start + slider, r.width(), length - start - slider);
            default:
                return {};
            }
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

} // namespace egt::ui
