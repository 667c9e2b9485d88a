// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "store/project.h"
#include "support/temp_folder.h"

namespace egt::test {

template <class T> T must(Result<T> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
    return std::move(result).value();
}
inline void must(Result<void> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
}
template <class T> std::string codeOf(const Result<T>& result) {
    return result ? "no error" : result.error().code;
}

inline PairRecord samplePair(int number) {
    PairRecord p;
    p.source_id = "row-" + std::to_string(number % 7);
    p.source = number % 3 == 0 ? "wild" : "lab";
    p.question = "How many circles are in picture " + std::to_string(number) + "?";
    p.answer_a = "There are three.";
    p.answer_b = "Two, no more.";
    p.label = static_cast<Label>(number % 4);
    p.reason_a = "counts";
    p.split = number % 5 == 0 ? "heldout" : "";
    p.extra = R"({"k":1})";
    if (number % 2 == 0) p.images.push_back({"images/1.png", "/tmp/1.png", 64, 48});
    if (number % 4 == 0) p.images.push_back({"images/2.png", "", 0, 0});
    return p;
}

inline std::vector<PairRecord> samplePairs(int first, int count) {
    std::vector<PairRecord> out;
    for (int i = first; i < first + count; ++i)
        out.push_back(samplePair(i));
    return out;
}

inline ImportRecord sampleImport(const std::string& hash = "h1") {
    ImportRecord import;
    import.file = "/data/pairs.jsonl";
    import.file_hash = hash;
    import.format = "mmrlhf";
    import.options = "{}";
    return import;
}

inline std::vector<PairRecord> addPairs(Project& project, int first, int count) {
    ImportRecord import = must(project.beginImport(sampleImport("f" + std::to_string(first))));
    std::vector<PairRecord> pairs = samplePairs(first, count);
    must(project.appendPairs(pairs, import));
    must(project.finishImport(import));
    return pairs;
}

inline ScoreRecord sampleScore(PairId pair, float base) {
    ScoreRecord s;
    s.pair = pair;
    s.entropy = {base, base * 10, base * 2, base * 1.5F, base + 1, base + 2, base + 3};
    s.p_label = base / 10;
    s.vote_share = 0.75F;
    s.vote_entropy = 0.5F;
    s.consistency = 1;
    s.first_rate = 0.25F;
    s.agreement = 0.5F;
    s.unparsed = 0;
    s.tokens = 21.5F;
    s.responses = 2;
    s.verdict = static_cast<std::int32_t>(pair % 4);
    s.trained = pair % 3 == 0;
    return s;
}

inline RunId addScoreRun(Project& project, RunState state = RunState::running) {
    RunRecord run;
    run.kind = RunKind::score;
    run.name = "scores";
    run.state = state;
    return must(project.addRun(run));
}

inline ReviewRecord decision(PairId pair, Decision what, const std::string& annotator = "ann") {
    ReviewRecord r;
    r.pair = pair;
    r.decision = what;
    r.annotator = annotator;
    r.duration_ms = 1200;
    return r;
}

} // namespace egt::test
