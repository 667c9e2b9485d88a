// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/files.h"
#include "base/json.h"

namespace egt::test {

/// A file of tests/parity/golden/tokenizer, made from the pinned reference library.
inline std::string goldenText(const std::string& name) {
    auto text = readFile(std::string(EGT_TEXT_GOLDEN) + "/" + name);
    return text ? *text : std::string();
}

/// tokenizer.json of the goldens with the settings of one of its variants.
inline Json goldenTokenizer(const Json& variant) {
    Json json = Json::parse(goldenText("tokenizer.json"));
    for (const auto& [key, value] : variant["changes"].items())
        json[key] = value;
    if (variant.contains("model"))
        for (const auto& [key, value] : variant["model"].items())
            json["model"][key] = value;
    return json;
}

} // namespace egt::test
