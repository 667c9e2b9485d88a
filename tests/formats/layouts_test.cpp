// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts that write the question as a conversation, rank or rate the answers, or are one JSON list.
#include <map>

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/json.h"
#include "formats/reader.h"
#include "support/temp_folder.h"

namespace egt::formats {
namespace {

struct Read {
    std::string format;
    double confidence = 0;
    std::vector<PairRecord> pairs;
    std::vector<std::int64_t> lines;
    std::vector<Reject> rejects;
};

/// As an import without --format reads it.
Read readText(const std::string& text) {
    const test::TempFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / "data.json", text));
    const auto guess = detect(folder / "data.json");
    if (!guess) {
        ADD_FAILURE() << guess.error().message();
        return {};
    }
    Read out;
    out.format = guess->reader->name();
    out.confidence = guess->confidence;
    EXPECT_TRUE(guess->reader->read(folder / "data.json", 0,
                                    {[&](std::int64_t line, PairRecord&& pair) {
                                         out.pairs.push_back(std::move(pair));
                                         out.lines.push_back(line);
                                         return true;
                                     },
                                     [&](const Reject& reject) {
                                         out.rejects.push_back(reject);
                                         return true;
                                     }}));
    return out;
}

PairRecord onePair(const std::string& text, const std::string& format) {
    Read read = readText(text);
    EXPECT_EQ(read.format, format);
    EXPECT_EQ(read.confidence, 1.0);
    EXPECT_TRUE(read.rejects.empty()) << read.rejects.front().field << ' ' << read.rejects.front().reason;
    EXPECT_EQ(read.pairs.size(), 1U);
    return read.pairs.empty() ? PairRecord{} : read.pairs.front();
}

Reject oneReject(const std::string& text) {
    Read read = readText(text);
    EXPECT_EQ(read.rejects.size(), 1U);
    return read.rejects.empty() ? Reject{} : read.rejects.front();
}

std::vector<std::string> references(const PairRecord& pair) {
    std::vector<std::string> out;
    for (const ImageRef& image : pair.images)
        out.push_back(image.reference);
    return out;
}

TEST(LlamaFactory, ShareGptAndAlpaca) {
    const PairRecord one = onePair(
        R"([{"conversations": [{"from": "human", "value": "<image>What is it?"}], "chosen": {"from": "gpt",
            "value": "A cat."}, "rejected": {"from": "gpt", "value": "A dog."}, "images": ["a.jpg"], "id": "7",
            "note": {"x": 1}}])",
        "llama_factory");
    EXPECT_EQ(one.question, "What is it?");
    EXPECT_EQ(one.answer_a, "A cat.");
    EXPECT_EQ(one.answer_b, "A dog.");
    EXPECT_EQ(one.label, Label::a);
    EXPECT_EQ(one.source_id, "7");
    EXPECT_EQ(references(one), std::vector<std::string>{"a.jpg"});
    EXPECT_EQ(Json::parse(one.extra), Json::parse(R"({"note": {"x": 1}})"));
    const PairRecord talk = onePair(
        R"([{"conversations": [{"from": "system", "value": "Be short."}, {"from": "human", "value": "Hi"},
            {"from": "gpt", "value": "Hello"}, {"from": "human", "value": "And?"}], "chosen": {"value": "c"},
            "rejected": {"value": "r"}}])",
        "llama_factory");
    EXPECT_EQ(talk.question, "system: Be short.\n\nuser: Hi\n\nassistant: Hello\n\nuser: And?");
    EXPECT_EQ(Json::parse(talk.extra)["conversations"].size(), 4U) << "kept, so that an export can give it back";
    const PairRecord alpaca = onePair(
        R"({"instruction": "<image>Count.", "input": "Only birds.", "chosen": "3", "rejected": "4", "images": ["b"]})",
        "llama_factory");
    EXPECT_EQ(alpaca.question, "Count.\nOnly birds.");
    EXPECT_EQ(Json::parse(alpaca.extra)["input"], "Only birds.");
}

