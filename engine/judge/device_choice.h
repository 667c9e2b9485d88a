// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What choose.h and token_recorder.h do a row at a time on the host, for all rows at once where the logits lie: only
// the chosen ids and a few numbers a row leave the device.

#include <cstdint>
#include <span>
#include <vector>

#include <torch/types.h>

#include "judge/judge.h"

namespace egt::judge {

/// What decides the next token of a row beside its logits.
struct RowContext {
    std::span<const std::int32_t> prompt, response; ///< for the repetition penalty
    std::uint64_t seed = 0;
};

/// On the device of the logits.
struct ChosenRows {
    torch::Tensor ids_N;      ///< int64
    torch::Tensor logprobs_N; ///< float32, of the distribution it was taken from; 0 when greedy
};

/// The same choices as Chooser: the same processors in the same order and the same draw of each seed and step. Sums are
/// taken in another order, so a draw that falls within their rounding of a boundary may differ.
class DeviceChooser {
public:
    DeviceChooser(const GenerateOptions& options, std::int64_t vocabulary, torch::Device device);
    /// logits_NV: any floating type, on the device.
    [[nodiscard]] ChosenRows choose(const torch::Tensor& logits_NV, const std::vector<RowContext>& rows) const;

private:
    [[nodiscard]] torch::Tensor penalised(torch::Tensor scores_NV, const std::vector<RowContext>& rows) const;
    [[nodiscard]] ChosenRows sample(const torch::Tensor& scores_NV, const torch::Tensor& greedy_N,
                                    const std::vector<RowContext>& rows) const;
    const GenerateOptions& m_options;
    torch::Tensor m_suppressed; ///< int64
};

/// The figures of one token, as Generated has them.
struct TokenFigures {
    std::int32_t id = 0;
    float entropy = 0, logprob = 0;
    std::int32_t rank = 0;
    std::vector<float> watched;
    std::vector<std::pair<std::int32_t, float>> alternatives;
};
/// Of the raw distribution of each row at ids_N. At most 64 alternatives.
std::vector<TokenFigures> figuresOf(const torch::Tensor& logits_NV, const torch::Tensor& ids_N,
                                    const std::vector<std::int32_t>& watched, std::int32_t alternatives);

} // namespace egt::judge
