// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
};

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, IndexRequest{}));
    const auto& result = std::get<IndexResult>(ended.result);
    Output out;
    out.json["added"] = result.added;
    out.json["pairs"] = result.pairs;
    out.json["run"] = ended.run;
    out.text = aligned({{"added", count(result.added)}, {"pairs in the text index", count(result.pairs)}});
    return out;
}

} // namespace

void addIndex(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "index",
                            "Make text search and opening fast; continues where it was interrupted, adds what is new",
                            "egt index pairs.egt", run);
    command->add_option("project", options->project, "Project folder")->required();
}

} // namespace egt::cli
