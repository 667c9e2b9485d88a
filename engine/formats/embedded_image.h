// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures that a row carries in itself: their kind, and the texts that they come as.

#include <optional>
#include <string>
#include <string_view>

namespace egt::formats {

/// "jpg", "png", "gif", "webp", "bmp" or "tif", told by the first bytes (as libmagic does); empty: no picture.
std::string_view imageExtension(std::string_view bytes);

/// RFC 4648, 4: with padding, on one line.
std::string toBase64(std::string_view bytes);
/// Line ends and blanks between are skipped, missing padding is taken as meant. Nothing: another sign stands there.
std::optional<std::string> fromBase64(std::string_view text);

/// The bytes of a "data:image/png;base64,…" address (RFC 2397). Nothing: it is none, or not in base64.
std::optional<std::string> bytesOfDataUrl(std::string_view url);

} // namespace egt::formats
