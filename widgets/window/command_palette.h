// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "window/action_list.h"

class QListView;
class QStandardItemModel;

namespace egt::ui {

class SearchField;

/// Finds every action of the menus by a few letters of its words and runs it.
class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const QList<ListedAction>& actions, QWidget* parent);
    /// Each word of the query begins or stands inside the action's text or menu; better matches have higher marks, 0 =
    /// none.
    [[nodiscard]] static int match(const QString& text, const QString& menu, const QString& query);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh(const QString& query);
    void runCurrent();
    QList<ListedAction> m_actions;
    SearchField* m_field;
    QListView* m_view;
    QStandardItemModel* m_model;
};

} // namespace egt::ui
