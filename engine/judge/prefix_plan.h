// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which beginnings of prompts are computed once. Pure functions; any thread.

#include <cstdint>
#include <vector>

#include "judge/judge.h"

namespace egt::judge {

/// A prompt as the plan sees it. The vectors belong to the caller.
struct PromptTokens {
    const std::vector<std::int32_t>* ids = nullptr;
    const std::vector<std::int32_t>* images = nullptr; ///< what each image is: equal numbers, equal images
};

struct PromptPlan {
    /// Sequences with the same prompt, the samples of a pair: computed once.
    struct Prompt {
        std::vector<std::size_t> sequences;
    };
    /// Prompts whose first `shared` tokens are equal, the two orders of a pair: those are computed once, the rest of
    /// each attends to them. At least one token of each prompt is its own.
    struct Family {
        std::vector<std::size_t> prompts;
        std::int64_t shared = 0;
    };
    std::vector<Prompt> prompts; ///< in the order of their first sequence
    std::vector<Family> families;
    std::int64_t longest = 0; ///< tokens of the longest prompt

    [[nodiscard]] std::int64_t tokens(std::size_t prompt) const { return lengths[prompt]; }
    /// Tokens that are computed: each family's beginning once, and what is each prompt's own.
    [[nodiscard]] std::int64_t computedTokens() const;
    std::vector<std::int64_t> lengths; ///< of each prompt
};

/// `image_tokens[i]`: how many tokens image i has. A family has at most `most` prompts, which follow one another in the
/// batch; a prompt joins the family before it when that saves more tokens than it costs. Without `share` every sequence
/// is a prompt and a family of its own.
PromptPlan planPrompts(const std::vector<PromptTokens>& batch, const std::vector<std::int64_t>& image_tokens,
                       std::int32_t image_token_id, std::size_t most, bool share = true);

/// Prompts that share a beginning; more would have to begin all at once.
inline constexpr std::size_t kFamily = 8;

/// The plan of a batch as the judge has it.
PromptPlan planBatch(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                     const JudgeConfig& config, bool share);

} // namespace egt::judge
