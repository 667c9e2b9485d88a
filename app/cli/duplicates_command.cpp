// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    DuplicatesRequest request;
    bool list = false;
    bool text_only = false;
    std::int64_t limit = 20;
};

OrderedJson groupsJson(const DuplicateReport& report, std::size_t shown) {
    OrderedJson out = OrderedJson::array();
    for (std::size_t i = 0; i < shown; ++i)
        out.push_back(report.groups[i].pairs);
    return out;
}

std::string groupText(const DuplicateGroup& group) {
    constexpr std::size_t kShown = 8;
    std::string out;
    for (std::size_t i = 0; i < std::min(kShown, group.pairs.size()); ++i)
        out += (i == 0 ? "" : " ") + std::to_string(group.pairs[i]);
    return group.pairs.size() > kShown ? out + " …" : out;
}

Result<Output> report(Engine& engine, const Options& options, Output out) {
    EGT_ASSIGN(const DuplicateReport report, engine.duplicates());
    if (!report.made)
        return fail("duplicates.none_made",
                    EGT_TEXT("engine", "Nobody has looked for near-duplicates in %1 yet. Leave out --list to do it."),
                    {options.project}, {}, 0, "--list");
    const std::size_t shown = options.limit > 0
                                  ? std::min<std::size_t>(report.groups.size(), static_cast<std::size_t>(options.limit))
                                  : report.groups.size();
    std::int64_t duplicates = 0;
    for (const DuplicateGroup& group : report.groups)
        duplicates += std::ssize(group.pairs) - 1;
    out.json["threshold"] = report.request.threshold;
    out.json["images"] = report.request.images;
    out.json["groups"] = report.groups.size();
    out.json["duplicates"] = duplicates;
    out.json["newer"] = report.newer;
    out.json["pairs"] = groupsJson(report, shown);
    std::vector<std::vector<std::string>> rows{{"size", "pairs"}};
    for (std::size_t i = 0; i < shown; ++i)
        rows.push_back({std::to_string(report.groups[i].pairs.size()), groupText(report.groups[i])});
    out.text = report.groups.empty()
                   ? "No pair is nearly the same as another."
                   : table(rows) + "\n" + count(std::ssize(report.groups)) + " groups, " + count(duplicates) +
                         " pairs that an earlier one resembles. “egt select " + options.project +
                         " --where \"not duplicate\" --name distinct” keeps one of each.";
    if (report.newer > 0) message(count(report.newer) + " pairs came since and were not compared.");
    return out;
}

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine,
               openProject(options.project, options.list ? OpenMode::read_only : OpenMode::read_write));
    Output out;
    if (!options.list) {
        DuplicatesRequest request = options.request;
        request.images = !options.text_only;
        EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
        const auto& result = std::get<DuplicatesResult>(ended.result);
        out.json["compared"] = result.pairs;
        out.json["unreadable_images"] = result.unreadable;
        out.json["run"] = ended.run;
    }
    return report(*engine, options, std::move(out));
}

} // namespace

void addDuplicates(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "duplicates", "Find pairs that are nearly the same",
                            "egt duplicates pairs.egt --threshold 0.8", run);
    DuplicatesRequest& request = options->request;
    command->add_option("project", options->project, "Project folder")->required();
    command
        ->add_option("--threshold", request.threshold,
                     "Share of their word triples that two texts have in common, 0.3 to 1")
        ->capture_default_str();
    command->add_option("--shingle", request.shingle, "Words in a row that are compared")->capture_default_str();
    command->add_flag("--text-only", options->text_only, "Do not compare pictures");
    command->add_option("--image-bits", request.image_bits, "Bits of 64 in which alike pictures may differ")
        ->capture_default_str();
    command->add_flag("--list", options->list, "Show what the last search found, without looking again");
    command->add_option("--limit", options->limit, "How many groups to print, 0 is all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
}

} // namespace egt::cli
