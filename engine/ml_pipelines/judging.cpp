// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/judging.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/core/grad_mode.h>

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

Result<std::vector<std::int32_t>> promptIds(const LoadedJudge& judge, const ReadyPair& ready, Order order,
                                            std::int32_t max_new_tokens) {
    const PairRecord& pair = ready.pair;
    const bool stored = order == Order::stored;
    const std::string text = judge.prompt.render(pair.question, stored ? pair.answer_a : pair.answer_b,
                                                 stored ? pair.answer_b : pair.answer_a, ready.images.size());
    std::vector<std::int64_t> tokens;
    for (const judge::ImagePatches& image : ready.images)
        tokens.push_back(image.mergedTokens(judge.config.vision.spatial_merge_size));
    std::vector<std::int32_t> ids =
        judge::expandImageTokens(judge.tokenizer.encode(text), tokens, judge.config.image_token_id);
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
    for (const judge::ImagePatches& image : pair.images) {
        indices.push_back(static_cast<std::int32_t>(patches.size()));
        patches.push_back(image);
    }
    of_pair.push_back(std::move(indices));
}

Answers generateAnswers(LoadedJudge& judge, const std::vector<ReadyPair>& pairs, const std::vector<Ask>& asks,
                        const std::vector<std::vector<std::int32_t>>& prompts, const AskOptions& options,
                        Control& control) {
    const at::NoGradGuard guard;
    ImageBatch images;
    for (const ReadyPair& pair : pairs)
        images.add(pair);
    const auto encoded = judge.judge->encodeImages(images.patches);
    Answers out;
    for (std::size_t i = 0; i < asks.size(); ++i)
        out.sequences.push_back({prompts[i], {}, images.of_pair[asks[i].pair]});
    const auto slice = static_cast<std::size_t>(std::max(1, options.batch));
    for (std::size_t begin = 0; begin < asks.size(); begin += slice) {
        const std::size_t end = std::min(asks.size(), begin + slice);
        judge::GenerateOptions generate;
        generate.max_new_tokens = options.max_new_tokens;
        generate.temperature = options.temperature;
        generate.top_p = options.top_p;
        generate.stop_ids = judge.stop_ids;
        generate.suppressed = judge.suppressed;
        generate.watched = judge.digits;
        generate.alternatives = options.alternatives;
        for (std::size_t i = begin; i < end; ++i)
            generate.seeds.push_back(asks[i].seed);
        const std::vector<judge::Sequence> batch(out.sequences.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 out.sequences.begin() + static_cast<std::ptrdiff_t>(end));
        auto part = judge.judge->generate(batch, encoded, generate, control);
        if (part.size() != end - begin) {
            out.stopped = true;
            return out;
        }
        std::move(part.begin(), part.end(), std::back_inserter(out.generated));
    }
    return out;
}

ResponseRecord makeResponse(const LoadedJudge& judge, const PairRecord& pair, const Ask& ask,
                            const judge::Generated& generated) {
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
    const ParsedResponse parsed = parseResponse(out.text, judge.prompt.verdict);
    out.verdict = scoring::verdictOf(parsed.answer, ask.order);
    fillVerdict(judge, parsed, generated, out);
    out.p_label = scoring::labelProbability(pair.label, ask.order, parsed.answer != 0, out.p1, out.p2);
    out.entropy = scoring::summarise(out.entropies, out.token_ends, parsed);
    return out;
}

} // namespace egt::ml
