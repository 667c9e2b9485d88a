// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "images/image.h"

namespace egt::test {
namespace {

using Import = PipelineTest;

std::string row(const std::string& question, const std::string& image = {}) {
    return R"({"id":"x","prompt":")" + question + R"(","chosen":"a","rejected":"b")" +
           (image.empty() ? "" : R"(,"image":")" + image + "\"") + "}\n";
}

TEST_F(Import, WorldOnceAndNothingTwice) {
    const std::string file = world(40);
    const ImportResult first = import(file);
    EXPECT_EQ(first, (ImportResult{"mm_rlhf", 50, 0, 0, 0, ""}));
    const ProjectInfo info = must(project->info());
    EXPECT_EQ(info.pairs, 50);
    EXPECT_EQ(info.images, 50);
    EXPECT_EQ(info.missing_images, 0);
    EXPECT_EQ(must(project->pairsOfSplit("heldout")).size(), 10u);
    const PairRecord pair = must(project->pair(must(project->allPairs()).front()));
    EXPECT_EQ(pair.source_id, "pair-000001");
    EXPECT_EQ(pair.label, Label::a);
    EXPECT_THAT((std::vector<std::string>{"color", "size", "count"}), testing::Contains(pair.source));
    EXPECT_EQ(pair.images.at(0).width, 56);
    EXPECT_TRUE(std::filesystem::exists(pair.images.at(0).path));
    EXPECT_EQ(import(file), (ImportResult{"mm_rlhf", 0, 0, 50, 0, ""}));
    EXPECT_EQ(must(project->info()).pairs, 50);
}

TEST_F(Import, SameIdWithOtherAnswersIsAnotherPair) {
    const ImportResult result = import(write("d.jsonl", row("one") + row("two") + row("one")));
    EXPECT_EQ(result.imported, 2);
    EXPECT_EQ(result.already, 1);
    EXPECT_EQ(must(project->pair(1)).source, "d"); // the file's stem stands in for a missing stratum
}

TEST_F(Import, RejectsAreCountedAndWritten) {
    const ImportResult result = import(
        write("d.jsonl", row("one") + "{\"prompt\": \"cut\n" + R"({"prompt":"q","chosen":"a"})" + "\n" + row("two")));
    EXPECT_EQ(result.imported, 2);
    EXPECT_EQ(result.rejected, 2);
    const auto rejects = jsonLines(result.rejects_file);
    ASSERT_EQ(rejects.size(), 2u);
    EXPECT_EQ(rejects[0]["line"], 2);
    EXPECT_EQ(rejects[1]["line"], 3);
    EXPECT_EQ(rejects[1]["field"], "rejected");
    EXPECT_EQ(rejects[1]["code"], "missing");
}

TEST_F(Import, GoesOnAfterAStopAndEndsTheSame) {
    std::string text;
    for (int i = 0; i < 1800; ++i)
        text += i % 9 == 4 ? "bad\n" : row("question " + std::to_string(i));
    const std::string file = write("d.jsonl", text);
    const ImportResult stopped = import(file, 4); // in the middle: after a batch
    EXPECT_GT(stopped.imported, 0);
    EXPECT_LT(stopped.imported, 1600);
    EXPECT_EQ(must(project->info()).pairs, stopped.imported);
    const ImportResult result = import(file);
    EXPECT_EQ(result.imported, 1600);
    EXPECT_EQ(result.rejected, 200);
    EXPECT_EQ(result.already, 0) << "committed rows were read again";
    EXPECT_EQ(jsonLines(result.rejects_file).size(), 200u);
    EXPECT_EQ(must(project->info()).pairs, 1600);
}

// Three pairs a row: a batch never ends within one, or the rest of that row would be skipped when the import goes on.
TEST_F(Import, RowsOfSeveralPairsAreWholeAfterAStop) {
    std::string list = "[";
    for (int i = 0; i < 400; ++i) {
        list += std::string(i == 0 ? "" : ",\n") + R"({"id": ")" + std::to_string(i) + R"(", "prompt": "q)" +
                std::to_string(i) + R"(", "completions": [)";
        for (int rating = 1; rating <= 3; ++rating) {
            const std::string r = R"({"Rating": ")" + std::to_string(rating) + "\"}";
            list += std::string(rating == 1 ? "" : ",") + R"({"response": "a)" + std::to_string(rating) +
                    R"(", "annotations": {"Helpfulness": )" + r + R"(, "Ethical Considerations": )" + r +
                    R"(, "Visual Faithfulness": )" + r + "}}";
        }
        list += "]}";
    }
    const std::string file = write("v.json", list + "]\n");
    const ImportResult stopped = import(file, 3);
    EXPECT_GT(stopped.imported, 0);
    EXPECT_LT(stopped.imported, 1200);
    const ImportResult result = import(file);
    EXPECT_EQ(result.format, "vlfeedback");
    EXPECT_EQ(result.imported, 1200);
    EXPECT_EQ(result.already, 0);
    EXPECT_EQ(must(project->info()).pairs, 1200);
}

