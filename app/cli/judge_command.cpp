// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string folder;
};

Result<Output> run(Context& /*context*/, const Options& options) {
    const auto engine = makeLocalEngine();
    EGT_ASSIGN(const JudgeInfo info, engine->judgeInfo(options.folder));
    Output out;
    out.json["path"] = info.path;
    out.json["family"] = info.family;
    out.json["parameters"] = info.parameters;
    out.json["layers"] = info.layers;
    out.json["vision_layers"] = info.vision_layers;
    out.json["vocabulary"] = info.vocabulary;
    out.json["dtype"] = info.dtype;
    out.json["weights_hash"] = info.weights_hash;
    out.text = aligned({{"judge", info.path},
                        {"family", info.family},
                        {"parameters", count(info.parameters)},
                        {"layers", std::to_string(info.layers)},
                        {"vision layers", std::to_string(info.vision_layers)},
                        {"vocabulary", count(info.vocabulary)},
                        {"dtype", info.dtype},
                        {"weights", "sha256 " + info.weights_hash}});
    return out;
}

} // namespace

void addJudge(CLI::App& app, Context& context) {
    CLI::App* judge = app.add_subcommand("judge", "Look at a judge folder");
    judge->require_subcommand(1);
    judge->footer("Example:\n  egt judge info judge");
    const auto [command, options] = addCommand<Options>(*judge, context, "info", "Say what a judge folder holds",
                                                        "egt judge info judge --json", run);
    command->add_option("folder", options->folder, "Folder with config.json and weights")->required();
    addJudgeTokenize(*judge, context);
}

} // namespace egt::cli
