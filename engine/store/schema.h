// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tables of project.db. A change is a new numbered step; a step that was released is never edited.

#include "store/database.h"

namespace egt::store {

inline constexpr int kApplicationId = 0x45475431; ///< "EGT1", PRAGMA application_id
inline constexpr int kSchemaVersion = 8;          ///< PRAGMA user_version

/// Runs the steps between the file's version and `version`, each in a transaction of its own.
/// Throws SQLite::Exception. Thread: the owner of `db`.
void migrate(Db& db, int version = kSchemaVersion);

} // namespace egt::store
