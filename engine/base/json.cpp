// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <algorithm>

namespace egt {

Result<Json> parseJson(std::string_view text, const std::string& file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        const std::size_t end = std::min<std::size_t>(error.byte, text.size());
        const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
        return fail("json.invalid", EGT_TEXT("engine", "%1 is not valid JSON (line %2). Correct it or write it again."),
                    {file.empty() ? std::string("The text") : file, std::to_string(line)}, file, line);
    }
}

std::string dumpJson(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}
std::string dumpJson(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

} // namespace egt
