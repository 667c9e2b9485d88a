// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "records/records.h"

namespace egt::formats {

/// One pair as it leaves: label already final (review applied), images already at their exported places.
struct ExportRow {
    PairRecord pair;
    std::vector<std::string> images; ///< relative to the export folder, or absolute when linked
    std::optional<ScoreRecord> score;
    std::string label_source; ///< "imported" or "reviewed"
    Decision decision = Decision::none;
    std::string note;
    std::vector<FlagRecord> flags;
};

class Writer {
public:
    virtual ~Writer() = default;
    [[nodiscard]] virtual std::string name() const = 0;     ///< stable, for --format
    [[nodiscard]] virtual std::string title() const = 0;    ///< for people
    [[nodiscard]] virtual std::string fileName() const = 0; ///< "train.jsonl"
    /// True when a tie or an unlabelled pair can be written; else those are left out and counted.
    [[nodiscard]] virtual bool takesUnlabelled() const = 0;
    /// One line without its newline.
    [[nodiscard]] virtual std::string row(const ExportRow& row) const = 0;
    /// The trainer's own settings file that keeps the order: name and content; empty name = none.
    struct Companion {
        std::string file;
        std::string text;
    };
    [[nodiscard]] virtual Companion companion(bool ordered) const = 0;
};

const std::vector<std::unique_ptr<Writer>>& writers();
const Writer* writerByName(const std::string& name);

} // namespace egt::formats
