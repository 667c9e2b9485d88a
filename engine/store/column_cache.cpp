// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/column_cache.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/files.h"
#include "base/json.h"

namespace egt::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAlign = 64;
constexpr std::uint64_t kFormat = 1; ///< raise it when a column or the layout changes

struct Header {
    std::array<char, 8> magic = {'E', 'G', 'T', 'C', 'O', 'L', 'S', '\n'};
    std::uint64_t format = kFormat; ///< also tells a file of the other byte order
    std::uint64_t directory = 0;
    std::uint64_t directory_bytes = 0;
    std::uint64_t file_bytes = 0;
    std::uint64_t directory_check = 0;
    std::uint64_t values_check = 0;
    std::uint64_t reserved = 0;
};
static_assert(sizeof(Header) == 64);

// --- writing ---------------------------------------------------------------------------------------------------------
/// Appends to a file and keeps the check of what it appended; the first error stays.
class Appender {
public:
    explicit Appender(const fs::path& file)
        : m_fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
        if (m_fd < 0) m_error = errno;
        XXH3_64bits_reset(m_check.get());
    }
    ~Appender() { close(); }
    Appender(const Appender&) = delete;
    Appender& operator=(const Appender&) = delete;

    void add(const void* bytes, std::size_t size) {
        XXH3_64bits_update(m_check.get(), bytes, size);
        write(bytes, size, static_cast<off_t>(m_at));
        m_at += size;
    }
    void align() {
        constexpr std::array<char, kAlign> zeros{};
        add(zeros.data(), (kAlign - m_at % kAlign) % kAlign);
    }
    void write(const void* bytes, std::size_t size, off_t at) {
        const auto* from = static_cast<const char*>(bytes);
        while (size > 0 && m_error == 0) {
            const ssize_t n = ::pwrite(m_fd, from, size, at);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) {
                m_error = n < 0 ? errno : EIO;
                return;
            }
            from += n;
            at += n;
            size -= static_cast<std::size_t>(n);
        }
    }
    /// Flushed to the disk; 0 or the first error.
    int finish() {
        if (m_error == 0 && ::fsync(m_fd) != 0) m_error = errno;
        close();
        return m_error;
    }
    [[nodiscard]] std::uint64_t check() const { return XXH3_64bits_digest(m_check.get()); }
    [[nodiscard]] std::size_t at() const { return m_at; }

private:
    void close() {
        if (m_fd >= 0 && ::close(m_fd) != 0 && m_error == 0) m_error = errno;
        m_fd = -1;
    }
    struct Free {
        void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
    };
    int m_fd;
    int m_error = 0;
    std::size_t m_at = sizeof(Header);
    std::unique_ptr<XXH3_state_t, Free> m_check{XXH3_createState()};
};

std::pair<const void*, std::size_t> bytesOf(const ColumnChunk& chunk, ColumnType type) {
    switch (type) {
    case ColumnType::real:
        return {chunk.reals.data(), chunk.reals.size() * sizeof(float)};
    case ColumnType::code:
        return {chunk.codes.data(), chunk.codes.size() * sizeof(std::int32_t)};
    case ColumnType::integer:
        return {chunk.integers.data(), chunk.integers.size() * sizeof(std::int64_t)};
    }
    return {};
}

/// Places of the column's chunks; -1 for the one chunk of missing values that a column without scores repeats.
Json addChunks(const Column& column, Appender& out) {
    std::map<const ColumnChunk*, int> uses;
    for (const auto& chunk : column.chunks)
        ++uses[chunk.get()];
    Json places = Json::array();
    for (const auto& chunk : column.chunks) {
        if (uses[chunk.get()] > 1) {
            places.push_back(-1);
            continue;
        }
        out.align();
        places.push_back(out.at());
        const auto [bytes, size] = bytesOf(*chunk, column.type);
        out.add(bytes, size);
    }
    return places;
}

Json toJson(const CacheState& s) {
    return {{"project", s.project},
            {"token", s.token},
            {"last_pair", s.last_pair},
            {"last_hash", s.last_hash},
            {"last_review", s.last_review},
            {"last_review_ms", s.last_review_ms},
            {"images", s.images},
            {"missing_images", s.missing_images},
            {"run", s.run},
            {"brackets", s.brackets},
            {"rows", s.rows}};
}

// --- reading ---------------------------------------------------------------------------------------------------------
CacheState stateOf(const Json& json) {
    CacheState s;
    json.at("project").get_to(s.project);
    json.at("token").get_to(s.token);
    json.at("last_pair").get_to(s.last_pair);
    json.at("last_hash").get_to(s.last_hash);
    json.at("last_review").get_to(s.last_review);
    json.at("last_review_ms").get_to(s.last_review_ms);
    json.at("images").get_to(s.images);
    json.at("missing_images").get_to(s.missing_images);
    json.at("run").get_to(s.run);
    json.at("brackets").get_to(s.brackets);
    json.at("rows").get_to(s.rows);
    return s;
}

/// The whole file in memory, for as long as anybody looks at it: also after it was replaced by a newer one.
class Mapping {
public:
    explicit Mapping(const fs::path& file) {
        const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) return;
        struct stat info {};
        if (::fstat(fd, &info) == 0 && info.st_size >= static_cast<off_t>(sizeof(Header))) {
            const auto size = static_cast<std::size_t>(info.st_size);
            void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
            if (at != MAP_FAILED) m_bytes = {static_cast<const char*>(at), size};
        }
        ::close(fd);
    }
    ~Mapping() {
        if (!m_bytes.empty()) ::munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    [[nodiscard]] std::string_view bytes() const { return m_bytes; }

private:
    std::string_view m_bytes;
};

