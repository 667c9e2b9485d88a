// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter.h"

#include <algorithm>

#include "base/numbers.h"
#include "curation/column_names.h"
#include "curation/filter_columns.h"
#include "curation/filter_parser.h"
#include "curation/histogram.h"

namespace egt::curation {
namespace {

using Kind = FilterNode::Kind;

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return low(x) == low(y); });
}

bool isYesNo(const Column& column) {
    return column.type == ColumnType::code && column.dictionary == std::vector<std::string>{"no", "yes"};
}

/// Where the dictionary has the word; its size when it has not. A yes/no column knows true and false as well.
std::size_t wordPlace(const Column& column, std::string_view word) {
    if (isYesNo(column) && equalIgnoringCase(word, "true")) word = "yes";
    if (isYesNo(column) && equalIgnoringCase(word, "false")) word = "no";
    const auto place = std::find_if(column.dictionary.begin(), column.dictionary.end(),
                                    [&](const std::string& known) { return equalIgnoringCase(known, word); });
    return static_cast<std::size_t>(place - column.dictionary.begin());
}

/// A quoted text of the filter is looked for as it stands: as one phrase of the search (records/search.h), in which
/// quotation marks would end the phrase.
std::string phraseOf(const std::string& text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = std::string_view(text).substr(at);
        std::size_t mark = rest.front() == '"' ? 1 : 0;
        for (const std::string_view curved : {"“", "”", "„"})
            if (rest.starts_with(curved)) mark = curved.size();
        out += mark > 0 ? ' ' : text[at];
        at += std::max<std::size_t>(1, mark);
    }
    return out + "\"";
}

tl::unexpected<Error> wrongType(const char* text, const FilterNode& node, std::int64_t position) {
    return fail("filter.type", text, {node.column, std::to_string(position)}, {}, 0, node.column);
}

class Evaluator {
public:
    Evaluator(const ColumnSnapshot& snapshot, const TextSearch& search) : m_snapshot(snapshot), m_search(search) {}

    Result<Mask> rows(const FilterNode& node) {
        switch (node.kind) {
        case Kind::all_of:
        case Kind::any_of:
            return joined(node);
        case Kind::negation: {
            EGT_ASSIGN(Mask mask, rows(node.children.front()));
            for (char& one : mask)
                one = one == 0 ? 1 : 0;
            return mask;
        }
        default:
            return leaf(node);
        }
    }

private:
    Result<Mask> joined(const FilterNode& node) {
        const bool all = node.kind == Kind::all_of;
        EGT_ASSIGN(Mask out, rows(node.children.front()));
        for (std::size_t child = 1; child < node.children.size(); ++child) {
            EGT_ASSIGN(const Mask more, rows(node.children[child]));
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = all ? out[i] & more[i] : out[i] | more[i];
        }
        return out;
    }

    Result<Mask> leaf(const FilterNode& node) {
        if (node.column == "text") return text(node);
        EGT_ASSIGN(const Column* column, findColumn(m_snapshot, node.column, node.position));
        if (node.kind == Kind::is_missing) return missing(*column);
        if (node.kind == Kind::yes) return yes(node, *column);
        if (node.op == "~")
            return wrongType(EGT_TEXT("engine",
                                      "“~” searches text and is written text ~ \"words\"; “%1” (position %2) can't "
                                      "be searched."),
                             node, node.position);
        return column->type == ColumnType::code ? words(node, *column) : numbers(node, *column);
    }

