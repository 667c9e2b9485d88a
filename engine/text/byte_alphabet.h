// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace egt {

/// The printable character that stands for a byte in byte-level vocabularies, as UTF-8.
/// Source: bytes_to_unicode in openai/gpt-2 encoder.py: printable Latin-1 stands for itself, the other 68 bytes for
/// U+0100 and up, in order.
const std::string& byteCharacter(unsigned char byte);

/// "Ġred" -> " red"; nothing when a character is not of the alphabet.
std::optional<std::string> bytesOfToken(std::string_view token);
/// " red" -> "Ġred".
std::string tokenOfBytes(std::string_view bytes);

} // namespace egt
