// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

namespace egt::test {

/// A member of an archive that a test makes; a link when `link` is set.
struct ArchiveMember {
    std::string name;
    std::string bytes;
    std::string link = {};
};

enum class ArchiveKind { zip, stored_zip, encrypted_zip, tar, tar_gz };

inline void setKind(archive* a, ArchiveKind kind) {
    const bool zip = kind != ArchiveKind::tar && kind != ArchiveKind::tar_gz;
    EXPECT_EQ(zip ? archive_write_set_format_zip(a) : archive_write_set_format_pax_restricted(a), ARCHIVE_OK);
    if (kind == ArchiveKind::tar_gz) {
        EXPECT_EQ(archive_write_add_filter_gzip(a), ARCHIVE_OK);
    }
    if (kind == ArchiveKind::stored_zip) {
        EXPECT_EQ(archive_write_set_options(a, "zip:compression=store"), ARCHIVE_OK);
    }
    if (kind != ArchiveKind::encrypted_zip) return;
    EXPECT_EQ(archive_write_set_options(a, "zip:encryption=traditional"), ARCHIVE_OK);
    EXPECT_EQ(archive_write_set_passphrase(a, "secret"), ARCHIVE_OK);
}

/// Names are UTF-8.
inline void writeArchive(const std::filesystem::path& file, const std::vector<ArchiveMember>& members,
                         ArchiveKind kind = ArchiveKind::zip) {
    const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    const locale_t before = ::uselocale(utf8);
    archive* a = archive_write_new();
    setKind(a, kind);
    ASSERT_EQ(archive_write_open_filename(a, file.c_str()), ARCHIVE_OK) << archive_error_string(a);
    for (const ArchiveMember& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, member.link.empty() ? AE_IFREG : AE_IFLNK);
        archive_entry_set_perm(entry, 0644);
        if (!member.link.empty()) archive_entry_set_symlink(entry, member.link.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
        ASSERT_GE(archive_write_header(a, entry), ARCHIVE_WARN) << archive_error_string(a);
        if (!member.bytes.empty()) archive_write_data(a, member.bytes.data(), member.bytes.size());
        archive_entry_free(entry);
    }
    EXPECT_EQ(archive_write_close(a), ARCHIVE_OK) << archive_error_string(a);
    archive_write_free(a);
    ::uselocale(before);
    ::freelocale(utf8);
}

} // namespace egt::test
