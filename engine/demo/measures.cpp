// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/files.h"
#include "base/json.h"
#include "evaluation/statistics.h"

namespace egt::demo {
namespace {

Estimate toEstimate(const evaluation::Interval& i) {
    return {i.value, i.low, i.high};
}

/// Calls `take` for each line of a JSONL file.
template <class Take> Result<void> eachLine(const std::filesystem::path& file, Take take) {
    EGT_ASSIGN(const std::string text, readFile(file));
    std::size_t begin = 0;
    std::int64_t line = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        ++line;
        if (end > begin) {
            EGT_ASSIGN(const Json row, parseJson(std::string_view(text).substr(begin, end - begin), file.string()));
            if (!row.is_object() || !take(row))
                return fail("demo.bad_truth",
                            EGT_TEXT("engine", "%1, line %2: a field is missing or has the wrong type."),
                            {file.string(), std::to_string(line)}, file.string(), line);
        }
        begin = end + 1;
    }
    return {};
}

/// One scored pair beside its truth.
struct Row {
    double entropy = 0;
    double max_entropy = 0;
    double verdict_entropy = 0;
    double vote_entropy = 0;
    double doubt = 0;   ///< 1 - P(labelled)
    double correct = 0; ///< share of responses that name the true answer
    bool wrong = false; ///< the pair's verdict is not the true answer
    bool flipped = false;
};

struct Columns {
    const Column* entropy;
    const Column* maximum;
    const Column* verdict_entropy;
    const Column* vote_entropy;
    const Column* p_label;
    const Column* agreement;
    const Column* unparsed;
    const Column* verdict;
    const Column* label;
};

std::optional<Row> rowOf(const Columns& c, std::int64_t row, const Truth& truth) {
    Row out;
    out.entropy = c.entropy->number(row);
    if (std::isnan(out.entropy)) return std::nullopt; // not scored
    out.max_entropy = c.maximum->number(row);
    out.verdict_entropy = c.verdict_entropy->number(row);
    out.vote_entropy = c.vote_entropy->number(row);
    out.doubt = 1 - c.p_label->number(row);
    out.flipped = truth.flipped;
    const double agreement = c.agreement->number(row);
    out.correct = truth.flipped ? 1 - agreement - c.unparsed->number(row) : agreement;
    const std::string_view verdict = c.verdict->text(row);
    const bool names_label = verdict == c.label->text(row);
    const bool decided = verdict == "A" || verdict == "B";
    out.wrong = !decided || names_label == truth.flipped;
    return out;
}

Result<std::vector<Row>> readRows(Engine& engine, RunId run, const std::map<std::string, Truth>& truth) {
    EGT_ASSIGN(const ColumnsPtr snapshot, engine.columns(run));
    const auto find = [&](const char* name) { return snapshot->find(name); };
    const Columns c = {find("mean_entropy"), find("max_entropy"), find("verdict_entropy"),
                       find("vote_entropy"), find("p_label"),     find("agreement"),
                       find("unparsed"),     find("verdict"),     find("label")};
    std::vector<PairId> ids;
    std::vector<std::int64_t> at;
    for (std::int64_t row = 0; row < snapshot->rows; ++row)
        if (!std::isnan(c.entropy->number(row))) {
            ids.push_back(snapshot->pairAt(row));
            at.push_back(row);
        }
    EGT_ASSIGN(const std::vector<PairRecord> pairs, engine.pairs(ids));
    std::vector<Row> rows;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto known = truth.find(pairs[i].source_id);
        if (known == truth.end()) continue;
        if (const auto row = rowOf(c, at[i], known->second)) rows.push_back(*row);
    }
    return rows;
}

void fillDeciles(const std::vector<Row>& rows, ScoreMeasures& out) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return rows[a].entropy < rows[b].entropy; });
    for (std::size_t d = 0; d < 10; ++d) {
        const std::size_t from = d * rows.size() / 10;
        const std::size_t to = (d + 1) * rows.size() / 10;
        std::vector<double> correct;
        for (std::size_t i = from; i < to; ++i)
            correct.push_back(rows[order[i]].correct);
        out.deciles.push_back(toEstimate(evaluation::clusteredMean(correct)));
    }
}

