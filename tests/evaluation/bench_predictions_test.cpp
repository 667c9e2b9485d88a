// SPDX-License-Identifier: GPL-3.0-or-later
// Prediction files, read back the way that each benchmark's script reads them.
#include "evaluation/bench_predictions.h"

#include <map>
#include <regex>

#include "base/json.h"
#include "base/random.h"
#include "evaluation/bench_fixture.h"

namespace egt::evaluation {
namespace {

using namespace test;

/// cal.py's own pattern on its own preparation of the text (for short texts only: std::regex recurses).
std::optional<int> byPattern(std::string text) {
    static const std::regex pattern(
        R"((?:Overall Judgment|Therefore)\s*.*\s*-*\s*Answer\s*(\d+)\s*is\s*(?:the\s*)?(?:slightly\s*)?better)",
        std::regex::icase);
    std::erase_if(text, [](char c) { return c == '\n' || c == '*'; });
    std::smatch match;
    if (!std::regex_search(text, match, pattern)) return std::nullopt;
    return std::stoi(match[1]);
}

TEST(BenchPredictions, FindsTheVerdictThatThePatternFinds) {
    const std::vector<std::string> parts = {
        "Overall Judgment", "therefore", "Answer", "answer ", "1",  "2",  "10",  " is",   "is the ", "slightly",
        "better",           "\n",        "**",     " ",       ": ", "--", "the", "worse", "is ",     "xyz "};
    Random random(11);
    int found = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (auto n = 3 + random.below(14); n > 0; --n)
            text += parts[random.below(parts.size())];
        if (random.below(2) == 1) text = "Therefore " + text + "Answer 2 is better";
        EXPECT_EQ(verdictByCal(text), byPattern(text)) << text;
        found += byPattern(text) ? 1 : 0;
    }
    EXPECT_GT(found, 5000);
    EXPECT_EQ(verdictByCal("**Overall Judgment**:\nAnswer 1 is the slightly better one."), 1);
    EXPECT_EQ(verdictByCal("Answer 1 is better."), std::nullopt);
}

std::vector<Json> linesOf(const BenchRules& rules, const std::vector<Case>& cases) {
    PythonRandom guesses(rules.seed);
    std::vector<Json> out;
    for (const Case& one : cases) {
        const auto trials = trialsOf(rules, one.pair, saidOf(one.pair, one.votes), guesses);
        EXPECT_TRUE(trials) << (trials ? "" : trials.error().message());
        for (const std::string& line : predictionLines(rules, one.pair, *trials))
            out.push_back(Json::parse(line));
    }
    return out;
}

/// What cal.py makes of a line: "agree", "reject" or "doesntMatch".
std::string statusByCal(const Json& line) {
    const auto choice = byPattern(line["meta"]["filter_choice"]);
    if (!choice) return "doesntMatch";
    const int worst = line["meta"]["random_number"] == 0 ? 1 : 0; // rank that marks the rejected answer as shown
    const int rejected = line["ranking"][0] == worst ? 1 : 2;
    return *choice == rejected ? "reject" : "agree";
}

TEST(BenchPredictions, VlRewardBenchIsReadByItsScript) {
    BenchRequest request;
    request.order = BenchOrder::both;
    request.votes = 2;
    Case one{pairWith(1, "RLAIF-V-1", Label::b), "RWur"};
    one.pair.images.push_back({"vl_reward/img/image_0.jpg", {}, 0, 0});
    one.pair.extra = R"({"models": ["x", "y"], "rationale": null})";
    const auto lines = linesOf(rulesOf(request), {one});
    ASSERT_EQ(lines.size(), 4U) << "one line a vote";
    std::vector<std::string> statuses;
    for (const Json& line : lines) {
        statuses.push_back(statusByCal(line));
        EXPECT_EQ(line["meta"]["flag_status"], statuses.back());
        EXPECT_EQ(line["id"], "RLAIF-V-1");
        EXPECT_EQ(line["response"], Json({one.pair.answer_a, one.pair.answer_b}));
        EXPECT_EQ(line["ranking"], Json({1, 0})) << "B is the better answer";
        EXPECT_EQ(line["image_path"], "images/rlaif-v/image_0.jpg") << "earlier versions read the set from the path";
        EXPECT_EQ(line["models"], Json({"x", "y"}));
    }
    EXPECT_EQ(statuses, (std::vector<std::string>{"agree", "reject", "doesntMatch", "agree"}));
    EXPECT_EQ(lines[0]["meta"]["filter_number"], 2);
    EXPECT_EQ(lines[3]["meta"]["random_number"], 1);
    EXPECT_EQ(lines[3]["meta"]["filter_number"], 1) << "swapped: B stands first";
    EXPECT_TRUE(lines[0]["meta"]["filter_choice"].get<std::string>().starts_with("said R")) << "the text is kept";
}

/// 2_get_accuracy.py on lines, without its guesses.
std::string predictedByScript(const Json& line) {
    const std::string output = line["output"];
    return output.find("[[A]]") != std::string::npos ? "A" : output.find("[[B]]") != std::string::npos ? "B" : "?";
}

TEST(BenchPredictions, MultimodalRewardBenchIsReadByItsScript) {
    BenchRequest request;
    request.protocol = BenchProtocol::multimodal_rewardbench;
    std::vector<Case> cases{{pairWith(1, "math_1", Label::a), "R"},
                            {pairWith(2, "math_2", Label::b), "R"},
                            {pairWith(3, "math_3", Label::b), "W"},
                            {pairWith(4, "math_4", Label::a), "U"}};
    for (Case& one : cases) {
        one.pair.source = "reasoning";
        one.pair.images.push_back({"images/mathvista/1.jpg", {}, 0, 0});
    }
    const auto lines = linesOf(rulesOf(request), cases);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[0]["ID"], "math_1");
    EXPECT_EQ(lines[0]["Image"], "images/mathvista/1.jpg");
    EXPECT_EQ(lines[0]["Meta"]["Category"], "reasoning") << "the script parts it by the id";
    for (const int right : {0, 1})
        EXPECT_EQ(predictedByScript(lines[static_cast<std::size_t>(right)]),
                  lines[static_cast<std::size_t>(right)]["Label"]);
    EXPECT_EQ(lines[1]["Label"], "B");
    EXPECT_EQ(predictedByScript(lines[2]), "A") << "the label is B";
    EXPECT_EQ(predictedByScript(lines[3]), "?") << "the script guesses, as we do";
}

