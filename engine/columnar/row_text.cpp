// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnar/row_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <arrow/api.h>
#include <arrow/extension_type.h>
#include <arrow/util/utf8.h>

#include "formats/embedded_image.h"
#include "formats/lines.h"

namespace egt::columnar {
namespace {

int depthOf(const arrow::DataType& type, int above) {
    if (above > kMaxDepth) return above; // deep enough to be refused
    int deepest = above + 1;
    for (const auto& field : type.fields())
        deepest = std::max(deepest, depthOf(*field->type(), above + 1));
    return deepest;
}

/// What stands in the text for a byte that may not stand there itself.
void escaped(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\t':
        out += "\\t";
        return;
    case '\r':
        out += "\\r";
        return;
    default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
}

/// A million short texts a second pass here: what needs no escape is copied in runs.
void quoted(std::string& out, std::string_view bytes) {
    out += '"';
    std::size_t begin = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(bytes.substr(begin, i - begin));
        escaped(out, c);
        begin = i + 1;
    }
    out.append(bytes.substr(begin));
    out += '"';
}

/// Of any binary type; false when the type has no bytes.
bool viewOf(const arrow::Array& array, std::int64_t i, std::string_view& bytes) {
    switch (array.type_id()) {
    case arrow::Type::STRING:
    case arrow::Type::BINARY:
        bytes = static_cast<const arrow::BinaryArray&>(array).GetView(i);
        return true;
    case arrow::Type::LARGE_STRING:
    case arrow::Type::LARGE_BINARY:
        bytes = static_cast<const arrow::LargeBinaryArray&>(array).GetView(i);
        return true;
    case arrow::Type::STRING_VIEW:
    case arrow::Type::BINARY_VIEW:
        bytes = static_cast<const arrow::BinaryViewArray&>(array).GetView(i);
        return true;
    case arrow::Type::FIXED_SIZE_BINARY:
        bytes = static_cast<const arrow::FixedSizeBinaryArray&>(array).GetView(i);
        return true;
    default:
        return false;
    }
}

bool isText(const arrow::Array& array) {
    return array.type_id() == arrow::Type::STRING || array.type_id() == arrow::Type::LARGE_STRING ||
           array.type_id() == arrow::Type::STRING_VIEW;
}

} // namespace

int depthOf(const arrow::Schema& schema) {
    int deepest = 0;
    for (const auto& field : schema.fields())
        deepest = std::max(deepest, depthOf(*field->type(), 0));
    return deepest;
}

void RowText::begin(const arrow::RecordBatch& batch) {
    m_columns = batch.columns();
    if (!m_names.empty()) return;
    for (const auto& field : batch.schema()->fields()) {
        std::string name = m_names.empty() ? "{" : ",";
        quoted(name, field->name());
        m_names.push_back(name + ":");
    }
}

formats::ColumnarRow RowText::row(std::int64_t index, std::int64_t number) {
    m_out.clear();
    bool has_split = m_split.empty();
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        m_out += m_names[c];
        value(*m_columns[c], index);
        has_split = has_split || m_names[c].ends_with("\"split\":");
    }
    if (m_columns.empty()) m_out += '{';
    if (!has_split) {
        m_out += m_columns.empty() ? "\"split\":" : ",\"split\":";
        quoted(m_out, m_split);
    }
    m_out += '}';
    if (m_out.size() <= formats::kMaxLineBytes) return {number, m_out, false};
    m_out.clear();
    m_out.shrink_to_fit();
    return {number, {}, true};
}

void RowText::value(const arrow::Array& array, std::int64_t i) {
    if (array.IsNull(i)) {
        m_out += "null";
        return;
    }
    if (std::string_view view; viewOf(array, i, view)) return isText(array) ? text(view) : bytes(view, false);
    if (number(array, i) || nested(array, i)) return;
    // Times, dates, decimals and what else has a text of its own.
    const auto scalar = array.GetScalar(i);
    if (scalar.ok())
        quoted(m_out, (*scalar)->ToString());
    else
        m_out += "null";
}

void RowText::text(std::string_view bytes) {
    quoted(m_out, bytes);
}

void RowText::bytes(std::string_view bytes, bool picture) {
    if (picture || !formats::imageExtension(bytes).empty()) {
        const auto name = m_keep(bytes);
        m_failed = m_failed || !name;
        m_out += "{\"";
        m_out += formats::kEmbeddedImage;
        m_out += "\":";
        quoted(m_out, name.value_or(std::string()));
        m_out += '}';
    } else if (arrow::util::ValidateUTF8(bytes)) {
        quoted(m_out, bytes);
    } else {
        m_out += "{\"base64\":\"" + formats::toBase64(bytes) + "\"}";
    }
}

template <class T> void RowText::digits(T number) {
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(number)) { // JSON has no word for it, and data frames write NaN for what is missing
            m_out += "null";
            return;
        }
    }
    std::array<char, 32> out{};
    const auto end = std::to_chars(out.data(), out.data() + out.size(), number);
    m_out.append(out.data(), end.ptr);
}