void fillBins(const std::vector<Row>& rows, ScoreMeasures& out) {
    double high = 0;
    for (const Row& row : rows)
        high = std::max(high, row.entropy);
    constexpr std::size_t bins = 40;
    const double width = std::max(high, 1e-6) / bins;
    for (std::size_t i = 0; i <= bins; ++i)
        out.bin_edges.push_back(width * static_cast<double>(i));
    out.bin_right.assign(bins, 0);
    out.bin_wrong.assign(bins, 0);
    for (const Row& row : rows) {
        const auto bin = std::min(bins - 1, static_cast<std::size_t>(row.entropy / width));
        (row.wrong ? out.bin_wrong : out.bin_right)[bin] += 1;
    }
}

} // namespace

Result<std::map<std::string, Truth>> readTruth(const std::filesystem::path& file) {
    std::map<std::string, Truth> out;
    EGT_TRY(eachLine(file, [&](const Json& row) {
        if (!row.contains("id") || !row.contains("flipped") || !row.contains("ambiguity")) return false;
        if (!row["id"].is_string() || !row["flipped"].is_boolean() || !row["ambiguity"].is_number()) return false;
        out[row["id"]] = {row["ambiguity"], row["flipped"], row.value("hard", false), row.value("kind", std::string())};
        return true;
    }));
    return out;
}

Result<std::map<PairId, double>> readVerdicts(const std::filesystem::path& file) {
    std::map<PairId, double> out;
    EGT_TRY(eachLine(file, [&](const Json& row) {
        if (!row.contains("pair") || !row.contains("correct") || !row["correct"].is_number()) return false;
        out[row["pair"]] = row["correct"];
        return true;
    }));
    return out;
}

Result<ScoreMeasures> measureScores(Engine& engine, RunId run, const std::map<std::string, Truth>& truth) {
    EGT_ASSIGN(const std::vector<Row> rows, readRows(engine, run, truth));
    if (rows.size() < 20)
        return fail("demo.too_few",
                    EGT_TEXT("engine", "Only %1 pairs have scores; the demo needs at least 20 to measure anything."),
                    {std::to_string(rows.size())});
    ScoreMeasures out;
    out.pairs = static_cast<std::int64_t>(rows.size());
    std::vector<bool> wrong;
    std::vector<bool> flipped;
    std::vector<double> entropy;
    std::vector<double> right;
    for (const Row& row : rows) {
        out.flipped += row.flipped ? 1 : 0;
        out.accuracy += row.correct / static_cast<double>(rows.size());
        wrong.push_back(row.wrong);
        flipped.push_back(row.flipped);
        entropy.push_back(row.entropy);
        right.push_back(row.wrong ? 0 : 1);
    }
    out.spearman = toEstimate(evaluation::spearman(entropy, right));
    const auto detector = [&](std::string name, double Row::*field) {
        std::vector<double> values;
        for (const Row& row : rows)
            values.push_back(std::isnan(row.*field) ? 0 : row.*field);
        out.detectors.push_back({std::move(name), toEstimate(evaluation::auroc(values, wrong)),
                                 toEstimate(evaluation::auroc(values, flipped))});
    };
    detector("Mean token entropy", &Row::entropy);
    detector("1 − P(labelled answer)", &Row::doubt);
    detector("Maximum token entropy", &Row::max_entropy);
    detector("Entropy of the vote", &Row::vote_entropy);
    detector("Entropy of the verdict token", &Row::verdict_entropy);
    out.auroc_wrong = out.detectors[0].wrong.value;
    out.auroc_flipped = out.detectors[1].flipped.value;
    fillDeciles(rows, out);
    fillBins(rows, out);
    return out;
}

Estimate pairedWith(const std::map<PairId, double>& ours, const std::map<PairId, double>& theirs) {
    std::vector<double> a;
    std::vector<double> b;
    for (const auto& [pair, value] : ours)
        if (const auto other = theirs.find(pair); other != theirs.end()) {
            a.push_back(value);
            b.push_back(other->second);
        }
    return toEstimate(evaluation::pairedDifference(a, b));
}

Estimate accuracyOf(const std::map<PairId, double>& correct) {
    std::vector<double> values;
    for (const auto& [pair, value] : correct)
        values.push_back(value);
    return toEstimate(evaluation::clusteredMean(values));
}

void compareArms(std::vector<Arm>& arms, std::size_t reference, const std::map<PairId, double>& start) {
    const std::map<PairId, double> base = arms.at(reference).correct;
    for (Arm& arm : arms) {
        arm.accuracy = accuracyOf(arm.correct);
        arm.difference = pairedWith(arm.correct, base);
        arm.gain = pairedWith(arm.correct, start);
    }
}

} // namespace egt::demo
