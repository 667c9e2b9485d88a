// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/workspaces.h"

#include "common/workspace.h"
#if __has_include("explore/explore_workspace.h")
#include "explore/explore_workspace.h"
#define EGT_HAS_EXPLORE
#endif
#if __has_include("export/export_workspace.h")
#include "export/export_workspace.h"
#define EGT_HAS_EXPORT
#endif
#if __has_include("review/review_workspace.h")
#include "review/review_workspace.h"
#define EGT_HAS_REVIEW
#endif
#if __has_include("train/train_workspace.h")
#include "train/train_workspace.h"
#define EGT_HAS_TRAIN
#endif

namespace egt::ui {

QList<Workspace*> createWorkspaces(QWidget* parent) {
    QList<Workspace*> out;
    const auto add = [&out](Workspace* workspace, const char* name) {
        workspace->setObjectName(QLatin1StringView(name));
        out << workspace;
    };
#ifdef EGT_HAS_REVIEW
    add(new ReviewWorkspace(parent), "review");
#endif
#ifdef EGT_HAS_EXPLORE
    add(new ExploreWorkspace(parent), "explore");
#endif
#ifdef EGT_HAS_TRAIN
    add(new TrainWorkspace(parent), "train");
#endif
#ifdef EGT_HAS_EXPORT
    add(new ExportWorkspace(parent), "export");
#endif
    return out;
}

} // namespace egt::ui
