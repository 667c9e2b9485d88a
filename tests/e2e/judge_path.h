// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "cli/program.h"
#include "records/serialize.h"
#include "store/project.h"

namespace egt::test {

inline constexpr const char* kSft = R"(hidden_size: 32
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

inline constexpr const char* kTrain = R"(name: tiny
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
        std::filesystem::copy(at(from), at(to), std::filesystem::copy_options::recursive);
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
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
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
        std::string out = checkpoints.empty()
                              ? ""
                              : *sha256File(std::filesystem::path(checkpoints.back().path) / "model.safetensors");
        const std::vector<MetricPoint> points = *(*reader)->metrics(run, -1);
        for (const MetricPoint& point : points)
            if (point.name != "step_time") out += "\n" + dumpJson(recordToJson(point));
        return out;
    }

    static inline TempFolder* s_folder = nullptr;
    static inline Json s_sft;
};

} // namespace egt::test
