// SPDX-License-Identifier: GPL-3.0-or-later
// The disk is full at the first write, at the second, and so on: a file system of SQLite's that fails from the n-th
// write on (sqlite.org/vfs.html). Each time the call says so, nothing half is left, and with space again it goes on.
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "samples.h"

namespace egt::test {
namespace {

namespace fs = std::filesystem;

/// The default file system of SQLite with a limit of writes. One thread.
class FullDisk {
public:
    FullDisk() {
        s_disk = this;
        m_below = sqlite3_vfs_find(nullptr);
        m_vfs = *m_below;
        m_vfs.zName = "full-disk";
        m_vfs.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
            const int code = s_disk->m_below->xOpen(s_disk->m_below, name, file, flags, out);
            if (code == SQLITE_OK && file->pMethods != nullptr) file->pMethods = s_disk->wrapped(file->pMethods);
            return code;
        };
        sqlite3_vfs_register(&m_vfs, 1);
    }
    ~FullDisk() { sqlite3_vfs_unregister(&m_vfs); } ///< every connection is closed by then
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    void allow(std::int64_t writes) { m_left = writes; }
    void restore() { m_left = -1; }
    [[nodiscard]] bool refused() const { return m_left == 0; }

private:
    /// The same methods with a write that counts. The file itself stays the one of the file system below.
    const sqlite3_io_methods* wrapped(const sqlite3_io_methods* methods) {
        for (auto& [below, ours] : m_methods)
            if (below == methods) return &ours;
        sqlite3_io_methods ours = *methods;
        ours.xWrite = [](sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
            return s_disk->take() ? below(file)->xWrite(file, bytes, size, at) : SQLITE_FULL;
        };
        m_methods.emplace(methods, ours);
        return &m_methods.at(methods);
    }
    static const sqlite3_io_methods* below(sqlite3_file* file) {
        for (auto& [methods, ours] : s_disk->m_methods)
            if (&ours == file->pMethods) return methods;
        return nullptr;
    }
    bool take() {
        if (m_left == 0) return false;
        if (m_left > 0) --m_left;
        return true;
    }
    static inline FullDisk* s_disk = nullptr;
    sqlite3_vfs* m_below = nullptr;
    sqlite3_vfs m_vfs{};
    std::map<const sqlite3_io_methods*, sqlite3_io_methods> m_methods;
    std::int64_t m_left = -1; ///< writes until the disk is full; -1 = there is space
};

struct Counts {
    std::size_t pairs = 0;
    std::size_t reviews = 0;
    PairId indexed = 0;
    std::size_t filters = 0;
    std::size_t groups = 0;
    bool operator==(const Counts&) const = default;
};
Counts countsOf(Project& project) {
    return {must(project.allPairs()).size(), must(project.allReviews()).size(),
            must(project.textIndexState()).indexed_to, must(project.filters()).size(),
            must(project.duplicates()).groups.size()};
}

/// Everything that a project writes, each with what it should count when it worked.
struct Step {
    const char* name;
    std::function<std::string(Project&)> work; ///< error code or "no error"
    std::function<void(Counts&)> effect;
};
std::vector<Step> steps() {
    return {
        {"import",
         [](Project& p) {
             auto import = p.beginImport(sampleImport("more"));
             if (!import) return codeOf(import);
             std::vector<PairRecord> pairs = samplePairs(1000, 40);
             return codeOf(p.appendPairs(pairs, *import));
         },
         [](Counts& c) { c.pairs += 40; }},
        {"index", [](Project& p) { return codeOf(p.extendTextIndex(1000)); },
         [](Counts& c) { c.indexed = static_cast<PairId>(c.pairs); }},
        {"review", [](Project& p) { return codeOf(p.addReview(decision(3, Decision::left))); },
         [](Counts& c) { ++c.reviews; }},
        {"filter", [](Project& p) { return codeOf(p.saveFilter("f", "reviewed")); }, [](Counts& c) { ++c.filters; }},
        {"duplicates",
         [](Project& p) {
             DuplicateReport report;
             report.groups = {{{1, 2}}};
             return codeOf(p.storeDuplicates(report));
         },
         [](Counts& c) { c.groups = 1; }}};
}

TEST(FullDisk, AtEveryWriteOfEveryStep) {
    FullDisk disk;
    for (const Step& step : steps()) {
        const TempFolder temp;
        addPairs(*must(Project::create(temp / "p.egt")), 1, 30);
        const auto project = must(Project::open(temp / "p.egt", false));
        const Counts before = countsOf(*project);
        Counts after = before;
        step.effect(after);
        int refusals = 0;
        for (std::int64_t writes = 0;; ++writes) {
            ASSERT_LT(writes, 500) << step.name;
            disk.allow(writes);
            const std::string code = step.work(*project);
            const bool refused = disk.refused();
            disk.restore();
            EXPECT_EQ(codeOf(project->pair(1)), "no error");
            if (code == "no error") {
                EXPECT_EQ(countsOf(*project), after) << step.name;
                break;
            }
            EXPECT_TRUE(refused);
            EXPECT_EQ(code, "file.disk_full") << step.name << " at write " << writes;
            EXPECT_EQ(countsOf(*project), before) << step.name << " at write " << writes;
            EXPECT_EQ(must(project->columns(0))->rows, static_cast<std::int64_t>(before.pairs));
            ++refusals;
        }
        EXPECT_GT(refusals, 0) << step.name << " wrote nothing";
        EXPECT_EQ(must(project->search("circles")).size(), after.pairs);
    }
}

// The lock, the migration of an older project and the columns' file are written outside of a transaction of ours.
TEST(FullDisk, OpeningAndTheColumnsFile) {
    const TempFolder temp;
    {
        const auto project = must(Project::create(temp / "p.egt"));
        addPairs(*project, 1, 6000);
        must(project->columns(0));
    }
    fs::remove(temp / "p.egt/columns.cache");
    const pid_t child = ::fork(); // the limit can't be raised again
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const auto project = must(Project::open(temp / "p.egt", false));
        must(project->columns(0));
        const rlimit limit{100'000, 100'000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(2);
        const bool said = codeOf(project->saveColumnCache()) == "file.disk_full";
        const bool works = must(project->columns(0))->rows == 6000;
        ::_exit(said && works && !fs::exists(temp / "p.egt/columns.cache.part") ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_FALSE(fs::exists(temp / "p.egt/columns.cache"));
    EXPECT_EQ(must(must(Project::open(temp / "p.egt", false))->columns(0))->rows, 6000);
}

} // namespace
} // namespace egt::test
