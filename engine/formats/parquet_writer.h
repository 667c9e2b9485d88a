// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "formats/table_writer.h"
#include "formats/writer.h"

namespace egt::formats {

/// The rows of another layout as a Parquet table: the same columns with one type each, images as struct {bytes, path},
/// which `datasets` opens as pictures. Images are embedded, or linked by their path. What is left out, and what stands
/// beside the data, is as the other layout says.
class ParquetWriter final : public Writer {
public:
    ParquetWriter(std::unique_ptr<Writer> rows, std::string title, std::string what);
    [[nodiscard]] std::string row(const ExportRow& row) const override { return m_rows->row(row); }
    [[nodiscard]] std::vector<Companion> companions(const ExportFacts& facts) const override {
        return m_rows->companions(facts);
    }

private:
    std::unique_ptr<Writer> m_rows;
};

/// The columns of a layout's rows with their types, found by writing a row that has everything.
std::vector<TableColumn> columnsOf(const Writer& writer);

} // namespace egt::formats
