// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From pairs to prompts and from generated tokens to stored responses: what scoring, evaluation and training share.

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/control.h"
#include "base/result.h"
#include "images/image.h"
#include "ml_pipelines/judge_folder.h"
#include "records/records.h"

namespace egt::ml {

/// Decoded images, the least recently used ones forgotten beyond a byte budget. One thread.
class ImageCache {
public:
    explicit ImageCache(std::size_t budget_bytes = std::size_t{256} << 20) : m_budget(budget_bytes) {}
    /// Valid until the next call. Errors: image.*
    Result<const RgbImage*> get(const std::string& path);

private:
    struct Entry {
        std::string path;
        RgbImage image;
    };
    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::list<Entry> m_entries; ///< latest first
    std::unordered_map<std::string, std::list<Entry>::iterator> m_index;
};

/// The same size, every pixel the mean colour.
RgbImage meanColour(const RgbImage& image);

/// A pair whose images are ready for the vision tower. Without image references it is judged as text.
struct ReadyPair {
    PairRecord pair;
    std::vector<judge::ImagePatches> images;
};
/// `blank`: every image becomes its mean colour. Errors: image.missing, image.damaged, image.too_large.
Result<ReadyPair> readyPair(const LoadedJudge& judge, PairRecord pair, ImageCache& cache, bool blank = false);

/// Prompt with image tokens expanded. Errors: judge.prompt_too_long when prompt and answer do not fit the judge.
Result<std::vector<std::int32_t>> promptIds(const LoadedJudge& judge, const ReadyPair& pair, Order order,
                                            std::int32_t max_new_tokens);

/// Several pairs whose images are encoded together: which encoded image belongs to which pair.
struct ImageBatch {
    std::vector<judge::ImagePatches> patches;
    std::vector<std::vector<std::int32_t>> of_pair;
    void add(const ReadyPair& pair);
};

/// One answer that is asked for: indices into the batch's pairs.
struct Ask {
    std::size_t pair = 0;
    Order order = Order::stored;
    std::int32_t sample = 0;
    std::uint64_t seed = 0;
};
struct AskOptions {
    double temperature = 0;
    double top_p = 1;
    std::int32_t max_new_tokens = 0;
    std::int32_t batch = 64; ///< answers generated together
    std::int32_t alternatives = 0;
};
struct Answers {
    std::vector<judge::Sequence> sequences; ///< prompts as they were asked, one an ask
    std::vector<judge::Generated> generated;
    bool stopped = false; ///< the control asked to stop; the vectors are not complete
};
/// Generates all answers; the images of a pair are encoded once for all its answers. No gradients.
/// `prompts[i]` belongs to `asks[i]`.
Answers generateAnswers(LoadedJudge& judge, const std::vector<ReadyPair>& pairs, const std::vector<Ask>& asks,
                        const std::vector<std::vector<std::int32_t>>& prompts, const AskOptions& options,
                        Control& control);

/// Text, spans, verdict, probabilities and reductions of one generated answer.
ResponseRecord makeResponse(const LoadedJudge& judge, const PairRecord& pair, const Ask& ask,
                            const judge::Generated& generated);

} // namespace egt::ml
