// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    bool list = false;
    bool undo = false;
    bool all = false;
    std::vector<std::string> decide; ///< pair, decision
    std::string annotator;
    std::string note;
    RunId run = 0;
    std::int64_t limit = 20;
};

/// Rows of the columns that wait for review: the flagged ones, or everything when asked or when nothing is flagged.
/// Most uncertain first.
std::vector<std::int64_t> waiting(const ColumnSnapshot& columns, bool all) {
    const Column* reviewed = columns.find("reviewed");
    const Column* flag = columns.find("flag");
    const Column* entropy = columns.find("mean_entropy");
    std::vector<std::int64_t> open;
    bool any_flag = false;
    for (std::int64_t row = 0; row < columns.rows; ++row) {
        any_flag = any_flag || flag->text(row) != "none";
        if (reviewed->text(row) != "yes") open.push_back(row);
    }
    if (!all && any_flag) std::erase_if(open, [&](std::int64_t row) { return flag->text(row) == "none"; });
    const auto key = [&](std::int64_t row) {
        const float h = entropy == nullptr ? NAN : entropy->real(row);
        return std::isnan(h) ? -1.0F : h;
    };
    std::stable_sort(open.begin(), open.end(), [&](std::int64_t a, std::int64_t b) { return key(a) > key(b); });
    return open;
}

Result<Output> list(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    EGT_ASSIGN(const ColumnsPtr columns, engine->columns(options.run));
    const std::vector<std::int64_t> open = waiting(*columns, options.all);
    const auto shown =
        options.limit > 0 ? std::min<std::size_t>(open.size(), static_cast<std::size_t>(options.limit)) : open.size();
    Output out;
    out.json["waiting"] = open.size();
    out.json["pairs"] = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{
        {"pair", "source", "label", "flag", "mean_entropy", "p_label", "decision"}};
    const auto value = [&](const char* column, std::int64_t row) {
        const Column* found = columns->find(column);
        return found == nullptr ? std::nan("") : found->number(row);
    };
    const auto text = [&](const char* column, std::int64_t row) {
        return std::string(columns->find(column)->text(row));
    };
    for (std::size_t i = 0; i < shown; ++i) {
        const std::int64_t row = open[i];
        const PairId pair = columns->pairAt(row);
        out.json["pairs"].push_back({{"pair", pair},
                                     {"source", text("source", row)},
                                     {"label", text("label", row)},
                                     {"flag", text("flag", row)},
                                     {"mean_entropy", number(value("mean_entropy", row))},
                                     {"p_label", number(value("p_label", row))},
                                     {"decision", text("decision", row)}});
        rows.push_back({std::to_string(pair), text("source", row), text("label", row), text("flag", row),
                        real(value("mean_entropy", row), 3), real(value("p_label", row), 3), text("decision", row)});
    }
    out.text = open.empty() ? "Nothing waits for review."
                            : table(rows) + "\n" + count(static_cast<std::int64_t>(open.size())) + " wait for review.";
    return out;
}

Result<Output> decide(const Options& options) {
    const auto pair = parseNumber<PairId>(options.decide.at(0));
    if (!pair)
        return fail("review.bad_pair", EGT_TEXT("engine", "“%1” is not the number of a pair."), {options.decide.at(0)},
                    {}, 0, "pair");
    const auto decision = decisionFromName(options.decide.at(1));
    if (!decision || *decision == Decision::none)
        return fail("review.bad_decision",
                    EGT_TEXT("engine",
                             "“%1” is not a decision. Decisions are left, right, tie, both_bad, correct, flip, "
                             "drop, skip and flag."),
                    {options.decide.at(1)}, {}, 0, "decision");
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const ProjectInfo info, engine->info());
    ReviewRecord review;
    review.pair = *pair;
    review.decision = *decision;
    review.annotator = options.annotator;
    review.note = options.note;
    review.run = options.run != 0 ? options.run : info.latest_score_run;
    EGT_ASSIGN(const ReviewRecord stored, engine->decide(review));
    Output out;
    out.json["review"] = stored.id;
    out.json["pair"] = stored.pair;
    out.json["decision"] = std::string(name(stored.decision));
    out.json["annotator"] = stored.annotator;
    out.text = "Pair " + std::to_string(stored.pair) + ": " + std::string(name(stored.decision)) + " (" +
               stored.annotator + ")";
    return out;
}

Result<Output> undo(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_write));
    EGT_ASSIGN(const std::optional<ReviewRecord> taken, engine->undo(options.annotator));
    Output out;
    out.json["undone"] = taken.has_value();
    out.json["pair"] = taken ? OrderedJson(taken->pair) : OrderedJson(nullptr);
    out.json["decision"] = taken ? OrderedJson(std::string(name(taken->decision))) : OrderedJson(nullptr);
    out.text = taken ? "Took back “" + std::string(name(taken->decision)) + "” on pair " + std::to_string(taken->pair)
                     : "There is nothing to undo.";
    return out;
}

Result<Output> run(Context& /*context*/, const Options& options) {
    if (options.list) return list(options);
    return options.undo ? undo(options) : decide(options);
}

} // namespace

void addReview(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "review", "List what waits for review, decide a pair, or take a decision back",
        "egt review pairs.egt --decide 17 flip --annotator ann", run);
    command->add_option("project", options->project, "Project folder")->required();
    CLI::Option* by = command->add_option("--annotator", options->annotator, "Who decides");
    CLI::Option_group* what = command->add_option_group("what");
    what->add_flag("--list", options->list, "Pairs that wait: the flagged ones, most uncertain first");
    what->add_option("--decide", options->decide,
                     "PAIR and left|right|tie|both_bad|correct|flip|drop|skip|flag (left is answer A)")
        ->expected(2)
        ->needs(by);
    what->add_flag("--undo", options->undo, "Take back the last decision (of --annotator, or of anybody)");
    what->require_option(1);
    command->add_flag("--all", options->all, "With --list: also pairs without a flag");
    command->add_option("--limit", options->limit, "With --list: how many to print, 0 is all")->capture_default_str();
    command->add_option("--note", options->note, "With --decide: why");
    command->add_option("--run", options->run, "Scores of this run (default: the latest complete one)");
}

} // namespace egt::cli
