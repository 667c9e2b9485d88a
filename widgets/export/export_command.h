// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "records/requests.h"

namespace egt::ui {

/// The `egt export …` line that writes the same (or repeats the same manifest), quoted for a POSIX shell.
QString exportCommand(const QString& project, const ExportRequest& request);
/// In single quotes where a shell would read the text differently.
QString shellQuoted(const QString& text);

/// One thing that will lie in the folder.
struct PlannedFile {
    QString name;
    QString what;
    QString size; ///< empty = not known before
    bool image = false;
};
/// `row_bytes`: mean length of the previewed rows, 0 = unknown.
QList<PlannedFile> plannedFiles(const ExportRequest& request, const ExportFormat& format, const ExportCount& count,
                                double row_bytes);

} // namespace egt::ui
