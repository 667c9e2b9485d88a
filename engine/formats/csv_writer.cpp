// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/csv_writer.h"

#include "formats/flat_fields.h"

namespace egt::formats {
namespace {

void addField(std::string& line, const std::string& text) {
    if (!line.empty()) line += ',';
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) {
        line += c;
        if (c == '"') line += c;
    }
    line += '"';
}

std::string cell(const OrderedJson& value) {
    if (value.is_null()) return {};
    if (!value.is_string()) return dumpJson(value);
    // What is no UTF-8 is replaced as in the JSON layouts.
    return OrderedJson::parse(dumpJson(value)).get<std::string>();
}

} // namespace

CsvWriter::CsvWriter()
    : Writer({.name = "csv",
              .title = "CSV",
              .what = EGT_TEXT("engine", "one table with every field and score"),
              .file = "pairs.csv",
              .images = {ImageMode::copy, ImageMode::link},
              .takes_unlabelled = true}) {}

std::string CsvWriter::head() const {
    std::string line;
    const OrderedJson fields = flatFields({});
    for (const auto& [name, value] : fields.items())
        addField(line, name);
    return line + '\r';
}

std::string CsvWriter::row(const ExportRow& row) const {
    std::string line;
    const OrderedJson fields = flatFields(row);
    for (const auto& [name, value] : fields.items())
        addField(line, cell(value));
    return line + '\r';
}

std::vector<Writer::Companion> CsvWriter::companions(const ExportFacts&) const {
    return {};
}

} // namespace egt::formats
