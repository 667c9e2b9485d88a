// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "run_json.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
};

Result<Output> run(Context& /*context*/, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    EGT_ASSIGN(const ProjectInfo info, engine->info());
    Output out;
    out.json["project"] = info.path;
    out.json["pairs"] = info.pairs;
    out.json["images"] = info.images;
    out.json["missing_images"] = info.missing_images;
    out.json["scored"] = info.scored;
    out.json["reviewed"] = info.reviewed;
    out.json["flagged"] = info.flagged;
    out.json["selections"] = OrderedJson::array();
    for (const SelectionRecord& selection : info.selections)
        out.json["selections"].push_back(
            {{"name", selection.name}, {"pairs", selection.pairs}, {"rule", selection.rule}});
    out.json["runs"] = OrderedJson::array();
    for (const RunRecord& record : info.runs)
        out.json["runs"].push_back(runJson(record));

    Rows rows{{"project", info.path},          {"pairs", count(info.pairs)},
              {"images", count(info.images)},  {"missing images", count(info.missing_images)},
              {"scored", count(info.scored)},  {"reviewed", count(info.reviewed)},
              {"flagged", count(info.flagged)}};
    for (const SelectionRecord& selection : info.selections)
        rows.emplace_back("selection " + selection.name, count(selection.pairs) + " pairs");
    out.text = aligned(rows);
    if (!info.runs.empty()) out.text += "\n\n" + runTable(info.runs);
    return out;
}

} // namespace

void addInfo(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "info", "Say what is in a project", "egt info pairs.egt", run);
    command->add_option("project", options->project, "Project folder")->required();
}

} // namespace egt::cli
