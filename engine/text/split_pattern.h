// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/split_family.h"

namespace egt {

/// A split expression of a tokenizer, matched as the reference does it: a hand-written matcher for the well-known ones,
/// PCRE2 with classes of the reference's Unicode version for others. Immutable; any thread.
class SplitPattern {
public:
    enum class Matcher { fastest, expression }; ///< `expression`: PCRE2 also for a well-known one (tests)
    /// Errors: judge.bad_tokenizer with what of the expression is not known.
    static Result<SplitPattern> regex(const std::string& pattern, const std::string& file, const std::string& field,
                                      Matcher matcher = Matcher::fastest);
    static SplitPattern literal(const std::string& text); ///< not empty

    /// Matches and what lies between them, in order ("Isolated"); without the matches when `drop_matches`
    /// ("Removed"). No piece is empty. `text` must be well-formed UTF-8. Pieces are appended.
    /// Throws std::runtime_error when an expression that is not well known takes too long or too much memory.
    void split(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const;

private:
    struct Code;
    void splitByLiteral(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const;
    void splitByCode(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const;
    std::string m_literal; ///< empty: it is an expression
    std::optional<SplitFamily> m_family;
    std::shared_ptr<const Code> m_code;
};

} // namespace egt
