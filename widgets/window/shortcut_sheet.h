// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "window/action_list.h"

namespace egt::ui {

/// All actions with their keys, by menu, in two columns, with a search field.
class ShortcutSheet : public QDialog {
    Q_OBJECT
public:
    ShortcutSheet(const QList<ListedAction>& actions, QWidget* parent);

private:
    void fill(const QString& query);
    QList<ListedAction> m_actions;
    QWidget* m_content = nullptr;
    class QScrollArea* m_scroll;
};

} // namespace egt::ui
