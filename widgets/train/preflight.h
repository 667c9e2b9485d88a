// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "train/curriculum.h"

namespace egt::ui {

/// What is said before a run starts. An error keeps it from starting.
struct Preflight {
    enum class Weight { info, warn, error };
    Weight weight = Weight::info;
    QString text;
};

struct PreflightFacts {
    TrainConfig config;
    QString judge;       ///< folder
    QString judge_error; ///< what is wrong with it; empty = nothing known
    QStringList bad_fields;
    CurriculumPlan plan;     ///< of the selection
    bool plan_ready = true;  ///< false while it is being counted
    bool any_scores = false; ///< of the scoring run that the order is read from
    std::int64_t heldout = 0;
    bool read_only = false;
    QString running; ///< name of a run that comes first, empty = none
};

std::vector<Preflight> preflight(const PreflightFacts& facts);

} // namespace egt::ui
