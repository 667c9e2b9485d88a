// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/parquet_writer.h"

#include <algorithm>

namespace egt::formats {
namespace {

Writer::Layout tableLayout(const Writer::Layout& rows, std::string title, std::string what) {
    const auto renamed = [](const std::string& file) {
        return file.empty() ? file : file.substr(0, file.rfind('.')) + ".parquet";
    };
    Writer::Layout out = rows;
    out.name += "_parquet";
    out.title = std::move(title);
    out.what = std::move(what);
    out.file = renamed(rows.file);
    out.heldout_file = renamed(rows.heldout_file);
    out.images = {ImageMode::embed, ImageMode::link};
    out.table = true;
    return out;
}

TableType typeOf(const OrderedJson& value);

TableType recordType(const std::vector<const OrderedJson*>& objects) {
    std::vector<TableColumn> fields;
    for (const OrderedJson* object : objects)
        for (const auto& [name, value] : object->items()) {
            const auto known = [&name = name](const TableColumn& column) { return column.name == name; };
            if (std::none_of(fields.begin(), fields.end(), known)) fields.push_back({name, typeOf(value)});
        }
    return TableType::record(std::move(fields));
}

TableType listType(const OrderedJson& list) {
    if (list.empty() || !list.front().is_object() || list.front().contains("path"))
        return TableType::listOf(list.empty() ? TableType::text() : typeOf(list.front()));
    std::vector<const OrderedJson*> objects; // parts of a message differ in their fields
    for (const OrderedJson& one : list)
        objects.push_back(&one);
    return TableType::listOf(recordType(objects));
}

TableType typeOf(const OrderedJson& value) {
    if (value.is_boolean()) return TableType::boolean();
    if (value.is_number_integer()) return TableType::integer();
    if (value.is_number()) return TableType::number();
    if (value.is_array()) return listType(value);
    if (value.is_object()) return value.contains("path") ? TableType::image() : recordType({&value});
    return TableType::text();
}

/// No field is missing in its row.
ExportRow fullRow() {
    constexpr float half = 0.5F; // a number that is no integer
    ExportRow row;
    row.table = true;
    row.images = {"a.png"};
    row.flags = {{1, FlagRule::uncertain, 1, half, half}};
    row.pair.label = Label::a;
    ScoreRecord score;
    score.entropy = {half, half, half, half, half, half, half};
    for (float ScoreRecord::*member :
         {&ScoreRecord::p_label, &ScoreRecord::vote_share, &ScoreRecord::vote_entropy, &ScoreRecord::consistency,
          &ScoreRecord::first_rate, &ScoreRecord::agreement, &ScoreRecord::unparsed, &ScoreRecord::tokens})
        score.*member = half;
    score.bracket = {true, half, half};
    row.score = score;
    return row;
}

} // namespace

ParquetWriter::ParquetWriter(std::unique_ptr<Writer> rows, std::string title, std::string what)
    : Writer(tableLayout(rows->layout(), std::move(title), std::move(what))), m_rows(std::move(rows)) {}

std::vector<TableColumn> columnsOf(const Writer& writer) {
    const OrderedJson row = OrderedJson::parse(writer.row(fullRow()));
    return recordType({&row}).fields;
}

} // namespace egt::formats
