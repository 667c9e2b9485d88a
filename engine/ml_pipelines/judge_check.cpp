// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "judge/tensor_names.h"
#include "ml_pipelines/judge_folder.h"
#include "ml_pipelines/judge_tools.h"

namespace egt::ml {
namespace {

constexpr std::int32_t picture_side = 224;
constexpr std::int32_t most_new_tokens = 64;

/// A red disc on a field that turns from blue to green: something that one can be right or wrong about.
RgbImage picture() {
    RgbImage image{picture_side, picture_side, {}};
    for (std::int32_t y = 0; y < picture_side; ++y)
        for (std::int32_t x = 0; x < picture_side; ++x) {
            const std::int32_t dx = x - picture_side / 2, dy = y - picture_side / 2;
            const bool disc = dx * dx + dy * dy < picture_side * picture_side / 9;
            const auto green = static_cast<std::uint8_t>(x);
            for (const std::uint8_t byte : {static_cast<std::uint8_t>(disc ? 220 : 20), disc ? std::uint8_t{30} : green,
                                            static_cast<std::uint8_t>(disc ? 30 : 255 - green)})
                image.bytes.push_back(byte);
        }
    return image;
}

tl::unexpected<Error> notSane(const std::string& folder, const std::string& why) {
    return fail("judge.not_sane",
                EGT_TEXT("engine", "The judge %1 loads but computes nonsense: %2. Its files do not belong together or "
                                   "are damaged; copy them again."),
                {folder, why}, folder);
}

Result<void> checkNumbers(const LoadedJudge& loaded) {
    auto all = loaded.judge->tensors();
    if (loaded.judge->hasAdapter())
        for (const auto& matrix : loaded.judge->parameters())
            all.push_back(matrix);
    std::vector<std::string> bad;
    for (const auto& [name, tensor] : all)
        if (!at::isfinite(tensor).all().item<bool>()) bad.push_back(name);
    if (bad.empty()) return {};
    const std::string more = bad.size() > 1 ? " (+" + std::to_string(bad.size() - 1) + ")" : "";
    return fail("judge.not_finite",
                EGT_TEXT("engine", "The judge %1 has numbers that are none (NaN or infinite) in %2. Its weights are "
                                   "damaged; take another checkpoint."),
                {loaded.folder.string(), bad.front() + more}, loaded.folder.string(), 0, bad.front());
}

Result<void> checkEntropies(const LoadedJudge& loaded, const judge::Generated& response, JudgeCheck& out) {
    const std::string folder = loaded.folder.string();
    if (response.entropies.empty()) return notSane(folder, "it generates nothing");
    double sum = 0;
    for (const float h : response.entropies) {
        if (!std::isfinite(h)) return notSane(folder, "the entropy of a token is not a number");
        // float32 may round a flat distribution's entropy up by its last places
        if (h < 0 || h > out.most_possible * (1 + 1e-5))
            return notSane(folder, "the entropy of a token is outside 0 .. ln(vocabulary)");
        sum += h;
        out.max_entropy = std::max(out.max_entropy, static_cast<double>(h));
    }
    out.mean_entropy = sum / static_cast<double>(response.entropies.size());
    return {};
}

/// The pair of the picture, asked as the judge is always asked.
Result<judge::Sequence> question(const LoadedJudge& loaded, const judge::ImagePatches& patches, JudgeCheck& out) {
    const std::string text =
        loaded.prompt.render("What is in the middle of the picture?", "A red disc.", "A yellow square.", 1);
    out.image_tokens = patches.mergedTokens(loaded.config.vision.spatial_merge_size);
    judge::Sequence sequence;
    sequence.prompt =
        judge::expandImageTokens(loaded.tokenizer.encode(text), {out.image_tokens}, loaded.config.image_token_id);
    sequence.images = {0};
    out.prompt_tokens = static_cast<std::int64_t>(sequence.prompt.size());
    if (out.prompt_tokens < loaded.config.text.max_position_embeddings) return sequence;
    return notSane(loaded.folder.string(),
                   "a short question with a small picture is longer than max_position_embeddings");
}

Result<judge::Generated> respond(LoadedJudge& loaded, JudgeCheck& out) {
    const at::NoGradGuard no_grad;
    EGT_ASSIGN(const judge::ImagePatches patches, judge::patchify(picture(), loaded.preprocessor, "a picture"));
    const auto encoded = loaded.judge->encodeImages({patches});
    if (!at::isfinite(encoded.front().embedding_TD).all().item<bool>())
        return notSane(loaded.folder.string(), "what it sees of a picture is not a number");
    EGT_ASSIGN(const judge::Sequence sequence, question(loaded, patches, out));
    judge::GenerateOptions options;
    const std::int64_t room = loaded.config.text.max_position_embeddings - out.prompt_tokens;
    options.max_new_tokens =
        static_cast<std::int32_t>(std::min<std::int64_t>({most_new_tokens, loaded.maxNewTokens(0), room}));
    options.stop_ids = loaded.stop_ids;
    options.suppressed = loaded.suppressed;
    FreeRun control;
    return std::move(loaded.judge->generate({sequence}, encoded, options, control).front());
}

} // namespace

Result<JudgeCheck> checkJudge(const JudgeCheckRequest& request) {
    judge::LoadOptions options;
    EGT_ASSIGN(options.device, deviceOf(request.device));
    EGT_ASSIGN(options.dtype, dtypeOf(request.dtype));
    EGT_ASSIGN(LoadedJudge loaded, LoadedJudge::load(request.folder, options));
    JudgeCheck out;
    out.tensors = static_cast<std::int64_t>(loaded.judge->tensors().size());
    out.dtype = dtypeName(c10::typeMetaToScalarType(loaded.judge->options().dtype()));
    out.most_possible = std::log(static_cast<double>(loaded.config.text.vocab_size));
    EGT_TRY(checkNumbers(loaded));
    EGT_ASSIGN(const judge::Generated response, respond(loaded, out));
    EGT_TRY(checkEntropies(loaded, response, out));
    out.response = loaded.tokenizer.decode(response.ids);
    out.finished = response.finished;
    const ParsedResponse parsed = parseResponse(out.response, loaded.prompt.verdict);
    out.answer = parsed.answer;
    out.why = parsed.why;
    EGT_ASSIGN(const judge::WeightFiles files, judge::WeightFiles::open(loaded.base));
    EGT_ASSIGN(const judge::TensorMatch match, judge::matchTensors(loaded.config, files));
    out.unused = match.unused;
    return out;
}

} // namespace egt::ml
