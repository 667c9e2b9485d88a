// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/review_queue.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace egt::ui {
namespace {

struct Entry {
    PairId pair = 0;
    double key = 0; ///< lower comes first
};

bool hasFlag(const Column* flag, std::int64_t row, std::string_view rule) {
    if (flag == nullptr) return false;
    const std::string_view text = flag->text(row);
    return text == rule || text == "both";
}

bool trained(const Column* column, std::int64_t row) {
    return column != nullptr && column->text(row) == "yes";
}

std::vector<PairId> sorted(std::vector<Entry> entries) {
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& x, const Entry& y) { return x.key < y.key; });
    std::vector<PairId> out;
    out.reserve(entries.size());
    for (const Entry& entry : entries)
        out.push_back(entry.pair);
    return out;
}

/// Entries of all rows that `keep` accepts, by falling (or rising) value of a column; rows without a value last.
std::vector<Entry> collect(const ColumnSnapshot& columns, const Column* by, bool falling,
                           const std::function<bool(std::int64_t)>& keep) {
    std::vector<Entry> out;
    for (std::int64_t row = 0; row < columns.rows; ++row) {
        if (!keep(row)) continue;
        double key = static_cast<double>(row);
        if (by != nullptr) {
            const double v = by->number(row);
            key = std::isfinite(v) ? (falling ? -v : v) : std::numeric_limits<double>::infinity();
        }
        out.push_back({columns.pairAt(row), key});
    }
    return out;
}

std::vector<PairId> uncertainQueue(const ColumnSnapshot& columns, double high_cut) {
    const Column* entropy = columns.find("mean_entropy");
    const Column* flag = columns.find("flag");
    const Column* seen = columns.find("trained");
    if (entropy == nullptr) return {};
    const auto usable = [&](std::int64_t row) { return std::isfinite(entropy->number(row)) && !trained(seen, row); };
    if (std::isfinite(high_cut))
        return sorted(collect(columns, entropy, true,
                              [&](std::int64_t row) { return usable(row) && entropy->number(row) > high_cut; }));
    std::vector<PairId> flagged =
        sorted(collect(columns, entropy, true, [&](std::int64_t row) { return hasFlag(flag, row, "uncertain"); }));
    if (!flagged.empty()) return flagged;
    std::vector<PairId> all = sorted(collect(columns, entropy, true, usable));
    constexpr std::size_t kLeast = 20;
    all.resize(std::min(all.size(), std::max(kLeast, all.size() / 10)));
    return all;
}

std::vector<PairId> contradictedQueue(const ColumnSnapshot& columns) {
    const Column* p = columns.find("p_label");
    const Column* flag = columns.find("flag");
    const Column* seen = columns.find("trained");
    std::vector<PairId> flagged =
        sorted(collect(columns, p, false, [&](std::int64_t row) { return hasFlag(flag, row, "contradicted"); }));
    if (!flagged.empty() || p == nullptr) return flagged;
    return sorted(
        collect(columns, p, false, [&](std::int64_t row) { return p->number(row) < 0.5 && !trained(seen, row); }));
}

} // namespace

std::vector<PairId> buildQueue(QueueKind kind, const ColumnSnapshot& columns, double high_cut, const QString& filter) {
    Q_UNUSED(filter)
    const Column* flag = columns.find("flag");
    const Column* reviewed = columns.find("reviewed");
    switch (kind) {
    case QueueKind::uncertain:
        return uncertainQueue(columns, high_cut);
    case QueueKind::contradicted:
        return contradictedQueue(columns);
    case QueueKind::flagged:
        return sorted(collect(columns, columns.find("mean_entropy"), true, [&](std::int64_t row) {
            return flag != nullptr && !flag->text(row).empty() && flag->text(row) != "none";
        }));
    case QueueKind::not_reviewed:
        return sorted(collect(columns, nullptr, false,
                              [&](std::int64_t row) { return reviewed == nullptr || reviewed->text(row) != "yes"; }));
    case QueueKind::all:
        return sorted(collect(columns, nullptr, false, [](std::int64_t) { return true; }));
    case QueueKind::handed:
        break;
    }
    return {};
}

} // namespace egt::ui
