// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/score_settings.h"

#include <optional>

#include <ATen/Parallel.h>

#include "ml_pipelines/notes.h"
#include "records/serialize.h"

namespace egt::ml {
namespace {

std::string shown(const Json& value) {
    return value.is_string() ? value.get<std::string>() : dumpJson(value);
}

tl::unexpected<Error> changed(const std::string& setting, const Json& before, const Json& now) {
    return fail("score.settings_changed",
                EGT_TEXT("engine",
                         "The setting %1 was %2 when this scoring run began and is %3 now, so the run can't go "
                         "on. Put it back, or start a new scoring run."),
                {setting, shown(before), shown(now)}, {}, 0, setting);
}

} // namespace

Result<ScoreSettings> ScoreSettings::resolve(const ScoreRequest& request, LoadedJudge& judge) {
    ScoreSettings out;
    out.request = request;
    if (!request.prompt.empty()) {
        EGT_ASSIGN(judge.prompt, JudgePrompt::named(request.prompt, judge.base));
    }
    const auto limit = [](std::int64_t asked) { return asked > 0 ? std::optional(asked) : std::nullopt; };
    EGT_ASSIGN(judge.preprocessor, judge.preprocessor.withLimits(limit(request.min_pixels), limit(request.max_pixels)));
    out.judge_hash = judge.weights_hash;
    out.prompt_name = judge.prompt.name;
    out.prompt_hash = judge.prompt.hash();
    out.verdict_opening = judge.prompt.verdict == VerdictForm::digit ? "<answer>" : "<answer>Answer ";
    out.max_new_tokens = request.mode == ScoreMode::respond ? judge.maxNewTokens(request.max_new_tokens) : 1;
    out.repetition_penalty =
        request.repetition_penalty > 0 ? request.repetition_penalty : judge.generation.repetition_penalty;
    out.min_pixels = judge.preprocessor.min_pixels;
    out.max_pixels = judge.preprocessor.max_pixels;
    out.device = judge.device;
    out.dtype = judge.dtype;
    out.threads = at::get_num_threads();
    return out;
}

Json ScoreSettings::toJson() const {
    Json json;
    json["mode"] = std::string(name(request.mode));
    json["selection"] = request.selection;
    json["orders"] = std::string(name(request.orders));
    json["samples"] = request.samples;
    json["prompt"] = prompt_name;
    json["prompt_hash"] = prompt_hash;
    if (request.mode == ScoreMode::verdict) json["verdict_opening"] = verdict_opening;
    if (request.mode == ScoreMode::given) json["given_field"] = request.given_field;
    json["temperature"] = request.temperature;
    json["top_p"] = request.top_p;
    json["top_k"] = request.top_k;
    json["repetition_penalty"] = repetition_penalty;
    json["max_new_tokens"] = max_new_tokens;
    json["seed"] = request.seed;
    json["min_pixels"] = min_pixels;
    json["max_pixels"] = max_pixels;
    json["text_only_missing"] = request.text_only_missing;
    json["batch"] = request.batch;
    json["entropy_of"] = "raw logits"; // temperature 1, nothing suppressed, whole vocabulary
    json["dtype"] = dtype;
    json["device"] = device;
    json["threads"] = threads;
    return json;
}

Result<void> ScoreSettings::adopt(const Json& stored) {
    const Json now = toJson();
    for (const auto& [setting, before] : stored.items())
        if (setting != "threads" && now.contains(setting) && now[setting] != before)
            return changed(setting, before, now[setting]);
    if (const auto found = stored.find("threads"); found != stored.end() && found->is_number_integer()) {
        threads = found->get<std::int32_t>();
        if (threads >= 1 && threads != at::get_num_threads()) at::set_num_threads(threads);
    }
    return {};
}

Result<void> checkScoreRequest(const ScoreRequest& request) {
    EGT_TRY(checkRange("samples", request.samples, 1, 1024));
    EGT_TRY(checkRange("batch", request.batch, 1, 65536));
    EGT_TRY(checkRange("temperature", request.temperature, 0, 100));
    EGT_TRY(checkRange("top_p", request.top_p, 1e-6, 1));
    EGT_TRY(checkRange("top_k", request.top_k, 0, 1 << 24));
    EGT_TRY(checkRange("repetition_penalty", request.repetition_penalty, 0, 100));
    EGT_TRY(checkRange("max_new_tokens", request.max_new_tokens, 0, 1048576));
    EGT_TRY(checkRange("alternatives", request.alternatives, 0, 64));
    if (request.mode != ScoreMode::respond) {
        EGT_TRY(checkRange("samples", request.samples, 1, 1));
        return checkRange("temperature", request.temperature, 0, 0);
    }
    if (request.samples > 1 && request.temperature == 0)
        return fail("score.greedy_samples",
                    EGT_TEXT("engine", "%1 samples at temperature 0 would all be the same response. Set a temperature, "
                                       "for example 1."),
                    {std::to_string(request.samples)}, {}, 0, "samples");
    return {};
}

} // namespace egt::ml
