// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One JSON object of a data file, field by field. Private to the readers (simdjson in the interface).

#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>
#include <tl/expected.hpp>

#include "formats/reader.h"

namespace egt::formats {

template <class T> using Field = tl::expected<T, Reject>;

inline tl::unexpected<Reject> reject(std::string code, std::string field, std::string reason) {
    return tl::unexpected<Reject>(Reject{0, std::move(field), std::move(reason), std::move(code)});
}

/// Remembers which fields were used; the others become `extra`.
class JsonRow {
public:
    /// `keep`: takes the pictures that the row carries in itself; null = nobody.
    explicit JsonRow(simdjson::dom::object object, const KeepImage* keep = nullptr);

    [[nodiscard]] bool has(std::string_view field) const; ///< there and not null
    /// Marks the field as used. Not there: a null element.
    simdjson::dom::element take(std::string_view field);
    /// Likewise, but the field stays one of the others.
    [[nodiscard]] simdjson::dom::element look(std::string_view field) const;
    /// A non-empty string, or the reject: missing, type, empty.
    Field<std::string> text(std::string_view field);
    /// Empty when not there or null; a number is written out. Reject: type.
    Field<std::string> optionalText(std::string_view field);
    /// True, 1 or "true". Reject: type.
    Field<bool> optionalFlag(std::string_view field);
    /// `image`, `images` and `video`: a string or a list of strings or of {"path": …} or of {"bytes", "path"}.
    /// Reject: type.
    Field<std::vector<ImageRef>> images();
    [[nodiscard]] const KeepImage* keepImage() const { return m_keep; }
    struct Member {
        std::string_view key;
        simdjson::dom::element value;
        bool used = false;
    };
    /// All fields as they stand in the row.
    [[nodiscard]] const std::vector<Member>& members() const { return m_members; }
    /// All fields that were not used, as a JSON object.
    [[nodiscard]] std::string extra() const;

private:
    std::vector<Member> m_members;
    const KeepImage* m_keep;
};

/// Adds the picture(s) in `value` to `out`: paths, data URLs, and what stands for embedded bytes (columnar.h).
Field<void> addImages(std::string_view field, simdjson::dom::element value, std::vector<ImageRef>& out,
                      const KeepImage* keep);
/// The same of bytes: `reference` is the data set's own name for them, which may be empty.
Field<void> addImageBytes(std::string_view field, std::string_view bytes, std::string reference,
                          std::vector<ImageRef>& out, const KeepImage* keep);

/// Two JSON objects as one; where both have a field, that of `over` stands. What is no object counts as empty.
std::string mergedObjects(const std::string& under, const std::string& over);

/// Fields that every preference layout may carry: id, category|source|ds_name, split, chosen_reason, rejected_reason,
/// is_tie, images, extra. Call last.
Field<void> takeCommon(JsonRow& row, PairRecord& pair);

/// Our own exports carry the unknown fields of the first import as one text, so that a column has one type: they are
/// fields again. They carry the question once more where stripping image marks would change it. After takeCommon.
void takeOwnExtra(JsonRow& row, PairRecord& pair);

/// A reader of one JSON object a line, or of one list of them; layouts differ in pairOf() and fit().
class JsonLinesReader : public Reader {
public:
    [[nodiscard]] double recognise(const std::string& head) const final;
    Result<void> read(const std::filesystem::path& file, std::int64_t skip_lines, const RowSink& sink) const final;

protected:
    /// A row that is one pair; layouts whose rows are several implement pairsOf() instead.
    [[nodiscard]] virtual Field<PairRecord> pairOf(JsonRow& row) const;
    [[nodiscard]] virtual Field<std::vector<PairRecord>> pairsOf(JsonRow& row) const;
    /// A row that can't be read means to be of this layout all the same.
    [[nodiscard]] virtual bool meansToBe(const JsonRow& row) const;
    /// 0..1: how typical a row that could be read is for this layout.
    [[nodiscard]] virtual double fit(const JsonRow& row) const = 0;
};

} // namespace egt::formats
