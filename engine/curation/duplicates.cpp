// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/duplicates.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"
#include "store/segments.h"

namespace egt::curation {
namespace {

constexpr std::int32_t kBands = 20;
constexpr double kRecall = 0.99;      ///< of pairs that lie right at the threshold
constexpr std::int32_t kMostRows = 8; ///< beyond it more hashing finds few candidates less
constexpr std::size_t kLargeBucket = 64;

/// FNV-1a (Fowler, Noll, Vo): words into one number, kept apart by a zero.
std::uint64_t mixed(std::uint64_t hash, std::string_view word) {
    for (const char c : word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return (hash ^ 0xFFU) * 0x100000001B3ULL;
}
/// Finalizer of SplitMix64, so that all bits of a shingle's hash are equally good.
std::uint64_t scattered(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

void addShingles(std::string_view text, std::size_t size, store::Segmenter& segmenter,
                 std::vector<std::uint64_t>& out) {
    const auto& words = segmenter.cut(text);
    if (words.empty()) return;
    const std::size_t length = std::min(size, words.size());
    for (std::size_t first = 0; first + length <= words.size(); ++first) {
        std::uint64_t hash = 0xCBF29CE484222325ULL;
        for (std::size_t i = first; i < first + length; ++i)
            hash = mixed(hash, segmenter.word(words[i]));
        out.push_back(scattered(hash));
    }
}

} // namespace

std::vector<std::uint64_t> shinglesOf(const std::vector<std::string_view>& texts, std::int32_t size) {
    std::vector<std::uint64_t> out;
    store::Segmenter segmenter;
    for (const std::string_view text : texts)
        addShingles(text, static_cast<std::size_t>(std::max(1, size)), segmenter, out);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    if (a.empty() && b.empty()) return 1;
    std::size_t both = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        both += a[i] == b[j] ? 1 : 0;
        const bool step_a = a[i] <= b[j];
        const bool step_b = b[j] <= a[i];
        i += step_a ? 1 : 0;
        j += step_b ? 1 : 0;
    }
    return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

double Banding::recallAt(double similarity) const {
    return 1 - std::pow(1 - std::pow(similarity, rows), bands);
}

Banding bandingFor(double threshold) {
    Banding out{kBands, 1};
    while (out.rows < kMostRows && Banding{kBands, out.rows + 1}.recallAt(threshold) >= kRecall)
        ++out.rows;
    return out;
}

DuplicateFinder::DuplicateFinder(const DuplicateOptions& options)
    : m_options(options), m_banding(bandingFor(options.threshold)) {
    Random random(1997); // the same groups at every run
    for (std::int32_t i = 0; i < m_banding.bands * m_banding.rows; ++i) {
        m_multipliers.push_back(static_cast<std::uint32_t>(random.next()) | 1U);
        m_offsets.push_back(static_cast<std::uint32_t>(random.next()));
    }
}

void DuplicateFinder::add(PairId pair, const std::vector<std::uint64_t>& shingles,
                          const std::vector<PictureMark>& pictures) {
    // Multiply-shift hashing of both halves of a shingle stands for a permutation (Dietzfelbinger and others, 1997).
    std::vector<std::uint32_t> least(m_multipliers.size(), std::numeric_limits<std::uint32_t>::max());
    for (const std::uint64_t shingle : shingles) {
        const auto low = static_cast<std::uint32_t>(shingle);
        const auto high = static_cast<std::uint32_t>(shingle >> 32U);
        for (std::size_t i = 0; i < least.size(); ++i) {
            std::uint32_t value = low * m_multipliers[i] + (high ^ m_offsets[i]);
            value = (value ^ (value >> 15U)) * 0x2C1B3C6DU; // low bits of a product are weak
            least[i] = std::min(least[i], value ^ (value >> 12U));
        }
    }
    for (std::int32_t band = 0; band < m_banding.bands; ++band) {
        std::uint64_t key = static_cast<std::uint64_t>(band);
        for (std::int32_t row = 0; row < m_banding.rows; ++row)
            key = scattered(key * 0x9E3779B97F4A7C15ULL + least[static_cast<std::size_t>(band * m_banding.rows + row)]);
        m_keys.push_back(static_cast<std::uint32_t>(key));
    }
    m_pairs.push_back(pair);
    m_pictures.insert(m_pictures.end(), pictures.begin(), pictures.end());
    m_picture_ends.push_back(m_pictures.size());
}

bool DuplicateFinder::picturesAlike(Row a, Row b) const {
    const auto begin = [this](Row row) { return row == 0 ? 0 : m_picture_ends[row - 1]; };
    const std::size_t count = m_picture_ends[a] - begin(a);
    if (count != m_picture_ends[b] - begin(b)) return false;
    for (std::size_t i = 0; i < count; ++i) {
        const PictureMark& x = m_pictures[begin(a) + i];
        const PictureMark& y = m_pictures[begin(b) + i];
        if (x.exact || y.exact ? x != y : std::popcount(x.hash ^ y.hash) > m_options.image_bits) return false;
    }
    return true;
}

DuplicateFinder::Row DuplicateFinder::rootOf(Row row) {
    while (m_parent[row] != row) {
        m_parent[row] = m_parent[m_parent[row]]; // halves the path
        row = m_parent[row];
    }
    return row;
}

/// Each row against those before it that it is not grouped with yet; in a large bucket only against the first of each
/// group, so that a thousand equal pairs are a thousand comparisons.
Result<void> DuplicateFinder::compare(const std::vector<Row>& bucket, const Read& read) {
    struct Peer {
        Row row;
        std::vector<std::uint64_t> shingles;
    };
    std::vector<Peer> peers;
    for (const Row row : bucket) {
        Peer mine{row, {}};
        bool have = false;
        bool joined = false;
        for (Peer& peer : peers) {
            if (rootOf(peer.row) == rootOf(row)) continue;
            if (!picturesAlike(peer.row, row)) continue;
            if (!have) {
                EGT_ASSIGN(mine.shingles, read(m_pairs[row]));
                have = true;
            }
            if (peer.shingles.empty()) {
                EGT_ASSIGN(peer.shingles, read(m_pairs[peer.row]));
            }
            if (jaccard(peer.shingles, mine.shingles) < m_options.threshold) continue;
            const Row a = rootOf(peer.row);
            const Row b = rootOf(row);
            m_parent[std::max(a, b)] = std::min(a, b);
            joined = true;
            if (bucket.size() > kLargeBucket) break;
        }
        const bool known =
            std::any_of(peers.begin(), peers.end(), [&](const Peer& peer) { return rootOf(peer.row) == rootOf(row); });
        if (bucket.size() <= kLargeBucket || !(joined || known)) peers.push_back(std::move(mine));
    }
    return {};
}

// Thousands of pictures under one question: pictures that differ in at most d bits agree in one of d + 1 blocks.
Result<void> DuplicateFinder::compareByPicture(std::vector<Row>& bucket, const Read& read) {
    const std::int32_t blocks = m_options.image_bits + 1;
    const auto first = [this](Row row) -> std::uint64_t {
        const std::size_t begin = row == 0 ? 0 : m_picture_ends[row - 1];
        return begin == m_picture_ends[row] ? 0 : m_pictures[begin].hash;
    };
    for (std::int32_t block = 0; block < blocks; ++block) {
        const std::int32_t from = 64 * block / blocks;
        const std::int32_t width = 64 * (block + 1) / blocks - from;
        const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
        const auto part = [&](Row row) { return first(row) >> from & mask; };
        std::sort(bucket.begin(), bucket.end(),
                  [&](Row a, Row b) { return std::pair(part(a), a) < std::pair(part(b), b); });
        for (std::size_t begin = 0, end = 0; begin < bucket.size(); begin = end) {
            while (end < bucket.size() && part(bucket[end]) == part(bucket[begin]))
                ++end;
            std::vector<Row> some(bucket.begin() + static_cast<std::ptrdiff_t>(begin),
                                  bucket.begin() + static_cast<std::ptrdiff_t>(end));
            EGT_TRY(compare(some, read));
        }
    }
    return {};
}

std::vector<DuplicateGroup> DuplicateFinder::collected() {
    std::vector<DuplicateGroup> all(m_pairs.size());
    for (Row row = 0; row < m_pairs.size(); ++row)
        all[rootOf(row)].pairs.push_back(m_pairs[row]);
    std::erase_if(all, [](const DuplicateGroup& group) { return group.pairs.size() < 2; });
    return all;
}

Result<std::vector<DuplicateGroup>> DuplicateFinder::groups(const Read& read, Control& control) {
    m_parent.resize(m_pairs.size());
    std::iota(m_parent.begin(), m_parent.end(), Row{0});
    std::vector<std::pair<std::uint32_t, Row>> keyed(m_pairs.size());
    for (std::int32_t band = 0; band < m_banding.bands; ++band) {
        for (Row row = 0; row < m_pairs.size(); ++row)
            keyed[row] = {
                m_keys[std::size_t{row} * static_cast<std::size_t>(m_banding.bands) + static_cast<std::size_t>(band)],
                row};
        std::sort(keyed.begin(), keyed.end());
        for (std::size_t begin = 0, end = 0; begin < keyed.size(); begin = end) {
            std::vector<Row> bucket;
            for (; end < keyed.size() && keyed[end].first == keyed[begin].first; ++end)
                bucket.push_back(keyed[end].second);
            if (bucket.size() < 2) continue;
            m_stopped = control.checkpoint() != StopKind::none;
            if (m_stopped) return std::vector<DuplicateGroup>();
            EGT_TRY(bucket.size() > kLargeBucket ? compareByPicture(bucket, read) : compare(bucket, read));
        }
    }
    return collected();
}

} // namespace egt::curation
