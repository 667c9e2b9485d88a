// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/export_manifest.h"

#include <filesystem>

#include "base/clock.h"
#include "records/serialize.h"
#include "text/judge_prompt.h"

namespace egt::pipelines {
namespace {

/// JSON that was stored as text, or null.
OrderedJson stored(const std::string& text) {
    OrderedJson json = OrderedJson::parse(text, nullptr, false);
    return json.is_discarded() ? OrderedJson(nullptr) : json;
}

OrderedJson selectionPart(const ExportRequest& request, const std::vector<SelectionRecord>& selections,
                          std::int64_t pairs) {
    OrderedJson out = {{"name", request.selection}, {"rule", nullptr}, {"pairs", pairs}};
    for (const SelectionRecord& selection : selections)
        if (selection.name == request.selection) out["rule"] = stored(selection.rule);
    return out;
}

OrderedJson promptPart(const std::string& judge_folder) {
    std::error_code code;
    if (judge_folder.empty() || !std::filesystem::is_directory(judge_folder, code)) return nullptr;
    const auto prompt = JudgePrompt::load(judge_folder);
    if (!prompt) return nullptr; // the judge has changed since: its name and hash still stand above
    return {{"name", prompt->name}, {"hash", prompt->hash()}};
}

} // namespace

Result<OrderedJson> exportManifest(const ExportRequest& request, Project& project, const ExportPlan& plan,
                                   const ExportCount& count, const std::vector<ExportedFile>& files) {
    EGT_ASSIGN(const auto selections, project.selections());
    OrderedJson out;
    out["program"] = "EGT Studio";
    out["version"] = EGT_VERSION;
    out["created"] = isoUtc(nowMs());
    out["project"] = project.folder().string();
    out["format"] = plan.writer->name();
    out["rows"] = count.rows;
    out["order"] = request.entropy_order ? "entropy, low to high" : "project";
    out["selection"] = selectionPart(request, selections, plan.selected);
    out["judge"] = nullptr;
    out["prompt"] = nullptr;
    out["score_run"] = nullptr;
    out["seeds"] = OrderedJson::object();
    if (plan.run != 0) {
        EGT_ASSIGN(const RunRecord run, project.run(plan.run));
        const OrderedJson config = stored(run.config);
        out["judge"] = {{"path", run.judge}, {"weights_hash", run.judge_hash}};
        out["prompt"] = promptPart(run.judge);
        out["score_run"] = {{"run", run.id}, {"name", run.name}, {"config", config}};
        if (config.is_object() && config.contains("seed")) out["seeds"]["score"] = config["seed"];
    }
    out["review"] = {{"decisions", plan.decisions},
                     {"labels_applied", request.use_reviewed_labels},
                     {"dropped_left_out", request.leave_out_dropped}};
    out["counts"] = OrderedJson::parse(dumpJson(recordToJson(count)));
    out["images"] = name(request.images);
    out["files"] = OrderedJson::array();
    for (const ExportedFile& file : files)
        out["files"].push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    return out;
}

} // namespace egt::pipelines
