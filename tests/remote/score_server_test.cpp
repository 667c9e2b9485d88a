// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring with a server process whose true entropies are known.
#include "pipelines/score_server.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "images/image.h"
#include "ml_pipelines/recording_run.h"
#include "remote/bracket.h"
#include "remote/chat_request.h"
#include "remote/fake_judge.h"
#include "remote/server_process.h"
#include "support/temp_folder.h"
#include "text/judge_prompt.h"

namespace egt::test {
namespace {

template <class T> T must(Result<T> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
    return std::move(result).value();
}
void must(const Result<void>& result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
}

class ScoreServer : public testing::Test {
protected:
    ScoreServer() {
        unsetenv("EGT_API_KEY"); // NOLINT: before any thread
        unsetenv("OPENAI_API_KEY");
        RgbImage image{8, 8, std::vector<std::uint8_t>(192, 77)};
        EXPECT_TRUE(writePng(temp / "i.png", image));
        clock.now = [this] { return skipped; }; // a time that passes only where somebody would wait
        clock.sleep = [this](double seconds) { skipped += seconds; };
    }
    void addPairs(int count, const std::string& odd = {}) {
        ImportRecord import = must(project->beginImport({0, "f", "h", "mmrlhf", "{}", 0, 0, 0, 0, 0, false}));
        std::vector<PairRecord> pairs;
        for (int i = 0; i < count; ++i) {
            PairRecord& pair = pairs.emplace_back();
            pair.question = "What is " + std::to_string(i) + "?" + (i == 2 ? odd : "");
            pair.answer_a = "A" + std::to_string(i);
            pair.answer_b = "B" + std::to_string(i);
            pair.label = i % 3 == 0 ? Label::none : Label::a;
            if (i % 2 == 0) pair.images.push_back({"i.png", (temp / "i.png").string(), 8, 8});
        }
        must(project->appendPairs(pairs, import));
        must(project->finishImport(import));
    }
    ScoreRequest request(const std::string& how, std::int32_t top_logprobs = 20) const {
        ScoreRequest out;
        out.judge = server.url(how);
        out.samples = 2;
        out.temperature = 1;
        out.server.top_logprobs = top_logprobs;
        out.server.concurrency = 4;
        out.server.vocabulary = kFakeVocabulary;
        return out;
    }
    Result<ScoreResult> score(const ScoreRequest& asked, RunContext& run) {
        return pipelines::scoreWithServer(asked, *project, run, clock);
    }
    /// What the fake judge must have answered.
    static FakeAnswer truth(const PairRecord& pair, const ResponseRecord& response,
                            const JudgePrompt& form = JudgePrompt::r1Reward()) {
        const bool stored = response.order == Order::stored;
        const std::string prompt = form.render(pair.question, stored ? pair.answer_a : pair.answer_b,
                                               stored ? pair.answer_b : pair.answer_a, pair.images.size());
        std::string question;
        const std::vector<remote::ChatMessage> messages = must(remote::chatMessages(prompt));
        for (const remote::ChatMessage& message : messages)
            for (const remote::ChatPart& part : message.parts)
                question += part.text;
        return fakeAnswer(question, static_cast<std::int64_t>(response.seed));
    }
    std::vector<ResponseRecord> responses(RunId run) {
        std::vector<ResponseRecord> out;
        for (const PairId pair : must(project->allPairs()))
            for (ResponseRecord& response : must(project->responses(pair, run)))
                out.push_back(std::move(response));
        return out;
    }
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
    ServerProcess server;
    remote::Clock clock;
    double skipped = 0;
};

void expectHolds(const FakeAnswer& truth, const ResponseRecord& response) {
    EXPECT_TRUE(response.bracket.known);
    EXPECT_LE(double{response.bracket.low}, truth.meanEntropy());
    EXPECT_GE(double{response.bracket.high}, truth.meanEntropy());
    ASSERT_EQ(response.entropies_low.size(), truth.tokens.size());
    ASSERT_EQ(response.entropies_high.size(), truth.tokens.size());
    for (std::size_t i = 0; i < truth.tokens.size(); ++i) {
        EXPECT_LE(double{response.entropies_low[i]}, truth.tokens[i].entropy());
        EXPECT_GE(double{response.entropies_high[i]}, truth.tokens[i].entropy());
    }
    EXPECT_TRUE(response.entropies.empty() && std::isnan(response.entropy.mean)) << "nothing pretends to be exact";
}

TEST_F(ScoreServer, AsksInTheFormThatIsNamed) {
    addPairs(3);
    const std::filesystem::path file = temp / "mine.txt";
    std::ofstream(file) << "Better? {question} One: {answer_1} Two: {answer_2} {image}\n";
    ScoreRequest asked = request("ok");
    asked.prompt = file.string();
    asked.max_pixels = 32; // the image has 64
    RecordingRun run(*project, RunKind::score);
    EXPECT_EQ(must(score(asked, run)).scored, 3);
    const JudgePrompt form = must(JudgePrompt::forServer(file.string()));
    for (const ResponseRecord& response : responses(run.id()))
        EXPECT_EQ(response.text, truth(must(project->pair(response.pair)), response, form).text());
    const std::string details = must(project->run(run.id())).judge_details;
    EXPECT_NE(details.find("mine.txt"), std::string::npos) << details;
    EXPECT_NE(details.find("\"max_pixels\":32"), std::string::npos) << details;
    asked.prompt = "r1-rewrd";
    EXPECT_EQ(score(asked, run).error().code, "judge.unknown_prompt");
}

TEST_F(ScoreServer, JudgesByTextWhereImagesAreMissingWhenAllowed) {
    addPairs(4); // the first and the third have an image
    std::filesystem::remove(temp / "i.png");
    RecordingRun without(*project, RunKind::score);
    const ScoreResult refused = must(score(request("ok"), without));
    EXPECT_EQ(refused.failed, 2);
    EXPECT_EQ(refused.text_only, 0);
    ScoreRequest asked = request("ok");
    asked.text_only_missing = true;
    RecordingRun run(*project, RunKind::score);
    const ScoreResult allowed = must(score(asked, run));
    EXPECT_EQ(allowed.scored, 4);
    EXPECT_EQ(allowed.text_only, 2);
    RecordingRun again(*project, run.id());
    EXPECT_EQ(must(score(asked, again)).text_only, 2) << "counted when the run goes on, too";
}

class HowServersAnswer : public ScoreServer, public testing::WithParamInterface<const char*> {};

TEST_P(HowServersAnswer, TheBracketHoldsTheTrueEntropy) {
    addPairs(6);
    RecordingRun run(*project, RunKind::score);
    const ScoreResult result = must(score(request(GetParam()), run));
    EXPECT_EQ(result.scored, 6);
    EXPECT_EQ(result.failed, 0);
    EXPECT_EQ(result.without_entropy, 0);
    const std::vector<ResponseRecord> all = responses(run.id());
    ASSERT_EQ(all.size(), 24U);
    for (const ResponseRecord& response : all) {
        const FakeAnswer said = truth(must(project->pair(response.pair)), response);
        EXPECT_EQ(response.text, said.text());
        EXPECT_EQ(response.token_ends.back(), said.text().size());
        EXPECT_EQ(response.verdict == Verdict::a, (said.verdict == 1) == (response.order == Order::stored));
        expectHolds(said, response);
    }
    for (const ScoreRecord& score : must(project->scores(run.id()))) {
        EXPECT_TRUE(score.bracket.known && std::isnan(score.entropy.mean));
        double mean = 0;
        for (const ResponseRecord& response : must(project->responses(score.pair, run.id())))
            mean += truth(must(project->pair(score.pair)), response).meanEntropy() / 4;
        EXPECT_LE(double{score.bracket.low}, mean + 1e-7);
        EXPECT_GE(double{score.bracket.high}, mean - 1e-7);
    }
    EXPECT_TRUE(must(project->columns(run.id()))->brackets);
}

INSTANTIATE_TEST_SUITE_P(All, HowServersAnswer,
                         testing::Values("ok", "outside", "sentinels", "nulls", "texttype", "reasoning", "cap",
                                         "fail-1", "cut-2", "busy-1", "invalid-1", "loading-1", "slow"),
                         [](const testing::TestParamInfo<const char*>& how) {
                             std::string name = how.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST_F(ScoreServer, StoresWhatTheNumbersAreOf) {
    addPairs(1);
    RecordingRun run(*project, RunKind::score);
    ScoreRequest asked = request("cap");
    asked.server.vocabulary = 0;
    asked.server.logprobs_mode = LogprobsMode::raw;
    must(score(asked, run));
    const RunRecord record = must(project->run(run.id()));
    EXPECT_EQ(record.judge, server.url("cap"));
    EXPECT_EQ(record.judge_hash.size(), 64U);
    const Json details = Json::parse(record.judge_details);
    EXPECT_EQ(details["model"], "fake-judge") << "the first that it lists";
    EXPECT_EQ(details["served_model"], "fake-judge-1");
    EXPECT_EQ(details["entropy"], "bracket");
    EXPECT_EQ(details["top_logprobs"], 5) << "what the server allows";
    EXPECT_EQ(details["vocabulary"], remote::kLargestVocabulary);
    EXPECT_EQ(details["vocabulary_given"], false);
    EXPECT_EQ(details["logprobs_mode"], "raw");
    EXPECT_EQ(details["prompt"], "r1-reward");
    EXPECT_THAT(run.notes.at(0).text, testing::HasSubstr("at most %1 alternatives"));
    for (const ResponseRecord& response : responses(run.id()))
        expectHolds(truth(must(project->pair(1)), response), response);
}

TEST_F(ScoreServer, VerdictProbabilitiesAreTheListedOnes) {
    addPairs(4);
    RecordingRun run(*project, RunKind::score);
    must(score(request("ok"), run));
    for (const ResponseRecord& response : responses(run.id())) {
        const PairRecord pair = must(project->pair(response.pair));
        const FakeAnswer said = truth(pair, response);
        const FakeToken& digit = said.tokens[said.tokens.size() - 2];
        double one = 0;
        double two = 0;
        for (std::size_t i = 0; i < digit.probabilities.size(); ++i) {
            if (digit.textOf(i) == "1") one = digit.probabilities[i];
            if (digit.textOf(i) == "2") two = digit.probabilities[i];
        }
        EXPECT_NEAR(response.p1, one, 1e-6);
        EXPECT_NEAR(response.p2, two, 1e-6);
        if (pair.label == Label::none) {
            EXPECT_TRUE(std::isnan(response.p_label));
        } else {
            EXPECT_NEAR(response.p_label, (response.order == Order::stored ? one : two) / (one + two), 1e-5);
        }
    }
}

TEST_F(ScoreServer, WithoutLogProbsNothingIsMadeUp) {
    addPairs(2);
    RecordingRun refused(*project, RunKind::score);
    const auto without = score(request("nologprobs"), refused);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, "server.no_logprobs");
    EXPECT_THAT(without.error().message(), testing::HasSubstr("--max-logprobs"));
    RecordingRun logits(*project, RunKind::score);
    EXPECT_EQ(score(request("logits"), logits).error().code, "server.logits");
    EXPECT_TRUE(must(project->units(refused.id())).empty()) << "told before the first pair";
    RecordingRun run(*project, RunKind::score);
    const ScoreResult result = must(score(request("nologprobs", 0), run));
    EXPECT_EQ(result.scored, 2);
    for (const ResponseRecord& response : responses(run.id())) {
        EXPECT_NE(response.verdict, Verdict::unparsed);
        EXPECT_FALSE(response.bracket.known);
        EXPECT_TRUE(std::isnan(response.entropy.mean) && std::isnan(response.p1));
    }
    EXPECT_FALSE(must(project->columns(run.id()))->brackets);
}

TEST_F(ScoreServer, APairThatIsRefusedIsLeftOutWithItsReason) {
    addPairs(6, " odd one");
    PairRecord gone;
    gone.question = "gone";
    gone.images.push_back({"missing.png", "", 0, 0});
    ImportRecord import = must(project->beginImport({0, "g", "g", "mmrlhf", "{}", 0, 0, 0, 0, 0, false}));
    std::vector<PairRecord> more = {gone};
    must(project->appendPairs(more, import));
    must(project->finishImport(import));
    RecordingRun run(*project, RunKind::score);
    const ScoreResult result = must(score(request("picky"), run));
    EXPECT_EQ(result.scored, 5);
    EXPECT_EQ(result.failed, 2);
    const std::vector<FailureRecord> failures = must(project->failures(run.id()));
    ASSERT_EQ(failures.size(), 2U);
    EXPECT_EQ(failures[0].pair, 3);
    EXPECT_THAT(failures[0].error, testing::HasSubstr("maximum context length"));
    EXPECT_EQ(Json::parse(failures[1].error)["code"], "image.missing");
    EXPECT_EQ(run.notes.size(), 2U);
    EXPECT_EQ(run.last_progress.done, 7);
}

TEST_F(ScoreServer, AServerThatRefusesAllEndsTheRunAndNoPairIsSpent) {
    addPairs(30);
    RecordingRun run(*project, RunKind::score);
    const auto result = score(request("toolong"), run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "server.refused");
    for (const JobUnit& unit : must(project->units(run.id())))
        EXPECT_FALSE(unit.done);
    EXPECT_LT(server.statistics()["requests"].get<int>(), 40) << "it does not try all 120";
    RecordingRun again(*project, run.id());
    ScoreRequest other = request("toolong-0"); // the same pairs, once the server is mended
    other.judge = server.url("ok");
    const auto changed = score(other, again);
    EXPECT_EQ(changed.error().code, "score.judge_changed") << "another address is another judge";
}

TEST_F(ScoreServer, ErrorsOfEveryPairEndTheRunAtOnce) {
    addPairs(2);
    setenv("EGT_API_KEY", "sk-secret", 1); // NOLINT
    for (const auto& [how, code] : {std::pair{"key", "server.key"},
                                    {"nomodel", "server.not_found"},
                                    {"html", "server.not_json"},
                                    {"redirect", "server.redirect"}}) {
        RecordingRun run(*project, RunKind::score);
        const auto result = score(request(how), run);
        ASSERT_FALSE(result) << how;
        EXPECT_EQ(result.error().code, code);
        EXPECT_EQ(result.error().message().find("sk-secret"), std::string::npos);
    }
    unsetenv("EGT_API_KEY"); // NOLINT
    server.kill();
    RecordingRun run(*project, RunKind::score);
    EXPECT_EQ(score(request("ok"), run).error().code, "server.unreachable");
    EXPECT_GT(skipped, 5) << "it tried for a while";
}

TEST_F(ScoreServer, StoppedAndResumedItAsksNothingTwiceBeyondWhatWasOpen) {
    addPairs(20);
    RecordingRun whole(*project, RunKind::score);
    must(score(request("ok"), whole));
    RecordingRun broken(*project, RunKind::score);
    broken.stop_when = [](const RecordingRun& r) {
        return r.last_progress.done >= 5 ? StopKind::save : StopKind::none;
    };
    const ScoreResult part = must(score(request("ok-0"), broken));
    EXPECT_GE(part.scored, 5);
    EXPECT_LT(part.scored, 20);
    RecordingRun again(*project, broken.id());
    const ScoreResult rest = must(score(request("ok-0"), again));
    EXPECT_EQ(rest.resumed, part.scored);
    EXPECT_EQ(rest.scored, 20);
    int twice = 0;
    const Json asked = server.statistics()["asked"];
    for (const auto& [question, times] : asked.items())
        twice += times.get<int>() - 1;
    EXPECT_EQ(asked.size(), 2U * 80U);
    EXPECT_LE(twice, (1 + 2) * 4) << "the pairs that were open";
    std::vector<ResponseRecord> a = responses(whole.id());
    std::vector<ResponseRecord> b = responses(broken.id());
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].text, b[i].text);
        EXPECT_EQ(a[i].bracket, b[i].bracket);
        EXPECT_EQ(a[i].entropies_low, b[i].entropies_low);
    }
}

