// SPDX-License-Identifier: GPL-3.0-or-later
// RLAIF-V, RLHF-V and the layouts that are a judge's tasks.
#include <gmock/gmock.h>

#include "base/json.h"
#include "formats/embedded_image.h"
#include "formats/reading.h"

namespace egt::test {
namespace {

const std::string kPng = "\x89PNG\r\n\x1A\n not whole, but a picture by its first bytes and long enough to be no path";

std::vector<std::string> references(const PairRecord& pair) {
    std::vector<std::string> out;
    for (const ImageRef& image : pair.images)
        out.push_back(image.reference);
    return out;
}

TEST(RlaifV, LinesWithPaths) {
    const PairRecord pair = onePair(
        R"({"ds_name":"RLAIF-V","image":"COCO/1.jpg","question":"What?","chosen":"A.","rejected":"B.",)"
        R"("origin_dataset":"COCO","origin_split":"{\"model\":\"x\"}","idx":17,"image_path":"COCO/1.jpg","logps":"[1]"})",
        "rlaif_v");
    EXPECT_EQ(pair.question, "What?");
    EXPECT_EQ(pair.answer_a, "A.");
    EXPECT_EQ(pair.answer_b, "B.");
    EXPECT_EQ(pair.label, Label::a);
    EXPECT_EQ(pair.source, "RLAIF-V");
    EXPECT_EQ(pair.source_id, "17");
    EXPECT_THAT(references(pair), testing::ElementsAre("COCO/1.jpg"));
    const Json extra = Json::parse(pair.extra);
    EXPECT_EQ(extra["logps"], "[1]");
    EXPECT_EQ(extra["image_path"], "COCO/1.jpg");
    EXPECT_FALSE(extra.contains("idx"));
}

TEST(RlaifV, PictureByItsPathAlone) {
    const PairRecord pair =
        onePair(R"({"question":"<image>\nWhat?","chosen":"A.","rejected":"B.","image_path":"1.jpg"})", "rlaif_v", 0.8);
    EXPECT_EQ(pair.question, "What?");
    EXPECT_THAT(references(pair), testing::ElementsAre("1.jpg"));
}

TEST(RlaifV, WhatIsRefused) {
    EXPECT_EQ(oneReject(R"({"question":"q","chosen":"a"})", "rlaif_v").field, "rejected");
    EXPECT_EQ(oneReject(R"({"question":"q","chosen":"a","rejected":"a"})", "rlaif_v").code, "same_answers");
    EXPECT_EQ(oneReject(R"({"question":7,"chosen":"a","rejected":"b"})", "rlaif_v").code, "type");
}

TEST(RlhfV, JsonInsideText) {
    const std::string rest = R"(,"ds_name":"RLHF-V","origin_dataset":"VQA","idx":3,"image_path":"3.jpg"})";
    const PairRecord pair = onePair(
        R"({"text":"{\"question\":\"What?\",\"chosen\":\"A.\",\"rejected\":\"B.\",\"more\":1}")" + rest, "rlhf_v");
    EXPECT_EQ(pair.question, "What?");
    EXPECT_EQ(pair.answer_b, "B.");
    EXPECT_EQ(pair.source_id, "3");
    EXPECT_THAT(references(pair), testing::ElementsAre("3.jpg"));
    EXPECT_EQ(Json::parse(pair.extra)["text"], Json::parse(R"({"more":1})"));
    EXPECT_EQ(onePair(R"({"text":{"question":"What?","chosen":"A.","rejected":"B."})" + rest, "rlhf_v").answer_a, "A.");
    EXPECT_EQ(oneReject(R"({"text":"{\"question\":\"q\"")" + rest, "rlhf_v").code, "json");
    EXPECT_EQ(oneReject(R"({"text":"{\"question\":\"q\",\"chosen\":\"a\"}")" + rest, "rlhf_v").field, "text.rejected");
}

TEST(LlavaCritic, PairTieAndNoVerdict) {
    const auto row = [](const std::string& verdict) {
        return R"({"id":"vlfeedback_1","source":"vlfeedback","image":"1.jpg","conversations":[{"from":"human","value":)"
               R"("<image>\nJudge.\nQuestion: [What?]\nResponse 1: [A.]\nResponse 2: [B.]"},{"from":"gpt","value":")" +
               verdict + "\"}]}";
    };
    const PairRecord pair = onePair(row("The better response: [2]. It names what is there to see."), "llava_critic");
    EXPECT_EQ(pair.question, "What?");
    EXPECT_EQ(pair.answer_a, "A.");
    EXPECT_EQ(pair.answer_b, "B.");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_EQ(pair.source, "vlfeedback");
    EXPECT_EQ(pair.source_id, "vlfeedback_1");
    EXPECT_EQ(Json::parse(pair.extra)["judgement"], "The better response: [2]. It names what is there to see.");
    EXPECT_EQ(onePair(row("Two responses are equally good."), "llava_critic").label, Label::tie);
    EXPECT_EQ(onePair(row("I can't say."), "llava_critic").label, Label::none);
}

TEST(LlavaCritic, OneAnswerIsNoPair) {
    const auto reject = oneReject(R"({"conversations":[{"from":"human","value":"Score this caption."},{"from":"gpt",)"
                                  R"("value":"Final Score: 80"}]})",
                                  "llava_critic");
    EXPECT_EQ(reject.field, "conversations");
    EXPECT_THAT(reject.reason, testing::HasSubstr("no comparison of two answers"));
}

TEST(UnifiedReward, ConversationAndProblem) {
    const PairRecord pair = onePair(
        R"({"images":["1.jpg"],"conversations":[{"from":"human","value":"<image>Judge.\nQuestion: [What?]\nAnswer 1: )"
        R"([A.]\nAnswer 2: [B.]"},{"from":"gpt","value":"<think>why it is so</think>\n<answer>Answer 2 is better</answer>"}]})",
        "unified_reward");
    EXPECT_EQ(pair.answer_a, "A.");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_THAT(references(pair), testing::ElementsAre("1.jpg"));
    EXPECT_THAT(Json::parse(pair.extra)["judgement"].get<std::string>(), testing::HasSubstr("why it is so"));
    const PairRecord problem = onePair(R"({"problem":"<image>Judge.\nQuestion: What?\nAnswer 1: A.\nAnswer 2: B.\n",)"
                                       R"("solution":"Answer 1 is better","images":["1.jpg"]})",
                                       "unified_reward");
    EXPECT_EQ(problem.question, "What?");
    EXPECT_EQ(problem.answer_b, "B.");
    EXPECT_EQ(problem.label, Label::a);
}

