// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace egt::unicode {

/// One step of a canonical decomposition (UAX #44, Decomposition_Mapping without compatibility ones).
struct Decomposition {
    char32_t code = 0, first = 0, second = 0; ///< second 0: a singleton
    bool composes = false;                    ///< the pair makes `code` again (not excluded from composition)
};

#include "text/unicode_tables.inc"

} // namespace egt::unicode
