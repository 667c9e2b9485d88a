// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "base/json.h"
#include "formats/reading.h"

namespace egt::test {
namespace {

const std::string kData = R"({"prompt": "Which bird?", "answer1": "A wren.", "answer2": "A robin.",)"
                          R"( "image": "/data/local-files/?d=birds/1%20a.jpg", "lang": "en"})";

std::string result(const std::string& type, const std::string& value, const std::string& from = "control",
                   const std::string& more = {}) {
    return R"({"id": "x", "type": ")" + type + R"(", "from_name": ")" + from + R"(", "to_name": ")" + from +
           R"(", "value": )" + value + more + "}";
}
std::string annotation(const std::string& results, const std::string& more = R"("was_cancelled": false)") {
    return R"({"id": 4, "completed_by": 1, "result": [)" + results + "], " + more + "}";
}
std::string task(const std::string& annotations, const std::string& data = kData) {
    return R"({"id": 87, "data": )" + data + R"(, "annotations": [)" + annotations +
           R"(], "predictions": [{"result": [{"type": "pairwise", "value": {"selected": "left"}}]}], "project": 3})";
}
std::string pairwise(const std::string& side) {
    return annotation(result("pairwise", R"({"selected": ")" + side + "\"}", "comparison"));
}
Label label(const std::string& annotations, const std::string& data = kData) {
    return onePair("[" + task(annotations, data) + "]", "label_studio").label;
}
std::vector<std::string> references(const PairRecord& pair) {
    std::vector<std::string> out;
    for (const ImageRef& image : pair.images)
        out.push_back(image.reference);
    return out;
}

TEST(LabelStudio, PairwiseTask) {
    const PairRecord pair = onePair("[\n  " + task(pairwise("right")) + "\n]", "label_studio");
    EXPECT_EQ(pair.question, "Which bird?");
    EXPECT_EQ(pair.answer_a, "A wren.");
    EXPECT_EQ(pair.answer_b, "A robin.");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_EQ(pair.source_id, "87");
    EXPECT_THAT(references(pair), testing::ElementsAre("birds/1 a.jpg"));
    const Json extra = Json::parse(pair.extra);
    EXPECT_EQ(extra["data"], Json::parse(R"({"lang": "en"})"));
    EXPECT_EQ(extra["annotations"][0]["completed_by"], 1);
    EXPECT_EQ(extra["predictions"].size(), 1U);
    EXPECT_EQ(extra["project"], 3);
    EXPECT_FALSE(extra.contains("votes"));
    EXPECT_EQ(label(pairwise("left")), Label::a);
}

TEST(LabelStudio, TheTwoMayBeListedTheOtherWayRound) {
    const std::string listed = R"({"type": "pairwise", "from_name": "c", "to_name": "answer2,answer1",)"
                               R"( "value": {"selected": "left"}})";
    EXPECT_EQ(label(annotation(listed)), Label::b);
    EXPECT_EQ(label(annotation(result("pairwise", R"({"selected": "answer2"})"))), Label::b);
}

TEST(LabelStudio, WithoutAnAnnotationThereIsNoLabel) {
    EXPECT_EQ(label(""), Label::none) << "a prediction is none";
    EXPECT_EQ(label(annotation("")), Label::none);
    EXPECT_EQ(label(annotation(result("textarea", R"({"text": ["left"]})"))), Label::none);
    EXPECT_EQ(label("", R"({"prompt": "q", "chosen": "a", "rejected": "b"})"), Label::none);
    const std::string left = result("pairwise", R"({"selected": "left"})");
    EXPECT_EQ(label(annotation(left, R"("was_cancelled": true)")), Label::none);
    EXPECT_EQ(label(annotation(left, R"("was_cancelled": true)") + "," + pairwise("right")), Label::b);
    const PairRecord raw = onePair(R"([{"data": )" + kData + "}]", "label_studio", 0.6);
    EXPECT_EQ(raw.label, Label::none);
    EXPECT_EQ(onePair(R"([{"id": 1, "data": )" + kData + R"(, "completions": [{"skipped": true, "result": [)" + left +
                          R"(]}, {"result": [)" + left + "]}]}]",
                      "label_studio")
                  .label,
              Label::a)
        << "as old versions wrote it";
}

