// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/row_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "curation/column_scan.h"

namespace egt::curation {
namespace {

constexpr int kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
constexpr int kPasses = (64 + kDigitBits - 1) / kDigitBits;

/// A number whose unsigned order is that of the doubles (IEEE 754: the bits of positive ones rise, of negative ones
/// fall); NaN is the largest in both directions.
std::uint64_t ordered(double value, bool descending) {
    if (std::isnan(value)) return ~std::uint64_t{0};
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0); // -0 equals 0
    const std::uint64_t rising = bits >> 63U ? ~bits : bits | std::uint64_t{1} << 63U;
    return descending ? ~rising : rising; // neither infinity becomes the largest
}

struct Item {
    std::uint64_t key;
    std::int32_t row;
};

std::size_t digitOf(std::uint64_t key, int pass) {
    return static_cast<std::size_t>(key >> (pass * kDigitBits)) & (kDigits - 1);
}

/// How often each digit of each place occurs.
std::vector<std::array<std::uint32_t, kDigits>> counted(const std::vector<Item>& items) {
    std::vector<std::array<std::uint32_t, kDigits>> out(kPasses);
    for (const Item& item : items)
        for (int pass = 0; pass < kPasses; ++pass)
            ++out[static_cast<std::size_t>(pass)][digitOf(item.key, pass)];
    return out;
}

std::vector<double> wordRanks(const std::vector<std::string>& dictionary) {
    std::vector<std::size_t> order(dictionary.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : int{c}; };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::lexicographical_compare(dictionary[a].begin(), dictionary[a].end(), dictionary[b].begin(),
                                            dictionary[b].end(), [&](char x, char y) {
                                                return lower(static_cast<unsigned char>(x)) <
                                                       lower(static_cast<unsigned char>(y));
                                            });
    });
    std::vector<double> ranks(dictionary.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        ranks[order[i]] = static_cast<double>(i);
    return ranks;
}

} // namespace

void orderRows(std::vector<std::int32_t>& rows, const std::vector<double>& keys, bool descending) {
    std::vector<Item> items(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        items[i] = {ordered(keys[i], descending), rows[i]};
    std::vector<Item> other(items.size());
    const auto counts = counted(items);
    for (int pass = 0; pass < kPasses; ++pass) {
        const auto& count = counts[static_cast<std::size_t>(pass)];
        if (!items.empty() && count[digitOf(items.front().key, pass)] == items.size()) continue; // all the same
        std::array<std::uint32_t, kDigits> place{};
        std::exclusive_scan(count.begin(), count.end(), place.begin(), 0U);
        for (const Item& item : items)
            other[place[digitOf(item.key, pass)]++] = item;
        items.swap(other);
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = items[i].row;
}

std::vector<std::int32_t> rowsInOrder(const Column& column, std::int64_t rows, bool descending, const Mask& mask) {
    std::vector<std::int32_t> out;
    std::vector<double> keys;
    out.reserve(static_cast<std::size_t>(rows));
    keys.reserve(static_cast<std::size_t>(rows));
    const bool words = column.type == ColumnType::code;
    const std::vector<double> ranks = words ? wordRanks(column.dictionary) : std::vector<double>();
    eachNumber(column, rows, [&](std::int64_t row, double value) {
        if (!taken(mask, row)) return;
        out.push_back(static_cast<std::int32_t>(row));
        keys.push_back(words && !std::isnan(value) ? ranks[static_cast<std::size_t>(value)] : value);
    });
    orderRows(out, keys, descending);
    return out;
}

} // namespace egt::curation
