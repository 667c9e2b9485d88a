// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/workspace.h"

// The meta object of Workspace is compiled here.
