// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/server_judge.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/numbers.h"
#include "remote/chat_reply.h"
#include "remote/chat_request.h"

namespace egt::pipelines {
namespace {

constexpr double kPoll = 0.1; // a stop is seen within this

Result<std::string> firstModel(const Json& list, const std::string& url) {
    const Json data = list.is_object() ? list.value("data", Json()) : Json();
    if (data.is_array() && !data.empty() && data.front().is_object())
        if (const std::string id = data.front().value("id", ""); !id.empty()) return id;
    return fail("server.no_model",
                EGT_TEXT("engine", "The server %1 does not say which models it has. Name one with --model."), {url}, {},
                0, "model");
}

std::string probeBody(const std::string& model, std::int32_t top_logprobs) {
    remote::ChatSettings settings;
    settings.model = model;
    settings.max_tokens = 1;
    settings.top_logprobs = top_logprobs;
    return remote::chatBody({{"user", {{false, "Answer with one word: ready?"}}}}, {}, settings);
}

bool lists(const remote::ChatReply& reply) {
    return std::any_of(reply.tokens.begin(), reply.tokens.end(),
                       [](const remote::ReplyToken& token) { return !token.top.empty(); });
}

tl::unexpected<Error> noLogprobs(const std::string& url) {
    return fail("server.no_logprobs",
                EGT_TEXT("engine",
                         "The server %1 sends no log-probs, so its entropy can't be bracketed. Start vLLM with "
                         "--max-logprobs 20 (SGLang and llama.cpp need no option), or score verdicts alone with "
                         "--top-logprobs 0."),
                {url}, {}, 0, "top_logprobs");
}

Result<void> checkLogprobs(const remote::ChatReply& reply, const std::string& url) {
    if (!lists(reply)) return noLogprobs(url);
    for (const remote::ReplyToken& token : reply.tokens)
        if (!remote::tokenBracket(token.list, remote::kLargestVocabulary))
            return fail("server.logits",
                        EGT_TEXT("engine", "The server %1 sends other numbers than log-probs. Start vLLM with "
                                           "--logprobs-mode raw_logprobs."),
                        {url}, {}, 0, "logprobs_mode");
    return {};
}

} // namespace

std::string ServerJudge::hash() const {
    return sha256Hex(url + "\n" + model);
}

Result<std::optional<Json>> askOnce(remote::Client& client, const std::string& path, const std::string& body,
                                    const Control& control) {
    client.ask(-1, path, body);
    while (control.requested() == StopKind::none)
        for (remote::Answer& answer : client.poll(kPoll)) {
            if (!answer.json) return fail(answer.json.error());
            return std::optional<Json>(std::move(*answer.json));
        }
    client.cancel();
    return std::optional<Json>();
}

std::int32_t fewerAlternatives(const std::string& words, std::int32_t asked) {
    if (words.find("logprob") == std::string::npos) return 0;
    std::int32_t best = 0;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t begin = words.find_first_of("0123456789", at);
        if (begin == std::string::npos) break;
        at = std::min(words.find_first_not_of("0123456789", begin), words.size());
        const auto number = parseNumber<std::int32_t>(std::string_view(words).substr(begin, at - begin));
        if (number && *number < asked) best = std::max(best, *number);
    }
    if (best > 0) return best;
    constexpr std::array<std::int32_t, 4> steps = {20, 10, 5, 1};
    const auto next = std::find_if(steps.begin(), steps.end(), [&](std::int32_t step) { return step < asked; });
    return next == steps.end() ? 0 : *next;
}

Result<std::optional<ServerJudge>> meetServer(remote::Client& client, const ServerOptions& options,
                                              const Control& control) {
    ServerJudge judge{client.address().base, options.model, {}, options.top_logprobs};
    if (judge.model.empty()) {
        EGT_ASSIGN(const std::optional<Json> list, askOnce(client, "/models", {}, control));
        if (!list) return std::optional<ServerJudge>();
        EGT_ASSIGN(judge.model, firstModel(*list, judge.url));
    }
    while (true) {
        const auto answer = askOnce(client, "/chat/completions", probeBody(judge.model, judge.top_logprobs), control);
        if (!answer) {
            const bool refused = answer.error().code == "server.refused" && judge.top_logprobs > 0;
            judge.top_logprobs = refused ? fewerAlternatives(answer.error().args.back(), judge.top_logprobs) : 0;
            if (judge.top_logprobs > 0) continue;
            return fail(answer.error());
        }
        if (!*answer) return std::optional<ServerJudge>();
        EGT_ASSIGN(const remote::ChatReply reply, remote::readChatReply(**answer, judge.url));
        if (judge.top_logprobs > 0) EGT_TRY(checkLogprobs(reply, judge.url));
        judge.served_model = reply.model.empty() ? judge.model : reply.model;
        return std::optional(std::move(judge));
    }
}

} // namespace egt::pipelines
