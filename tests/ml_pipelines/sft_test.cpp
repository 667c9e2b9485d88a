// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <gmock/gmock.h>

#include "judge/judge.h"
#include "ml_pipelines/recipes.h"
#include "ml_pipelines/sft_data.h"
#include "ml_pipelines/small_world.h"

namespace egt {
namespace {

using test::RecordingRun;
using test::SmallWorld;

TEST(Sft, AStoppedRunGoesOnAndEndsWithTheSameWeights) {
    SmallWorld world;
    RecordingRun whole(world.project(), RunKind::sft);
    const auto first = ml::sft(world.sftRequest("whole"), world.project(), whole);
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->steps, 45);
    EXPECT_EQ(first->traces, 16);
    RecordingRun broken(world.project(), RunKind::sft);
    // As if it were killed: nothing is saved beyond the last checkpoint, at step 20.
    broken.stop_when = [](const RecordingRun& r) {
        return r.last_progress.done >= 27 ? StopKind::abort : StopKind::none;
    };
    ASSERT_TRUE(ml::sft(world.sftRequest("broken"), world.project(), broken));
    EXPECT_FALSE(std::filesystem::exists(world.path("broken")));
    RecordingRun again(world.project(), broken.id());
    const auto second = ml::sft(world.sftRequest("broken"), world.project(), again);
    ASSERT_TRUE(second) << second.error().message();
    ASSERT_FALSE(again.notes.empty());
    EXPECT_EQ(again.notes.front().kind, "resumed");
    EXPECT_EQ(again.notes.front().step, 20);
    EXPECT_EQ(judge::weightsHash(world.path("whole")).value(), judge::weightsHash(world.path("broken")).value());
    EXPECT_DOUBLE_EQ(first->final_loss, second->final_loss);
    EXPECT_FALSE(std::filesystem::exists(world.path("broken.part")));
}

TEST(Sft, TheSameCommandAgainFindsItsJudge) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::sft);
    ASSERT_TRUE(ml::sft(world.sftRequest("out"), world.project(), run));
    const auto again = ml::sft(world.sftRequest("out"), world.project(), run);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->steps, 45);
    SftRequest other = world.sftRequest("out");
    other.seed = 2;
    EXPECT_EQ(ml::sft(other, world.project(), run).error().code, "sft.out_exists");
}

TEST(LoadTraces, LeavesOutWhatDoesNotEndInItsLabel) {
    SmallWorld world;
    std::ofstream out(world.traces(), std::ios::app);
    const std::string head = R"({"image": "i0.png", "prompt": "q", "answer_1": "x", "answer_2": "y", "label": )";
    out << head << R"(1, "response": "<think>t</think><answer>2</answer>"})"
        << "\n"; // the other verdict
    out << head << R"(1, "response": "<think>t</think>"})"
        << "\n"; // none
    out << head << R"(3, "response": "<think>t</think><answer>2</answer>"})"
        << "\n"; // no such label
    out << R"({"prompt": "q"})"
        << "\n"; // no response
    out << R"({"image": "gone.png", "prompt": "q", "response": "r"})"
        << "\n";              // no image
    out << "{\"prompt\": \n"; // cut off
    out << R"({"image": "i0.png", "prompt": "describe", "response": "<think>red</think>"})"
        << "\n";
    out.close();
    RecordingRun run(world.project(), RunKind::sft);
    ml::Warnings warnings(run);
    const auto set = ml::loadTraces(world.traces(), warnings);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->traces.size(), 16U);
    EXPECT_EQ(set->auxiliary.size(), 1U);
    EXPECT_EQ(set->filtered_out, 6);
    ASSERT_EQ(run.notes.size(), 6U);
    EXPECT_EQ(run.notes[0].args.front(), "17"); // the line
}

TEST(LoadTraces, NothingUsableIsAnError) {
    SmallWorld world;
    std::ofstream(world.traces(), std::ios::trunc) << "{}\n";
    RecordingRun run(world.project(), RunKind::sft);
    const auto result = ml::sft(world.sftRequest("out"), world.project(), run);
    EXPECT_EQ(result.error().code, "sft.no_traces");
}

TEST(Swapped, ChangesAnswersLabelAndLoneDigits) {
    const ml::Trace trace{"", "q", "x", "y", "<think>12 of A1 look right, so 1</think><answer>1</answer>", 1};
    const ml::Trace other = ml::swapped(trace);
    EXPECT_EQ(other.answer_1, "y");
    EXPECT_EQ(other.answer_2, "x");
    EXPECT_EQ(other.label, 2);
    EXPECT_EQ(other.response, "<think>12 of A1 look right, so 2</think><answer>2</answer>");
}

} // namespace
} // namespace egt
