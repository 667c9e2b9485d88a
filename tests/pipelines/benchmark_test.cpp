// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdlib>
#include <functional>

#include "pipelines/fixture.h"
#include "records/serialize.h"

namespace egt::test {
namespace {

/// Keeps the evaluation that a job tells.
class BenchRun final : public CollectingRun {
public:
    using CollectingRun::CollectingRun;
    void evaluation(const EvaluationRecord& record) override { evaluations.push_back(record); }
    std::vector<EvaluationRecord> evaluations;
};

class BenchmarkTest : public PipelineTest {
protected:
    /// A complete run in which the judge says of each pair, order and sample what the function says.
    RunId scored(std::int32_t samples, const std::vector<Order>& orders,
                 const std::function<Verdict(const PairRecord&, Order, std::int32_t)>& judge,
                 const std::vector<FailureRecord>& failures = {}) {
        RunRecord run;
        run.kind = RunKind::score;
        run.state = RunState::done;
        run.judge = "/judges/first";
        const RunId id = must(project->addRun(run));
        must(project->planUnits(id, {"{}"}));
        std::vector<ResponseRecord> responses;
        for (const PairId pair : must(project->allPairs())) {
            const bool failed = std::any_of(failures.begin(), failures.end(),
                                            [&](const FailureRecord& failure) { return failure.pair == pair; });
            if (failed) continue;
            const PairRecord record = must(project->pair(pair));
            for (const Order order : orders)
                for (std::int32_t sample = 0; sample < samples; ++sample) {
                    ResponseRecord& response = responses.emplace_back();
                    response.pair = pair;
                    response.order = order;
                    response.sample = sample;
                    response.text = "because";
                    response.verdict = judge(record, order, sample);
                }
        }
        must(project->storeUnit(id, 0, responses, {}, failures));
        return id;
    }

    Result<BenchResult> count(const BenchRequest& request) {
        BenchRun run(500);
        auto result = pipelines::evaluateBenchmark(request, *project, run);
        evaluations = run.evaluations;
        return result;
    }

    void importReal(const std::string& name) {
        const ImportResult done = import((std::filesystem::path(std::getenv("EGT_REAL_DATA")) / name).string());
        EXPECT_EQ(done.rejected, 0);
    }
    static bool haveReal() {
        const char* folder = std::getenv("EGT_REAL_DATA");
        return folder != nullptr && *folder != '\0';
    }

    std::vector<EvaluationRecord> evaluations;
};

const std::vector<Order> kBoth{Order::stored, Order::swapped};

Verdict firstShown(const PairRecord& /*pair*/, Order order, std::int32_t /*sample*/) {
    return order == Order::stored ? Verdict::a : Verdict::b;
}

/// Equal where the numbers are, also those that are not there (NaN).
std::string textOf(const BenchResult& result) {
    return dumpJson(recordToJson(result));
}

std::string row(int number, const std::string& image) {
    const std::string n = std::to_string(number);
    return R"({"id": "x)" + n + R"(", "prompt": "p)" + n + R"(", "chosen": "yes )" + n +
           R"(", "rejected": "no", "image": ")" + image + "\"}\n";
}

TEST_F(BenchmarkTest, CountsAStoredRunAndWritesPredictions) {
    import(write("pairs.jsonl", row(1, "mcq/1.png") + row(2, "mcq/2.png") + row(3, "video/3")));
    const RunId run = scored(1, {Order::stored}, [](const PairRecord& pair, Order, std::int32_t) {
        return pair.source_id == "x2" ? Verdict::b : Verdict::a;
    });
    BenchRequest request;
    request.protocol = BenchProtocol::mm_rlhf_rewardbench;
    request.predictions = (temp / "out.jsonl").string();
    const BenchResult result = must(count(request));
    EXPECT_EQ(result.run, run) << "the latest complete one";
    EXPECT_EQ(result.judge, "/judges/first");
    EXPECT_NEAR(result.overall.accuracy, 2.0 / 3, 1e-12);
    EXPECT_EQ(result.prediction_lines, 3);
    const auto lines = jsonLines(temp / "out.jsonl");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1]["rewards"], Json({0.0, 1.0}));
    EXPECT_EQ(lines[2]["video"], "video/3");
    ASSERT_EQ(evaluations.size(), 1U) << "kept like any evaluation";
    EXPECT_EQ(evaluations[0].accuracy, result.overall.accuracy);
    const JobResult stored = must(resultFromJson(toJson(JobResult(result))));
    EXPECT_EQ(textOf(std::get<BenchResult>(stored)), textOf(result));
}