/// Dies as by kill -9 at its third checkpoint: between two batches, with a lock held and files open.
class DyingRun final : public CollectingRun {
public:
    using CollectingRun::CollectingRun;
    StopKind checkpoint() override {
        if (++checkpoints == 3) kill(getpid(), SIGKILL);
        return StopKind::none;
    }
};

/// Does something at its first checkpoint, between two batches.
class InterferingRun final : public CollectingRun {
public:
    InterferingRun(RunId id, std::function<void()> what) : CollectingRun(id), m_what(std::move(what)) {}
    StopKind checkpoint() override {
        if (!progress_events.empty() && m_what) std::exchange(m_what, nullptr)();
        return StopKind::none;
    }

private:
    std::function<void()> m_what;
};

TEST_F(Import, FilesThatVanishMeanwhile) {
    std::string text;
    for (int i = 0; i < 20000; ++i) // more than what is read ahead
        text += row("question " + std::to_string(i), i < 15000 ? "early.png" : "late.png");
    const std::string file = write("d.jsonl", text);
    must(writePng(temp / "early.png", RgbImage{2, 1, {1, 1, 2, 3, 4, 5}}));
    must(writePng(temp / "late.png", RgbImage{2, 1, {2, 1, 2, 3, 4, 5}}));
    InterferingRun run(1, [&] {
        std::filesystem::remove(file);
        std::filesystem::remove(temp / "late.png");
    });
    ImportRequest request;
    request.file = file;
    const ImportResult result = must(pipelines::importFile(request, *project, run));
    EXPECT_EQ(result.imported, 20000) << "an open file stays whole";
    EXPECT_EQ(result.missing_images, 5000);
    EXPECT_EQ(must(project->info()).missing_images, 5000);
    EXPECT_EQ(must(project->pair(20000)).images.at(0).path, "");
    EXPECT_NE(must(project->pair(1)).images.at(0).path, "");
}

TEST_F(Import, GoesOnAfterAKill) {
    std::string text;
    for (int i = 0; i < 1700; ++i)
        text += i % 17 == 5 ? "bad\n" : row("question " + std::to_string(i));
    const std::string file = write("d.jsonl", text);
    const std::filesystem::path folder = temp / "killed.egt";
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = Project::create(folder);
        DyingRun run(1);
        ImportRequest request;
        request.file = file;
        if (own) (void)pipelines::importFile(request, **own, run).has_value();
        _exit(1); // not reached
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto again = must(Project::open(folder, false));
    const std::int64_t before = must(again->info()).pairs;
    EXPECT_GT(before, 0);
    EXPECT_LT(before, 1600);
    CollectingRun run(2);
    ImportRequest request;
    request.file = file;
    const ImportResult result = must(pipelines::importFile(request, *again, run));
    EXPECT_EQ(result.imported, 1600);
    EXPECT_EQ(result.already, 0);
    EXPECT_EQ(result.rejected, 100);
    EXPECT_EQ(must(again->info()).pairs, 1600);
}

TEST_F(Import, PathsStayInsideTheNamedFolder) {
    const std::string secret = write("secret.png", "not for the data set");
    std::filesystem::create_directories(temp / "set" / "images");
    must(writePng(temp / "set" / "images" / "ok.png", RgbImage{1, 1, {1, 2, 3}}));
    const std::string file =
        write("set/d.jsonl", row("up", "../secret.png") + row("absolute", secret) +
                                 row("round", "images/../../secret.png") + row("web", "https://x/y.png") +
                                 row("none", "images/none.png") + row("fine", "images/./ok.png"));
    const ImportResult result = import(file);
    EXPECT_EQ(result.imported, 6);
    EXPECT_EQ(result.missing_images, 5);
    for (const PairId id : must(project->allPairs())) {
        const PairRecord pair = must(project->pair(id));
        EXPECT_EQ(pair.images.at(0).path.empty(), pair.question != "fine") << pair.question;
    }
    ASSERT_EQ(notes.size(), 1u);
    const auto missing = jsonLines(notes[0].args.at(1));
    ASSERT_EQ(missing.size(), 5u);
    EXPECT_THAT(std::string(missing[0]["reason"]), testing::HasSubstr("outside"));
    EXPECT_THAT(std::string(missing[4]["reason"]), testing::HasSubstr("not there"));
}

TEST_F(Import, ImagesFolderDamagedPictureAndVideo) {
    std::filesystem::create_directories(temp / "pics" / "video" / "a");
    for (int i = 0; i < 70; ++i)
        must(writePng(temp / "pics" / "video" / "a" / ("f" + std::to_string(100 + i) + ".png"),
                      RgbImage{1, 1, {static_cast<std::uint8_t>(i), 0, 0}}));
    write("pics/broken.png", "\x89PNG nonsense");
    const std::string file =
        write("d.jsonl",
              row("broken", "broken.png") + R"({"prompt":"v","chosen":"a","rejected":"b","video":"video/a"})" + "\n");
    const ImportResult result = import(file, 0, (temp / "pics").string());
    EXPECT_EQ(result.imported, 2);
    EXPECT_EQ(result.missing_images, 0);
    EXPECT_FALSE(must(project->pair(1)).images.at(0).path.empty()) << "the viewer says what is wrong with it";
    const PairRecord video = must(project->pair(2));
    ASSERT_EQ(video.images.size(), 32u);
    EXPECT_EQ(video.images.front().reference, "video/a/f100.png");
    EXPECT_EQ(video.images.back().reference, "video/a/f167.png");
}

