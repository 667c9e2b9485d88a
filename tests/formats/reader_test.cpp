// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/reader.h"

#include <cstdlib>
#include <set>

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/json.h"
#include "support/temp_folder.h"

namespace egt::formats {
namespace {

struct Read {
    std::vector<PairRecord> pairs;
    std::vector<Reject> rejects;
};

Read readFileAs(const std::string& format, const std::filesystem::path& file) {
    Read out;
    const auto done = readerByName(format)->read(file, 0,
                                                 {[&](std::int64_t, PairRecord&& pair) {
                                                      out.pairs.push_back(std::move(pair));
                                                      return true;
                                                  },
                                                  [&](const Reject& reject) {
                                                      out.rejects.push_back(reject);
                                                      return true;
                                                  }});
    EXPECT_TRUE(done);
    return out;
}

Read readAs(const std::string& format, const std::string& text) {
    const test::TempFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / "data.jsonl", text));
    return readFileAs(format, folder / "data.jsonl");
}

TEST(MmRlhf, TakesEveryFieldAndKeepsTheRest) {
    const Read read =
        readAs("mm_rlhf", R"({"id": 17, "prompt": "Q?", "chosen": "yes", "rejected": "no", "image": "a/b.png",)"
                          R"( "chosen_reason": "good", "rejected_reason": "bad", "category": "color",)"
                          R"( "source": "set", "split": "heldout", "ls_factor": 1.5, "mix": {"a": [1, null]}})"
                          "\n");
    ASSERT_EQ(read.pairs.size(), 1u);
    const PairRecord& pair = read.pairs[0];
    EXPECT_EQ(pair.source_id, "17");
    EXPECT_EQ(pair.question, "Q?");
    EXPECT_EQ(pair.answer_a, "yes");
    EXPECT_EQ(pair.answer_b, "no");
    EXPECT_EQ(pair.label, Label::a);
    EXPECT_EQ(pair.reason_a, "good");
    EXPECT_EQ(pair.reason_b, "bad");
    EXPECT_EQ(pair.source, "color");
    EXPECT_EQ(pair.split, "heldout");
    EXPECT_EQ(pair.images, (std::vector<ImageRef>{{"a/b.png", "", 0, 0}}));
    EXPECT_EQ(Json::parse(pair.extra), Json::parse(R"({"source":"set","ls_factor":1.5,"mix":{"a":[1,null]}})"));
}

TEST(MmRlhf, TiesVideosAndListsOfImages) {
    const Read read =
        readAs("mm_rlhf", R"({"prompt":"q","chosen":"a","rejected":"b","video":"v/x","is_tie":true})"
                          "\n"
                          R"({"prompt":"q","chosen":"a","rejected":"b","image":["1.png","2.png"],"split":"train"})"
                          "\n");
    ASSERT_EQ(read.pairs.size(), 2u);
    EXPECT_EQ(read.pairs[0].label, Label::tie);
    EXPECT_EQ(read.pairs[0].images[0].reference, "v/x");
    EXPECT_EQ(read.pairs[0].extra, "{}");
    EXPECT_EQ(read.pairs[1].images.size(), 2u);
    EXPECT_EQ(read.pairs[1].split, "");
}

TEST(Readers, RejectsNameLineFieldAndReason) {
    const std::string good = R"({"prompt":"q","chosen":"a","rejected":"b"})";
    const std::string text = good + "\n\n" +                                                     // 1, blank 2
                             "not json\n" +                                                      // 3
                             R"({"prompt":"q","chosen":"a")" + "\n" +                            // 4
                             R"({"prompt":"q","chosen":"a","reje)" + "\n" +                      // 5
                             "[1,2]\n" +                                                         // 6
                             R"({"prompt":"q","chosen":"a"})" + "\n" +                           // 7
                             R"({"prompt":"","chosen":"a","rejected":"b"})" + "\n" +             // 8
                             R"({"prompt":"q","chosen":"a","rejected":"a"})" + "\n" +            // 9
                             R"({"prompt":"q","chosen":7,"rejected":"b"})" + "\n" +              // 10
                             "{\"prompt\":\"\xC3\x28\",\"chosen\":\"a\",\"rejected\":\"b\"}\n" + // 11
                             R"({"prompt":"q","chosen":"a","rejected":"b","image":5})" + "\n" +  // 12
                             R"({"prompt":"q","chosen":"a","rejected":"b","image":"data:image/png;base64,AAAA"})" +
                             "\n" + good + "\r\n"; // 14
    for (const std::string format : {"mm_rlhf", "trl"}) {
        const Read read = readAs(format, text);
        EXPECT_EQ(read.pairs.size(), 2u) << format;
        std::vector<std::string> seen;
        for (const Reject& r : read.rejects)
            seen.push_back(std::to_string(r.line) + " " + r.code + " " + r.field);
        EXPECT_THAT(seen, testing::ElementsAre("3 json ", "4 json ", "5 json ", "6 type ", "7 missing rejected",
                                               "8 empty prompt", "9 same_answers rejected", "10 type chosen",
                                               "11 json ", "12 type image", "13 type image"))
            << format;
        EXPECT_THAT(read.rejects[8].reason, testing::HasSubstr("UTF-8"));
        for (const Reject& r : read.rejects)
            EXPECT_FALSE(r.reason.empty());
    }
}

