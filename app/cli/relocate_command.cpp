// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    bool dry_run = false;
    RelocateRequest request;
};

std::string describe(const RelocateResult& r, bool dry_run) {
    Rows rows{{"missing", count(r.missing) + " references"},
              {"found", count(r.found)},
              {dry_run ? "would change" : "changed", count(r.pairs) + " pairs"}};
    if (r.ambiguous > 0) rows.emplace_back("ambiguous", count(r.ambiguous) + ": several files fit, none was taken");
    if (r.different > 0) rows.emplace_back("different", count(r.different) + ": the content is not that of the import");
    for (const std::string& example : r.examples)
        rows.emplace_back("", example);
    return aligned(rows);
}

Result<RelocateResult> relocate(Context& context, Engine& engine, const Options& options) {
    if (options.dry_run) return engine.relocatePreview(options.request);
    EGT_ASSIGN(const Ended ended, runJob(context, engine, options.request));
    return std::get<RelocateResult>(ended.result);
}

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine,
               openProject(options.project, options.dry_run ? OpenMode::read_only : OpenMode::read_write));
    EGT_ASSIGN(const RelocateResult result, relocate(context, *engine, options));
    Output out;
    out.json = OrderedJson(recordToJson(result));
    out.json["dry_run"] = options.dry_run;
    out.text = describe(result, options.dry_run);
    return out;
}

} // namespace

void addRelocate(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "relocate", "Find missing images again, by the end of their path",
                            "egt relocate pairs.egt --images photos --dry-run", run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--images", options->request.images, "Folder to look in, with all below it")->required();
    command->add_flag("--dry-run", options->dry_run, "Say what would be found; change nothing");
}

} // namespace egt::cli
