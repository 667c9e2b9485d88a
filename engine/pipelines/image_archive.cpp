// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/image_archive.h"

#include <algorithm>
#include <clocale>
#include <memory>
#include <optional>

#include <archive.h>
#include <archive_entry.h>

#include "base/hash.h"
#include "formats/embedded_image.h"
#include "pipelines/image_store.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

/// libarchive turns names into the thread's locale; in the C locale all but ASCII would be lost.
class Utf8Names {
public:
    Utf8Names() : m_utf8(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
        if (m_utf8 != nullptr) m_before = ::uselocale(m_utf8);
    }
    ~Utf8Names() {
        if (m_utf8 == nullptr) return;
        ::uselocale(m_before);
        ::freelocale(m_utf8);
    }
    Utf8Names(const Utf8Names&) = delete;
    Utf8Names& operator=(const Utf8Names&) = delete;

private:
    locale_t m_utf8;
    locale_t m_before = nullptr;
};

struct CloseArchive {
    void operator()(archive* a) const { archive_read_free(a); }
};

std::string leafOf(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string endingOf(const std::string& path) {
    const std::string leaf = leafOf(path);
    const std::size_t dot = leaf.rfind('.');
    std::string ending = dot == std::string::npos ? std::string() : leaf.substr(dot + 1);
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending;
}

bool isPictureName(const std::string& path) {
    const std::string ending = endingOf(path);
    for (const std::string_view known : {"png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff"})
        if (ending == known) return true;
    return false;
}

} // namespace

std::optional<std::string> memberPath(std::string name) {
    if (name.find('/') == std::string::npos) std::replace(name.begin(), name.end(), '\\', '/');
    if (name.empty() || name.front() == '/' || name.find('\0') != std::string::npos) return std::nullopt;
    if (name.size() > 1 && name[1] == ':') return std::nullopt;
    const std::string plain = fs::path(name).lexically_normal().generic_string();
    if (plain == ".." || plain.starts_with("../")) return std::nullopt;
    return plain;
}

/// Walks one archive.
class ArchiveReader {
public:
    ArchiveReader(const fs::path& file, const fs::path& project, Control& control, const ArchiveLimits& limits)
        : m_file(file), m_project(project), m_store(project), m_control(control), m_limits(limits),
          m_archive(archive_read_new()) {}

    Result<ImageArchive> work(const std::function<void(std::int64_t)>& told) {
        const auto done = walk(told);
        if (done) return std::move(m_out);
        m_out.removeAllBut({});
        return fail(done.error());
    }

private:
    Result<void> walk(const std::function<void(std::int64_t)>& told) {
        const Utf8Names names;
        EGT_TRY(open());
        archive_entry* entry = nullptr;
        while (true) {
            const int code = archive_read_next_header(m_archive.get(), &entry);
            if (code == ARCHIVE_EOF) break;
            if (code < ARCHIVE_WARN) return m_entries == 0 ? unknown() : damaged();
            ++m_entries;
            if (m_control.checkpoint() != StopKind::none) {
                m_out.m_stopped = true;
                break;
            }
            EGT_TRY(take(entry));
            if (told && m_out.m_pictures % 64 == 0) told(m_out.m_pictures);
        }
        for (const auto& [path, member] : m_out.m_members)
            m_out.m_by_leaf.emplace(leafOf(path), &path);
        return m_store.sync();
    }

    // Only what is asked for: the library knows filters that start other programs.
    Result<void> open() {
        archive* a = m_archive.get();
        for (const auto support :
             {archive_read_support_filter_gzip, archive_read_support_filter_bzip2, archive_read_support_filter_xz,
              archive_read_support_filter_zstd, archive_read_support_format_zip, archive_read_support_format_tar})
            support(a);
        std::error_code code;
        const std::uintmax_t size = fs::file_size(m_file, code);
        if (code || archive_read_open_filename(a, m_file.c_str(), 1 << 18) != ARCHIVE_OK) return unknown();
        m_most = m_limits.spare_bytes + m_limits.ratio * size;
        return {};
    }

    Result<void> take(archive_entry* entry) {
        const char* raw = archive_entry_pathname(entry);
        const bool file = archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr;
        const auto path = raw == nullptr ? std::nullopt : memberPath(raw);
        if (!file) {
            m_out.m_links += archive_entry_filetype(entry) == AE_IFDIR ? 0 : 1;
            return skip();
        }
        if (!path) {
            ++m_out.m_outside;
            return skip();
        }
        if (archive_entry_is_data_encrypted(entry) == 1) {
            if (isPictureName(*path)) problem(*path, "it is encrypted in the archive"), ++m_out.m_encrypted;
            return skip();
        }
        return read(*path);
    }

    Result<void> read(const std::string& path) {
        std::string bytes;
        const bool by_name = isPictureName(path);
        while (true) {
            const void* data = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            const int code = archive_read_data_block(m_archive.get(), &data, &size, &offset);
            if (code == ARCHIVE_EOF) break;
            if (code == ARCHIVE_FATAL) return damaged();
            if (code < ARCHIVE_OK) {
                problem(path, "it is damaged in the archive");
                return skip();
            }
            EGT_TRY(account(size));
            if (static_cast<std::uint64_t>(offset) + size > m_limits.member_bytes) {
                problem(path, "it is larger than any picture");
                return skip();
            }
            bytes.resize(static_cast<std::size_t>(offset)); // holes of a sparse member are zeros
            bytes.append(static_cast<const char*>(data), size);
            if (!by_name && formats::imageExtension(bytes).empty() && bytes.size() >= 16) return skip();
        }
        if (!by_name && formats::imageExtension(bytes).empty()) return {};
        return keep(path, bytes);
    }

