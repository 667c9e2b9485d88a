// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "samples.h"
#include "store/schema.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

class Open : public testing::Test {
protected:
    std::string openError(bool read_only = false) { return codeOf(Project::open(folder, read_only)); }
    void sql(const std::string& text) {
        store::Db((folder / "project.db").string(), SQLite::OPEN_READWRITE).exec(text);
    }
    TempFolder temp;
    fs::path folder = temp / "p.egt";
};

TEST_F(Open, CreatesOnceAndKeepsWhatIsThere) {
    must(Project::create(folder));
    EXPECT_EQ(codeOf(Project::create(folder)), "store.exists");
    std::ofstream(temp / "file.egt") << "x";
    EXPECT_EQ(codeOf(Project::create(temp / "file.egt")), "store.exists");
    EXPECT_EQ(codeOf(Project::create(temp / "file.egt/p.egt")), "file.cannot_write");
    must(Project::create(temp / "new/deeper/q.egt/")); // parents are made, a slash at the end does no harm
    EXPECT_TRUE(fs::exists(temp / "new/deeper/q.egt/project.db"));
    int entries = 0;
    for (const auto& entry : fs::directory_iterator(temp / "new/deeper"))
        entries += entry.exists() ? 1 : 0;
    EXPECT_EQ(entries, 1) << "nothing is left beside it";
}

