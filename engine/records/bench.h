// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Benchmarks of reward models: what is asked for, how it was counted, what came out. Rules: evaluation/bench_rules.h.

#include <cstdint>
#include <string>
#include <vector>

#include "records/records.h"

namespace egt {

enum class BenchProtocol : std::int32_t { vl_rewardbench = 1, multimodal_rewardbench = 2, mm_rlhf_rewardbench = 3 };

/// Which answer is shown first. protocol: as the benchmark does it; stored: as in the data; coin: a fair coin a vote,
/// from the seed and the pair's content; parity: swapped when both answers have an odd number of characters together;
/// both: each order on its own.
enum class BenchOrder : std::int32_t { protocol = 0, stored = 1, coin = 2, parity = 3, both = 4 };

/// A response that names no answer. protocol: as the benchmark does it; leave: its pair leaves the denominator; wrong:
/// it counts as wrong; guess: a guess from the seed.
enum class UnparsedPolicy : std::int32_t { protocol = 0, leave = 1, wrong = 2, guess = 3 };

struct BenchRequest {
    BenchProtocol protocol = BenchProtocol::vl_rewardbench;
    RunId run = 0;          ///< the scoring run that is counted; 0 = the latest complete one
    std::int32_t votes = 0; ///< samples of each pair that vote; 0 = as the benchmark does it
    BenchOrder order = BenchOrder::protocol;
    UnparsedPolicy unparsed = UnparsedPolicy::protocol;
    std::uint64_t seed = 123; ///< of coins and guesses; 123 is that of Multimodal RewardBench's own guesses
    std::string selection = "all";
    std::string predictions; ///< file to write in the benchmark's own form; empty = none
    bool operator==(const BenchRequest&) const = default;
};

/// A category, or all of them. A trial is a pair in one order; with one order there are as many trials as pairs.
struct BenchRow {
    std::string category;
    std::int64_t pairs = 0;
    std::int64_t trials = 0;
    std::int64_t left = 0;  ///< trials that left the denominator: unparsed, or a tied vote where ties leave
    std::int64_t right = 0; ///< of the others
    double accuracy = 0;    ///< right / (trials - left); NaN when nothing is left
    double low = 0;         ///< 95 % interval, clustered by the data set's id
    double high = 0;
    std::int64_t groups = 0; ///< of pairs that count together: an id (MM-RLHF-RewardBench), else the pair
    std::int64_t groups_right = 0;
    double acc_plus = 0; ///< share of groups in which every trial is right
    double acc_plus_low = 0;
    double acc_plus_high = 0;
    bool operator==(const BenchRow&) const = default;
};

struct BenchResult {
    RunId run = 0; ///< the scoring run that was counted
    BenchProtocol protocol = BenchProtocol::vl_rewardbench;
    BenchOrder order = BenchOrder::stored;
    UnparsedPolicy unparsed = UnparsedPolicy::wrong;
    std::int32_t votes = 0;
    std::uint64_t seed = 0;
    std::string judge;
    std::vector<BenchRow> categories;
    BenchRow overall; ///< micro: every trial counts alike
    double macro = 0; ///< mean of the accuracies of the categories
    double macro_low = 0;
    double macro_high = 0;
    double consistency = 0;      ///< share of pairs that got the same answer in both orders; NaN with one order
    double first_rate = 0;       ///< share of parsed votes for the answer that was shown first
    double unparsed_rate = 0;    ///< share of votes
    std::int64_t unlabelled = 0; ///< pairs without a label or with a tie: not counted
    std::int64_t failed = 0;     ///< pairs that the run could not judge: not counted
    std::string predictions;     ///< the file that was written
    std::int64_t prediction_lines = 0;
    bool operator==(const BenchResult&) const = default;
};

/// What a judge said in one response, without its numbers.
struct VerdictRecord {
    PairId pair = 0;
    Order order = Order::stored;
    std::int32_t sample = 0;
    Verdict verdict = Verdict::unparsed;
    std::string text;
    bool operator==(const VerdictRecord&) const = default;
};

} // namespace egt
