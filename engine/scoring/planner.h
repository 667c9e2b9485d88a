// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Cuts a scoring run into units before it starts. A unit is generated in one piece and stored in one transaction; what
// it yields depends on its plan alone, so a run that died repeats whole units and ends with the same bits.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "records/records.h"
#include "records/requests.h"

namespace egt::scoring {

struct ScoreUnit {
    std::vector<PairId> pairs;
    std::vector<Order> orders;
    std::int32_t samples = 1;
    bool operator==(const ScoreUnit&) const = default;

    [[nodiscard]] std::size_t responsesPerPair() const { return orders.size() * static_cast<std::size_t>(samples); }
    [[nodiscard]] std::string toJson() const;
    /// Errors: score.bad_plan.
    static Result<ScoreUnit> fromJson(const std::string& json);
};

/// A pair and roughly how long its prompt is (any unit; only the ranking counts).
struct PlannedPair {
    PairId pair = 0;
    std::int64_t length = 0;
};

/// Pairs of similar length sit together, since a batch is as long as its longest prompt; all orders and samples of a
/// pair are in one unit, about `batch` responses a unit and at least one pair.
std::vector<ScoreUnit> planUnits(std::vector<PlannedPair> pairs, const std::vector<Order>& orders, std::int32_t samples,
                                 std::int32_t batch);

std::vector<Order> ordersOf(Orders orders);

} // namespace egt::scoring
