// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens_project.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <stdexcept>

#include "api/engine.h"
#include "base/control.h"
#include "base/json.h"
#include "curation/flags.h"
#include "judge_reply.h"
#include "store/project.h"
#include "synthetic/world.h"
#include "widgets/train/train_project.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kBegun = 1763900000000;

template <class T> auto must(T result) {
    if (!result) throw std::runtime_error(result.error().message());
    if constexpr (!std::is_void_v<typename T::value_type>) return std::move(*result);
}

/// What the picture of a pair really shows.
struct Truth {
    double evidence = 0; ///< above 0.5 it speaks for the wrong answer
    bool flipped = false;
    [[nodiscard]] double doubt() const { return std::clamp(1 - std::abs(2 * evidence - 1), 0.0, 1.0); }
};

std::vector<Json> rowsOf(const fs::path& path) {
    std::vector<Json> rows;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);)
        rows.push_back(Json::parse(line));
    return rows;
}

std::string firstWord(const std::string& text) {
    return text.substr(0, text.find(' '));
}

/// The world's answers are words of a tiny vocabulary; the same content as sentences that people would read.
std::string questionOf(const Json& row) {
    const std::string category = row["category"];
    const std::string prompt = row["prompt"];
    if (category == "count") return "How many objects are there in the picture?";
    if (category == "size")
        return "Which of the two objects is larger, the one at the " + prompt.substr(7, prompt.size() - 9) + "?";
    return "What colour is the object at the " + prompt.substr(9, prompt.size() - 11) + "?";
}

std::string sentenceOf(const Json& row, const std::string& answer, bool first) {
    const std::string category = row["category"];
    const std::string word = firstWord(answer);
    const bool sure = answer.find("clearly") != std::string::npos;
    if (category == "count")
        return (first ? "The picture shows " + word + " objects on a grey ground. "
                      : "I count " + word + " objects on a grey ground. ") +
               (sure ? "Each of them stands apart from the others and is easy to make out."
                     : "One of them is pale, so that it is easily missed at a glance.");
    if (category == "size")
        return "The object at the " + word + " is the larger one. " +
               (sure ? "It covers visibly more of the picture than the other." : "The two are close in size, though.");
    return "The object at the " + std::string(row["prompt"]).substr(9, std::string(row["prompt"]).size() - 11) +
           " is " + word + ". " +
           (sure ? "Its colour is even and stands out from the ground."
                 : "Its hue lies between two names, so others may call it differently.");
}

fs::path writeRows(const fs::path& world, std::map<std::string, Truth>& truths) {
    for (const Json& row : rowsOf(world / "truth.jsonl"))
        truths[row["id"]] = {row["evidence"], row["flipped"]};
    const fs::path path = world / "shapes.jsonl";
    std::ofstream out(path);
    for (Json row : rowsOf(world / "pairs.jsonl")) {
        const Json old = row;
        row["prompt"] = questionOf(old);
        row["chosen"] = sentenceOf(old, old["chosen"], true);
        row["rejected"] = sentenceOf(old, old["rejected"], false);
        out << row.dump() << '\n';
    }
    return path;
}

void importRows(const fs::path& project, const fs::path& file) {
    const auto engine = makeLocalEngine();
    must(engine->create(project.string()));
    ImportRequest request;
    request.file = file.string();
    must(engine->wait(must(engine->submit(request))));
    engine->close(StopKind::save);
}

class Scorer {
public:
    Scorer(Project& project, const std::map<std::string, Truth>& truths) : m_project(project), m_truths(truths) {}

    RunId run() {
        RunRecord run;
        run.kind = RunKind::score;
        run.name = "demo-judge";
        run.judge = "/home/mei/judges/demo-judge";
        run.state = RunState::running;
        run.created_ms = run.started_ms = kBegun;
        run.id = must(m_project.addRun(run));
        must(m_project.planUnits(run.id, {"{}"}));
        std::vector<ResponseRecord> responses;
        std::vector<ScoreRecord> scores;
        for (const PairRecord& pair : must(m_project.pairs(must(m_project.allPairs()))))
            scores.push_back(scoreOf(run.id, pair, responses));
        must(m_project.storeUnit(run.id, 0, responses, scores));
        run.state = RunState::done;
        run.done = run.total = static_cast<std::int64_t>(scores.size());
        run.ended_ms = kBegun + 240'000;
        must(m_project.updateRun(run));
        return run.id;
    }

private:
    ScoreRecord scoreOf(RunId run, const PairRecord& pair, std::vector<ResponseRecord>& responses) {
        const Truth& truth = m_truths.at(pair.source_id);
        std::normal_distribution<double> normal;
        std::gamma_distribution<double> spread(9.0, 1.0 / 9);
        const double doubt = truth.doubt();
        const double target = (0.05 + 0.42 * std::pow(doubt, 1.3)) * spread(m_random);
        const double leaning = (0.5 - truth.evidence) * 9 + 0.8 * normal(m_random);
        const double right = 1 / (1 + std::exp(-leaning));
        const double p_a = truth.flipped ? 1 - right : right; // "chosen" is answer A, right unless flipped
        ScoreRecord score;
        score.run = run;
        score.pair = pair.id;
        for (const Order order : {Order::stored, Order::swapped}) {
            const double shown = std::clamp(p_a + 0.16 * doubt * normal(m_random), 0.02, 0.98);
            ResponseRecord reply = replyOf(pair, order, shown, target, m_random);
            reply.run = run;
            score.entropy.mean += reply.entropy.mean / 2;
            score.entropy.sum += reply.entropy.sum / 2;
            score.entropy.max += reply.entropy.max / 2;
            score.entropy.top_fifth += reply.entropy.top_fifth / 2;
            score.entropy.think += reply.entropy.think / 2;
            score.entropy.answer += reply.entropy.answer / 2;
            score.entropy.verdict += reply.entropy.verdict / 2;
            score.p_label += reply.p_label / 2;
            score.agreement += reply.verdict == Verdict::a ? 0.5F : 0.0F;
            score.first_rate += (reply.verdict == Verdict::a) == (order == Order::stored) ? 0.5F : 0.0F;
            score.tokens += static_cast<float>(reply.entropies.size()) / 2;
            responses.push_back(std::move(reply));
        }
        const bool agree = score.agreement != 0.5F;
        score.vote_share = agree ? 1.0F : 0.5F;
        score.vote_entropy = agree ? 0.0F : static_cast<float>(std::log(2.0));
        score.consistency = agree ? 1.0F : 0.0F;
        score.responses = 2;
        score.verdict = !agree ? 3 : score.agreement > 0.5F ? 1 : 2;
        return score;
    }

