// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "samples.h"

namespace egt::test {
namespace {

class Scores : public testing::Test {
protected:
    Scores() { addPairs(*project, 1, 8); }
    ResponseRecord response(PairId pair, Order order) {
        ResponseRecord r;
        r.run = run;
        r.pair = pair;
        r.order = order;
        r.seed = 0xFFFFFFFFFFFFFFFFULL;
        r.text = "<think>red</think><answer>1</answer>";
        r.token_ends = {7, 10, 18};
        r.entropies = {0.1F, 1.7F, 0.0F};
        r.logprobs = {-0.1F, -2.5F, 0.0F};
        r.ranks = {0, 3, 200};
        r.top = {{{"<think>", 0.9F}, {"x", 0.1F}}, {{"red", 0.5F}}, {}};
        r.verdict = Verdict::a;
        r.p1 = 0.9F;
        r.p2 = 0.05F;
        r.p_label = 0.947F;
        r.entropy = {0.6F, 1.8F, 1.7F, 1.7F, 1.7F, 0.1F, 0.2F};
        return r;
    }
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
    RunId run = addScoreRun(*project);
};

TEST_F(Scores, UnitsArePlannedOnceAndMarkedDone) {
    must(project->planUnits(run, {"{\"a\":1}", "{\"b\":2}"}));
    EXPECT_EQ(codeOf(project->planUnits(run, {"{}"})), "store.units_planned");
    EXPECT_EQ(codeOf(project->planUnits(99, {"{}"})), "store.no_run");
    must(project->storeUnit(run, 1, {}, {}));
    const std::vector<JobUnit> units = must(project->units(run));
    ASSERT_EQ(units.size(), 2U);
    EXPECT_EQ(units[0].plan, "{\"a\":1}");
    EXPECT_FALSE(units[0].done);
    EXPECT_TRUE(units[1].done);
    EXPECT_EQ(codeOf(project->storeUnit(run, 2, {}, {})), "store.no_unit");
}

TEST_F(Scores, ResponsesAndScoresComeBackEqual) {
    must(project->planUnits(run, {"{}", "{}"}));
    std::vector<ResponseRecord> responses = {response(2, Order::swapped), response(2, Order::stored)};
    ScoreRecord score = sampleScore(2, 0.5F);
    score.run = run;
    must(project->storeUnit(run, 0, responses, {score}));
    std::vector<ResponseRecord> read = must(project->responses(2, run));
    ASSERT_EQ(read.size(), 2U);
    responses[0].id = read[1].id;
    responses[1].id = read[0].id;
    EXPECT_EQ(read[0], responses[1]) << "stored order first";
    EXPECT_EQ(read[1], responses[0]);
    EXPECT_EQ(must(project->scores(run)), std::vector<ScoreRecord>{score});
    must(project->storeUnit(run, 0, responses, {score})); // a repeated unit replaces itself
    EXPECT_EQ(must(project->responses(2, run)).size(), 2U);
    EXPECT_TRUE(must(project->responses(2, 0)).empty()) << "no complete run yet";
    RunRecord record = must(project->run(run));
    record.state = RunState::done;
    must(project->updateRun(record));
    EXPECT_EQ(must(project->responses(2, 0)).size(), 2U);
    EXPECT_EQ(must(project->scores(0)).size(), 1U);
}

TEST_F(Scores, NothingParsedStaysNaN) {
    must(project->planUnits(run, {"{}"}));
    ResponseRecord r = response(1, Order::stored);
    r.verdict = Verdict::unparsed;
    r.p1 = r.p2 = r.entropy.think = r.entropy.verdict = std::nanf("");
    ScoreRecord score = sampleScore(1, 1);
    score.vote_share = score.p_label = std::nanf("");
    must(project->storeUnit(run, 0, {r}, {score}));
    const ResponseRecord read = must(project->responses(1, run))[0];
    EXPECT_TRUE(std::isnan(read.p1) && std::isnan(read.p2) && std::isnan(read.entropy.think));
    EXPECT_TRUE(std::isnan(read.entropy.verdict));
    EXPECT_EQ(read.entropy.mean, 0.6F);
    EXPECT_TRUE(std::isnan(must(project->scores(run))[0].p_label));
}

TEST_F(Scores, BracketsAndFailuresComeBackEqual) {
    must(project->planUnits(run, {"{}", "{}"}));
    ResponseRecord r = response(1, Order::stored);
    r.entropies.clear();
    r.entropies_low = {0.125F, 0, 2};
    r.entropies_high = {0.25F, 0.5F, 2.5F};
    r.bracket = {true, 0.75F, 1};
    ScoreRecord score = sampleScore(1, 0.5F);
    score.run = run;
    score.bracket = r.bracket;
    const FailureRecord failure{run, 2, R"({"code":"image.missing"})"};
    must(project->storeUnit(run, 0, {r}, {score}, {failure}));
    std::vector<ResponseRecord> read = must(project->responses(1, run));
    ASSERT_EQ(read.size(), 1U);
    r.id = read[0].id;
    EXPECT_EQ(read[0], r);
    EXPECT_EQ(must(project->scores(run)), std::vector<ScoreRecord>{score});
    EXPECT_EQ(must(project->failures(run)), std::vector<FailureRecord>{failure});
    must(project->storeUnit(run, 0, {r}, {score})); // the second attempt had no failure
    EXPECT_TRUE(must(project->failures(run)).empty());
}

TEST_F(Scores, AUnitIsStoredWholeOrNotAtAll) {
    must(project->planUnits(run, {"{}"}));
    EXPECT_FALSE(project->storeUnit(run, 0, {response(1, Order::stored), response(99, Order::stored)}, {}).has_value());
    EXPECT_TRUE(must(project->responses(1, run)).empty());
    EXPECT_FALSE(must(project->units(run))[0].done);
}

} // namespace
} // namespace egt::test