TEST_F(Open, IsFileOfOurKindWithWriteAheadLog) {
    const auto project = must(Project::create(folder));
    store::Db db((folder / "project.db").string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(db.execAndGet("PRAGMA application_id").getInt(), 0x45475431);
    EXPECT_EQ(db.execAndGet("PRAGMA user_version").getInt(), store::kSchemaVersion);
    EXPECT_EQ(db.execAndGet("PRAGMA journal_mode").getString(), "wal");
    EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

TEST_F(Open, SaysWhatIsNoProject) {
    EXPECT_EQ(openError(), "store.not_a_project");
    fs::create_directories(folder);
    EXPECT_EQ(openError(), "store.not_a_project");
    std::ofstream(folder / "project.db") << "";
    EXPECT_EQ(openError(), "store.not_a_project");
    std::ofstream(folder / "project.db") << std::string(5000, 'x');
    EXPECT_EQ(openError(), "store.not_a_project");
    EXPECT_EQ(openError(true), "store.not_a_project");
    fs::remove(folder / "project.db");
    store::Db((folder / "project.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(x)");
    EXPECT_EQ(openError(), "store.not_a_project") << "some other program's database";
}

TEST_F(Open, SaysWhatIsDamaged) {
    {
        const auto project = must(Project::create(folder));
        addPairs(*project, 1, 200);
    }
    const fs::path file = folder / "project.db";
    fs::copy_file(file, temp / "whole.db");
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_EQ(openError(), "store.damaged");
    EXPECT_EQ(openError(true), "store.damaged");
    fs::resize_file(file, 60);
    EXPECT_EQ(openError(), "store.damaged");
    fs::copy_file(temp / "whole.db", file, fs::copy_options::overwrite_existing);
    {
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary); // all pages after the first
        out.seekp(4096);
        for (std::uintmax_t i = 4096; i < fs::file_size(file); ++i)
            out.put(static_cast<char>(i * 7 + i / 256));
    }
    const auto opened = Project::open(folder, true);
    const std::string code = opened ? codeOf((*opened)->pair(5)) : codeOf(opened);
    EXPECT_EQ(code, "store.damaged");
}

TEST_F(Open, RefusesANewerSchema) {
    must(Project::create(folder));
    sql("PRAGMA user_version = 99");
    for (const bool read_only : {false, true}) {
        const auto opened = Project::open(folder, read_only);
        ASSERT_EQ(codeOf(opened), "store.newer_schema");
        EXPECT_NE(opened.error().message().find("99"), std::string::npos);
    }
}

/// A project as the first version wrote it.
void makeVersion1(const fs::path& folder) {
    fs::create_directories(folder);
    store::Db db((folder / "project.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    store::migrate(db, 1);
    ASSERT_EQ(db.execAndGet("PRAGMA user_version").getInt(), 1);
    db.exec("INSERT INTO pair VALUES (1, NULL, 1, 2, 1, 1, 0, 2, '', 'lab', 'h1', 'r', 'Which one?', 'a', 'b', '', '', "
            "'')");
    db.exec(
        "INSERT INTO pair VALUES (2, NULL, 2, 2, 1, 1, 0, 2, '', 'lab', 'h2', 'r', 'And here?', 'a', 'b', '', '', '')");
    db.exec(
        "INSERT INTO review (pair, decision, annotator, note, time_ms, duration_ms, blind, shown, run, undoes) VALUES "
        "(1, 0, 'ann', 'old note', 5, 0, 0, 0, 0, 0), (1, 6, 'ann', '', 6, 900, 0, 1, 0, 0), "
        "(1, 0, 'ann', 'new note', 7, 0, 0, 0, 0, 0), (2, 1, 'ann', 'said while deciding', 8, 0, 0, 0, 0, 0), "
        "(2, 0, 'ann', '', 9, 0, 0, 0, 0, 4)");
}

TEST_F(Open, MigratesTheFirstVersion) {
    makeVersion1(folder);
    EXPECT_EQ(openError(true), "store.older_schema") << "a reader can't change the file";
    const auto project = must(Project::open(folder, false));
    EXPECT_EQ(must(project->note(1)), "new note");
    EXPECT_EQ(must(project->note(2)), "");
    EXPECT_EQ(must(project->reviews(1)).size(), 3U);
    EXPECT_EQ(must(project->reviews(1))[1].decision, Decision::flip);
    EXPECT_EQ(must(project->pair(2)).question, "And here?");
    EXPECT_EQ(must(project->redoReview("ann"))->decision, Decision::left) << "what the old program took back";
    must(project->setNote(2, "works", "ann"));
    EXPECT_EQ(must(project->note(2)), "works");
}

/// A project of version 2 with one scored pair.
void makeVersion2(const fs::path& folder) {
    fs::create_directories(folder);
    store::Db db((folder / "project.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    store::migrate(db, 2);
    ASSERT_EQ(db.execAndGet("PRAGMA user_version").getInt(), 2);
    db.exec("INSERT INTO pair VALUES (1, NULL, 1, 2, 1, 1, 0, 2, '', 'lab', 'h1', 'r', 'Which one?', 'a', 'b', '', '', "
            "'')");
    db.exec("INSERT INTO run VALUES (1, 3, 'old', 5, '{}', '/judge', 'hash', 1, 1, 1, 2, 3, '{}', '')");
    db.exec("INSERT INTO response VALUES (1, 1, 0, 1, 0, 0, 7, 1, 0.9, 0.1, 0.9, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, "
            "'x', x'01', x'0000003F', x'000080BF', x'00', x'')");
    db.exec(
        "INSERT INTO score VALUES (1, 1, 0.5, 0.5, 0.5, 0.5, NULL, NULL, NULL, 0.9, 1, 0, NULL, 1, 1, 0, 1, 1, 1, 0)");
}

TEST_F(Open, MigratesTheSecondVersionAndItsScoresStayExact) {
    makeVersion2(folder);
    const auto project = must(Project::open(folder, false));
    const ResponseRecord response = must(project->responses(1, 1)).at(0);
    EXPECT_EQ(response.entropies, std::vector<float>{0.5F});
    EXPECT_EQ(response.logprobs, std::vector<float>{-1});
    EXPECT_EQ(response.bracket, EntropyBracket{});
    EXPECT_TRUE(response.entropies_low.empty() && response.entropies_high.empty());
    const ScoreRecord score = must(project->scores(0)).at(0);
    EXPECT_EQ(score.entropy.mean, 0.5F);
    EXPECT_FALSE(score.bracket.known);
    EXPECT_FALSE(must(project->columns(0))->brackets);
    EXPECT_EQ(must(project->run(1)).judge_details, "");
    EXPECT_TRUE(must(project->failures(1)).empty());
}

/// A project of version 4: a pair that was reviewed, one that a run could not judge.
void makeVersion4(const fs::path& folder) {
    fs::create_directories(folder);
    store::Db db((folder / "project.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    store::migrate(db, 4);
    ASSERT_EQ(db.execAndGet("PRAGMA user_version").getInt(), 4);
    db.exec("INSERT INTO pair VALUES (1, NULL, 1, 2, 1, 1, 0, 2, '', 'lab', 'h1', 'r', 'Which red one?', 'a', 'b', '', "
            "'', ''), (2, NULL, 2, 2, 1, 1, 0, 2, '', 'lab', 'h2', 'r', '红车在哪里？', 'a', 'b', '', '', '')");
    db.exec("INSERT INTO run VALUES (1, 3, 'old', 5, '{}', '/judge', 'hash', 1, 1, 1, 2, 3, '{}', '', '')");
    db.exec("INSERT INTO failure VALUES (1, 2, 0, '{}')");
    db.exec(
        "INSERT INTO review (pair, decision, annotator, note, time_ms, duration_ms, blind, shown, run, undoes) VALUES "
        "(1, 6, 'ann', '', 6, 900, 0, 1, 0, 0)");
}

std::vector<PairRecord> hashedPairs(int first, int count) {
    std::vector<PairRecord> pairs = samplePairs(first, count);
    for (PairRecord& pair : pairs)
        pair.content_hash = contentHash(pair.question);
    return pairs;
}

/// A project of version 6, whose pairs had an index over their content hashes.
void makeVersion6(const fs::path& folder) {
    fs::create_directories(folder);
    store::Db db((folder / "project.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA foreign_keys = ON");
    store::migrate(db, 6);
    ASSERT_EQ(db.execAndGet("PRAGMA user_version").getInt(), 6);
    db.exec("INSERT INTO import VALUES (1, '/d.jsonl', 'f', 'trl', '{}', 2, 2, 0, 0, 0, 1)");
    for (const PairRecord& pair : hashedPairs(1, 2)) {
        store::Query add(db, "INSERT INTO pair VALUES (NULL, 1, 1, 2, 1, 1, 0, 2, '', 'lab', ?, 'r', ?, 'a', 'b', '', "
                             "'', '{}')");
        store::runWith(add, pair.content_hash, pair.question);
    }
    db.exec("INSERT INTO image VALUES (2, 0, 'x.png', '', 0, 0)");
    db.exec("INSERT INTO review (pair, decision, annotator, note, time_ms, duration_ms, blind, shown, run, undoes) "
            "VALUES (2, 6, 'ann', '', 6, 900, 0, 1, 0, 0)");
    EXPECT_EQ(db.execAndGet("PRAGMA foreign_keys").getInt(), 1) << "steps leave the switch as it was";
}

TEST_F(Open, MigratesTheSixthVersionAndItsPairsAreKnown) {
    makeVersion6(folder);
    {
        const auto project = must(Project::open(folder, false));
        std::vector<PairRecord> pairs = hashedPairs(1, 3);
        EXPECT_EQ(must(project->countKnown({pairs[0].content_hash, pairs[2].content_hash})), 1);
        ImportRecord import = must(project->beginImport(sampleImport()));
        const Project::Appended added = must(project->appendPairs(pairs, import));
        EXPECT_EQ(added.already, 2);
        EXPECT_EQ(added.imported, 1);
        EXPECT_EQ(pairs[1].id, 2);
        EXPECT_EQ(must(project->reviews(2)).size(), 1U);
    }
    store::Db db((folder / "project.db").string(), SQLite::OPEN_READWRITE);
    db.exec("PRAGMA foreign_keys = ON");
    EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
    store::Query keys(db, "PRAGMA foreign_key_check");
    EXPECT_FALSE(keys.executeStep());
    EXPECT_THROW(db.exec("INSERT INTO image VALUES (99, 0, 'x.png', '', 0, 0)"), SQLite::Exception)
        << "tables still name the pairs";
    EXPECT_EQ(db.execAndGet("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'pair_split'").getInt(), 1);
}

TEST_F(Open, MigratesTheFourthVersionWhichHadNoTextIndex) {
    makeVersion4(folder);
    const auto project = must(Project::open(folder, false));
    EXPECT_EQ(must(project->textIndexState()).indexed_to, 0);
    EXPECT_EQ(must(project->textIndexState()).last_pair, 2);
    EXPECT_EQ(must(project->search("red")), std::vector<PairId>{1}) << "read while there is no index";
    EXPECT_EQ(must(project->extendTextIndex(100)).indexed_to, 2);
    EXPECT_EQ(must(project->search("red")), std::vector<PairId>{1});
    EXPECT_EQ(must(project->search("红车")), std::vector<PairId>{2});
    EXPECT_FALSE(must(project->duplicates()).made);
    EXPECT_TRUE(must(project->filters()).empty());
    EXPECT_EQ(must(project->columns(0))->find("annotator")->text(0), "ann");
    EXPECT_EQ(must(project->failures(1)).size(), 1U);
}

TEST_F(Open, TheSecondOpenIsToldWhoHoldsIt) {
    const auto project = must(Project::create(folder));
    const std::string pid = std::to_string(::getpid());
    const pid_t child = ::fork();
    if (child == 0) {
        const auto second = Project::open(folder, false);
        const bool right = codeOf(second) == "store.locked" && second.error().args.at(1) == pid &&
                           second.error().message().find("process " + pid + " on ") != std::string::npos;
        ::_exit(right ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(openError(), "store.locked") << "also in the same process";
    EXPECT_EQ(openError(true), "no error") << "readers need no lock";
}

TEST_F(Open, TheLockGoesWithTheProject) {
    must(Project::create(folder)).reset();
    EXPECT_EQ(openError(), "no error");
    EXPECT_EQ(openError(), "no error");
}

TEST_F(Open, AReaderChangesNothing) {
    {
        const auto project = must(Project::create(folder));
        addPairs(*project, 1, 3);
    }
    const auto reader = must(Project::open(folder, true));
    EXPECT_TRUE(reader->readOnly());
    EXPECT_EQ(codeOf(reader->addReview(decision(1, Decision::left))), "store.read_only");
    EXPECT_EQ(codeOf(reader->undoReview("")), "store.read_only");
    EXPECT_EQ(codeOf(reader->saveSelection("x", "{}", {1})), "store.read_only");
    EXPECT_EQ(codeOf(reader->addRun({})), "store.read_only");
    std::vector<PairRecord> pairs = samplePairs(9, 1);
    ImportRecord import;
    EXPECT_EQ(codeOf(reader->appendPairs(pairs, import)), "store.read_only");
    EXPECT_EQ(must(reader->allPairs()).size(), 3U);
    EXPECT_EQ(must(reader->columns(0))->rows, 3);
}

TEST_F(Open, AReaderSeesWhatAnotherWrites) {
    const auto writer = must(Project::create(folder));
    addPairs(*writer, 1, 3);
    const auto reader = must(Project::open(folder, true));
    EXPECT_EQ(must(reader->columns(0))->rows, 3);
    EXPECT_EQ(must(reader->columns(0)), must(reader->columns(0))) << "the same snapshot while nothing changes";
    addPairs(*writer, 4, 2);
    must(writer->addReview(decision(2, Decision::drop)));
    const ColumnsPtr columns = must(reader->columns(0));
    EXPECT_EQ(columns->rows, 5);
    EXPECT_EQ(columns->find("decision")->text(1), "drop");
    EXPECT_EQ(must(reader->info()).pairs, 5);
}

TEST_F(Open, AFolderThatCannotBeWrittenCanBeRead) {
    {
        const auto project = must(Project::create(temp / "odd %3F? name.egt"));
        addPairs(*project, 1, 3);
    }
    folder = temp / "odd %3F? name.egt";
    if (::geteuid() == 0) { // root may write everywhere; a child without the right to does the same
        const pid_t child = ::fork();
        if (child == 0) {
            fs::permissions(temp.path(), fs::perms::all);
            fs::permissions(folder, static_cast<fs::perms>(0555));
            fs::permissions(folder / "project.db", static_cast<fs::perms>(0444));
            if (::setuid(65534) != 0) ::_exit(2);
            const auto reader = Project::open(folder, true);
            const bool right = reader && must((*reader)->allPairs()).size() == 3 && openError() == "store.read_only";
            ::_exit(right ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
        return;
    }
    fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(openError(true), "no error");
    EXPECT_EQ(openError(), "store.read_only");
    fs::permissions(folder, fs::perms::owner_all);
}

TEST(Network, FileSystemsAreKnownByTheirMagic) {
    for (const std::int64_t magic : {0x6969LL, 0x517BLL, 0xFF534D42LL, 0xFE534D42LL, 0x65735546LL})
        EXPECT_TRUE(store::isNetworkMagic(magic));
    EXPECT_TRUE(store::isNetworkMagic(static_cast<std::int32_t>(0xFF534D42)))
        << "sign-extended as 32-bit systems give it";
    for (const std::int64_t magic : {0xEF53LL, 0x9123683ELL, 0x01021994LL, 0x794C7630LL})
        EXPECT_FALSE(store::isNetworkMagic(magic)); // ext4, btrfs, tmpfs, overlay
}

} // namespace
} // namespace egt::test
