// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <algorithm>

namespace egt {
namespace {

tl::unexpected<Error> invalid(std::string_view text, std::size_t byte, const std::string& file) {
    const std::size_t end = std::min(byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    return fail("json.invalid", EGT_TEXT("engine", "%1 is not valid JSON (line %2). Correct it or write it again."),
                {file.empty() ? std::string("The text") : file, std::to_string(line)}, file, line);
}

/// Where the number stands that the library quotes in "number overflow parsing '1e400'".
std::size_t placeOfNumber(std::string_view text, std::string_view message) {
    const std::size_t begin = message.find('\'');
    const std::size_t end = message.rfind('\'');
    return begin < end && end != std::string_view::npos ? text.find(message.substr(begin + 1, end - begin - 1)) : 0;
}

} // namespace

Result<Json> parseJson(std::string_view text, const std::string& file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return invalid(text, error.byte, file);
    } catch (const Json::out_of_range& error) { // a number beyond double's range
        return invalid(text, placeOfNumber(text, error.what()), file);
    }
}

std::string dumpJson(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}
std::string dumpJson(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

} // namespace egt
