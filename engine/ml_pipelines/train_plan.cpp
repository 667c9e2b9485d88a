// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/train_plan.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "base/random.h"

namespace egt::ml {
namespace {

constexpr std::uint64_t kHeldoutSalt = 0x68656c646f7574;
constexpr std::uint64_t kEvaluationSalt = 0x6576616c;

std::uint64_t salted(std::uint64_t salt, PairId id) {
    return mixSeed(salt, static_cast<std::uint64_t>(id));
}

bool usable(const PairFacts& facts) {
    return facts.label != Label::none && !facts.image_missing;
}

/// Everything that may be measured with. Without a held-out split: a tenth of all pairs, picked by their id alone.
Result<std::vector<PairId>> evaluationPool(const TrainConfig& config, Project& project) {
    EGT_ASSIGN(std::vector<PairId> pool, project.selectionPairs(config.eval_selection));
    if (!pool.empty() || config.eval_selection != "heldout") return pool;
    EGT_ASSIGN(pool, project.allPairs());
    std::erase_if(pool, [](PairId id) { return salted(kHeldoutSalt, id) % 10 != 0; });
    return pool;
}

std::vector<PairId> pickEvaluation(std::vector<PairId> pool, const PairTable& table, std::int64_t wanted) {
    std::erase_if(pool, [&](PairId id) { return !table.contains(id) || !usable(table.at(id)); });
    std::sort(pool.begin(), pool.end(),
              [](PairId x, PairId y) { return salted(kEvaluationSalt, x) < salted(kEvaluationSalt, y); });
    if (static_cast<std::int64_t>(pool.size()) > wanted) pool.resize(static_cast<std::size_t>(wanted));
    return pool;
}

Result<std::vector<training::CurriculumItem>> pickTraining(const TrainConfig& config, Project& project,
                                                           const PairTable& table,
                                                           const std::unordered_set<PairId>& heldout,
                                                           std::int64_t& left_out) {
    EGT_ASSIGN(const std::vector<PairId> selected, project.selectionPairs(config.selection));
    std::vector<training::CurriculumItem> items;
    std::int64_t unscored = 0;
    for (const PairId id : selected) {
        const auto found = table.find(id);
        if (found == table.end() || found->second.heldout || heldout.contains(id) || !usable(found->second)) continue;
        if (config.order != CurriculumOrder::random && std::isnan(found->second.value)) {
            ++unscored;
            continue;
        }
        items.push_back({id, found->second.value});
    }
    left_out = static_cast<std::int64_t>(selected.size() - items.size());
    if (!items.empty()) return items;
    if (unscored > 0)
        return fail("train.no_scores",
                    EGT_TEXT("engine",
                             "No pair of \"%1\" has a value of %2 to sort by. Score the pairs first, or train "
                             "in random order."),
                    {config.selection, config.column}, {}, 0, "column");
    return fail("train.no_pairs",
                EGT_TEXT("engine",
                         "The selection \"%1\" has no pairs to train on: they need a label and their image, and "
                         "held-out pairs don't count. Choose another selection."),
                {config.selection}, {}, 0, "selection");
}

} // namespace

Result<TrainPlan> planTraining(const TrainConfig& config, Project& project, RunContext& run) {
    EGT_ASSIGN(const ColumnsPtr columns, project.columns(config.score_run));
    const bool sorted = config.order != CurriculumOrder::random;
    TrainPlan plan;
    EGT_ASSIGN(plan.table, readPairTable(*columns, config.use_reviewed_labels, sorted ? config.column : std::string{}));
    EGT_ASSIGN(std::vector<PairId> pool, evaluationPool(config, project));
    const std::unordered_set<PairId> heldout(pool.begin(), pool.end());
    EGT_ASSIGN(auto items, pickTraining(config, project, plan.table, heldout, plan.left_out));
    plan.pairs = static_cast<std::int64_t>(items.size());
    if (plan.left_out > 0)
        run.note(
            {"info",
             0,
             EGT_TEXT("engine", "Training on %1 pairs; %2 of the selection are held out, unlabelled, without their "
                                "image or without a score."),
             {std::to_string(plan.pairs), std::to_string(plan.left_out)}});
    plan.curriculum = training::planCurriculum(std::move(items), config.order, config.stages,
                                               config.steps * config.prompts_per_step, config.seed);
    plan.evaluation = pickEvaluation(std::move(pool), plan.table, config.eval_pairs);
    if (plan.evaluation.empty())
        run.note({"warning",
                  0,
                  EGT_TEXT("engine", "The selection \"%1\" has no labelled pairs, so accuracy is not measured."),
                  {config.eval_selection}});
    const std::vector<PairId>& from = plan.evaluation.empty() ? plan.curriculum.sequence : plan.evaluation;
    for (std::size_t i = 0; i < from.size() && i < static_cast<std::size_t>(config.probes); ++i)
        plan.probes.push_back(from[i]);
    return plan;
}

} // namespace egt::ml
