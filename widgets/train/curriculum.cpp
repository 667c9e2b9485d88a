// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/curriculum.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "base/random.h"
#include "records/serialize.h"

namespace egt::ui {

namespace {

double roundUp(double value) {
    if (!(value > 0)) return 1;
    const double magnitude = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0})
        if (value <= step * magnitude * (1 + 1e-9)) return step * magnitude;
    return 10 * magnitude;
}

// `sorted` in the order of training; a band names its lowest and highest score.
std::vector<StageBand> bandsOf(const std::vector<double>& sorted, std::int32_t stages) {
    std::vector<StageBand> bands;
    const auto n = static_cast<std::int64_t>(sorted.size());
    const std::int64_t parts = std::clamp<std::int64_t>(stages, 1, std::max<std::int64_t>(n, 1));
    for (std::int64_t i = 0; i < parts && n > 0; ++i) {
        const std::int64_t first = i * n / parts;
        const std::int64_t last = (i + 1) * n / parts;
        const auto [low, high] =
            std::minmax(sorted[static_cast<std::size_t>(first)], sorted[static_cast<std::size_t>(last - 1)]);
        bands.push_back({low, high, last - first});
    }
    return bands;
}

bool hasLabel(std::string_view label, Decision decision) {
    const bool strict = label == name(Label::a) || label == name(Label::b);
    switch (decision) {
    case Decision::left:
    case Decision::right:
        return true;
    case Decision::tie:
    case Decision::both_bad:
    case Decision::drop:
        return false;
    default:
        return strict; // a flip turns a label round, the others leave it
    }
}

std::string_view textAt(const Column* column, std::int64_t row) {
    return column == nullptr ? std::string_view{} : column->text(row);
}

// The trainer's fixed tenth where the data set has no held-out split (engine/ml_pipelines/train_plan.cpp).
bool inFixedTenth(PairId id) {
    constexpr std::uint64_t salt = 0x68656c646f7574;
    return mixSeed(salt, static_cast<std::uint64_t>(id)) % 10 == 0;
}

} // namespace

std::vector<std::int64_t> trainableRows(const ColumnSnapshot& columns, const std::vector<PairId>& selected,
                                        const std::vector<PairId>& evaluation, const TrainConfig& config) {
    const Column* label = columns.find("label");
    const Column* decision = columns.find("decision");
    const Column* split = columns.find("split");
    const Column* image = columns.find("image");
    const std::unordered_set<PairId> measured(evaluation.begin(), evaluation.end());
    const bool tenth = evaluation.empty() && config.eval_selection == "heldout";
    std::vector<std::int64_t> rows;
    for (const PairId id : selected) {
        const std::int64_t row = columns.rowOf(id);
        if (row < 0 || measured.contains(id) || (tenth && inFixedTenth(id))) continue;
        const auto decided = config.use_reviewed_labels ? decisionFromName(textAt(decision, row)) : std::nullopt;
        if (!hasLabel(textAt(label, row), decided.value_or(Decision::none))) continue;
        if (textAt(split, row) == "heldout" || textAt(image, row) == "missing") continue;
        rows.push_back(row);
    }
    return rows;
}

CurriculumPlan planCurriculum(const ColumnSnapshot& columns, const std::vector<std::int64_t>& rows,
                              const std::string& column, CurriculumOrder order, std::int32_t stages, int bins) {
    CurriculumPlan plan;
    plan.pairs = static_cast<std::int64_t>(rows.size());
    const Column* scores = columns.find(column);
    if (scores == nullptr) {
        plan.unscored = plan.pairs;
        return plan;
    }
    std::vector<double> sorted;
    for (const std::int64_t row : rows)
        if (const double value = scores->number(row); std::isfinite(value)) sorted.push_back(value);
    plan.unscored = plan.pairs - static_cast<std::int64_t>(sorted.size());
    std::sort(sorted.begin(), sorted.end());

    std::vector<double> all;
    for (std::int64_t row = 0; row < columns.rows; ++row)
        if (const double value = scores->number(row); std::isfinite(value)) all.push_back(value);
    if (all.empty()) return plan;
    // The axis ends where nearly all pairs do: one outlier must not press the bands together.
    const auto most = all.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(all.size() - 1) * 0.995);
    std::nth_element(all.begin(), most, all.end());
    plan.top = roundUp(std::max(*most, sorted.empty() ? 0.0 : sorted[(sorted.size() - 1) * 995 / 1000]));
    plan.bins.assign(static_cast<std::size_t>(bins), 0);
    plan.rest.assign(static_cast<std::size_t>(bins), 0);
    const auto bin = [&](double value) {
        return static_cast<std::size_t>(std::clamp(value / plan.top * bins, 0.0, bins - 1.0));
    };
    for (const double value : all)
        ++plan.rest[bin(value)];
    for (const double value : sorted) {
        ++plan.bins[bin(value)];
        --plan.rest[bin(value)];
    }
    if (order == CurriculumOrder::random) return plan;
    if (order == CurriculumOrder::high_to_low) std::reverse(sorted.begin(), sorted.end());
    plan.stages = bandsOf(sorted, stages);
    return plan;
}

} // namespace egt::ui
