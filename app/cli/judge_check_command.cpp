// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

Result<Output> run(Context& /*context*/, const JudgeCheckRequest& request) {
    const auto engine = makeLocalEngine();
    EGT_ASSIGN(const JudgeCheck check, engine->judgeCheck(request));
    const std::string verdict =
        check.answer > 0 ? "answer " + std::to_string(check.answer) : "does not parse (" + check.why + ")";
    Output out;
    out.json = {{"folder", request.folder},
                {"dtype", check.dtype},
                {"tensors", check.tensors},
                {"image_tokens", check.image_tokens},
                {"prompt_tokens", check.prompt_tokens},
                {"mean_entropy", number(check.mean_entropy)},
                {"max_entropy", number(check.max_entropy)},
                {"most_possible", number(check.most_possible)},
                {"response", check.response},
                {"finished", check.finished},
                {"answer", check.answer},
                {"why", check.why},
                {"unused", check.unused}};
    out.text = aligned({{"weights", count(check.tensors) + " tensors, all finite, computed in " + check.dtype},
                        {"picture", count(check.image_tokens) + " of " + count(check.prompt_tokens) + " prompt tokens"},
                        {"entropy", "mean " + real(check.mean_entropy, 3) + ", highest " + real(check.max_entropy, 3) +
                                        " of " + real(check.most_possible, 3) + " nats"},
                        {"response", check.response + (check.finished ? "" : " …")},
                        {"verdict", verdict},
                        {"not used", check.unused.empty() ? "nothing"
                                                          : count(static_cast<std::int64_t>(check.unused.size())) +
                                                                " tensors, first " + check.unused.front()}});
    return out;
}

} // namespace

void addJudgeCheck(CLI::App& judge, Context& context) {
    const auto [command, options] = addCommand<JudgeCheckRequest>(
        judge, context, "check", "Load a judge, show it a picture and see whether what it says makes sense",
        "egt judge check Qwen2.5-VL-3B-Instruct --dtype bfloat16", run);
    command->add_option("folder", options->folder, "Judge or adapter")->required();
    command->add_option("--device", options->device, "cpu, cuda or cuda:0")->capture_default_str();
    command->add_option("--dtype", options->dtype, "float32, float16 or bfloat16; as the checkpoint when not given");
}

} // namespace egt::cli
