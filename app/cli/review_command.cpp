// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "commands.h"
#include "curation/queue.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    bool list = false;
    bool undo = false;
    std::string queue;
    std::vector<std::string> decide; ///< pair, decision
    std::string annotator;
    std::string note;
    RunId run = 0;
    std::int64_t limit = 20;
};

/// What waits for a decision, in the order of review. Without a named queue: the flagged pairs, or when nothing is
/// flagged, everything.
Result<std::vector<PairId>> waiting(const ColumnSnapshot& columns, const std::string& queue) {
    if (queue.empty()) {
        auto flagged = curation::reviewQueue(columns, curation::Queue::flagged);
        if (flagged.empty()) return curation::reviewQueue(columns, curation::Queue::unreviewed, true);
        return curation::reviewQueue(columns, curation::Queue::flagged, true);
    }
    const auto known = curation::queueFromName(queue);
    if (!known)
        return fail("usage.unknown_queue",
                    EGT_TEXT("engine",
                             "There is no queue “%1”. Queues are uncertain, contradicted, flagged, unreviewed, "
                             "skipped and all."),
                    {queue}, {}, 0, "--queue");
    return curation::reviewQueue(columns, *known, *known != curation::Queue::skipped && *known != curation::Queue::all);
}

Result<Output> list(const Options& options) {
    EGT_ASSIGN(const auto engine, openProject(options.project, OpenMode::read_only));
    EGT_ASSIGN(const ColumnsPtr columns, engine->columns(options.run));
    EGT_ASSIGN(const std::vector<PairId> open, waiting(*columns, options.queue));
    const auto shown =
        options.limit > 0 ? std::min<std::size_t>(open.size(), static_cast<std::size_t>(options.limit)) : open.size();
    Output out;
    out.json["waiting"] = open.size();
    out.json["pairs"] = OrderedJson::array();
    const Column* uncertainty = columns->uncertainty();
    const std::string entropy = uncertainty == nullptr ? "mean_entropy" : uncertainty->name;
    std::vector<std::vector<std::string>> rows{{"pair", "source", "label", "flag", entropy, "p_label", "decision"}};
    const auto value = [&](const std::string& column, std::int64_t row) {
        const Column* found = columns->find(column);
        return found == nullptr ? std::nan("") : found->number(row);
    };
    const auto text = [&](const char* column, std::int64_t row) {
        return std::string(columns->find(column)->text(row));
    };
    for (std::size_t i = 0; i < shown; ++i) {
        const PairId pair = open[i];
        const std::int64_t row = columns->rowOf(pair);
        out.json["pairs"].push_back({{"pair", pair},
                                     {"source", text("source", row)},
                                     {"label", text("label", row)},
                                     {"flag", text("flag", row)},
                                     {entropy, number(value(entropy, row))},
                                     {"p_label", number(value("p_label", row))},
                                     {"decision", text("decision", row)}});
        rows.push_back({std::to_string(pair), text("source", row), text("label", row), text("flag", row),
                        real(value(entropy, row), 3), real(value("p_label", row), 3), text("decision", row)});
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
    review.run = options.run != 0 ? options.run : info.latest_score_run; // what could be seen
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
    what->add_flag("--list", options->list, "Pairs that wait for a decision");
    what->add_option("--decide", options->decide,
                     "PAIR and left|right|tie|both_bad|correct|flip|drop|skip|flag (left is answer A)")
        ->expected(2)
        ->needs(by);
    what->add_flag("--undo", options->undo, "Take back the last decision (of --annotator, or of anybody)");
    what->require_option(1);
    command->add_option("--queue", options->queue,
                        "With --list: uncertain, contradicted, flagged, unreviewed, skipped or all "
                        "(default: flagged, or unreviewed when nothing is flagged)");
    command->add_option("--limit", options->limit, "With --list: how many to print, 0 is all")->capture_default_str();
    command->add_option("--note", options->note, "With --decide: why");
    command->add_option("--run", options->run, "Scores of this run (default: the latest complete one)");
}

} // namespace egt::cli
