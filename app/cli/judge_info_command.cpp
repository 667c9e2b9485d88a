// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

struct Options {
    std::string folder;
};

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

Rows rowsOf(const JudgeDetails& details) {
    const JudgeInfo& info = details.info;
    Rows rows = {{"judge", info.path},
                 {"family", info.family + ", config.json " + details.layout + ", tensors named as " +
                                (details.names == "nested" ? "transformers names them" : "the published checkpoints")},
                 {"parameters", count(info.parameters)},
                 {"language model", std::to_string(info.layers) + " layers, width " + std::to_string(details.hidden) +
                                        ", " + std::to_string(details.heads) + " heads, " +
                                        std::to_string(details.kv_heads) + " for keys and values, head " +
                                        (details.tied ? "tied" : "of its own")},
                 {"vision layers", std::to_string(info.vision_layers)},
                 {"vocabulary", count(info.vocabulary)},
                 {"context", count(details.context) + " tokens"},
                 {"dtype", info.dtype},
                 {"files", joined(details.files) + ", " + count(details.bytes) + " bytes"},
                 {"prompt", details.prompt},
                 {"chat template", details.chat_template.empty() ? "none" : details.chat_template}};
    if (details.adapter_rank > 0)
        rows.insert(rows.begin() + 1, {{"adapter", "LoRA of rank " + std::to_string(details.adapter_rank) + " on " +
                                                       count(details.adapter_modules) + " layers, " +
                                                       count(details.adapter_parameters) + " parameters"},
                                       {"of the judge", details.base}});
    if (!details.unused.empty()) rows.emplace_back("not used", joined(details.unused));
    rows.emplace_back("weights", "sha256 " + info.weights_hash);
    return rows;
}

OrderedJson jsonOf(const JudgeDetails& details) {
    const JudgeInfo& info = details.info;
    OrderedJson json = {{"path", info.path},
                        {"family", info.family},
                        {"parameters", info.parameters},
                        {"layers", info.layers},
                        {"vision_layers", info.vision_layers},
                        {"vocabulary", info.vocabulary},
                        {"dtype", info.dtype},
                        {"weights_hash", info.weights_hash},
                        {"hidden", details.hidden},
                        {"heads", details.heads},
                        {"kv_heads", details.kv_heads},
                        {"context", details.context},
                        {"tied", details.tied},
                        {"layout", details.layout},
                        {"names", details.names},
                        {"files", details.files},
                        {"bytes", details.bytes},
                        {"unused", details.unused},
                        {"prompt", details.prompt},
                        {"chat_template", details.chat_template}};
    if (details.adapter_rank > 0)
        json["adapter"] = {{"base", details.base},
                           {"rank", details.adapter_rank},
                           {"modules", details.adapter_modules},
                           {"parameters", details.adapter_parameters}};
    return json;
}

Result<Output> run(Context& /*context*/, const Options& options) {
    const auto engine = makeLocalEngine();
    EGT_ASSIGN(const JudgeDetails details, engine->judgeDetails(options.folder));
    return Output{jsonOf(details), aligned(rowsOf(details))};
}

} // namespace

void addJudgeInfo(CLI::App& judge, Context& context) {
    const auto [command, options] = addCommand<Options>(judge, context, "info", "Say what a judge or an adapter is",
                                                        "egt judge info judge --json", run);
    command->add_option("folder", options->folder, "Folder with config.json and weights, or with adapter_config.json")
        ->required();
}

} // namespace egt::cli
