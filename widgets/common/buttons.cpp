// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/buttons.h"

#include <QAction>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QTimer>

#include "common/metrics.h"
#include "common/theme.h"

namespace egt::ui {

QString keyText(const QKeySequence& keys) {
    return QKeySequence(keys[0]).toString(QKeySequence::NativeText);
}

KeyCapButton::KeyCapButton(const QString& text, QWidget* parent) : KeyCapButton(Icon::none, text, parent) {}

KeyCapButton::KeyCapButton(Icon icon, const QString& text, QWidget* parent) : QAbstractButton(parent), m_icon(icon) {
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { updateGeometry(); });
}

void KeyCapButton::setKind(ButtonKind kind) {
    m_kind = kind;
    update();
}

void KeyCapButton::setLineIcon(Icon icon) {
    m_icon = icon;
    updateGeometry();
    update();
}

void KeyCapButton::setKey(const QString& key) {
    m_key = key;
    updateGeometry();
    update();
}

void KeyCapButton::setButtonHeight(int height) {
    m_height = height;
    updateGeometry();
}

void KeyCapButton::setLeftAligned(bool left) {
    m_left = left;
    update();
}

void KeyCapButton::setMenu(QMenu* menu) {
    m_menu = menu;
    connect(this, &QAbstractButton::clicked, menu, [this] { m_menu->popup(mapToGlobal(QPoint(0, height() + 2))); });
    updateGeometry();
}

void KeyCapButton::bind(QAction* action, bool show_key) {
    m_action = action;
    m_show_key = show_key;
    connect(action, &QAction::changed, this, &KeyCapButton::followAction);
    connect(this, &QAbstractButton::clicked, action, [this, action] {
        if (action->isCheckable()) setChecked(action->isChecked()); // the action toggles, the button follows
        action->trigger();
    });
    followAction();
}

void KeyCapButton::followAction() {
    if (!m_action) return;
    setText(m_action->iconText());
    setCheckable(m_action->isCheckable());
    setChecked(m_action->isChecked());
    setEnabled(m_action->isEnabled());
    setVisible(m_action->isVisible());
    setToolTip(m_action->toolTip());
    if (m_show_key && !m_action->shortcut().isEmpty()) m_key = keyText(m_action->shortcut());
    if (m_icon == Icon::none) setIcon(m_action->icon());
    updateGeometry();
    update();
}

void KeyCapButton::flash() {
    m_flash = true;
    update();
    QTimer::singleShot(100, this, [this] {
        m_flash = false;
        update();
    });
}

ButtonLook KeyCapButton::look() const {
    ButtonLook look;
    look.text = text();
    look.key = m_key;
    look.icon = m_icon;
    look.other_icon = icon();
    look.kind = m_kind;
    look.checked = isChecked();
    look.hovered = underMouse() && isEnabled();
    look.pressed = isDown() || m_flash;
    look.enabled = isEnabled();
    look.menu = m_menu != nullptr;
    look.left = m_left;
    return look;
}

QSize KeyCapButton::sizeHint() const {
    return buttonSize(look(), m_height);
}

QSize KeyCapButton::minimumSizeHint() const {
    return sizeHint();
}

void KeyCapButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintButton(&painter, rect(), look());
}

void KeyCapButton::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void KeyCapButton::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

void KeyCapButton::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

IconButton::IconButton(Icon line_icon, const QString& name, QWidget* parent) : QToolButton(parent) {
    setLineIcon(line_icon);
    setName(name);
    setAutoRaise(true);
    setIconSize(QSize(20, 20));
    setFixedSize(metrics::kToolRow, metrics::kToolRow);
    setFocusPolicy(Qt::StrongFocus);
}

void IconButton::setLineIcon(Icon line_icon) {
    setIcon(egt::ui::icon(line_icon));
}

void IconButton::setName(const QString& name) {
    setToolTip(name);
    setAccessibleName(name);
}

} // namespace egt::ui