    Project& m_project;
    const std::map<std::string, Truth>& m_truths;
    std::mt19937 m_random{17};
};

void addFlags(Project& project, RunId run) {
    const ColumnsPtr columns = must(project.columns(run));
    for (const auto& [rule, share] : {std::pair{FlagRule::uncertain, 0.12}, std::pair{FlagRule::contradicted, 0.08}})
        must(project.setFlags(rule, run, must(curation::flagPairs(*columns, rule, {share, {}}))));
}

Decision decisionOf(const Truth& truth, std::mt19937& random) {
    const double chance = std::uniform_real_distribution<double>()(random);
    if (truth.doubt() > 0.85 && chance < 0.25) return chance < 0.12 ? Decision::tie : Decision::skip;
    const bool seen_right = chance < 0.96 - 0.25 * truth.doubt() * truth.doubt();
    return seen_right != truth.flipped ? Decision::left : Decision::right;
}

void addReviews(Project& project, RunId run, const std::map<std::string, Truth>& truths) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> share;
    const auto all = must(project.pairs(must(project.allPairs())));
    for (const PairRecord& pair : all) {
        if (pair.split == "heldout" || share(random) > 0.66) continue;
        ReviewRecord review;
        review.pair = pair.id;
        review.decision = decisionOf(truths.at(pair.source_id), random);
        review.annotator = share(random) < 0.6 ? "Mei Lin" : "Jonas";
        review.duration_ms = static_cast<std::int64_t>(4000 + 16000 * share(random));
        review.blind = true;
        review.run = run;
        must(project.addReview(review));
    }
}

void addSelections(Project& project, RunId run) {
    const ColumnsPtr columns = must(project.columns(run));
    const Column& entropy = *columns->find("mean_entropy");
    std::vector<PairId> low;
    std::vector<PairId> near_cut;
    for (std::int64_t row = 0; row < columns->rows; ++row) {
        if (entropy.number(row) <= 0.3) low.push_back(columns->pairAt(row));
        if (std::abs(entropy.number(row) - 0.3) < 0.04) near_cut.push_back(columns->pairAt(row));
    }
    must(project.saveSelection("low entropy", R"({"cut":{"column":"mean_entropy","high":0.3}})", low));
    must(
        project.saveSelection("near the cut", R"({"cut":{"column":"mean_entropy","low":0.26,"high":0.34}})", near_cut));
}

/// In place of the shared runs' samples: the judge in training about pairs of this project.
void replaceSamples(Project& project, RunId run) {
    std::mt19937 random(23);
    for (SampleRecord sample : must(project.samples(run))) {
        const PairRecord pair = must(project.pair(sample.pair));
        const ResponseRecord reply = replyOf(pair, Order::stored, 0.8, sample.step < 300 ? 0.34 : 0.22, random);
        sample.text = reply.text;
        sample.token_ends = reply.token_ends;
        sample.entropies = reply.entropies;
        sample.verdict = reply.verdict;
        must(project.addSample(sample));
    }
}

} // namespace

void makeScreensProject(const fs::path& project_folder, const fs::path& world_folder) {
    synthetic::WorldOptions options;
    options.pairs = 420;
    options.heldout = 60;
    options.traces = 0;
    FreeRun control;
    must(synthetic::writeWorld(world_folder, options, control));
    std::map<std::string, Truth> truths;
    importRows(project_folder, writeRows(world_folder, truths));
    const auto project = must(Project::open(project_folder, false));
    const RunId scores = Scorer(*project, truths).run();
    addFlags(*project, scores);
    addReviews(*project, scores, truths);
    addSelections(*project, scores);
    TrainProject runs;
    runs.scores = scores;
    runs.pairs = static_cast<int>(options.pairs);
    addTrainRuns(*project, runs);
    replaceSamples(*project, runs.low);
}

} // namespace egt::test
