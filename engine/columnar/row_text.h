// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <arrow/type_fwd.h>

#include "formats/columnar.h"

namespace egt::columnar {

/// Structs and lists within each other: deeper files are refused when they are opened.
inline constexpr int kMaxDepth = 64;

/// Levels of the deepest column.
int depthOf(const arrow::Schema& schema);

/// Writes rows of record batches as JSON objects (RFC 8259), as formats/columnar.h says.
class RowText {
public:
    RowText(const std::string& split, const formats::KeepImage& keep) : m_split(split), m_keep(keep) {}
    /// Columns of a batch of the same schema as before.
    void begin(const arrow::RecordBatch& batch);
    /// The text stays until the next call.
    formats::ColumnarRow row(std::int64_t index, std::int64_t number);
    /// A picture could not be kept.
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    void value(const arrow::Array& array, std::int64_t i);
    void text(std::string_view bytes);
    void bytes(std::string_view bytes, bool picture);
    void record(const arrow::Array& array, std::int64_t i);
    void list(const arrow::Array& values, std::int64_t begin, std::int64_t end);
    void map(const arrow::Array& array, std::int64_t i);
    bool number(const arrow::Array& array, std::int64_t i);
    bool nested(const arrow::Array& array, std::int64_t i);
    template <class T> void digits(T number);

    const std::string& m_split;
    const formats::KeepImage& m_keep;
    std::vector<std::shared_ptr<arrow::Array>> m_columns;
    std::vector<std::string> m_names; ///< `"name":`, with the comma before it
    std::string m_out;
    bool m_failed = false;
};

} // namespace egt::columnar
