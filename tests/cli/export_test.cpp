// SPDX-License-Identifier: GPL-3.0-or-later
// egt export: every example of its help as printed, the dry run, the list of layouts, repeating.
#include <sstream>

#include "cli/program.h"
#include "store/project.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

class ExportCommand : public CliTest {
protected:
    /// Pairs with scores, in pairs.egt.
    void SetUp() override {
        home = path("pairs.egt");
        done({"new", home});
        done({"import", home, writePairs(40)});
        const auto opened = Project::open(home, false);
        ASSERT_TRUE(opened);
        Project& store = **opened;
        RunRecord run;
        run.kind = RunKind::score;
        run.state = RunState::running;
        run.judge = "/judges/small";
        run.id = *store.addRun(run);
        ASSERT_TRUE(store.planUnits(run.id, {"{}"}));
        std::vector<ScoreRecord> scores;
        const std::vector<PairId> pairs = *store.allPairs();
        for (const PairId pair : pairs) {
            ScoreRecord score;
            score.run = run.id;
            score.pair = pair;
            score.entropy.mean = 1.0F / static_cast<float>(pair);
            scores.push_back(score);
        }
        ASSERT_TRUE(store.storeUnit(run.id, 0, {}, scores));
        run.state = RunState::done;
        ASSERT_TRUE(store.updateRun(run));
    }
    /// The words of a printed example, with its files in the temporary folder.
    std::vector<std::string> wordsOf(const std::string& example) const {
        std::istringstream in(example);
        std::vector<std::string> words;
        for (std::string word, before; in >> word; before = word) {
            if (word == "egt") continue;
            const bool file = word.ends_with(".egt") || before == "--out" || before == "--replay";
            words.push_back(file ? path(word) : word);
        }
        return words;
    }
    std::string home;
};

TEST_F(ExportCommand, EveryExampleWorksAsPrinted) {
    const std::string help = egt({"export", "--help"}).out;
    std::istringstream in(help.substr(help.find("Example:")));
    int examples = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.find("egt export") == std::string::npos) continue;
        const Finished ran = egt(wordsOf(line));
        EXPECT_EQ(ran.exit, 0) << line << "\n" << ran.err;
        ++examples;
    }
    const Json list = done({"export", "--formats"});
    EXPECT_GE(examples, static_cast<int>(list["formats"].size()));
    for (const Json& format : list["formats"])
        EXPECT_NE(help.find("--format " + std::string(format["name"])), std::string::npos) << format["name"];
    EXPECT_TRUE(fs::exists(path("for-llama-factory/dataset_info.json")));
    EXPECT_TRUE(fs::exists(path("dataset-folder/README.md")));
    EXPECT_TRUE(fs::exists(path("curated-again/manifest.json")));
}

TEST_F(ExportCommand, DryRunCountsAndWritesNothing) {
    const Json counted = done({"export", home, "--format", "csv", "--dry-run"});
    EXPECT_EQ(counted["rows"], 40);
    EXPECT_EQ(counted["counts"]["without_image"], 40);
    EXPECT_EQ(counted["first_rows"].size(), 3U);
    const Json written = done({"export", home, "--format", "csv", "--out", path("out")});
    EXPECT_EQ(written["counts"], counted["counts"]);
    EXPECT_EQ(written["rows"], 40);
}

TEST_F(ExportCommand, RepeatsBesideTheFirstWithoutBeingToldWhere) {
    done({"export", home, "--format", "trl", "--order", "entropy", "--out", path("out")});
    const Json again = done({"export", "--replay", path("out/manifest.json")});
    EXPECT_EQ(again["manifest"], path("out-replay/manifest.json"));
    for (const char* file : {"train.jsonl", "trainer.yaml", "manifest.json"})
        EXPECT_EQ(*readFile(path(std::string("out/") + file)), *readFile(path(std::string("out-replay/") + file)));
    done({"review", home, "--decide", "3", "drop", "--annotator", "ann"});
    const Json error = failed({"export", "--replay", path("out/manifest.json"), "--out", path("third")});
    EXPECT_EQ(error["code"], "export.changed");
    EXPECT_EQ(error["field"], "decisions");
    EXPECT_FALSE(fs::exists(path("third")));
}

TEST_F(ExportCommand, SaysWhatItLacks) {
    EXPECT_EQ(egt({"export"}).exit, 2);
    EXPECT_EQ(egt({"export", home}).exit, 2);
    EXPECT_EQ(egt({"export", home, "--images", "zip", "--out", path("x")}).exit, 2);
    EXPECT_EQ(failed({"export", home, "--format", "verl", "--images", "copy", "--out", path("x")})["code"],
              "export.image_mode");
    EXPECT_EQ(failed({"export", home, "--format", "xml", "--out", path("x")})["code"], "export.unknown_format");
    EXPECT_EQ(failed({"export", "--replay", path("none.json")})["code"], "file.cannot_read");
}

} // namespace
} // namespace egt::test
