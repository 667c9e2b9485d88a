// SPDX-License-Identifier: GPL-3.0-or-later
// columns.cache: whatever happens to the project or to the file, the columns are those of the tables.
#include <bit>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/files.h"
#include "base/random.h"
#include "samples.h"
#include "store/column_cache.h"
#include "store/database.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int kPairs = 6000; // above the size from which a file is written

/// Every value as bits and text, so that NaN equals NaN.
std::string describe(const ColumnSnapshot& snapshot) {
    std::string out = std::to_string(snapshot.run) + " " + std::to_string(snapshot.rows);
    for (const Column& column : snapshot.columns) {
        out += "\n" + column.name + ":";
        for (std::int64_t row = 0; row < snapshot.rows; ++row)
            out += " " + (column.type == ColumnType::code ? std::string(column.text(row))
                          : column.type == ColumnType::integer
                              ? std::to_string(column.integer(row))
                              : std::to_string(std::bit_cast<std::uint32_t>(column.real(row))));
    }
    return out;
}

class ColumnCache : public testing::Test {
protected:
    ColumnCache() {
        const auto project = must(Project::create(folder));
        addPairs(*project, 1, kPairs);
        const RunId run = addScoreRun(*project);
        must(project->planUnits(run, {"{}"}));
        std::vector<ScoreRecord> scores;
        for (PairId pair = 3; pair < 2000; pair += 2)
            scores.push_back(sampleScore(pair, static_cast<float>(pair) / 1000));
        must(project->storeUnit(run, 0, {}, scores));
        RunRecord record = must(project->run(run));
        record.state = RunState::done;
        must(project->updateRun(record));
        must(project->addReview(decision(7, Decision::flip, "ann")));
        must(project->setFlags(FlagRule::uncertain, run, {{9, FlagRule::uncertain, run, 1, 1}}));
        must(project->columns(0));
    }
    /// Columns as an open project shows them, and as the tables alone say it (another folder name has no file).
    std::string shown() { return describe(*must(must(Project::open(folder, true))->columns(0))); }
    std::string told() {
        const fs::path copy = temp / "copy.egt";
        fs::remove_all(copy);
        fs::create_directories(copy);
        for (const char* name : {"project.db", "project.db-wal"})
            if (fs::exists(folder / name)) fs::copy_file(folder / name, copy / name);
        return describe(*must(must(Project::open(copy, true))->columns(0)));
    }
    bool written() { return fs::exists(cache); }
    std::string stamp() { return store::fileStamp(cache); }
    /// Opens for writing, looks at the columns, does it, closes.
    template <class Change> void change(Change&& change) {
        const auto project = must(Project::open(folder, false));
        must(project->columns(0));
        change(*project);
    }
    TempFolder temp;
    fs::path folder = temp / "p.egt";
    fs::path cache = folder / "columns.cache";
};

TEST_F(ColumnCache, IsLeftByTheWriterAndReadByTheNext) {
    ASSERT_TRUE(written());
    const auto cached = store::readColumnCache(cache, stamp());
    ASSERT_TRUE(cached);
    EXPECT_EQ(cached->state.rows, kPairs);
    EXPECT_EQ(cached->state.run, 1);
    EXPECT_TRUE(cached->columns.front().chunks.front()->integers.borrowed()) << "mapped, not copied";
    EXPECT_EQ(shown(), told());
    EXPECT_EQ(must(must(Project::open(folder, true))->info()).images, kPairs / 2 + kPairs / 4);
    EXPECT_EQ(must(must(Project::open(folder, true))->info()).missing_images, kPairs / 4);
    EXPECT_EQ(must(must(Project::open(folder, true))->info()).reviewed, 1);
    EXPECT_EQ(must(must(Project::open(folder, true))->info()).scored, 999);
}

