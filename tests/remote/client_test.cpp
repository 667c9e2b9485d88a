// SPDX-License-Identifier: GPL-3.0-or-later
// Against a real server process that misbehaves on purpose.
#include "remote/client.h"

#include <gtest/gtest.h>

#include "remote/chat_request.h"
#include "remote/fake_judge.h"
#include "remote/server_error.h"
#include "remote/server_process.h"

namespace egt::remote {
namespace {

using test::ServerProcess;

std::string body(const std::string& text, std::int32_t top_logprobs = 3) {
    ChatSettings settings;
    settings.model = "m";
    settings.top_logprobs = top_logprobs;
    return chatBody({{"user", {{false, text}}}}, {}, settings);
}

class ClientTest : public testing::Test {
protected:
    ClientTest() {
        options.times.stall = 0.3;
        options.most_bytes = 1 << 20;
        options.key = "sk-secret";
        clock.now = [this] { return skipped; }; // a time that passes only where somebody would wait
        clock.sleep = [this](double seconds) { skipped += seconds; };
    }
    Client client(const std::string& how) { return {*parseAddress(server.url(how)), options, clock}; }
    std::map<std::int64_t, Answer> all(Client& client, std::size_t count) {
        std::map<std::int64_t, Answer> out;
        while (out.size() < count && client.open() > 0)
            for (Answer& answer : client.poll(0.1))
                out.emplace(answer.tag, std::move(answer));
        return out;
    }
    Answer one(const std::string& how) {
        Client asking = client(how);
        asking.ask(1, "/chat/completions", body("Which?"));
        auto answers = all(asking, 1);
        retries = asking.retries();
        EXPECT_EQ(answers.size(), 1U) << how;
        return answers.empty() ? Answer{} : std::move(answers.begin()->second);
    }
    std::string error(const std::string& how) {
        const Answer answer = one(how);
        if (answer.json) return "no error";
        message = answer.json.error().message();
        EXPECT_EQ(message.find("sk-secret"), std::string::npos) << "the key is nobody's to read";
        EXPECT_EQ(message.find('\n'), std::string::npos);
        return answer.json.error().code;
    }
    ServerProcess server;
    ClientOptions options;
    Clock clock;
    double skipped = 0;
    std::int64_t retries = 0;
    std::string message;
};

TEST_F(ClientTest, GetsAnAnswerAndSendsTheKey) {
    const Answer answer = one("ok");
    ASSERT_TRUE(answer.json);
    EXPECT_EQ((*answer.json)["choices"][0]["message"]["content"], test::fakeAnswer("Which?", 0).text());
    EXPECT_EQ(server.statistics()["authorization"], "Bearer sk-secret");
    Client models = client("ok");
    models.ask(5, "/models", {});
    EXPECT_EQ((*all(models, 1).at(5).json)["data"][0]["id"], "fake-judge");
}

TEST_F(ClientTest, AsksAgainForWhatPasses) {
    for (const char* how : {"fail-2", "loading-2", "cut-2", "gone-2", "invalid-2"}) {
        skipped = 0;
        EXPECT_TRUE(one(how).json) << how;
        EXPECT_EQ(retries, 2) << how;
        EXPECT_GE(skipped, (0.5 + 1) / 2) << how;
        EXPECT_LE(skipped, 0.5 + 1 + 1e-9) << how;
    }
}

TEST_F(ClientTest, WaitsAsLongAsTheServerAsks) {
    EXPECT_TRUE(one("busy-2").json);
    EXPECT_EQ(retries, 2);
    EXPECT_GE(skipped, 14 - 1e-9) << "Retry-After: 7, twice";
    options.retry.patience = 5;
    EXPECT_EQ(error("busy"), "server.busy");
    EXPECT_EQ(retries, 0) << "more patience than it has";
}

TEST_F(ClientTest, GivesUpInTheEnd) {
    options.retry.attempts = 3;
    EXPECT_EQ(error("busy"), "server.busy");
    EXPECT_NE(message.find("slow down, ***"), std::string::npos) << message;
    EXPECT_EQ(error("fail"), "server.failed");
    EXPECT_NE(message.find("out of memory"), std::string::npos) << message;
    EXPECT_EQ(error("cut"), "server.cut");
    EXPECT_EQ(error("gone"), "server.cut");
    EXPECT_EQ(error("invalid"), "server.not_json");
    EXPECT_EQ(server.statistics()["requests"], 15);
}

TEST_F(ClientTest, DoesNotAskAgainForWhatStays) {
    for (const auto& [how, code] : {std::pair{"key", "server.key"},
                                    {"toolong", "server.refused"},
                                    {"nomodel", "server.not_found"},
                                    {"html", "server.not_json"},
                                    {"redirect", "server.redirect"},
                                    {"huge", "server.too_large"}}) {
        EXPECT_EQ(error(how), code) << how;
        EXPECT_EQ(retries, 0) << how;
    }
    EXPECT_EQ(error("key"), "server.key");
    EXPECT_NE(message.find("Incorrect API key provided: ***"), std::string::npos) << message;
    HttpReply echo;
    echo.end = HttpReply::End::answered;
    echo.status = 401;
    echo.body = R"({"error": {"message": "wrong key ** here"}})";
    EXPECT_NE(serverError("http://x", echo, "**", 1, 1).message().find("key *** here"), std::string::npos)
        << "a key that looks like its mark ends too";
    EXPECT_EQ(error("toolong"), "server.refused");
    EXPECT_NE(message.find("maximum context length is 10 tokens"), std::string::npos) << message;
}

TEST_F(ClientTest, TakesJsonUnderAnotherName) {
    EXPECT_TRUE(one("texttype").json);
}

TEST_F(ClientTest, NoticesSilence) {
    options.retry.attempts = 1;
    options.times.total = 0.2;
    EXPECT_EQ(error("silent"), "server.late");
    options.times.total = 60;
    EXPECT_EQ(error("stall"), "server.late");
    EXPECT_NE(message.find("in the middle"), std::string::npos) << message;
}

TEST_F(ClientTest, NobodyListens) {
    server.kill();
    options.retry.attempts = 3;
    EXPECT_EQ(error("ok"), "server.unreachable");
    EXPECT_EQ(retries, 2);
    EXPECT_NE(message.find("127.0.0.1"), std::string::npos);
}

TEST_F(ClientTest, KeepsToItsConcurrencyAndAnswersEverything) {
    options.concurrency = 3;
    Client asking = client("slow");
    for (int i = 1; i <= 12; ++i)
        asking.ask(i, "/chat/completions", body("question " + std::to_string(i)));
    const auto answers = all(asking, 12);
    ASSERT_EQ(answers.size(), 12U);
    for (const auto& [tag, answer] : answers) {
        ASSERT_TRUE(answer.json);
        EXPECT_EQ((*answer.json)["choices"][0]["message"]["content"],
                  test::fakeAnswer("question " + std::to_string(tag), 0).text())
            << "the answer to this question";
    }
    EXPECT_LE(server.statistics()["most"], 3);
    EXPECT_GE(server.statistics()["most"], 2) << "not one by one";
}

TEST_F(ClientTest, CancelLeavesAtOnceAndForgetDropsWhatWaits) {
    Client asking = client("silent");
    options.concurrency = 1;
    Client single = client("ok");
    for (int i = 1; i <= 4; ++i)
        asking.ask(i, "/chat/completions", body("q" + std::to_string(i)));
    EXPECT_TRUE(asking.poll(0.05).empty());
    const double before = steadySeconds();
    asking.cancel();
    EXPECT_LT(steadySeconds() - before, 15) << "it does not wait for the answers, which take 30 s";
    EXPECT_EQ(asking.open(), 0U);
    for (int i = 1; i <= 3; ++i)
        single.ask(i, "/chat/completions", body("f" + std::to_string(i)));
    single.forget(2);
    const auto answers = all(single, 2);
    EXPECT_TRUE(answers.contains(1) && answers.contains(3));
    EXPECT_EQ(single.open(), 0U);
}

TEST_F(ClientTest, RepeatsTheServersWordsOnOneLine) {
    EXPECT_EQ(serverWords(R"({"detail": [{"msg": "a  b"}]})", ""), "a b");
    EXPECT_EQ(serverWords(R"({"message": "x."})", ""), "x");
    EXPECT_EQ(serverWords("", ""), "no reason given");
    EXPECT_EQ(serverWords(std::string(400, 'a'), "").size(), 300 + std::string("…").size());
    EXPECT_EQ(serverWords("\x1b[31mred k1 and k1", "k1"), "[31mred *** and ***") << "no colours";
}

// Servers in Python write log-probs of minus infinity so; JSON has no such word.
TEST_F(ClientTest, ReadsInfinities) {
    const Answer answer = one("infinite");
    ASSERT_TRUE(answer.json);
    EXPECT_EQ((*answer.json)["choices"][0]["logprobs"]["content"][0]["top_logprobs"].back()["logprob"], nullptr);
    EXPECT_EQ((*answer.json)["note"], "NaN and -Infinity \" stay");
}

} // namespace
} // namespace egt::remote
