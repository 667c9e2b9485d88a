// SPDX-License-Identifier: GPL-3.0-or-later
// World, import, SFT, score, cut, train, evaluate, export with the real programs; death in the middle of scoring and
// training, then the same command again: the same bits as an undisturbed run.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include "base/hash.h"
#include "cli/program.h"
#include "records/serialize.h"
#include "store/project.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kSft = R"(hidden_size: 32
intermediate_size: 64
layers: 1
heads: 4
kv_heads: 2
vision_hidden_size: 32
vision_intermediate_size: 64
vision_layers: 1
vision_heads: 4
stages:
  - name: short
    steps: 70
    batch: 32
    learning_rate: 0.005
)";

constexpr const char* kTrain = R"(name: tiny
steps: 6
prompts_per_step: 4
num_generations: 4
max_new_tokens: 32
warmup_steps: 2
eval_every: 3
eval_pairs: 8
checkpoint_every: 2
keep_checkpoints: 3
probes: 1
)";

/// One world, project and judge for all tests; each works on a copy of the project.
class JudgePath : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = new TempFolder;
        const auto at = [](const char* name) { return (*s_folder / name).string(); };
        EXPECT_TRUE(writeFileAtomically(at("sft.yaml"), kSft));
        EXPECT_TRUE(writeFileAtomically(at("run.yaml"), kTrain));
        must({"demo-world", "--pairs", "108", "--heldout", "12", "--traces", "80", "--seed", "5", "--out", at("w")});
        must({"new", at("base.egt")});
        must({"import", at("base.egt"), at("w/pairs.jsonl")});
        s_sft = must({"sft", at("base.egt"), "--traces", at("w/traces.jsonl"), "--out", at("judge"), "--config",
                      at("sft.yaml")});
    }
    static void TearDownTestSuite() {
        delete s_folder;
        s_folder = nullptr;
    }
    static Json must(std::vector<std::string> arguments) {
        arguments.emplace_back("--json");
        const Finished finished = egt(arguments);
        EXPECT_EQ(finished.exit, 0) << finished.err << finished.out;
        return finished.json();
    }
    static std::string at(const std::string& name) { return (*s_folder / name).string(); }
    static std::string copy(const std::string& from, const std::string& to) {
        fs::copy(at(from), at(to), fs::copy_options::recursive);
        return at(to);
    }
    static std::vector<std::string> scoreCommand(const std::string& project) {
        return {"score", project, "--judge", at("judge"), "--batch", "16", "--temperature", "1", "--seed", "3"};
    }
    static std::vector<std::string> trainCommand(const std::string& project) {
        return {"train", project, "--judge", at("judge"), "--config", at("run.yaml")};
    }
    /// Waits until the condition holds in the project, then sends the signal. False when the program was faster.
    static bool interruptWhen(const std::vector<std::string>& command, const std::string& project, int signal,
                              const std::function<bool(Project&)>& condition) {
        Program program(command);
        while (program.running()) {
            const auto reader = Project::open(project, true);
            if (reader && condition(**reader)) {
                program.signal(signal);
                const Finished ended = program.wait();
                EXPECT_EQ(ended.exit, signal == SIGKILL ? 128 + SIGKILL : 130) << ended.err;
                return ended.exit != 0;
            }
            std::this_thread::sleep_for(5ms);
        }
        return false;
    }
    /// Everything a scoring run stored, as text: equal text is equal bits (NaN is null).
    static std::string scoresOf(const std::string& project, RunId run) {
        const auto reader = Project::open(project, true);
        EXPECT_TRUE(reader);
        std::string out;
        const auto scores = (*reader)->scores(run);
        for (const ScoreRecord& score : *scores)
            out += dumpJson(recordToJson(score)) + "\n";
        const auto pairs = (*reader)->allPairs();
        for (const PairId pair : *pairs) {
            auto responses = (*reader)->responses(pair, run);
            for (ResponseRecord& response : *responses) {
                response.id = 0;
                out += dumpJson(recordToJson(response)) + "\n";
            }
        }
        return out;
    }
    /// The weights of the last checkpoint and all metrics that are not of time.
    static std::string trainingOf(const std::string& project, RunId run) {
        const auto reader = Project::open(project, true);
        EXPECT_TRUE(reader);
        const auto checkpoints = *(*reader)->checkpoints(run);
        EXPECT_FALSE(checkpoints.empty());
        std::string out =
            checkpoints.empty() ? "" : *sha256File(fs::path(checkpoints.back().path) / "model.safetensors");
        const std::vector<MetricPoint> points = *(*reader)->metrics(run, -1);
        for (const MetricPoint& point : points)
            if (point.name != "step_time") out += "\n" + dumpJson(recordToJson(point));
        return out;
    }

    static inline TempFolder* s_folder = nullptr;
    static inline Json s_sft;
};

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
