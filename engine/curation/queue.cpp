// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/queue.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace egt::curation {
namespace {

constexpr std::array<std::pair<Queue, std::string_view>, 6> kNames = {{{Queue::uncertain, "uncertain"},
                                                                       {Queue::contradicted, "contradicted"},
                                                                       {Queue::flagged, "flagged"},
                                                                       {Queue::unreviewed, "unreviewed"},
                                                                       {Queue::skipped, "skipped"},
                                                                       {Queue::all, "all"}}};

bool says(const Column* column, std::int64_t row, std::string_view word) {
    return column != nullptr && column->text(row) == word;
}

} // namespace

std::vector<PairId> reviewQueue(const ColumnSnapshot& snapshot, Queue queue, bool only_open) {
    const Column* reviewed = snapshot.find("reviewed");
    const Column* decision = snapshot.find("decision");
    const Column* flag = snapshot.find("flag");
    const Column* order = queue == Queue::uncertain      ? snapshot.uncertainty()
                          : queue == Queue::contradicted ? snapshot.find("p_label")
                                                         : nullptr;
    const auto belongs = [&](std::int64_t row) {
        if (only_open && says(reviewed, row, "yes")) return false;
        switch (queue) {
        case Queue::uncertain:
        case Queue::contradicted:
            return order != nullptr && !std::isnan(order->real(row));
        case Queue::flagged:
            return !says(flag, row, "none") || says(decision, row, "flag");
        case Queue::unreviewed:
            return !says(reviewed, row, "yes");
        case Queue::skipped:
            return says(decision, row, "skip");
        case Queue::all:
            return true;
        }
        return false;
    };
    std::vector<std::int64_t> rows;
    for (std::int64_t row = 0; row < snapshot.rows; ++row)
        if (belongs(row)) rows.push_back(row);
    if (order != nullptr)
        std::stable_sort(rows.begin(), rows.end(), [&](std::int64_t a, std::int64_t b) {
            return queue == Queue::uncertain ? order->real(a) > order->real(b) : order->real(a) < order->real(b);
        });
    std::vector<PairId> out;
    out.reserve(rows.size());
    for (const std::int64_t row : rows)
        out.push_back(snapshot.pairAt(row));
    return out;
}

std::string_view name(Queue queue) {
    for (const auto& [value, text] : kNames)
        if (value == queue) return text;
    return {};
}

std::optional<Queue> queueFromName(std::string_view name) {
    for (const auto& [value, text] : kNames)
        if (text == name) return value;
    return std::nullopt;
}

} // namespace egt::curation
