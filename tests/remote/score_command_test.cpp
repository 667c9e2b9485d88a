// SPDX-License-Identifier: GPL-3.0-or-later
// The real program against a server process: death, resume, and what stays behind in the project.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "cli/program.h"
#include "remote/server_process.h"

namespace egt::test {
namespace {

using namespace std::chrono_literals;

class ScoreCommand : public CliTest {
protected:
    /// Pairs without images.
    void import(int rows) const {
        std::string text;
        for (int i = 0; i < rows; ++i) {
            const std::string n = std::to_string(i);
            text += R"({"question": "What is )" + n + R"(?", "answer_a": "good )" + n + R"(", "answer_b": "bad )" + n +
                    R"(", "label": "A"})" + "\n";
        }
        EXPECT_TRUE(writeFileAtomically(folder / "pairs.jsonl", text));
        EXPECT_EQ(done({"import", project, path("pairs.jsonl")})["imported"], rows);
    }
    [[nodiscard]] std::vector<std::string> command(const std::string& how) const {
        return {"score",        project, "--judge",         server.url(how), "--concurrency", "4",
                "--vocabulary", "400",   "--logprobs-mode", "raw",           "--json"};
    }
    [[nodiscard]] int requests() const { return server.statistics()["requests"].get<int>(); }
    [[nodiscard]] int askedTwice() const {
        int out = 0;
        const Json asked = server.statistics()["asked"];
        for (const auto& [question, times] : asked.items())
            out += times.get<int>() - 1;
        return out;
    }
    ServerProcess server;
};

TEST_F(ScoreCommand, ScoresSelectsAndFlagsByTheMidpoint) {
    import(20);
    const Json scored = done({"score", project, "--judge", server.url("ok"), "--vocabulary", "400"});
    EXPECT_EQ(scored["scored"], 20);
    EXPECT_EQ(scored["failed"], 0);
    EXPECT_EQ(scored["without_entropy"], 0);
    const Json plain = failed({"select", project, "--keep", "50%", "--name", "low"});
    EXPECT_EQ(plain["code"], "curation.only_brackets");
    EXPECT_NE(plain["message"].get<std::string>().find("entropy_mid"), std::string::npos);
    EXPECT_EQ(failed({"flag", project, "--rule", "uncertain"})["code"], "curation.only_brackets");
    EXPECT_EQ(done({"select", project, "--keep", "50%", "--by", "entropy_mid", "--name", "low"})["selected"], 10);
    EXPECT_EQ(done({"select", project, "--where", "entropy_mid < 99 and entropy_low > 99", "--name", "x"})["selected"],
              0);
    EXPECT_EQ(done({"select", project, "--where", "entropy_mid < 99", "--name", "x"})["selected"], 20);
    EXPECT_EQ(done({"flag", project, "--rule", "uncertain", "--share", "25%", "--by", "entropy_mid"})["flagged"], 5);
    EXPECT_EQ(done({"flag", project, "--rule", "contradicted", "--share", "25%"})["flagged"], 5);
    const Json rows = done({"export", project, "--format", "jsonl", "--out", path("out")});
    EXPECT_EQ(rows["rows"], 20);
    EXPECT_EQ(failed({"export", project, "--order", "entropy", "--out", path("sorted")})["code"],
              "export.only_brackets");
}

TEST_F(ScoreCommand, KilledInTheMiddleItGoesOn) {
    import(40);
    {
        Program first(command("slow"));
        while (first.running() && requests() < 30)
            std::this_thread::sleep_for(5ms);
        first.signal(SIGKILL);
        EXPECT_EQ(first.wait().exit, 128 + SIGKILL);
    }
    const Finished second = egt(command("slow"));
    ASSERT_EQ(second.exit, 0) << second.err;
    EXPECT_GT(second.json()["resumed"], 5);
    EXPECT_EQ(second.json()["scored"], 40);
    EXPECT_LE(askedTwice(), (2 + 2) * 2) << "the pairs that were open";
    EXPECT_EQ(server.statistics()["asked"].size(), 80U);
    EXPECT_EQ(done({"info", project})["scored"], 40);
}

TEST_F(ScoreCommand, AnInterruptStopsAtOnceAndTheSameCommandGoesOn) {
    import(20);
    std::vector<std::string> silent = command("silent");
    Program first(silent);
    while (first.running() && requests() < 4)
        std::this_thread::sleep_for(5ms);
    const auto before = std::chrono::steady_clock::now();
    first.signal(SIGINT);
    EXPECT_EQ(first.wait().exit, 130);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 15s) << "no answer comes before 30 s";
    EXPECT_EQ(done({"runs", project})["runs"].back()["state"], "stopped");
}

TEST_F(ScoreCommand, RefusesAnAddressWithASecretAndOddSettings) {
    import(2);
    const Json secret = failed({"score", project, "--judge", "http://user:secret@127.0.0.1:9/v1"});
    EXPECT_EQ(secret["code"], "server.bad_address");
    EXPECT_EQ(secret.dump().find("secret"), std::string::npos);
    EXPECT_EQ(failed({"score", project, "--judge", "http://127.0.0.1:9/v1", "--concurrency", "0"})["field"],
              "concurrency");
}

/// Every file of the project, and what the program said.
TEST_F(ScoreCommand, TheKeyStaysNowhere) {
    import(3);
    std::string all;
    for (const char* how : {"ok", "key"}) {
        const Finished ended = egt(command(how), {"EGT_API_KEY=sk-secret"});
        all += ended.out + ended.err;
    }
    EXPECT_EQ(server.statistics()["authorization"], "Bearer sk-secret") << "it was sent";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(project))
        if (entry.is_regular_file()) all += readFile(entry.path()).value_or("");
    EXPECT_NE(all.find("server.key"), std::string::npos) << "the second run failed";
    EXPECT_EQ(all.find("sk-secret"), std::string::npos);
}

} // namespace
} // namespace egt::test
