// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/core.h"

#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <system_error>

#include <unistd.h>

#include "base/files.h"
#include "store/schema.h"

namespace egt::store {
namespace {

namespace fs = std::filesystem;

Error notAProject(const fs::path& folder) {
    return {
        "store.not_a_project",
        EGT_TEXT("engine", "%1 is not an EGT Studio project. Choose a folder that “egt new” or the start page made."),
        {folder.string()},
        folder.string(),
        0,
        {}};
}

Error existsError(const fs::path& folder) {
    return {"store.exists",
            EGT_TEXT("engine", "%1 is there already. Choose another name, or open it."),
            {folder.string()},
            folder.string(),
            0,
            {}};
}

/// A file shorter than its own header says (SQLite file format, 1.3: page size at 16, pages at 28) lost its end. With a
/// write-ahead log beside it the missing pages may be there, so SQLite decides.
bool isTruncated(const fs::path& file) {
    std::error_code code;
    const fs::path log = file.string() + "-wal";
    if (fs::exists(log, code) && fs::file_size(log, code) > 0) return false;
    std::array<unsigned char, 100> head{};
    std::ifstream in(file, std::ios::binary);
    in.read(reinterpret_cast<char*>(head.data()), static_cast<std::streamsize>(head.size()));
    constexpr std::string_view magic("SQLite format 3\0", 16);
    if (in.gcount() < 16 || std::memcmp(head.data(), magic.data(), magic.size()) != 0) return false;
    if (in.gcount() < static_cast<std::streamsize>(head.size())) return true;
    const auto big = [&](std::size_t at, std::size_t bytes) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8 | head[at + i];
        return value;
    };
    const std::uint64_t page = big(16, 2) == 1 ? 65536 : big(16, 2);
    return fs::file_size(file, code) < page * big(28, 4);
}

/// A run that was active when its process died can be resumed; nobody else can be running it, we hold the lock.
void markInterrupted(Db& db) {
    Query query(db, "UPDATE run SET state = ? WHERE state IN (?, ?, ?, ?, ?)");
    runWith(query, RunState::interrupted, RunState::queued, RunState::running, RunState::pausing, RunState::paused,
            RunState::stopping);
}

} // namespace

Core::SyncLevel::SyncLevel(Db& db, Durability durability) : m_db(durability == Durability::power ? &db : nullptr) {
    if (m_db != nullptr) m_db->exec("PRAGMA synchronous = FULL");
}
Core::SyncLevel::~SyncLevel() {
    if (m_db != nullptr) m_db->tryExec("PRAGMA synchronous = NORMAL");
}

Error Core::readOnlyError() const {
    return {"store.read_only",
            EGT_TEXT("engine", "The project %1 is open read-only and can't be changed. Open it for writing first."),
            {m_folder.string()},
            m_folder.string(),
            0,
            {}};
}

