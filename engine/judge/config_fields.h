// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace egt::judge {

/// judge.bad_config: what a field of a judge's configuration file must be.
tl::unexpected<Error> badConfig(const std::string& file, const std::string& field, const std::string& why);

/// Reads fields of one JSON object into values that keep their default when the field is absent or null. The first
/// complaint is kept and given by done().
class ConfigFields {
public:
    ConfigFields(const Json& json, std::string prefix, const std::string& file)
        : m_json(json), m_prefix(std::move(prefix)), m_file(file) {}

    [[nodiscard]] const Json* find(const char* name) const;
    template <class Int> void integer(const char* name, Int& value, bool needed = false) {
        const Json* json = find(name);
        if (!json && !needed) return;
        const auto number = json ? wholeNumber(*json) : std::nullopt;
        if (!number || *number < std::numeric_limits<Int>::min() || *number > std::numeric_limits<Int>::max())
            return complain(name, json ? "must be a whole number" : "is missing");
        value = static_cast<Int>(*number);
    }
    void number(const char* name, double& value);
    void flag(const char* name, bool& value);
    /// A list of whole numbers, or one.
    void integers(const char* name, std::vector<std::int32_t>& value);
    /// One whole number, or a list of equal ones, as transformers 5 allows for patch sizes.
    void equalSides(const char* name, std::int32_t& value);
    void mustBe(const char* name, const std::string& wanted);
    void complain(const std::string& name, const std::string& why);
    /// An object in this one, whose complaints become this one's.
    void complainOf(const ConfigFields& part);
    [[nodiscard]] Result<void> done() const;
    /// A value for a complaint.
    static std::string shown(const Json& json);

private:
    static std::optional<std::int64_t> wholeNumber(const Json& json);

    const Json& m_json;
    std::string m_prefix;
    const std::string& m_file;
    std::optional<Error> m_error;
};

} // namespace egt::judge
