// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <arrow/type_fwd.h>
#include <simdjson.h>

#include "formats/table_writer.h"

namespace egt::columnar {

/// Collects JSON objects into columns.
class JsonColumns {
public:
    JsonColumns(const std::vector<formats::TableColumn>& columns, std::shared_ptr<arrow::Schema> schema);
    ~JsonColumns();
    JsonColumns(const JsonColumns&) = delete;
    JsonColumns& operator=(const JsonColumns&) = delete;

    /// Errors: table.bad_row (field), file.cannot_read. After one the collected rows can't be used.
    Result<void> add(std::string_view json_row, std::int64_t number);
    [[nodiscard]] std::int64_t rows() const { return m_rows; }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; } ///< of the collected values
    /// The collected rows; empty afterwards.
    arrow::Result<std::shared_ptr<arrow::RecordBatch>> take();

private:
    using Element = simdjson::dom::element;
    Result<void> put(const formats::TableType& type, arrow::ArrayBuilder& builder, const Element* value,
                     const std::string& field);
    Result<void> putPlain(const formats::TableType& type, arrow::ArrayBuilder& builder, Element value,
                          const std::string& field);
    Result<void> putImage(arrow::ArrayBuilder& builder, Element value, const std::string& field);
    Result<void> putList(const formats::TableType& type, arrow::ArrayBuilder& builder, Element value,
                         const std::string& field);
    Result<void> putRecord(const formats::TableType& type, arrow::ArrayBuilder& builder, Element value,
                           const std::string& field);
    Result<void> checkNames(simdjson::dom::object row) const;
    [[nodiscard]] tl::unexpected<Error> wrong(const std::string& field, const std::string& wanted) const;

    const std::vector<formats::TableColumn>& m_columns;
    std::shared_ptr<arrow::Schema> m_schema;
    std::vector<std::unique_ptr<arrow::ArrayBuilder>> m_builders;
    simdjson::dom::parser m_parser;
    std::int64_t m_rows = 0, m_bytes = 0, m_number = 0;
};

} // namespace egt::columnar
