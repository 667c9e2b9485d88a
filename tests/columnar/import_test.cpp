// SPDX-License-Identifier: GPL-3.0-or-later
// Parquet and Arrow into a project, pictures included.
#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/picture_file.h"
#include "columnar/arrow_files.h"
#include "formats/embedded_image.h"
#include "images/image.h"
#include "pipelines/fixture.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

class ColumnarImport : public PipelineTest {
protected:
    std::string parquet(const std::string& name, const arrow::Table& rows, std::int64_t rows_per_group = 100) {
        fs::create_directories((temp / name).parent_path());
        writeParquetFile(temp / name, rows, rows_per_group);
        return (temp / name).string();
    }
    std::vector<std::string> imageFiles() {
        std::vector<std::string> out;
        if (fs::exists(temp / "p.egt" / "images"))
            for (const auto& entry : fs::directory_iterator(temp / "p.egt" / "images"))
                out.push_back(entry.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }
    [[nodiscard]] std::uintmax_t packBytes() const { return fs::file_size(temp / "p.egt" / "images" / "1.pack"); }
    /// Of a set without shared pictures.
    static void expectPictures(Project& of, PairId pairs) {
        for (PairId id = 1; id <= pairs; ++id)
            ASSERT_EQ(must(readPicture(must(of.pair(id)).images.at(0).path)), bmpBytes(static_cast<int>(id) - 1)) << id;
    }
};

TEST_F(ColumnarImport, RlaifVWithItsPictures) {
    const std::string file = parquet("set.parquet", *rlaifTable(30, 3));
    EXPECT_EQ(import(file), (ImportResult{"rlaif_v", 30, 0, 0, 0, ""}));
    const PairRecord pair = must(project->pair(5)); // row 4: the picture of row 3
    EXPECT_EQ(pair.source_id, "4");
    EXPECT_EQ(pair.source, "RLAIF-V");
    EXPECT_EQ(pair.question, "What is in picture 4?");
    EXPECT_EQ(pair.answer_a, "A cat, \"number\" 4.");
    EXPECT_EQ(pair.answer_b, "A dog\nof number 4.");
    EXPECT_EQ(pair.label, Label::a);
    EXPECT_EQ(Json::parse(pair.extra)["origin_dataset"], "COCO");
    ASSERT_EQ(pair.images.size(), 1U);
    EXPECT_EQ(pair.images[0].reference, "COCO_3.bmp");
    EXPECT_EQ(pair.images[0].width, 2);
    EXPECT_EQ(must(readPicture(pair.images[0].path)), bmpBytes(3));
    EXPECT_EQ(imageFiles(), std::vector<std::string>{"1.pack"});
    EXPECT_EQ(packBytes(), 20 * bmpBytes(0).size()) << "a picture of several rows is written once";
    EXPECT_EQ(import(file).already, 30);
    EXPECT_EQ(must(project->info()).pairs, 30);
    fs::remove(temp / "p.egt" / "images" / "1.pack");
    EXPECT_EQ(import(file).already, 30);
    EXPECT_EQ(must(readPicture(pair.images[0].path)), bmpBytes(3)) << "a lost pack comes back with its data set";
    EXPECT_EQ(must(project->info()).missing_images, 0);
}

TEST_F(ColumnarImport, PicturesMoveWithTheProject) {
    must(import(parquet("set.parquet", *rlaifTable(3))).imported == 3 ? Result<void>() : fail("", ""));
    project.reset();
    fs::rename(temp / "p.egt", temp / "moved.egt");
    project = must(Project::open(temp / "moved.egt", false));
    const PairRecord pair = must(project->pair(1));
    EXPECT_EQ(must(readPicture(pair.images.at(0).path)), bmpBytes(0));
}

TEST_F(ColumnarImport, GoesOnAfterAStopAndEndsTheSame) {
    const std::string file = parquet("set.parquet", *rlaifTable(1800, 0), 250);
    const ImportResult stopped = import(file, 5);
    EXPECT_GT(stopped.imported, 0);
    EXPECT_LT(stopped.imported, 1800);
    EXPECT_EQ(packBytes(), static_cast<std::uintmax_t>(stopped.imported) * bmpBytes(0).size())
        << "no more than is named";
    // As after a kill: pictures whose rows were not stored yet.
    std::ofstream(temp / "p.egt" / "images" / "1.pack", std::ios::app) << "left over";
    const ImportResult result = import(file);
    EXPECT_EQ(result.imported, 1800);
    EXPECT_EQ(result.already, 0);
    EXPECT_EQ(must(project->info()).pairs, 1800);
    EXPECT_EQ(packBytes(), 1800 * bmpBytes(0).size());
    expectPictures(*project, 1800);
}

/// Dies as by kill -9 at a checkpoint.
class DyingRun final : public CollectingRun {
public:
    using CollectingRun::CollectingRun;
    StopKind checkpoint() override {
        if (++checkpoints == 5) kill(getpid(), SIGKILL);
        return StopKind::none;
    }
};

TEST_F(ColumnarImport, GoesOnAfterAKill) {
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "under the thread sanitizer the child of a program with threads can't start its own";
#endif
    const std::string file = parquet("set.parquet", *rlaifTable(1700, 0), 300);
    const fs::path folder = temp / "killed.egt";
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = Project::create(folder);
        DyingRun run(1);
        ImportRequest request;
        request.file = file;
        if (own) (void)pipelines::importFile(request, **own, run).has_value();
        _exit(1); // not reached
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto again = must(Project::open(folder, false));
    EXPECT_LT(must(again->info()).pairs, 1700);
    CollectingRun run(2);
    ImportRequest request;
    request.file = file;
    const ImportResult result = must(pipelines::importFile(request, *again, run));
    EXPECT_EQ(result.imported, 1700);
    EXPECT_EQ(result.already, 0);
    EXPECT_EQ(must(again->info()).pairs, 1700);
    expectPictures(*again, 1700);
    EXPECT_EQ(fs::file_size(folder / "images" / "1.pack"), 1700 * bmpBytes(0).size());
}

TEST_F(ColumnarImport, FolderOfShards) {
    parquet("set/data/train-00000-of-00002.parquet", *rlaifTable(4));
    parquet("set/data/train-00001-of-00002.parquet", *rlaifTable(6));
    const ImportResult result = import((temp / "set").string());
    EXPECT_EQ(result.format, "rlaif_v");
    EXPECT_EQ(result.imported, 6);
    EXPECT_EQ(result.already, 4) << "the second shard begins with the rows of the first";
}

TEST_F(ColumnarImport, PicturesByPathAsInJsonl) {
    must(writePng(temp / "a.png", RgbImage{1, 1, {1, 2, 3}}));
    const auto rows = table({{"prompt", texts({"q", "r"})},
                             {"chosen", texts({"a", "a"})},
                             {"rejected", texts({"b", "b"})},
                             {"image", texts({"a.png", "../secret.png"})}});
    const ImportResult result = import(parquet("set.parquet", *rows));
    EXPECT_EQ(result.imported, 2);
    EXPECT_EQ(result.missing_images, 1);
    EXPECT_EQ(must(project->pair(1)).images.at(0).path, (temp / "a.png").string());
    EXPECT_TRUE(must(project->pair(2)).images.at(0).path.empty());
}

TEST_F(ColumnarImport, WrongTypesNullsAndMissingColumns) {
    const auto rows =
        table({{"question", integers({1, 2})}, {"chosen", texts({"a", "a"})}, {"rejected", texts({"b", "b"})}});
    ImportResult result = import(parquet("int.parquet", *rows), 0);
    EXPECT_EQ(result.rejected, 2);
    const auto rejects = jsonLines(result.rejects_file);
    EXPECT_EQ(rejects.at(0)["field"], "question");
    EXPECT_EQ(rejects.at(0)["code"], "type");

    const auto nulls = table({{"ds_name", texts({"x", "x", "x"})},
                              {"question", texts({"q", std::nullopt, "q"})},
                              {"chosen", texts({"a", "a", std::nullopt})},
                              {"rejected", texts({"b", "b", "b"})},
                              {"idx", texts({"7", "8", "9"})},
                              {"score", numbers({std::numeric_limits<double>::quiet_NaN(), 1, 2})}});
    result = import(parquet("nulls.parquet", *nulls));
    EXPECT_EQ(result.imported, 1);
    EXPECT_EQ(result.rejected, 2);
    EXPECT_EQ(jsonLines(result.rejects_file).at(0)["field"], "question");
    EXPECT_EQ(jsonLines(result.rejects_file).at(1)["line"], 3);
    EXPECT_EQ(must(project->pair(1)).source_id, "7");
    EXPECT_TRUE(Json::parse(must(project->pair(1)).extra)["score"].is_null());

    CollectingRun run(900);
    ImportRequest request;
    request.file = parquet("lacks.parquet", *table({{"question", texts({"q"})}, {"answer", texts({"a"})}}));
    EXPECT_EQ(pipelines::importFile(request, *project, run).error().code, "import.unknown_format");
    request.format = "rlaif_v";
    EXPECT_EQ(must(pipelines::importFile(request, *project, run)).rejected, 1);
}

TEST_F(ColumnarImport, DamageInTheMiddleKeepsTheRowsBefore) {
    const std::string file = parquet("set.parquet", *rlaifTable(1200, 0), 300);
    std::string bytes = must(readFile(file));
    // Pages of the third row group: what is there is no page header any more.
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * 6 / 10), bytes.size() / 20, '\xFF');
    must(writeFileAtomically(file, bytes));
    CollectingRun run(900);
    ImportRequest request;
    request.file = file;
    const auto result = pipelines::importFile(request, *project, run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "import.damaged");
    EXPECT_GT(result.error().line, 1);
    const std::int64_t there = must(project->info()).pairs;
    EXPECT_EQ(there, result.error().line - 1) << "no row between is lost";
    EXPECT_EQ(import(parquet("whole.parquet", *rlaifTable(1200, 0))).already, there);
}

TEST_F(ColumnarImport, RowThatClaimsAStoredPicture) {
    const auto result = import(write("d.jsonl", R"({"id":"x","prompt":"q","chosen":"a","rejected":"b",)"
                                                R"("image":{"egt_image":"../../etc/passwd"}})"
                                                "\n"));
    EXPECT_EQ(result.imported, 1);
    EXPECT_TRUE(must(project->pair(1)).images.at(0).path.empty());
}

TEST_F(ColumnarImport, DataUrlsInJsonlAreStoredToo) {
    const std::string png = bmpBytes(9);
    const std::string url = "data:image/png;base64," + formats::toBase64(png);
    const auto result =
        import(write("d.jsonl", R"({"prompt":"q","chosen":"a","rejected":"b","images":[")" + url + "\"]}\n"));
    EXPECT_EQ(result, (ImportResult{"trl", 1, 0, 0, 0, ""}));
    const ImageRef image = must(project->pair(1)).images.at(0);
    EXPECT_EQ(must(readPicture(image.path)), png);
    EXPECT_EQ(image.reference, "images/" + contentHash(png) + ".bmp") << "no name of its own";
}

} // namespace
} // namespace egt::test
