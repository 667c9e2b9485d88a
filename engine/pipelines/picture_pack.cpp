// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/picture_pack.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

/// Of ".../12.pack".
std::optional<std::uint32_t> numberOf(const fs::path& pack) {
    const std::string name = pack.filename().string();
    std::uint32_t number = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
    if (read.ec != std::errc() || std::string_view(read.ptr) != ".pack") return std::nullopt;
    return number;
}

/// A new file is there after a power cut only when its folder is on disk.
int syncFolder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return errno;
    const int error = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    return error;
}

} // namespace

PicturePack::PicturePack(Project& project, std::uint64_t pack_bytes)
    : m_project(project), m_folder(fs::absolute(project.folder()) / "images"), m_pack_bytes(pack_bytes) {}

PicturePack::~PicturePack() {
    close();
}

void PicturePack::close() {
    const std::lock_guard lock(m_file_mutex);
    m_file.reset();
}

fs::path PicturePack::fileOf(std::uint32_t pack) const {
    return m_folder / (std::to_string(pack) + ".pack");
}

/// Numbers of those that are there, rising.
std::vector<std::uint32_t> PicturePack::packs() const {
    std::vector<std::uint32_t> out;
    std::error_code code;
    for (fs::directory_iterator it(m_folder, code), end; !code && it != end; it.increment(code)) {
        if (const auto number = numberOf(it->path())) out.push_back(*number);
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Where what is named ends, by pack; fills m_known.
Result<std::map<std::uint32_t, std::uint64_t>> PicturePack::readNamed() {
    std::map<std::uint32_t, std::uint64_t> ends;
    m_known.clear();
    EGT_TRY(m_project.eachPackPiece([&](PairId, const std::string& path) {
        const auto piece = packPiece(path);
        const auto number = piece ? numberOf(piece->pack) : std::nullopt;
        if (!number) return;
        m_known.try_emplace(store::hashKey(piece->hash),
                            Place{piece->offset, static_cast<std::uint32_t>(piece->bytes), *number});
        std::uint64_t& end = ends[*number];
        end = std::max(end, piece->offset + piece->bytes);
    }));
    return ends;
}

Result<void> PicturePack::learn() {
    close();
    EGT_ASSIGN(const auto ends, readNamed());
    m_pack = ends.empty() ? 0 : ends.rbegin()->first;
    m_row = m_end = ends.empty() ? 0 : ends.rbegin()->second;
    m_first_pack = m_pack;
    m_first_end = m_end;
    m_of_row.clear();
    for (const std::uint32_t pack : packs())
        cut(pack, ends.contains(pack) ? ends.at(pack) : 0);
    m_learned = true;
    return {};
}

Result<void> PicturePack::cutUnnamed() {
    return m_learned ? learn() : Result<void>();
}

/// What can't be cut only takes room.
void PicturePack::cut(std::uint32_t pack, std::uint64_t end) const {
    std::error_code code;
    if (end == 0)
        fs::remove(fileOf(pack), code);
    else if (const auto size = fs::file_size(fileOf(pack), code); !code && size > end)
        fs::resize_file(fileOf(pack), end, code);
}

bool PicturePack::isEarlier(const Place& place) const {
    return place.pack < m_first_pack || (place.pack == m_first_pack && place.offset < m_first_end);
}

Result<std::string> PicturePack::put(const std::string& hash, std::string_view extension, std::string_view bytes) {
    if (!m_learned) EGT_TRY(learn());
    const store::HashKey key = store::hashKey(hash);
    const auto path = [&](const Place& place) {
        return piecePath({fileOf(place.pack), place.offset, place.bytes, hash, std::string(extension)});
    };
    const auto known = m_known.find(key);
    if (known != m_known.end() && known->second.bytes == bytes.size()) {
        std::string there = path(known->second);
        if (!isEarlier(known->second)) return there;
        // Only the bytes tell: a picture of another data set must not stand in for this one, made on purpose or not.
        const auto stored = readPicture(there);
        if (stored && *stored == bytes) return there;
        if (!stored || contentHash(*stored) != hash) { // its pack was lost or damaged
            EGT_TRY(mend(known->second, bytes));
            return there;
        }
    }
    EGT_TRY(makeRoom(bytes.size()));
    const Place place{m_end, static_cast<std::uint32_t>(bytes.size()), m_pack};
    EGT_TRY(m_file->write(m_end, bytes));
    m_end += bytes.size();
    if (m_known.insert_or_assign(key, place).second) m_of_row.push_back(key);
    return path(place);
}

Result<void> PicturePack::mend(const Place& place, std::string_view bytes) const {
    EGT_TRY(makeFolder(m_folder));
    const fs::path pack = fileOf(place.pack);
    const int file = ::open(pack.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    int error = file < 0 ? errno : writeAt(file, bytes, place.offset);
    if (error == 0 && ::fdatasync(file) != 0) error = errno;
    if (file >= 0 && ::close(file) != 0 && error == 0) error = errno;
    if (error != 0) return fail(writeError(pack, error));
    return {};
}

Result<void> PicturePack::makeRoom(std::size_t bytes) {
    if (m_pack == 0 || (m_end > 0 && m_end + bytes > m_pack_bytes)) return beginPack();
    return m_file ? Result<void>() : openFile(false);
}

Result<void> PicturePack::beginPack() {
    EGT_TRY(sync());
    close();
    ++m_pack;
    m_end = m_row = 0;
    EGT_TRY(openFile(true));
    if (const int error = syncFolder(m_folder); error != 0) return fail(writeError(m_folder, error));
    return {};
}

Result<void> PicturePack::openFile(bool fresh) {
    EGT_TRY(makeFolder(m_folder));
    EGT_ASSIGN(auto file, PackFile::open(fileOf(m_pack), fresh));
    const std::lock_guard lock(m_file_mutex);
    m_file = std::move(file);
    return {};
}

void PicturePack::keepRow() {
    m_of_row.clear();
    m_row = m_end;
}

void PicturePack::dropRow() {
    for (const store::HashKey& key : m_of_row)
        m_known.erase(key);
    m_of_row.clear();
    m_end = m_row;
}

Result<void> PicturePack::sync() {
    const std::lock_guard lock(m_file_mutex);
    return m_file ? m_file->sync() : Result<void>();
}

} // namespace egt::pipelines
