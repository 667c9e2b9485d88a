// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pack_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/files.h"

namespace egt::pipelines {

void PackFile::Free::operator()(char* memory) const {
    std::free(memory);
}

/// Of large pages where the system has some: the disk is given one range instead of 512, which it writes in half the
/// time.
PackFile::Memory PackFile::newMemory() {
    Memory out(static_cast<char*>(std::aligned_alloc(kLargePage, kBuffer)));
    if (!out) throw std::bad_alloc();
    ::madvise(out.get(), kBuffer, MADV_HUGEPAGE); // advice: without it the pages are small
    return out;
}

Result<std::unique_ptr<PackFile>> PackFile::open(const std::filesystem::path& file, bool fresh) {
    const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (fresh ? O_EXCL : 0);
    const int cached = ::open(file.c_str(), flags, 0644);
    if (cached < 0) return fail(writeError(file, errno));
    const int direct = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_DIRECT);
    return std::unique_ptr<PackFile>(new PackFile(file, cached, direct));
}

PackFile::PackFile(std::filesystem::path file, int cached, int direct)
    : m_path(std::move(file)), m_cached(cached), m_direct(direct) {
    for (Buffer& buffer : m_buffers)
        m_free.push_back(&buffer);
}

PackFile::~PackFile() {
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
    ::close(m_cached);
    if (m_direct >= 0) ::close(m_direct);
}

Result<void> PackFile::result() const {
    if (m_error != 0) return fail(writeError(m_path, m_error));
    return {};
}

/// Waits for a free buffer, or an error.
void PackFile::begin(std::unique_lock<std::mutex>& lock, std::uint64_t offset) {
    m_changed.wait(lock, [this] { return !m_free.empty() || m_error != 0; });
    if (m_error != 0) return;
    m_filling = m_free.back();
    m_free.pop_back();
    if (!m_filling->memory) m_filling->memory = newMemory();
    m_filling->offset = offset;
    m_filling->size = 0;
}

void PackFile::handOver() {
    if (m_filling == nullptr) return;
    m_queue.push_back(std::exchange(m_filling, nullptr));
    ++m_handed_over;
    if (!m_thread.joinable()) m_thread = std::thread([this] { work(); });
    m_changed.notify_all();
}

Result<void> PackFile::write(std::uint64_t offset, std::string_view bytes) {
    std::unique_lock lock(m_mutex);
    if (m_filling != nullptr && offset >= m_filling->offset && offset <= m_filling->end())
        m_filling->size = offset - m_filling->offset; // a row was dropped
    else
        handOver();
    while (!bytes.empty() && m_error == 0) {
        if (m_filling == nullptr) {
            begin(lock, offset);
            continue;
        }
        Buffer& buffer = *m_filling;
        const std::size_t n = std::min(bytes.size(), buffer.room());
        std::memcpy(buffer.memory.get() + buffer.skip() + buffer.size, bytes.data(), n);
        buffer.size += n;
        offset += n;
        bytes.remove_prefix(n);
        if (buffer.room() == 0) handOver();
    }
    return result();
}

Result<void> PackFile::sync() {
    std::unique_lock lock(m_mutex);
    handOver();
    const std::uint64_t wanted = m_handed_over;
    m_changed.wait(lock, [&] { return m_stored >= wanted || m_error != 0; });
    if (m_error != 0 || m_synced >= wanted) return result();
    lock.unlock();
    const int error = ::fdatasync(m_cached) == 0 ? 0 : errno;
    lock.lock();
    m_synced = std::max(m_synced, wanted);
    if (error != 0) m_error = error; // what the kernel could not write is lost: a second try would not tell
    return result();
}

void PackFile::work() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return !m_queue.empty() || m_closed; });
        if (m_queue.empty() || m_error != 0) return;
        Buffer* buffer = m_queue.front();
        m_queue.pop_front();
        lock.unlock();
        const int error = store(*buffer);
        lock.lock();
        m_free.push_back(buffer);
        ++m_stored;
        if (error != 0) m_error = error;
        m_changed.notify_all();
    }
}

/// errno, 0 = done.
int PackFile::store(const Buffer& buffer) {
    const std::string_view bytes(buffer.memory.get() + buffer.skip(), buffer.size);
    const std::size_t before = std::min(bytes.size(), (kBlock - buffer.skip()) % kBlock);
    const std::size_t blocks = (bytes.size() - before) / kBlock * kBlock;
    int error = writeAt(m_cached, bytes.substr(0, before), buffer.offset);
    if (error == 0) error = storeBlocks(bytes.substr(before, blocks), buffer.offset + before);
    if (error == 0) error = writeAt(m_cached, bytes.substr(before + blocks), buffer.offset + before + blocks);
    return error;
}

/// EINVAL: the file system wants other blocks, or none of its file at all; or a limit cuts a block in two.
int PackFile::storeBlocks(std::string_view bytes, std::uint64_t offset) {
    if (m_direct >= 0) {
        if (const int error = writeAt(m_direct, bytes, offset); error != EINVAL) return error;
        ::close(std::exchange(m_direct, -1));
    }
    return writeAt(m_cached, bytes, offset);
}

} // namespace egt::pipelines