TEST(UnifiedReward, PicturesAreNotAnswers) {
    EXPECT_THAT(
        oneReject(R"({"problem":"Say 'Image 1 is better' or 'Image 2 is better'.","solution":"Image 1 is better"})",
                  "unified_reward")
            .reason,
        testing::HasSubstr("pictures or videos"));
}

std::string r1Row(const std::string& image) {
    const Json turns = {{{"role", "user"},
                         {"content",
                          {{{"type", "text"},
                            {"text", "Judge.\n###### [Question]:\nWhat?  \n\n###### [Response 1]:\nA.  \n\n###### "
                                     "[Response 2]:\nB.  \n\n###### **Output Format:**\n<answer>1/2</answer>"}},
                           {{"type", "image"}, {"image", "/data/x.jpg"}}}}}};
    OrderedJson row = {{"message", turns.dump()}, {"question", "What?"}, {"answer", {"<answer>2</answer>"}}};
    if (!image.empty()) row["image"] = image;
    return row.dump();
}

TEST(R1Reward, MessageInsideText) {
    const PairRecord pair = onePair(r1Row({}), "r1_reward");
    EXPECT_EQ(pair.question, "What?");
    EXPECT_EQ(pair.answer_a, "A.");
    EXPECT_EQ(pair.answer_b, "B.");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_THAT(references(pair), testing::ElementsAre("/data/x.jpg"));
    EXPECT_EQ(pair.extra, "{}");
    EXPECT_THAT(references(onePair(r1Row("y.jpg"), "r1_reward")), testing::ElementsAre("y.jpg"));
}

