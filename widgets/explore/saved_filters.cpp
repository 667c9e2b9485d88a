// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that are kept in the project by name.
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/project_context.h"
#include "explore/explore_workspace.h"

namespace egt::ui {

void ExploreWorkspace::saveFilter() {
    if (context() == nullptr) return;
    if (m_filter.trimmed().isEmpty()) {
        context()->toast(tr("There is no filter to save: add a condition first."));
        return;
    }
    bool ok = false;
    const QString name =
        QInputDialog::getText(this, tr("Save the filter"), tr("Name of “%1”").arg(m_filter), QLineEdit::Normal, {}, &ok)
            .trimmed();
    if (!ok || name.isEmpty()) return;
    const auto saved = client()->engine().saveFilter(name.toStdString(), m_filter.toStdString());
    if (!saved) return context()->showError(errorText(saved.error()));
    context()->toast(tr("The filter is saved as “%1”.").arg(name));
}

void ExploreWorkspace::listFilters() {
    m_saved_filters->clear();
    const auto filters = client()->engine().filters();
    if (!filters || filters->empty()) {
        m_saved_filters->addAction(filters ? tr("None is saved yet") : errorText(filters.error()))->setEnabled(false);
        return;
    }
    for (const FilterRecord& filter : *filters) {
        const QString expression = QString::fromStdString(filter.expression);
        QAction* action = m_saved_filters->addAction(QString::fromStdString(filter.name));
        action->setToolTip(expression);
        connect(action, &QAction::triggered, this, [this, expression] { setFilter(expression); });
    }
    if (client()->readOnly()) return;
    QMenu* remove = m_saved_filters->addMenu(tr("Remove"));
    for (const FilterRecord& filter : *filters)
        connect(remove->addAction(QString::fromStdString(filter.name)), &QAction::triggered, this,
                [this, name = filter.name] {
                    const auto removed = client()->engine().removeFilter(name);
                    if (!removed && context() != nullptr) context()->showError(errorText(removed.error()));
                });
}

} // namespace egt::ui
