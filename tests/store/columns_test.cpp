// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <map>
#include <thread>

#include "base/random.h"
#include "samples.h"

namespace egt::test {
namespace {

/// Every value as bits and text, so that NaN equals NaN.
std::string describe(const ColumnSnapshot& snapshot) {
    std::string out = "run " + std::to_string(snapshot.run) + " rows " + std::to_string(snapshot.rows) + "\n";
    for (const Column& column : snapshot.columns) {
        out += column.name + " " + std::to_string(static_cast<int>(column.type)) + " " + column.unit + ":";
        for (std::int64_t row = 0; row < snapshot.rows; ++row) {
            switch (column.type) {
            case ColumnType::real:
                out += " " + std::to_string(std::bit_cast<std::uint32_t>(column.real(row)));
                break;
            case ColumnType::code:
                out += " '" + std::string(column.text(row)) + "'";
                break;
            case ColumnType::integer:
                out += " " + std::to_string(column.integer(row));
                break;
            }
        }
        out += "\n";
    }
    return out;
}

class Columns : public testing::Test {
protected:
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
    void finish(RunId run) {
        RunRecord record = must(project->run(run));
        record.state = RunState::done;
        must(project->updateRun(record));
    }
};

TEST_F(Columns, HaveTheDocumentedNamesTypesAndUnits) {
    const std::map<std::string, std::pair<ColumnType, std::string>> wanted = {
        {"pair", {ColumnType::integer, ""}},
        {"words_a", {ColumnType::integer, "words"}},
        {"words_b", {ColumnType::integer, "words"}},
        {"words_question", {ColumnType::integer, "words"}},
        {"images", {ColumnType::integer, ""}},
        {"reviewed_ms", {ColumnType::integer, "ms"}},
        {"source", {ColumnType::code, ""}},
        {"split", {ColumnType::code, ""}},
        {"image", {ColumnType::code, ""}},
        {"label", {ColumnType::code, ""}},
        {"verdict", {ColumnType::code, ""}},
        {"decision", {ColumnType::code, ""}},
        {"reviewed", {ColumnType::code, ""}},
        {"flag", {ColumnType::code, ""}},
        {"annotator", {ColumnType::code, ""}},
        {"duplicate", {ColumnType::code, ""}},
        {"duplicate_group", {ColumnType::integer, ""}},
        {"trained", {ColumnType::code, ""}},
        {"mean_entropy", {ColumnType::real, "nats"}},
        {"sum_entropy", {ColumnType::real, "nats"}},
        {"max_entropy", {ColumnType::real, "nats"}},
        {"top_fifth_entropy", {ColumnType::real, "nats"}},
        {"think_entropy", {ColumnType::real, "nats"}},
        {"answer_entropy", {ColumnType::real, "nats"}},
        {"verdict_entropy", {ColumnType::real, "nats"}},
        {"p_label", {ColumnType::real, ""}},
        {"vote_share", {ColumnType::real, "share"}},
        {"vote_entropy", {ColumnType::real, "nats"}},
        {"consistency", {ColumnType::real, "share"}},
        {"first_rate", {ColumnType::real, "share"}},
        {"agreement", {ColumnType::real, "share"}},
        {"unparsed", {ColumnType::real, "share"}},
        {"tokens", {ColumnType::real, "tokens"}},
        {"entropy_low", {ColumnType::real, "nats"}},
        {"entropy_high", {ColumnType::real, "nats"}},
        {"entropy_mid", {ColumnType::real, "nats"}},
    };
    const ColumnsPtr columns = must(project->columns(0));
    EXPECT_EQ(columns->columns.size(), wanted.size());
    for (const auto& [name, face] : wanted) {
        const Column* column = columns->find(name);
        ASSERT_NE(column, nullptr) << name;
        EXPECT_EQ(column->type, face.first) << name;
        EXPECT_EQ(column->unit, face.second) << name;
    }
}

TEST_F(Columns, ABracketIsNoExactEntropy) {
    addPairs(*project, 1, 3);
    const RunId exact = addScoreRun(*project);
    must(project->planUnits(exact, {"{}"}));
    must(project->storeUnit(exact, 0, {}, {sampleScore(2, 0.5F)}));
    const RunId run = addScoreRun(*project);
    must(project->planUnits(run, {"{}"}));
    EXPECT_FALSE(must(project->columns(run))->brackets) << "nothing is scored yet";
    ScoreRecord score = sampleScore(2, std::nanf(""));
    score.bracket = {true, 0.25F, 0.75F};
    must(project->storeUnit(run, 0, {}, {score}));
    const ColumnsPtr c = must(project->columns(run));
    EXPECT_TRUE(c->brackets) << "told by the write";
    EXPECT_TRUE(std::isnan(c->find("mean_entropy")->real(1)));
    EXPECT_EQ(c->find("entropy_low")->real(1), 0.25F);
    EXPECT_EQ(c->find("entropy_high")->real(1), 0.75F);
    EXPECT_EQ(c->find("entropy_mid")->real(1), 0.5F);
    EXPECT_TRUE(std::isnan(c->find("entropy_mid")->real(0)));
    const ColumnsPtr of_exact = must(project->columns(exact));
    EXPECT_FALSE(of_exact->brackets);
    EXPECT_EQ(of_exact->find("mean_entropy")->real(1), 0.5F);
    EXPECT_TRUE(std::isnan(of_exact->find("entropy_mid")->real(1)));
    project.reset();
    project = must(Project::open(temp / "p.egt", false));
    EXPECT_TRUE(must(project->columns(run))->brackets) << "read from the file";
}

TEST_F(Columns, ShowPairsScoresFlagsAndReviews) {
    addPairs(*project, 1, 5);
    const RunId run = addScoreRun(*project);
    must(project->planUnits(run, {"{}"}));
    must(project->storeUnit(run, 0, {}, {sampleScore(2, 0.5F), sampleScore(3, 1.5F)}));
    EXPECT_EQ(must(project->columns(0))->run, 0) << "the run is not complete";
    EXPECT_TRUE(std::isnan(must(project->columns(0))->find("mean_entropy")->real(1)));
    finish(run);
    must(project->setFlags(FlagRule::uncertain, run,
                           {{3, FlagRule::uncertain, run, 1, 1}, {4, FlagRule::uncertain, run, 1, 1}}));
    must(project->setFlags(FlagRule::contradicted, run,
                           {{4, FlagRule::contradicted, run, 1, 1}, {5, FlagRule::contradicted, run, 1, 1}}));
    const ReviewRecord review = must(project->addReview(decision(2, Decision::flip)));
    must(project->addReview(decision(3, Decision::skip)));
    const ColumnsPtr c = must(project->columns(0));
    EXPECT_EQ(c->run, run);
    EXPECT_EQ(c->rowOf(3), 2);
    EXPECT_EQ(c->pairAt(4), 5);
    EXPECT_EQ(c->find("mean_entropy")->real(1), 0.5F);
    EXPECT_EQ(c->find("tokens")->real(2), 21.5F);
    EXPECT_TRUE(std::isnan(c->find("mean_entropy")->real(0)));
    EXPECT_EQ(c->find("verdict")->text(1), "B");
    EXPECT_EQ(c->find("verdict")->text(0), "");
    EXPECT_EQ(c->find("trained")->text(2), "yes");
    EXPECT_EQ(c->find("trained")->text(1), "no");
    EXPECT_EQ(c->find("flag")->text(0), "none");
    EXPECT_EQ(c->find("flag")->text(2), "uncertain");
    EXPECT_EQ(c->find("flag")->text(3), "both");
    EXPECT_EQ(c->find("flag")->text(4), "contradicted");
    EXPECT_EQ(c->find("decision")->text(1), "flip");
    EXPECT_EQ(c->find("reviewed")->text(1), "yes");
    EXPECT_EQ(c->find("reviewed_ms")->integer(1), review.time_ms);
    EXPECT_EQ(c->find("decision")->text(2), "skip");
    EXPECT_EQ(c->find("reviewed")->text(2), "no");
    EXPECT_EQ(c->find("reviewed_ms")->integer(2), kMissingInteger);
    EXPECT_EQ(c->find("split")->text(0), "train");
    EXPECT_EQ(c->find("split")->text(4), "heldout");
    EXPECT_EQ(c->find("source")->text(2), "wild");
    EXPECT_EQ(c->find("label")->text(1), "B");
    EXPECT_EQ(c->find("image")->text(0), "none");
    EXPECT_EQ(c->find("image")->text(1), "present");
    EXPECT_EQ(c->find("image")->text(3), "missing");
    EXPECT_EQ(c->find("images")->integer(3), 2);
    EXPECT_EQ(c->find("words_question")->integer(0), 7);
    EXPECT_EQ(must(project->info()).latest_score_run, run);
    EXPECT_EQ(must(project->info()).scored, 2);
    EXPECT_EQ(codeOf(project->columns(99)), "store.no_run");
}

TEST_F(Columns, ASnapshotNeverChangesAndIsSharedWhileNothingDoes) {
    addPairs(*project, 1, 4);
    const ColumnsPtr before = must(project->columns(0));
    EXPECT_EQ(must(project->columns(0)), before);
    const std::string text = describe(*before);
    must(project->addReview(decision(2, Decision::left)));
    const ColumnsPtr after = must(project->columns(0));
    EXPECT_GT(after->version, before->version);
    EXPECT_EQ(describe(*before), text);
    EXPECT_EQ(after->find("decision")->text(1), "left");
    for (const char* name : {"source", "mean_entropy", "words_a", "flag"})
        EXPECT_EQ(after->find(name)->chunks, before->find(name)->chunks) << name << " is shared";
    EXPECT_NE(after->find("decision")->chunks, before->find("decision")->chunks);
}

TEST_F(Columns, AReviewCopiesOneChunkOfMany) {
    // Four chunks and a bit; straight through the importer's door.
    ImportRecord import = must(project->beginImport(sampleImport()));
    constexpr int kPairs = static_cast<int>(kChunkRows) * 2 + 100;
    for (int first = 0; first < kPairs; first += 20000) {
        std::vector<PairRecord> pairs(static_cast<std::size_t>(std::min(20000, kPairs - first)));
        for (std::size_t i = 0; i < pairs.size(); ++i)
            pairs[i].content_hash = std::to_string(first + static_cast<int>(i));
        must(project->appendPairs(pairs, import));
    }
    const ColumnsPtr before = must(project->columns(0));
    must(project->addReview(decision(kChunkRows + 5, Decision::left)));
    const ColumnsPtr after = must(project->columns(0));
    ASSERT_EQ(after->find("decision")->chunks.size(), 3U);
    EXPECT_EQ(after->find("decision")->chunks[0], before->find("decision")->chunks[0]);
    EXPECT_NE(after->find("decision")->chunks[1], before->find("decision")->chunks[1]);
    EXPECT_EQ(after->find("decision")->chunks[2], before->find("decision")->chunks[2]);
    EXPECT_EQ(after->find("decision")->text(kChunkRows + 4), "left");
    EXPECT_EQ(after->find("mean_entropy")->chunks[0],
              after->find("max_entropy")->chunks[0] == nullptr ? nullptr : after->find("mean_entropy")->chunks[1])
        << "chunks that are missing whole are one";
}

/// Does one random thing to the project.
class Meddler {
public:
    Meddler(Project& project, std::uint64_t seed) : m_project(project), m_random(seed) {}
    void step() {
        switch (m_random.below(10)) {
        case 0:
            add();
            break;
        case 1:
            startRun();
            break;
        case 2:
            finishRun();
            break;
        case 3:
        case 4:
            score();
            break;
        case 5:
            flag();
            break;
        case 6:
            must(m_project.undoReview(m_random.below(2) == 0 ? "" : "ann"));
            break;
        case 7:
            must(m_project.redoReview(m_random.below(2) == 0 ? "" : "ann"));
            break;
        default:
            review();
            break;
        }
    }
    [[nodiscard]] RunId someRun() { return m_runs.empty() ? 0 : m_runs[m_random.below(m_runs.size())]; }

private:
    PairId somePair() { return static_cast<PairId>(1 + m_random.below(static_cast<std::uint64_t>(m_pairs))); }
    void add() {
        const int count = static_cast<int>(1 + m_random.below(9));
        addPairs(m_project, m_pairs + 1, count);
        m_pairs += count;
    }
    void startRun() {
        m_runs.push_back(addScoreRun(m_project));
        must(m_project.planUnits(m_runs.back(), {"{}"}));
    }
    void finishRun() {
        if (m_runs.empty()) return;
        RunRecord run = must(m_project.run(someRun()));
        run.state = m_random.below(4) == 0 ? RunState::stopped : RunState::done;
        must(m_project.updateRun(run));
    }
    void score() {
        if (m_runs.empty() || m_pairs == 0) return;
        std::vector<ScoreRecord> scores;
        for (int i = 0; i < 4; ++i)
            scores.push_back(sampleScore(somePair(), static_cast<float>(m_random.uniform())));
        must(m_project.storeUnit(someRun(), 0, {}, scores));
    }
    void flag() {
        const auto rule = m_random.below(2) == 0 ? FlagRule::uncertain : FlagRule::contradicted;
        std::vector<FlagRecord> flags;
        for (PairId pair = 1; pair <= m_pairs; ++pair)
            if (m_random.below(3) == 0) flags.push_back({pair, rule, 0, 1, 1});
        must(m_project.setFlags(rule, 0, flags));
    }
    void review() {
        if (m_pairs == 0) return;
        if (m_random.below(5) == 0) return must(m_project.setNote(somePair(), "n", "ann"));
        must(m_project.addReview(decision(somePair(), static_cast<Decision>(1 + m_random.below(9)),
                                          m_random.below(2) == 0 ? "ann" : "bob")));
    }
    Project& m_project;
    Random m_random;
    std::vector<RunId> m_runs;
    int m_pairs = 0;
};

TEST_F(Columns, KeptUpToDateEqualReadFromScratch) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const auto kept = must(Project::create(temp / ("q" + std::to_string(seed) + ".egt")));
        Meddler meddler(*kept, seed);
        for (int i = 0; i < 120; ++i) {
            meddler.step();
            const RunId run = meddler.someRun();
            const std::string have = describe(*must(kept->columns(run)));
            const std::string latest = describe(*must(kept->columns(0)));
            if (i % 6 != 0) continue;
            const auto fresh = must(Project::open(kept->folder(), true));
            ASSERT_EQ(have, describe(*must(fresh->columns(run)))) << "seed " << seed << " step " << i;
            ASSERT_EQ(latest, describe(*must(fresh->columns(0)))) << "seed " << seed << " step " << i;
        }
    }
}

TEST_F(Columns, ReadersAndAWriterMeetNoTornSnapshot) {
    addPairs(*project, 1, 50);
    std::atomic<bool> stop = false;
    std::vector<std::thread> readers;
    std::atomic<int> torn = 0;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            while (!stop) {
                const auto columns = project->columns(0);
                if (!columns) {
                    ++torn;
                    continue;
                }
                const Column& decided = *(*columns)->find("decision");
                const Column& reviewed = *(*columns)->find("reviewed");
                for (std::int64_t row = 0; row < (*columns)->rows; ++row)
                    if ((decided.text(row) == "none") != (reviewed.text(row) == "no")) ++torn;
            }
        });
    for (int i = 0; i < 60; ++i) {
        must(project->addReview(decision(1 + i % 50, Decision::left)));
        if (i % 10 == 0) addPairs(*project, 100 + i, 5);
        if (i % 3 == 0) must(project->undoReview(""));
    }
    stop = true;
    for (std::thread& reader : readers)
        reader.join();
    EXPECT_EQ(torn, 0);
}

} // namespace
} // namespace egt::test
