// SPDX-License-Identifier: GPL-3.0-or-later
// What every layout has in common: exact counts and previews, which rows and images it takes, and judge tasks.
#include <set>

#include "export_fixture.h"
#include "formats/columnar.h"
#include "images/image.h"
#include "pipelines/export_rows.h"
#include "records/serialize.h"

namespace egt::test {
namespace {

class EveryFormat : public Export, public testing::WithParamInterface<std::string> {};

std::vector<std::string> names() {
    std::vector<std::string> out;
    for (const auto& writer : formats::writers())
        if (!writer->layout().table || formats::columnarBackend()) // without Arrow there are no tables
            out.push_back(writer->name());
    return out;
}

std::string lineOf(const ExportRequest& r, const std::string& file, std::size_t n) {
    std::istringstream in(must(readFile(std::filesystem::path(r.out) / file)));
    std::string line;
    for (std::size_t i = 0; i <= n; ++i)
        std::getline(in, line);
    return line;
}

TEST_P(EveryFormat, CountsAndPreviewAreWhatIsWritten) {
    import(world(12));
    must(writePng(temp / "two.png", RgbImage{1, 1, {1, 2, 3}}));
    import(PipelineTest::write(
        "more.jsonl",
        R"({"prompt":"<image><image><image> too many","chosen":"a","rejected":"b","images":["two.png"]})"
        "\n"
        R"({"prompt":"two","chosen":"a","rejected":"b","images":["two.png","world/images/none.png","two.png"]})"
        "\n"
        R"({"prompt":"tie","chosen":"a","rejected":"b","image":"two.png","is_tie":true})"
        "\n"
        R"({"prompt":"gone","chosen":"a","rejected":"b","image":"gone.png"})"));
    score();
    decide(1, Decision::drop);
    decide(2, Decision::flip);
    for (const ImageMode mode : formats::writerByName(GetParam())->layout().images) {
        ExportRequest r = request(GetParam(), std::string(mode == ImageMode::copy ? "a" : "b") +
                                                  std::to_string(static_cast<int>(mode)));
        r.images = mode;
        r.entropy_order = true;
        const formats::Writer& writer = *formats::writerByName(GetParam());
        const ExportCount count = must(pipelines::exportCount(r, *project));
        const auto preview = must(pipelines::exportPreview(r, *project, 1000));
        const ExportResult result = write(r);
        expectWhole(r.out);
        EXPECT_EQ(count.rows, result.rows);
        EXPECT_EQ(static_cast<std::int64_t>(preview.size()), result.rows);
        EXPECT_EQ(count.rows + count.dropped + count.ties + count.unlabelled + count.surplus_marks, 26);
        EXPECT_EQ(count.dropped, 1);
        EXPECT_EQ(count.flipped, 1);
        EXPECT_EQ(count.ties, writer.takesUnlabelled() ? 0 : 1);
        EXPECT_EQ(count.without_image, 1);
        EXPECT_EQ(count.heldout, writer.layout().heldout_file.empty() ? 0 : 10);
        const Json manifest = Json::parse(must(readFile(result.manifest)));
        EXPECT_EQ(manifest["counts"], recordToJson(count)) << "counted before and while writing";
        std::size_t trained = writer.head().empty() ? 0 : 1, held = trained;
        for (const std::string& row : writer.layout().table ? std::vector<std::string>{} : preview) {
            const bool apart = !writer.layout().heldout_file.empty() && row.find("\"heldout\"") != std::string::npos;
            EXPECT_EQ(row,
                      lineOf(r, apart ? writer.layout().heldout_file : writer.fileName(), apart ? held++ : trained++));
        }
        std::set<std::string> beside;
        for (const ExportFormat& format : pipelines::exportFormats())
            if (format.name == GetParam())
                for (const ExportFile& file : format.ordered_companions)
                    beside.insert(file.name);
        for (const std::string& file : beside)
            EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(r.out) / file)) << file;
        EXPECT_EQ(result.files.size(),
                  beside.size() + 2 + (writer.layout().heldout_file.empty() ? 0 : 1)); // data and manifest
    }
}

TEST_P(EveryFormat, WritesAnEmptySelectionToo) {
    import(world(5));
    must(project->saveSelection("nothing", "{}", {}));
    ExportRequest r = request(GetParam(), "out");
    r.selection = "nothing";
    EXPECT_EQ(write(r).rows, 0);
    expectWhole(r.out);
}

TEST_P(EveryFormat, RefusesImagesThatItsReaderCannotTake) {
    import(world(5));
    const formats::Writer& writer = *formats::writerByName(GetParam());
    for (const ImageMode mode : {ImageMode::copy, ImageMode::link, ImageMode::embed}) {
        ExportRequest r = request(GetParam(), "out" + std::to_string(static_cast<int>(mode)));
        r.images = mode;
        CollectingRun run(7);
        const auto result = pipelines::exportSelection(r, *project, run);
        EXPECT_EQ(result.has_value(), writer.takesImages(mode));
        if (result) continue;
        EXPECT_EQ(result.error().code, "export.image_mode");
        EXPECT_EQ(result.error().field, "images");
        EXPECT_FALSE(std::filesystem::exists(r.out));
    }
}

