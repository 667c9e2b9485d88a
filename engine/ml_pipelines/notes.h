// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipelines/notes.h"

namespace egt::ml {

using pipelines::checkRange;
using pipelines::Warnings;

} // namespace egt::ml
