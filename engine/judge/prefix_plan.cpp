// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/prefix_plan.h"

#include <algorithm>
#include <map>
#include <utility>

namespace egt::judge {
namespace {

constexpr std::int64_t kWorthSharing = 16; ///< tokens: less costs more calls than it saves

/// Tokens until something of b differs from a: a token, or the image that a token is part of.
std::int64_t commonBeginning(const PromptTokens& a, const PromptTokens& b,
                             const std::vector<std::int64_t>& image_tokens, std::int32_t image_token_id) {
    const auto [same, unused] = std::mismatch(a.images->begin(), a.images->end(), b.images->begin(), b.images->end());
    std::int64_t allowed = 0; // image tokens of the images that both begin with
    for (auto image = a.images->begin(); image != same; ++image)
        allowed += image_tokens[static_cast<std::size_t>(*image)];
    if (a.ids->empty() || b.ids->empty()) return 0;
    const std::size_t most = std::min(a.ids->size(), b.ids->size()) - 1;
    std::size_t n = 0;
    for (; n < most && (*a.ids)[n] == (*b.ids)[n]; ++n)
        if ((*a.ids)[n] == image_token_id && --allowed < 0) break;
    return static_cast<std::int64_t>(n);
}

std::vector<PromptPlan::Prompt> equalPrompts(const std::vector<PromptTokens>& batch, bool share) {
    std::vector<PromptPlan::Prompt> out;
    std::map<std::pair<std::vector<std::int32_t>, std::vector<std::int32_t>>, std::size_t> seen;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        std::size_t place = out.size();
        if (share) place = seen.try_emplace({*batch[i].ids, *batch[i].images}, place).first->second;
        if (place == out.size()) out.emplace_back();
        out[place].sequences.push_back(i);
    }
    return out;
}

} // namespace

std::int64_t PromptPlan::computedTokens() const {
    std::int64_t sum = 0;
    for (const Family& family : families) {
        sum += family.shared;
        for (const std::size_t prompt : family.prompts)
            sum += tokens(prompt) - family.shared;
    }
    return sum;
}

PromptPlan planPrompts(const std::vector<PromptTokens>& batch, const std::vector<std::int64_t>& image_tokens,
                       std::int32_t image_token_id, std::size_t most, bool share) {
    PromptPlan out;
    out.prompts = equalPrompts(batch, share);
    for (std::size_t p = 0; p < out.prompts.size(); ++p) {
        const PromptTokens& own = batch[out.prompts[p].sequences.front()];
        out.lengths.push_back(static_cast<std::int64_t>(own.ids->size()));
        out.longest = std::max(out.longest, out.lengths.back());
        if (share && !out.families.empty() && out.families.back().prompts.size() < most) {
            PromptPlan::Family& family = out.families.back();
            const PromptTokens& first = batch[out.prompts[family.prompts.front()].sequences.front()];
            const auto members = static_cast<std::int64_t>(family.prompts.size());
            std::int64_t shared = commonBeginning(first, own, image_tokens, image_token_id);
            if (members > 1) shared = std::min(shared, family.shared);
            if (shared >= kWorthSharing && members * shared > (members - 1) * family.shared) {
                family.prompts.push_back(p);
                family.shared = shared;
                continue;
            }
        }
        out.families.push_back({{p}, 0});
    }
    return out;
}

PromptPlan planBatch(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                     const JudgeConfig& config, bool share) {
    std::vector<PromptTokens> prompts;
    for (const Sequence& s : batch)
        prompts.push_back({&s.prompt, &s.images});
    std::vector<std::int64_t> image_tokens;
    for (const EncodedImage& image : images)
        image_tokens.push_back(image.embedding_TD.size(0));
    return planPrompts(prompts, image_tokens, config.image_token_id, kFamily, share);
}

} // namespace egt::judge
