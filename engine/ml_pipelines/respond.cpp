// SPDX-License-Identifier: GPL-3.0-or-later

// One user turn by hand: what the judge says to a text and images, greedily, with what is known of each token. No judge
// prompt is added and nothing but what generation_config.json asks for is suppressed, so that the tokens are those of
// the judge's reference implementation.

#include "ml_pipelines/recipes.h"

#include <ATen/core/grad_mode.h>

#include "ml_pipelines/judge_device.h"
#include "ml_pipelines/judging.h"
#include "ml_pipelines/notes.h"
#include "text/chat_template.h"

namespace egt::ml {
namespace {

RespondResult resultOf(const LoadedJudge& judge, const judge::Generated& generated) {
    RespondResult out;
    for (std::size_t t = 0; t < generated.ids.size(); ++t) {
        RespondToken& token = out.tokens.emplace_back();
        token.id = generated.ids[t];
        token.entropy = generated.entropies[t];
        token.logprob = generated.logprobs[t];
        for (const auto& [id, probability] : generated.alternatives[t])
            token.top.push_back({id, judge.tokenizer.decode({id}), probability});
    }
    std::vector<std::int32_t> spoken;
    for (const std::int32_t id : generated.ids)
        if (!judge.tokenizer.isSpecial(id)) spoken.push_back(id);
    out.text = judge.tokenizer.decode(spoken);
    out.finished = generated.finished;
    return out;
}

} // namespace

Result<RespondResult> respond(const RespondRequest& request) {
    EGT_TRY(checkRange("max_new_tokens", request.max_new_tokens, 1, 1048576));
    EGT_TRY(checkRange("alternatives", request.alternatives, 0, 64));
    EGT_ASSIGN(LoadedJudge judge, loadJudgeFor(request.judge, request.device, request.dtype));
    ReadyPair turn;
    for (const std::string& file : request.images)
        turn.pair.images.push_back({file, file, 0, 0});
    ImageCache cache;
    EGT_ASSIGN(turn, readyPair(judge, turn.pair, cache));
    std::vector<std::int64_t> sizes;
    for (const judge::ImagePatches& image : turn.images)
        sizes.push_back(image.mergedTokens(judge.config.vision.spatial_merge_size));
    EGT_ASSIGN(const ChatTemplate chat, ChatTemplate::load(judge.base));
    const std::string text = chat.render(request.prompt, turn.images.size());
    judge::Sequence sequence{
        judge::expandImageTokens(judge.tokenizer.encode(text), sizes, judge.config.image_token_id), {}, {}};
    const at::NoGradGuard guard;
    ImageBatch images;
    images.add(turn);
    sequence.images = images.of_pair.front();
    judge::GenerateOptions options;
    options.max_new_tokens = request.max_new_tokens;
    options.stop_ids = judge.stop_ids;
    options.alternatives = request.alternatives;
    options.repetition_penalty = judge.generation.repetition_penalty;
    FreeRun control;
    const auto generated = judge.judge->generate({sequence}, encodeAll(*judge.judge, images.patches), options, control);
    RespondResult out = resultOf(judge, generated.front());
    out.prompt_tokens = static_cast<std::int64_t>(sequence.prompt.size());
    return out;
}

} // namespace egt::ml
