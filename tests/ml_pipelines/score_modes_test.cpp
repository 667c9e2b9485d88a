// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>

#include "base/hash.h"
#include "base/json.h"
#include "ml_pipelines/recipes.h"
#include "ml_pipelines/small_world.h"

namespace egt {
namespace {

using test::RecordingRun;
using test::SmallWorld;

ScoreRequest greedy(SmallWorld& world, ScoreMode mode) {
    ScoreRequest request;
    request.judge = world.judge();
    request.mode = mode;
    request.batch = 8;
    return request;
}

/// Runs the request and gives its id.
RunId scored(SmallWorld& world, const ScoreRequest& request, std::int64_t failed = 0) {
    RecordingRun run(world.project(), RunKind::score);
    const auto result = ml::score(request, world.project(), run);
    EXPECT_TRUE(result) << result.error().message();
    if (result) {
        EXPECT_EQ(result->failed, failed);
    }
    return run.id();
}

/// The same pairs with the field "said" in their extra: what the judge generated to each in stored order.
std::vector<PairId> withWhatWasSaid(SmallWorld& world, RunId run) {
    std::vector<PairRecord> records;
    for (const PairId id : world.pairs) {
        PairRecord pair = world.project().pair(id).value();
        pair.extra = dumpJson(Json{{"said", world.project().responses(id, run)->front().text}});
        pair.content_hash += "-said";
        pair.source = "said";
        records.push_back(std::move(pair));
    }
    ImportRecord draft;
    draft.file = "said.jsonl";
    draft.file_hash = "said";
    draft.format = "test";
    ImportRecord import = world.project().beginImport(draft).value();
    EXPECT_TRUE(world.project().appendPairs(records, import));
    std::vector<PairId> out;
    for (const PairRecord& record : records)
        out.push_back(record.id);
    EXPECT_TRUE(world.project().saveSelection("said", "{}", out));
    return out;
}

// Reading what the judge itself generated must give what generating it gave: one path computes token by token, the
// other all at once.
TEST(ScoreModes, GivenEqualsTheGenerationOfTheSameTokens) {
    SmallWorld world;
    const RunId respond = scored(world, greedy(world, ScoreMode::respond));
    const std::vector<PairId> said = withWhatWasSaid(world, respond);
    ScoreRequest request = greedy(world, ScoreMode::given);
    request.given_field = "said";
    request.selection = "said";
    request.orders = Orders::stored;
    const RunId given = scored(world, request);
    for (std::size_t i = 0; i < said.size(); ++i) {
        const ResponseRecord a = world.project().responses(world.pairs[i], respond)->front();
        const ResponseRecord b = world.project().responses(said[i], given)->front();
        EXPECT_EQ(a.text, b.text);
        EXPECT_EQ(a.verdict, b.verdict);
        EXPECT_EQ(a.token_ends, b.token_ends);
        ASSERT_EQ(a.entropies.size(), b.entropies.size());
        for (std::size_t t = 0; t < a.entropies.size(); ++t) {
            EXPECT_NEAR(a.entropies[t], b.entropies[t], 1e-5);
            EXPECT_NEAR(a.logprobs[t], b.logprobs[t], 1e-5);
        }
        EXPECT_NEAR(a.p_label, b.p_label, 1e-5);
        EXPECT_NEAR(a.entropy.mean, b.entropy.mean, 1e-5);
    }
}

TEST(ScoreModes, GivenReadsTheReasonOfTheLabelledAnswer) {
    SmallWorld world;
    const RunId respond = scored(world, greedy(world, ScoreMode::respond));
    const ScoreRequest request = greedy(world, ScoreMode::given);
    RecordingRun none(world.project(), RunKind::score);
    EXPECT_EQ(ml::score(request, world.project(), none).error().code, "score.nothing_scored") << "no pair has a reason";
    const auto failures = world.project().failures(none.id()).value();
    ASSERT_EQ(failures.size(), world.pairs.size());
    EXPECT_EQ(parseJson(failures.front().error)->at("code"), "score.no_given_text");
    std::vector<PairRecord> records = {world.project().pair(world.pairs[0]).value()};
    records[0].reason_a = "looks red 1";
    records[0].reason_b = "looks blue 2";
    records[0].content_hash = "reason";
    ImportRecord draft;
    draft.file_hash = "reason";
    ImportRecord import = world.project().beginImport(draft).value();
    ASSERT_TRUE(world.project().appendPairs(records, import));
    const RunId run = scored(world, request, static_cast<std::int64_t>(world.pairs.size()));
    const auto responses = world.project().responses(records[0].id, run).value();
    ASSERT_EQ(responses.size(), 2U) << "both orders";
    EXPECT_EQ(responses[0].text, "looks red 1");
    EXPECT_EQ(responses[0].verdict, Verdict::unparsed);
    EXPECT_GT(responses[0].entropies.size(), 1U);
    static_cast<void>(respond);
}

// The verdict token's distribution is that of the first step after the prompt and the opening.
TEST(ScoreModes, VerdictEqualsReadingTheOpeningAndADigit) {
    SmallWorld world;
    const RunId verdict = scored(world, greedy(world, ScoreMode::verdict));
    // The same through the other path: read the opening and a digit after the prompt; the last token has that
    // distribution. The tiny tokenizer has a token for each digit with a blank before it, too.
    std::vector<PairRecord> records;
    for (const PairId id : world.pairs) {
        records.push_back(world.project().pair(id).value());
        records.back().extra = R"({"opening": "<answer>1", "spaced": "<answer> 1"})";
        records.back().content_hash += "-opening";
    }
    ImportRecord draft;
    draft.file_hash = "opening";
    ImportRecord import = world.project().beginImport(draft).value();
    ASSERT_TRUE(world.project().appendPairs(records, import));
    ScoreRequest request = greedy(world, ScoreMode::given);
    request.given_field = "opening";
    const RunId given = scored(world, request, static_cast<std::int64_t>(world.pairs.size()));
    request.given_field = "spaced";
    const RunId spaced = scored(world, request, static_cast<std::int64_t>(world.pairs.size()));
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto a = world.project().responses(world.pairs[i], verdict).value();
        const auto b = world.project().responses(records[i].id, given).value();
        const auto c = world.project().responses(records[i].id, spaced).value();
        ASSERT_EQ(a.size(), 2U);
        for (std::size_t o = 0; o < 2; ++o) {
            ASSERT_EQ(a[o].entropies.size(), 1U);
            EXPECT_NEAR(a[o].entropies[0], b[o].entropies.back(), 1e-5);
            EXPECT_EQ(a[o].entropy.verdict, a[o].entropies[0]);
            EXPECT_TRUE(std::isnan(a[o].entropy.think));
            ASSERT_EQ(b[o].entropies.size(), c[o].entropies.size()) << "one token more than the opening each";
            EXPECT_NEAR(a[o].p1, std::exp(b[o].logprobs.back()) + std::exp(c[o].logprobs.back()), 1e-5);
            EXPECT_NE(a[o].verdict, Verdict::unparsed);
            const bool first = a[o].text.find('1') != std::string::npos;
            EXPECT_NE(first, a[o].text.find('2') != std::string::npos) << a[o].text;
            EXPECT_EQ(a[o].verdict == Verdict::a, first == (a[o].order == Order::stored));
            EXPECT_FALSE(std::isnan(a[o].p_label));
        }
    }
}

TEST(ScoreModes, AModeWithoutGenerationTakesOneGreedySample) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::score);
    ScoreRequest request = greedy(world, ScoreMode::verdict);
    request.samples = 2;
    EXPECT_EQ(ml::score(request, world.project(), run).error().field, "samples");
    request.samples = 1;
    request.temperature = 1;
    EXPECT_EQ(ml::score(request, world.project(), run).error().field, "temperature");
    request = greedy(world, ScoreMode::respond);
    request.prompt = "nothing-like-that";
    EXPECT_EQ(ml::score(request, world.project(), run).error().code, "judge.unknown_prompt");
    request.prompt.clear();
    request.device = "cuda:0";
    EXPECT_EQ(ml::score(request, world.project(), run).error().code, "judge.no_device");
}

