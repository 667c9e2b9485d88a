// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an annotator's choice says of two or more answers: "response_2", "A is better", "left", "both are good".

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace egt::formats {

/// Small letters without blanks, hyphens and underscores: "Response-1" and "response_1" are one name.
std::string plainName(std::string_view name);

struct Choice {
    enum class Kind { one, tie, none }; ///< none: neither of them ("both bad")
    Kind kind = Kind::none;
    std::size_t place = 0; ///< of the one
};

/// Nothing: the text names no answer. `names` are the answers' own. A bare digit or letter ("2", "b") counts only where
/// `control`, the name of what was asked, speaks of a preference: alone it may as well be a grade.
std::optional<Choice> choiceOf(std::string_view text, const std::vector<std::string>& names, std::string_view control);

/// The answer that the name of a control speaks of: "rating_2", "response-1-rating", "generations-0-rating". Nothing
/// where it names none or several.
std::optional<std::size_t> placeIn(std::string_view control, const std::vector<std::string>& names);

/// The control asks which answer is better, by its name.
bool asksPreference(std::string_view control);

} // namespace egt::formats
