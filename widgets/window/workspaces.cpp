// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/workspaces.h"

#include "common/workspace.h"
#include "explore/explore_workspace.h"
#include "export/export_workspace.h"
#include "review/review_workspace.h"
#include "train/train_workspace.h"

namespace egt::ui {

QList<Workspace*> createWorkspaces(QWidget* parent) {
    QList<Workspace*> out;
    const auto add = [&out](Workspace* workspace, const char* name) {
        workspace->setObjectName(QLatin1StringView(name));
        workspace->setAccessibleName(workspace->title());
        out << workspace;
    };
    add(new ReviewWorkspace(parent), "review");
    add(new ExploreWorkspace(parent), "explore");
    add(new TrainWorkspace(parent), "train");
    add(new ExportWorkspace(parent), "export");
    return out;
}

} // namespace egt::ui
