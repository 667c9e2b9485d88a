// SPDX-License-Identifier: GPL-3.0-or-later
// An export made again from its manifest: the same bytes, or what has changed since.
#include "export_fixture.h"
#include "images/image.h"

namespace egt::test {
namespace {

class Replaying : public Export {
protected:
    void SetUp() override {
        import(world(12));
        score();
        decide(1, Decision::drop);
        decide(2, Decision::flip);
        must(project->setNote(3, "seen", "ann"));
        must(project->saveSelection("some", R"({"keep":0.5})", {1, 2, 3, 4, 5, 6, 7, 8}));
    }
    ExportRequest made(const std::string& format, const std::string& out, ImageMode mode) {
        ExportRequest r = request(format, out);
        r.selection = "some";
        r.entropy_order = true;
        r.images = mode;
        r.seed = 5;
        write(r);
        return r;
    }
    ExportRequest again(const ExportRequest& r) {
        ExportRequest replay;
        replay.replay = r.out + "/manifest.json";
        replay.out = r.out + "-again";
        return replay;
    }
    /// What changed, in the words of the error; nothing was written.
    Error changed(const ExportRequest& r) {
        CollectingRun run(900);
        const auto before = treeOf(r.out);
        const auto result = pipelines::exportSelection(again(r), *project, run);
        EXPECT_FALSE(result);
        if (result) return {};
        EXPECT_EQ(result.error().code, "export.changed") << result.error().message();
        EXPECT_FALSE(std::filesystem::exists(r.out + "-again"));
        EXPECT_FALSE(std::filesystem::exists(r.out + "-again.part"));
        EXPECT_EQ(treeOf(r.out), before);
        return result.error();
    }
};

TEST_F(Replaying, GivesTheSameBytes) {
    for (const auto& [format, mode] : std::vector<std::pair<std::string, ImageMode>>{{"trl", ImageMode::copy},
                                                                                     {"verl", ImageMode::embed},
                                                                                     {"easyr1", ImageMode::link},
                                                                                     {"hf", ImageMode::copy},
                                                                                     {"csv", ImageMode::link}}) {
        const ExportRequest r = made(format, format, mode);
        score(); // a newer run: the manifest's own is taken
        const ExportRequest replay = again(r);
        write(replay);
        EXPECT_EQ(treeOf(r.out), treeOf(replay.out)) << format;
        EXPECT_GT(treeOf(r.out).size(), 1U);
    }
}

TEST_F(Replaying, ManifestSaysWhoDecidedWhat) {
    const ExportRequest r = made("jsonl", "out", ImageMode::copy);
    const Json manifest = Json::parse(must(readFile(temp / "out" / "manifest.json")));
    ASSERT_EQ(manifest["decisions"].size(), 2U);
    EXPECT_EQ(manifest["decisions"][1]["pair"], 2);
    EXPECT_EQ(manifest["decisions"][1]["decision"], "flip");
    EXPECT_EQ(manifest["decisions"][1]["annotator"], "ann");
    EXPECT_EQ(manifest["seeds"]["score"], 11);
    EXPECT_EQ(manifest["request"]["selection"], "some");
    EXPECT_EQ(manifest["request"]["score_run"], manifest["score_run"]["run"]);
}

TEST_F(Replaying, AnotherDecisionIsNamed) {
    const ExportRequest r = made("trl", "out", ImageMode::copy);
    decide(2, Decision::left);
    const Error error = changed(r);
    EXPECT_EQ(error.field, "decisions");
    EXPECT_EQ(error.args, (std::vector<std::string>{"2", "flip", "left"}));
    must(project->undoReview("ann"));
    write(again(r)); // taken back: all is as it was
}

TEST_F(Replaying, AnotherImageIsNamed) {
    for (const ImageMode mode : {ImageMode::copy, ImageMode::link}) {
        const ExportRequest r = made("trl", mode == ImageMode::copy ? "copied" : "linked", mode);
        const std::string path = must(project->pair(4)).images.at(0).path;
        const std::string bytes = must(readFile(path));
        must(writePng(path, RgbImage{1, 1, {9, 9, 9}}));
        Error error = changed(r);
        EXPECT_EQ(error.field, "images");
        EXPECT_EQ(error.file, path);
        std::filesystem::remove(path);
        error = changed(r);
        EXPECT_EQ(error.file, path);
        must(writeFileAtomically(path, bytes));
        write(again(r));
    }
}

TEST_F(Replaying, AnotherNoteIsFoundInItsRow) {
    const ExportRequest r = made("jsonl", "out", ImageMode::link);
    must(project->setNote(3, "seen twice", "ann"));
    const Error error = changed(r);
    EXPECT_EQ(error.file, (temp / "out" / "pairs.jsonl").string());
    EXPECT_EQ(error.field, "note");
    const auto rows = jsonLines(temp / "out" / "pairs.jsonl");
    EXPECT_EQ(rows.at(static_cast<std::size_t>(error.line - 1))["pair"], 3);
    std::filesystem::rename(temp / "out" / "pairs.jsonl", temp / "elsewhere"); // nothing to compare with
    EXPECT_EQ(changed(r).line, 0);
}

TEST_F(Replaying, AnotherSelectionIsNamed) {
    const ExportRequest r = made("trl", "out", ImageMode::copy);
    must(project->saveSelection("some", R"({"keep":0.5})", {1, 2, 3}));
    EXPECT_EQ(changed(r).field, "selection");
}

TEST_F(Replaying, SaysWhatIsNoManifest) {
    CollectingRun run(1);
    ExportRequest replay;
    replay.out = (temp / "again").string();
    const auto code = [&](const std::string& text) {
        replay.replay = PipelineTest::write("m.json", text);
        return pipelines::exportSelection(replay, *project, run).error().code;
    };
    EXPECT_EQ(code("{}"), "export.bad_manifest");
    EXPECT_EQ(code("[1]"), "export.bad_manifest");
    EXPECT_EQ(code(R"({"program":"EGT Studio","request":{"format":7}})"), "export.bad_manifest");
    EXPECT_EQ(code("{"), "json.invalid");
    replay.replay = (temp / "none.json").string();
    EXPECT_EQ(pipelines::exportSelection(replay, *project, run).error().code, "file.cannot_read");
    EXPECT_FALSE(std::filesystem::exists(replay.out));
}

} // namespace
} // namespace egt::test
