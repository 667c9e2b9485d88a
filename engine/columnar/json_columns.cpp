// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/json_columns.h"

#include <algorithm>

#include <arrow/api.h>

#include "base/picture_file.h"
#include "columnar/arrow_error.h"

namespace egt::columnar {
namespace dom = simdjson::dom;
using formats::TableColumn;
using formats::TableType;
using Kind = TableType::Kind;

namespace {

/// Of Arrow's builders: only memory can be wanting.
Result<void> checked(const arrow::Status& status) {
    if (status.ok()) return {};
    if (status.IsOutOfMemory()) throw std::bad_alloc();
    return fail("table.bad_row", EGT_TEXT("engine", "A row can't be taken into the table: %1."),
                {clause(status.message())});
}

template <class Builder> Builder& as(arrow::ArrayBuilder& builder) {
    return static_cast<Builder&>(builder);
}

} // namespace

JsonColumns::JsonColumns(const std::vector<TableColumn>& columns, std::shared_ptr<arrow::Schema> schema)
    : m_columns(columns), m_schema(std::move(schema)) {
    for (const auto& field : m_schema->fields())
        m_builders.push_back(arrow::MakeBuilder(field->type()).ValueOrDie()); // types of schemaOf() all have one
}
JsonColumns::~JsonColumns() = default;

tl::unexpected<Error> JsonColumns::wrong(const std::string& field, const std::string& wanted) const {
    return fail("table.bad_row", EGT_TEXT("engine", "Row %1 has no %2 in the column “%3”."),
                {std::to_string(m_number), wanted, field}, {}, m_number, field);
}

Result<void> JsonColumns::checkNames(dom::object row) const {
    for (const auto& [key, value] : row)
        if (std::none_of(m_columns.begin(), m_columns.end(), [k = key](const TableColumn& c) { return c.name == k; }))
            return fail("table.bad_row", EGT_TEXT("engine", "Row %1 has the field “%2”, for which there is no column."),
                        {std::to_string(m_number), std::string(key)}, {}, m_number, std::string(key));
    return {};
}

Result<void> JsonColumns::add(std::string_view json_row, std::int64_t number) {
    m_number = number;
    dom::object row;
    dom::element parsed;
    if (m_parser.parse(json_row.data(), json_row.size()).get(parsed) != simdjson::SUCCESS ||
        parsed.get(row) != simdjson::SUCCESS)
        return fail("table.bad_row", EGT_TEXT("engine", "Row %1 is not a JSON object."), {std::to_string(number)}, {},
                    number);
    EGT_TRY(checkNames(row));
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        Element value;
        const bool there = row.at_key(m_columns[c].name).get(value) == simdjson::SUCCESS;
        EGT_TRY(put(m_columns[c].type, *m_builders[c], there ? &value : nullptr, m_columns[c].name));
    }
    ++m_rows;
    return {};
}

Result<void> JsonColumns::put(const TableType& type, arrow::ArrayBuilder& builder, const Element* value,
                              const std::string& field) {
    m_bytes += 8;
    if (value == nullptr || value->is_null()) return checked(builder.AppendNull());
    switch (type.kind) {
    case Kind::image:
        return putImage(builder, *value, field);
    case Kind::list:
        return putList(type, builder, *value, field);
    case Kind::record:
        return putRecord(type, builder, *value, field);
    default:
        return putPlain(type, builder, *value, field);
    }
}

Result<void> JsonColumns::putPlain(const TableType& type, arrow::ArrayBuilder& builder, Element value,
                                   const std::string& field) {
    if (type.kind == Kind::boolean) {
        bool flag = false;
        if (value.get(flag) != simdjson::SUCCESS) return wrong(field, "true or false");
        return checked(as<arrow::BooleanBuilder>(builder).Append(flag));
    }
    if (type.kind == Kind::integer) {
        std::int64_t number = 0;
        if (value.get(number) != simdjson::SUCCESS) return wrong(field, "whole number");
        return checked(as<arrow::Int64Builder>(builder).Append(number));
    }
    if (type.kind == Kind::number) {
        double number = 0;
        if (value.get(number) != simdjson::SUCCESS) return wrong(field, "number");
        return checked(as<arrow::DoubleBuilder>(builder).Append(number));
    }
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return wrong(field, "text");
    m_bytes += static_cast<std::int64_t>(text.size());
    return checked(as<arrow::StringBuilder>(builder).Append(text));
}

Result<void> JsonColumns::putImage(arrow::ArrayBuilder& builder, Element value, const std::string& field) {
    auto& image = as<arrow::StructBuilder>(builder);
    auto& bytes = as<arrow::BinaryBuilder>(*image.field_builder(0));
    auto& path = as<arrow::StringBuilder>(*image.field_builder(1));
    if (!value.is_object()) return wrong(field, "picture");
    std::string_view name, file;
    const bool has_name = value.at_key("path").get(name) == simdjson::SUCCESS;
    if (value.at_key("file").get(file) == simdjson::SUCCESS) {
        EGT_ASSIGN(const std::string content, readPicture(std::filesystem::path(file)));
        m_bytes += static_cast<std::int64_t>(content.size());
        EGT_TRY(checked(bytes.Append(content)));
    } else {
        EGT_TRY(checked(bytes.AppendNull()));
    }
    EGT_TRY(checked(has_name ? path.Append(name) : path.AppendNull()));
    return checked(image.Append());
}

Result<void> JsonColumns::putList(const TableType& type, arrow::ArrayBuilder& builder, Element value,
                                  const std::string& field) {
    dom::array elements;
    if (value.get(elements) != simdjson::SUCCESS) return wrong(field, "list");
    auto& list = as<arrow::ListBuilder>(builder);
    EGT_TRY(checked(list.Append()));
    for (const Element element : elements)
        EGT_TRY(put(type.fields.front().type, *list.value_builder(), &element, field));
    return {};
}

Result<void> JsonColumns::putRecord(const TableType& type, arrow::ArrayBuilder& builder, Element value,
                                    const std::string& field) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return wrong(field, "object");
    auto& record = as<arrow::StructBuilder>(builder);
    for (std::size_t f = 0; f < type.fields.size(); ++f) {
        Element inner;
        const bool there = object.at_key(type.fields[f].name).get(inner) == simdjson::SUCCESS;
        EGT_TRY(put(type.fields[f].type, *record.field_builder(static_cast<int>(f)), there ? &inner : nullptr,
                    field + "." + type.fields[f].name));
    }
    return checked(record.Append());
}

arrow::Result<std::shared_ptr<arrow::RecordBatch>> JsonColumns::take() {
    arrow::ArrayVector arrays;
    for (const auto& builder : m_builders) {
        std::shared_ptr<arrow::Array> array;
        ARROW_RETURN_NOT_OK(builder->Finish(&array));
        arrays.push_back(std::move(array));
    }
    const std::int64_t rows = m_rows;
    m_rows = m_bytes = 0;
    return arrow::RecordBatch::Make(m_schema, rows, std::move(arrays));
}

} // namespace egt::columnar
