// SPDX-License-Identifier: GPL-3.0-or-later
// Reads every #include of ours and checks it against the one table of layers.
#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/files.h"

namespace egt {
namespace {

namespace fs = std::filesystem;

/// Folder: what it may include beside itself. Words of the table below stand for sets.
const std::map<std::string, std::string>& layers() {
    static const std::map<std::string, std::string> table{
        // engine, bottom to top
        {"base", ""},
        {"records", "base"},
        {"store", "base records"},
        {"images", "base records"},
        {"text", "base records"},
        {"formats", "base records"},
        {"columnar", "base formats"},
        {"synthetic", "base records store images text formats"},
        {"curation", "base records store images text formats"},
        {"evaluation", "base records store images text formats"},
        {"scoring", "base records text"},
        {"remote", "base records images"},
        {"kernels", "base records"},
        {"judge", "base records images text formats kernels"},
        {"training", "base records images text formats curation evaluation kernels judge"},
        {"pipelines", "base records store images text formats synthetic curation evaluation scoring remote"},
        {"ml_pipelines", "base records store images text formats curation evaluation kernels judge scoring training "
                         "pipelines api"},
        {"api", "base records"},
        {"jobs", "base records store images text formats curation evaluation remote pipelines api"},
        {"demo", "base records store images text formats synthetic curation evaluation pipelines api"},
        // the window and the programs
        {"bridge", "base records curation api"},
        {"models", "base records curation api bridge"},
        {"common", "base records curation api bridge models"},
        {"review", "base records curation api bridge models common"},
        {"explore", "base records curation api bridge models common"},
        {"train", "base records curation api bridge models common"},
        {"export", "base records curation api bridge models common"},
        {"window", "base records curation api bridge models common review explore train export"},
        {"studio", "base records curation api bridge models common review explore train export window"},
        {"cli", "base records curation api pipelines demo"},
    };
    return table;
}
const std::set<std::string> kArrow{"columnar"};
const std::set<std::string> kMl{"kernels", "judge", "training", "ml_pipelines"};
const std::set<std::string> kSyntheticUsers{"synthetic", "demo", "pipelines/demo_world.cpp"};

struct Source {
    fs::path file;      ///< from the root
    std::string area;   ///< "engine", "widgets", "app"
    std::string folder; ///< "store"
    std::string text;
};
struct Include {
    int line = 0;
    std::string path;
    bool system = false;
};

std::vector<Source> sources() {
    std::vector<Source> out;
    const fs::path root = EGT_SOURCE_DIR;
    for (const char* area : {"engine", "widgets", "app"}) {
        if (!fs::exists(root / area)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / area)) {
            const std::string suffix = entry.path().extension().string();
            if (suffix != ".h" && suffix != ".cpp" && suffix != ".cu") continue;
            const fs::path file = fs::relative(entry.path(), root);
            if (std::distance(file.begin(), file.end()) < 3) continue; // engine/torch_pch.cpp belongs to the build
            out.push_back({file, area, std::next(file.begin())->string(), readFile(entry.path()).value_or("")});
        }
    }
    std::sort(out.begin(), out.end(), [](const Source& a, const Source& b) { return a.file < b.file; });
    return out;
}

std::vector<Include> includes(const std::string& text) {
    std::vector<Include> out;
    std::istringstream in(text);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const auto hash = line.find_first_not_of(" \t");
        if (hash == std::string::npos || line.compare(hash, 8, "#include") != 0) continue;
        const auto open = line.find_first_of("\"<");
        const auto close = line.find_first_of("\">", open + 1);
        if (close == std::string::npos) continue;
        out.push_back({number, line.substr(open + 1, close - open - 1), line[open] == '<'});
    }
    return out;
}

bool allowed(const std::string& folder, const std::string& target) {
    if (folder == target) return true;
    std::istringstream words(layers().at(folder));
    for (std::string word; words >> word;)
        if (word == target) return true;
    return false;
}

