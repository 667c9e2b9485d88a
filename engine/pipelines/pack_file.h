// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The file of a pack while pictures are added to it (pipelines/picture_pack.h).

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"

namespace egt::pipelines {

/// Gathers what is written in a few megabytes of memory and puts it on the disk on a thread of its own. Whole blocks go
/// there directly (open(2), O_DIRECT): through the kernel's cache each byte would be copied into a fresh page first,
/// which takes a processor as long as everything else that is done for a picture, and be waited for in sync() after
/// all; and the cache is left to the files that are read again. Where the file system does not offer it, writes are
/// ordinary.
///
/// Threads: write() from one, sync() from any at the same time.
class PackFile {
public:
    /// `fresh`: the file must not be there yet. Errors: file.cannot_write.
    static Result<std::unique_ptr<PackFile>> open(const std::filesystem::path& file, bool fresh);
    ~PackFile(); ///< what was written since the last sync() may be in the file, or a part of it
    PackFile(const PackFile&) = delete;
    PackFile& operator=(const PackFile&) = delete;

    /// Cheapest where the last one ended. Later bytes take the place of earlier ones. An error of an earlier call may
    /// show here, or in sync(), and again from then on. Errors: file.cannot_write, file.disk_full.
    Result<void> write(std::uint64_t offset, std::string_view bytes);
    /// Everything that was written before is on disk when this returns. Errors: as those of write().
    Result<void> sync();

    static constexpr std::size_t kBlock = 4096; ///< of memory, offsets and sizes of direct writes
    static constexpr std::size_t kLargePage = std::size_t{2} << 20;
    static constexpr std::size_t kBuffer = kLargePage;
    static constexpr std::size_t kBuffers = 4;

private:
    struct Free {
        void operator()(char* memory) const;
    };
    using Memory = std::unique_ptr<char, Free>;
    /// Bytes for one range of the file, as far behind a block's begin in memory as they are in the file.
    struct Buffer {
        Memory memory;
        std::uint64_t offset = 0;
        std::size_t size = 0;
        [[nodiscard]] std::size_t skip() const { return offset % kBlock; }
        [[nodiscard]] std::size_t room() const { return kBuffer - skip() - size; }
        [[nodiscard]] std::uint64_t end() const { return offset + size; }
    };
    PackFile(std::filesystem::path file, int cached, int direct);
    static Memory newMemory();
    void begin(std::unique_lock<std::mutex>& lock, std::uint64_t offset);
    void handOver();
    void work();
    int store(const Buffer& buffer);
    int storeBlocks(std::string_view bytes, std::uint64_t offset);
    [[nodiscard]] Result<void> result() const;

    const std::filesystem::path m_path;
    const int m_cached; ///< the file, for what is no whole block
    int m_direct;       ///< the same past the cache; -1: not offered
    std::mutex m_mutex; ///< for all below
    std::condition_variable m_changed;
    std::array<Buffer, kBuffers> m_buffers;
    std::vector<Buffer*> m_free;
    std::deque<Buffer*> m_queue; ///< in the order of write()
    Buffer* m_filling = nullptr;
    std::uint64_t m_handed_over = 0; ///< buffers
    std::uint64_t m_stored = 0;      ///< of them
    std::uint64_t m_synced = 0;      ///< of them
    int m_error = 0;                 ///< errno of the first that failed
    bool m_closed = false;
    std::thread m_thread; ///< from the first buffer on
};

} // namespace egt::pipelines
