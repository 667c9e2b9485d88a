// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string order = "stored";
    std::string images = "copy";
    bool keep_dropped = false;
    bool imported_labels = false;
    ExportRequest request;
};

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    ExportRequest request = options.request;
    request.entropy_order = options.order == "entropy";
    request.images = options.images == "link" ? ImageMode::link : ImageMode::copy;
    request.leave_out_dropped = !options.keep_dropped;
    request.use_reviewed_labels = !options.imported_labels;
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    const auto& result = std::get<ExportResult>(ended.result);
    Output out;
    out.json["rows"] = result.rows;
    out.json["files"] = result.files;
    out.json["manifest"] = result.manifest;
    out.json["run"] = ended.run;
    Rows rows{{"rows", count(result.rows)}};
    for (const std::string& file : result.files)
        rows.emplace_back("file", file);
    rows.emplace_back("manifest", result.manifest);
    out.text = aligned(rows);
    return out;
}

} // namespace

void addExport(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "export", "Write a selection for a trainer, with scores and a manifest",
                            "egt export pairs.egt --selection all --format trl --order entropy --out curated", run);
    ExportRequest& request = options->request;
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--selection", request.selection, "Which pairs")->capture_default_str();
    command->add_option("--format", request.format, "trl or jsonl")->capture_default_str();
    command->add_option("--out", request.out, "Folder to write")->required();
    command->add_option("--order", options->order, "entropy: low to high, with the trainer's no-shuffle setting")
        ->check(CLI::IsMember({"stored", "entropy"}))
        ->capture_default_str();
    command->add_option("--images", options->images, "Copy them beside the data, or write their paths")
        ->check(CLI::IsMember({"copy", "link"}))
        ->capture_default_str();
    command->add_option("--run", request.score_run, "Scores of this run (default: the latest complete one)");
    command->add_flag("--keep-dropped", options->keep_dropped, "Also write pairs that review dropped");
    command->add_flag("--imported-labels", options->imported_labels, "Labels as imported, without review's flips");
}

} // namespace egt::cli
