// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt {

/// A compiled split expression of a tokenizer: PCRE2 over UTF-8 with Unicode classes. Immutable; any thread.
class SplitPattern {
public:
    /// Errors: judge.bad_tokenizer with the compiler's message.
    static Result<SplitPattern> regex(const std::string& pattern, const std::string& file, const std::string& field);
    static SplitPattern literal(const std::string& text);

    /// Matches and what lies between them, in order ("Isolated"); without the matches when `drop_matches`
    /// ("Removed"). No piece is empty. `text` must be well-formed UTF-8.
    void split(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const;

private:
    struct Code;
    std::shared_ptr<const Code> m_code;
};

/// Split expression of plain ByteLevel with use_regex. Source: openai/gpt-2 encoder.py.
inline constexpr const char* gpt2_split =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

} // namespace egt
