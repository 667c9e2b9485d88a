// SPDX-License-Identifier: GPL-3.0-or-later
// Files that `datasets` writes are read; files that we write are read by `datasets`.
#include <memory>

#include "base/hash.h"
#include "base/json.h"
#include "base/picture_file.h"
#include "formats/table_writer.h"
#include "images/image.h"
#include "parity/reference_test.h"
#include "pipelines/fixture.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

class ColumnarLive : public ReferenceTest {
protected:
    static void SetUpTestSuite() { ask(EGT_COLUMNAR_SCRIPT, {"write", folder().path().string(), seed()}); }
    static Json expected() { return Json::parse(must(readFile(folder() / "expected.json"))); }
};

/// Imports and compares row by row; the pictures by the hash of their bytes.
void expectPairs(const std::string& data, const Json& expected) {
    const TempFolder temp;
    const auto project = must(Project::create(temp / "p.egt"));
    CollectingRun run(1);
    ImportRequest request;
    request.file = data;
    const ImportResult result = must(pipelines::importFile(request, *project, run));
    EXPECT_EQ(result.format, "rlaif_v");
    EXPECT_EQ(result.rejected, 0) << result.rejects_file;
    ASSERT_EQ(result.imported, static_cast<std::int64_t>(expected.size()));
    EXPECT_EQ(result.missing_images, 0);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const PairRecord pair = must(project->pair(static_cast<PairId>(i) + 1));
        const Json& row = expected[i];
        EXPECT_EQ(pair.question, row["question"]);
        EXPECT_EQ(pair.answer_a, row["chosen"]);
        EXPECT_EQ(pair.answer_b, row["rejected"]);
        EXPECT_EQ(pair.source_id, row["id"]);
        EXPECT_EQ(pair.split, row["split"]);
        const Json extra = Json::parse(pair.extra);
        EXPECT_EQ(extra["score"], row["score"]);
        EXPECT_EQ(extra["turns"], row["turns"]);
        ASSERT_EQ(pair.images.size(), 1U);
        EXPECT_EQ(pair.images[0].reference, row["reference"]);
        EXPECT_EQ(sha256Hex(must(readPicture(pair.images[0].path))), row["sha256"]);
        EXPECT_EQ(pair.images[0].width, row["size"][0]) << pair.images[0].path;
        EXPECT_EQ(pair.images[0].height, row["size"][1]) << pair.images[0].path;
    }
}

TEST_F(ColumnarLive, ParquetOfDatasets) {
    Json train = Json::array();
    for (const Json& row : expected())
        if (row["split"] == "") train.push_back(row);
    expectPairs((folder() / "pairs.parquet").string(), train);
    expectPairs((folder() / "shards").string(), train);
}

TEST_F(ColumnarLive, SavedToDisk) {
    expectPairs((folder() / "saved").string(), expected());
}

TEST_F(ColumnarLive, DatasetsReadsWhatWeWrite) {
    using formats::TableType;
    const TempFolder temp;
    const fs::path file = temp / "ours.parquet";
    formats::TableSpec spec{
        file,
        {{"text", TableType::text()},
         {"names", TableType::listOf(TableType::text())},
         {"prompt",
          TableType::listOf(TableType::record({{"role", TableType::text()}, {"content", TableType::text()}}))},
         {"images", TableType::listOf(TableType::image())},
         {"info", TableType::record({{"index", TableType::integer()}, {"part", TableType::number()}})},
         {"flag", TableType::boolean()}}};
    spec.rows_per_group = 7;
    const auto writer = must(formats::writeParquet(spec));
    Json wanted = {{"features",
                    {{"text", "Value('string')"},
                     {"names", "List(Value('string'))"},
                     {"prompt", "List({'role': Value('string'), 'content': Value('string')})"},
                     {"images", "List(Image(mode=None, decode=True))"},
                     {"info", "{'index': Value('int64'), 'part': Value('float64')}"},
                     {"flag", "Value('bool')"}}}};
    for (int i = 0; i < 20; ++i) {
        const auto n = static_cast<std::uint8_t>(i);
        const std::string picture = (temp / (std::to_string(i) + ".png")).string();
        must(writePng(picture, RgbImage{2, 1, {n, 1, 2, 3, 4, 5}}));
        Json row = {{"text", i == 3 ? Json() : Json("é \"" + std::to_string(i))},
                    {"names", Json::array()},
                    {"prompt", {{{"role", "user"}, {"content", "q\n"}}}},
                    {"info", {{"index", i}, {"part", 0.5 * i}}},
                    {"flag", i % 2 == 0}};
        for (int k = 0; k < i % 3; ++k)
            row["names"].push_back("n" + std::to_string(k));
        Json out = row;
        row["files"] = i % 4 == 0 ? Json::array() : Json::array({picture});
        wanted["rows"].push_back(row);
        out["images"] = Json::array();
        if (i % 4 != 0) out["images"].push_back({{"path", "x.png"}, {"file", picture}});
        must(writer->add(dumpJson(out)));
    }
    must(writer->finish());
    must(writeFileAtomically(temp / "wanted.json", dumpJson(wanted)));
    const std::string log = (temp / "log").string();
    EXPECT_EQ(
        run(EGT_COLUMNAR_SCRIPT, {"check", file.string(), (temp / "wanted.json").string()}, " > '" + log + "' 2>&1"), 0)
        << readFile(log).value_or("");
}

} // namespace
} // namespace egt::test
