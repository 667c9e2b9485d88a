// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "evaluation/bench_trials.h"

namespace egt::evaluation::test {

/// "R", "W" or "U" a vote: right, wrong, unparsed; a small letter was shown in swapped order.
inline std::vector<VerdictRecord> saidOf(const PairRecord& pair, const std::string& votes) {
    std::vector<VerdictRecord> out;
    std::int32_t samples[2] = {0, 0};
    for (const char c : votes) {
        const bool swapped = c >= 'a';
        const char kind = swapped ? static_cast<char>(c - 'a' + 'A') : c;
        const bool names_a = (kind == 'R') == (pair.label == Label::a);
        VerdictRecord& vote = out.emplace_back();
        vote.pair = pair.id;
        vote.order = swapped ? Order::swapped : Order::stored;
        vote.sample = samples[swapped ? 1 : 0]++;
        vote.verdict = kind == 'U' ? Verdict::unparsed : names_a ? Verdict::a : Verdict::b;
        vote.text = std::string("said ") + kind;
    }
    return out;
}

inline PairRecord pairWith(PairId number, const std::string& id, Label label = Label::a) {
    PairRecord pair;
    pair.id = number;
    pair.source_id = id;
    pair.question = "What is it?";
    pair.answer_a = "A cat, number " + std::to_string(number) + ".";
    pair.answer_b = "A dog.";
    pair.label = label;
    return pair;
}

struct Case {
    PairRecord pair;
    std::string votes;
};

inline std::vector<Trial> trialsOfAll(const BenchRules& rules, const std::vector<Case>& cases) {
    PythonRandom guesses(rules.seed);
    std::vector<Trial> out;
    for (const Case& one : cases) {
        auto trials = trialsOf(rules, one.pair, saidOf(one.pair, one.votes), guesses);
        EXPECT_TRUE(trials) << (trials ? "" : trials.error().message());
        if (trials) out.insert(out.end(), trials->begin(), trials->end());
    }
    return out;
}

inline BenchResult counted(const BenchRules& rules, const std::vector<Case>& cases) {
    return summarise(rules, trialsOfAll(rules, cases));
}

inline BenchRow rowOf(const BenchResult& result, const std::string& category) {
    for (const BenchRow& row : result.categories)
        if (row.category == category) return row;
    ADD_FAILURE() << "no category " << category;
    return {};
}

} // namespace egt::evaluation::test
