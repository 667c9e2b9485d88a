// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace egt::cli {
namespace {

Result<Output> run(Context& /*context*/, const RespondRequest& request) {
    const auto engine = makeLocalEngine();
    EGT_ASSIGN(const RespondResult result, engine->judgeRespond(request));
    Output out;
    out.json["tokens"] = OrderedJson::array();
    double entropy = 0;
    for (const RespondToken& token : result.tokens) {
        OrderedJson top = OrderedJson::array();
        for (const TokenAlternative& one : token.top)
            top.push_back({{"id", one.id}, {"text", one.text}, {"probability", number(one.probability)}});
        out.json["tokens"].push_back({{"id", token.id},
                                      {"entropy", number(token.entropy)},
                                      {"logprob", number(token.logprob)},
                                      {"top", std::move(top)}});
        entropy += token.entropy;
    }
    out.json["text"] = result.text;
    out.json["prompt_tokens"] = result.prompt_tokens;
    out.json["finished"] = result.finished;
    const auto tokens = static_cast<std::int64_t>(result.tokens.size());
    out.text = result.text + "\n\n" + count(tokens) + " tokens" + (result.finished ? "" : ", not finished") +
               ", mean entropy " + real(tokens > 0 ? entropy / static_cast<double>(tokens) : 0, 4) + " nats";
    return out;
}

} // namespace

void addJudgeRespond(CLI::App& judge, Context& context) {
    const auto [command, request] = addCommand<RespondRequest>(
        judge, context, "respond", "Ask a judge by hand: one turn, greedy, with the entropy of each token",
        "egt judge respond judge --image photo.jpg --prompt \"What is this?\" --max-new 32", run);
    command->add_option("folder", request->judge, "Judge folder")->required();
    command->add_option("--image", request->images, "Image file; may be given several times")->check(CLI::ExistingFile);
    command->add_option("--prompt", request->prompt, "What is asked, after the images")->required();
    command->add_option("--max-new", request->max_new_tokens, "Longest response")->capture_default_str();
    command->add_option("--top", request->alternatives, "Likeliest tokens to list with each token")
        ->capture_default_str();
    command->add_option("--device", request->device, "auto, cpu or cuda:0")->capture_default_str();
    command->add_option("--dtype", request->dtype, "Numbers that the judge computes with")
        ->check(CLI::IsMember({"auto", "float32", "bfloat16", "float16"}))
        ->capture_default_str();
}

} // namespace egt::cli
