// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

Result<Output> run(Context& /*context*/, const JudgeExportRequest& request) {
    const auto engine = makeLocalEngine();
    EGT_ASSIGN(const JudgeExport written, engine->judgeExport(request));
    Output out;
    out.json = {{"out", written.out},       {"dtype", written.dtype},
                {"merged", written.merged}, {"parameters", written.parameters},
                {"files", written.files},   {"bytes", written.bytes}};
    out.text = aligned({{"judge", written.out},
                        {"parameters", count(written.parameters) + ", " + written.dtype},
                        {"adapter", written.merged ? "merged" : "none"},
                        {"weight files", count(static_cast<std::int64_t>(written.files.size()))},
                        {"bytes", count(written.bytes)}});
    return out;
}

void addCommon(CLI::App& command, JudgeExportRequest& options) {
    command.add_option("--out", options.out, "New folder")->required();
    command.add_option("--dtype", options.dtype, "float32, float16 or bfloat16; as the checkpoint when not given");
    command
        .add_option("--names", options.names,
                    "Names of the tensors: published (visual.*, model.*) or nested (model.visual.*)")
        ->capture_default_str();
    command.add_option("--shard-gb", options.shard_gb, "Largest weight file")
        ->check(CLI::Range(0.0001, 1e6))
        ->capture_default_str();
}

} // namespace

void addJudgeMerge(CLI::App& judge, Context& context) {
    const auto [command, options] = addCommand<JudgeExportRequest>(
        judge, context, "merge", "Put an adapter into its judge's weights and write the whole judge",
        "egt judge merge Qwen2.5-VL-3B-Instruct --adapter run/step-40 --out merged", run);
    command->add_option("folder", options->folder, "The judge, or the adapter when that names its judge")->required();
    command->add_option("--adapter", options->adapter, "Folder with adapter_config.json");
    addCommon(*command, *options);
}

void addJudgeExport(CLI::App& judge, Context& context) {
    const auto [command, options] = addCommand<JudgeExportRequest>(
        judge, context, "export", "Write a judge as a checkpoint for transformers or vLLM, with its other files",
        "egt judge export judge --dtype bfloat16 --out for-vllm", run);
    command->add_option("folder", options->folder, "The judge, or an adapter, which is merged")->required();
    addCommon(*command, *options);
}

} // namespace egt::cli
