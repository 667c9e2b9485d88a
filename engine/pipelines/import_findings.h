// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is odd about a data set, found while its pairs go by. Memory: some bytes for each pair.

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "records/import_tools.h"

namespace egt::pipelines {

/// A pair as an import would store it.
struct SeenPair {
    std::int64_t line = 0;
    const PairRecord& pair;
    std::string hash;             ///< pairHash()
    std::int64_t image_marks = 0; ///< <image> in the row as it stands in the file
    std::vector<std::string> image_identities;
    std::vector<std::string> image_problems; ///< of those that have one
};

class ImportFindings {
public:
    bool add(const SeenPair& seen); ///< false: it repeats an earlier pair
    void reject(const RejectedRow& row);
    [[nodiscard]] std::vector<Finding> take() const; ///< warnings first, then by count
    [[nodiscard]] std::int64_t repeated() const { return m_repeated.count; }

private:
    struct Tally {
        std::int64_t count = 0;
        std::vector<std::int64_t> lines;
        void add(std::int64_t line);
    };
    struct Picture {
        std::uint32_t pairs = 0;
        std::unordered_set<std::uint64_t> questions;
        std::int64_t line = 0;
        std::string reference;
    };
    void addTexts(const SeenPair& seen);
    void addImages(const SeenPair& seen);
    void addLabels(const SeenPair& seen);
    void addExtra(const PairRecord& pair);

    std::int64_t m_pairs = 0, m_labelled_a = 0, m_labelled_b = 0, m_first_longer = 0;
    std::unordered_set<std::string> m_hashes;
    std::unordered_map<std::uint64_t, Label> m_labels; ///< of question and answers, whichever way round
    std::unordered_map<std::uint64_t, std::int64_t> m_ids;
    std::unordered_map<std::string, Picture> m_pictures;
    std::map<std::string, std::int64_t> m_extra, m_problems, m_reject_reasons;
    Tally m_repeated, m_conflicts, m_repeated_ids, m_nearly_same, m_marks, m_missing, m_no_image, m_several, m_long,
        m_unlabelled, m_ties, m_reasons, m_rejected;
};

} // namespace egt::pipelines