TEST(Swift, TheMessagesEndWithTheChosenAnswer) {
    const PairRecord one = onePair(
        R"({"messages": [{"role": "user", "content": "<image>\nWho?"}, {"role": "assistant", "content": "She."}],)"
        R"( "rejected_response": "He.", "images": [{"path": "c.png"}]})",
        "ms_swift");
    EXPECT_EQ(one.question, "Who?");
    EXPECT_EQ(one.answer_a, "She.");
    EXPECT_EQ(one.answer_b, "He.");
    EXPECT_EQ(references(one), std::vector<std::string>{"c.png"});
    const PairRecord other =
        onePair(R"({"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "a"}],)"
                R"( "rejected_messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "b"}]})",
                "ms_swift");
    EXPECT_EQ(other.answer_b, "b");
    EXPECT_EQ(oneReject(R"({"messages": [{"role": "user", "content": "Q"}], "rejected_response": "b"})").field,
              "messages")
        << "no answer was chosen";
}

TEST(LlavaRlhf, ThePreferenceIsTheLabel) {
    const std::string row =
        R"({"id": "1", "image": "000.jpg", "conversations": [{"from": "human", "value": "Look\n<image>"}],)"
        R"( "output_1": {"from": "llava", "value": "x"}, "output_2": {"from": "llava", "value": "y"}, "preference": )";
    const PairRecord second = onePair("[" + row + "2}]", "llava_rlhf");
    EXPECT_EQ(second.question, "Look");
    EXPECT_EQ(second.answer_a, "x");
    EXPECT_EQ(second.label, Label::b);
    EXPECT_EQ(onePair(row + "\"1\"}", "llava_rlhf").label, Label::a) << "a number written as a text";
    EXPECT_EQ(onePair(row + "null}", "llava_rlhf").label, Label::none);
    EXPECT_EQ(oneReject(row + "3}").field, "preference");
}

TEST(Povid, TheAnswersAreWhereTheConversationsPart) {
    const PairRecord one = onePair(
        R"([{"id": 5, "image": "d.jpg",
             "conversations": [{"from": "human", "value": "<image>\nSay."}, {"from": "gpt", "value": "true"}],
             "rejected_conversations": [{"from": "human", "value": "<image>\nSay."}, {"from": "gpt", "value": "false"}]
            }])",
        "povid");
    EXPECT_EQ(one.question, "Say.");
    EXPECT_EQ(one.answer_a, "true");
    EXPECT_EQ(one.answer_b, "false");
    EXPECT_EQ(one.source_id, "5");
    EXPECT_EQ(one.extra, "{}");
}

// The numbers are ranks, not scores: 0 is the best.
TEST(VlRewardBench, TheLowerRankIsBetter) {
    const auto label = [](const std::string& ranking) {
        return onePair(R"({"id": "w-1", "query": "Q", "response": ["x", "y"], "human_ranking": )" + ranking +
                           R"(, "image": null, "query_source": "coco"})",
                       "vl_rewardbench")
            .label;
    };
    EXPECT_EQ(label("[0, 1]"), Label::a);
    EXPECT_EQ(label("[1, 0]"), Label::b);
    EXPECT_EQ(label("[0, 0]"), Label::tie);
    EXPECT_EQ(oneReject(R"({"query": "Q", "response": ["x"], "human_ranking": [0, 1]})").field, "response");
    EXPECT_EQ(oneReject(R"({"query": "Q", "response": ["x", "y"], "human_ranking": [0]})").field, "human_ranking");
    EXPECT_EQ(oneReject(R"({"query": "Q", "response": ["x", "x"], "human_ranking": [0, 1]})").code, "same_answers");
}

TEST(MultimodalRewardBench, BetterNamesTheOutput) {
    const PairRecord one = onePair(
        R"([{"ID": "m1", "Image": "i/1.png", "Text": "T", "Output1": "x", "Output2": "y", "Better": "Output2",
             "Category": "vqa", "Meta": 3}])",
        "multimodal_rewardbench");
    EXPECT_EQ(one.label, Label::b);
    EXPECT_EQ(one.source, "vqa");
    EXPECT_EQ(one.source_id, "m1");
    EXPECT_EQ(references(one), std::vector<std::string>{"i/1.png"});
    EXPECT_EQ(oneReject(R"([{"Text": "", "Output1": "x", "Output2": "y", "Better": "Output1"}])").field, "Text");
    EXPECT_EQ(oneReject(R"([{"Text": "T", "Output1": "x", "Output2": "y", "Better": "1"}])").field, "Better");
}