TEST_F(BenchmarkTest, SaysWhatIsMissing) {
    BenchRequest request;
    EXPECT_EQ(count(request).error().code, "bench.no_run");
    import(write("pairs.jsonl", row(1, "mcq/1.png") + row(2, "mcq/2.png")));
    scored(1, {Order::stored}, firstShown);
    request.order = BenchOrder::both;
    request.predictions = (temp / "none.jsonl").string();
    EXPECT_EQ(count(request).error().code, "bench.one_order");
    EXPECT_FALSE(std::filesystem::exists(temp / "none.jsonl")) << "nothing half";
    request.order = BenchOrder::stored;
    import(write("more.jsonl", row(3, "mcq/1.png")));
    const Error error = count(request).error();
    EXPECT_EQ(error.code, "bench.not_judged");
    EXPECT_EQ(error.args.at(1), "1");
    request.run = must(project->addRun({}));
    EXPECT_EQ(count(request).error().code, "bench.not_a_score_run");
    request.run = 99;
    EXPECT_EQ(count(request).error().code, "store.no_run");
    request.run = 0;
    request.selection = "heldout";
    EXPECT_EQ(count(request).error().code, "eval.no_pairs");
}

TEST_F(BenchmarkTest, PairsThatCouldNotBeJudgedAreCountedApart) {
    import(write("pairs.jsonl", row(1, "mcq/1.png") + row(2, "mcq/2.png") +
                                    R"({"id": "t", "prompt": "p", "chosen": "u", "rejected": "v", "is_tie": true})"
                                    "\n"));
    FailureRecord failure;
    failure.pair = 1;
    failure.error = "{}";
    scored(1, {Order::stored}, firstShown, {failure});
    BenchRequest request;
    request.protocol = BenchProtocol::mm_rlhf_rewardbench;
    const BenchResult result = must(count(request));
    EXPECT_EQ(result.failed, 1);
    EXPECT_EQ(result.unlabelled, 1);
    EXPECT_EQ(result.overall.pairs, 1);
    FailureRecord other = failure;
    other.pair = 2;
    scored(1, {Order::stored}, firstShown, {failure, other});
    EXPECT_EQ(count(request).error().code, "bench.all_failed");
}

// The published set: 1,250 rows, chosen always first. A judge that always names the answer shown first is right in
// every stored order, and by parity in the 598 pairs whose answers have an even number of characters together.
TEST_F(BenchmarkTest, RealVlRewardBench) {
    if (!haveReal()) GTEST_SKIP() << "EGT_REAL_DATA does not name the folder of the real files";
    importReal("vl_rewardbench.jsonl");
    scored(1, kBoth, firstShown);
    BenchRequest request;
    request.order = BenchOrder::stored;
    BenchResult result = must(count(request));
    ASSERT_EQ(result.categories.size(), 3U);
    EXPECT_EQ(result.categories[0].pairs, 183); // general
    EXPECT_EQ(result.categories[1].pairs, 749); // hallucination
    EXPECT_EQ(result.categories[2].pairs, 318); // reasoning
    EXPECT_EQ(result.overall.pairs, 1250);
    EXPECT_EQ(result.overall.groups, 1250) << "25 ids stand for two pairs each";
    EXPECT_EQ(result.overall.accuracy, 1.0);
    request.order = BenchOrder::parity;
    result = must(count(request));
    EXPECT_EQ(result.overall.right, 1250 - 652);
    request.order = BenchOrder::both;
    result = must(count(request));
    EXPECT_EQ(result.overall.accuracy, 0.5);
    EXPECT_EQ(result.consistency, 0.0);
    EXPECT_EQ(result.first_rate, 1.0);
    request.order = BenchOrder::coin;
    result = must(count(request));
    EXPECT_NEAR(result.overall.accuracy, 0.5, 0.043); // three standard deviations of 1,250 coins
    EXPECT_EQ(textOf(must(count(request))), textOf(result)) << "the same seed, the same coins";
}

// 170 pairs of 46 ids. A judge that errs on the second pair of the first id: 169/170 and 45/46.
TEST_F(BenchmarkTest, RealMmRlhfRewardBench) {
    if (!haveReal()) GTEST_SKIP() << "EGT_REAL_DATA does not name the folder of the real files";
    importReal("mm_rlhf_rewardbench.jsonl");
    scored(1, {Order::stored},
           [](const PairRecord& pair, Order, std::int32_t) { return pair.id == 2 ? Verdict::b : Verdict::a; });
    BenchRequest request;
    request.protocol = BenchProtocol::mm_rlhf_rewardbench;
    const BenchResult result = must(count(request));
    EXPECT_EQ(result.overall.right, 169);
    EXPECT_EQ(result.overall.groups, 46);
    EXPECT_EQ(result.overall.groups_right, 45);
    std::vector<std::int64_t> pairs, groups;
    for (const BenchRow& one : result.categories) {
        pairs.push_back(one.pairs);
        groups.push_back(one.groups);
    }
    EXPECT_EQ(pairs, (std::vector<std::int64_t>{42, 37, 34, 32, 25}));
    EXPECT_EQ(groups, (std::vector<std::int64_t>{10, 10, 10, 6, 10}));
}

} // namespace
} // namespace egt::test