TEST(LabelStudio, SeveralAnnotators) {
    const std::string a = pairwise("left"), b = pairwise("right");
    const PairRecord most = onePair("[" + task(b + "," + a + "," + b) + "]", "label_studio");
    EXPECT_EQ(most.label, Label::b);
    EXPECT_EQ(Json::parse(most.extra)["votes"], Json::parse(R"({"A": 1, "B": 2, "tie": 0})"));
    EXPECT_EQ(Json::parse(most.extra)["annotations"].size(), 3U);
    EXPECT_EQ(label(a + "," + b), Label::none) << "nobody called it a tie";
    EXPECT_EQ(label(a + "," + a + "," +
                    annotation(result("pairwise", R"({"selected": "right"})"), R"("ground_truth": true)")),
              Label::b);
}

TEST(LabelStudio, Choices) {
    const auto chosen = [](const std::string& list, const std::string& control = "preference") {
        return label(annotation(result("choices", R"({"choices": )" + list + "}", control)));
    };
    EXPECT_EQ(chosen(R"(["answer2"])"), Label::b);
    EXPECT_EQ(chosen(R"(["Answer 1 is better"])"), Label::a);
    EXPECT_EQ(chosen(R"(["Tie"])"), Label::tie);
    EXPECT_EQ(chosen(R"(["Both bad"])"), Label::none);
    EXPECT_EQ(chosen(R"(["B"])"), Label::b);
    EXPECT_EQ(chosen(R"(["B"])", "grade"), Label::none);
    EXPECT_EQ(chosen(R"(["answer1", "answer2"])"), Label::tie);
    EXPECT_EQ(chosen(R"(["funny"])"), Label::none);
}

TEST(LabelStudio, RatingsOfEachAnswer) {
    const auto rated = [](const std::string& first, const std::string& second) {
        return label(annotation(result("rating", R"({"rating": )" + first + "}", "stars_answer1") + "," +
                                result("rating", R"({"rating": )" + second + "}", "stars_answer2")));
    };
    EXPECT_EQ(rated("2", "4"), Label::b);
    EXPECT_EQ(rated("5", "1"), Label::a);
    EXPECT_EQ(rated("3", "3"), Label::tie);
    EXPECT_EQ(label(annotation(result("rating", R"({"rating": 3})", "stars_answer1"))), Label::none);
}

// Six pairs of four; the order of the ids is the ranking, and one that it leaves out is in no order.
TEST(LabelStudio, ARankingMakesAPairOfEachTwo) {
    const std::string data = R"({"prompt": "q", "items": [{"id": "m1", "title": "M", "body": "w"},)"
                             R"( {"id": 2, "body": "x"}, {"id": "m3", "body": "y"}, {"id": "m4", "body": "w"}]})";
    const ReadRows read =
        readText("[" + task(annotation(result("ranker", R"({"ranker": {"rank": ["m3", "2", "m1"]}})")), data) + "]");
    EXPECT_EQ(read.format, "label_studio");
    ASSERT_EQ(read.pairs.size(), 5U) << "the first and the last are the same text";
    const std::vector<std::pair<std::string, Label>> expected{{"87:0-1", Label::b},
                                                              {"87:0-2", Label::b},
                                                              {"87:1-2", Label::b},
                                                              {"87:1-3", Label::none},
                                                              {"87:2-3", Label::none}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(read.pairs[i].source_id, expected[i].first);
        EXPECT_EQ(read.pairs[i].label, expected[i].second) << expected[i].first;
    }
    EXPECT_EQ(Json::parse(read.pairs[0].extra)["data"]["items"][0]["title"], "M");
    const std::string two = R"({"prompt": "q", "responses": ["x", "y"]})";
    EXPECT_EQ(label(annotation(result("choices", R"({"choices": ["Response 2"]})")), two), Label::b);
    const std::string items = R"({"prompt": "q", "items": [{"id": "a1", "body": "x"}, {"id": "a2", "body": "y"}]})";
    EXPECT_EQ(label(annotation(result("ranker", R"({"ranker": ["a2", "a1"]})")), items), Label::b) << "old versions";
    EXPECT_EQ(label(annotation(result("ranker", R"({"ranker": {"good": ["a2"], "_": ["a1"]}})")), items), Label::none)
        << "buckets are no ranking";
    EXPECT_EQ(label(annotation(result("rating", R"({"rating": 1})", "r", R"(, "item_index": 0)") + "," +
                               result("rating", R"({"rating": 2})", "r", R"(, "item_index": 1)")),
                    items),
              Label::b);
}

