// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "curation/selection_rule.h"
#include "share.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string where;
    std::string keep;
    std::string low;
    std::string high;
    std::string by = "mean_entropy";
    std::string per;
    std::string name;
    bool highest = false;
    RunId run = 0;
};

/// Both bounds are values, or both are percentages: quantiles.
Result<curation::CutStep> cutStep(const Options& options) {
    curation::CutStep cut{options.by, {}, {}, options.low.ends_with('%') || options.high.ends_with('%'), options.per};
    const auto bound = [&](const std::string& text, const std::string& option) {
        return cut.by_quantile ? parseShare(text, option) : parseReal(text, option);
    };
    if (!options.low.empty()) {
        EGT_ASSIGN(cut.low, bound(options.low, "--from"));
    }
    if (!options.high.empty()) {
        EGT_ASSIGN(cut.high, bound(options.high, "--to"));
    }
    return cut;
}

Result<curation::SelectionRule> makeRule(const Options& options) {
    curation::SelectionRule rule;
    rule.where = options.where;
    if (!options.low.empty() || !options.high.empty()) {
        EGT_ASSIGN(rule.cut, cutStep(options));
    }
    if (!options.keep.empty()) {
        EGT_ASSIGN(const double share, parseShare(options.keep, "--keep"));
        rule.keep = {options.by, share, options.highest ? curation::Keep::highest : curation::Keep::lowest,
                     options.per};
    }
    return rule;
}

Result<Output> run(Context& /*context*/, const Options& options) {
    EGT_ASSIGN(curation::SelectionRule rule, makeRule(options));
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const ColumnsPtr columns, engine->columns(options.run));
    rule.run = columns->run;
    EGT_ASSIGN(const std::vector<PairId> pairs,
               curation::applyRule(rule, *columns, [&](const std::string& text) { return engine->search(text); }));
    EGT_ASSIGN(const SelectionRecord stored, engine->saveSelection(options.name, curation::ruleToJson(rule), pairs));
    Output out;
    out.json["selected"] = stored.pairs;
    out.json["name"] = stored.name;
    out.json["rule"] = OrderedJson::parse(stored.rule);
    out.text =
        count(stored.pairs) + " of " + count(columns->rows) + " pairs are now the selection “" + stored.name + "”";
    return out;
}

} // namespace

void addSelect(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "select", "Save a named selection of pairs",
                            "egt select pairs.egt --keep 70% --by mean_entropy --per source --name low_entropy\n"
                            "  egt select pairs.egt --where \"p_label < 0.2 and not reviewed\" --name suspicious",
                            run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("--name", options->name, "Name of the selection; the same name is replaced")->required();
    CLI::Option_group* how = command->add_option_group("rule", "What is selected; parts apply in this order");
    how->add_option("--where", options->where,
                    "Expression over columns, for example: mean_entropy > 1.2 and source == wild");
    how->add_option("--from", options->low, "Lowest value of --by that is kept; with % a quantile");
    how->add_option("--to", options->high, "Highest value of --by that is kept; with % a quantile");
    how->add_option("--keep", options->keep, "Share with the lowest values of --by, for example 70%");
    how->require_option(1, 4);
    command->add_option("--by", options->by, "Column of --from, --to and --keep")->capture_default_str();
    command->add_option("--per", options->per, "Apply the cut within each word of this column, for example source");
    command->add_flag("--highest", options->highest, "With --keep: the highest values instead");
    command->add_option("--run", options->run, "Scores of this run (default: the latest complete one)");
}

} // namespace egt::cli