std::uint64_t checkOf(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::optional<Header> headerOf(std::string_view bytes) {
    if (bytes.size() < sizeof(Header)) return std::nullopt;
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    const bool whole = header.magic == Header{}.magic && header.format == kFormat &&
                       header.file_bytes == bytes.size() && header.directory >= sizeof(Header) &&
                       header.directory <= bytes.size() && header.directory_bytes == bytes.size() - header.directory;
    if (!whole || checkOf(bytes.substr(header.directory)) != header.directory_check) return std::nullopt;
    return header;
}

std::shared_ptr<ColumnChunk> chunkAt(const std::shared_ptr<const Mapping>& mapping, std::size_t place, ColumnType type,
                                     std::size_t rows) {
    const char* at = mapping->bytes().data() + place; // aligned, as it was written
    auto chunk = std::make_shared<ColumnChunk>();
    switch (type) {
    case ColumnType::real:
        chunk->reals = {reinterpret_cast<const float*>(at), rows, mapping};
        break;
    case ColumnType::code:
        chunk->codes = {reinterpret_cast<const std::int32_t*>(at), rows, mapping};
        break;
    case ColumnType::integer:
        chunk->integers = {reinterpret_cast<const std::int64_t*>(at), rows, mapping};
        break;
    }
    return chunk;
}

/// Throws what the JSON library throws; the directory's check makes that unlikely.
CachedColumn columnOf(const Json& json, std::int64_t rows, const std::shared_ptr<const Mapping>& mapping) {
    CachedColumn out;
    json.at("name").get_to(out.name);
    out.type = static_cast<ColumnType>(json.at("type").get<std::int32_t>());
    json.at("dictionary").get_to(out.dictionary);
    for (const Json& place : json.at("chunks")) {
        const std::int64_t left = rows - std::ssize(out.chunks) * kChunkRows;
        const auto at = place.get<std::int64_t>();
        out.chunks.push_back(at < 0 ? nullptr
                                    : chunkAt(mapping, static_cast<std::size_t>(at), out.type,
                                              static_cast<std::size_t>(std::min(left, kChunkRows))));
    }
    return out;
}

} // namespace

std::string fileStamp(const fs::path& file) {
    struct stat s {};
    if (::stat(file.c_str(), &s) != 0) return {};
    std::string out;
    for (const std::int64_t part :
         {static_cast<std::int64_t>(s.st_dev), static_cast<std::int64_t>(s.st_ino),
          static_cast<std::int64_t>(s.st_size), std::int64_t{s.st_mtim.tv_sec}, std::int64_t{s.st_mtim.tv_nsec},
          std::int64_t{s.st_ctim.tv_sec}, std::int64_t{s.st_ctim.tv_nsec}})
        out += std::to_string(part) + " ";
    return out;
}

Result<std::string> writeColumnCache(const fs::path& file, const CacheState& state, const ColumnSnapshot& snapshot) {
    const fs::path aside = file.string() + ".part";
    Appender out(aside);
    Json directory = toJson(state);
    directory["columns"] = Json::array();
    for (const Column& column : snapshot.columns) {
        Json places = addChunks(column, out);
        directory["columns"].push_back({{"name", column.name},
                                        {"type", static_cast<std::int32_t>(column.type)},
                                        {"dictionary", column.dictionary},
                                        {"chunks", std::move(places)}});
    }
    Header header;
    header.values_check = out.check();
    header.directory = out.at();
    const std::vector<std::uint8_t> bytes = Json::to_cbor(directory);
    header.directory_bytes = bytes.size();
    header.directory_check = XXH3_64bits(bytes.data(), bytes.size());
    header.file_bytes = header.directory + bytes.size();
    out.add(bytes.data(), bytes.size());
    out.write(&header, sizeof header, 0);
    int error = out.finish();
    if (error == 0 && ::rename(aside.c_str(), file.c_str()) != 0) error = errno;
    if (error == 0) return fileStamp(file);
    ::unlink(aside.c_str());
    return fail(writeError(file, error));
}

std::optional<CachedColumns> readColumnCache(const fs::path& file, const std::string& stamp) {
    const std::string found = fileStamp(file);
    if (found.empty()) return std::nullopt;
    const auto mapping = std::make_shared<const Mapping>(file);
    const auto header = headerOf(mapping->bytes());
    if (!header) return std::nullopt;
    const std::string_view values = mapping->bytes().substr(sizeof(Header), header->directory - sizeof(Header));
    if (found != stamp && checkOf(values) != header->values_check) return std::nullopt;
    try {
        const std::string_view bytes = mapping->bytes().substr(header->directory);
        const Json directory = Json::from_cbor(bytes.begin(), bytes.end());
        CachedColumns out;
        out.stamp = found;
        out.state = stateOf(directory);
        for (const Json& column : directory.at("columns"))
            out.columns.push_back(columnOf(column, out.state.rows, mapping));
        return out;
    } catch (const Json::exception&) {
        return std::nullopt; // of another program that chose the same name
    }
}

} // namespace egt::store
