// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace egt {

/// The well-known split expressions that have a hand-written matcher. All of them match at every place of a text.
enum class SplitFamily {
    gpt2,  ///< openai/gpt-2 encoder.py
    qwen2, ///< tokenizer.json of Qwen2, Qwen2.5 and Qwen2.5-VL: contractions in any case, each digit alone
    llama3 ///< the same with digits by threes
};

/// The family of an expression, from its text; nothing for another one.
std::optional<SplitFamily> splitFamilyOf(std::string_view pattern);
std::string_view patternOf(SplitFamily family);

/// Cuts well-formed UTF-8 as the family's expression does, without empty pieces. Any thread.
void splitByFamily(SplitFamily family, std::string_view text, std::vector<std::string_view>& pieces);

} // namespace egt
