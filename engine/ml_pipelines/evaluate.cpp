// SPDX-License-Identifier: GPL-3.0-or-later

// Evaluation: every labelled pair of a selection is judged greedily in both orders. Labels are those after review;
// pairs without one (or that review dropped) are not counted, nor are pairs whose image can't be read.

#include "ml_pipelines/recipes.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/json.h"
#include "ml_pipelines/evaluation_pass.h"
#include "records/serialize.h"

namespace egt::ml {
namespace {

/// runs/<id>/verdicts.jsonl: one line a pair, so that two judges can be compared pair by pair.
Result<void> writeVerdicts(const std::filesystem::path& folder, const std::vector<PairVerdicts>& pairs) {
    std::string text;
    for (const PairVerdicts& said : pairs)
        text += dumpJson(Json{{"pair", said.pair},
                              {"stored", name(said.stored)},
                              {"swapped", name(said.swapped)},
                              {"correct", said.correct}}) +
                "\n";
    return writeFileAtomically(folder / "verdicts.jsonl", text);
}

} // namespace

Result<EvaluationRecord> evaluate(const EvalRequest& request, Project& project, RunContext& run) {
    EGT_TRY(checkRange("batch", request.batch, 1, 65536));
    EGT_ASSIGN(LoadedJudge judge, LoadedJudge::load(request.judge));
    EGT_ASSIGN(const std::vector<PairId> selected, project.selectionPairs(request.selection));
    EGT_ASSIGN(const ColumnsPtr columns, project.columns(0));
    EGT_ASSIGN(const PairTable table, readPairTable(*columns, true, {}));
    std::vector<PairId> pairs;
    for (const PairId id : selected)
        if (const auto found = table.find(id); found != table.end() && found->second.label != Label::none)
            pairs.push_back(id);
    if (pairs.empty())
        return fail(
            "eval.no_pairs",
            EGT_TEXT("engine", "The selection \"%1\" has no labelled pairs to measure with. Choose another one."),
            {request.selection}, {}, 0, "selection");
    Warnings warnings(run);
    ImageCache images;
    const double started = steadySeconds();
    const auto total = static_cast<std::int64_t>(pairs.size());
    EGT_ASSIGN(EvaluationPass pass,
               evaluatePairs(judge, project, pairs, table, {request.batch, request.blank_images, 0}, images, run,
                             warnings, [&](std::int64_t done) {
                                 const double seconds = steadySeconds() - started;
                                 const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
                                 run.progress({done, total, "pairs", "evaluating", rate, 0});
                             }));
    warnings.finish();
    if (pass.record.pairs == 0 && !pass.stopped)
        return fail("eval.no_images",
                    EGT_TEXT("engine",
                             "None of the %1 pairs could be judged: their images are missing or damaged. Put the "
                             "images in place and import again."),
                    {std::to_string(total)});
    pass.record.run = run.id();
    if (!pass.stopped) {
        EGT_TRY(writeVerdicts(project.runFolder(run.id()), pass.pairs));
        run.evaluation(pass.record);
    }
    return pass.record;
}

} // namespace egt::ml
