// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "evaluation/bench_trials.h"
#include "evaluation/statistics.h"

namespace egt::evaluation {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Counts of one category, or of all.
class Counter {
public:
    void add(const Trial& trial) {
        ++m_row.trials;
        m_pairs.insert(trial.pair);
        if (trial.outcome == Outcome::left) {
            ++m_row.left;
            return;
        }
        const bool right = trial.outcome == Outcome::right;
        m_row.right += right ? 1 : 0;
        Cluster& cluster = m_clusters[trial.id];
        cluster.hits += right ? 1 : 0;
        cluster.size += 1;
        const auto [group, fresh] = m_groups.try_emplace(trial.group, true);
        group->second = group->second && right;
    }

    [[nodiscard]] BenchRow row(std::string category) const {
        BenchRow row = m_row;
        row.category = std::move(category);
        row.pairs = static_cast<std::int64_t>(m_pairs.size());
        const Interval accuracy = shareInterval(clusteredEstimate(clusters()));
        row.accuracy = accuracy.value;
        row.low = accuracy.low;
        row.high = accuracy.high;
        row.groups = static_cast<std::int64_t>(m_groups.size());
        row.groups_right = std::count_if(m_groups.begin(), m_groups.end(), [](const auto& g) { return g.second; });
        const Interval plus = wilson(static_cast<double>(row.groups_right), static_cast<double>(row.groups));
        row.acc_plus = plus.value;
        row.acc_plus_low = plus.low;
        row.acc_plus_high = plus.high;
        return row;
    }
    [[nodiscard]] std::vector<Cluster> clusters() const {
        std::vector<Cluster> out;
        for (const auto& [id, cluster] : m_clusters)
            out.push_back(cluster);
        return out;
    }

private:
    BenchRow m_row;
    std::unordered_set<PairId> m_pairs;
    std::map<std::string, Cluster> m_clusters; ///< sorted, so that sums always run in the same order
    std::unordered_map<std::string, bool> m_groups;
};

/// Every category that the benchmark has or the pairs bring; those without a category last.
std::vector<std::string> orderedCategories(const BenchRules& rules, const std::map<std::string, Counter>& counters) {
    std::vector<std::string> out = categoriesOf(rules.protocol);
    for (const auto& [category, counter] : counters)
        if (category != kNoCategory && std::find(out.begin(), out.end(), category) == out.end())
            out.push_back(category);
    if (counters.contains(std::string(kNoCategory))) out.emplace_back(kNoCategory);
    return out;
}

void takeMacro(BenchResult& result, const std::vector<ShareEstimate>& parts) {
    const Interval macro = meanOfShares(parts);
    result.macro = macro.value;
    result.macro_low = macro.low;
    result.macro_high = macro.high;
}

/// The answer that most parsed votes name; unparsed when none or as many for the other.
Verdict majority(const Trial& trial) {
    std::int64_t lead = 0;
    for (const VerdictRecord& vote : trial.votes)
        lead += vote.verdict == Verdict::a ? 1 : vote.verdict == Verdict::b ? -1 : 0;
    return lead == 0 ? Verdict::unparsed : lead > 0 ? Verdict::a : Verdict::b;
}

double consistencyOf(const std::vector<Trial>& trials) {
    double same = 0;
    for (std::size_t i = 0; i + 1 < trials.size(); i += 2) { // a pair's two orders stand side by side
        const Verdict first = majority(trials[i]);
        same += first != Verdict::unparsed && first == majority(trials[i + 1]) ? 1 : 0;
    }
    return trials.empty() ? kNaN : same / (static_cast<double>(trials.size()) / 2);
}

void takeRates(BenchResult& result, const std::vector<Trial>& trials) {
    double votes = 0;
    double parsed = 0;
    double first = 0;
    for (const Trial& trial : trials)
        for (const VerdictRecord& vote : trial.votes) {
            ++votes;
            if (vote.verdict == Verdict::unparsed) continue;
            ++parsed;
            first += (vote.verdict == Verdict::a) == (vote.order == Order::stored) ? 1 : 0;
        }
    result.first_rate = parsed > 0 ? first / parsed : kNaN;
    result.unparsed_rate = votes > 0 ? 1 - parsed / votes : kNaN;
}

} // namespace

BenchResult summarise(const BenchRules& rules, const std::vector<Trial>& trials) {
    std::map<std::string, Counter> counters;
    Counter all;
    for (const Trial& trial : trials) {
        counters[trial.category].add(trial);
        all.add(trial);
    }
    BenchResult result;
    result.protocol = rules.protocol;
    result.order = rules.order;
    result.unparsed = rules.unparsed;
    result.votes = trials.empty() ? rules.votes : static_cast<std::int32_t>(trials.front().votes.size());
    result.seed = rules.seed;
    std::vector<ShareEstimate> parts;
    for (const std::string& category : orderedCategories(rules, counters)) {
        result.categories.push_back(counters[category].row(category));
        const ShareEstimate part = clusteredEstimate(counters[category].clusters());
        if (category != kNoCategory && part.clusters > 0) parts.push_back(part);
    }
    result.overall = all.row("overall");
    takeMacro(result, parts);
    result.consistency = rules.order == BenchOrder::both ? consistencyOf(trials) : kNaN;
    takeRates(result, trials);
    return result;
}

} // namespace egt::evaluation
