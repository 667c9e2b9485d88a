// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
};

Result<Output> run(Context& /*context*/, const Options& options) {
    const auto engine = makeLocalEngine();
    EGT_TRY(engine->create(options.project));
    EGT_ASSIGN(const ProjectInfo info, engine->info());
    Output out;
    out.json["project"] = info.path;
    out.json["pairs"] = info.pairs;
    out.text = "Made the project " + info.path;
    return out;
}

} // namespace

void addNew(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "new", "Make an empty project", "egt new pairs.egt", run);
    command->add_option("project", options->project, "Folder to make, NAME.egt")->required();
}

} // namespace egt::cli
