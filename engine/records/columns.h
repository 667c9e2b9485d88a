// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The numbers behind histograms, filters and queues: immutable columns in shared chunks. A snapshot never changes after
// it was handed out; a new version shares every chunk that did not change. Any thread may read it.

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "records/column_values.h"
#include "records/records.h"

namespace egt {

enum class ColumnType : std::int32_t { real = 0, code = 1, integer = 2 };

inline constexpr std::int64_t kChunkRows = 65536;
inline constexpr std::int64_t kMissingInteger = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int32_t kMissingCode = -1;

/// Up to kChunkRows values of one type. Missing: NaN, kMissingCode, kMissingInteger.
struct ColumnChunk {
    ColumnValues<float> reals;
    ColumnValues<std::int32_t> codes;
    ColumnValues<std::int64_t> integers;
};

struct Column {
    std::string name;
    ColumnType type = ColumnType::real;
    std::string unit;                    ///< "nats", "", "tokens", "words", "share"
    std::vector<std::string> dictionary; ///< texts of codes
    std::vector<std::shared_ptr<const ColumnChunk>> chunks;

    [[nodiscard]] float real(std::int64_t row) const {
        return chunks[static_cast<std::size_t>(row / kChunkRows)]->reals[static_cast<std::size_t>(row % kChunkRows)];
    }
    [[nodiscard]] std::int32_t code(std::int64_t row) const {
        return chunks[static_cast<std::size_t>(row / kChunkRows)]->codes[static_cast<std::size_t>(row % kChunkRows)];
    }
    [[nodiscard]] std::int64_t integer(std::int64_t row) const {
        return chunks[static_cast<std::size_t>(row / kChunkRows)]->integers[static_cast<std::size_t>(row % kChunkRows)];
    }
    /// Any type as a number; NaN when missing. A code is its index.
    [[nodiscard]] double number(std::int64_t row) const {
        switch (type) {
        case ColumnType::real:
            return real(row);
        case ColumnType::code: {
            const std::int32_t c = code(row);
            return c == kMissingCode ? std::nan("") : static_cast<double>(c);
        }
        case ColumnType::integer: {
            const std::int64_t v = integer(row);
            return v == kMissingInteger ? std::nan("") : static_cast<double>(v);
        }
        }
        return std::nan("");
    }
    /// The text of a code; empty when missing.
    [[nodiscard]] std::string_view text(std::int64_t row) const {
        const std::int32_t c = code(row);
        return c == kMissingCode ? std::string_view{} : std::string_view(dictionary[static_cast<std::size_t>(c)]);
    }
};

/// All columns of the project beside the scores of one run. Rows are in rising pair id.
///
/// integer: pair, words_a, words_b, words_question, images, reviewed_ms, duplicate_group (first pair of the group of
///          near-duplicates that the pair is in)
/// code:    source, split, image (present|missing|none), label (none|A|B|tie), verdict (unparsed|A|B|split),
///          decision (none|left|right|tie|both_bad|correct|flip|drop|skip|flag), annotator (of the decision that
///          stands), reviewed (no|yes), flag (none|uncertain|contradicted|both), trained (no|yes),
///          duplicate (no|yes: an earlier pair of its group is nearly the same)
/// real:    mean_entropy, sum_entropy, max_entropy, top_fifth_entropy, think_entropy, answer_entropy, verdict_entropy
///          (nats), entropy_low, entropy_high, entropy_mid (nats; a server's bracket and its middle), p_label,
///          vote_share, vote_entropy, consistency, first_rate, agreement, unparsed, tokens
struct ColumnSnapshot {
    std::uint64_t version = 0;
    RunId run = 0; ///< the scoring run that the score columns are of; 0 = none
    std::int64_t rows = 0;
    bool brackets = false; ///< a server's run: entropy_low, _high and _mid are there and mean_entropy is missing
    std::vector<Column> columns;

    [[nodiscard]] const Column* find(std::string_view name) const {
        for (const Column& column : columns)
            if (column.name == name) return &column;
        return nullptr;
    }
    /// What tells how unsure the judge was: the exact entropy, or the middle of a server's bracket. Null without
    /// scores.
    [[nodiscard]] const Column* uncertainty() const { return find(brackets ? "entropy_mid" : "mean_entropy"); }
    /// Row of a pair by binary search, -1 when it is not there.
    [[nodiscard]] std::int64_t rowOf(PairId pair) const {
        const Column* ids = find("pair");
        if (ids == nullptr) return -1;
        std::int64_t low = 0;
        std::int64_t high = rows;
        while (low < high) {
            const std::int64_t mid = (low + high) / 2;
            if (ids->integer(mid) < pair)
                low = mid + 1;
            else
                high = mid;
        }
        return low < rows && ids->integer(low) == pair ? low : -1;
    }
    [[nodiscard]] PairId pairAt(std::int64_t row) const { return find("pair")->integer(row); }
};

using ColumnsPtr = std::shared_ptr<const ColumnSnapshot>;

} // namespace egt
