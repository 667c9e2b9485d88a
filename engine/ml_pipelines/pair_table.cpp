// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/pair_table.h"

#include <cmath>

#include "pipelines/yaml_fields.h"
#include "records/serialize.h"

namespace egt::ml {
namespace {

Label labelFromText(std::string_view text) {
    if (text == name(Label::a)) return Label::a;
    if (text == name(Label::b)) return Label::b;
    return Label::none;
}

Result<const Column*> findSortColumn(const ColumnSnapshot& columns, const std::string& name) {
    if (name.empty()) return nullptr;
    if (const Column* found = columns.find(name)) return found;
    std::vector<std::string> names;
    for (const Column& column : columns.columns)
        names.push_back(column.name);
    return fail("train.unknown_column", EGT_TEXT("engine", "There is no column \"%1\". Use \"%2\"."),
                {name, pipelines::nearestWord(name, names)}, {}, 0, "column");
}

std::string_view textAt(const Column* column, std::int64_t row) {
    return column == nullptr ? std::string_view{} : column->text(row);
}

} // namespace

Label effectiveLabel(Label imported, Decision decision) {
    const bool strict = imported == Label::a || imported == Label::b;
    switch (decision) {
    case Decision::left:
        return Label::a;
    case Decision::right:
        return Label::b;
    case Decision::tie:
    case Decision::both_bad:
    case Decision::drop:
        return Label::none;
    case Decision::flip:
        return !strict ? Label::none : imported == Label::a ? Label::b : Label::a;
    case Decision::none:
    case Decision::correct:
    case Decision::skip:
    case Decision::flag:
        break;
    }
    return strict ? imported : Label::none;
}

Result<PairTable> readPairTable(const ColumnSnapshot& columns, bool use_reviews, const std::string& sort_column) {
    EGT_ASSIGN(const Column* sort, findSortColumn(columns, sort_column));
    const Column* label = columns.find("label");
    const Column* decision = columns.find("decision");
    const Column* split = columns.find("split");
    const Column* image = columns.find("image");
    PairTable table;
    table.reserve(static_cast<std::size_t>(columns.rows));
    for (std::int64_t row = 0; row < columns.rows; ++row) {
        PairFacts facts;
        const auto decided = use_reviews ? decisionFromName(textAt(decision, row)) : std::nullopt;
        facts.label = effectiveLabel(labelFromText(textAt(label, row)), decided.value_or(Decision::none));
        facts.heldout = textAt(split, row) == "heldout";
        facts.image_missing = textAt(image, row) == "missing";
        facts.value = sort == nullptr ? std::nan("") : sort->number(row);
        table.emplace(columns.pairAt(row), facts);
    }
    return table;
}

} // namespace egt::ml