    /// The state of images has a word of its own for it.
    [[nodiscard]] Mask missing(const Column& column) const {
        Mask out = rowsWithoutValue(column, m_snapshot.rows);
        if (column.name != "image") return out;
        const std::size_t word = wordPlace(column, "missing");
        if (word == column.dictionary.size()) return out;
        std::vector<char> wanted(column.dictionary.size(), 0);
        wanted[word] = 1;
        const Mask said = rowsOfCodes(column, m_snapshot.rows, wanted, true);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] |= said[i];
        return out;
    }

    Result<Mask> text(const FilterNode& node) {
        if (node.kind != Kind::comparison || node.op != "~")
            return wrongType(EGT_TEXT("engine", "“%1” (position %2) is searched with “~”: text ~ \"how many\"."), node,
                             node.position);
        if (!m_search)
            return fail("filter.no_text_search",
                        EGT_TEXT("engine", "Text can't be searched here. Leave out text ~ … (position %1)."),
                        {std::to_string(node.position)}, {}, 0, "text");
        const FilterValue& value = node.values.front();
        EGT_ASSIGN(const std::vector<PairId> found, m_search(value.is_quoted ? phraseOf(value.text) : value.text));
        Mask out(static_cast<std::size_t>(m_snapshot.rows), 0);
        for (const PairId pair : found)
            if (const std::int64_t row = m_snapshot.rowOf(pair); row >= 0) out[static_cast<std::size_t>(row)] = 1;
        return out;
    }

    Result<Mask> yes(const FilterNode& node, const Column& column) {
        if (!isYesNo(column))
            return wrongType(EGT_TEXT("engine",
                                      "“%1” (position %2) is not a yes/no column: compare it with a value, for "
                                      "example with “==” or “>”."),
                             node, node.position);
        return rowsOfCodes(column, m_snapshot.rows, {0, 1}, true);
    }

    Result<Mask> numbers(const FilterNode& node, const Column& column) {
        std::vector<std::pair<double, double>> wanted;
        for (const FilterValue& value : node.values) {
            if (!value.is_number)
                return wrongType(EGT_TEXT("engine", "“%1” holds numbers: compare it with a number (position %2)."),
                                 node, value.position);
            const double low = boundFor(column, value.number);
            wanted.emplace_back(low, value.is_range ? boundFor(column, value.high) : low);
        }
        if (node.kind == Kind::comparison)
            return rowsComparing(column, m_snapshot.rows, comparisonOf(node.op), wanted.front().first);
        return rowsWithin(column, m_snapshot.rows, wanted, node.op == "==");
    }

    Result<Mask> words(const FilterNode& node, const Column& column) {
        if (node.op != "==" && node.op != "!=")
            return wrongType(EGT_TEXT("engine", "“%1” (position %2) holds words: compare it with ==, != or in (…)."),
                             node, node.position);
        std::vector<char> wanted(column.dictionary.size(), 0);
        for (const FilterValue& value : node.values) {
            if (value.is_range)
                return wrongType(EGT_TEXT("engine", "“%1” holds words: a range is for numbers (position %2)."), node,
                                 value.position);
            const std::size_t place = wordPlace(column, value.text);
            if (place == wanted.size()) return unknownWord(node, value, column);
            // Words that differ in case alone are all meant.
            for (std::size_t code = place; code < wanted.size(); ++code)
                if (equalIgnoringCase(column.dictionary[code], column.dictionary[place])) wanted[code] = 1;
        }
        return rowsOfCodes(column, m_snapshot.rows, wanted, node.op == "==");
    }

    static tl::unexpected<Error> unknownWord(const FilterNode& node, const FilterValue& value, const Column& column) {
        const std::string position = std::to_string(value.position);
        if (column.dictionary.empty())
            return fail("filter.unknown_value",
                        EGT_TEXT("engine", "“%1” has no value “%2” (position %3): no pair has one yet."),
                        {node.column, value.text, position}, {}, 0, node.column);
        return fail("filter.unknown_value", EGT_TEXT("engine", "“%1” has no value “%2” (position %3). Use “%4”."),
                    {node.column, value.text, position, nearestWord(value.text, column.dictionary)}, {}, 0,
                    node.column);
    }

    const ColumnSnapshot& m_snapshot;
    const TextSearch& m_search;
};

} // namespace

Result<Mask> filterRows(const ColumnSnapshot& snapshot, const std::string& expression, const TextSearch& search) {
    if (expression.find_first_not_of(" \t\n") == std::string::npos)
        return Mask(static_cast<std::size_t>(snapshot.rows), 1);
    EGT_ASSIGN(const FilterNode node, parseFilter(expression));
    return Evaluator(snapshot, search).rows(node);
}

Result<std::vector<PairId>> filterPairs(const ColumnSnapshot& snapshot, const std::string& expression,
                                        const TextSearch& search) {
    EGT_ASSIGN(const Mask mask, filterRows(snapshot, expression, search));
    return snapshot.rows == 0 ? std::vector<PairId>() : pairsOf(snapshot, mask);
}

std::int64_t filterErrorPosition(const Error& error) {
    const std::string_view mark = "position %";
    const std::size_t at = error.text.find(mark);
    if (!error.code.starts_with("filter.") || at == std::string::npos) return 0;
    const auto argument = parseNumber<std::size_t>(std::string_view(error.text).substr(at + mark.size(), 1));
    if (!argument || *argument < 1 || *argument > error.args.size()) return 0;
    return parseNumber<std::int64_t>(error.args[*argument - 1]).value_or(0);
}

} // namespace egt::curation