TEST(Trl, ConversationWithImages) {
    const Read read = readAs(
        "trl",
        R"({"images":["a.png","b.png"],"prompt":[{"role":"user","content":[{"type":"image","text":null},{"type":"image"},)"
        R"({"type":"text","text":"Which?"}]}],"chosen":[{"role":"assistant","content":[{"type":"text","text":"A"}]}],)"
        R"("rejected":[{"role":"assistant","content":"B"}],"id":"x","weight":2})"
        "\n");
    ASSERT_EQ(read.pairs.size(), 1u);
    EXPECT_EQ(read.pairs[0].question, "Which?");
    EXPECT_EQ(read.pairs[0].answer_a, "A");
    EXPECT_EQ(read.pairs[0].answer_b, "B");
    EXPECT_EQ(read.pairs[0].images.size(), 2u);
    EXPECT_EQ(read.pairs[0].source_id, "x");
    EXPECT_EQ(read.pairs[0].extra, R"({"weight":2})");
}

TEST(Trl, PromptInsideTheConversations) {
    const Read read = readAs(
        "trl", R"({"chosen":[{"role":"user","content":"Hi?"},{"role":"assistant","content":"good"}],)"
               R"("rejected":[{"role":"user","content":"Hi?"},{"role":"assistant","content":"bad"}]})"
               "\n"
               R"({"prompt":"Hi?","chosen":[{"role":"user","content":"Hi?"},{"role":"assistant","content":"g"}],)"
               R"("rejected":[{"role":"user","content":"Hi?"},{"role":"assistant","content":"b"}]})"
               "\n"
               R"({"chosen":"a","rejected":"b"})"
               "\n");
    ASSERT_EQ(read.pairs.size(), 2u);
    EXPECT_EQ(read.pairs[0].question, "Hi?");
    EXPECT_EQ(read.pairs[0].answer_a, "good");
    EXPECT_EQ(read.pairs[0].answer_b, "bad");
    EXPECT_EQ(read.pairs[1].answer_a, "g");
    ASSERT_EQ(read.rejects.size(), 1u);
    EXPECT_EQ(read.rejects[0].field, "prompt");
}

TEST(Trl, LongerPromptKeepsItsRolesAndItsOriginal) {
    const Read read =
        readAs("trl", R"({"prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Q"}],)"
                      R"("chosen":"a","rejected":"b"})"
                      "\n");
    ASSERT_EQ(read.pairs.size(), 1u);
    EXPECT_EQ(read.pairs[0].question, "system: Be brief.\n\nuser: Q");
    EXPECT_EQ(Json::parse(read.pairs[0].extra)["prompt"][0]["content"], "Be brief.");
}

TEST(Plain, LabelsAndOwnExtra) {
    const std::string head = R"({"question":"q","answer_a":"a","answer_b":"b")";
    const Read read =
        readAs("jsonl", head + R"(,"label":"B","images":["i.png"],"reason_a":"r","note":"n","extra":{"w":1}})" + "\n" +
                            head + R"(,"label":"tie"})" + "\n" + head + "}\n" + head + R"(,"label":"C"})" + "\n" +
                            R"({"question":"q","answer_a":"a","answer_b":"a"})" + "\n" +
                            R"({"question":"q","answer_a":"a"})" + "\n");
    ASSERT_EQ(read.pairs.size(), 3u);
    EXPECT_EQ(read.pairs[0].label, Label::b);
    EXPECT_EQ(read.pairs[0].reason_a, "r");
    EXPECT_EQ(read.pairs[0].images.size(), 1u);
    EXPECT_EQ(Json::parse(read.pairs[0].extra), Json::parse(R"({"note":"n","w":1})"));
    EXPECT_EQ(read.pairs[1].label, Label::tie);
    EXPECT_EQ(read.pairs[2].label, Label::none);
    std::vector<std::string> seen;
    for (const Reject& r : read.rejects)
        seen.push_back(std::to_string(r.line) + " " + r.code + " " + r.field);
    EXPECT_THAT(seen, testing::ElementsAre("4 type label", "5 same_answers answer_b", "6 missing answer_b"));
}

