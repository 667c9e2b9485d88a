// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "curation/column_names.h"
#include "curation/filter.h"
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
    std::string filter; ///< a saved one
    std::string save_filter;
    std::string delete_filter;
    bool list_filters = false;
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

/// The filter with a caret under the place that an error is about, as compilers show it.
Result<Output> withPlace(Result<Output> result, const std::string& expression) {
    const std::int64_t position = result ? 0 : curation::filterErrorPosition(result.error());
    if (position == 0) return result;
    message(expression);
    message(std::string(static_cast<std::size_t>(position - 1), ' ') + "^");
    return result;
}

Result<Output> listFilters(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    EGT_ASSIGN(const std::vector<FilterRecord> filters, engine->filters());
    Output out;
    out.json["filters"] = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{{"name", "filter"}};
    for (const FilterRecord& filter : filters) {
        out.json["filters"].push_back({{"name", filter.name}, {"where", filter.expression}});
        rows.push_back({filter.name, filter.expression});
    }
    out.text = filters.empty() ? "No filter is saved in this project." : table(rows);
    return out;
}

Result<Output> saveFilter(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const FilterRecord saved, engine->saveFilter(options.save_filter, options.where));
    Output out;
    out.json["saved"] = saved.name;
    out.json["where"] = saved.expression;
    out.text = "The filter “" + saved.name + "” is saved: " + saved.expression;
    return out;
}

Result<Output> deleteFilter(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_TRY(engine->removeFilter(options.delete_filter));
    Output out;
    out.json["deleted"] = options.delete_filter;
    out.text = "The filter “" + options.delete_filter + "” is deleted.";
    return out;
}

Result<std::string> savedFilter(Engine& engine, const std::string& name) {
    EGT_ASSIGN(const std::vector<FilterRecord> filters, engine.filters());
    std::vector<std::string> names;
    for (const FilterRecord& filter : filters) {
        if (filter.name == name) return filter.expression;
        names.push_back(filter.name);
    }
    if (names.empty())
        return fail("filter.unknown", EGT_TEXT("engine", "There is no saved filter “%1” in this project."), {name}, {},
                    0, "--filter");
    return fail("filter.unknown", EGT_TEXT("engine", "There is no saved filter “%1”. Use “%2”."),
                {name, curation::nearestWord(name, names)}, {}, 0, "--filter");
}

Result<Output> select(const Options& options) {
    EGT_ASSIGN(curation::SelectionRule rule, makeRule(options));
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    if (!options.filter.empty()) {
        EGT_ASSIGN(const std::string saved, savedFilter(*engine, options.filter));
        rule.where = rule.where.empty() ? saved : "(" + saved + ") and (" + rule.where + ")";
    }
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

Result<Output> run(Context& /*context*/, const Options& options) {
    if (options.list_filters) return listFilters(options);
    if (!options.delete_filter.empty()) return deleteFilter(options);
    if (!options.save_filter.empty()) return withPlace(saveFilter(options), options.where);
    return withPlace(select(options), options.filter.empty() ? options.where : std::string());
}

/// What CLI11 can't say of options that need each other.
void checkUsage(const Options& options) {
    const bool rule = !options.where.empty() || !options.low.empty() || !options.high.empty() ||
                      !options.keep.empty() || !options.filter.empty();
    if (!options.name.empty() && !rule) throw CLI::RequiredError("One of --where, --filter, --from, --to and --keep");
    if (!options.save_filter.empty() && options.where.empty()) throw CLI::RequiredError("--where of --save-filter");
}

} // namespace

void addSelect(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "select", "Save a named selection of pairs, or a filter by name",
                            "egt select pairs.egt --keep 70% --by mean_entropy --per source --name low_entropy\n"
                            "  egt select pairs.egt --where \"p_label < 0.2 and not reviewed\" --name suspicious\n"
                            "  egt select pairs.egt --where \"words_a > 200\" --save-filter long",
                            run);
    command->add_option("project", options->project, "Project folder")->required();
    CLI::Option_group* what = command->add_option_group("what", "What is done");
    what->add_option("--name", options->name, "Name of the selection; the same name is replaced");
    what->add_option("--save-filter", options->save_filter, "Save --where under this name instead");
    what->add_flag("--list-filters", options->list_filters, "Print the saved filters");
    what->add_option("--delete-filter", options->delete_filter, "Forget a saved filter");
    what->require_option(1);
    CLI::Option_group* how = command->add_option_group("rule", "What is selected; parts apply in this order");
    how->add_option("--filter", options->filter, "A saved filter");
    how->add_option("--where", options->where,
                    "Expression over columns, for example: mean_entropy > 1.2 and source == wild");
    how->add_option("--from", options->low, "Lowest value of --by that is kept; with % a quantile");
    how->add_option("--to", options->high, "Highest value of --by that is kept; with % a quantile");
    how->add_option("--keep", options->keep, "Share with the lowest values of --by, for example 70%");
    command->add_option("--by", options->by, "Column of --from, --to and --keep")->capture_default_str();
    command->add_option("--per", options->per, "Apply the cut within each word of this column, for example source");
    command->add_flag("--highest", options->highest, "With --keep: the highest values instead");
    command->add_option("--run", options->run, "Scores of this run (default: the latest complete one)");
    command->parse_complete_callback([options] { checkUsage(*options); });
}

} // namespace egt::cli
