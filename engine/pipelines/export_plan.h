// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an export will write, decided once: the preview, the count and the writing itself all walk this plan.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "formats/writer.h"
#include "records/requests.h"
#include "store/project.h"

namespace egt::pipelines {

struct PlannedRow {
    PairId pair = 0;
    Label label = Label::none; ///< final
    Decision decision = Decision::none;
    bool reviewed = false; ///< the label was decided or confirmed in review
    std::optional<ScoreRecord> score;
};

struct ExportPlan {
    const formats::Writer* writer = nullptr;
    RunId run = 0;                ///< the scoring run that the scores are of, 0 = none
    std::vector<PlannedRow> rows; ///< in the order of writing
    std::int64_t selected = 0;
    std::string selection_hash; ///< SHA-256 of the selected pairs' ids
    ImageMode images = ImageMode::copy;
    std::uint64_t seed = 1;                           ///< of the order of answers in judge tasks
    std::int64_t decisions = 0;                       ///< rows whose decision counted, dropped ones included
    std::vector<std::pair<PairId, Decision>> decided; ///< every selected pair that somebody has decided
    ExportCount count;                                ///< dropped, flipped, unlabelled, ties; rows as planned
};

/// The label after review. none for "both are bad".
Label reviewedLabel(Label imported, Decision decision);

/// Selection pairs, review applied, in rising id or from low to high mean entropy (no score: last; equal: by id).
/// Errors: export.unknown_format, export.image_mode, export.packed_images, export.no_scores, selection.unknown, store
/// errors.
Result<ExportPlan> planExport(const ExportRequest& request, Project& project);

/// Calls `take` for every planned row with its pair, in order, until it says false; at most `limit` rows.
Result<void> forEachRow(const ExportPlan& plan, Project& project, std::int64_t limit,
                        const std::function<Result<bool>(const PlannedRow&, PairRecord&&)>& take);

} // namespace egt::pipelines