TEST(Detect, LayoutFromContent) {
    const test::TempFolder folder;
    const auto guess = [&](const std::string& text) {
        EXPECT_TRUE(writeFileAtomically(folder / "d", text));
        const auto found = detect(folder / "d");
        return found ? found->reader->name() : found.error().code;
    };
    EXPECT_EQ(guess(R"({"id":"1","prompt":"q","chosen":"a","rejected":"b","image":"i.png"})"), "mm_rlhf");
    EXPECT_EQ(guess(R"({"id":"1","prompt":"q","chosen":"a","rejected":"b","video":"v"})"), "mm_rlhf");
    EXPECT_EQ(guess(R"({"prompt":"q","chosen":"a","rejected":"b","images":["i.png"]})"), "trl");
    EXPECT_EQ(
        guess(
            R"({"prompt":"q","chosen":[{"role":"assistant","content":"a"}],"rejected":[{"role":"assistant","content":"b"}]})"),
        "trl");
    EXPECT_EQ(guess(R"({"id":"1","prompt":"q","chosen":"a","image":"i.png"})"), "mm_rlhf"); // its rejects say more
    EXPECT_EQ(guess(R"({"question":"q","answer_a":"a","answer_b":"b","label":"A"})"), "jsonl");
    std::string bad_head;
    for (int i = 0; i < 50; ++i)
        bad_head += "broken\n";
    EXPECT_EQ(guess(bad_head + R"({"id":"1","prompt":"q","chosen":"a","rejected":"b","image":"i.png"})"), "mm_rlhf");
    EXPECT_EQ(guess(R"({"question":"q"})"), "import.unknown_format");
    EXPECT_EQ(guess(R"([{"prompt":"q","chosen":"a","rejected":"b"}])"), "trl") << "a list is read like lines";
    EXPECT_EQ(guess("[]"), "import.unknown_format");
    EXPECT_EQ(guess(""), "import.unknown_format");
    EXPECT_EQ(detect(folder / "none").error().code, "import.cannot_read");
}

TEST(Read, SkipsWhatIsDone) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "d", "{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\"}\nbad\n"
                                                  "{\"prompt\":\"r\",\"chosen\":\"a\",\"rejected\":\"b\"}\n"));
    std::vector<std::int64_t> lines;
    ASSERT_TRUE(readerByName("mm_rlhf")->read(folder / "d", 2,
                                              {[&](std::int64_t line, PairRecord&&) {
                                                   lines.push_back(line);
                                                   return true;
                                               },
                                               [&](const Reject& r) {
                                                   lines.push_back(-r.line);
                                                   return true;
                                               }}));
    EXPECT_EQ(lines, std::vector<std::int64_t>{3});
}

TEST(RealFiles, ReadAsTheyAre) {
    const char* folder = std::getenv("EGT_REAL_DATA");
    if (folder == nullptr || *folder == '\0')
        GTEST_SKIP() << "EGT_REAL_DATA does not name the folder of the real files";
    const std::filesystem::path root = folder;
    EXPECT_EQ(detect(root / "vl_rewardbench.jsonl")->reader->name(), "mm_rlhf");
    const Read vl = readFileAs("mm_rlhf", root / "vl_rewardbench.jsonl");
    EXPECT_EQ(vl.pairs.size(), 1250u);
    EXPECT_EQ(vl.rejects.size(), 0u);
    std::set<std::string> ids;
    for (const PairRecord& pair : vl.pairs)
        ids.insert(pair.source_id);
    EXPECT_EQ(ids.size(), 1225u);
    const Read mm = readFileAs("mm_rlhf", root / "mm_rlhf_rewardbench.jsonl");
    EXPECT_EQ(mm.pairs.size(), 170u);
    EXPECT_EQ(mm.rejects.size(), 0u);
    for (const PairRecord& pair : mm.pairs)
        EXPECT_EQ(pair.images.size(), 1u);
}

} // namespace
} // namespace egt::formats
