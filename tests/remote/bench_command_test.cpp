// SPDX-License-Identifier: GPL-3.0-or-later
// A benchmark on the command line, from a data file and a judge to numbers and predictions.
#include <filesystem>
#include <sstream>

#include "cli/program.h"
#include "remote/server_process.h"

namespace egt::test {
namespace {

class BenchCommand : public CliTest {
protected:
    /// `rows` pairs of the three kinds of VL-RewardBench, without images.
    void import(int rows) const {
        const char* const prefixes[] = {"RLAIF-V-", "mathverse_", "svit-"};
        std::string text;
        for (int i = 0; i < rows; ++i) {
            const std::string n = std::to_string(i);
            text += R"({"id": ")" + std::string(prefixes[i % 3]) + n + R"(", "prompt": "What is )" + n +
                    R"(?", "chosen": "good )" + n + R"(", "rejected": "bad )" + n + "\"}\n";
        }
        EXPECT_TRUE(writeFileAtomically(folder / "pairs.jsonl", text));
        EXPECT_EQ(done({"import", project, path("pairs.jsonl")})["imported"], rows);
    }
    [[nodiscard]] std::vector<Json> lines(const std::string& name) const {
        std::vector<Json> out;
        std::istringstream in(readFile(folder / name).value_or(""));
        for (std::string line; std::getline(in, line);)
            out.push_back(Json::parse(line));
        return out;
    }
    ServerProcess server;
};

TEST_F(BenchCommand, AsksTheJudgeCountsAndWritesPredictions) {
    import(24);
    const Json result = done({"bench-eval", project, "--protocol", "vl_rewardbench", "--judge", server.url("ok"),
                              "--votes", "3", "--predictions", path("predictions.jsonl")});
    EXPECT_EQ(result["order"], "coin");
    EXPECT_EQ(result["votes"], 3);
    EXPECT_EQ(result["overall"]["pairs"], 24);
    EXPECT_EQ(result["categories"].size(), 3U);
    EXPECT_EQ(result["prediction_lines"], 72);
    // Counted again from the file: of three votes two must agree.
    std::map<std::string, int> agreed;
    for (const Json& line : lines("predictions.jsonl"))
        agreed[line["id"]] += line["meta"]["flag_status"] == "agree" ? 1 : 0;
    int right = 0;
    for (const auto& [id, votes] : agreed)
        right += votes >= 2 ? 1 : 0;
    EXPECT_EQ(agreed.size(), 24U);
    EXPECT_EQ(result["overall"]["right"], right);
    EXPECT_NEAR(result["overall"]["accuracy"].get<double>(), right / 24.0, 1e-12);

    const Json again = done({"bench-eval", project, "--protocol", "vl_rewardbench", "--votes", "3"});
    EXPECT_EQ(again["overall"], result["overall"]) << "from the stored run";
    EXPECT_EQ(again["score_run"], result["score_run"]);
    const Json runs = done({"runs", project})["runs"];
    EXPECT_EQ(runs.back()["kind"], "benchmark");
    const Json stored = done({"runs", project, "--run", std::to_string(runs.back()["run"].get<int>())})["runs"][0];
    EXPECT_EQ(stored["result"]["overall"], again["overall"]) << "results stay with the project";
    EXPECT_EQ(stored["evaluations"][0]["accuracy"], again["overall"]["accuracy"]);
}

TEST_F(BenchCommand, OneOrderIsEnoughForStoredAndNotForBoth) {
    import(6);
    done({"bench-eval", project, "--protocol", "multimodal_rewardbench", "--judge", server.url("ok")});
    const Json missing = failed({"bench-eval", project, "--protocol", "vl_rewardbench", "--order", "both"});
    EXPECT_EQ(missing["code"], "bench.one_order");
    EXPECT_EQ(failed({"bench-eval", project, "--protocol", "multimodal_rewardbench", "--votes", "2"})["code"],
              "bench.few_votes");
    EXPECT_EQ(failed({"bench-eval", project, "--protocol", "vl_rewardbench", "--votes", "-1"})["field"], "votes");
    const Finished table = egt({"bench-eval", project, "--protocol", "multimodal_rewardbench"});
    EXPECT_EQ(table.exit, 0) << table.err;
    EXPECT_NE(table.out.find("95 % interval"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("macro"), std::string::npos) << table.out;
    EXPECT_EQ(egt({"bench-eval", project, "--protocol", "other"}).exit, 2);
}

} // namespace
} // namespace egt::test
