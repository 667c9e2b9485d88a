// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What looking at a data file before an import answers.

#include <cstdint>
#include <string>
#include <vector>

#include "records/requests.h"

namespace egt {

struct InspectRequest {
    ImportRequest import;
    std::int64_t rows = 0;      ///< read no more than so many; 0 = the whole file
    std::int64_t samples = 10;  ///< pairs to show
    bool look_at_images = true; ///< find and measure them; without it they count as neither there nor missing
    bool operator==(const InspectRequest&) const = default;
};

struct LayoutGuess {
    std::string name;
    std::string title;
    double confidence = 0; ///< 0..1
    bool operator==(const LayoutGuess&) const = default;
};

/// A field of the file's rows.
struct FieldSeen {
    std::string name;
    std::string sample; ///< the beginning of the first value; JSON when it is no text
    bool operator==(const FieldSeen&) const = default;
};

struct RejectedRow {
    std::int64_t line = 0;
    std::string field;
    std::string code;
    std::string reason; ///< English, one clause
    bool operator==(const RejectedRow&) const = default;
};

/// note: worth knowing. warning: something may be wrong with the data or with how it is read.
enum class Weight : std::int32_t { note = 0, warning = 1 };

/// Something about the data that a person should know before it is in.
struct Finding {
    std::string code; ///< "always_first", "repeated", "conflicting_labels", …
    Weight weight = Weight::note;
    std::int64_t count = 0; ///< pairs, unless the text says otherwise
    std::string text;       ///< with %1, %2 … for args, as an Error's
    std::vector<std::string> args;
    std::vector<std::int64_t> lines; ///< of the first few
    bool operator==(const Finding&) const = default;
};

struct ImportInspection {
    std::string format; ///< what an import would use; empty when nothing fits
    std::string title;
    double confidence = 0;
    std::vector<LayoutGuess> guesses; ///< surest first
    std::vector<FieldSeen> fields;
    std::string mapping; ///< JSON of the map that was used, or of a guess at one
    std::int64_t bytes = 0;
    std::int64_t rows = 0; ///< that were read
    bool whole = true;     ///< the file was read to its end
    std::int64_t pairs = 0;
    std::int64_t rejected = 0;
    std::int64_t already = 0; ///< in the open project, and repeated within the file
    std::int64_t label_a = 0, label_b = 0, ties = 0, unlabelled = 0;
    std::int64_t images = 0; ///< references
    std::int64_t missing_images = 0;
    std::vector<RejectedRow> rejects; ///< the first few
    std::vector<PairRecord> sample;
    std::vector<Finding> findings; ///< warnings first
    bool operator==(const ImportInspection&) const = default;
};

} // namespace egt
