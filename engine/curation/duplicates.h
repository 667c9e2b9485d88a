// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Near-duplicates: pairs whose texts share most of their shingles and whose pictures look alike. Pure functions over
// what the caller reads: any thread.
//
// A shingle is a run of `size` words (store/segments.h) of the question or of one of the answers; a pair's set is the
// union of its three texts' shingles, so swapped answers are the same. Similarity is that of Jaccard. Candidates come
// from MinHash signatures cut into bands: pairs of similarity s share one of b bands of r rows with probability
// 1 - (1 - s^r)^b. Each candidate's similarity is then computed exactly, so a group holds no false pair.
//
// Sources: Broder, On the resemblance and containment of documents (1997); Broder, Charikar, Frieze, Mitzenmacher,
// Min-wise independent permutations (1998); Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4 (bands).
// Pictures: blocks of bits as in Manku, Jain, Das Sarma, Detecting near-duplicates for web crawling (2007).

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/control.h"
#include "base/result.h"
#include "records/records.h"
#include "records/search.h"

namespace egt::curation {

/// Hashes of the shingles, rising, each once. A text shorter than a shingle is one shingle; an empty one has none.
std::vector<std::uint64_t> shinglesOf(const std::vector<std::string_view>& texts, std::int32_t size);
/// |a ∩ b| / |a ∪ b| of rising sets; two empty ones are alike.
double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);

/// How a signature is cut: the most rows a band for which pairs right at the threshold are found with 99 %.
struct Banding {
    std::int32_t bands = 20;
    std::int32_t rows = 1;
    [[nodiscard]] double recallAt(double similarity) const;
};
Banding bandingFor(double threshold);

/// One picture of a pair: a perceptual hash, or what stands for a picture that can't be read.
struct PictureMark {
    std::uint64_t hash = 0;
    bool exact = false; ///< only equal marks are alike
    bool operator==(const PictureMark&) const = default;
};

struct DuplicateOptions {
    double threshold = 0.8;
    std::int32_t shingle = 3;
    std::int32_t image_bits = 6;
};

/// Takes pairs one after the other, then groups them. Memory: 80 bytes a pair and its pictures.
class DuplicateFinder {
public:
    explicit DuplicateFinder(const DuplicateOptions& options);
    void add(PairId pair, const std::vector<std::uint64_t>& shingles, const std::vector<PictureMark>& pictures);
    /// Reads a pair's shingles again, for candidates.
    using Read = std::function<Result<std::vector<std::uint64_t>>(PairId)>;
    /// Groups by rising first pair. Stops early, with no groups, when `control` says so. Errors: those of `read`.
    Result<std::vector<DuplicateGroup>> groups(const Read& read, Control& control);
    [[nodiscard]] bool stopped() const { return m_stopped; } ///< the last groups() ended early

private:
    using Row = std::uint32_t;
    [[nodiscard]] bool picturesAlike(Row a, Row b) const;
    Result<void> compare(const std::vector<Row>& bucket, const Read& read);
    Result<void> compareByPicture(std::vector<Row>& bucket, const Read& read);
    Row rootOf(Row row);
    [[nodiscard]] std::vector<DuplicateGroup> collected();

    DuplicateOptions m_options;
    Banding m_banding;
    std::vector<std::uint32_t> m_multipliers;
    std::vector<std::uint32_t> m_offsets;
    std::vector<PairId> m_pairs;
    std::vector<std::uint32_t> m_keys; ///< one a band, rows after each other
    std::vector<PictureMark> m_pictures;
    std::vector<std::size_t> m_picture_ends;
    bool m_stopped = false;
    std::vector<Row> m_parent; ///< union-find; the root is the smallest row
};

} // namespace egt::curation