TEST_F(Import, OtherPictureIsAnotherPair) {
    must(writePng(temp / "a.png", RgbImage{1, 1, {1, 2, 3}}));
    must(writePng(temp / "b.png", RgbImage{1, 1, {3, 2, 1}}));
    must(writePng(temp / "same.png", RgbImage{1, 1, {1, 2, 3}}));
    const ImportResult result = import(write("d.jsonl", row("q", "a.png") + row("q", "b.png") + row("q", "same.png") +
                                                            row("q", "gone1.png") + row("q", "gone2.png")));
    EXPECT_EQ(result.imported, 4) << "equal bytes under another name are the same picture";
    EXPECT_EQ(result.already, 1);
}

TEST_F(Import, PicturesThatTurnUpLaterGoToTheirPairs) {
    const std::string file =
        write("d.jsonl", row("one", "a.png") + row("two", "b.png") +
                             R"({"prompt":"v","chosen":"a","rejected":"b","video":"clip"})" + "\n");
    EXPECT_EQ(import(file).missing_images, 3);
    const auto missing_codes = [&] {
        const ColumnsPtr columns = must(project->columns(0));
        std::int64_t count = 0;
        for (std::int64_t i = 0; i < columns->rows; ++i)
            count += columns->find("image")->text(i) == "missing" ? 1 : 0;
        return count;
    };
    EXPECT_EQ(missing_codes(), 3);
    std::filesystem::create_directories(temp / "pics" / "clip");
    must(writePng(temp / "pics" / "a.png", RgbImage{2, 1, {1, 2, 3, 4, 5, 6}}));
    must(writePng(temp / "pics" / "clip" / "1.png", RgbImage{1, 1, {1, 2, 3}}));
    must(writePng(temp / "pics" / "clip" / "2.png", RgbImage{1, 1, {3, 2, 1}}));
    const ImportResult again = import(file, 0, (temp / "pics").string());
    EXPECT_EQ(again.imported, 0);
    EXPECT_EQ(again.already, 3);
    EXPECT_EQ(again.missing_images, 1);
    EXPECT_EQ(must(project->info()).pairs, 3);
    EXPECT_EQ(must(project->info()).images, 4);
    EXPECT_EQ(must(project->info()).missing_images, 1);
    EXPECT_EQ(must(project->pair(1)).images.at(0).width, 2);
    EXPECT_EQ(must(project->pair(3)).images.size(), 2u);
    EXPECT_EQ(missing_codes(), 1);
    EXPECT_THAT(notes.front().text, testing::HasSubstr("pairs that had been imported"));
    EXPECT_EQ(import(file, 0, (temp / "pics").string()).already, 3);
}

TEST_F(Import, SaysWhatItCannotDo) {
    CollectingRun run(7);
    const auto code = [&](ImportRequest request) {
        const auto result = pipelines::importFile(request, *project, run);
        return result ? "no error" : result.error().code;
    };
    EXPECT_EQ(code({(temp / "none.jsonl").string(), "", "", "", {}}), "import.cannot_read");
    EXPECT_EQ(code({write("d.jsonl", row("q")), "parquet", "", "", {}}), "import.unknown_format");
    EXPECT_EQ(code({write("d.jsonl", row("q")), "", (temp / "nowhere").string(), "", {}}), "import.no_image_folder");
    EXPECT_EQ(code({write("t.jsonl", "plain text\n"), "", "", "", {}}), "import.unknown_format");
    EXPECT_EQ(must(project->info()).pairs, 0);
}

TEST_F(Import, RealFiles) {
    const char* folder = std::getenv("EGT_REAL_DATA");
    if (folder == nullptr || *folder == '\0')
        GTEST_SKIP() << "EGT_REAL_DATA does not name the folder of the real files";
    const std::string vl = std::string(folder) + "/vl_rewardbench.jsonl";
    const std::string mm = std::string(folder) + "/mm_rlhf_rewardbench.jsonl";
    EXPECT_EQ(import(vl), (ImportResult{"mm_rlhf", 1250, 0, 0, 1250, ""}));
    EXPECT_EQ(import(mm), (ImportResult{"mm_rlhf", 170, 0, 0, 170, ""}));
    EXPECT_EQ(import(vl).already, 1250);
    EXPECT_EQ(import(mm).already, 170);
    EXPECT_EQ(must(project->info()).pairs, 1420);
    EXPECT_EQ(must(project->info()).missing_images, 1420);
}

} // namespace
} // namespace egt::test
