// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a selection was made, so that it can be made again: stored with it as JSON and replayed.
//
//   {"where": "source == \"wild\"",
//    "cut":  {"column": "mean_entropy", "low": 0.1, "high": 0.8, "by": "value" | "quantile", "per": "source"},
//    "keep": {"column": "mean_entropy", "share": 0.7, "side": "lowest" | "highest", "per": "source"},
//    "run":  3}
//
// Every part is optional; they apply in this order, each among what the one before left. "run" tells which scoring run
// the numbers were of; the caller gives the snapshot of that run. A list of pairs picked by hand: {"pairs": [1, 2, 3]}.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/cut.h"
#include "curation/filter.h"

namespace egt::curation {

struct CutStep {
    std::string column = "mean_entropy";
    std::optional<double> low;
    std::optional<double> high;
    bool by_quantile = false;
    std::string per;
    bool operator==(const CutStep&) const = default;
};
struct KeepStep {
    std::string column = "mean_entropy";
    double share = 1;
    Keep side = Keep::lowest;
    std::string per;
    bool operator==(const KeepStep&) const = default;
};
struct SelectionRule {
    std::string where;
    std::optional<CutStep> cut;
    std::optional<KeepStep> keep;
    RunId run = 0;
    std::optional<std::vector<PairId>> pairs;
    bool operator==(const SelectionRule&) const = default;
};

std::string ruleToJson(const SelectionRule& rule);
/// Errors: json.invalid, selection.bad_rule (names the key).
Result<SelectionRule> ruleFromJson(const std::string& json);

/// The pairs that the rule takes, rising. Errors: those of filterRows and of the cuts.
Result<std::vector<PairId>> applyRule(const SelectionRule& rule, const ColumnSnapshot& snapshot,
                                      const TextSearch& search = {});
Result<std::vector<PairId>> applyRule(const std::string& json, const ColumnSnapshot& snapshot,
                                      const TextSearch& search = {});

} // namespace egt::curation
