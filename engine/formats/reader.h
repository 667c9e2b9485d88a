// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/columnar.h"
#include "records/records.h"

namespace egt::formats {

/// A row that can't be taken, and why.
struct Reject {
    std::int64_t line = 0;
    std::string field;
    std::string reason; ///< English, one clause
    std::string code;   ///< "json", "missing", "type", "empty", "same_answers", "repeated"
};

/// What a reader calls for every row, in file order; a row that holds several pairs calls once for each, with the same
/// line. Return false to stop.
struct RowSink {
    std::function<bool(std::int64_t line, PairRecord&& pair)> pair;
    std::function<bool(const Reject& reject)> reject;
    /// Called for every picture that a row carries in itself, before the row's own calls. Empty: they are not kept, and
    /// their name is kNotKept.
    KeepImage keep_image = {};
    /// The row as it stands in the file, before its pairs; may be empty.
    std::function<void(std::int64_t line, std::string_view row)> row = {};
};

/// One data set layout. Stateless; any thread.
class Reader {
public:
    virtual ~Reader() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< stable, for --format
    [[nodiscard]] virtual std::string title() const = 0; ///< for people
    /// 0..1: how sure it is that a file whose first rows are `head` has this layout.
    [[nodiscard]] virtual double recognise(const std::string& head) const = 0;
    /// Streams rows after line `skip_lines` in constant memory. `ImageRef::reference` is set; `path` is not (the import
    /// pipeline resolves it), but for a picture that the row carried: there it is the name that keep_image gave.
    /// Errors: those of forEachDataRow() (data_rows.h).
    virtual Result<void> read(const std::filesystem::path& file, std::int64_t skip_lines,
                              const RowSink& sink) const = 0;
};

/// All readers; the registry that more formats fit into.
const std::vector<std::unique_ptr<Reader>>& readers();
const Reader* readerByName(const std::string& name);
struct Guess {
    const Reader* reader = nullptr;
    double confidence = 0;
};
/// Every layout that the first rows may be of, the surest first. Errors: import.cannot_read and those of the file's
/// kind.
Result<std::vector<Guess>> guesses(const std::filesystem::path& file);
/// The surest. Errors: those, import.unknown_format.
Result<Guess> detect(const std::filesystem::path& file);

} // namespace egt::formats
