// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "base/files.h"
#include "base/json.h"
#include "formats/mapping.h"
#include "support/temp_folder.h"

namespace egt::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FieldMap mapOf(const std::vector<std::string>& words) {
    const auto map = fieldMapOfWords(words);
    EXPECT_TRUE(map) << map.error().message();
    return map.value_or(FieldMap{});
}
Error refused(const std::vector<std::string>& words) {
    const auto map = fieldMapOfWords(words);
    EXPECT_FALSE(map);
    return map ? Error{} : map.error();
}

struct Read {
    std::vector<PairRecord> pairs;
    std::vector<Reject> rejects;
};
Read readText(const FieldMap& map, const std::string& text, const std::string& name = "d.jsonl") {
    const test::TempFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / name, text));
    Read out;
    EXPECT_TRUE(mappedReader(map)->read(folder / name, 0,
                                        {[&](std::int64_t, PairRecord&& pair) {
                                             out.pairs.push_back(std::move(pair));
                                             return true;
                                         },
                                         [&](const Reject& reject) {
                                             out.rejects.push_back(reject);
                                             return true;
                                         }}));
    return out;
}

TEST(FieldMap, WordsAndTheSavedFormAreOne) {
    const FieldMap map = mapOf({"question=data.prompt", "a=answers[0]", "b=answers[1]", "label=better", "image=x,y",
                                "label_a=0", "label_b=1", "label_tie=both,neither"});
    EXPECT_EQ(map.a, "answers[0]");
    EXPECT_THAT(map.images, ElementsAre("x", "y"));
    EXPECT_THAT(map.label_tie, ElementsAre("both", "neither"));
    EXPECT_FALSE(map.preference);
    const auto back = fieldMapOfJson(fieldMapJson(map));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, map);
    const FieldMap preference = mapOf({"question=q", "chosen=c", "rejected=r"});
    EXPECT_TRUE(preference.preference);
    EXPECT_EQ(fieldMapOfJson(fieldMapJson(preference)).value(), preference);
}

TEST(FieldMap, SaysWhatIsMissingOrUnknown) {
    EXPECT_EQ(refused({"question=q", "a=x"}).field, "b");
    EXPECT_EQ(refused({"question=q", "chosen=x"}).field, "rejected");
    EXPECT_THAT(refused({"question=q", "answer=x"}).message(), HasSubstr("reason_a"));
    EXPECT_EQ(refused({"question"}).field, "question");
    EXPECT_EQ(refused({"question=q", "question=p"}).field, "question");
    EXPECT_EQ(refused({"question=q", "a=x", "b=x"}).field, "b");
    EXPECT_EQ(refused({"question=q", "a=x", "chosen=y", "rejected=z"}).field, "chosen");
    EXPECT_EQ(refused({"question=q", "chosen=y", "rejected=z", "label=l"}).field, "label");
    EXPECT_EQ(fieldMapOfJson(R"({"question": 3})").error().field, "question");
    EXPECT_EQ(fieldMapOfJson("[]").error().code, "import.bad_map");
}

TEST(FieldMap, GuessesByName) {
    const FieldMap map = guessedMap({"idx", "prompt", "response_1", "response_2", "preference", "img_path"});
    EXPECT_EQ(map.question, "prompt");
    EXPECT_EQ(map.a, "response_1");
    EXPECT_EQ(map.b, "response_2");
    EXPECT_EQ(map.label, "preference");
    EXPECT_EQ(map.id, "idx");
    EXPECT_THAT(map.images, ElementsAre("img_path"));
    EXPECT_TRUE(guessedMap({"question", "chosen", "rejected"}).preference);
}

