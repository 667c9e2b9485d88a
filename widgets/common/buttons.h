// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QPointer>
#include <QToolButton>

#include "common/painters.h"

class QAction;

namespace egt::ui {

/// A button with icon, key cap and label in one of five kinds. Bound to an action it follows text, state, enabled and
/// tool tip of it and triggers it. The accessible name is the label.
class KeyCapButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit KeyCapButton(const QString& text = {}, QWidget* parent = nullptr);
    KeyCapButton(Icon icon, const QString& text, QWidget* parent = nullptr);

    void setKind(ButtonKind kind);
    [[nodiscard]] ButtonKind kind() const { return m_kind; }
    void setLineIcon(Icon icon);
    /// The text of the cap, as the user reads it ("Ctrl+B", "Space"); empty = none.
    void setKey(const QString& key);
    [[nodiscard]] QString key() const { return m_key; }
    /// 32 by default; 40 for decisions, 28 for tool rows.
    void setButtonHeight(int height);
    void setLeftAligned(bool left);
    /// Opens below the button; shows the chevron.
    void setMenu(QMenu* menu);
    /// Follows the action; with a key cap when `show_key` and it has a shortcut.
    void bind(QAction* action, bool show_key = true);
    /// Looks pressed for 100 ms: the eye sees what the hand did.
    void flash();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] ButtonLook look() const;
    void followAction();
    ButtonKind m_kind = ButtonKind::normal;
    Icon m_icon = Icon::none;
    QString m_key;
    QPointer<QAction> m_action;
    QPointer<QMenu> m_menu;
    int m_height = 32;
    bool m_show_key = true;
    bool m_left = false;
    bool m_flash = false;
};

/// The one primary button of a screen.
class PrimaryButton : public KeyCapButton {
    Q_OBJECT
public:
    explicit PrimaryButton(const QString& text = {}, QWidget* parent = nullptr) : KeyCapButton(text, parent) {
        setKind(ButtonKind::primary);
    }
    PrimaryButton(Icon icon, const QString& text, QWidget* parent = nullptr) : KeyCapButton(icon, text, parent) {
        setKind(ButtonKind::primary);
    }
};

/// 28x28 icon alone; the name is its tool tip and accessible name.
class IconButton : public QToolButton {
    Q_OBJECT
public:
    IconButton(Icon icon, const QString& name, QWidget* parent = nullptr);
    void setLineIcon(Icon icon);
    void setName(const QString& name);
};

/// A key sequence as on the caps: native text, "Space" and "Esc" in words.
[[nodiscard]] QString keyText(const QKeySequence& keys);

} // namespace egt::ui
