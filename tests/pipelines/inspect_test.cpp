// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "fixture.h"
#include "pipelines/inspect.h"
#include "records/field_map.h"

namespace egt::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class InspectTest : public PipelineTest {
protected:
    ImportInspection inspect(const std::string& file, Project* in = nullptr) {
        InspectRequest request;
        request.import.file = file;
        FreeRun run;
        return must(pipelines::inspectImport(request, in, run));
    }
    static std::int64_t found(const ImportInspection& seen, const std::string& code) {
        for (const Finding& f : seen.findings)
            if (f.code == code) return f.count;
        return 0;
    }
};

std::string row(const std::string& q, const std::string& chosen, const std::string& rejected,
                const std::string& more = {}) {
    return R"({"prompt": ")" + q + R"(", "chosen": ")" + chosen + R"(", "rejected": ")" + rejected + "\"" + more +
           "}\n";
}

// Six rows worked through by hand.
TEST_F(InspectTest, FindsWhatIsOdd) {
    const std::string file =
        write("d.jsonl", row("Which cat?", "the left one", "right", R"(, "id": "1", "image": "no.jpg")") + //
                             row("Which cat?", "right", "the left one", R"(, "id": "1", "image": "no.jpg")") +
                             row("Which cat?", "the left one", "right", R"(, "id": "2", "image": "no.jpg")") +
                             row("<image><image><image>How many?", "two", "t w o", R"(, "image": "no.jpg")") +
                             row("Why?", "", "no") + //
                             row("Why?", "so", "because", R"(, "is_tie": true, "rater": 3)"));
    const ImportInspection seen = inspect(file);
    EXPECT_EQ(seen.format, "mm_rlhf");
    EXPECT_EQ(seen.rows, 6);
    EXPECT_TRUE(seen.whole);
    EXPECT_EQ(seen.pairs, 5);
    EXPECT_EQ(seen.rejected, 1);
    EXPECT_EQ(seen.already, 1);
    EXPECT_EQ(seen.label_a, 4);
    EXPECT_EQ(seen.ties, 1);
    EXPECT_EQ(seen.images, 4);
    EXPECT_EQ(seen.missing_images, 4);
    EXPECT_EQ(found(seen, "rejected"), 1);
    EXPECT_EQ(found(seen, "conflicting_labels"), 1); // row 2 against row 1
    EXPECT_EQ(found(seen, "repeated"), 1);           // row 3 is row 1
    EXPECT_EQ(found(seen, "nearly_same_answers"), 1);
    EXPECT_EQ(found(seen, "image_marks"), 1);
    EXPECT_EQ(found(seen, "missing_images"), 4);
    EXPECT_EQ(found(seen, "repeated_ids"), 1);
    EXPECT_EQ(found(seen, "ties"), 1);
    EXPECT_EQ(found(seen, "no_image"), 1);
    EXPECT_EQ(found(seen, "extra_fields"), 1);
    ASSERT_EQ(seen.rejects.size(), 1U);
    EXPECT_EQ(seen.rejects[0].line, 5);
    EXPECT_EQ(seen.rejects[0].field, "chosen");
    EXPECT_EQ(seen.sample.size(), 5U);
    EXPECT_EQ(must(project->info()).pairs, 0);
}

TEST_F(InspectTest, SaysAsManyAsAnImportThenTakes) {
    const std::string file = world(40);
    const ImportInspection before = inspect(file, project.get());
    EXPECT_EQ(before.already, 0);
    EXPECT_EQ(before.missing_images, 0);
    const ImportResult taken = import(file);
    EXPECT_EQ(taken.imported, before.pairs - before.already);
    const ImportInspection after = inspect(file, project.get());
    EXPECT_EQ(after.already, after.pairs);
    EXPECT_EQ(after.findings, before.findings);
}

TEST_F(InspectTest, OneImageUnderManyQuestions) {
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += row("Question " + std::to_string(i), "yes", "no", R"(, "image": "same.jpg")");
    const ImportInspection seen = inspect(write("d.jsonl", text));
    EXPECT_EQ(found(seen, "crowded_images"), 1);
    EXPECT_EQ(found(seen, "always_first"), 60);
    EXPECT_EQ(found(seen, "longer_wins"), 60);
}

TEST_F(InspectTest, AnUnknownLayoutIsNamedByItsFields) {
    const std::string file = write("own.csv", "prompt,first,second,winner\nWho?,me,you,first\n");
    const ImportInspection seen = inspect(file);
    EXPECT_EQ(seen.format, "");
    EXPECT_EQ(seen.pairs, 0);
    ASSERT_EQ(seen.fields.size(), 4U);
    EXPECT_EQ(seen.fields[0].name, "prompt");
    EXPECT_EQ(Json::parse(seen.mapping).at("question"), "prompt");

    InspectRequest request;
    request.import.file = file;
    request.import.mapping =
        fieldMapJson(must(fieldMapOfWords({"question=prompt", "a=first", "b=second", "label=winner"})));
    FreeRun run;
    const ImportInspection mapped = must(pipelines::inspectImport(request, nullptr, run));
    EXPECT_EQ(mapped.format, "mapped");
    EXPECT_EQ(mapped.label_a, 1);

    CollectingRun import(200);
    const ImportResult first = must(pipelines::importFile(request.import, *project, import));
    EXPECT_EQ(first.imported, 1);
    // Another map makes another pair of the same file; the same one makes none.
    EXPECT_EQ(must(pipelines::importFile(request.import, *project, import)).already, 1);
    request.import.mapping =
        fieldMapJson(must(fieldMapOfWords({"question=prompt", "a=second", "b=first", "label=winner"})));
    EXPECT_EQ(must(pipelines::importFile(request.import, *project, import)).imported, 1);
}

TEST_F(InspectTest, StopsWhenAskedTo) {
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += row("Question " + std::to_string(i), "yes", "no");
    InspectRequest request;
    request.import.file = write("d.jsonl", text);
    request.rows = 100;
    FreeRun run;
    const ImportInspection part = must(pipelines::inspectImport(request, nullptr, run));
    EXPECT_EQ(part.rows, 100);
    EXPECT_FALSE(part.whole);
    request.rows = 0;
    CollectingRun stopped(1, 3);
    const ImportInspection less = must(pipelines::inspectImport(request, nullptr, stopped));
    EXPECT_FALSE(less.whole);
    EXPECT_LT(less.rows, 500);
}

TEST_F(InspectTest, RealRows) {
    const char* data = std::getenv("EGT_REAL_DATA");
    if (data == nullptr) GTEST_SKIP() << "EGT_REAL_DATA names no folder with real data sets";
    const ImportInspection seen = inspect(std::string(data) + "/vl_rewardbench.jsonl");
    EXPECT_EQ(seen.pairs, 1250);
    EXPECT_EQ(seen.rejected, 0);
    EXPECT_EQ(seen.already, 0);
    EXPECT_EQ(found(seen, "repeated_ids"), 25); // 1,225 distinct ids
    EXPECT_EQ(seen.missing_images, 1250);
}

} // namespace
} // namespace egt::test
