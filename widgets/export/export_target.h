// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace egt::ui {

/// What lies where an export is to be written.
struct ExportTarget {
    QString problem;        ///< why nothing can be written there, with what to do; empty = it can
    bool is_export = false; ///< an export lies there, which could be replaced
};
/// Looks at the disk; the engine looks again, at every file, before it replaces anything.
ExportTarget exportTarget(const QString& folder, bool replace);
/// `wanted`, or with the next free number behind it when something is there.
QString freeFolder(const QString& wanted);

} // namespace egt::ui
