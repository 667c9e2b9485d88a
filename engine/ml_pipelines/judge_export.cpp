// SPDX-License-Identifier: GPL-3.0-or-later
#include <system_error>

#include "base/files.h"
#include "judge/lora_config.h"
#include "ml_pipelines/judge_folder.h"
#include "ml_pipelines/judge_tools.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

Result<judge::NameLayout> layoutOf(const std::string& name) {
    if (name == "published") return judge::NameLayout::published;
    if (name == "nested") return judge::NameLayout::nested;
    return fail("judge.bad_option", EGT_TEXT("engine", "“%1” is no way of naming tensors; use published or nested."),
                {name}, {}, 0, "names");
}

/// Where the judge and the adapter lie.
struct Source {
    fs::path base;
    fs::path adapter; ///< empty: none
};
Result<Source> sourceOf(const JudgeExportRequest& request) {
    EGT_ASSIGN(const fs::path base, baseFolderOf(request.folder));
    Source source{base, request.adapter};
    if (base == fs::path(request.folder)) return source;
    if (!request.adapter.empty())
        return fail("judge.bad_option",
                    EGT_TEXT("engine", "%1 is an adapter itself. Give its judge's folder to put another adapter on."),
                    {request.folder}, request.folder);
    source.adapter = request.folder;
    return source;
}

Result<void> checkOut(const fs::path& out) {
    std::error_code code;
    if (!fs::exists(out, code) || (fs::is_directory(out, code) && fs::is_empty(out, code))) return {};
    return fail("judge.out_exists",
                EGT_TEXT("engine", "%1 exists already. Choose another folder for the judge or remove this one."),
                {out.string()}, out.string());
}

/// A folder that is made beside `out` and takes its place when it is whole; else nothing of it stays.
class FolderAside {
public:
    explicit FolderAside(fs::path out) : m_out(std::move(out)), m_aside(m_out.string() + ".part") {}
    FolderAside(const FolderAside&) = delete;
    FolderAside& operator=(const FolderAside&) = delete;
    ~FolderAside() {
        std::error_code code;
        if (!m_moved) fs::remove_all(m_aside, code);
    }
    Result<void> make() const {
        std::error_code code;
        fs::remove_all(m_aside, code);
        return makeFolder(m_aside);
    }
    [[nodiscard]] const fs::path& path() const { return m_aside; }
    Result<void> moveIntoPlace() {
        std::error_code code;
        fs::remove(m_out, code); // an empty folder
        fs::rename(m_aside, m_out, code);
        if (code) return fail(writeError(m_out, code.value()));
        m_moved = true;
        return {};
    }

private:
    fs::path m_out;
    fs::path m_aside;
    bool m_moved = false;
};

/// Without the slash at the end, which would put ".part" into the folder itself.
fs::path plainFolder(const std::string& text) {
    const fs::path path = fs::path(text).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

} // namespace

Result<JudgeExport> exportJudge(const JudgeExportRequest& request) {
    EGT_ASSIGN(const Source source, sourceOf(request));
    EGT_ASSIGN(const auto dtype, dtypeOf(request.dtype));
    EGT_ASSIGN(const judge::NameLayout layout, layoutOf(request.names));
    const fs::path out = plainFolder(request.out);
    EGT_TRY(checkOut(out));
    // In the checkpoint's own type: an update is added in float32 and rounded once.
    EGT_ASSIGN(const auto judge, judge::Judge::load(source.base, {torch::kCPU, std::nullopt}));
    if (!source.adapter.empty()) {
        EGT_TRY(judge->loadAdapter(source.adapter));
        judge->mergeAdapter();
    }
    FolderAside aside(out);
    EGT_TRY(aside.make());
    EGT_TRY(copySideFiles(source.base, aside.path()));
    const auto shard_bytes = static_cast<std::int64_t>(request.shard_gb * 1e9);
    EGT_TRY(judge->save(aside.path(), {dtype, layout, shard_bytes}));
    EGT_TRY(aside.moveIntoPlace());
    JudgeExport result;
    result.out = request.out;
    result.dtype = dtypeName(dtype.value_or(c10::typeMetaToScalarType(judge->options().dtype())));
    result.merged = !source.adapter.empty();
    result.parameters = judge->parameterCount();
    EGT_ASSIGN(const std::vector<fs::path> files, judge::WeightFiles::list(out));
    for (const fs::path& file : files)
        result.files.push_back(file.filename().string());
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(out, code))
        result.bytes += static_cast<std::int64_t>(entry.file_size(code));
    return result;
}

} // namespace egt::ml