std::string rated(const std::string& response, const std::string& h, const std::string& e, const std::string& v) {
    const auto rating = [](const std::string& r) { return R"({"Rating": ")" + r + R"(", "Rationale": ""})"; };
    return R"({"model": "m-)" + response + R"(", "response": ")" + response + R"(", "annotations": {"Helpfulness": )" +
           rating(h) + R"(, "Ethical Considerations": )" + rating(e) + R"(, "Visual Faithfulness": )" + rating(v) +
           "}}";
}

// Means by hand: p (4+5+3)/3 = 4, q 3, r 4, s N/A. Pairs: p over q, r over q; p and r are equal; s is in none.
TEST(VlFeedback, EachTwoAnswersOfDifferentRatingAreAPair) {
    const std::string row = R"({"id": "v", "prompt": "P", "img_path": "z/v.jpg", "models": ["p"], "completions": [)" +
                            rated("p", "4", "5", "3") + "," + rated("q", "3", "3", "3") + "," +
                            rated("r", "5", "5", "2") + "," + rated("s", "5", "N/A", "5") + "]}";
    const Read read = readText(row + "\n" + row + "\n");
    EXPECT_EQ(read.format, "vlfeedback");
    ASSERT_EQ(read.pairs.size(), 4U);
    EXPECT_EQ(read.lines, (std::vector<std::int64_t>{1, 1, 2, 2}));
    EXPECT_EQ(read.pairs[0].answer_a, "p");
    EXPECT_EQ(read.pairs[0].answer_b, "q");
    EXPECT_EQ(read.pairs[0].source_id, "v:0-1");
    EXPECT_EQ(read.pairs[1].answer_a, "r");
    EXPECT_EQ(read.pairs[1].answer_b, "q");
    EXPECT_EQ(read.pairs[1].label, Label::a);
    EXPECT_EQ(references(read.pairs[1]), std::vector<std::string>{"z/v.jpg"});
    const Json extra = Json::parse(read.pairs[1].extra);
    EXPECT_EQ(extra["rating_a"], 4.0);
    EXPECT_EQ(extra["rating_b"], 3.0);
    EXPECT_EQ(extra["model_a"], "m-r");
    EXPECT_EQ(extra["models"], Json::parse(R"(["p"])"));
    EXPECT_EQ(oneReject(R"({"prompt": "P", "completions": [)" + rated("p", "1", "1", "1") + "]}").code, "no_pair");
}

TEST(JsonList, IsReadLikeLines) {
    const std::string a = R"({"prompt": "[1,\"}\" {", "chosen": "a\\", "rejected": "b", "id": "1"})";
    const std::string b = "{\n  \"prompt\": \"q\",\n  \"chosen\": \"c\",\n  \"rejected\": \"d\"\n}";
    for (const std::string& text : {"[" + a + "," + b + "]", "\xEF\xBB\xBF \n[\n" + a + "\n,\n" + b + "\n]\n\n"}) {
        const Read read = readText(text);
        ASSERT_EQ(read.pairs.size(), 2U) << text;
        EXPECT_EQ(read.pairs[0].question, "[1,\"}\" {");
        EXPECT_EQ(read.pairs[0].answer_a, "a\\");
        EXPECT_EQ(read.lines, (std::vector<std::int64_t>{1, 2})) << "the place in the list";
        EXPECT_TRUE(read.rejects.empty());
    }
    const Read cut = readText("[" + a + ", {\"prompt\": \"q\", \"cho");
    EXPECT_EQ(cut.pairs.size(), 1U);
    ASSERT_EQ(cut.rejects.size(), 1U);
    EXPECT_EQ(cut.rejects[0].line, 2);
    const Read open = readText("[" + a + ",\n");
    EXPECT_EQ(open.pairs.size(), 1U);
    EXPECT_EQ(open.rejects.size(), 1U) << "a list that is not closed may have lost its end";
    const Read odd = readText("[" + a + ", 7, \"text\", null, [1, [2]], " + b + "]");
    EXPECT_EQ(odd.pairs.size(), 2U);
    ASSERT_EQ(odd.rejects.size(), 4U);
    EXPECT_EQ(odd.rejects[3].line, 5);
    EXPECT_EQ(odd.lines.back(), 6);
}

} // namespace
} // namespace egt::formats
