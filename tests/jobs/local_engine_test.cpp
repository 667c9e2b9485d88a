// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "jobs/fixture.h"
#include "records/serialize.h"

namespace egt::test {
namespace {

class LocalEngineTest : public JobsTest {
protected:
    ImportResult import(const std::string& file) {
        const auto run = engine->submit(ImportRequest{file, {}, {}, {}, {}});
        EXPECT_TRUE(run) << run.error().message();
        const auto result = engine->wait(run.value_or(0));
        EXPECT_TRUE(result) << result.error().message();
        return result ? std::get<ImportResult>(*result) : ImportResult{};
    }
    bool told(const std::string& what) const {
        for (const Event& event : streamed())
            if (const auto* data = std::get_if<DataEvent>(&event.body); data != nullptr && data->what == what)
                return true;
        return false;
    }
};

TEST_F(LocalEngineTest, ImportsReviewsAndExports) {
    const ImportResult first = import(writePairs(12));
    EXPECT_EQ(first.imported, 12);
    EXPECT_EQ(first.missing_images, 12);
    EXPECT_TRUE(told("pairs"));
    const ImportResult again = import(writePairs(12));
    EXPECT_EQ(again.imported, 0);
    EXPECT_EQ(again.already, 12);

    const auto ids = engine->selectionPairs("all");
    ASSERT_TRUE(ids);
    ASSERT_EQ(ids->size(), 12U);
    ReviewRecord review;
    review.pair = ids->at(3);
    review.decision = Decision::drop;
    review.annotator = "ann";
    ASSERT_TRUE(engine->decide(review));
    EXPECT_TRUE(told("reviews"));
    EXPECT_EQ(engine->info()->reviewed, 1);
    EXPECT_EQ(engine->undo("bob")->has_value(), false);
    EXPECT_EQ(engine->undo("ann")->value().pair, review.pair);
    EXPECT_EQ(engine->info()->reviewed, 0);
    EXPECT_EQ(engine->redo("ann")->value().pair, review.pair);
    review.decision = Decision::none;
    EXPECT_EQ(engine->decide(review).error().code, "review.no_decision");

    ExportRequest request;
    request.out = (folder / "out").string();
    request.format = "jsonl";
    const auto expected = engine->exportCount(request);
    ASSERT_TRUE(expected) << expected.error().message();
    EXPECT_EQ(expected->rows, 11);
    EXPECT_EQ(expected->dropped, 1);
    EXPECT_EQ(engine->exportPreview(request, 2)->size(), 2U);
    const auto run = engine->submit(request);
    ASSERT_TRUE(run);
    const auto result = engine->wait(*run);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(std::get<ExportResult>(*result).rows, expected->rows);
    EXPECT_TRUE(std::filesystem::exists(std::get<ExportResult>(*result).manifest));
}

TEST_F(LocalEngineTest, SaysWhatIsNotOpen) {
    engine->close(StopKind::save);
    EXPECT_EQ(engine->info().error().code, "store.not_open");
    EXPECT_EQ(engine->columns(0).error().code, "store.not_open");
    EXPECT_EQ(engine->wait(1).error().code, "store.not_open");
    EXPECT_EQ(engine->open((folder / "no.egt").string(), OpenMode::read_only).error().code, "store.not_a_project");
    EXPECT_EQ(engine->create(project).error().code, "store.exists");
}

TEST_F(LocalEngineTest, ASecondReaderSeesAndMayNotWrite) {
    import(writePairs(3));
    const auto reader = makeLocalEngine("none");
    EXPECT_EQ(reader->open(project, OpenMode::read_write).error().code, "store.locked");
    ASSERT_TRUE(reader->open(project, OpenMode::read_only));
    EXPECT_EQ(reader->info()->pairs, 3);
    EXPECT_EQ(reader->submit(ImportRequest{writePairs(3), {}, {}, {}, {}}).error().code, "store.read_only");
    EXPECT_FALSE(reader->decide(ReviewRecord{0, 1, Decision::left, "a", {}, 0, 0, false, Order::stored, 0, 0}));
}

TEST_F(LocalEngineTest, RenamesARunWhileOthersRead) {
    import(writePairs(2));
    const RunId run = engine->runs()->front().id;
    ASSERT_TRUE(engine->renameRun(run, "first import"));
    EXPECT_EQ(engine->run(run)->name, "first import");
    EXPECT_EQ(engine->run(run)->state, RunState::done);
}

TEST_F(LocalEngineTest, KeepsSelectionsAndFlags) {
    import(writePairs(5));
    const auto ids = *engine->selectionPairs("all");
    ASSERT_TRUE(engine->saveSelection("two", "{}", {ids[0], ids[4]}));
    EXPECT_EQ(*engine->selectionPairs("two"), (std::vector<PairId>{ids[0], ids[4]}));
    EXPECT_EQ(*engine->setFlags(FlagRule::uncertain, 0, {{ids[1], FlagRule::uncertain, 0, 1.0F, 0.5F}}), 1);
    EXPECT_EQ(engine->flags(ids[1])->size(), 1U);
    EXPECT_TRUE(told("flags"));
    EXPECT_TRUE(told("selections"));
    ASSERT_TRUE(engine->removeSelection("two"));
    EXPECT_EQ(engine->selectionPairs("two").error().code, "selection.unknown");
}

} // namespace
} // namespace egt::test
