// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "map_options.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    ImportRequest request;
    MapWords map;
};

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
    return out;
}

} // namespace

void addImport(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "import", "Read preference pairs from a file or a folder; the same file again adds none",
        "egt import pairs.egt world/pairs.jsonl\n"
        "  egt import pairs.egt own.csv --map question=prompt a=first b=second label=better",
        run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("file", options->request.file, "Data file, or a folder of Parquet or Arrow files")->required();
    addFileOptions(*command, options->request, options->map);
}

} // namespace egt::cli
