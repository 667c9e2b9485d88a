// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter_columns.h"

#include <algorithm>
#include <cmath>

#include "curation/column_scan.h"

namespace egt::curation {
namespace {

Mask maskFor(std::int64_t rows) {
    return Mask(static_cast<std::size_t>(rows), 0);
}

template <class Test> Mask testNumbers(const Column& column, std::int64_t rows, Test&& test) {
    Mask out = maskFor(rows);
    char* to = out.data();
    eachNumber(column, rows, [&](std::int64_t row, double value) { to[row] = test(value) ? 1 : 0; });
    return out;
}

/// Values and bound are float32, so a comparison in float32 says the same and goes several at a time.
template <class Test> Mask testReals(const Column& column, std::int64_t rows, Test&& test) {
    Mask out = maskFor(rows);
    char* to = out.data();
    std::int64_t left = rows;
    for (const auto& chunk : column.chunks) {
        const std::int64_t count = std::min(left, kChunkRows);
        const float* from = chunk->reals.data();
        for (std::int64_t i = 0; i < count; ++i)
            to[i] = test(from[i]) ? 1 : 0;
        to += count;
        left -= count;
    }
    return out;
}

template <class Test> Mask test(const Column& column, std::int64_t rows, double bound, Test&& compare) {
    if (column.type != ColumnType::real)
        return testNumbers(column, rows, [&](double value) { return compare(value, bound); });
    const auto real = static_cast<float>(bound);
    return testReals(column, rows, [&](float value) { return compare(value, real); });
}

} // namespace

Comparison comparisonOf(std::string_view op) {
    if (op == "==") return Comparison::equal;
    if (op == "!=") return Comparison::unequal;
    if (op == "<") return Comparison::less;
    if (op == "<=") return Comparison::at_most;
    return op == ">" ? Comparison::greater : Comparison::at_least;
}

Mask rowsComparing(const Column& column, std::int64_t rows, Comparison op, double bound) {
    switch (op) { // NaN compares with nothing; "unequal" is said so that this holds for it too
    case Comparison::equal:
        return test(column, rows, bound, [](auto a, auto b) { return a == b; });
    case Comparison::unequal:
        return test(column, rows, bound, [](auto a, auto b) { return a < b || a > b; });
    case Comparison::less:
        return test(column, rows, bound, [](auto a, auto b) { return a < b; });
    case Comparison::at_most:
        return test(column, rows, bound, [](auto a, auto b) { return a <= b; });
    case Comparison::greater:
        return test(column, rows, bound, [](auto a, auto b) { return a > b; });
    case Comparison::at_least:
        return test(column, rows, bound, [](auto a, auto b) { return a >= b; });
    }
    return {};
}

Mask rowsWithin(const Column& column, std::int64_t rows, const std::vector<std::pair<double, double>>& ranges,
                bool inside) {
    return testNumbers(column, rows, [&](double value) {
        if (std::isnan(value)) return false;
        return std::any_of(ranges.begin(), ranges.end(),
                           [value](const auto& r) { return value >= r.first && value <= r.second; }) == inside;
    });
}

Mask rowsOfCodes(const Column& column, std::int64_t rows, const std::vector<char>& wanted, bool inside) {
    static_assert(kMissingCode == -1);
    std::vector<char> takes(wanted.size() + 1, 0); // the missing code is the first
    for (std::size_t code = 0; code < wanted.size(); ++code)
        takes[code + 1] = (wanted[code] != 0) == inside ? 1 : 0;
    Mask out = maskFor(rows);
    char* to = out.data();
    const char* table = takes.data() + 1;
    eachCode(column, rows, [&](std::int64_t row, std::int32_t code) { to[row] = table[code]; });
    return out;
}

Mask rowsWithoutValue(const Column& column, std::int64_t rows) {
    return testNumbers(column, rows, [](double value) { return std::isnan(value); });
}

} // namespace egt::curation
