// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/preflight.h"

#include <QCoreApplication>

#include "bridge/text.h"

namespace egt::ui {

namespace {
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::NewRunDialog)
};
} // namespace

static void aboutPairs(const PreflightFacts& facts, std::vector<Preflight>& out) {
    using W = Preflight::Weight;
    const TrainConfig& config = facts.config;
    if (!facts.plan_ready) return;
    if (facts.plan.pairs == 0) {
        out.push_back({W::error, Texts::tr("The selection has no pairs that can be trained on. Choose another.")});
        return;
    }
    const bool sorted = config.order != CurriculumOrder::random;
    if (sorted && (!facts.any_scores || facts.plan.unscored == facts.plan.pairs)) {
        out.push_back({W::error, Texts::tr("These pairs have no scores, so they cannot be sorted. Score them first, or "
                                           "choose random order.")});
        return;
    }
    if (sorted && facts.plan.unscored > 0)
        out.push_back(
            {W::warn,
             Texts::tr("%1 have no score and are left out of a sorted order.").arg(pairsText(facts.plan.unscored))});
    const std::int64_t pairs = facts.plan.pairs - (sorted ? facts.plan.unscored : 0);
    if (sorted && config.stages > pairs)
        out.push_back({W::error, Texts::tr("There are more stages than pairs. Lower the number of stages.")});
    const std::int64_t places = config.steps * config.prompts_per_step;
    const double passes = static_cast<double>(places) / static_cast<double>(std::max<std::int64_t>(pairs, 1));
    out.push_back({W::info, places < pairs ? Texts::tr("%1 steps ask %2 of %3 once, evenly spaced over the order.")
                                                 .arg(count(config.steps), count(places), pairsText(pairs))
                                           : Texts::tr("%1 steps go %2 times over %3.")
                                                 .arg(count(config.steps), number(passes, 1), pairsText(pairs))});
}

std::vector<Preflight> preflight(const PreflightFacts& facts) {
    using W = Preflight::Weight;
    std::vector<Preflight> out;
    if (facts.read_only)
        out.push_back(
            {W::error, Texts::tr("The project is open for reading only. Close the other program and reopen.")});
    if (facts.judge.isEmpty())
        out.push_back({W::error, Texts::tr("Choose the folder of the judge to start from.")});
    else if (!facts.judge_error.isEmpty())
        out.push_back({W::error, facts.judge_error});
    if (facts.config.name.empty()) out.push_back({W::error, Texts::tr("Give the run a name.")});
    for (const QString& bad : facts.bad_fields)
        out.push_back({W::error, bad});
    aboutPairs(facts, out);
    if (facts.config.warmup_steps > facts.config.steps)
        out.push_back(
            {W::warn, Texts::tr("The warm-up is longer than the run: the learning rate never gets to its peak.")});
    if (facts.config.method == TrainMethod::grpo && facts.config.num_generations < 2)
        out.push_back({W::error, Texts::tr("GRPO compares samples with each other: it needs 2 or more.")});
    if (facts.heldout == 0)
        out.push_back(
            {W::info, Texts::tr("No pair is held out: a fixed tenth is kept out of training for measurement.")});
    if (!facts.running.isEmpty()) out.push_back({W::info, Texts::tr("Starts after “%1”.").arg(facts.running)});
    return out;
}

} // namespace egt::ui
