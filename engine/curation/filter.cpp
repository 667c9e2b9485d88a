// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter.h"

#include <algorithm>
#include <cmath>

#include "curation/column_names.h"
#include "curation/filter_parser.h"
#include "curation/histogram.h"

namespace egt::curation {
namespace {

using Kind = FilterNode::Kind;

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return low(x) == low(y); });
}

bool holds(const std::string& op, double a, double b) {
    if (op == "==") return a == b;
    if (op == "!=") return a != b;
    if (op == "<") return a < b;
    if (op == "<=") return a <= b;
    if (op == ">") return a > b;
    return a >= b;
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
        if (node.kind == Kind::is_missing)
            return each([column](std::int64_t row) { return std::isnan(column->number(row)); });
        if (node.kind == Kind::yes) return yes(node, *column);
        if (node.op == "~")
            return wrongType(EGT_TEXT("engine",
                                      "“~” searches text and is written text ~ \"words\"; “%1” (position %2) can't "
                                      "be searched."),
                             node, node.position);
        return column->type == ColumnType::code ? words(node, *column) : numbers(node, *column);
    }

    template <class Test> Mask each(Test&& test) const {
        Mask out(static_cast<std::size_t>(m_snapshot.rows));
        for (std::int64_t row = 0; row < m_snapshot.rows; ++row)
            out[static_cast<std::size_t>(row)] = test(row) ? 1 : 0;
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
        EGT_ASSIGN(const std::vector<PairId> found, m_search(node.values.front().text));
        Mask out(static_cast<std::size_t>(m_snapshot.rows), 0);
        for (const PairId pair : found)
            if (const std::int64_t row = m_snapshot.rowOf(pair); row >= 0) out[static_cast<std::size_t>(row)] = 1;
        return out;
    }

    Result<Mask> yes(const FilterNode& node, const Column& column) {
        const bool yes_no =
            column.type == ColumnType::code && column.dictionary == std::vector<std::string>{"no", "yes"};
        if (!yes_no)
            return wrongType(EGT_TEXT("engine",
                                      "“%1” (position %2) is not a yes/no column: compare it with a value, for "
                                      "example with “==” or “>”."),
                             node, node.position);
        return each([&](std::int64_t row) { return column.code(row) == 1; });
    }

    Result<Mask> numbers(const FilterNode& node, const Column& column) {
        std::vector<double> wanted;
        for (const FilterValue& value : node.values) {
            if (!value.is_number)
                return wrongType(EGT_TEXT("engine", "“%1” holds numbers: compare it with a number (position %2)."),
                                 node, value.position);
            wanted.push_back(boundFor(column, value.number));
        }
        if (node.kind == Kind::comparison)
            return each([&](std::int64_t row) {
                const double value = column.number(row);
                return !std::isnan(value) && holds(node.op, value, wanted.front());
            });
        const bool inside = node.op == "==";
        std::sort(wanted.begin(), wanted.end());
        return each([&](std::int64_t row) {
            const double value = column.number(row);
            return !std::isnan(value) && std::binary_search(wanted.begin(), wanted.end(), value) == inside;
        });
    }

    Result<Mask> words(const FilterNode& node, const Column& column) {
        if (node.op != "==" && node.op != "!=")
            return wrongType(EGT_TEXT("engine", "“%1” (position %2) holds words: compare it with ==, != or in (…)."),
                             node, node.position);
        std::vector<char> wanted(column.dictionary.size(), 0);
        for (const FilterValue& value : node.values) {
            bool known = false;
            for (std::size_t code = 0; code < column.dictionary.size(); ++code) {
                if (!equalIgnoringCase(column.dictionary[code], value.text)) continue;
                wanted[code] = 1;
                known = true;
            }
            if (!known)
                return fail("filter.unknown_value",
                            EGT_TEXT("engine", "“%1” has no value “%2” (position %3). Use “%4”."),
                            {node.column, value.text, std::to_string(value.position),
                             nearestWord(value.text, column.dictionary)},
                            {}, 0, node.column);
        }
        const bool inside = node.op == "==";
        return each([&](std::int64_t row) {
            const std::int32_t code = column.code(row);
            return code != kMissingCode && (wanted[static_cast<std::size_t>(code)] != 0) == inside;
        });
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

} // namespace egt::curation
