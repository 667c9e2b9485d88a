// SPDX-License-Identifier: GPL-3.0-or-later
// Exported folders, loaded by the libraries that people train with.
#include <fstream>

#include "base/hash.h"
#include "base/json.h"
#include "formats/writer.h"
#include "images/image.h"
#include "parity/reference_test.h"
#include "pipelines/pipelines.h"
#include "records/serialize.h"
#include "synthetic/world.h"

namespace egt {
namespace {

namespace fs = std::filesystem;

template <class T> T must(Result<T> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
    return std::move(result).value();
}

class QuietRun : public RunContext {
public:
    StopKind checkpoint() override { return StopKind::none; }
    [[nodiscard]] RunId id() const override { return 900; }
    void progress(const ProgressEvent&) override {}
    void metrics(const std::vector<MetricPoint>&) override {}
    void sample(const SampleRecord&) override {}
    void checkpointWritten(const CheckpointRecord&) override {}
    void evaluation(const EvaluationRecord&) override {}
    void note(const NoteEvent&) override {}
    void dataChanged(const std::string&) override {}
};

/// A small world, and rows with what real sets have: several images, marks, a tie, no image, other scripts.
std::unique_ptr<Project> makeProject(const fs::path& home) {
    synthetic::WorldOptions options;
    options.pairs = 12;
    options.heldout = 4;
    options.traces = 0;
    FreeRun free;
    EXPECT_TRUE(synthetic::writeWorld(home / "world", options, free));
    EXPECT_TRUE(writePng(home / "world" / "one.png", RgbImage{1, 1, {1, 2, 3}}));
    EXPECT_TRUE(writePng(home / "world" / "two.png", RgbImage{2, 1, {1, 2, 3, 4, 5, 6}}));
    std::ofstream(home / "world" / "more.jsonl")
        << R"({"prompt":"left <image> or right <image>?","chosen":"left","rejected":"right","images":["one.png","two.png"]})"
        << '\n'
        << R"({"prompt":" \"quoted\", 图\n","chosen":"是,\"y\"","rejected":"否\r\nn","images":["one.png","two.png"]})"
        << '\n'
        << R"({"prompt":"no image","chosen":"=1+1","rejected":"b","weight":2})" << '\n'
        << R"({"prompt":"equal","chosen":"a","rejected":"b","image":"one.png","is_tie":true})" << '\n';
    auto project = must(Project::create(home / "p.egt"));
    QuietRun run;
    for (const char* file : {"pairs.jsonl", "more.jsonl"}) {
        ImportRequest request;
        request.file = (home / "world" / file).string();
        must(pipelines::importFile(request, *project, run));
    }
    return project;
}

void addScores(Project& project) {
    RunRecord run;
    run.kind = RunKind::score;
    run.state = RunState::running;
    run.judge = "/judges/small";
    run.id = must(project.addRun(run));
    EXPECT_TRUE(project.planUnits(run.id, {"{}"}));
    std::vector<ScoreRecord> scores;
    for (const PairId pair : must(project.allPairs())) {
        if (pair % 5 == 0) continue;
        ScoreRecord score;
        score.run = run.id;
        score.pair = pair;
        score.entropy.mean = 1.0F / static_cast<float>(pair);
        scores.push_back(score);
    }
    EXPECT_TRUE(project.storeUnit(run.id, 0, {}, scores));
    run.state = RunState::done;
    EXPECT_TRUE(project.updateRun(run));
}

/// What the consumers must see, from the project alone: low entropy (high id here) first, unscored last.
OrderedJson expectedRows(Project& project) {
    std::vector<PairId> ids = must(project.allPairs());
    std::stable_sort(ids.begin(), ids.end(), [](PairId a, PairId b) {
        const bool last_a = a % 5 == 0, last_b = b % 5 == 0;
        return last_a != last_b ? last_b : !last_a && a > b;
    });
    OrderedJson out;
    for (const char* list : {"train", "heldout", "labelled", "all"})
        out[list] = OrderedJson::array();
    for (const PairId id : ids) {
        const PairRecord pair = must(project.pair(id));
        out["all"].push_back({{"question", pair.question},
                              {"answer_a", pair.answer_a},
                              {"answer_b", pair.answer_b},
                              {"label", name(pair.label)}});
        if (pair.label == Label::tie) continue;
        OrderedJson images = OrderedJson::array();
        for (const ImageRef& image : pair.images)
            images.push_back(must(sha256File(image.path)));
        OrderedJson row = {
            {"question", pair.question}, {"chosen", pair.answer_a}, {"rejected", pair.answer_b}, {"images", images}};
        out["labelled"].push_back(row);
        out[pair.split.empty() ? "train" : "heldout"].push_back(std::move(row));
    }
    return out;
}

class ExportsParity : public test::ReferenceTest {
protected:
    static void SetUpTestSuite() {
        if (std::getenv("EGT_PARITY_PYTHON") != nullptr) writeExports();
        if (ask(EGT_EXPORTS_SCRIPT, {folder().path().string(), EGT_PARITY_STUBS}))
            s_answers = must(parseJson(must(readFile(folder() / "answers.json"))));
    }
    static void writeExports() {
        const auto project = makeProject(folder().path());
        addScores(*project);
        QuietRun run;
        for (const auto& writer : formats::writers()) {
            ExportRequest request;
            request.format = writer->name();
            request.images = writer->layout().images.front();
            request.entropy_order = true;
            request.out = (folder() / writer->name()).string();
            must(pipelines::exportSelection(request, *project, run));
        }
        EXPECT_TRUE(writeFileAtomically(folder() / "expected.json", dumpJson(expectedRows(*project))));
    }
    static void expectOk(const char* consumer) {
        const std::string answer = s_answers.value(consumer, "no answer");
        if (answer.starts_with("skipped")) GTEST_SKIP() << answer;
        EXPECT_EQ(answer, "ok");
    }
    inline static Json s_answers;
};

TEST_F(ExportsParity, DatasetsLoadsEveryFile) {
    expectOk("datasets");
}
TEST_F(ExportsParity, SwiftRowsAreAsDocumented) {
    expectOk("swift");
}
TEST_F(ExportsParity, HuggingFaceFolder) {
    expectOk("hf");
}
TEST_F(ExportsParity, CsvByAStrictReader) {
    expectOk("csv");
}
TEST_F(ExportsParity, TrlPreparesThePreferences) {
    expectOk("trl");
}
TEST_F(ExportsParity, LlamaFactoryConvertsAndValidates) {
    expectOk("llama_factory");
}
TEST_F(ExportsParity, VerlBuildsItsPrompts) {
    expectOk("verl");
}
TEST_F(ExportsParity, ParquetWithItsPicturesInDatasets) {
    expectOk("parquet");
}
TEST_F(ExportsParity, EasyR1RowsAreAsItsDataSetReadsThem) {
    expectOk("easyr1");
}
TEST_F(ExportsParity, RewardsReadTheVerdict) {
    expectOk("reward");
}

} // namespace
} // namespace egt
