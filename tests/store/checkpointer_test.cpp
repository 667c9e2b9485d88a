// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <thread>

#include "samples.h"
#include "store/checkpointer.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

using store::Checkpointer;

constexpr std::uintmax_t kPage = 8192;
constexpr std::uintmax_t kLong = Checkpointer::kLongLog * kPage;
constexpr std::uintmax_t kLongest = Checkpointer::kLongestLog * kPage;
constexpr std::uintmax_t kTransaction = std::uintmax_t{4} << 20;

class Checkpoints : public testing::Test {
protected:
    void SetUp() override {
        must(Project::create(temp / "p.egt"));
        import = must(project().beginImport(sampleImport()));
    }
    Project& project() {
        if (!m_project) m_project = must(Project::open(temp / "p.egt", false));
        return *m_project;
    }
    void close() { m_project.reset(); }
    /// About kTransaction bytes of new pairs.
    void grow() {
        std::vector<PairRecord> pairs = samplePairs(m_next, 1000);
        m_next += 1000;
        for (PairRecord& pair : pairs)
            pair.answer_a.assign(kTransaction / 1000, 'a');
        must(project().appendPairs(pairs, import));
    }
    [[nodiscard]] std::uintmax_t sizeOf(const char* file) const {
        std::error_code code;
        const auto size = fs::file_size(temp / "p.egt" / file, code);
        return code ? 0 : size;
    }
    TempFolder temp;
    ImportRecord import;

private:
    std::unique_ptr<Project> m_project;
    int m_next = 0;
};

TEST_F(Checkpoints, AreMadeWhileTheWriterGoesOn) {
    const auto before = sizeOf("project.db");
    for (std::uintmax_t written = 0; written < 2 * kLong; written += kTransaction)
        grow();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (sizeOf("project.db") < before + kLong / 2 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_GE(sizeOf("project.db"), before + kLong / 2) << "pages are in the database, and nobody closed it";
}

TEST_F(Checkpoints, KeepTheLogBounded) {
    std::uintmax_t longest = 0;
    for (std::uintmax_t written = 0; written < 6 * kLongest; written += kTransaction) {
        grow();
        longest = std::max(longest, sizeOf("project.db-wal"));
    }
    EXPECT_LE(longest, 2 * kLongest) << "a transaction or two more, when it begins while a checkpoint runs";
    close();
    EXPECT_EQ(sizeOf("project.db-wal"), 0U) << "all of it is in the database";
    EXPECT_EQ(must(project().info()).pairs, import.imported);
    EXPECT_EQ(must(project().pair(import.imported)).answer_a.size(), kTransaction / 1000);
}

TEST_F(Checkpoints, WaitForNoReader) {
    grow();
    {
        store::Db reader((temp / "p.egt" / "project.db").string());
        SQLite::Transaction snapshot(reader);
        const int seen = reader.execAndGet("SELECT COUNT(*) FROM pair").getInt();
        for (std::uintmax_t written = 0; written < 2 * kLongest; written += kTransaction)
            grow();
        EXPECT_EQ(reader.execAndGet("SELECT COUNT(*) FROM pair").getInt(), seen) << "of the moment that it began at";
    }
    close();
    store::Db db((temp / "p.egt" / "project.db").string());
    EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(db.execAndGet("SELECT COUNT(*) FROM pair").getInt64(), import.imported);
}

} // namespace
} // namespace egt::test
