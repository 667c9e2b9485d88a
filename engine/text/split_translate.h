// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace egt {

/// A split expression of Oniguruma (which the reference uses) written for PCRE2 so that both match the same: classes
/// become code point ranges of the reference's Unicode version, any-case letters become classes.
struct TranslatedPattern {
    std::string pattern; ///< for PCRE2_UTF without PCRE2_UCP
    std::string problem; ///< what of it cannot be matched exactly, as the end of a sentence; empty when all can
};
TranslatedPattern translatePattern(std::string_view pattern);

} // namespace egt
