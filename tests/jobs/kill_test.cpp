// SPDX-License-Identifier: GPL-3.0-or-later
// A program that imports, reviews and indexes at the same time, killed at fifty random moments. Each time the project
// opens, SQLite finds nothing wrong, and everything that the program had been told is saved is there.
#include <chrono>
#include <csignal>
#include <map>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "api/engine.h"
#include "base/files.h"
#include "base/random.h"
#include "store/project.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

constexpr int kRows = 3000; ///< of each file

/// What the child tells after the engine told it: few bytes, so that a pipe takes each whole.
struct Saved {
    enum Kind : std::int64_t { review, file, index } kind = review;
    std::int64_t value = 0;
    std::int64_t pair = 0;
};

void writeFile(const fs::path& path, int number) {
    std::string text;
    for (int i = number * kRows; i < (number + 1) * kRows; ++i) {
        const std::string n = std::to_string(i);
        text += R"({"id": "r)" + n + R"(", "prompt": "What is )" + n + R"(?", "chosen": "good )" + n +
                R"( 红车", "rejected": "bad )" + n + "\"}\n";
    }
    ASSERT_TRUE(writeFileAtomically(path, text));
}

/// The child: never returns.
class Worker {
public:
    Worker(const fs::path& folder, int out) : m_folder(folder), m_out(out) {}

    [[noreturn]] void run() {
        if (!m_engine->open((m_folder / "p.egt").string(), OpenMode::read_write)) ::_exit(5);
        for (int file = 0;; file = (file + 1) % 4) { // a file that is there already adds nothing
            reviewDuring(ImportRequest{(m_folder / (std::to_string(file) + ".jsonl")).string(), {}, {}, {}});
            tell({Saved::file, file, 0});
            reviewDuring(IndexRequest{100});
            const auto found = m_engine->find({"nothing", 1});
            if (!found || found->scanned != 0) ::_exit(6);
            tell({Saved::index, found->indexed, 0});
        }
    }

private:
    void tell(const Saved& saved) const {
        if (::write(m_out, &saved, sizeof saved) != sizeof saved) ::_exit(3);
    }
    void reviewDuring(const JobRequest& request) {
        const auto run = m_engine->submit(request);
        if (!run) ::_exit(7);
        while (!m_engine->activeRuns().empty()) {
            const auto info = m_engine->info();
            if (!info) ::_exit(8);
            if (info->pairs == 0) continue;
            ReviewRecord review;
            review.pair = 1 + m_count++ % info->pairs;
            review.decision = Decision::left;
            review.annotator = "ann";
            const auto stored = m_engine->decide(review);
            if (!stored) ::_exit(9);
            tell({Saved::review, stored->id, stored->pair});
        }
        if (!m_engine->wait(*run)) ::_exit(10);
    }
    fs::path m_folder;
    int m_out;
    std::unique_ptr<Engine> m_engine = makeLocalEngine();
    std::int64_t m_count = 0;
};

/// When to kill: that long after so many things of that kind were told.
struct Moment {
    Saved::Kind kind = Saved::review;
    std::uint64_t count = 0;
    std::chrono::microseconds later{0};
};

/// Runs a child, kills it at the moment, gives what it had told.
std::vector<Saved> killedAt(const fs::path& folder, const Moment& moment) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        Worker(folder, ends[1]).run();
    }
    ::close(ends[1]);
    std::vector<Saved> out;
    std::uint64_t seen = 0;
    std::thread killer;
    const auto kill_soon = [&] {
        killer = std::thread([&] {
            std::this_thread::sleep_for(moment.later);
            ::kill(child, SIGKILL);
        });
    };
    if (moment.count == 0) kill_soon();
    for (Saved saved; ::read(ends[0], &saved, sizeof saved) == sizeof saved;) {
        out.push_back(saved);
        if (saved.kind == moment.kind && ++seen == moment.count) kill_soon();
    }
    if (killer.joinable()) killer.join();
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended with " << (WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return out;
}

class Killed : public testing::Test {
protected:
    Killed() {
        EXPECT_TRUE(Project::create(folder / "p.egt"));
        for (int file = 0; file < 4; ++file)
            writeFile(folder / (std::to_string(file) + ".jsonl"), file);
    }
    SQLite::Database database() { return {(folder / "p.egt/project.db").string(), SQLite::OPEN_READONLY}; }

    void expectSaved(Project& project, const std::vector<Saved>& told) {
        const auto reviews = project.allReviews();
        ASSERT_TRUE(reviews);
        std::map<std::int64_t, PairId> there;
        for (const ReviewRecord& review : *reviews)
            there[review.id] = review.pair;
        const auto pairs = project.allPairs();
        const auto index = project.textIndexState();
        ASSERT_TRUE(pairs && index);
        for (const Saved& saved : told) {
            if (saved.kind == Saved::review)
                EXPECT_EQ(there[saved.value], saved.pair) << "review " << saved.value;
            else if (saved.kind == Saved::index)
                EXPECT_GE(index->indexed_to, saved.value);
            else
                m_files_in = std::max(m_files_in, saved.value + 1);
        }
        EXPECT_GE(std::ssize(*pairs), m_files_in * kRows);
    }
    /// What the index says against what the table says.
    void expectIndexed(Project& project, Random& random) {
        SQLite::Database db = database();
        for (int i = 0; i < 3; ++i) {
            const std::string n = std::to_string(random.below(4 * kRows));
            SQLite::Statement query(db, "SELECT id FROM pair WHERE question = ?");
            query.bind(1, "What is " + n + "?");
            const std::vector<PairId> wanted =
                query.executeStep() ? std::vector<PairId>{query.getColumn(0).getInt64()} : std::vector<PairId>{};
            const auto found = project.search("\"what is " + n + "\"");
            ASSERT_TRUE(found);
            EXPECT_EQ(*found, wanted) << n;
        }
        const auto all = project.search("红车");
        ASSERT_TRUE(all);
        EXPECT_EQ(std::ssize(*all), db.execAndGet("SELECT COUNT(*) FROM pair").getInt64());
    }
    TempFolder folder;

private:
    std::int64_t m_files_in = 0;
};

/// While it opens, imports, reviews; and now and then while it indexes or when it has just done so.
Moment momentOf(int kill, Random& random) {
    const std::chrono::microseconds later(random.below(30'000));
    if (kill % 5 == 3) return {Saved::file, 1, later};
    if (kill % 10 == 9) return {Saved::index, 1 + random.below(2), later};
    return {Saved::review, random.below(40), later};
}

TEST_F(Killed, FiftyTimesAtRandomMoments) {
    Random random(2026);
    std::map<Saved::Kind, int> seen;
    for (int kill = 0; kill < 50; ++kill) {
        const std::vector<Saved> told = killedAt(folder.path(), momentOf(kill, random));
        for (const Saved& saved : told)
            ++seen[saved.kind];
        {
            SQLite::Database db = database();
            ASSERT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok") << "kill " << kill;
        }
        const auto project = Project::open(folder / "p.egt", false);
        ASSERT_TRUE(project) << "kill " << kill << ": " << project.error().message();
        expectSaved(**project, told);
        expectIndexed(**project, random);
        const auto columns = (*project)->columns(0);
        ASSERT_TRUE(columns);
        EXPECT_EQ((*columns)->rows, std::ssize((*project)->allPairs().value()));
    }
    for (const auto kind : {Saved::review, Saved::file, Saved::index})
        EXPECT_GT(seen[kind], 0) << "kind " << kind;
}

} // namespace
} // namespace egt::test
