// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/table_schema.h"

#include <set>

#include <arrow/api.h>

#include "base/json.h"

namespace egt::columnar {
namespace {

using formats::TableColumn;
using formats::TableSpec;
using formats::TableType;
using Kind = TableType::Kind;

std::shared_ptr<arrow::DataType> typeOf(const TableType& type);

arrow::FieldVector fieldsOf(const std::vector<TableColumn>& columns) {
    arrow::FieldVector out;
    for (const TableColumn& column : columns)
        out.push_back(arrow::field(column.name, typeOf(column.type)));
    return out;
}

std::shared_ptr<arrow::DataType> typeOf(const TableType& type) {
    switch (type.kind) {
    case Kind::boolean:
        return arrow::boolean();
    case Kind::integer:
        return arrow::int64();
    case Kind::number:
        return arrow::float64();
    case Kind::text:
        return arrow::utf8();
    case Kind::image:
        return arrow::struct_({arrow::field("bytes", arrow::binary()), arrow::field("path", arrow::utf8())});
    case Kind::list:
        return arrow::list(arrow::field("element", typeOf(type.fields.front().type)));
    case Kind::record:
        return arrow::struct_(fieldsOf(type.fields));
    }
    return arrow::null();
}

OrderedJson featuresOf(const std::vector<TableColumn>& columns);

/// A list as [feature]: read by old and new versions of `datasets` alike.
OrderedJson featureOf(const TableType& type) {
    const auto value = [](const char* dtype) { return OrderedJson{{"dtype", dtype}, {"_type", "Value"}}; };
    switch (type.kind) {
    case Kind::boolean:
        return value("bool");
    case Kind::integer:
        return value("int64");
    case Kind::number:
        return value("float64");
    case Kind::text:
        return value("string");
    case Kind::image:
        return {{"_type", "Image"}};
    case Kind::list:
        return OrderedJson::array({featureOf(type.fields.front().type)});
    case Kind::record:
        return featuresOf(type.fields);
    }
    return nullptr;
}

OrderedJson featuresOf(const std::vector<TableColumn>& columns) {
    OrderedJson out = OrderedJson::object();
    for (const TableColumn& column : columns)
        out[column.name] = featureOf(column.type);
    return out;
}

/// Names that are empty or doubled, records and lists of nothing.
bool sound(const std::vector<TableColumn>& columns);
bool sound(const TableType& type) {
    if (type.kind == Kind::list) return type.fields.size() == 1 && sound(type.fields.front().type);
    return type.kind != Kind::record || (!type.fields.empty() && sound(type.fields));
}
bool sound(const std::vector<TableColumn>& columns) {
    std::set<std::string> names;
    for (const TableColumn& column : columns)
        if (column.name.empty() || !names.insert(column.name).second || !sound(column.type)) return false;
    return true;
}

void addPictures(const TableType& type, const std::string& name, std::vector<std::string>& out) {
    if (type.kind == Kind::image) out.push_back(name + ".bytes");
    if (type.kind == Kind::list) addPictures(type.fields.front().type, name + ".list.element", out);
    if (type.kind == Kind::record)
        for (const TableColumn& field : type.fields)
            addPictures(field.type, name + "." + field.name, out);
}

} // namespace

Result<std::shared_ptr<arrow::Schema>> schemaOf(const TableSpec& spec) {
    if (spec.columns.empty() || !sound(spec.columns))
        return fail("table.bad_columns",
                    EGT_TEXT("engine", "The columns for %1 are not sound: each needs a name of its own and a type."),
                    {spec.file.string()}, spec.file.string());
    const OrderedJson info = {{"info", {{"features", featuresOf(spec.columns)}}}};
    return arrow::schema(fieldsOf(spec.columns), arrow::key_value_metadata({"huggingface"}, {dumpJson(info)}));
}

std::vector<std::string> pictureColumns(const std::vector<TableColumn>& columns) {
    std::vector<std::string> out;
    for (const TableColumn& column : columns)
        addPictures(column.type, column.name, out);
    return out;
}

} // namespace egt::columnar