TEST(MappedReader, FollowsPathsAndKeepsTheRest) {
    const Read read = readText(
        mapOf({"question=data.prompt", "a=answers[0].text", "b=answers[1].text", "label=better", "image=pics", "id=n"}),
        R"({"data": {"prompt": "<image>Which?", "lang": "en"}, "answers": [{"text": "one"}, {"text": "two"}], "better": 2, "pics": ["a.jpg", {"path": "b.jpg"}], "n": 17, "score": 0.5})");
    ASSERT_EQ(read.pairs.size(), 1U);
    const PairRecord& p = read.pairs[0];
    EXPECT_EQ(p.question, "Which?");
    EXPECT_EQ(p.answer_a, "one");
    EXPECT_EQ(p.answer_b, "two");
    EXPECT_EQ(p.label, Label::b);
    EXPECT_EQ(p.source_id, "17");
    ASSERT_EQ(p.images.size(), 2U);
    EXPECT_EQ(p.images[1].reference, "b.jpg");
    const Json extra = Json::parse(p.extra);
    EXPECT_EQ(extra.at("score"), 0.5);
    EXPECT_TRUE(extra.contains("data")); // only a part of it was used
    EXPECT_FALSE(extra.contains("n"));
}

TEST(MappedReader, AFieldWhoseNameHasDots) {
    const Read read =
        readText(mapOf({"question=q.text", "a=a[0]", "b=b"}), R"({"q.text": "?", "a[0]": "x", "b": "y"})");
    ASSERT_EQ(read.pairs.size(), 1U);
    EXPECT_EQ(read.pairs[0].answer_a, "x");
    EXPECT_EQ(read.pairs[0].label, Label::none);
    EXPECT_EQ(read.pairs[0].extra, "{}");
}

TEST(MappedReader, UnderstandsLabels) {
    const FieldMap map = mapOf({"question=q", "a=one", "b=two", "label=l", "label_tie=0.5"});
    const std::vector<std::pair<std::string, Label>> cases = {
        {R"("A")", Label::a},   {"1", Label::a},          {R"("one")", Label::a}, {R"("second")", Label::b},
        {R"("two")", Label::b}, {R"("tie")", Label::tie}, {"0.5", Label::tie},    {"null", Label::none}};
    for (const auto& [value, label] : cases) {
        const Read read = readText(map, R"({"q": "?", "one": "x", "two": "y", "l": )" + value + "}");
        ASSERT_EQ(read.pairs.size(), 1U) << value;
        EXPECT_EQ(read.pairs[0].label, label) << value;
    }
    const Read unknown = readText(map, R"({"q": "?", "one": "x", "two": "y", "l": 0})");
    ASSERT_EQ(unknown.rejects.size(), 1U);
    EXPECT_EQ(unknown.rejects[0].field, "l");
    EXPECT_THAT(unknown.rejects[0].reason, HasSubstr("label_a"));
}

TEST(MappedReader, ReadsTables) {
    const Read read = readText(mapOf({"question=prompt", "chosen=good", "rejected=bad", "image=pictures"}),
                               "prompt;good;bad;pictures;rater\n"
                               "Who?;me;you;\"[\"\"a.jpg\"\", \"\"b.jpg\"\"]\";7\n"
                               "Who?;me;;a.jpg;8\n",
                               "own.csv");
    ASSERT_EQ(read.pairs.size(), 1U);
    EXPECT_EQ(read.pairs[0].images.size(), 2U);
    EXPECT_EQ(read.pairs[0].label, Label::a);
    EXPECT_EQ(read.pairs[0].extra, R"({"rater":"7"})");
    ASSERT_EQ(read.rejects.size(), 1U);
    EXPECT_EQ(read.rejects[0].field, "bad");
    EXPECT_EQ(read.rejects[0].line, 3);
}

TEST(MappedReader, NamesTheFieldsOfAFile) {
    const test::TempFolder folder;
    ASSERT_TRUE(
        writeFileAtomically(folder / "d.jsonl", "{\"a\": null, \"b\": [1, 2]}\nnot json\n{\"a\": \"猫\", \"c\": 1}\n"));
    const auto fields = fieldsOf(folder / "d.jsonl");
    ASSERT_TRUE(fields);
    ASSERT_EQ(fields->size(), 3U);
    EXPECT_EQ((*fields)[0].sample, "猫");
    EXPECT_EQ((*fields)[1].sample, "[1,2]");
    EXPECT_EQ((*fields)[2].name, "c");
}

} // namespace
} // namespace egt::formats
