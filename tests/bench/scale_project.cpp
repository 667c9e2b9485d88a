// SPDX-License-Identifier: GPL-3.0-or-later
#include "scale_project.h"

#include <cmath>
#include <stdexcept>

#include "base/random.h"
#include "store/project.h"
#include "store/schema.h"

namespace egt::bench {
namespace {

namespace fs = std::filesystem;

template <class T> T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}
void must(Result<void> result) {
    if (!result) throw std::runtime_error(result.error().message());
}

std::string sentence(Random& random, std::uint64_t words) {
    static const char* const kWords[] = {"the",    "red",   "car",   "stands", "before", "a",    "house", "with",
                                         "four",   "round", "wheel", "and",    "blue",   "door", "that",  "shows",
                                         "person", "in",    "front", "of",     "green",  "tree", "under", "bright",
                                         "sky",    "near",  "water", "left",   "right",  "two"};
    std::string out;
    for (std::uint64_t i = 0; i < words; ++i) {
        out += kWords[random.below(std::size(kWords))];
        if (random.below(12) == 0) out += std::to_string(random.below(100'000)); // rare words, as names and numbers are
        out += ' ';
    }
    return out;
}

PairRecord pairOf(std::int64_t number, Random& random) {
    static const char* const kSources[] = {"wildvision", "rlaif-v", "vlfeedback", "povid", "mm-rlhf"};
    PairRecord p;
    p.source_id = "row-" + std::to_string(number);
    p.source = kSources[random.below(std::size(kSources))];
    p.question = sentence(random, 8 + random.below(12));
    p.answer_a = sentence(random, 20 + random.below(40));
    p.answer_b = sentence(random, 20 + random.below(40));
    p.label = random.below(2) == 0 ? Label::a : Label::b;
    p.split = number % 10 == 0 ? "heldout" : "";
    p.images = {
        {"images/" + std::to_string(number) + ".jpg", "/data/images/" + std::to_string(number) + ".jpg", 640, 480}};
    return p;
}

void addPairs(Project& project, std::int64_t count, Random& random) {
    constexpr std::int64_t kBatch = 5000;
    ImportRecord import;
    import.file = "generated";
    import.file_hash = "generated";
    import.format = "generated";
    import.options = "{}";
    import = must(project.beginImport(import));
    for (std::int64_t first = 0; first < count; first += kBatch) {
        std::vector<PairRecord> pairs;
        for (std::int64_t i = first; i < std::min(count, first + kBatch); ++i)
            pairs.push_back(pairOf(i, random));
        import.lines_done = first + kBatch;
        must(project.appendPairs(pairs, import));
    }
    must(project.finishImport(import));
}

void addScores(Project& project, std::int64_t count, Random& random) {
    constexpr std::int64_t kUnit = 20'000;
    RunRecord run;
    run.kind = RunKind::score;
    run.name = "generated";
    run.state = RunState::running;
    run.id = must(project.addRun(run));
    must(project.planUnits(run.id,
                           std::vector<std::string>(static_cast<std::size_t>((count + kUnit - 1) / kUnit), "{}")));
    for (std::int64_t first = 0; first < count; first += kUnit) {
        std::vector<ScoreRecord> scores;
        for (PairId pair = first + 1; pair <= std::min(count, first + kUnit); ++pair) {
            ScoreRecord s;
            s.pair = pair;
            s.entropy.mean = static_cast<float>(std::exp(random.normal() - 2));
            s.p_label = static_cast<float>(random.uniform());
            s.agreement = random.below(4) == 0 ? 0.0F : 1.0F;
            s.tokens = static_cast<float>(40 + random.below(200));
            s.verdict = 1 + static_cast<std::int32_t>(random.below(2));
            s.responses = 2;
            scores.push_back(s);
        }
        must(project.storeUnit(run.id, first / kUnit, {}, scores));
    }
    run.state = RunState::done;
    must(project.updateRun(run));
}

} // namespace

fs::path scaleProject(std::int64_t pairs) {
    const fs::path folder = fs::path(EGT_BENCH_FOLDER) / ("scale-" + std::to_string(pairs) + "-format-" +
                                                          std::to_string(store::kSchemaVersion) + ".egt");
    if (fs::exists(folder)) return folder;
    const fs::path part = folder.string() + ".making";
    fs::remove_all(part);
    fs::create_directories(EGT_BENCH_FOLDER);
    {
        Random random(17);
        const auto project = must(Project::create(part));
        addPairs(*project, pairs, random);
        addScores(*project, pairs, random);
        must(project->saveColumnCache());
    }
    fs::rename(part, folder);
    return folder;
}

} // namespace egt::bench
