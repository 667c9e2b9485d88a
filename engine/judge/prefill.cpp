// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/prefill.h"

#include <algorithm>

namespace egt::judge {
namespace {

constexpr std::int64_t kPlaces = 8192; ///< computed at a time: bounds the activations
constexpr std::int64_t kEnough = 512;  ///< tokens that are worth a pass of their own
constexpr double kFull = 0.9;          ///< least share of a pass's places that tokens are in, unless it is a small one

/// Hidden states come back from span-relative token `wanted` on; none when the span is only for the cache.
struct Piece {
    Span span;
    std::int64_t group = 0;
    std::int64_t wanted = 0;
    std::int64_t first_row = 0; ///< of its hidden states, in the order of the passes

    [[nodiscard]] std::int64_t length() const { return span.end - span.begin; }
    [[nodiscard]] std::int64_t rows() const { return length() - wanted; }
};

/// Computes spans a few at a time: spans of about one length together, so that little of a pass is padding.
class Prefill {
public:
    Prefill(const Weights& weights, const JudgeConfig& config, const std::vector<EncodedImage>& images, KvCache& cache,
            PassStats& stats)
        : m_weights(weights), m_config(config), m_images(images), m_cache(cache), m_stats(stats) {}

    /// The hidden states that are wanted, in the order of the pieces.
    torch::Tensor compute(std::vector<Piece>& pieces) {
        std::vector<Piece*> rising;
        for (Piece& piece : pieces)
            rising.push_back(&piece);
        std::stable_sort(rising.begin(), rising.end(),
                         [](const Piece* a, const Piece* b) { return a->length() < b->length(); });
        std::vector<torch::Tensor> hidden;
        std::int64_t rows = 0;
        for (std::size_t begin = 0; begin < rising.size();) {
            const std::size_t end = passEnd(rising, begin);
            for (std::size_t i = begin; i < end; ++i) {
                rising[i]->first_row = rows;
                rows += rising[i]->rows();
            }
            hidden.push_back(pass({rising.begin() + static_cast<std::ptrdiff_t>(begin),
                                   rising.begin() + static_cast<std::ptrdiff_t>(end)}));
            begin = end;
        }
        const torch::Tensor all = hidden.size() == 1 ? hidden.front() : at::cat(hidden);
        return rows == 0 ? all : inOrder(all, pieces);
    }

private:
    static std::size_t passEnd(const std::vector<Piece*>& rising, std::size_t begin) {
        std::int64_t tokens = 0;
        for (std::size_t end = begin; end < rising.size(); ++end) {
            const std::int64_t longest = rising[end]->length();
            const std::int64_t places = longest * static_cast<std::int64_t>(end - begin + 1);
            const bool full =
                tokens >= kEnough && static_cast<double>(tokens + longest) < kFull * static_cast<double>(places);
            if (end > begin && (places > kPlaces || full)) return end;
            tokens += longest;
        }
        return rising.size();
    }

    torch::Tensor pass(const std::vector<Piece*>& pieces) {
        std::vector<Span> spans;
        CachePlaces places{m_cache, {}};
        for (const Piece* piece : pieces) {
            spans.push_back(piece->span);
            places.groups.push_back(piece->group);
        }
        const TokenBatch batch = embed(m_weights, m_config, spans, m_images);
        std::vector<std::int64_t> rows;
        for (std::size_t b = 0; b < pieces.size(); ++b) {
            for (std::int64_t t = pieces[b]->wanted; t < batch.lengths[b]; ++t)
                rows.push_back(static_cast<std::int64_t>(b) * batch.longest + t);
            m_stats.computed_tokens += batch.lengths[b];
        }
        m_stats.padded_tokens += batch.size * batch.longest;
        return runLayers(m_weights, m_config, batch, at::tensor(rows, torch::kInt64), &places);
    }

    static torch::Tensor inOrder(const torch::Tensor& hidden, const std::vector<Piece>& pieces) {
        std::vector<std::int64_t> rows;
        for (const Piece& piece : pieces)
            for (std::int64_t i = 0; i < piece.rows(); ++i)
                rows.push_back(piece.first_row + i);
        if (std::is_sorted(rows.begin(), rows.end())) return hidden;
        return hidden.index_select(0, at::tensor(rows, torch::kInt64).to(hidden.device()));
    }

    const Weights& m_weights;
    const JudgeConfig& m_config;
    const std::vector<EncodedImage>& m_images;
    KvCache& m_cache;
    PassStats& m_stats;
};

} // namespace

torch::Tensor prefill(const Weights& weights, const JudgeConfig& config, const std::vector<PrefillFamily>& families,
                      const std::vector<EncodedImage>& images, KvCache& cache, PassStats& stats) {
    Prefill run(weights, config, images, cache, stats);
    std::vector<Piece> beginnings;
    for (const PrefillFamily& family : families)
        if (family.shared > 0)
            beginnings.push_back(
                {{family.items.front().sequence, 0, family.shared}, family.items.front().group, family.shared, 0});
    if (!beginnings.empty()) run.compute(beginnings);
    for (const PrefillFamily& family : families)
        for (std::size_t i = 1; i < family.items.size() && family.shared > 0; ++i)
            cache.copyBeginning(family.items.front().group, family.items[i].group, family.shared);
    std::vector<Piece> rest;
    for (const PrefillFamily& family : families)
        for (const PrefillItem& item : family.items)
            rest.push_back({{item.sequence, family.shared, item.end}, item.group, item.wanted - family.shared, 0});
    return run.compute(rest);
}

} // namespace egt::judge