TEST(BenchPredictions, AMarkThatMisleadsTheScriptIsLeftOut) {
    BenchRequest request;
    request.protocol = BenchProtocol::multimodal_rewardbench;
    const BenchRules rules = rulesOf(request);
    const PairRecord pair = pairWith(1, "x", Label::b);
    std::vector<VerdictRecord> said = saidOf(pair, "R");
    said[0].text = "Some say [[A]], but no. <answer>2</answer>"; // the script looks for [[A]] first
    PythonRandom guesses(1);
    const auto trials = trialsOf(rules, pair, said, guesses);
    ASSERT_TRUE(trials);
    const Json line = Json::parse(predictionLines(rules, pair, *trials).at(0));
    EXPECT_EQ(line["output"], "[[B]]");
}

TEST(BenchPredictions, MmRlhfRewardBenchCarriesSharesOfVotes) {
    BenchRequest request;
    request.protocol = BenchProtocol::mm_rlhf_rewardbench;
    Case one{pairWith(1, "x", Label::b), "RRWR"};
    one.pair.images = {{"video/7/1.png", {}, 0, 0}, {"video/7/2.png", {}, 0, 0}};
    one.pair.reason_b = "because";
    const auto lines = linesOf(rulesOf(request), {one});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0]["rewards"], Json({0.75, 0.25}));
    EXPECT_EQ(lines[0]["video"], "video/7");
    EXPECT_FALSE(lines[0].contains("image"));
    EXPECT_EQ(lines[0]["chosen"], one.pair.answer_b);
    EXPECT_EQ(lines[0]["rejected"], one.pair.answer_a);
    EXPECT_EQ(lines[0]["chosen_reason"], "because");
    EXPECT_EQ(lines[0]["critic"].size(), 4U);
}

} // namespace
} // namespace egt::evaluation
