// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/mapped_file.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace egt::judge {

Result<std::shared_ptr<MappedFile>> MappedFile::open(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail("judge.missing_file", EGT_TEXT("engine", "The judge's weights cannot be opened: %1 (%2)."),
                    {path.string(), std::strerror(errno)}, path.string());
    auto mapping = std::make_shared<MappedFile>();
    struct stat info {};
    const bool known = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0;
    mapping->m_size = known ? static_cast<std::size_t>(info.st_size) : 0;
    void* data = known ? ::mmap(nullptr, mapping->m_size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
    ::close(file);
    if (data == MAP_FAILED)
        return fail("judge.bad_weights", EGT_TEXT("engine", "The weights in %1 cannot be read: %2."),
                    {path.string(), "the file is empty or cannot be mapped"}, path.string());
    mapping->m_data = static_cast<const char*>(data);
    return mapping;
}

MappedFile::~MappedFile() {
    if (m_data) ::munmap(const_cast<char*>(m_data), m_size);
}

void MappedFile::release(std::string_view part) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
    // A refusal only costs memory, so it is not an error.
    if (begin < end) static_cast<void>(::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED));
}

} // namespace egt::judge
