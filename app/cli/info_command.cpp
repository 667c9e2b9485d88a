// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "curation/filter.h"
#include "curation/group_means.h"
#include "run_json.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string column;
    std::string per;
    std::string where;
    RunId run = 0;
};

/// Means of a column in each word of another.
Result<Output> means(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    EGT_ASSIGN(const ColumnsPtr columns, engine->columns(options.run));
    EGT_ASSIGN(const curation::Mask mask, curation::filterRows(*columns, options.where, [&](const std::string& text) {
                   return engine->search(text);
               }));
    EGT_ASSIGN(const std::vector<curation::GroupMean> groups,
               curation::groupMeans(*columns, options.column, options.per, mask));
    Output out;
    out.json["column"] = options.column;
    out.json["per"] = options.per;
    out.json["groups"] = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{{options.per, "pairs", "missing", "mean " + options.column}};
    for (const curation::GroupMean& group : groups) {
        out.json["groups"].push_back(
            {{"name", group.name}, {"pairs", group.rows}, {"missing", group.missing}, {"mean", number(group.mean)}});
        rows.push_back({group.name, count(group.rows), count(group.missing), real(group.mean, 4)});
    }
    out.text = table(rows);
    return out;
}

Result<Output> run(Context& /*context*/, const Options& options) {
    if (!options.column.empty()) return means(options);
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
        addCommand<Options>(app, context, "info", "Say what is in a project, or the means of a column",
                            "egt info pairs.egt\n"
                            "  egt info pairs.egt --mean words_a --per source",
                            run);
    command->add_option("project", options->project, "Project folder")->required();
    CLI::Option* mean = command->add_option("--mean", options->column, "Mean of this column in each word of --per");
    CLI::Option* per = command->add_option("--per", options->per, "Column of words, for example source");
    mean->needs(per);
    per->needs(mean);
    command->add_option("--where", options->where, "With --mean: only pairs that this filter takes")->needs(mean);
    command->add_option("--run", options->run, "With --mean: scores of this run (default: the latest complete one)")
        ->needs(mean);
}

} // namespace egt::cli
