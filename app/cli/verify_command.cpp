// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    bool no_thumbnails = false;
    VerifyRequest request;
};

std::string describe(const VerifyResult& r) {
    Rows rows{{"images", count(r.images) + " files, named " + count(r.references) + " times"},
              {"looked at", count(r.checked) + " now, " + count(r.known) + " known from before"},
              {"good", count(r.good)}};
    for (const auto& [what, number] : {std::pair{"never found", r.unfound},
                                       {"missing now", r.missing},
                                       {"damaged", r.damaged},
                                       {"too large", r.too_large},
                                       {"wrong ending", r.wrong_ending},
                                       {"size changed", r.size_changed}})
        if (number > 0) rows.emplace_back(what, count(number));
    rows.emplace_back("same content",
                      count(r.same_files) + " files beside others, in " + count(r.same_groups) + " groups");
    rows.emplace_back("look alike",
                      count(r.near_files) + " files beside others, in " + count(r.near_groups) + " groups");
    rows.emplace_back("thumbnails", count(r.thumbnails) + " made");
    if (!r.problems_file.empty()) rows.emplace_back("problems", r.problems_file);
    if (!r.duplicates_file.empty()) rows.emplace_back("duplicates", r.duplicates_file);
    if (r.unfound + r.missing > 0)
        rows.emplace_back("missing ones", "egt relocate PROJECT --images FOLDER looks for them");
    return aligned(rows);
}

Result<Output> run(Context& context, const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    VerifyRequest request = options.request;
    request.thumbnails = !options.no_thumbnails;
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    const auto& result = std::get<VerifyResult>(ended.result);
    Output out;
    out.json = OrderedJson(recordToJson(result));
    out.json["run"] = ended.run;
    out.text = describe(result);
    return out;
}

} // namespace

void addVerify(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "verify", "Look at every image: there, whole, as large as it was, twice; go on after a stop",
        "egt verify pairs.egt", run);
    command->add_option("project", options->project, "Project folder")->required();
    command->add_flag("--no-thumbnails", options->no_thumbnails, "Make no thumbnails");
    command->add_flag("--again", options->request.again, "Look at images again that have not changed since");
    command
        ->add_option("--near-bits", options->request.near_bits,
                     "Images look alike when their 64-bit perceptual hashes differ in at most so many bits")
        ->capture_default_str();
}

} // namespace egt::cli
