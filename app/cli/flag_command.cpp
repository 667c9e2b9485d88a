// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "curation/flags.h"
#include "records/serialize.h"
#include "share.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string rule;
    std::string share;
    std::string above;
    std::string by;
    RunId run = 0;
};

Result<Output> run(Context& /*context*/, const Options& options) {
    const FlagRule rule =
        flagRuleFromName(options.rule).value_or(FlagRule::uncertain); // the option takes the known ones
    curation::FlagLimit limit;
    if (!options.share.empty()) {
        EGT_ASSIGN(limit.share, parseShare(options.share, "--share"));
    }
    if (!options.above.empty()) {
        EGT_ASSIGN(limit.above, parseReal(options.above, "--above"));
    }
    limit.by = options.by;
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const ColumnsPtr columns, engine->columns(options.run));
    EGT_ASSIGN(const std::vector<FlagRecord> flags, curation::flagPairs(*columns, rule, limit));
    EGT_ASSIGN(const std::int64_t flagged, engine->setFlags(rule, columns->run, flags));
    Output out;
    out.json["flagged"] = flagged;
    out.json["rule"] = options.rule;
    out.json["run"] = columns->run;
    out.text =
        count(flagged) + " pairs flagged as " + options.rule + " (scores of run " + std::to_string(columns->run) + ")";
    return out;
}

} // namespace

void addFlag(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "flag", "Flag suspicious pairs for review; replaces the rule's earlier flags",
                            "egt flag pairs.egt --rule contradicted --share 5%", run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--rule", options->rule, "uncertain: high mean entropy; contradicted: low P(labelled answer)")
        ->check(CLI::IsMember({"uncertain", "contradicted"}))
        ->required();
    CLI::Option* by_share = command->add_option("--share", options->share, "The most suspicious share (default: 5%)");
    command->add_option("--above", options->above, "mean_entropy, or 1 - p_label, above this")->excludes(by_share);
    command->add_option("--by", options->by,
                        "uncertain: another column (default: mean_entropy), for example entropy_mid, the middle of the "
                        "bracket that a server gives");
    command->add_option("--run", options->run, "Scores of this run (default: the latest complete one)");
}

} // namespace egt::cli
