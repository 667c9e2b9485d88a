// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/lines_file.h"

#include <cerrno>
#include <unistd.h>

#include "base/files.h"

namespace egt::pipelines {

LinesFile::~LinesFile() {
    if (m_file == nullptr) return;
    std::fclose(m_file);
    ::unlink(aside().c_str());
}

Result<void> LinesFile::open() {
    if (m_file != nullptr) return {};
    m_file = std::fopen(aside().c_str(), "wb");
    if (m_file == nullptr) return fail(writeError(m_path, errno));
    return {};
}

Result<void> LinesFile::add(std::string_view line) {
    EGT_TRY(open());
    if (std::fwrite(line.data(), 1, line.size(), m_file) != line.size() || std::fputc('\n', m_file) == EOF)
        return fail(writeError(m_path, errno));
    m_hash.update(line);
    m_hash.update("\n");
    m_bytes += static_cast<std::int64_t>(line.size()) + 1;
    ++m_lines;
    return {};
}

Result<void> LinesFile::finish() {
    if (m_file == nullptr) return {};
    int error = std::fflush(m_file) == 0 && ::fsync(fileno(m_file)) == 0 ? 0 : errno;
    if (std::fclose(m_file) != 0 && error == 0) error = errno;
    m_file = nullptr;
    if (error == 0 && ::rename(aside().c_str(), m_path.c_str()) != 0) error = errno;
    if (error == 0) return {};
    ::unlink(aside().c_str());
    return fail(writeError(m_path, error));
}

} // namespace egt::pipelines
