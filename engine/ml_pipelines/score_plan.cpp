// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/score_plan.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/json.h"
#include "base/random.h"
#include "images/resize.h"

namespace egt::ml {
namespace {

constexpr std::size_t kChunk = 2000;

tl::unexpected<Error> noGivenText(const std::string& field) {
    return fail("score.no_given_text",
                EGT_TEXT("engine", "The pair has no text in its field %1, so there is nothing to read."), {field}, {},
                0, field);
}

/// Of an image whose size the project knows; 1 when it does not.
Result<std::int64_t> imageTokens(const LoadedJudge& judge, const ImageRef& image) {
    if (image.width <= 0 || image.height <= 0) return std::int64_t{1};
    const PreprocessorConfig& p = judge.preprocessor;
    EGT_ASSIGN(const ImageSize size, smartResize({image.width, image.height}, p, image.reference));
    const std::int64_t side = std::int64_t{p.patch_size} * p.merge_size;
    return std::int64_t{size.width} * size.height / (side * side);
}

const std::string& openingOf(const ScoreSettings& settings) {
    static const std::string none;
    return settings.request.mode == ScoreMode::verdict ? settings.verdict_opening : none;
}

/// Each sample of each order draws from a seed of its own.
Ask askOf(const ScoreSettings& settings, PairId pair, Order order, std::int32_t sample) {
    return {0,
            order,
            sample,
            mixSeed(settings.request.seed, static_cast<std::uint64_t>(pair), static_cast<std::uint64_t>(order),
                    static_cast<std::uint64_t>(sample)),
            {}};
}

Result<std::vector<std::int32_t>> givenTokens(const LoadedJudge& judge, const PairRecord& pair,
                                              const std::string& field) {
    EGT_ASSIGN(const std::string text, givenText(pair, field));
    std::vector<std::int32_t> ids = judge.tokenizer.encode(text);
    if (ids.empty()) return noGivenText(field);
    if (std::find(ids.begin(), ids.end(), judge.config.image_token_id) != ids.end())
        return fail("score.given_image",
                    EGT_TEXT("engine", "The given text contains the judge's mark for an image. Remove it there."));
    return ids;
}

} // namespace

Result<std::string> givenText(const PairRecord& pair, const std::string& field) {
    const auto reason = [](const std::string& text, const char* name) -> Result<std::string> {
        if (text.empty()) return noGivenText(name);
        return text;
    };
    if (field == "reason_a" || (field.empty() && pair.label == Label::a)) return reason(pair.reason_a, "reason_a");
    if (field == "reason_b" || (field.empty() && pair.label == Label::b)) return reason(pair.reason_b, "reason_b");
    if (field.empty())
        return fail("score.no_label",
                    EGT_TEXT("engine",
                             "The pair has no label, so it has no labelled answer whose reason could be read. "
                             "Name the field to read."),
                    {}, {}, 0, "given_field");
    const auto extra = pair.extra.empty() ? Result<Json>(Json()) : parseJson(pair.extra);
    if (!extra || !extra->is_object()) return noGivenText(field);
    const auto found = extra->find(field);
    if (found == extra->end() || !found->is_string()) return noGivenText(field);
    return found->get<std::string>();
}

std::int64_t promptLength(const LoadedJudge& judge, const ScoreSettings& settings, const PairRecord& pair) {
    std::int64_t length = 0;
    std::size_t shown = 0;
    for (const ImageRef& image : pair.images) {
        if (image.path.empty()) continue;
        length += imageTokens(judge, image).value_or(1) - 1; // the text has one mark for it
        ++shown;
    }
    std::string text = judge.prompt.render(pair.question, pair.answer_a, pair.answer_b, shown) + openingOf(settings);
    if (settings.request.mode == ScoreMode::given) text += givenText(pair, settings.request.given_field).value_or("");
    return length + static_cast<std::int64_t>(judge.tokenizer.encode(text).size());
}

Result<void> eachPair(Project& project, const std::vector<PairId>& ids,
                      const std::function<Result<void>(PairRecord& pair)>& body) {
    for (std::size_t begin = 0; begin < ids.size(); begin += kChunk) {
        const auto end = std::min(ids.size(), begin + kChunk);
        EGT_ASSIGN(auto records, project.pairs({ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                                ids.begin() + static_cast<std::ptrdiff_t>(end)}));
        for (PairRecord& pair : records)
            EGT_TRY(body(pair));
    }
    return {};
}

Result<std::vector<scoring::ScoreUnit>> planScoring(const LoadedJudge& judge, const ScoreSettings& settings,
                                                    Project& project, RunContext& run) {
    const ScoreRequest& request = settings.request;
    EGT_ASSIGN(const std::vector<PairId> ids, project.selectionPairs(request.selection));
    if (ids.empty())
        return fail("score.empty_selection",
                    EGT_TEXT("engine", "The selection \"%1\" has no pairs. Import pairs or choose another selection."),
                    {request.selection}, {}, 0, "selection");
    std::vector<scoring::PlannedPair> pairs;
    const auto total = static_cast<std::int64_t>(ids.size());
    EGT_TRY(eachPair(project, ids, [&](PairRecord& pair) -> Result<void> {
        if (pairs.size() % 64 == 0) {
            if (run.checkpoint() != StopKind::none)
                return fail("job.stopped", EGT_TEXT("engine", "The run was stopped and saved; it can be continued."));
            run.progress({static_cast<std::int64_t>(pairs.size()), total, "pairs", "planning", 0, 0});
        }
        const bool text_only = request.text_only_missing && scoring::imagesMissing(pair);
        if (text_only) pair = asText(std::move(pair));
        pairs.push_back({pair.id, promptLength(judge, settings, pair), text_only});
        return {};
    }));
    return scoring::planUnits(std::move(pairs), scoring::ordersOf(request.orders), request.samples,
                              scoring::unitResponses(request.batch));
}

Result<PairPrompts> promptsOf(const LoadedJudge& judge, const ScoreSettings& settings, const PairRecord& pair,
                              const std::vector<Order>& orders) {
    PairPrompts out;
    if (scoring::imagesMissing(pair))
        return fail("image.missing", EGT_TEXT("engine", "An image of the pair is missing."));
    for (const ImageRef& image : pair.images) {
        EGT_ASSIGN(const std::int64_t tokens, imageTokens(judge, image));
        out.image_tokens.push_back(tokens);
    }
    std::vector<std::int32_t> given;
    if (settings.request.mode == ScoreMode::given) {
        EGT_ASSIGN(given, givenTokens(judge, pair, settings.request.given_field));
    }
    const std::int32_t room = std::max(settings.max_new_tokens, static_cast<std::int32_t>(given.size()));
    for (const Order order : orders) {
        EGT_ASSIGN(auto ids, promptIds(judge, pair, out.image_tokens, order, room, openingOf(settings)));
        ids.insert(ids.end(), given.begin(), given.end());
        out.ids.push_back(std::move(ids));
    }
    return out;
}

Result<PairAsks> asksOf(const LoadedJudge& judge, const ScoreSettings& settings, PairRecord record, bool text_only,
                        const scoring::ScoreUnit& unit, ImageCache& images) {
    PairAsks out;
    const PairId id = record.id;
    EGT_ASSIGN(out.pair, readyPair(judge, text_only ? asText(std::move(record)) : std::move(record), images));
    std::vector<std::int32_t> given;
    if (settings.request.mode == ScoreMode::given) {
        EGT_ASSIGN(given, givenTokens(judge, out.pair.pair, settings.request.given_field));
    }
    const std::int32_t room = std::max(settings.max_new_tokens, static_cast<std::int32_t>(given.size()));
    for (const Order order : unit.orders) {
        EGT_ASSIGN(const auto ids, promptIds(judge, out.pair, order, room, openingOf(settings)));
        for (std::int32_t sample = 0; sample < unit.samples; ++sample) {
            out.asks.push_back(askOf(settings, id, order, sample));
            out.asks.back().given = given;
            out.prompts.push_back(ids);
        }
    }
    return out;
}

} // namespace egt::ml