    Result<void> keep(const std::string& path, const std::string& bytes) {
        const KeptImage image = imageOfBytes(imageName(bytes), bytes, contentHash(bytes));
        const std::string kept = ((m_project.empty() ? m_file : m_project) / image.name).string();
        if (!m_project.empty()) EGT_TRY(write(kept, image.name, bytes));
        m_out.m_members[path] = {kept, image.identity, image.problem, image.width, image.height};
        ++m_out.m_pictures;
        return {};
    }

    Result<void> write(const std::string& kept, const std::string& name, const std::string& bytes) {
        std::error_code code;
        const bool there = fs::exists(kept, code);
        EGT_TRY(m_store.put(name, bytes));
        if (!there) m_out.m_fresh.insert(kept);
        return {};
    }

    /// Past a member. Behind a filter that is work, which can be endless: counted and polled.
    Result<void> skip() {
        if (archive_filter_code(m_archive.get(), 0) == ARCHIVE_FILTER_NONE)
            return archive_read_data_skip(m_archive.get()) == ARCHIVE_FATAL ? damaged() : Result<void>();
        const void* data = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        int code = ARCHIVE_OK;
        while ((code = archive_read_data_block(m_archive.get(), &data, &size, &offset)) == ARCHIVE_OK) {
            EGT_TRY(account(size));
            if (m_control.requested() != StopKind::none) return {}; // seen again at the next member
        }
        return code == ARCHIVE_FATAL ? damaged() : Result<void>();
    }

    Result<void> account(std::size_t bytes) {
        m_unpacked += bytes;
        if (m_unpacked <= m_most) return {};
        return fail("archive.bomb",
                    EGT_TEXT("engine", "The archive %1 unpacks to more than %2 times its size, which no set of "
                                       "pictures does. It was not taken."),
                    {m_file.string(), std::to_string(m_limits.ratio)}, m_file.string());
    }

    void problem(const std::string& path, std::string what) { m_out.m_members[path] = {{}, {}, std::move(what), 0, 0}; }

    [[nodiscard]] tl::unexpected<Error> damaged() const {
        const char* why = archive_error_string(m_archive.get());
        return fail("archive.damaged",
                    EGT_TEXT("engine", "The archive %1 is cut off or damaged after %2 members (%3). Fetch it again."),
                    {m_file.string(), std::to_string(m_entries), why == nullptr ? "no reason given" : why},
                    m_file.string());
    }
    [[nodiscard]] tl::unexpected<Error> unknown() const {
        return fail("archive.unknown",
                    EGT_TEXT("engine", "%1 is neither a folder nor a zip or tar archive that can be read. Name the "
                                       "folder or the archive of the pictures."),
                    {m_file.string()}, m_file.string(), 0, "image_folder");
    }

    const fs::path& m_file;
    fs::path m_project;
    ImageStore m_store;
    Control& m_control;
    const ArchiveLimits& m_limits;
    std::unique_ptr<archive, CloseArchive> m_archive;
    ImageArchive m_out;
    std::int64_t m_entries = 0;
    std::uint64_t m_unpacked = 0;
    std::uint64_t m_most = 0;
};

Result<ImageArchive> ImageArchive::look(const fs::path& file, Control& control, const ArchiveLimits& limits) {
    return ArchiveReader(file, {}, control, limits).work({});
}

Result<ImageArchive> ImageArchive::unpack(const fs::path& file, const fs::path& project, Control& control,
                                          const std::function<void(std::int64_t)>& told, const ArchiveLimits& limits) {
    return ArchiveReader(file, fs::absolute(project), control, limits).work(told);
}

void ImageArchive::removeAllBut(const std::set<std::string>& paths) const {
    std::error_code code; // what can't be removed only takes room
    for (const std::string& path : m_fresh)
        if (!paths.contains(path)) fs::remove(path, code);
}

const ImageArchive::Member* ImageArchive::find(const std::string& path) const {
    if (const auto found = m_members.find(path); found != m_members.end()) return &found->second;
    const Member* only = nullptr;
    const auto [begin, end] = m_by_leaf.equal_range(leafOf(path));
    for (auto at = begin; at != end; ++at) {
        if (!at->second->ends_with("/" + path)) continue;
        if (only != nullptr) return nullptr;
        only = &m_members.at(*at->second);
    }
    return only;
}

std::vector<std::pair<std::string, const ImageArchive::Member*>> ImageArchive::folder(const std::string& path) const {
    std::vector<std::pair<std::string, const Member*>> out;
    const std::string prefix = path + "/";
    for (auto at = m_members.lower_bound(prefix); at != m_members.end() && at->first.starts_with(prefix); ++at)
        if (at->first.find('/', prefix.size()) == std::string::npos)
            out.emplace_back(at->first.substr(prefix.size()), &at->second);
    return out;
}

} // namespace egt::pipelines
