// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace egt {
using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// Parses without exceptions. Errors: json.invalid (with line, from the byte position).
Result<Json> parseJson(std::string_view text, const std::string& file = {});
/// One line, invalid UTF-8 replaced (never throws).
std::string dumpJson(const Json& json);
std::string dumpJson(const OrderedJson& json);
} // namespace egt

// std::optional as null or value; needed by the record types below api.
template <class T> struct nlohmann::adl_serializer<std::optional<T>> {
    static void to_json(nlohmann::json& json, const std::optional<T>& value) {
        json = value ? nlohmann::json(*value) : nlohmann::json(nullptr);
    }
    static void from_json(const nlohmann::json& json, std::optional<T>& value) {
        if (json.is_null())
            value.reset();
        else
            value = json.get<T>();
    }
};

template <> struct nlohmann::adl_serializer<egt::Error> {
    static void to_json(nlohmann::json& json, const egt::Error& e) {
        json = {{"code", e.code}, {"text", e.text}, {"args", e.args},
                {"file", e.file}, {"line", e.line}, {"field", e.field}};
    }
    static void from_json(const nlohmann::json& json, egt::Error& e) {
        json.at("code").get_to(e.code);
        json.at("text").get_to(e.text);
        json.at("args").get_to(e.args);
        json.at("file").get_to(e.file);
        json.at("line").get_to(e.line);
        json.at("field").get_to(e.field);
    }
};
