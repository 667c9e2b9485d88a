// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/bench_rules.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/hash.h"
#include "base/json.h"
#include "base/random.h"

namespace egt::evaluation {
namespace {

constexpr std::array<std::string_view, 5> kMmRlhfWords{"mcq", "long", "short", "safety", "video"};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string vlCategory(std::string_view id) {
    const std::string dataset = vlDataset(id);
    if (dataset == "reasoning_tasks") return "reasoning";
    return dataset == "povid" || dataset == "rlaif-v" || dataset == "rlhf-v" ? "hallucination" : "general";
}

/// As imported by its reader the category is the source; by another layout it is among the unknown fields.
std::string ownCategory(const PairRecord& pair) {
    const auto extra = pair.extra.empty() ? Result<Json>(Json()) : parseJson(pair.extra);
    if (extra && extra->is_object())
        if (const auto found = extra->find("Category"); found != extra->end() && found->is_string())
            return found->get<std::string>();
    return pair.source;
}

std::string multimodalCategory(const PairRecord& pair) {
    const std::string category = ownCategory(pair);
    const std::string id = lower(pair.source_id);
    if (category == "safety") return id.starts_with("pairs") ? "safety/bias" : "safety/toxicity";
    if (category == "reasoning") return id.starts_with("math") ? "reasoning/math" : "reasoning/coding";
    return category;
}

/// Frames of a video are references of their own in the order of their names; the folder is the same for all.
std::string mmRlhfCategory(const PairRecord& pair) {
    if (pair.images.empty()) return std::string(kNoCategory);
    std::string path = pair.images.front().reference;
    if (pair.images.size() > 1) path = path.substr(0, path.rfind('/'));
    for (const std::string_view word : kMmRlhfWords)
        if (path.find(word) != std::string::npos) return std::string(word);
    return std::string(kNoCategory);
}

} // namespace

BenchRules rulesOf(const BenchRequest& request) {
    BenchRules rules;
    rules.protocol = request.protocol;
    rules.votes = request.votes;
    rules.seed = request.seed;
    rules.run = request.run;
    switch (request.protocol) {
    case BenchProtocol::vl_rewardbench:
        rules.order = BenchOrder::coin;
        rules.unparsed = UnparsedPolicy::leave;
        rules.ties_leave = true;
        break;
    case BenchProtocol::multimodal_rewardbench:
        rules.order = BenchOrder::stored;
        rules.unparsed = UnparsedPolicy::guess;
        if (rules.votes == 0) rules.votes = 1;
        break;
    case BenchProtocol::mm_rlhf_rewardbench:
        rules.order = BenchOrder::stored;
        rules.unparsed = UnparsedPolicy::wrong;
        rules.groups_by_id = true;
        break;
    }
    if (request.order != BenchOrder::protocol) rules.order = request.order;
    if (request.unparsed != UnparsedPolicy::protocol) rules.unparsed = request.unparsed;
    return rules;
}

std::vector<std::string> categoriesOf(BenchProtocol protocol) {
    switch (protocol) {
    case BenchProtocol::vl_rewardbench:
        return {"general", "hallucination", "reasoning"};
    case BenchProtocol::multimodal_rewardbench:
        return {"open_generation/correctness_task",
                "open_generation/preference_task",
                "knowledge",
                "reasoning/math",
                "reasoning/coding",
                "safety/bias",
                "safety/toxicity",
                "vqa"};
    case BenchProtocol::mm_rlhf_rewardbench:
        return {kMmRlhfWords.begin(), kMmRlhfWords.end()};
    }
    return {};
}

std::string categoryOf(BenchProtocol protocol, const PairRecord& pair) {
    switch (protocol) {
    case BenchProtocol::vl_rewardbench:
        return vlCategory(pair.source_id);
    case BenchProtocol::multimodal_rewardbench:
        return multimodalCategory(pair);
    case BenchProtocol::mm_rlhf_rewardbench:
        return mmRlhfCategory(pair);
    }
    return std::string(kNoCategory);
}

std::string vlDataset(std::string_view id) {
    const std::string_view prefix = id.substr(0, id.find_first_of("_-"));
    if (prefix == "RLAIF") return "rlaif-v";
    if (prefix == "RLHF") return "rlhf-v";
    if (prefix == "hallucination") return "povid";
    if (prefix == "mathverse" || prefix == "mmmu") return "reasoning_tasks";
    return prefix == "wildvision" ? "wildvision-battle" : "vlfeedback";
}

std::string contentKey(const PairRecord& pair) {
    const auto& [low, high] = std::minmax(pair.answer_a, pair.answer_b);
    std::string bytes;
    for (const std::string* part : {&pair.source_id, &pair.question, &low, &high})
        bytes += std::to_string(part->size()) + ":" + *part;
    return contentHash(bytes);
}

Order orderOfVote(const BenchRules& rules, const PairRecord& pair, std::int32_t vote) {
    if (rules.order == BenchOrder::parity) {
        const bool odd = (codePoints(pair.answer_a) + codePoints(pair.answer_b)) % 2 == 1;
        return odd ? Order::swapped : Order::stored;
    }
    if (rules.order != BenchOrder::coin) return Order::stored;
    // By content, so that it matters neither what stands before the pair nor that its id repeats.
    const std::uint64_t key = std::strtoull(contentKey(pair).substr(0, 16).c_str(), nullptr, 16);
    return (mixSeed(rules.seed, key, static_cast<std::uint64_t>(vote)) & 1U) == 0 ? Order::stored : Order::swapped;
}

std::size_t codePoints(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace egt::evaluation
