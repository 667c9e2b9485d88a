// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring that is killed again and again, and scoring of real texts whose images are missing.
#include <cstdlib>

#include "base/random.h"
#include "e2e/judge_path.h"

namespace egt::test {
namespace {

using ScoreToTheEnd = JudgePath;

/// Lets the command work for this long, then kills it. False when it had ended by itself.
bool killAfter(const std::vector<std::string>& command, std::chrono::milliseconds patience) {
    Program program(command);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (program.running() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    program.signal(SIGKILL);
    return program.wait().exit != 0;
}

TEST_F(ScoreToTheEnd, KilledTenTimesItEqualsAnUndisturbedRunBitForBit) {
    const std::vector<std::string> options = {
        "--batch", "4", "--samples", "2", "--temperature", "1", "--top-p", "0.95", "--repetition-penalty", "1.1"};
    const auto command = [&](const std::string& project) {
        std::vector<std::string> out = {"score", project, "--judge", at("judge")};
        out.insert(out.end(), options.begin(), options.end());
        return out;
    };
    const std::string whole = copy("base.egt", "whole.egt");
    const std::string killed = copy("base.egt", "killed.egt");
    const auto begun = std::chrono::steady_clock::now();
    const Json undisturbed = must(command(whole));
    const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    const Json pairs_there = must({"info", whole})["pairs"];
    EXPECT_EQ(undisturbed["scored"], pairs_there);
    Random random(17);
    int kills = 0;
    for (int attempt = 0; attempt < 10; ++attempt) // anywhere: while starting, reading the judge, planning, scoring
        kills += killAfter(command(killed), length * static_cast<int>(random.below(100)) / 180) ? 1 : 0;
    EXPECT_GT(kills, 0);
    const Json last = must(command(killed));
    EXPECT_EQ(last["scored"], pairs_there);
    EXPECT_EQ(last["failed"], 0);
    const RunId run = last["run"].get<RunId>();
    EXPECT_EQ(scoresOf(whole, undisturbed["run"].get<RunId>()).size() > 1000, true);
    std::string a = scoresOf(whole, undisturbed["run"].get<RunId>());
    std::string b = scoresOf(killed, run);
    const auto anonymous = [](std::string text, RunId id) { // the run's own number stands in every row
        const std::string mark = "\"run\":" + std::to_string(id);
        for (std::size_t found = text.find(mark); found != std::string::npos; found = text.find(mark, found))
            text.replace(found, mark.size(), "\"run\":0");
        return text;
    };
    EXPECT_EQ(anonymous(a, undisturbed["run"].get<RunId>()), anonymous(b, run));
    const auto reader = Project::open(killed, true);
    ASSERT_TRUE(reader);
    const std::vector<RunRecord> runs = (*reader)->runs().value();
    EXPECT_LE(std::count_if(runs.begin(), runs.end(), [](const RunRecord& r) { return r.kind == RunKind::score; }), 11);
    const auto pairs = (*reader)->allPairs().value();
    for (const PairId pair : pairs)
        EXPECT_EQ((*reader)->responses(pair, run)->size(), 4U) << "scored once, none missed";
}

// The pairs of VL-RewardBench are there, their images are not. Every pair ends with a score or with a reason.
TEST_F(ScoreToTheEnd, RealTextsWithoutTheirImages) {
    const char* folder = std::getenv("EGT_REAL_DATA");
    if (folder == nullptr || *folder == '\0')
        GTEST_SKIP() << "EGT_REAL_DATA does not name the folder of the real files";
    must({"new", at("real.egt")});
    const Json import = must({"import", at("real.egt"), std::string(folder) + "/vl_rewardbench.jsonl"});
    const auto pairs = import["imported"].get<std::int64_t>();
    ASSERT_GT(pairs, 1000);
    std::vector<std::string> command = {"score",   at("real.egt"), "--judge",  at("judge"), "--max-new-tokens", "4",
                                        "--batch", "32",           "--orders", "both",      "--dry-run"};
    const Json without = must(command);
    EXPECT_EQ(without["pairs"], pairs);
    EXPECT_EQ(without["failed"], pairs) << "no image, no judgement, unless allowed";
    EXPECT_EQ(without["text_only"], 0);
    command.emplace_back("--text-only-missing");
    const Json estimate = must(command);
    EXPECT_EQ(estimate["text_only"].get<std::int64_t>() + estimate["failed"].get<std::int64_t>(), pairs);
    EXPECT_LT(estimate["padding"].get<double>(), 0.1);
    std::erase(command, "--dry-run");
    const Json scored = must(command);
    EXPECT_EQ(scored["text_only"], estimate["text_only"]);
    EXPECT_EQ(scored["failed"], estimate["failed"]);
    EXPECT_EQ(scored["scored"], scored["text_only"]);
    EXPECT_GT(scored["scored"].get<std::int64_t>(), 0);
    EXPECT_LT(scored["padding"].get<double>(), 0.1) << "planned by length";
    const Json runs = must({"runs", at("real.egt"), "--run", std::to_string(scored["run"].get<RunId>())})["runs"];
    EXPECT_EQ(runs[0]["failures"].size(), scored["failed"].get<std::size_t>());
    for (const Json& failure : runs[0]["failures"])
        EXPECT_EQ(failure["code"], "judge.prompt_too_long") << failure.dump();
}

} // namespace
} // namespace egt::test
