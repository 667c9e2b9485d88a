// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// In place of libexpected-dev's header on machines without it (preset mlonly): the standard's own, which took tl's design.

#include <expected>

namespace tl {
using std::expected;
using std::unexpected;
} // namespace tl
