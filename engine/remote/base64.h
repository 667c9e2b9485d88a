// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace egt::remote {

/// RFC 4648, 4: with padding, on one line.
std::string base64(std::string_view bytes);

} // namespace egt::remote