INSTANTIATE_TEST_SUITE_P(Writers, EveryFormat, testing::ValuesIn(names()), [](const auto& one) { return one.param; });

class Formats : public Export {};

TEST_F(Formats, EmbeddedImagesAreTheFilesThemselves) {
    import(world(3));
    ExportRequest r = request("ms_swift", "out");
    r.images = ImageMode::embed;
    write(r);
    EXPECT_FALSE(std::filesystem::exists(temp / "out" / "images"));
    const std::string url = jsonLines(data(r)).at(0)["images"][0];
    const std::string head = "data:image/png;base64,";
    ASSERT_TRUE(url.starts_with(head)) << url.substr(0, 40);
    // Decoded by hand: RFC 4648, six bits a character.
    std::string bytes;
    unsigned bits = 0, have = 0;
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (const char c : url.substr(head.size())) {
        if (c == '=') break;
        bits = bits << 6 | static_cast<unsigned>(alphabet.find(c));
        have += 6;
        if (have < 8) continue;
        have -= 8;
        bytes += static_cast<char>(bits >> have & 0xFF);
    }
    EXPECT_EQ(bytes, must(readFile(must(project->pair(1)).images.at(0).path)));
}

TEST_F(Formats, ATextWithTooManyMarksIsLeftOutAndCounted) {
    import(PipelineTest::write("rows.jsonl", R"({"prompt":"where is <image> here?","chosen":"a","rejected":"b"})"
                                             "\n"
                                             R"({"prompt":"plain","chosen":"a","rejected":"the <image> tag"})"
                                             "\n"
                                             R"({"prompt":"plain","chosen":"a","rejected":"b"})"));
    for (const std::string name : {"llama_factory", "ms_swift", "easyr1", "verl"}) {
        const ExportRequest r = request(name, name);
        const ExportCount count = must(pipelines::exportCount(r, *project));
        EXPECT_EQ(count.surplus_marks, 2) << name;
        EXPECT_EQ(count.rows, 1) << name;
        EXPECT_EQ(write(r).rows, 1) << name;
    }
    EXPECT_EQ(must(pipelines::exportCount(request("trl", "trl"), *project)).rows, 3);
}

TEST_F(Formats, JudgeTasksShowBothOrdersAndTheAnswerFollows) {
    import(world(60));
    const ExportRequest r = request("easyr1", "out");
    write(r);
    std::set<std::string> answers;
    for (const Json& row : jsonLines(data(r))) {
        const bool a_first = row["order"] == "stored";
        answers.insert(row["answer"]);
        EXPECT_EQ(row["answer"], (row["label"] == "A") == a_first ? "1" : "2");
        const std::string problem = row["problem"];
        EXPECT_TRUE(problem.starts_with("<image>"));
        EXPECT_EQ(problem.find("<|"), std::string::npos) << "the trainer's chat template adds its own marks";
        const std::size_t first = problem.find("[Response 1]:\n" + std::string(row[a_first ? "answer_a" : "answer_b"]));
        const std::size_t second =
            problem.find("[Response 2]:\n" + std::string(row[a_first ? "answer_b" : "answer_a"]));
        EXPECT_NE(first, std::string::npos);
        EXPECT_NE(second, std::string::npos);
        EXPECT_LT(first, second);
        EXPECT_NE(problem.find(std::string(row["question"])), std::string::npos);
    }
    EXPECT_EQ(answers, (std::set<std::string>{"1", "2"})) << "a judge must not learn to say 1";
    EXPECT_EQ(Json::parse(must(readFile(temp / "out" / "manifest.json")))["seeds"]["answer_order"], 1);
}

TEST_F(Formats, TheCoinIsFairAndDependsOnSeedAndContentAlone) {
    PairRecord pair;
    int swapped = 0, changed = 0;
    for (int i = 0; i < 2000; ++i) {
        pair.content_hash = contentHash(std::to_string(i));
        const Order order = pipelines::taskOrder(1, pair);
        swapped += order == Order::swapped ? 1 : 0;
        changed += order != pipelines::taskOrder(2, pair) ? 1 : 0;
        pair.id = i;
        EXPECT_EQ(order, pipelines::taskOrder(1, pair));
    }
    EXPECT_NEAR(swapped, 1000, 3 * 22.4); // three standard deviations of 2000 fair coins
    EXPECT_NEAR(changed, 1000, 3 * 22.4);
}

} // namespace
} // namespace egt::test
