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
#include "records/requests.h"

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
/// The pair without its images.
PairRecord asText(PairRecord pair);
/// `blank`: every image becomes its mean colour. Errors: image.missing, image.damaged, image.too_large,
/// image.too_long.
Result<ReadyPair> readyPair(const LoadedJudge& judge, PairRecord pair, ImageCache& cache, bool blank = false);

/// Prompt with image tokens expanded (`image_tokens[i]` of image i), then `opening`. Errors: judge.prompt_too_long when
/// prompt and answer do not fit the judge.
Result<std::vector<std::int32_t>> promptIds(const LoadedJudge& judge, const PairRecord& pair,
                                            const std::vector<std::int64_t>& image_tokens, Order order,
                                            std::int32_t max_new_tokens, const std::string& opening = {});
Result<std::vector<std::int32_t>> promptIds(const LoadedJudge& judge, const ReadyPair& pair, Order order,
                                            std::int32_t max_new_tokens, const std::string& opening = {});

/// Several pairs whose images are encoded together: which encoded image belongs to which pair. A file that several
/// pairs show is encoded once.
struct ImageBatch {
    std::vector<judge::ImagePatches> patches;
    std::vector<std::vector<std::int32_t>> of_pair;
    void add(const ReadyPair& pair);

private:
    std::unordered_map<std::string, std::int32_t> m_index; ///< by path
};
/// In portions of a bounded number of patches.
std::vector<judge::EncodedImage> encodeAll(judge::Judge& judge, const std::vector<judge::ImagePatches>& images);

/// One answer that is asked for: indices into the batch's pairs.
struct Ask {
    std::size_t pair = 0;
    Order order = Order::stored;
    std::int32_t sample = 0;
    std::uint64_t seed = 0;
    std::vector<std::int32_t> given = {}; ///< mode given: the tokens of the answer
};
struct AskOptions {
    double temperature = 0;
    double top_p = 1;
    std::int32_t max_new_tokens = 0;
    std::int32_t batch = 64; ///< answers generated together
    std::int32_t alternatives = 0;
    std::int32_t top_k = 0;
    double repetition_penalty = 1;
    ScoreMode mode = ScoreMode::respond;
};
struct Answers {
    std::vector<judge::Sequence> sequences; ///< prompts as they were asked, one an ask
    std::vector<judge::Generated> generated;
    judge::PassStats stats; ///< reading prompts includes looking at their images
    bool stopped = false;   ///< the control asked to stop; the vectors are not complete
};
/// Generates all answers (mode given: reads them, with the tokens that its asks carry); the images of a pair are
/// encoded once for all its answers. No gradients. `prompts[i]` belongs to `asks[i]`.
Answers generateAnswers(LoadedJudge& judge, const std::vector<ReadyPair>& pairs, const std::vector<Ask>& asks,
                        const std::vector<std::vector<std::int32_t>>& prompts, const AskOptions& options,
                        Control& control);

/// Text, spans, verdict, probabilities and reductions of one generated answer. In mode verdict the answer is the digit
/// alone.
ResponseRecord makeResponse(const LoadedJudge& judge, const PairRecord& pair, const Ask& ask,
                            const judge::Generated& generated, ScoreMode mode = ScoreMode::respond);

} // namespace egt::ml
