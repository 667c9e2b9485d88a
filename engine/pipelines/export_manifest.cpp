// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/export_manifest.h"

#include <filesystem>
#include <unordered_map>
#include <unordered_set>

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
                          const ExportPlan& plan) {
    OrderedJson out = {{"name", request.selection},
                       {"rule", nullptr},
                       {"pairs", plan.selected},
                       {"pairs_sha256", plan.selection_hash}};
    for (const SelectionRecord& selection : selections)
        if (selection.name == request.selection) out["rule"] = stored(selection.rule);
    return out;
}

/// Enough to ask for the same again, whatever was scored since and wherever it is written.
OrderedJson requestPart(const ExportRequest& request, const ExportPlan& plan) {
    ExportRequest again = request;
    again.score_run = plan.run;
    again.out.clear();
    again.replay.clear();
    again.replace = false;
    return OrderedJson::parse(dumpJson(recordToJson(again)));
}

OrderedJson imageList(const ExportInputs& inputs) {
    OrderedJson out = OrderedJson::array();
    for (const auto& [path, hash] : inputs.images)
        out.push_back({{"path", path}, {"content_hash", hash}});
    return out;
}

/// The review that each pair's standing decision comes from: the last that is not taken back.
Result<std::unordered_map<PairId, ReviewRecord>> standingReviews(Project& project) {
    EGT_ASSIGN(const std::vector<ReviewRecord> all, project.allReviews());
    std::unordered_set<std::int64_t> undone;
    for (const ReviewRecord& review : all)
        if (review.undoes != 0) undone.insert(review.undoes);
    std::unordered_map<PairId, ReviewRecord> out;
    for (const ReviewRecord& review : all)
        if (review.decision != Decision::none && review.undoes == 0 && !undone.contains(review.id))
            out[review.pair] = review;
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

Result<OrderedJson> decisionList(Project& project, const ExportPlan& plan) {
    OrderedJson out = OrderedJson::array();
    if (plan.decided.empty()) return out;
    EGT_ASSIGN(const auto reviews, standingReviews(project));
    for (const auto& [pair, decision] : plan.decided) {
        OrderedJson one = {{"pair", pair}, {"decision", name(decision)}};
        if (const auto review = reviews.find(pair); review != reviews.end()) {
            one["annotator"] = review->second.annotator;
            one["time"] = isoUtc(review->second.time_ms);
        }
        out.push_back(std::move(one));
    }
    return out;
}

OrderedJson fileList(const std::vector<ExportedFile>& files) {
    OrderedJson out = OrderedJson::array();
    for (const ExportedFile& file : files)
        out.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    return out;
}

Result<OrderedJson> exportManifest(const ExportRequest& request, Project& project, const ExportPlan& plan,
                                   const ExportCount& count, const ExportInputs& inputs) {
    EGT_ASSIGN(const auto selections, project.selections());
    OrderedJson out;
    out["program"] = "EGT Studio";
    out["version"] = EGT_VERSION;
    out["created"] = isoUtc(nowMs());
    out["project"] = project.folder().string();
    out["format"] = plan.writer->name();
    out["rows"] = count.rows;
    out["order"] = request.entropy_order ? "entropy, low to high" : "project";
    out["request"] = requestPart(request, plan);
    out["selection"] = selectionPart(request, selections, plan);
    out["judge"] = nullptr;
    out["prompt"] = nullptr;
    out["score_run"] = nullptr;
    out["seeds"] = OrderedJson::object();
    if (plan.writer->layout().judge_task) out["seeds"]["answer_order"] = request.seed;
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
    EGT_ASSIGN(out["decisions"], decisionList(project, plan));
    out["counts"] = OrderedJson::parse(dumpJson(recordToJson(count)));
    out["images"] = name(request.images);
    out["inputs"] = {{"images", imageList(inputs)}};
    return out;
}

} // namespace egt::pipelines
