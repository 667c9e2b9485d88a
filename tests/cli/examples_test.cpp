// SPDX-License-Identifier: GPL-3.0-or-later
// What --help shows as an example is run as it is printed, in a folder that has the files it names.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/program.h"
#include "images/image.h"
#include "store/project.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

std::vector<std::string> examplesOf(const std::string& command) {
    const std::string help = egt({command, "--help"}).out;
    std::vector<std::string> out;
    std::istringstream lines(help.substr(std::min(help.size(), help.find("Example"))));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("  egt ")) out.push_back(line.substr(2));
    EXPECT_FALSE(out.empty()) << command;
    return out;
}

/// Every pair judged in both orders, so that what needs scores has some.
void addScores(const fs::path& folder) {
    const auto project = Project::open(folder, false);
    ASSERT_TRUE(project) << project.error().message();
    RunRecord run;
    run.kind = RunKind::score;
    run.state = RunState::done;
    run.judge = "judge";
    const auto id = (*project)->addRun(run);
    ASSERT_TRUE(id && (*project)->planUnits(*id, {"{}"}));
    std::vector<ResponseRecord> responses;
    std::vector<ScoreRecord> scores;
    const auto pairs = (*project)->allPairs();
    ASSERT_TRUE(pairs);
    for (const PairId pair : *pairs) {
        ScoreRecord& score = scores.emplace_back();
        score.pair = pair;
        score.entropy.mean = static_cast<float>(pair % 97) / 97;
        score.p_label = static_cast<float>(pair % 89) / 89;
        score.verdict = 1;
        score.responses = 2;
        for (const Order order : {Order::stored, Order::swapped}) {
            ResponseRecord& response = responses.emplace_back();
            response.pair = pair;
            response.order = order;
            response.text = "because";
            response.verdict = Verdict::a;
        }
    }
    ASSERT_TRUE((*project)->storeUnit(*id, 0, responses, scores));
}

class Examples : public testing::Test {
protected:
    Examples() {
        fs::create_directories(folder / "label-studio/media");
        fs::create_directories(folder / "photos");
        EXPECT_TRUE(writePng(folder / "photos/1.png", RgbImage{2, 1, {1, 1, 2, 3, 4, 5}}));
        std::ofstream(folder / "own.csv") << "prompt,first,second,better,good,bad\n"
                                             "Which one is red?,the left one,the right one,a,this one,that one\n";
        std::ofstream(folder / "label-studio.json")
            << R"([{"id":1,"data":{"prompt":"Which one?","answer1":"this","answer2":"that","image":"a.png"},)"
               R"("annotations":[{"id":1,"completed_by":1,"was_cancelled":false,"result":[{"from_name":"pw",)"
               R"("to_name":"t","type":"pairwise","value":{"selected":"left"}}]}],"predictions":[]}])";
    }
    void run(const std::string& example) const {
        const std::string quiet = "cd '" + folder.path().string() + "' && PATH='" +
                                  fs::path(EGT_PROGRAM).parent_path().string() + "':\"$PATH\" && " + example +
                                  " >said 2>&1";
        EXPECT_EQ(std::system(quiet.c_str()), 0) << example << "\n" << readFile(folder / "said").value_or("");
    }
    void runAll(const std::string& command) const {
        for (const std::string& example : examplesOf(command))
            run(example);
    }
    TempFolder folder;
};

TEST_F(Examples, RunAsTheyArePrinted) {
    for (const char* command :
         {"demo-world", "inspect", "new", "import", "info", "index", "verify", "relocate", "search", "duplicates"})
        runAll(command);
    addScores(folder / "pairs.egt");
    for (const char* command : {"flag", "select", "review", "runs"})
        runAll(command);
    for (const std::string& example : examplesOf("bench-eval"))
        if (example.find("--judge") == std::string::npos) run(example); // a judge needs torch
    for (const std::string& example : examplesOf("export"))
        if (example.find("_parquet") == std::string::npos || EGT_HAS_ARROW) run(example);
}

} // namespace
} // namespace egt::test
