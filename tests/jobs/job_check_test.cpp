// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "jobs/fixture.h"
#include "jobs/job_check.h"

namespace egt::test {
namespace {

class JobCheck : public JobsTest {
protected:
    Error refused(const JobRequest& request) {
        const auto run = engine->submit(request);
        EXPECT_FALSE(run);
        EXPECT_TRUE(engine->runs()->empty()) << "a refused request leaves no run";
        return run ? Error{} : run.error();
    }
};

TEST_F(JobCheck, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refused(ImportRequest{(folder / "no.jsonl").string(), {}, {}, {}, {}}).code, "job.no_file");
    EXPECT_EQ(refused(ImportRequest{writePairs(1), "csv17", {}, {}, {}}).code, "import.unknown_format");
    EXPECT_EQ(refused(SftRequest{(folder / "no").string(), "out", {}, 1}).field, "traces");
    EXPECT_EQ(refused(SftRequest{writePairs(1), {}, {}, 1}).field, "out");
    EXPECT_EQ(refused(EvalRequest{judge, "nobody", 64, false}).code, "selection.unknown");
    ExportRequest exporting;
    EXPECT_EQ(refused(exporting).code, "job.no_output");
    exporting.out = (folder / "x").string();
    exporting.format = "xml";
    EXPECT_EQ(refused(exporting).code, "export.unknown_format");
}

TEST_F(JobCheck, ChecksScoring) {
    const auto with = [&](auto change) {
        ScoreRequest request = scoreRequest();
        change(request);
        return refused(request);
    };
    EXPECT_EQ(with([&](ScoreRequest& r) { r.judge = folder.path(); }).code, "job.no_judge");
    EXPECT_EQ(with([](ScoreRequest& r) { r.selection = "none"; }).field, "selection");
    EXPECT_EQ(with([](ScoreRequest& r) { r.samples = 0; }).field, "samples");
    EXPECT_EQ(with([](ScoreRequest& r) { r.samples = 2000; }).field, "samples");
    EXPECT_EQ(with([](ScoreRequest& r) { r.samples = 3; }).field, "temperature");
    EXPECT_EQ(with([](ScoreRequest& r) { r.temperature = -1; }).field, "temperature");
    EXPECT_EQ(with([](ScoreRequest& r) { r.top_p = 0; }).field, "top_p");
    EXPECT_EQ(with([](ScoreRequest& r) { r.batch = 0; }).field, "batch");
}

TEST_F(JobCheck, ChecksAServerAsJudge) {
    const auto with = [&](auto change) {
        ScoreRequest request = scoreRequest();
        request.judge = "http://127.0.0.1:9/v1";
        change(request);
        return refused(request);
    };
    EXPECT_EQ(with([](ScoreRequest& r) { r.judge = "http://me:secret@127.0.0.1:9/v1"; }).code, "server.bad_address");
    EXPECT_EQ(with([](ScoreRequest& r) { r.server.concurrency = 0; }).field, "concurrency");
    EXPECT_EQ(with([](ScoreRequest& r) { r.server.top_logprobs = -1; }).field, "top_logprobs");
    EXPECT_EQ(with([](ScoreRequest& r) { r.server.timeout_s = 0; }).field, "timeout");
    EXPECT_EQ(with([](ScoreRequest& r) { r.server.vocabulary = 1; }).field, "vocabulary");
    EXPECT_EQ(with([](ScoreRequest& r) { r.selection = "none"; }).field, "selection");
    TrainRequest train;
    train.judge = "http://127.0.0.1:9/v1";
    EXPECT_EQ(refused(train).code, "job.no_judge") << "a server can't be trained";
}

TEST(RunToContinue, OtherPatienceIsTheSameRunOtherNumbersAreNot) {
    const TempFolder folder;
    const auto project = Project::create(folder / "p.egt");
    ASSERT_TRUE(project);
    ScoreRequest request;
    request.judge = "http://127.0.0.1:9/v1";
    RunRecord run = jobs::newRun(request);
    run.state = RunState::failed;
    const RunId id = (*project)->addRun(run).value();
    const auto found = [&](const ScoreRequest& wanted) {
        const auto other = jobs::runToContinue(wanted, **project);
        return other && *other ? (*other)->id : 0;
    };
    EXPECT_EQ(found(request), id);
    ScoreRequest patient = request;
    patient.server.timeout_s = 600;
    patient.server.concurrency = 2;
    EXPECT_EQ(found(patient), id) << "what the message of a slow server asks for";
    ScoreRequest wider = request;
    wider.server.top_logprobs = 5;
    EXPECT_EQ(found(wider), 0);
    ScoreRequest other = request;
    other.seed = 2;
    EXPECT_EQ(found(other), 0);
}

TEST_F(JobCheck, ChecksTraining) {
    TrainRequest request;
    request.judge = judge;
    request.config.learning_rate = -1;
    EXPECT_EQ(refused(request).field, "learning_rate");
    request.config.learning_rate = 1e-4;
    request.config.eval_selection = "nobody";
    EXPECT_EQ(refused(request).field, "eval_selection");
}

TEST_F(JobCheck, PathsDoNotDependOnTheFolderOneStandsIn) {
    const auto old = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    ScoreRequest relative = scoreRequest();
    relative.judge = "./judge/";
    const auto run = engine->submit(relative);
    std::filesystem::current_path(old);
    ASSERT_TRUE(run) << run.error().message();
    ASSERT_TRUE(engine->wait(*run));
    EXPECT_EQ(engine->run(*run)->config, jobs::configText(scoreRequest()));
    EXPECT_EQ(engine->run(*run)->name, "judge");
}

} // namespace
} // namespace egt::test
