// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "records/records.h"
#include "records/requests.h"

namespace egt::formats {

/// One pair as it leaves: label already final (review applied), images already at their exported places.
struct ExportRow {
    PairRecord pair;
    std::vector<std::string> images; ///< relative to the export folder, absolute when linked, data URLs when embedded
    bool table = false;              ///< for a table: an image has a name and, when embedded, a file to read
    std::vector<std::string> image_files; ///< of a table's embedded images, in their order: absolute paths
    std::optional<ScoreRecord> score;
    std::string label_source; ///< "imported" or "reviewed"
    Decision decision = Decision::none;
    std::string note;
    std::vector<FlagRecord> flags;
    Order order = Order::stored; ///< of a judge's task: which answer it shows first
    std::string task;            ///< of a judge's task: the prompt without image marks
};

/// A data file that was written.
struct DataFile {
    std::string name; ///< relative to the export folder
    std::string split;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
};

/// What the files beside the data may speak of.
struct ExportFacts {
    bool ordered = false; ///< low to high entropy
    ImageMode images = ImageMode::copy;
    std::vector<DataFile> data; ///< the one to train on first
    OrderedJson manifest;       ///< how the export was made (pipelines/export_manifest.h), without its files
};

/// One layout of exported pairs. Stateless; any thread.
class Writer {
public:
    struct Layout {
        std::string name{};              ///< stable, for --format
        std::string title{};             ///< for people
        std::string what{};              ///< for people, one clause
        std::string file{};              ///< "train.jsonl"
        std::string heldout_file{};      ///< for pairs that are never trained on; empty = they stand in `file` too
        std::vector<ImageMode> images{}; ///< that the reader of the layout takes, the usual one first
        /// True when a tie or an unlabelled pair can be written; else those are left out and counted.
        bool takes_unlabelled = false;
        bool table = false;        ///< Parquet (parquet_writer.h), not lines
        bool judge_task = false;   ///< rows ask a judge: ExportRow::task is needed
        bool counts_marks = false; ///< refuses a row whose <image> marks are more than its images (image_marks.h)
    };
    /// A file beside the data.
    struct Companion {
        std::string file;
        std::string what; ///< for people, a few words
        std::string text;
    };

    explicit Writer(Layout layout) : m_layout(std::move(layout)) {}
    virtual ~Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    [[nodiscard]] const Layout& layout() const { return m_layout; }
    [[nodiscard]] const std::string& name() const { return m_layout.name; }
    [[nodiscard]] const std::string& fileName() const { return m_layout.file; }
    [[nodiscard]] bool takesUnlabelled() const { return m_layout.takes_unlabelled; }
    [[nodiscard]] bool takesImages(ImageMode mode) const;
    /// The data file that the pair belongs to.
    [[nodiscard]] const std::string& fileOf(const PairRecord& pair) const;

    /// First line of every data file, without its newline; empty = none.
    [[nodiscard]] virtual std::string head() const { return {}; }
    /// One line without its newline.
    [[nodiscard]] virtual std::string row(const ExportRow& row) const = 0;
    /// The trainer's own settings that keep the order, and what else it needs.
    [[nodiscard]] virtual std::vector<Companion> companions(const ExportFacts& facts) const = 0;

private:
    Layout m_layout;
};

/// Answers and reasons of a row with a better answer, in that order.
struct Preference {
    const std::string& chosen;
    const std::string& rejected;
    const std::string& chosen_reason;
    const std::string& rejected_reason;
};
Preference preferenceOf(const PairRecord& pair);

/// The images of a row: texts, or in a table {"path", "file"} (table_writer.h).
OrderedJson imageValues(const ExportRow& row);

const std::vector<std::unique_ptr<Writer>>& writers();
const Writer* writerByName(const std::string& name);
/// The same as values that leave the engine.
std::vector<ExportFormat> exportFormats();

} // namespace egt::formats
