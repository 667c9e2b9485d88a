// SPDX-License-Identifier: GPL-3.0-or-later
// World, import, SFT, score, cut, train, evaluate, export with the real programs; death in the middle of scoring and
// training, then the same command again: the same bits as an undisturbed run.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include "e2e/judge_path.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST_F(JudgePath, EveryStepOfThePathWorks) {
    EXPECT_EQ(s_sft["steps"], 70);
    EXPECT_GE(s_sft["filtered_out"].get<int>(), 1) << "the world has traces that do not end in their label";
    EXPECT_GT(s_sft["final_loss"].get<double>(), 0);
    const Json judge = must({"judge", "info", at("judge")});
    EXPECT_EQ(judge["family"], "qwen2_5_vl");
    EXPECT_EQ(judge["weights_hash"].get<std::string>().size(), 64U);

    const std::string project = copy("base.egt", "path.egt");
    const Json score = must(scoreCommand(project));
    EXPECT_EQ(score["scored"], 108);
    EXPECT_EQ(score["resumed"], 0);
    EXPECT_LT(score["unparsed"].get<int>(), 200) << "the judge has learnt the form for some, so rewards differ";
    EXPECT_EQ(must({"info", project})["scored"], 108);
    EXPECT_EQ(must({"flag", project, "--rule", "uncertain", "--share", "10%"})["flagged"], 11);
    EXPECT_EQ(must({"info", project})["flagged"], 11);
    EXPECT_EQ(must({"review", project, "--list"})["waiting"], 11);
    EXPECT_EQ(must({"select", project, "--keep", "50%", "--by", "mean_entropy", "--name", "low"})["selected"], 54);
    const Json eval = must({"eval", project, "--judge", at("judge"), "--selection", "heldout"});
    EXPECT_EQ(eval["pairs"], 12);
    EXPECT_LE(eval["low"].get<double>(), eval["accuracy"].get<double>() + 1e-12);
    EXPECT_GE(eval["high"].get<double>(), eval["accuracy"].get<double>() - 1e-12);
    const Json out = must({"export", project, "--selection", "low", "--order", "entropy", "--out", at("curated")});
    EXPECT_EQ(out["rows"], 54);
}

TEST_F(JudgePath, ScoringKilledInTheMiddleEndsWithTheSameBits) {
    const std::string whole = copy("base.egt", "score-whole.egt");
    const Json undisturbed = must(scoreCommand(whole));
    const std::string broken = copy("base.egt", "score-broken.egt");
    const auto run = undisturbed["run"].get<RunId>();
    std::int64_t done_before = 0;
    const bool died = interruptWhen(scoreCommand(broken), broken, SIGKILL, [&](Project& project) {
        const auto scores = project.scores(run);
        done_before = scores ? std::ssize(*scores) : 0;
        return done_before > 0;
    });
    ASSERT_TRUE(died);
    const Json again = must(scoreCommand(broken));
    EXPECT_EQ(again["run"], run);
    EXPECT_GE(again["resumed"].get<std::int64_t>(), done_before);
    EXPECT_EQ(again["scored"], 108);
    EXPECT_EQ(again["unparsed"], undisturbed["unparsed"]);
    EXPECT_TRUE(scoresOf(whole, run) == scoresOf(broken, run)) << "scores or responses differ";
}

TEST_F(JudgePath, TrainingStoppedOrKilledEndsWithTheSameBits) {
    const std::string base = copy("base.egt", "train-base.egt");
    must(scoreCommand(base));
    const std::string whole = copy("train-base.egt", "train-whole.egt");
    const Json undisturbed = must(trainCommand(whole));
    EXPECT_EQ(undisturbed["steps"], 6);
    EXPECT_GT(undisturbed["metrics"]["grad_norm"].get<double>(), 0) << "it did train";
    const auto run = undisturbed["run"].get<RunId>();
    const std::string wanted = trainingOf(whole, run);
    const auto afterCheckpoint = [run](Project& project) {
        const auto checkpoints = project.checkpoints(run);
        return checkpoints && !checkpoints->empty();
    };

    const std::string killed = copy("train-base.egt", "train-killed.egt");
    ASSERT_TRUE(interruptWhen(trainCommand(killed), killed, SIGKILL, afterCheckpoint));
    const Json again = must(trainCommand(killed));
    EXPECT_EQ(again["run"], run) << "the same command continues the run that died";
    EXPECT_EQ(again["steps"], 6);
    EXPECT_EQ(trainingOf(killed, run), wanted);

    const std::string stopped = copy("train-base.egt", "train-stopped.egt");
    ASSERT_TRUE(interruptWhen(trainCommand(stopped), stopped, SIGINT, afterCheckpoint));
    EXPECT_EQ(must({"runs", stopped, "--run", std::to_string(run)})["runs"][0]["state"], "stopped");
    std::vector<std::string> resume = trainCommand(stopped);
    resume.insert(resume.end(), {"--resume", std::to_string(run)});
    EXPECT_EQ(must(resume)["steps"], 6);
    EXPECT_EQ(trainingOf(stopped, run), wanted);
}

} // namespace
} // namespace egt::test