TEST(ScoreEstimates, CountsWhatARunWouldDoAndChangesNothing) {
    SmallWorld world;
    std::filesystem::remove(world.path("i1.png"));
    ScoreRequest request = greedy(world, ScoreMode::respond);
    request.max_new_tokens = 9;
    const std::string before = sha256File(world.path("p.egt") / "project.db").value();
    const auto estimate = ml::scoreEstimate(request, 0, world.project());
    ASSERT_TRUE(estimate) << estimate.error().message();
    EXPECT_EQ(estimate->pairs, 12);
    EXPECT_EQ(estimate->failed, 3);
    EXPECT_EQ(estimate->responses, 18);
    EXPECT_EQ(estimate->new_tokens, 18 * 9);
    EXPECT_LE(estimate->computed_tokens, estimate->prompt_tokens);
    EXPECT_GT(estimate->weight_bytes, 0);
    EXPECT_GT(estimate->cache_bytes, 0);
    EXPECT_GT(estimate->seconds, 0);
    EXPECT_EQ(estimate->speed_run, 0) << "measured";
    EXPECT_EQ(sha256File(world.path("p.egt") / "project.db").value(), before);
    EXPECT_TRUE(world.project().runs()->empty() || world.project().runs()->back().kind != RunKind::score);
    request.text_only_missing = true;
    EXPECT_EQ(ml::scoreEstimate(request, 0, world.project())->text_only, 3);
}

TEST(ScoreEstimates, TokensAreThoseThatTheRunComputes) {
    SmallWorld world;
    RecordingRun run(world.project(), RunKind::score);
    const ScoreRequest request = greedy(world, ScoreMode::verdict);
    const auto estimate = ml::scoreEstimate(request, 0, world.project());
    ASSERT_TRUE(estimate);
    const auto result = ml::score(request, world.project(), run);
    ASSERT_TRUE(result);
    EXPECT_EQ(estimate->responses, 24);
    EXPECT_EQ(estimate->new_tokens, 0);
    EXPECT_LT(result->padding, 0.1);
    EXPECT_GT(result->prompt_tokens_per_second, 0);
}

TEST(Respond, SaysTokensWithTheirEntropy) {
    SmallWorld world;
    RespondRequest request;
    request.judge = world.judge();
    request.images = {world.path("i0.png").string(), world.path("i1.png").string()};
    request.prompt = "what color ?";
    request.max_new_tokens = 5;
    const auto result = ml::respond(request);
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_FALSE(result->tokens.empty());
    for (const RespondToken& token : result->tokens) {
        EXPECT_GE(token.entropy, 0);
        EXPECT_LE(token.logprob, 0);
        ASSERT_EQ(token.top.size(), 20U);
        EXPECT_EQ(token.top.front().id, token.id) << "greedy";
        EXPECT_NEAR(std::log(token.top.front().probability), token.logprob, 1e-5);
    }
    request.images = {world.path("nothing.png").string()};
    EXPECT_FALSE(ml::respond(request));
}

} // namespace
} // namespace egt
