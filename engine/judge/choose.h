// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "judge/judge.h"

namespace egt::judge {

/// Chooses the next token of one row of logits. Nothing but the row and the sequence's own seed and step decides.
class Chooser {
public:
    Chooser(const GenerateOptions& options, std::int64_t vocabulary);
    struct Chosen {
        std::int32_t id = 0;
        float logprob = 0; ///< of the distribution it was taken from; 0 when greedy
    };
    [[nodiscard]] Chosen choose(const float* row, std::uint64_t seed, std::int64_t step);

private:
    [[nodiscard]] Chosen greedy(const float* row) const;
    [[nodiscard]] std::int32_t highestAllowed(const float* row) const;
    [[nodiscard]] Chosen sample(const float* row, std::uint64_t seed, std::int64_t step);
    [[nodiscard]] double truncate(double total);

    const GenerateOptions& m_options;
    std::int64_t m_vocabulary;
    std::vector<bool> m_suppressed;
    std::vector<float> m_weights;
};

} // namespace egt::judge
