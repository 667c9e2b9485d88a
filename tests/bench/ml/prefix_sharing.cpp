// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <vector>

#include <torch/types.h>

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include "base/control.h"
#include "base/random.h"
#include "bench.h"
#include "judge/judge.h"

namespace egt::bench {
namespace {

/// Four samples of both orders of one pair: 1,024 tokens of prompt, of which image, instruction and question are the
/// same in both orders (624) and the two answers of 200 tokens change places.
std::vector<judge::Sequence> bothOrders(const judge::JudgeConfig& config) {
    Random random(5);
    const auto words = [&](int count) {
        std::vector<std::int32_t> out;
        for (int i = 0; i < count; ++i)
            out.push_back(
                static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(config.text.vocab_size - 20))));
        return out;
    };
    const auto head = words(624);
    const auto a = words(200);
    const auto b = words(200);
    std::vector<judge::Sequence> out;
    for (const auto& [first, second] : {std::pair{&a, &b}, {&b, &a}}) {
        judge::Sequence s;
        for (const auto* part : {&head, first, second})
            s.prompt.insert(s.prompt.end(), part->begin(), part->end());
        out.insert(out.end(), 4, s);
    }
    return out;
}

void prefixSharing(Bench& bench) {
    const c10::InferenceMode inference;
    at::set_num_threads(bench.settings().threads);
    judge::JudgeConfig config; // the demo judge's size, with room for the prompt
    config.text.max_position_embeddings = 2048;
    config.image_token_id = 380;
    config.eos_token_id = 379;
    const auto judge = judge::Judge::create(config, 1);
    const auto batch = bothOrders(config);
    judge::GenerateOptions options;
    options.max_new_tokens = 64;
    options.temperature = 1;
    options.alternatives = 4;
    for (std::uint64_t i = 0; i < batch.size(); ++i)
        options.seeds.push_back(i);
    judge::GenerateOptions apart = options;
    apart.share_prefixes = false;
    FreeRun control;
    const auto with = judge->generate(batch, {}, options, control);
    const auto without = judge->generate(batch, {}, apart, control);
    for (std::size_t i = 0; i < with.size(); ++i) {
        TORCH_CHECK(with[i].ids == without[i].ids, "sharing changed the tokens of sequence ", i);
        for (std::size_t t = 0; t < with[i].ids.size(); ++t)
            TORCH_CHECK(std::abs(with[i].entropies[t] - without[i].entropies[t]) < 1e-4, "and its entropies");
    }
    bench.compare(
        {.what = "4 samples, both orders, prompt 1024, 64 new tokens: prefix sharing, f32",
         .ours = {"shared", [&] { static_cast<void>(judge->generate(batch, {}, options, control)); }},
         .baseline = {"each its own prompt", [&] { static_cast<void>(judge->generate(batch, {}, apart, control)); }},
         .bar = atLeast(2.5),
         .rounds = 11,
         .units = 8 * 64,
         .unit = "tokens",
         .source = "the same batched scorer with share_prefixes off"});
    judge::GenerateOptions silent = options;
    silent.record = false;
    bench.compare({.what = "entropy, log-prob, rank and 4 likeliest of each token during decoding, f32",
                   .ours = {"recorded", [&] { static_cast<void>(judge->generate(batch, {}, options, control)); }},
                   .baseline = {"ids alone", [&] { static_cast<void>(judge->generate(batch, {}, silent, control)); }},
                   .bar = atMost(1.03),
                   .rounds = 21,
                   .units = 8 * 64,
                   .unit = "tokens"});
}
const Registration registration{"prefix-sharing", prefixSharing};

} // namespace
} // namespace egt::bench
