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

Result<void> moveIntoPlace(const fs::path& aside, const fs::path& out) {
    std::error_code code;
    fs::remove(out, code); // an empty folder
    fs::rename(aside, out, code);
    if (code) return fail(writeError(out, code.value()));
    return {};
}

} // namespace

Result<JudgeExport> exportJudge(const JudgeExportRequest& request) {
    EGT_ASSIGN(const Source source, sourceOf(request));
    EGT_ASSIGN(const auto dtype, dtypeOf(request.dtype));
    EGT_ASSIGN(const judge::NameLayout layout, layoutOf(request.names));
    EGT_TRY(checkOut(request.out));
    // In the checkpoint's own type: an update is added in float32 and rounded once.
    EGT_ASSIGN(const auto judge, judge::Judge::load(source.base, {torch::kCPU, std::nullopt}));
    if (!source.adapter.empty()) {
        EGT_TRY(judge->loadAdapter(source.adapter));
        judge->mergeAdapter();
    }
    const fs::path aside = request.out + ".part";
    std::error_code code;
    fs::remove_all(aside, code);
    EGT_TRY(makeFolder(aside));
    EGT_TRY(copySideFiles(source.base, aside));
    const auto shard_bytes = static_cast<std::int64_t>(request.shard_gb * 1e9);
    EGT_TRY(judge->save(aside, {dtype, layout, shard_bytes}));
    EGT_TRY(moveIntoPlace(aside, request.out));
    JudgeExport result;
    result.out = request.out;
    result.dtype = dtypeName(dtype.value_or(c10::typeMetaToScalarType(judge->options().dtype())));
    result.merged = !source.adapter.empty();
    result.parameters = judge->parameterCount();
    EGT_ASSIGN(const std::vector<fs::path> files, judge::WeightFiles::list(request.out));
    for (const fs::path& file : files)
        result.files.push_back(file.filename().string());
    for (const auto& entry : fs::directory_iterator(request.out, code))
        result.bytes += static_cast<std::int64_t>(entry.file_size(code));
    return result;
}

} // namespace egt::ml