// Made aside and renamed, so that a project is there whole or not at all.
Result<void> Core::create(const fs::path& folder) {
    std::error_code code;
    const fs::path whole = fs::absolute(folder, code).lexically_normal();
    const fs::path target = whole.has_filename() ? whole : whole.parent_path();
    if (fs::exists(target, code) && (!fs::is_directory(target, code) || !fs::is_empty(target, code)))
        return fail(existsError(target));
    EGT_TRY(makeFolder(target.parent_path()));
    const fs::path aside = target.string() + ".part-" + std::to_string(::getpid());
    fs::remove_all(aside, code);
    EGT_TRY(makeFolder(aside / "runs"));
    auto made = guarded(target, nullptr, [&]() -> Result<void> {
        Db db((aside / "project.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        // A row has a kilobyte or a few: larger pages are fewer to write, and hold it in one piece.
        db.exec("PRAGMA page_size = 8192");
        migrate(db);
        return {};
    });
    if (made) {
        fs::rename(aside, target, code);
        if (code) made = fail(writeError(target, code.value()));
    }
    if (!made) fs::remove_all(aside, code);
    return made;
}

Result<void> Core::open(const fs::path& folder, bool read_only) {
    std::error_code code;
    m_folder = fs::absolute(folder, code).lexically_normal();
    if (!m_folder.has_filename()) m_folder = m_folder.parent_path();
    m_root = m_folder.string() + "/";
    const fs::path file = m_folder / "project.db";
    if (!fs::is_regular_file(file, code)) return fail(notAProject(m_folder));
    if (isTruncated(file)) return fail(damagedError(m_folder));
    if (!read_only) EGT_TRY(m_lock.take(m_folder));
    m_columns.useCache(m_folder / "columns.cache");
    return read_only ? openReaders(file) : openWriter(file);
}

std::string Core::storedPath(const std::string& path) const {
    return path.starts_with(m_root) ? path.substr(m_root.size()) : path;
}

std::string Core::fullPath(const std::string& stored) const {
    if (stored.empty() || stored.front() == '/') return stored;
    return m_root + stored;
}

Result<void> Core::checkVersion(Db& db) {
    if (db.execAndGet("PRAGMA application_id").getInt() != kApplicationId) return fail(notAProject(m_folder));
    const int version = db.execAndGet("PRAGMA user_version").getInt();
    if (version > kSchemaVersion)
        return fail("store.newer_schema",
                    EGT_TEXT("engine",
                             "The project %1 was made by a newer EGT Studio (format %2; this one knows up to %3). "
                             "Install the newer version to open it."),
                    {m_folder.string(), std::to_string(version), std::to_string(kSchemaVersion)}, m_folder.string());
    if (version < 1) return fail(damagedError(m_folder));
    return {};
}

Result<void> Core::openWriter(const fs::path& file) {
    std::unique_ptr<Db> db;
    EGT_TRY(guarded(m_folder, nullptr, [&]() -> Result<void> {
        db = openDatabase(file, Access::write, false);
        return {};
    }));
    auto ready = guarded(m_folder, db.get(), [&]() -> Result<void> {
        EGT_TRY(checkVersion(*db));
        db->exec(onNetwork(m_folder) ? "PRAGMA journal_mode = TRUNCATE" : "PRAGMA journal_mode = WAL");
        db->exec("PRAGMA synchronous = NORMAL");
        db->exec("PRAGMA journal_size_limit = 67108864");
        migrate(*db);
        markInterrupted(*db);
        return {};
    });
    if (!ready) return ready;
    m_writer = std::move(db);
    if (!onNetwork(m_folder)) m_checkpointer.emplace(*m_writer, file);
    m_readers.configure(file, false);
    return {};
}

// A database in WAL mode needs a -shm file even to be read; where the folder can't be written and there is no log to
// read, it can't change either, which is what immutable says.
Result<void> Core::openReaders(const fs::path& file) {
    std::error_code code;
    const fs::path log = file.string() + "-wal";
    const bool has_log = fs::exists(log, code) && fs::file_size(log, code) > 0;
    const bool immutable = !has_log && ::access(m_folder.c_str(), W_OK) != 0;
    m_readers.configure(file, immutable);
    EGT_TRY(guarded(m_folder, nullptr, [&]() -> Result<void> {
        m_watch = openDatabase(file, Access::shared_read, immutable);
        return {};
    }));
    return guarded(m_folder, m_watch.get(), [&]() -> Result<void> {
        EGT_TRY(checkVersion(*m_watch));
        if (m_watch->execAndGet("PRAGMA user_version").getInt() < kSchemaVersion)
            return fail("store.older_schema",
                        EGT_TEXT("engine",
                                 "The project %1 was made by an older EGT Studio. Open it once for writing to "
                                 "bring it up to date; then it can be opened read-only."),
                        {m_folder.string()}, m_folder.string());
        m_data_version = m_watch->execAndGet("PRAGMA data_version").getInt64();
        return {};
    });
}

void Core::noticeOtherWriter() {
    if (m_watch == nullptr) return;
    const std::scoped_lock guard(m_state_mutex);
    const std::int64_t version = m_watch->execAndGet("PRAGMA data_version").getInt64();
    if (version == m_data_version) return;
    m_data_version = version;
    m_counts.reset();
    m_columns.forget();
}

Result<ColumnsPtr> Core::columns(RunId run) {
    return guarded(m_folder, m_watch.get(), [&]() -> Result<ColumnsPtr> {
        noticeOtherWriter();
        if (ColumnsPtr ready = m_columns.ready(run)) return ready;
        // No writer may come between the first reading of the rows and the first change that is told to the columns.
        const std::scoped_lock guard(m_write_mutex);
        return read([&](Db& db) -> Result<ColumnsPtr> {
            SQLite::Transaction snapshot(db);
            RunId wanted = run;
            if (wanted == 0) wanted = latestScoreRun(db);
            if (wanted != 0 && numberOf(db, "SELECT COUNT(*) FROM run WHERE id = ?", wanted) == 0)
                return fail(noRunError(wanted));
            m_columns.load(db, wanted, run == 0);
            takeCachedCounts();
            return m_columns.ready(run);
        });
    });
}

void Core::takeCachedCounts() {
    const auto cached = m_columns.cachedCounts();
    const std::scoped_lock state(m_state_mutex);
    if (cached && !m_counts) m_counts = Counts{m_columns.rows(), cached->images, cached->missing};
}

Core::~Core() {
    // The file only saves time: without it the next open reads the tables.
    if (m_writer != nullptr) (void)saveColumns();
}

Result<void> Core::saveColumns() {
    if (m_writer == nullptr) return fail(readOnlyError());
    CacheState now;
    ColumnsPtr columns;
    EGT_TRY(read([&](Db& db) -> Result<void> {
        const std::scoped_lock guard(m_write_mutex); // state and columns of one moment
        columns = m_columns.ready(0);
        if (columns == nullptr) return {};
        now = cacheState(db);
        now.rows = columns->rows;
        now.run = columns->run;
        now.brackets = columns->brackets;
        return {};
    }));
    if (columns == nullptr) return {};
    if (!m_columns.worthWriting(now)) {
        const auto checked = m_columns.takeNewStamp();
        return checked ? storeStamp(*checked) : Result<void>();
    }
    EGT_ASSIGN(const Counts counts, this->counts());
    if (counts.pairs != now.rows) return {}; // pairs came meanwhile: their job will call again
    now.images = counts.images;
    now.missing_images = counts.missing_images;
    EGT_ASSIGN(const std::string stamp, writeColumnCache(m_folder / "columns.cache", now, *columns));
    m_columns.written(now);
    return storeStamp(stamp);
}

Result<void> Core::storeStamp(const std::string& stamp) {
    return write([&](Db& db) -> Result<void> {
        Query query(db, "UPDATE state SET cache = ?");
        runWith(query, stamp);
        return {};
    });
}

Result<Core::Counts> Core::counts() {
    std::error_code code;
    if (!m_columns.isLoaded() && fs::exists(m_folder / "columns.cache", code)) EGT_TRY(columns(0)); // has them
    return guarded(m_folder, m_watch.get(), [&]() -> Result<Counts> {
        noticeOtherWriter();
        {
            const std::scoped_lock guard(m_state_mutex);
            if (m_counts) return *m_counts;
        }
        const std::scoped_lock guard(m_write_mutex);
        return read([&](Db& db) -> Result<Counts> {
            Counts found;
            found.pairs = numberOf(db, "SELECT COUNT(*) FROM pair");
            found.images = numberOf(db, "SELECT COUNT(*) FROM image");
            found.missing_images = numberOf(db, "SELECT COUNT(*) FROM image WHERE path = ''");
            const std::scoped_lock state(m_state_mutex);
            m_counts = found;
            return found;
        });
    });
}

void Core::addCounts(const Counts& more) {
    const std::scoped_lock guard(m_state_mutex);
    if (!m_counts) return;
    m_counts->pairs += more.pairs;
    m_counts->images += more.images;
    m_counts->missing_images += more.missing_images;
}

RunId latestScoreRun(Db& db) {
    return numberOf(db, "SELECT MAX(id) FROM run WHERE kind = ? AND state = ?", RunKind::score, RunState::done);
}

bool hasPair(Db& db, PairId pair) {
    return numberOf(db, "SELECT COUNT(*) FROM pair WHERE id = ?", pair) != 0;
}

Error noPairError(PairId pair) {
    return {"store.no_pair", EGT_TEXT("engine", "There is no pair %1 in this project."), {std::to_string(pair)}, {}, 0,
            "pair"};
}

Error noRunError(RunId run) {
    return {"store.no_run", EGT_TEXT("engine", "There is no run %1 in this project."), {std::to_string(run)}, {}, 0,
            "run"};
}

} // namespace egt::store