TEST(LabelStudio, WhereItsFilesLie) {
    const auto reference = [](const std::string& url) {
        const std::string data = R"({"question": "q", "text1": "a", "text2": "b", "image_url": ")" + url + "\"}";
        return references(onePair("[" + task("", data) + "]", "label_studio")).at(0);
    };
    EXPECT_EQ(reference("/data/local-files/?d=a/b.jpg"), "a/b.jpg");
    EXPECT_EQ(reference("/data/local-files?x=1&d=a%2Fb%C3%A9.jpg"), "a/bé.jpg");
    EXPECT_EQ(reference("http://localhost:8080/data/local-files/?d=a.jpg"), "a.jpg");
    EXPECT_EQ(reference("/data/upload/3/0a1b2c3d-bird.png"), "upload/3/0a1b2c3d-bird.png");
    EXPECT_EQ(reference("/storage-data/uploaded/?filepath=upload/3/x.png"), "upload/3/x.png");
    EXPECT_EQ(reference("upload/3/x.png"), "upload/3/x.png");
    EXPECT_EQ(reference("/upload/3/x.png"), "upload/3/x.png");
    EXPECT_EQ(reference("s3://bucket/data/upload/x.png"), "s3://bucket/data/upload/x.png");
    EXPECT_EQ(reference("https://e.org/x%20y.png?d=3"), "https://e.org/x%20y.png?d=3");
    EXPECT_EQ(reference("/data/local-files/?e=1"), "/data/local-files/?e=1");
    const std::string many =
        R"({"question": "q", "text1": "a", "text2": "b", "images": ["/data/upload/1/a.png", "b.png"],)"
        R"( "image2": "c.png"})";
    EXPECT_THAT(references(onePair("[" + task("", many) + "]", "label_studio")),
                testing::ElementsAre("upload/1/a.png", "b.png", "c.png"));
}

std::string flat(const std::string& controls, const std::string& id = "22") {
    return R"({"prompt": "q", "answer_a": "x", "answer_b": "y", "image": "/data/upload/1/a.png", "id": 5, )" +
           controls + R"("annotator": 1, "annotation_id": )" + id +
           R"(, "created_at": "2024", "updated_at": "2024", "lead_time": 8.65})";
}

TEST(LabelStudioMin, OneRowForEachAnnotation) {
    const PairRecord pair = onePair("[" + flat(R"("comparison": [{"selected": "right"}], )") + "]", "label_studio");
    EXPECT_EQ(pair.answer_b, "y");
    EXPECT_EQ(pair.label, Label::b);
    EXPECT_EQ(pair.source_id, "5");
    EXPECT_THAT(references(pair), testing::ElementsAre("upload/1/a.png"));
    const Json extra = Json::parse(pair.extra);
    EXPECT_EQ(extra["annotator"], 1);
    EXPECT_EQ(extra["comparison"][0]["selected"], "right");
    const auto said = [](const std::string& controls) {
        return onePair("[" + flat(controls) + "]", "label_studio").label;
    };
    EXPECT_EQ(said(R"("preference": "A", )"), Label::a);
    EXPECT_EQ(said(R"("preference": "tie", "notes": "left", )"), Label::none) << "two controls that differ";
    EXPECT_EQ(said(R"("preference": [{"choices": ["a", "b"]}], )"), Label::tie);
    EXPECT_EQ(said(R"("rate_a": [{"rating": 1}], "rate_b": [{"rating": 3}], )"), Label::b);
    EXPECT_EQ(said(R"("mood": "glad", )"), Label::none);
    EXPECT_EQ(onePair("[" + flat(R"("preference": "A", )", "null") + "]", "label_studio").label, Label::none)
        << "nobody annotated it";
}

