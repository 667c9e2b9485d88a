// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace egt::ui {

class Workspace;

/// Review, Explore, Train and Export, in the order of the rail, with their object names set.
[[nodiscard]] QList<Workspace*> createWorkspaces(QWidget* parent);

} // namespace egt::ui
