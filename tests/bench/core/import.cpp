// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "bench.h"
#include "formats/table_writer.h"
#include "images/image.h"
#include "pipelines/pipelines.h"
#include "python_side.h"

namespace egt::bench {
namespace {
namespace fs = std::filesystem;

/// A run that nobody watches.
class Unwatched final : public RunContext {
public:
    StopKind checkpoint() override { return StopKind::none; }
    [[nodiscard]] RunId id() const override { return 1; }
    void progress(const ProgressEvent&) override {}
    void metrics(const std::vector<MetricPoint>&) override {}
    void sample(const SampleRecord&) override {}
    void checkpointWritten(const CheckpointRecord&) override {}
    void evaluation(const EvaluationRecord&) override {}
    void note(const NoteEvent&) override {}
    void dataChanged(const std::string&) override {}
};

template <class T> T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message());
}

std::string words(Random& random, int count) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += (i == 0 ? "" : " ") + std::string(2 + random.below(9), static_cast<char>('a' + random.below(26)));
    return out;
}

/// Both sides' projects; each call makes a new one, and all go at the end.
class Ground {
public:
    explicit Ground(const std::string& name) : m_folder(fs::path(EGT_BENCH_FOLDER) / name) {
        fs::remove_all(m_folder);
        fs::create_directories(m_folder);
        must(Project::create(m_folder / "empty.egt"));
    }
    ~Ground() {
        std::error_code code;
        fs::remove_all(m_folder, code);
    }
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
    [[nodiscard]] const fs::path& folder() const { return m_folder; }

    void import(const fs::path& file, std::int64_t rows) {
        const auto project = must(Project::create(m_folder / ("ours-" + std::to_string(m_number++) + ".egt")));
        Unwatched run;
        ImportRequest request;
        request.file = file.string();
        const ImportResult result = must(pipelines::importFile(request, *project, run));
        if (result.imported != rows || result.missing_images != 0)
            throw std::runtime_error(std::to_string(result.imported) + " rows were imported");
    }

private:
    fs::path m_folder;
    int m_number = 0;
};

void compare(Bench& bench, Ground& ground, const std::string& kind, const fs::path& file, std::int64_t rows,
             const std::string& what, const std::string& baseline) {
    Python python({pythonProgram(), EGT_BENCH_SCRIPTS "/import_baseline.py", kind, file.string(),
                   (ground.folder() / "empty.egt").string(), ground.folder().string()});
    const std::string ready = python.line();
    if (ready != "ready")
        return bench.skip(what, ready.empty() ? "no reference libraries; ./dev parity installs them" : ready);
    const std::string expected = std::to_string(rows) + " " + std::to_string(rows);
    bench.compare({.what = what,
                   .ours = {"egt import", [&] { ground.import(file, rows); }},
                   .baseline = {baseline,
                                [&] {
                                    if (const std::string said = python.ask(); said != expected)
                                        throw std::runtime_error("the baseline says: " + said);
                                }},
                   .bar = atLeast(3),
                   .rounds = 5,
                   .units = static_cast<double>(rows),
                   .unit = "rows",
                   .source = "import_baseline.py"});
}

void jsonl(Bench& bench) {
    constexpr std::int64_t rows = 100000;
    constexpr std::int64_t pictures = 200;
    Ground ground("import-jsonl");
    Random random(5);
    fs::create_directories(ground.folder() / "pictures");
    for (std::int64_t i = 0; i < pictures; ++i)
        must(writePng(ground.folder() / "pictures" / (std::to_string(i) + ".png"),
                      RgbImage{2, 1, {static_cast<std::uint8_t>(i), 1, 2, 3, 4, 5}}));
    const fs::path file = ground.folder() / "pairs.jsonl";
    {
        std::ofstream out(file);
        for (std::int64_t i = 0; i < rows; ++i) {
            const OrderedJson row = {
                {"id", "row-" + std::to_string(i)}, {"image", "pictures/" + std::to_string(i % pictures) + ".png"},
                {"prompt", words(random, 12)},      {"chosen", words(random, 55)},
                {"rejected", words(random, 50)},    {"note", {{"length", i}, {"kind", "made"}}}};
            out << dumpJson(row) << '\n';
        }
    }
    compare(bench, ground, "jsonl", file, rows, "JSONL into a project, 100,000 rows of 850 bytes",
            "Python json, sqlite3.executemany");
}
const Registration jsonl_registration{"import-jsonl", jsonl};

/// Pictures of a photo's size and detail; each row's bytes are its own.
std::vector<std::string> photos(int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) {
        cv::Mat small(60, 80, CV_8UC3), image;
        cv::theRNG().state = static_cast<std::uint64_t>(i) + 1;
        cv::randu(small, 0, 255);
        cv::resize(small, image, {640, 480}, 0, 0, cv::INTER_CUBIC);
        std::vector<unsigned char> bytes;
        cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, 85});
        out.emplace_back(bytes.begin(), bytes.end());
    }
    return out;
}

void parquet(Bench& bench) {
    using formats::TableType;
    constexpr std::int64_t rows = 3000;
    const std::string what = "RLAIF-V Parquet into a project, 3,000 rows with a JPEG each";
    Ground ground("import-parquet");
    const fs::path file = ground.folder() / "rlaif.parquet";
    formats::TableSpec spec{file, {}};
    for (const char* name :
         {"ds_name", "question", "chosen", "rejected", "origin_dataset", "origin_split", "image_path"})
        spec.columns.push_back({name, TableType::text()});
    spec.columns.push_back({"image", TableType::image()});
    spec.columns.push_back({"idx", TableType::integer()});
    auto writer = formats::writeParquet(spec);
    if (!writer) return bench.skip(what, writer.error().message());
    const auto pictures = photos(40);
    Random random(6);
    std::size_t bytes = 0;
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::string& photo = pictures[static_cast<std::size_t>(i) % pictures.size()];
        bytes += photo.size();
        const fs::path picture = ground.folder() / "one.jpg";
        must(writeFileAtomically(picture, photo + std::to_string(i)));
        const OrderedJson row = {{"ds_name", "RLAIF-V"},
                                 {"question", words(random, 12)},
                                 {"chosen", words(random, 55)},
                                 {"rejected", words(random, 50)},
                                 {"origin_dataset", "COCO"},
                                 {"origin_split", R"({"model": "llava", "type": "detailed"})"},
                                 {"image_path", "COCO/" + std::to_string(i) + ".jpg"},
                                 {"image", {{"file", picture.string()}}},
                                 {"idx", i}};
        must((*writer)->add(dumpJson(row)));
    }
    must((*writer)->finish());
    compare(bench, ground, "parquet", file, rows, what + " (" + std::to_string(bytes / rows / 1000) + " kB)",
            "pyarrow and a Python loop");
}
const Registration parquet_registration{"import-parquet", parquet};

} // namespace
} // namespace egt::bench
