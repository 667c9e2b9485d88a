// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace egt {

/// Whether NFC leaves the text as it is for certain (UAX #15, quick check: no "maybe" inside).
bool isPlainlyNfc(std::string_view text);

/// Canonical composition (Unicode NFC, UAX #15) of well-formed UTF-8, with the characters that the pinned reference
/// tokenizer's own NFC knows (it is older than its split expressions). Any thread.
std::string nfc(std::string_view text);

} // namespace egt
