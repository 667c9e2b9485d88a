// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/action_list.h"

#include <QMenu>
#include <QMenuBar>

namespace egt::ui {
namespace {

void collect(const QMenu* menu, const QString& path, QList<ListedAction>& out) {
    for (QAction* action : menu->actions()) {
        if (action->isSeparator() || action->text().isEmpty() || !action->isVisible()) continue;
        if (const QMenu* sub = action->menu())
            collect(sub, path + QStringLiteral(" › ") + plainText(action), out);
        else
            out.append({action, path});
    }
}

} // namespace

QString plainText(const QAction* action) {
    QString text = action->text();
    text.remove(u'&');
    return text;
}

QList<ListedAction> listActions(const QMenuBar* bar) {
    QList<ListedAction> out;
    for (QAction* action : bar->actions())
        if (const QMenu* menu = action->menu()) collect(menu, plainText(action), out);
    return out;
}

} // namespace egt::ui