TEST(LabelStudioMin, AsATable) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(
        folder / "export.csv",
        "annotation_id,annotator,answer1,answer2,comparison,created_at,id,image,lead_time,prompt,updated_at\n"
        "7,1,x,y,\"[{\"\"selected\"\": \"\"right\"\"}]\",t,3,/data/upload/1/a.png,2.5,q,t\n"));
    const auto guess = formats::detect(folder / "export.csv");
    ASSERT_TRUE(guess);
    EXPECT_EQ(guess->reader->name(), "label_studio");
    std::vector<PairRecord> pairs;
    ASSERT_TRUE(guess->reader->read(folder / "export.csv", 0,
                                    {[&](std::int64_t, PairRecord&& pair) {
                                         pairs.push_back(std::move(pair));
                                         return true;
                                     },
                                     [](const formats::Reject& reject) {
                                         ADD_FAILURE() << reject.field << ' ' << reject.reason;
                                         return true;
                                     }}));
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].label, Label::b);
    EXPECT_EQ(pairs[0].source_id, "3");
}

TEST(LabelStudio, WhatIsRefused) {
    const auto refused = [](const std::string& row) { return oneReject("[" + row + "]", "label_studio"); };
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "answer1": "a"})")).field, "data.answer2");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "response_a": "a"})")).field, "data.response_b");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "rejected": "a"})")).field, "data.chosen");
    EXPECT_EQ(refused(task("", R"({"image": "a.png"})")).code, "missing");
    EXPECT_EQ(refused(task("", R"({"answer1": "a", "answer2": "b"})")).field, "data.prompt");
    EXPECT_EQ(refused(task("", R"({"prompt": " ", "answer1": "a", "answer2": "b"})")).code, "empty");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "answer1": "a", "answer2": "a"})")).code, "same_answers");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "answer1": "a", "answer2": 7})")).code, "type");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "answer1": "a", "answer2": "b", "image": 7})")).code, "type");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "responses": ["a", 7]})")).field, "data.responses");
    EXPECT_EQ(refused(task("", R"({"prompt": "q", "responses": ["a", "a", "a"]})")).code, "no_pair");
    EXPECT_EQ(refused(R"({"data": [1], "annotations": []})").field, "data");
    EXPECT_EQ(refused(R"({"id": 1, "annotations": []})").field, "data");
    EXPECT_EQ(refused(R"({"data": )" + kData + R"(, "annotations": 7})").field, "annotations");
    EXPECT_EQ(refused(R"({"data": )" + kData + R"(, "annotations": [7]})").field, "annotations");
    EXPECT_EQ(refused(R"({"data": )" + kData + R"(, "annotations": [{"result": 7}]})").field, "annotations.result");
    std::string many = R"({"prompt": "q")";
    for (int i = 1; i <= 70; ++i)
        many += R"(, "answer)" + std::to_string(i) + R"(": ")" + std::to_string(i) + "\"";
    EXPECT_EQ(refused(task("", many + "}")).code, "too_many");
}

TEST(LabelStudio, RowsThatAreNoComparisonAreStillItsOwn) {
    const ReadRows read = readText("[" + task("", R"({"image": "a.png"})") + "]");
    EXPECT_EQ(read.format, "label_studio");
    ASSERT_EQ(read.rejects.size(), 1U);
    EXPECT_THAT(read.rejects[0].reason, testing::HasSubstr("no two answers"));
}

} // namespace
} // namespace egt::test
