// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "map_options.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    bool no_index = false;
    ImportRequest request;
    MapWords map;
};

/// Puts what was imported into the text index. The import stands whatever comes of it.
void index(Context& context, Engine& engine, Output& out) {
    const Result<Ended> ended = runJob(context, engine, IndexRequest{});
    out.json["indexed"] = ended.has_value();
    if (ended) return;
    message(ended.error().message());
    message("The pairs are imported. “egt index” goes on with the text index.");
    out.exit = ended.error().code == "job.stopped" || ended.error().code == "job.aborted" ? kInterrupted : kFailed;
}

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    ImportRequest request = options.request;
    EGT_ASSIGN(request.mapping, mappingOf(options.map));
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    const auto& result = std::get<ImportResult>(ended.result);
    Output out;
    out.json["format"] = result.format;
    out.json["imported"] = result.imported;
    out.json["rejected"] = result.rejected;
    out.json["already"] = result.already;
    out.json["missing_images"] = result.missing_images;
    out.json["rejects_file"] = result.rejects_file.empty() ? OrderedJson(nullptr) : OrderedJson(result.rejects_file);
    out.json["run"] = ended.run;
    Rows rows{{"format", result.format},
              {"imported", count(result.imported)},
              {"rejected", count(result.rejected)},
              {"already there", count(result.already)},
              {"missing images", count(result.missing_images)}};
    if (!result.rejects_file.empty()) rows.emplace_back("reasons", result.rejects_file);
    out.text = aligned(rows);
    if (result.imported > 0 && !options.no_index) index(context, *engine, out);
    return out;
}

} // namespace

void addImport(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "import", "Read preference pairs from a file or a folder; the same file again adds none",
        "egt import pairs.egt world/pairs.jsonl\n"
        "  egt import pairs.egt label-studio.json --images label-studio/media\n"
        "  egt import pairs.egt own.csv --map question=prompt a=first b=second label=better",
        run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("file", options->request.file, "Data file, or a folder of Parquet or Arrow files")->required();
    addFileOptions(*command, options->request, options->map);
    command->add_flag("--no-index", options->no_index, "Leave the text index to “egt index”");
}

} // namespace egt::cli