/// Asks for a pause in the middle.
class PausingRun final : public RunContext {
public:
    PausingRun(RunContext& inner, const ServerProcess& server) : m_inner(inner), m_server(server) {}
    StopKind checkpoint() override {
        if (m_pause) {
            ++pauses;
            open_while_paused += m_server.statistics()["now"].get<int>();
            m_pause = false;
        }
        return StopKind::none;
    }
    [[nodiscard]] bool paused() const override { return m_pause; }
    [[nodiscard]] RunId id() const override { return m_inner.id(); }
    void progress(const ProgressEvent& event) override {
        if (event.done == 3) m_pause = true;
    }
    void metrics(const std::vector<MetricPoint>&) override {}
    void sample(const SampleRecord&) override {}
    void checkpointWritten(const CheckpointRecord&) override {}
    void evaluation(const EvaluationRecord&) override {}
    void note(const NoteEvent&) override {}
    void dataChanged(const std::string&) override {}
    int pauses = 0;
    int open_while_paused = 0;

private:
    RunContext& m_inner;
    const ServerProcess& m_server;
    bool m_pause = false;
};

TEST_F(ScoreServer, APauseLetsWhatIsUnderWayComeToItsEnd) {
    addPairs(10);
    RecordingRun run(*project, RunKind::score);
    PausingRun pausing(run, server);
    EXPECT_EQ(must(score(request("slow"), pausing)).scored, 10);
    EXPECT_EQ(pausing.pauses, 1);
    EXPECT_EQ(pausing.open_while_paused, 0);
    EXPECT_EQ(server.statistics()["requests"], 40) << "nothing was asked twice";
}

TEST_F(ScoreServer, NothingToAsk) {
    RecordingRun run(*project, RunKind::score);
    EXPECT_EQ(score(request("ok"), run).error().code, "score.empty_selection");
}

} // namespace
} // namespace egt::test