TEST(R1Reward, PictureInBase64) {
    const ReadRows read = readText(r1Row(formats::toBase64(kPng)));
    ASSERT_EQ(read.pairs.size(), 1U);
    ASSERT_EQ(read.kept.size(), 1U);
    EXPECT_EQ(read.kept.begin()->second, kPng);
    ASSERT_EQ(read.pairs[0].images.size(), 1U);
    EXPECT_EQ(read.pairs[0].images[0].reference, "/data/x.jpg");
    EXPECT_EQ(read.pairs[0].images[0].path, "images/0");
    EXPECT_EQ(oneReject(r1Row(std::string(5000, '!')), "r1_reward").field, "image");
}

TEST(EasyR1, TaskAloneAndWithItsPair) {
    const std::string problem = R"({"problem":"<image>Judge.\n###### [Question]:\nWhat?\n\n###### [Response 1]:\nB.)"
                                R"(\n\n###### [Response 2]:\nA.\n\n**Output format**","answer":"2","images":["1.jpg"])";
    const PairRecord alone = onePair(problem + "}", "easyr1");
    EXPECT_EQ(alone.question, "What?");
    EXPECT_EQ(alone.answer_a, "B.");
    EXPECT_EQ(alone.label, Label::b);
    const PairRecord own = onePair(problem + R"(,"id":"7","source":"s","split":"heldout","question":"What?",)"
                                             R"("answer_a":"A.","answer_b":"B.","label":"A","order":"swapped",)"
                                             R"("egt_extra":"{\"k\":1}"})",
                                   "easyr1");
    EXPECT_EQ(own.answer_a, "A.");
    EXPECT_EQ(own.label, Label::a);
    EXPECT_EQ(own.split, "heldout");
    EXPECT_EQ(own.source_id, "7");
    EXPECT_EQ(own.extra, R"({"k":1})");
    EXPECT_THAT(oneReject(R"({"problem":"<image>Find x.","answer":"48","images":["1.jpg"]})", "easyr1").reason,
                testing::HasSubstr("no comparison"));
}

TEST(Verl, TaskAloneAndWithItsPair) {
    const std::string start = R"({"data_source":"mine","prompt":[{"role":"user","content":"<image>Judge.\nQuestion: )"
                              R"([What?]\nAnswer 1: [A.]\nAnswer 2: [B.]"}],"images":[{"image":"1.jpg"}],)"
                              R"("ability":"judge","reward_model":{"style":"rule","ground_truth":"1"},"extra_info":)";
    const PairRecord alone = onePair(start + R"({"index":3,"split":"train"}})", "verl");
    EXPECT_EQ(alone.answer_b, "B.");
    EXPECT_EQ(alone.label, Label::a);
    EXPECT_EQ(alone.source, "mine");
    EXPECT_THAT(references(alone), testing::ElementsAre("1.jpg"));
    const PairRecord own = onePair(start + R"({"index":3,"id":"7","question":"What?","answer_a":"A.","answer_b":"B.",)"
                                           R"("label":"A","order":"stored","answer":"1","egt_extra":"{\"k\":1}"}})",
                                   "verl");
    EXPECT_EQ(own.source_id, "7");
    EXPECT_EQ(own.extra, R"({"k":1})");
    EXPECT_THAT(references(own), testing::ElementsAre("1.jpg"));
}

TEST(DataUrl, InAnyLayout) {
    const ReadRows read = readText(R"({"prompt":"q","chosen":"a","rejected":"b","images":["data:image/png;base64,)" +
                                   formats::toBase64(kPng) + R"(","b.png"]})");
    ASSERT_EQ(read.pairs.size(), 1U);
    EXPECT_EQ(read.pairs[0].images.at(0).path, "images/0");
    EXPECT_EQ(read.pairs[0].images.at(1), (ImageRef{"b.png", {}, 0, 0}));
    EXPECT_EQ(read.kept.at("images/0"), kPng);
}

} // namespace
} // namespace egt::test
