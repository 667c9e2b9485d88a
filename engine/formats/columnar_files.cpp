// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/columnar_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "base/files.h"
#include "base/json.h"

namespace egt::formats {
namespace fs = std::filesystem;
namespace {

// Names of `datasets`: config.py DATASET_STATE_JSON_FILENAME, DATASETDICT_JSON_FILENAME; arrow_dataset.py save_to_disk.
constexpr const char* kState = "state.json";
constexpr const char* kSplits = "dataset_dict.json";
constexpr int kLevels = 3;

tl::unexpected<Error> badState(const fs::path& file, const std::string& field) {
    return fail("import.damaged",
                EGT_TEXT("engine", "The file %1 of a saved data set lacks the list “%2” or has a wrong one. Save the "
                                   "data set again."),
                {file.string(), field}, file.string(), 0, field);
}

Result<Json> object(const fs::path& file) {
    EGT_ASSIGN(const std::string text, readFile(file));
    return parseJson(text, file.string());
}

/// A name inside the folder: data from elsewhere must not make the program read other files.
bool isPlainName(const Json& name) {
    return name.is_string() && !name.get_ref<const std::string&>().empty() &&
           fs::path(name.get<std::string>()).filename() == name.get<std::string>();
}

Result<std::vector<ColumnarFile>> savedDataset(const fs::path& folder, const std::string& split) {
    EGT_ASSIGN(const Json state, object(folder / kState));
    const auto files = state.find("_data_files");
    if (files == state.end() || !files->is_array()) return badState(folder / kState, "_data_files");
    // Sets of old versions may keep a selection of rows beside the rows.
    for (const char* field : {"_indices_files", "_indices_data_files"})
        if (state.contains(field) && state[field].is_array() && !state[field].empty())
            return fail("import.indices",
                        EGT_TEXT("engine", "The saved data set %1 is a selection of its rows that is kept apart. Save "
                                           "it with flatten_indices() first."),
                        {folder.string()}, (folder / kState).string(), 0, field);
    std::vector<ColumnarFile> out;
    for (const Json& file : *files) {
        if (!file.is_object() || !file.contains("filename") || !isPlainName(file["filename"]))
            return badState(folder / kState, "_data_files");
        out.push_back({folder / file["filename"].get<std::string>(), split});
    }
    return out;
}

Result<std::vector<ColumnarFile>> savedSplits(const fs::path& folder) {
    EGT_ASSIGN(const Json list, object(folder / kSplits));
    if (!list.is_object() || !list.contains("splits") || !list["splits"].is_array())
        return badState(folder / kSplits, "splits");
    std::vector<ColumnarFile> out;
    for (const Json& split : list["splits"]) {
        if (!isPlainName(split)) return badState(folder / kSplits, "splits");
        const auto name = split.get<std::string>();
        EGT_ASSIGN(const std::vector<ColumnarFile> files, savedDataset(folder / name, name));
        out.insert(out.end(), files.begin(), files.end());
    }
    return out;
}

/// "train" of "train-00000-of-00006.parquet" when it is one of the Hub's words for a split.
std::string splitOf(const fs::path& file) {
    const std::string name = file.stem().string();
    const std::size_t dash = name.find('-');
    if (dash == std::string::npos || name.find("-of-", dash) == std::string::npos) return {};
    const std::string word = name.substr(0, dash);
    constexpr std::array<const char*, 6> words{"train", "test", "validation", "valid", "val", "dev"};
    return std::find(words.begin(), words.end(), word) != words.end() ? word : std::string();
}

std::vector<ColumnarFile> shards(const fs::path& folder, const std::string& extension) {
    std::vector<ColumnarFile> out;
    std::error_code code;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        if (it.depth() >= kLevels) it.disable_recursion_pending();
        const fs::path& file = it->path();
        const bool hidden = file.filename().string().starts_with('.');
        if (hidden) it.disable_recursion_pending();
        // `datasets` leaves results of map() and of selections beside what it saves.
        const bool left_over = file.filename().string().starts_with("cache-");
        if (!hidden && !left_over && it->is_regular_file(code) && file.extension() == extension)
            out.push_back({file, splitOf(file)});
    }
    std::sort(out.begin(), out.end(), [](const ColumnarFile& a, const ColumnarFile& b) { return a.path < b.path; });
    return out;
}

} // namespace

ColumnarKind columnarKind(const fs::path& file) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return ColumnarKind::none;
    std::array<char, 8> bytes{};
    std::ifstream in(file, std::ios::binary);
    in.read(bytes.data(), bytes.size());
    const std::string_view head(bytes.data(), static_cast<std::size_t>(in.gcount()));
    if (head.starts_with("PAR1") || head.starts_with("PARE")) return ColumnarKind::parquet;
    if (head.starts_with("ARROW1")) return ColumnarKind::arrow_file;
    if (head.starts_with("\xFF\xFF\xFF\xFF")) return ColumnarKind::arrow_stream;
    return ColumnarKind::none;
}

bool isColumnar(const fs::path& path) {
    std::error_code code;
    return fs::is_directory(path, code) || columnarKind(path) != ColumnarKind::none;
}

Result<std::vector<ColumnarFile>> columnarFiles(const fs::path& path) {
    std::error_code code;
    if (!fs::is_directory(path, code)) return std::vector<ColumnarFile>{{path, {}}};
    if (fs::exists(path / kSplits, code)) return savedSplits(path);
    if (fs::exists(path / kState, code)) return savedDataset(path, {});
    for (const char* extension : {".parquet", ".arrow"})
        if (auto found = shards(path, extension); !found.empty()) return found;
    return fail("import.no_data_files",
                EGT_TEXT("engine", "The folder %1 holds no Parquet or Arrow file and no saved data set. Name the data "
                                   "file itself."),
                {path.string()}, path.string());
}

} // namespace egt::formats
