// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/choose.h"
#include "judge/device_choice.h"
#include "judge/judge.h"
#include "judge/weights.h"

namespace egt::judge {

/// Turns hidden states into what is known of each token. Logits of a bounded number of rows exist at a time; each row
/// is looked at while it is in the cache and then forgotten.
class TokenRecorder {
public:
    TokenRecorder(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                  const GenerateOptions& options);

    /// Chooses a token of each sequence from row rows[i] of `hidden_ND` (not yet normalised) and appends it.
    void generate(const torch::Tensor& hidden_ND, const std::vector<std::int64_t>& rows,
                  const std::vector<std::size_t>& sequences);
    /// Appends the next given tokens of the sequences: row i predicts the next one of sequences[i].
    void read(const torch::Tensor& hidden_ND, const std::vector<std::size_t>& sequences);

    [[nodiscard]] const Generated& of(std::size_t sequence) const { return m_out[sequence]; }
    /// Stopped by itself or at the length limit.
    [[nodiscard]] bool ended(std::size_t sequence) const;
    std::vector<Generated> take() { return std::move(m_out); }

private:
    template <class Use> void eachRow(const torch::Tensor& hidden_ND, Use&& use);
    template <class Use> void eachPortion(const torch::Tensor& hidden_ND, Use&& use);
    void generateOnDevice(const torch::Tensor& hidden_ND, const std::vector<std::int64_t>& rows,
                          const std::vector<std::size_t>& sequences);
    void readOnDevice(const torch::Tensor& hidden_ND, const std::vector<std::size_t>& sequences);
    void append(std::size_t sequence, TokenFigures figures, float sample_logprob);
    void finish(std::size_t sequence);
    void append(std::size_t sequence, const float* row, std::int32_t id, float sample_logprob);
    void generateOne(std::size_t sequence, const float* row);

    const Weights& m_weights;
    const JudgeConfig& m_config;
    const std::vector<Sequence>& m_batch;
    const GenerateOptions& m_options;
    Chooser m_chooser;
    std::optional<DeviceChooser> m_device; ///< where the logits are not the host's
    std::vector<Generated> m_out;
};

} // namespace egt::judge
