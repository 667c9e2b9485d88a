// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/config_fields.h"

#include <cmath>

namespace egt::judge {

tl::unexpected<Error> badConfig(const std::string& file, const std::string& field, const std::string& why) {
    return fail("judge.bad_config", EGT_TEXT("engine", "The judge's configuration in %1 cannot be used: field %2 %3."),
                {file, field, why}, file, 0, field);
}

std::string ConfigFields::shown(const Json& json) {
    // Never an object or a list: they may be nested so deep that writing them overflows the stack.
    return json.is_primitive() ? dumpJson(json) : std::string(json.type_name());
}

const Json* ConfigFields::find(const char* name) const {
    const auto found = m_json.is_object() ? m_json.find(name) : m_json.end();
    return found == m_json.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::int64_t> ConfigFields::wholeNumber(const Json& json) {
    if (!json.is_number_integer()) return std::nullopt;
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
        return std::nullopt;
    return json.get<std::int64_t>();
}

void ConfigFields::number(const char* name, double& value) {
    const Json* json = find(name);
    if (!json) return;
    if (!json->is_number() || !std::isfinite(json->get<double>())) return complain(name, "must be a number");
    value = json->get<double>();
}

void ConfigFields::flag(const char* name, bool& value) {
    const Json* json = find(name);
    if (!json) return;
    if (!json->is_boolean()) return complain(name, "must be true or false");
    value = json->get<bool>();
}

void ConfigFields::integers(const char* name, std::vector<std::int32_t>& value) {
    const Json* json = find(name);
    if (!json) return;
    std::vector<std::int32_t> out;
    const std::size_t count = json->is_array() ? json->size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = wholeNumber(json->is_array() ? (*json)[i] : *json);
        if (!number || *number < std::numeric_limits<std::int32_t>::min() ||
            *number > std::numeric_limits<std::int32_t>::max())
            return complain(name, "must be a list of whole numbers");
        out.push_back(static_cast<std::int32_t>(*number));
    }
    value = std::move(out);
}

void ConfigFields::equalSides(const char* name, std::int32_t& value) {
    std::vector<std::int32_t> sides = {value};
    integers(name, sides);
    for (const std::int32_t side : sides)
        if (side != sides.front()) return complain(name, "must have equal sides");
    if (sides.empty()) return complain(name, "must not be empty");
    value = sides.front();
}

void ConfigFields::mustBe(const char* name, const std::string& wanted) {
    const Json* json = find(name);
    if (json && (!json->is_string() || json->get<std::string>() != wanted))
        complain(name, "is " + shown(*json) + "; “" + wanted + "” is known");
}

void ConfigFields::complain(const std::string& name, const std::string& why) {
    if (!m_error) m_error = badConfig(m_file, m_prefix + name, why).value();
}

void ConfigFields::complainOf(const ConfigFields& part) {
    if (!m_error) m_error = part.m_error;
}

Result<void> ConfigFields::done() const {
    if (m_error) return fail(*m_error);
    return {};
}

} // namespace egt::judge
