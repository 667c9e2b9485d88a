// SPDX-License-Identifier: GPL-3.0-or-later

// Teacher forcing without gradients: what generation would have recorded had it chosen the given tokens.

#include <algorithm>

#include "base/clock.h"
#include "judge/generate.h"
#include "judge/prefill.h"
#include "judge/prefix_plan.h"
#include "judge/token_recorder.h"

namespace egt::judge {
namespace {

class Reading {
public:
    Reading(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
            const std::vector<EncodedImage>& images, const GenerateOptions& options, PassStats& stats)
        : m_weights(weights), m_config(config), m_batch(batch), m_images(images), m_stats(stats),
          m_recorder(weights, config, batch, options), m_plan(planBatch(batch, images, config, options.share_prefixes)),
          m_most(options.lanes > 0 ? static_cast<std::size_t>(options.lanes) : batch.size()) {}

    std::vector<Generated> run(Control& control) {
        std::vector<PrefillFamily> families;
        for (const PromptPlan::Family& family : m_plan.families) {
            if (m_items + sequencesOf(family) > m_most && m_items > 0) {
                if (control.checkpoint() != StopKind::none) return {};
                compute(families);
                families.clear();
            }
            add(family, families);
        }
        if (control.checkpoint() != StopKind::none) return {};
        compute(families);
        return m_recorder.take();
    }

private:
    [[nodiscard]] std::size_t sequencesOf(const PromptPlan::Family& family) const {
        std::size_t count = 0;
        for (const std::size_t prompt : family.prompts)
            count += m_plan.prompts[prompt].sequences.size();
        return count;
    }

    void add(const PromptPlan::Family& family, std::vector<PrefillFamily>& families) {
        PrefillFamily& out = families.emplace_back();
        for (const std::size_t prompt : family.prompts)
            for (const std::size_t sequence : m_plan.prompts[prompt].sequences) {
                const Sequence& s = m_batch[sequence];
                TORCH_CHECK(!s.response.empty(), "a given response is empty");
                const auto length = static_cast<std::int64_t>(s.prompt.size());
                const std::int64_t end = length + static_cast<std::int64_t>(s.response.size()) - 1;
                out.items.push_back({&s, static_cast<std::int64_t>(m_items++), length - 1, end});
                m_sequences.insert(m_sequences.end(), s.response.size(), sequence);
                m_longest = std::max(m_longest, end);
                m_stats.prompt_tokens += end;
            }
        // Several responses to one prompt share all of it but the last token, whose hidden state each of them wants.
        const std::int64_t whole = out.items.front().wanted;
        out.shared = out.items.size() == 1 ? 0 : family.prompts.size() > 1 ? family.shared : whole;
    }

    void compute(const std::vector<PrefillFamily>& families) {
        const double started = steadySeconds();
        KvCache cache =
            KvCache::allocate(m_config.text, static_cast<std::int64_t>(m_items), 1, m_longest, 1, m_weights.options());
        m_recorder.read(prefill(m_weights, m_config, families, m_images, cache, m_stats), m_sequences);
        m_stats.prompt_seconds += steadySeconds() - started;
        m_sequences.clear();
        m_items = 0;
        m_longest = 0;
    }

    const Weights& m_weights;
    const JudgeConfig& m_config;
    const std::vector<Sequence>& m_batch;
    const std::vector<EncodedImage>& m_images;
    PassStats& m_stats;
    TokenRecorder m_recorder;
    PromptPlan m_plan;
    std::size_t m_most; ///< sequences at a time
    std::size_t m_items = 0;
    std::int64_t m_longest = 0;
    std::vector<std::size_t> m_sequences; ///< of each hidden state
};

} // namespace

std::vector<Generated> read(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                            const std::vector<EncodedImage>& images, const GenerateOptions& options, Control& control,
                            PassStats& stats) {
    if (batch.empty()) return {};
    const torch::NoGradGuard no_grad;
    return Reading(weights, config, batch, images, options, stats).run(control);
}

} // namespace egt::judge