/// What is wrong with one include, if anything.
std::optional<std::string> complaint(const Source& source, const Include& include) {
    const std::string head = include.path.substr(0, include.path.find('/'));
    const bool torch = include.path.starts_with("torch/") || include.path.starts_with("ATen/") ||
                       include.path.starts_with("c10/") || include.path.starts_with("cuda");
    if (torch && !kMl.contains(source.folder)) return "only the machine-learning folders may include torch";
    if (torch && source.folder == "kernels" && !include.path.starts_with("cuda")) return "kernels are free of torch";
    const bool arrow = include.path.starts_with("arrow/") || include.path.starts_with("parquet/");
    if (arrow && !kArrow.contains(source.folder)) return "only columnar may include Arrow";
    const bool qt =
        include.path.size() > 1 && include.path[0] == 'Q' && include.path[1] >= 'A' && include.path[1] <= 'z';
    if (qt && source.area != "widgets" && source.folder != "studio") return "only the window may include Qt";
    if (include.system || include.path.find('/') == std::string::npos || torch) return std::nullopt;
    if (!layers().contains(head)) return std::nullopt; // a third-party folder
    if (!allowed(source.folder, head)) return source.folder + " may not include " + head;
    const std::string inside = fs::path(source.file).lexically_relative(source.area).string();
    if (head == "synthetic" && !kSyntheticUsers.contains(source.folder) && !kSyntheticUsers.contains(inside))
        return "only the demo may include synthetic";
    return std::nullopt;
}

TEST(Layering, EveryIncludePointsDown) {
    const auto all = sources();
    ASSERT_GT(all.size(), 50U) << "the sources were not found";
    int seen = 0;
    for (const Source& source : all) {
        ASSERT_TRUE(layers().contains(source.folder)) << source.file << ": a folder that the table does not know";
        for (const Include& include : includes(source.text)) {
            ++seen;
            if (const auto wrong = complaint(source, include))
                ADD_FAILURE() << source.file.string() << ":" << include.line << ": \"" << include.path
                              << "\": " << *wrong;
        }
    }
    EXPECT_GT(seen, 300);
}

TEST(Layering, TheTableItselfHasNoCircle) {
    for (const auto& [folder, list] : layers()) {
        std::istringstream words(list);
        for (std::string word; words >> word;) {
            ASSERT_TRUE(layers().contains(word)) << folder << " names " << word;
            EXPECT_FALSE(allowed(word, folder)) << folder << " and " << word << " include each other";
        }
    }
}

TEST(Layering, ATrialBreakIsSeen) {
    const auto said = [](const char* area, const char* folder, const char* line) {
        const Source source{fs::path(area) / folder / "x.cpp", area, folder, line};
        return complaint(source, includes(source.text).at(0)).has_value();
    };
    EXPECT_TRUE(said("engine", "store", "#include \"jobs/job_runner.h\""));
    EXPECT_TRUE(said("engine", "records", "  #include \"store/project.h\""));
    EXPECT_TRUE(said("engine", "jobs", "#include <torch/types.h>"));
    EXPECT_TRUE(said("engine", "kernels", "#include <ATen/ATen.h>"));
    EXPECT_TRUE(said("engine", "store", "#include <QString>"));
    EXPECT_TRUE(said("engine", "formats", "#include <parquet/properties.h>"));
    EXPECT_TRUE(said("engine", "formats", "#include \"columnar/rows.h\""));
    EXPECT_TRUE(said("engine", "jobs", "#include \"synthetic/world.h\""));
    EXPECT_TRUE(said("engine", "pipelines", "#include \"synthetic/world.h\""));
    EXPECT_TRUE(said("widgets", "review", "#include \"store/project.h\""));
    EXPECT_TRUE(said("app", "cli", "#include \"store/project.h\""));
    EXPECT_FALSE(said("engine", "jobs", "#include \"store/project.h\""));
    EXPECT_FALSE(said("widgets", "review", "#include \"api/engine.h\""));
    EXPECT_FALSE(said("widgets", "review", "#include <QWidget>"));
}

TEST(Layering, FilesStaySmall) {
    for (const Source& source : sources()) {
        const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
        EXPECT_LE(lines, 800) << source.file.string();
        EXPECT_TRUE(source.text.starts_with("// SPDX-License-Identifier: GPL-3.0-or-later")) << source.file.string();
    }
}

} // namespace
} // namespace egt
