// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    SearchRequest request;
};

OrderedJson hitJson(const SearchHit& hit) {
    OrderedJson matches = OrderedJson::array();
    for (std::size_t i = 0; i + 1 < hit.marks.size(); i += 2)
        matches.push_back({hit.marks[i], hit.marks[i + 1]});
    return {{"pair", hit.pair}, {"field", hit.field}, {"excerpt", hit.excerpt}, {"matches", matches}};
}

/// The matches between square brackets, as a terminal without colours can show them.
std::string marked(const SearchHit& hit) {
    std::string out;
    std::size_t from = 0;
    for (std::size_t i = 0; i + 1 < hit.marks.size(); i += 2) {
        out += hit.excerpt.substr(from, hit.marks[i] - from);
        out += "[" + hit.excerpt.substr(hit.marks[i], hit.marks[i + 1] - hit.marks[i]) + "]";
        from = hit.marks[i + 1];
    }
    return out + hit.excerpt.substr(from);
}

Result<Output> run(Context& /*context*/, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    EGT_ASSIGN(const SearchResult result, engine->find(options.request));
    Output out;
    out.json["found"] = result.found;
    out.json["indexed"] = result.indexed;
    out.json["scanned"] = result.scanned;
    out.json["hits"] = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{{"pair", "where", "text"}};
    for (const SearchHit& hit : result.hits) {
        out.json["hits"].push_back(hitJson(hit));
        rows.push_back({std::to_string(hit.pair), hit.field, marked(hit)});
    }
    out.text = result.found == 0 ? "No pair matches." : table(rows) + "\n" + count(result.found) + " pairs match.";
    if (result.scanned > 0)
        message(count(result.scanned) + " pairs were read because they are not in the text index. “egt index " +
                options.project + "” adds them.");
    return out;
}

} // namespace

void addSearch(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "search", "Find pairs by their text: words, \"phrases\", beginnings* and single Han characters",
        "egt search pairs.egt \"how many\"\n"
        "  egt search pairs.egt '\"how many\" circ*' --limit 5",
        run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_option("text", options->request.text, "What to look for; all of it must be in a pair")->required();
    command->add_option("--limit", options->request.limit, "How many to print, 0 is all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
}

} // namespace egt::cli
