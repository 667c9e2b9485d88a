// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/bench_trials.h"

#include <algorithm>

#include "records/serialize.h"

namespace egt::evaluation {
namespace {

using Said = std::vector<VerdictRecord>;

std::int32_t samplesOf(const Said& said, Order order) {
    return static_cast<std::int32_t>(
        std::count_if(said.begin(), said.end(), [&](const VerdictRecord& v) { return v.order == order; }));
}

tl::unexpected<Error> missing(const BenchRules& rules, const PairRecord& pair, const Said& said, Order wanted,
                              std::int32_t votes) {
    const std::int32_t there = samplesOf(said, wanted);
    if (there > 0)
        return fail("bench.few_votes",
                    EGT_TEXT("engine", "Run %1 has %2 responses to pair %3 in the %4 order, and %5 votes are asked "
                                       "for. Ask for fewer votes, or score with “egt score … --samples %5 "
                                       "--temperature 0.2”."),
                    {std::to_string(rules.run), std::to_string(there), std::to_string(pair.id),
                     std::string(name(wanted)), std::to_string(votes)},
                    {}, 0, "votes");
    return fail(
        "bench.one_order",
        EGT_TEXT("engine", "Run %1 has one order: it never showed pair %2 in the %3 order, which the order "
                           "policy “%4” needs. Score with “egt score … --orders both”, or choose a policy that "
                           "the run can answer."),
        {std::to_string(rules.run), std::to_string(pair.id), std::string(name(wanted)), std::string(name(rules.order))},
        {}, 0, "order");
}

Result<VerdictRecord> voteOf(const BenchRules& rules, const PairRecord& pair, const Said& said, Order order,
                             std::int32_t sample, std::int32_t votes) {
    const auto found = std::find_if(said.begin(), said.end(),
                                    [&](const VerdictRecord& v) { return v.order == order && v.sample == sample; });
    if (found == said.end()) return missing(rules, pair, said, order, votes);
    return *found;
}

/// The guess is of the place, A or B, as Multimodal RewardBench's script makes it.
Verdict guessed(Order order, PythonRandom& guesses) {
    const bool first = guesses.uniform() < 0.5;
    return first == (order == Order::stored) ? Verdict::a : Verdict::b;
}

/// Votes to the trial's counts; false when the trial leaves because of an unparsed one.
bool countVotes(const BenchRules& rules, Trial& trial, PythonRandom& guesses) {
    const Verdict right = trial.label == Label::a ? Verdict::a : Verdict::b;
    bool stays = true;
    for (const VerdictRecord& vote : trial.votes) {
        Verdict verdict = vote.verdict;
        if (verdict == Verdict::unparsed && rules.unparsed == UnparsedPolicy::guess)
            verdict = guessed(vote.order, guesses);
        if (verdict == Verdict::unparsed && rules.unparsed == UnparsedPolicy::leave)
            stays = false;
        else
            ++(verdict == right ? trial.right_votes : trial.wrong_votes);
    }
    return stays;
}

Outcome outcomeOf(const BenchRules& rules, Trial& trial, PythonRandom& guesses) {
    if (!countVotes(rules, trial, guesses)) return Outcome::left;
    if (trial.right_votes > trial.wrong_votes) return Outcome::right;
    return trial.right_votes == trial.wrong_votes && rules.ties_leave ? Outcome::left : Outcome::wrong;
}

Trial emptyTrial(const BenchRules& rules, const PairRecord& pair) {
    Trial trial;
    trial.pair = pair.id;
    trial.category = categoryOf(rules.protocol, pair);
    const std::string own = "pair " + std::to_string(pair.id);
    trial.id = pair.source_id.empty() ? own : "id " + pair.source_id;
    trial.group = rules.groups_by_id ? trial.id : own;
    trial.label = pair.label;
    return trial;
}

} // namespace

Result<std::vector<Trial>> trialsOf(const BenchRules& rules, const PairRecord& pair, const Said& said,
                                    PythonRandom& guesses) {
    const bool both = rules.order == BenchOrder::both;
    const std::int32_t most = std::max(samplesOf(said, Order::stored), samplesOf(said, Order::swapped));
    const std::int32_t votes = rules.votes > 0 ? rules.votes : std::max(most, 1);
    std::vector<Trial> trials;
    for (const Order order : both ? std::vector{Order::stored, Order::swapped} : std::vector{Order::stored}) {
        Trial& trial = trials.emplace_back(emptyTrial(rules, pair));
        for (std::int32_t vote = 0; vote < votes; ++vote) {
            const Order shown = both ? order : orderOfVote(rules, pair, vote);
            EGT_ASSIGN(VerdictRecord record, voteOf(rules, pair, said, shown, vote, votes));
            trial.votes.push_back(std::move(record));
        }
        trial.outcome = outcomeOf(rules, trial, guesses);
    }
    return trials;
}

} // namespace egt::evaluation
