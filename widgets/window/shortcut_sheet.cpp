// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/shortcut_sheet.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "window/command_palette.h"

namespace egt::ui {

ShortcutSheet::ShortcutSheet(const QList<ListedAction>& actions, QWidget* parent)
    : QDialog(parent), m_actions(actions), m_scroll(new QScrollArea(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(metrics::kPaneInset);
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(tr("Keys"), Type::title, Ink::ink, this));
    head->addStretch();
    auto* search = new SearchField(tr("Find an action"), this);
    search->setFixedWidth(metrics::px(220));
    head->addWidget(search);
    layout->addLayout(head);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setAccessibleName(tr("Keys"));
    layout->addWidget(m_scroll, 1);
    auto* hint =
        new TextLabel(tr("Single letters work while no text field has the focus."), Type::small, Ink::ink3, this);
    layout->addWidget(hint);
    connect(search, &QLineEdit::textChanged, this, &ShortcutSheet::fill);
    fill({});
    resize(metrics::px(760), metrics::px(640));
}

void ShortcutSheet::fill(const QString& query) {
    m_content = new Pane(Ground::chrome);
    auto* columns = new QHBoxLayout(m_content);
    columns->setContentsMargins(0, 0, 12, 0);
    columns->setSpacing(32);
    QList<ListedAction> shown;
    for (const ListedAction& entry : m_actions)
        if (!entry.action->shortcut().isEmpty() &&
            CommandPalette::match(plainText(entry.action), entry.menu, query) > 0)
            shown << entry;
    QVBoxLayout* column = nullptr;
    QString menu;
    int rows = 0;
    for (const ListedAction& entry : shown) {
        if (column == nullptr || (rows >= shown.size() / 2 + 2 && columns->count() < 2 && entry.menu != menu)) {
            if (column != nullptr) column->addStretch(1);
            column = new QVBoxLayout;
            column->setSpacing(4);
            columns->addLayout(column, 1);
            rows = 0;
        }
        if (entry.menu != menu) {
            if (column->count() > 0) column->addSpacing(10);
            column->addWidget(new SectionHeading(entry.menu, {}, m_content));
            menu = entry.menu;
            rows += 1;
        }
        auto* row = new QHBoxLayout;
        row->addWidget(new ElidedLabel(plainText(entry.action), Type::body,
                                       entry.action->isEnabled() ? Ink::ink : Ink::ink3, m_content),
                       1);
        for (const QKeySequence& keys : entry.action->shortcuts())
            row->addWidget(new KeyCapLabel(keyText(keys), m_content));
        column->addLayout(row);
        rows += 1;
    }
    if (shown.isEmpty()) {
        column = new QVBoxLayout;
        columns->addLayout(column, 1);
        column->addWidget(new TextLabel(tr("No action has this name."), Type::body, Ink::ink2, m_content));
    }
    if (column != nullptr) column->addStretch(1);
    m_scroll->setWidget(m_content);
}

} // namespace egt::ui
