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
    std::vector<PairId> text_only = {}; ///< of `pairs`: whose images were missing when the run was planned
    std::int64_t tokens = 0;            ///< of the prompts of `pairs` in one order, for guessing the time left
    bool operator==(const ScoreUnit&) const = default;

    [[nodiscard]] std::size_t responsesPerPair() const { return orders.size() * static_cast<std::size_t>(samples); }
    [[nodiscard]] std::string toJson() const;
    /// Errors: score.bad_plan.
    static Result<ScoreUnit> fromJson(const std::string& json);
};

/// A pair and how many tokens its prompt has.
struct PlannedPair {
    PairId pair = 0;
    std::int64_t length = 0;
    bool text_only = false;
};

/// Pairs of similar length sit together, since a batch is as long as its longest prompt; all orders and samples of a
/// pair are in one unit, at most `responses` a unit and at least one pair.
std::vector<ScoreUnit> planUnits(std::vector<PlannedPair> pairs, const std::vector<Order>& orders, std::int32_t samples,
                                 std::int32_t responses);

/// Responses of a unit when `batch` are generated together: a finished one makes room for the next, so only the last
/// ones of a unit leave places empty.
std::int32_t unitResponses(std::int32_t batch);

/// Some image of the pair is not where it should be.
bool imagesMissing(const PairRecord& pair);

std::vector<Order> ordersOf(Orders orders);

} // namespace egt::scoring
