// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "cli/program.h"
#include "store/project.h"

namespace egt::test {
namespace {

class BadInput : public CliTest {};

TEST_F(BadInput, ProjectsThatAreNone) {
    EXPECT_EQ(failed({"info", path("no.egt")})["code"], "store.not_a_project");
    std::filesystem::create_directory(folder / "empty.egt");
    EXPECT_EQ(failed({"info", path("empty.egt")})["code"], "store.not_a_project");
    ASSERT_TRUE(writeFileAtomically(folder / "empty.egt" / "project.db", "this is not SQLite, however long it may be"));
    EXPECT_NE(egt({"info", path("empty.egt")}).exit, 0);
    EXPECT_EQ(failed({"new", project})["code"], "store.exists");
}

TEST_F(BadInput, ALockedProjectIsReadButNotWritten) {
    const auto held = Project::open(project, false);
    ASSERT_TRUE(held);
    EXPECT_EQ(failed({"import", project, writePairs(1)})["code"], "store.locked");
    EXPECT_EQ(done({"info", project})["pairs"], 0);
    EXPECT_EQ(done({"runs", project})["runs"].size(), 0U);
}

TEST_F(BadInput, FilesAndFormats) {
    const Json missing = failed({"import", project, path("no.jsonl")});
    EXPECT_EQ(missing["code"], "job.no_file");
    EXPECT_EQ(missing["file"], path("no.jsonl"));
    EXPECT_EQ(failed({"import", project, writePairs(1), "--format", "csv17"})["code"], "import.unknown_format");
    ASSERT_TRUE(writeFileAtomically(folder / "poem.txt", "Roses are red\nViolets are blue\n"));
    EXPECT_EQ(failed({"import", project, path("poem.txt")})["code"], "import.unknown_format");
    EXPECT_EQ(failed({"import", project, writePairs(1), "--images", path("nowhere")})["code"],
              "import.no_image_folder");
    EXPECT_EQ(done({"info", project})["pairs"], 0);
}

TEST_F(BadInput, ReviewsOfNothing) {
    EXPECT_EQ(failed({"review", project, "--decide", "7", "left", "--annotator", "a"})["code"], "store.no_pair");
    EXPECT_EQ(failed({"review", project, "--decide", "x", "left", "--annotator", "a"})["code"], "review.bad_pair");
    EXPECT_EQ(failed({"review", project, "--decide", "7", "maybe", "--annotator", "a"})["code"], "review.bad_decision");
    EXPECT_EQ(failed({"review", project, "--list", "--queue", "best"})["code"], "usage.unknown_queue");
}

TEST_F(BadInput, JudgesAndConfigs) {
    std::filesystem::create_directory(folder / "judge");
    EXPECT_EQ(failed({"score", project, "--judge", path("judge")})["code"], "job.no_judge");
    ASSERT_TRUE(writeFileAtomically(folder / "run.yaml", "name: a\nlearning_rat: 0.1\n"));
    const Json config = failed({"train", project, "--judge", path("judge"), "--config", path("run.yaml")});
    EXPECT_EQ(config["code"], "config.unknown_key");
    EXPECT_EQ(config["line"], 2);
    EXPECT_EQ(config["field"], "learning_rat");
    EXPECT_NE(config["message"].get<std::string>().find("learning_rate"), std::string::npos);
    EXPECT_EQ(failed({"train", project, "--judge", path("judge"), "--config", path("no.yaml")})["code"],
              "file.cannot_read");
    EXPECT_EQ(failed({"export", project, "--format", "xml", "--out", path("x")})["code"], "export.unknown_format");
    EXPECT_EQ(failed({"export", project, "--selection", "none", "--out", path("x")})["code"], "selection.unknown");
    EXPECT_EQ(failed({"runs", project, "--run", "5"})["code"], "store.no_run");
}

} // namespace
} // namespace egt::test
