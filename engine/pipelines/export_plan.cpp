// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/export_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "records/serialize.h"

namespace egt::pipelines {
namespace {

Label swapped(Label label) {
    if (label == Label::a) return Label::b;
    if (label == Label::b) return Label::a;
    return label;
}

bool decidesLabel(Decision decision) {
    switch (decision) {
    case Decision::left:
    case Decision::right:
    case Decision::tie:
    case Decision::both_bad:
    case Decision::correct:
    case Decision::flip:
        return true;
    default:
        return false;
    }
}

Label labelFromName(std::string_view text) {
    for (const Label label : {Label::a, Label::b, Label::tie})
        if (name(label) == text) return label;
    return Label::none;
}

Result<const formats::Writer*> chooseWriter(const std::string& format) {
    if (const formats::Writer* writer = formats::writerByName(format)) return writer;
    std::string known;
    for (const auto& writer : formats::writers())
        known += (known.empty() ? "" : ", ") + writer->name();
    return fail("export.unknown_format", EGT_TEXT("engine", "There is no export format %1. The formats are %2."),
                {format, known}, {}, 0, "format");
}

Result<void> checkImages(const formats::Writer& writer, ImageMode mode) {
    if (writer.takesImages(mode)) return {};
    std::string modes;
    for (const ImageMode one : writer.layout().images)
        modes += (modes.empty() ? "" : ", ") + std::string(name(one));
    return fail("export.image_mode",
                EGT_TEXT("engine", "The reader of %1 can't take images in the mode “%2”. It takes: %3."),
                {writer.layout().title, std::string(name(mode)), modes}, {}, 0, "images");
}

/// A piece of a pack is no file that another program could open.
Result<void> checkLinks(const std::vector<PlannedRow>& rows, Project& project) {
    std::unordered_set<PairId> wanted;
    for (const PlannedRow& row : rows)
        wanted.insert(row.pair);
    std::unordered_set<PairId> packed;
    EGT_TRY(project.eachPackPiece([&](PairId pair, const std::string&) {
        if (wanted.contains(pair)) packed.insert(pair);
    }));
    if (packed.empty()) return {};
    return fail("export.packed_images",
                EGT_TEXT("engine",
                         "The pictures of %1 of these pairs came inside their data file and lie packed in the "
                         "project, so there is no file to link. Copy or embed the pictures instead."),
                {std::to_string(packed.size())}, {}, 0, "images");
}

std::string hashOf(const std::vector<PairId>& ids) {
    Sha256 hash;
    for (const PairId id : ids)
        hash.update(std::to_string(id) + "\n");
    return hash.hex();
}

/// Low to high; rows without a score go last; equal ones by id, so that the order never depends on chance.
void sortByEntropy(std::vector<PlannedRow>& rows) {
    const auto key = [](const PlannedRow& row) {
        const float mean = row.score ? row.score->entropy.mean : std::numeric_limits<float>::quiet_NaN();
        return std::isnan(mean) ? std::numeric_limits<float>::infinity() : mean;
    };
    std::sort(rows.begin(), rows.end(), [&](const PlannedRow& a, const PlannedRow& b) {
        const float ka = key(a);
        const float kb = key(b);
        return ka != kb ? ka < kb : a.pair < b.pair;
    });
}

Result<void> checkOrder(const ColumnSnapshot& columns, RunId run, bool scored) {
    if (!scored)
        return fail(
            "export.no_scores",
            EGT_TEXT("engine", "There are no scores to sort by. Score the pairs first, or export in project order."),
            {}, {}, 0, "order");
    if (columns.brackets)
        return fail("export.only_brackets",
                    EGT_TEXT("engine",
                             "Run %1 was scored by a server, which gives a bracket of the entropy and no exact "
                             "value to sort by. Export in project order; entropy_low and entropy_high stand in "
                             "the rows."),
                    {std::to_string(run)}, {}, 0, "order");
    return {};
}

/// The row with its final label, or nothing where the pair is left out (counted).
std::optional<PlannedRow> planRow(const ExportRequest& request, PairId id, Label imported, Decision decision,
                                  ExportPlan& plan) {
    PlannedRow row{id, imported, decision, false, std::nullopt};
    if (decision != Decision::none) plan.decided.emplace_back(id, decision);
    if (decision == Decision::drop && request.leave_out_dropped) {
        ++plan.count.dropped;
        ++plan.decisions;
        return std::nullopt;
    }
    if (request.use_reviewed_labels && decidesLabel(decision)) {
        row.label = reviewedLabel(imported, decision);
        row.reviewed = true;
        ++plan.decisions;
    }
    if ((row.label == Label::none || row.label == Label::tie) && !plan.writer->takesUnlabelled()) {
        ++(row.label == Label::tie ? plan.count.ties : plan.count.unlabelled);
        return std::nullopt;
    }
    if (row.label != imported) ++plan.count.flipped;
    return row;
}

} // namespace

Label reviewedLabel(Label imported, Decision decision) {
    switch (decision) {
    case Decision::left:
        return Label::a;
    case Decision::right:
        return Label::b;
    case Decision::tie:
        return Label::tie;
    case Decision::both_bad:
        return Label::none;
    case Decision::flip:
        return swapped(imported);
    default:
        return imported;
    }
}

Result<ExportPlan> planExport(const ExportRequest& request, Project& project) {
    ExportPlan plan;
    EGT_ASSIGN(plan.writer, chooseWriter(request.format));
    EGT_TRY(checkImages(*plan.writer, request.images));
    EGT_ASSIGN(const std::vector<PairId> ids, project.selectionPairs(request.selection));
    EGT_ASSIGN(const ColumnsPtr columns, project.columns(request.score_run));
    plan.run = columns->run;
    plan.selected = static_cast<std::int64_t>(ids.size());
    plan.selection_hash = hashOf(ids);
    plan.seed = request.seed;
    plan.images = request.images;
    std::unordered_map<PairId, ScoreRecord> scores;
    if (plan.run != 0) {
        EGT_ASSIGN(auto all, project.scores(plan.run));
        for (ScoreRecord& score : all)
            scores.emplace(score.pair, std::move(score));
    }
    if (request.entropy_order) EGT_TRY(checkOrder(*columns, plan.run, !scores.empty()));
    const Column* labels = columns->find("label");
    const Column* decisions = columns->find("decision");
    for (const PairId id : ids) {
        const std::int64_t at = columns->rowOf(id);
        if (at < 0) continue; // removed since the selection was made
        const Label imported = labels == nullptr ? Label::none : labelFromName(labels->text(at));
        const Decision decision =
            decisions == nullptr ? Decision::none : decisionFromName(decisions->text(at)).value_or(Decision::none);
        auto row = planRow(request, id, imported, decision, plan);
        if (!row) continue;
        if (const auto score = scores.find(id); score != scores.end()) row->score = score->second;
        plan.rows.push_back(std::move(*row));
    }
    if (plan.images == ImageMode::link) EGT_TRY(checkLinks(plan.rows, project));
    plan.count.rows = static_cast<std::int64_t>(plan.rows.size());
    if (request.entropy_order) sortByEntropy(plan.rows);
    return plan;
}

Result<void> forEachRow(const ExportPlan& plan, Project& project, std::int64_t limit,
                        const std::function<Result<bool>(const PlannedRow&, PairRecord&&)>& take) {
    constexpr std::size_t chunk = 256;
    const std::size_t end = std::min(plan.rows.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, limit)));
    for (std::size_t begin = 0; begin < end; begin += chunk) {
        std::vector<PairId> ids;
        for (std::size_t i = begin; i < std::min(end, begin + chunk); ++i)
            ids.push_back(plan.rows[i].pair);
        EGT_ASSIGN(auto pairs, project.pairs(ids));
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            EGT_ASSIGN(const bool more, take(plan.rows[begin + i], std::move(pairs[i])));
            if (!more) return {};
        }
    }
    return {};
}

} // namespace egt::pipelines
