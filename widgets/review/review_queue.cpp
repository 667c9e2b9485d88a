// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/review_queue.h"

#include <algorithm>
#include <cmath>

#include "curation/queue.h"

namespace egt::ui {
namespace {

constexpr std::size_t kLeast = 20; ///< of the uncertain queue where no cut and no flag says how long it is

template <class Keep> std::vector<PairId> only(std::vector<PairId> pairs, const ColumnSnapshot& columns, Keep keep) {
    std::erase_if(pairs, [&](PairId pair) { return !keep(columns.rowOf(pair)); });
    return pairs;
}

std::vector<PairId> flaggedBy(const std::vector<PairId>& pairs, const ColumnSnapshot& columns, std::string_view rule) {
    const Column* flag = columns.find("flag");
    return only(pairs, columns, [&](std::int64_t row) {
        return flag != nullptr && (flag->text(row) == rule || flag->text(row) == "both");
    });
}

std::vector<PairId> uncertainQueue(const ColumnSnapshot& columns, double high_cut) {
    std::vector<PairId> all = curation::reviewQueue(columns, curation::Queue::uncertain);
    const Column* entropy = columns.uncertainty();
    if (std::isfinite(high_cut) && entropy != nullptr)
        return only(all, columns, [&](std::int64_t row) { return entropy->number(row) > high_cut; });
    std::vector<PairId> flagged = flaggedBy(all, columns, "uncertain");
    if (!flagged.empty()) return flagged;
    all.resize(std::min(all.size(), std::max(kLeast, all.size() / 10)));
    return all;
}

std::vector<PairId> contradictedQueue(const ColumnSnapshot& columns) {
    const std::vector<PairId> all = curation::reviewQueue(columns, curation::Queue::contradicted);
    std::vector<PairId> flagged = flaggedBy(all, columns, "contradicted");
    if (!flagged.empty()) return flagged;
    const Column* p = columns.find("p_label");
    return only(all, columns, [&](std::int64_t row) { return p != nullptr && p->number(row) < 0.5; });
}

} // namespace

std::vector<PairId> buildQueue(QueueKind kind, const ColumnSnapshot& columns, double high_cut,
                               const curation::Mask& mask) {
    std::vector<PairId> queue;
    switch (kind) {
    case QueueKind::uncertain:
        queue = uncertainQueue(columns, high_cut);
        break;
    case QueueKind::contradicted:
        queue = contradictedQueue(columns);
        break;
    case QueueKind::flagged:
        queue = curation::reviewQueue(columns, curation::Queue::flagged);
        break;
    case QueueKind::not_reviewed:
        queue = curation::reviewQueue(columns, curation::Queue::unreviewed);
        break;
    case QueueKind::all:
        queue = curation::reviewQueue(columns, curation::Queue::all);
        break;
    case QueueKind::handed:
        break;
    }
    return only(std::move(queue), columns, [&](std::int64_t row) { return curation::taken(mask, row); });
}

} // namespace egt::ui
