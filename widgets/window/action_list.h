// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QString>

class QMenuBar;

namespace egt::ui {

/// An action and the menu it stands in.
struct ListedAction {
    QAction* action = nullptr;
    QString menu; ///< "File", "View › Theme"
};

/// Every action with a text in the menus, in their order.
[[nodiscard]] QList<ListedAction> listActions(const QMenuBar* bar);
/// Text without mnemonics and dots.
[[nodiscard]] QString plainText(const QAction* action);

} // namespace egt::ui
