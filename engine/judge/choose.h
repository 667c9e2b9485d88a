// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "judge/judge.h"

namespace egt::judge {

/// Chooses the next token of one row of logits. Nothing but the row, the tokens before it and the sequence's own seed
/// and step decides. In the order of transformers' generate (generation/logits_process.py): repetition penalty,
/// suppressed tokens, temperature, top-k, top-p.
class Chooser {
public:
    Chooser(const GenerateOptions& options, std::int64_t vocabulary);
    struct Chosen {
        std::int32_t id = 0;
        float logprob = 0; ///< of the distribution it was taken from; 0 when greedy
    };
    /// `prompt` and `response`: the tokens before, for the repetition penalty.
    [[nodiscard]] Chosen choose(const float* row, std::span<const std::int32_t> prompt,
                                std::span<const std::int32_t> response, std::uint64_t seed, std::int64_t step);

private:
    [[nodiscard]] bool allowed(std::int64_t id) const { return !m_suppressed[static_cast<std::size_t>(id)]; }
    const float* penalised(const float* row, std::span<const std::int32_t> prompt,
                           std::span<const std::int32_t> response);
    [[nodiscard]] Chosen greedy(const float* row) const;
    [[nodiscard]] std::int32_t highestAllowed(const float* row) const;
    [[nodiscard]] Chosen sample(const float* row, std::uint64_t seed, std::int64_t step);
    void keepHighest(std::size_t count);
    void keepMass(double share);

    const GenerateOptions& m_options;
    std::int64_t m_vocabulary;
    std::vector<bool> m_suppressed;
    std::vector<float> m_weights;      ///< of the distribution that is sampled, not normalised
    std::vector<float> m_row;          ///< with the penalty
    std::vector<std::uint32_t> m_seen; ///< turn in which the token was penalised
    std::uint32_t m_turn = 0;
    std::vector<std::int32_t> m_order; ///< room for sorting
};

} // namespace egt::judge