TEST_F(ColumnCache, FollowsNewPairsAndReviewsWithoutBeingWrittenAgain) {
    const std::string before = stamp();
    change([](Project& project) {
        addPairs(project, 100'001, 20);
        must(project.addReview(decision(kPairs + 3, Decision::left, "bob")));
        must(project.addReview(decision(7, Decision::drop, "ann")));
        must(project.undoReview("bob"));
    });
    EXPECT_EQ(stamp(), before) << "a few rows are not worth the writing";
    EXPECT_EQ(shown(), told());
    EXPECT_EQ(must(must(Project::open(folder, true))->info()).pairs, kPairs + 20);
    EXPECT_EQ(must(must(Project::open(folder, true))->info()).images, kPairs / 2 + kPairs / 4 + 15);
    change([](Project& project) { addPairs(project, 200'001, 500); });
    EXPECT_NE(stamp(), before);
    EXPECT_EQ(shown(), told());
}

TEST_F(ColumnCache, OfACopiedProjectIsCheckedOnce) {
    const fs::path copy = temp / "copied.egt";
    fs::copy(folder, copy, fs::copy_options::recursive);
    const auto known = [&] {
        store::Db db((copy / "project.db").string());
        return db.execAndGet("SELECT cache FROM state").getString();
    };
    const std::string now = store::fileStamp(copy / "columns.cache");
    EXPECT_NE(known(), now);
    EXPECT_EQ(describe(*must(must(Project::open(copy, false))->columns(0))), shown());
    EXPECT_EQ(known(), now);
    EXPECT_EQ(store::fileStamp(copy / "columns.cache"), now) << "not written again";
    EXPECT_EQ(describe(*must(must(Project::open(copy, true))->columns(0))), shown());
}

TEST_F(ColumnCache, EveryOtherChangeMakesItAgain) {
    const std::vector<std::function<void(Project&)>> changes = {
        [](Project& p) {
            must(p.setFlags(FlagRule::contradicted, 1, {{5, FlagRule::contradicted, 1, 1, 1}}));
        },
        [](Project& p) { must(p.storeUnit(1, 0, {}, {sampleScore(4, 0.5F)})); },
        [](Project& p) {
            DuplicateReport report;
            report.groups = {{{2, 4, 9}}};
            must(p.storeDuplicates(report));
        },
        [](Project& p) {
            RunRecord run = must(p.run(addScoreRun(p)));
            run.state = RunState::done; // another run is the latest one now
            must(p.updateRun(run));
            must(p.columns(0));
        },
        [](Project& p) {
            PairRecord pair = must(p.pair(4));
            const std::string old = pair.content_hash;
            pair.images = {{"images/9.png", "/tmp/9.png", 1, 1}};
            pair.content_hash = "another";
            EXPECT_EQ(must(p.attachImages({{old, pair}})), 1);
            must(p.columns(0));
        }};
    for (const auto& one : changes) {
        const std::string before = stamp();
        change(one);
        EXPECT_NE(stamp(), before);
        EXPECT_EQ(shown(), told());
    }
}

TEST_F(ColumnCache, AChangeThatWasKilledBeforeTheFileWasWrittenIsSeen) {
    const std::string bytes = must(readFile(cache));
    change([](Project& p) { must(p.setFlags(FlagRule::uncertain, 1, {{11, FlagRule::uncertain, 1, 1, 1}})); });
    std::ofstream(cache, std::ios::binary) << bytes; // as if the old file were still there
    EXPECT_EQ(shown(), told());
}

TEST_F(ColumnCache, DamageIsFoundAndRepairedSilently) {
    const std::string good = must(readFile(cache));
    const std::string wanted = told();
    Random random(2);
    std::vector<std::string> bad = {"",
                                    "x",
                                    good.substr(0, 40),
                                    good.substr(0, good.size() / 2),
                                    good.substr(0, good.size() - 1),
                                    good + "x",
                                    std::string(good.size(), '\0')};
    for (int i = 0; i < 12; ++i) {
        std::string flipped = good;
        flipped[i < 4 ? random.below(64) : 64 + random.below(good.size() - 64)] ^=
            static_cast<char>(1 + random.below(255));
        bad.push_back(flipped);
    }
    for (const std::string& bytes : bad) {
        std::this_thread::sleep_for(5ms); // two writes in one tick of the file system's clock would look like one
        std::ofstream(cache, std::ios::binary | std::ios::trunc) << bytes;
        EXPECT_EQ(shown(), wanted) << bytes.size();
        change([](Project&) {});
        EXPECT_EQ(shown(), wanted);
        EXPECT_TRUE(store::readColumnCache(cache, "")) << "made again";
    }
}

TEST_F(ColumnCache, AFileOfAnotherProjectIsNotBelieved) {
    const fs::path other = temp / "other.egt";
    {
        const auto project = must(Project::create(other));
        addPairs(*project, 1, kPairs);
        must(project->columns(0));
    }
    fs::copy_file(other / "columns.cache", cache, fs::copy_options::overwrite_existing);
    EXPECT_EQ(shown(), told());
    // Two copies of one project that grew differently: the newer file beside the other's database.
    fs::remove_all(other);
    fs::copy(folder, other, fs::copy_options::recursive);
    const auto grow = [](const fs::path& where, int first) {
        const auto project = must(Project::open(where, false));
        must(project->columns(0));
        addPairs(*project, first, 1000);
    };
    grow(folder, 300'001);
    grow(other, 400'001);
    fs::copy_file(other / "columns.cache", cache, fs::copy_options::overwrite_existing);
    EXPECT_EQ(shown(), told());
}

TEST_F(ColumnCache, WhereItCannotBeWrittenTheProjectWorksWithoutIt) {
    fs::remove(cache);
    fs::create_directories(cache / "a folder is in the way");
    change([](Project& project) {
        EXPECT_NE(codeOf(project.saveColumnCache()), "no error");
        must(project.addReview(decision(8, Decision::left)));
    });
    EXPECT_EQ(shown(), told());
    EXPECT_FALSE(fs::exists(cache.string() + ".part"));
}

TEST_F(ColumnCache, AMappedFileStaysReadableAfterItWasReplaced) {
    const auto reader = must(Project::open(folder, true));
    const ColumnsPtr held = must(reader->columns(0));
    const std::string before = describe(*held);
    change([](Project& p) { must(p.setFlags(FlagRule::uncertain, 1, {{12, FlagRule::uncertain, 1, 1, 1}})); });
    EXPECT_EQ(describe(*held), before);
    EXPECT_EQ(describe(*must(reader->columns(0))), told()) << "the reader follows";
}

TEST(ColumnValues, BorrowedOnesAreCopiedBeforeTheyChange) {
    const auto owner = std::make_shared<std::vector<float>>(std::vector<float>{1, 2, 3});
    ColumnValues<float> values(owner->data(), owner->size(), owner);
    ColumnValues<float> copy = values;
    copy.push_back(4);
    EXPECT_TRUE(values.borrowed());
    EXPECT_FALSE(copy.borrowed());
    EXPECT_EQ(copy.size(), 4U);
    EXPECT_EQ(values.size(), 3U);
    copy[0] = 9;
    EXPECT_EQ(std::as_const(values)[0], 1);
    EXPECT_EQ((*owner)[0], 1);
}

} // namespace
} // namespace egt::test
