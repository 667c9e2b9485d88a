// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judging.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/core/grad_mode.h>

#include "base/clock.h"
#include "scoring/reduce.h"

namespace egt::ml {
namespace {

void fillVerdict(const LoadedJudge& judge, const ParsedResponse& parsed, const judge::Generated& generated,
                 ResponseRecord& out) {
    out.p1 = out.p2 = std::numeric_limits<float>::quiet_NaN();
    if (parsed.answer == 0) return;
    const std::int64_t token = scoring::tokenAt(out.token_ends, parsed.digit);
    if (token < 0) return;
    const std::vector<float>& watched = generated.watched[static_cast<std::size_t>(token)];
    out.p1 = out.p2 = 0;
    for (std::size_t i = 0; i < watched.size(); ++i)
        (i < judge.ones ? out.p1 : out.p2) += watched[i];
}

/// The answer that is nothing but its verdict.
ParsedResponse digitAlone(const LoadedJudge& judge, std::int32_t id) {
    ParsedResponse out;
    const auto place = std::find(judge.digits.begin(), judge.digits.end(), id) - judge.digits.begin();
    out.answer = static_cast<std::size_t>(place) < judge.ones ? 1 : 2;
    out.digit = 0;
    out.answer_end = 1;
    return out;
}

} // namespace

RgbImage meanColour(const RgbImage& image) {
    const std::size_t pixels = image.bytes.size() / 3;
    std::uint64_t sums[3] = {0, 0, 0};
    for (std::size_t i = 0; i < pixels; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            sums[c] += image.bytes[3 * i + c];
    RgbImage out = image;
    for (std::size_t i = 0; i < pixels; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            out.bytes[3 * i + c] = static_cast<std::uint8_t>((sums[c] + pixels / 2) / pixels);
    return out;
}

Result<const RgbImage*> ImageCache::get(const std::string& path) {
    if (const auto found = m_index.find(path); found != m_index.end()) {
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return &m_entries.front().image;
    }
    EGT_ASSIGN(RgbImage image, decodeImage(path));
    m_bytes += image.bytes.size();
    m_entries.push_front({path, std::move(image)});
    m_index[path] = m_entries.begin();
    while (m_bytes > m_budget && m_entries.size() > 1) {
        m_bytes -= m_entries.back().image.bytes.size();
        m_index.erase(m_entries.back().path);
        m_entries.pop_back();
    }
    return &m_entries.front().image;
}

Result<ReadyPair> readyPair(const LoadedJudge& judge, PairRecord pair, ImageCache& cache, bool blank) {
    ReadyPair out{std::move(pair), {}};
    for (const ImageRef& image : out.pair.images) {
        if (image.path.empty())
            return fail("image.missing", EGT_TEXT("engine", "The image %1 is missing."), {image.reference},
                        image.reference);
        EGT_ASSIGN(const RgbImage* pixels, cache.get(image.path));
        EGT_ASSIGN(judge::ImagePatches patches,
                   judge::patchify(blank ? meanColour(*pixels) : *pixels, judge.preprocessor, image.path));
        out.images.push_back(std::move(patches));
    }
    return out;
}

PairRecord asText(PairRecord pair) {
    pair.images.clear();
    return pair;
}

Result<std::vector<std::int32_t>> promptIds(const LoadedJudge& judge, const ReadyPair& ready, Order order,
                                            std::int32_t max_new_tokens, const std::string& opening) {
    std::vector<std::int64_t> tokens;
    for (const judge::ImagePatches& image : ready.images)
        tokens.push_back(image.mergedTokens(judge.config.vision.spatial_merge_size));
    return promptIds(judge, ready.pair, tokens, order, max_new_tokens, opening);
}

Result<std::vector<std::int32_t>> promptIds(const LoadedJudge& judge, const PairRecord& pair,
                                            const std::vector<std::int64_t>& image_tokens, Order order,
                                            std::int32_t max_new_tokens, const std::string& opening) {
    const bool stored = order == Order::stored;
    const std::string text = judge.prompt.render(pair.question, stored ? pair.answer_a : pair.answer_b,
                                                 stored ? pair.answer_b : pair.answer_a, image_tokens.size());
    std::vector<std::int32_t> ids =
        judge::expandImageTokens(judge.tokenizer.encode(text + opening), image_tokens, judge.config.image_token_id);
    const auto room = static_cast<std::int64_t>(judge.config.text.max_position_embeddings) - max_new_tokens;
    if (static_cast<std::int64_t>(ids.size()) > room)
        return fail("judge.prompt_too_long",
                    EGT_TEXT("engine", "The prompt has %1 tokens; this judge takes %2 with room for its response. Use "
                                       "smaller images or a judge with a longer context."),
                    {std::to_string(ids.size()), std::to_string(std::max<std::int64_t>(0, room))});
    return ids;
}

void ImageBatch::add(const ReadyPair& pair) {
    std::vector<std::int32_t> indices;
    for (std::size_t i = 0; i < pair.images.size(); ++i) {
        const auto next = static_cast<std::int32_t>(patches.size());
        const auto [place, fresh] = m_index.try_emplace(pair.pair.images[i].path, next);
        if (fresh) patches.push_back(pair.images[i]);
        indices.push_back(place->second);
    }
    of_pair.push_back(std::move(indices));
}

std::vector<judge::EncodedImage> encodeAll(judge::Judge& judge, const std::vector<judge::ImagePatches>& images) {
    constexpr std::int64_t kPatches = 16384; // about four megapixels: the tower's activations stay small beside weights
    std::vector<judge::EncodedImage> out;
    std::vector<judge::ImagePatches> portion;
    std::int64_t patches = 0;
    const auto encode = [&] {
        if (portion.empty()) return;
        auto encoded = judge.encodeImages(portion);
        std::move(encoded.begin(), encoded.end(), std::back_inserter(out));
        portion.clear();
        patches = 0;
    };
    for (const judge::ImagePatches& image : images) {
        if (patches + image.pixels_PC.size(0) > kPatches) encode();
        portion.push_back(image);
        patches += image.pixels_PC.size(0);
    }
    encode();
    return out;
}

namespace {

judge::GenerateOptions generateOptions(const LoadedJudge& judge, const std::vector<Ask>& asks,
                                       const AskOptions& options) {
    judge::GenerateOptions out;
    out.max_new_tokens = options.mode == ScoreMode::respond ? options.max_new_tokens : 1;
    out.temperature = options.temperature;
    out.top_p = options.top_p;
    out.top_k = options.top_k;
    out.repetition_penalty = options.repetition_penalty;
    out.stop_ids = judge.stop_ids;
    out.suppressed = judge.suppressed;
    out.watched = judge.digits;
    out.alternatives = options.alternatives;
    out.lanes = std::max(1, options.batch);
    for (const Ask& ask : asks)
        out.seeds.push_back(ask.seed);
    if (options.mode == ScoreMode::verdict) out.only = judge.digits;
    return out;
}

} // namespace

Answers generateAnswers(LoadedJudge& judge, const std::vector<ReadyPair>& pairs, const std::vector<Ask>& asks,
                        const std::vector<std::vector<std::int32_t>>& prompts, const AskOptions& options,
                        Control& control) {
    const at::NoGradGuard guard;
    ImageBatch images;
    for (const ReadyPair& pair : pairs)
        images.add(pair);
    Answers out;
    const double started = steadySeconds();
    const auto encoded = encodeAll(*judge.judge, images.patches);
    out.stats.prompt_seconds = steadySeconds() - started;
    for (std::size_t i = 0; i < asks.size(); ++i)
        out.sequences.push_back({prompts[i], asks[i].given, images.of_pair[asks[i].pair]});
    const judge::GenerateOptions generate = generateOptions(judge, asks, options);
    out.generated = options.mode == ScoreMode::given
                        ? judge.judge->read(out.sequences, encoded, generate, control, &out.stats)
                        : judge.judge->generate(out.sequences, encoded, generate, control, &out.stats);
    out.stopped = out.generated.size() != asks.size();
    return out;
}

ResponseRecord makeResponse(const LoadedJudge& judge, const PairRecord& pair, const Ask& ask,
                            const judge::Generated& generated, ScoreMode mode) {
    ResponseRecord out;
    out.pair = pair.id;
    out.order = ask.order;
    out.sample = ask.sample;
    out.seed = ask.seed;
    Tokenizer::Decoded decoded = judge.tokenizer.decodeWithSpans(generated.ids);
    out.text = std::move(decoded.text);
    out.token_ends = std::move(decoded.ends);
    out.entropies = generated.entropies;
    out.logprobs = generated.logprobs;
    for (const std::int32_t rank : generated.ranks)
        out.ranks.push_back(static_cast<std::uint32_t>(rank));
    for (const auto& choices : generated.alternatives) {
        std::vector<TokenChoice> row;
        for (const auto& [id, probability] : choices)
            row.push_back({judge.tokenizer.decode({id}), probability});
        out.top.push_back(std::move(row));
    }
    const ParsedResponse parsed = mode == ScoreMode::verdict ? digitAlone(judge, generated.ids.front())
                                                             : parseResponse(out.text, judge.prompt.verdict);
    out.verdict = scoring::verdictOf(parsed.answer, ask.order);
    fillVerdict(judge, parsed, generated, out);
    out.p_label = scoring::labelProbability(pair.label, ask.order, parsed.answer != 0, out.p1, out.p2);
    out.entropy = scoring::summarise(out.entropies, out.token_ends, parsed);
    return out;
}

} // namespace egt::ml
