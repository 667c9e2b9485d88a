// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How each benchmark is counted. Pure functions; any thread.
//
// VL-RewardBench: cal.py and inference.py of github.com/vl-rewardbench/VL_RewardBench (commits 9b10abd, e492d65). Each
//   vote's order is a fair coin; the verdict of an item is the strict majority of its K votes; an item with a vote that
//   can't be read is filtered out, one whose vote is tied is in neither class; accuracy = agree / (agree + reject),
//   macro = mean of the three categories.
// Multimodal RewardBench: scripts/2_get_accuracy.py of github.com/facebookresearch/multimodal_rewardbench (b4b92cd).
//   Stored order, one response; one that can't be read is a guess of Python's generator with seed 123; accuracy over
//   all rows is the headline.
// MM-RLHF-RewardBench: cal_performance_mmreweard_bench.py of MM-RLHF, repeated in get_acc.py of
//   github.com/yfzhang114/r1_reward (3693413). Stored order; right when the chosen answer has more reward (here: more
//   votes), so a tie is wrong; Acc+ is the share of ids whose pairs are all right.
// Order by parity: vlmeval/dataset/vl_rewardbench.py of github.com/open-compass/VLMEvalKit: swapped when the number of
//   characters of both answers is odd; unparsed is wrong there.

#include <string>
#include <string_view>
#include <vector>

#include "records/bench.h"

namespace egt::evaluation {

/// A request with every choice made.
struct BenchRules {
    BenchProtocol protocol = BenchProtocol::vl_rewardbench;
    BenchOrder order = BenchOrder::stored;
    UnparsedPolicy unparsed = UnparsedPolicy::wrong;
    std::int32_t votes = 0; ///< 0 = all that the run has
    std::uint64_t seed = 123;
    bool ties_leave = false;   ///< a tied vote leaves the denominator; else it is wrong
    bool groups_by_id = false; ///< Acc+ asks for all pairs of an id; else for all orders of a pair
    RunId run = 0;             ///< for messages
};
BenchRules rulesOf(const BenchRequest& request);

/// Its categories in the order that the benchmark lists them.
std::vector<std::string> categoriesOf(BenchProtocol protocol);
/// VL-RewardBench: by the id up to the first "_" or "-". Multimodal RewardBench: the row's own, reasoning and safety
/// parted by the id. MM-RLHF-RewardBench: the first of mcq, long, short, safety, video that stands in the path of the
/// picture; kNoCategory when none does.
std::string categoryOf(BenchProtocol protocol, const PairRecord& pair);
inline constexpr std::string_view kNoCategory = "other"; ///< counted overall, in no macro mean

/// The part of VL-RewardBench that an id comes from: "povid", "rlaif-v", "rlhf-v", "reasoning_tasks",
/// "wildvision-battle" or "vlfeedback".
std::string vlDataset(std::string_view id);

/// What a pair is the same by, when its id repeats: id, question and both answers in either order (as cal.py does).
std::string contentKey(const PairRecord& pair);

/// The order in which vote `vote` is asked for. Not for BenchOrder::both.
Order orderOfVote(const BenchRules& rules, const PairRecord& pair, std::int32_t vote);

/// Characters (code points, as Python counts them) of valid UTF-8.
std::size_t codePoints(std::string_view text);

} // namespace egt::evaluation
