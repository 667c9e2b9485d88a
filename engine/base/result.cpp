// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.h"

namespace egt {

std::string Error::message() const {
    std::string out;
    out.reserve(text.size() + 32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool marker = text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9';
        if (!marker) {
            out += text[i];
            continue;
        }
        const auto index = static_cast<std::size_t>(text[i + 1] - '1');
        if (index < args.size()) out += args[index];
        ++i;
    }
    return out;
}

} // namespace egt