bool RowText::number(const arrow::Array& array, std::int64_t i) {
    const auto put = [&]<class A>(const A* numbers) {
        digits(numbers->Value(i));
        return true;
    };
    switch (array.type_id()) {
    case arrow::Type::BOOL:
        m_out += static_cast<const arrow::BooleanArray&>(array).Value(i) ? "true" : "false";
        return true;
    case arrow::Type::INT8:
        return put(static_cast<const arrow::Int8Array*>(&array));
    case arrow::Type::INT16:
        return put(static_cast<const arrow::Int16Array*>(&array));
    case arrow::Type::INT32:
        return put(static_cast<const arrow::Int32Array*>(&array));
    case arrow::Type::INT64:
        return put(static_cast<const arrow::Int64Array*>(&array));
    case arrow::Type::UINT8:
        return put(static_cast<const arrow::UInt8Array*>(&array));
    case arrow::Type::UINT16:
        return put(static_cast<const arrow::UInt16Array*>(&array));
    case arrow::Type::UINT32:
        return put(static_cast<const arrow::UInt32Array*>(&array));
    case arrow::Type::UINT64:
        return put(static_cast<const arrow::UInt64Array*>(&array));
    case arrow::Type::FLOAT:
        return put(static_cast<const arrow::FloatArray*>(&array));
    case arrow::Type::DOUBLE:
        return put(static_cast<const arrow::DoubleArray*>(&array));
    default:
        return false;
    }
}

bool RowText::nested(const arrow::Array& array, std::int64_t i) {
    const auto put = [&]<class A>(const A* lists) {
        list(*lists->values(), lists->value_offset(i), lists->value_offset(i) + lists->value_length(i));
        return true;
    };
    switch (array.type_id()) {
    case arrow::Type::STRUCT:
        record(array, i);
        return true;
    case arrow::Type::LIST:
        return put(static_cast<const arrow::ListArray*>(&array));
    case arrow::Type::LARGE_LIST:
        return put(static_cast<const arrow::LargeListArray*>(&array));
    case arrow::Type::FIXED_SIZE_LIST:
        return put(static_cast<const arrow::FixedSizeListArray*>(&array));
    case arrow::Type::LIST_VIEW:
        return put(static_cast<const arrow::ListViewArray*>(&array));
    case arrow::Type::LARGE_LIST_VIEW:
        return put(static_cast<const arrow::LargeListViewArray*>(&array));
    case arrow::Type::MAP:
        map(array, i);
        return true;
    case arrow::Type::DICTIONARY: {
        const auto& words = static_cast<const arrow::DictionaryArray&>(array);
        value(*words.dictionary(), words.GetValueIndex(i));
        return true;
    }
    case arrow::Type::EXTENSION:
        value(*static_cast<const arrow::ExtensionArray&>(array).storage(), i);
        return true;
    default:
        return false;
    }
}

/// The Image feature of `datasets` is a struct {bytes, path}: its bytes are a picture whatever they look like.
void RowText::record(const arrow::Array& array, std::int64_t i) {
    const auto& records = static_cast<const arrow::StructArray&>(array);
    const arrow::StructType& type = *records.struct_type();
    const bool picture = type.GetFieldIndex("bytes") >= 0 && type.GetFieldIndex("path") >= 0;
    m_out += '{';
    for (int f = 0; f < records.num_fields(); ++f) {
        if (f > 0) m_out += ',';
        quoted(m_out, type.field(f)->name());
        m_out += ':';
        const std::shared_ptr<arrow::Array> column = records.field(f); // sliced as the struct is
        std::string_view view;
        if (picture && type.field(f)->name() == "bytes" && !column->IsNull(i) && viewOf(*column, i, view))
            bytes(view, !isText(*column));
        else
            value(*column, i);
    }
    m_out += '}';
}

void RowText::list(const arrow::Array& values, std::int64_t begin, std::int64_t end) {
    m_out += '[';
    for (std::int64_t i = begin; i < end; ++i) {
        if (i > begin) m_out += ',';
        value(values, i);
        if (m_out.size() > 2 * formats::kMaxLineBytes) break; // the row is refused; memory stays bounded
    }
    m_out += ']';
}

/// An object where the keys are texts, else a list of [key, value].
void RowText::map(const arrow::Array& array, std::int64_t i) {
    const auto& maps = static_cast<const arrow::MapArray&>(array);
    const std::int64_t begin = maps.value_offset(i);
    const std::int64_t end = begin + maps.value_length(i);
    const bool object = isText(*maps.keys());
    m_out += object ? '{' : '[';
    for (std::int64_t k = begin; k < end; ++k) {
        if (k > begin) m_out += ',';
        if (!object) m_out += '[';
        value(*maps.keys(), k);
        m_out += object ? ':' : ',';
        value(*maps.items(), k);
        if (!object) m_out += ']';
    }
    m_out += object ? '}' : ']';
}

} // namespace egt::columnar
