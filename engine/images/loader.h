// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "images/preprocessor_config.h"

namespace egt {

struct LoadedImage {
    RgbImage image;    ///< in the size that the judge sees
    ImageSize decoded; ///< what it was before
};

/// Reads, decodes and resizes images ahead on threads of its own, so that the engine thread only cuts patches. Images
/// come back in the order in which they were asked for; a bad one comes back as its error and harms no other.
///
/// Memory: what decoding takes (three bytes a pixel for the decoder and three for us, from the header's size) and what
/// waits to be taken stays within the budget. An image that is larger than the budget is loaded alone, when its turn
/// comes.
///
/// Thread: all members from any thread; next() from one at a time. The destructor cancels and waits for the images that
/// are being decoded.
class ImageLoader {
public:
    struct Options {
        int threads = 2;                                   ///< at least 1
        std::int64_t budget_bytes = std::int64_t{1} << 28; ///< 256 MiB: some forty decoded 1080p photos
    };
    ImageLoader(const PreprocessorConfig& config, const Options& options);
    ~ImageLoader();
    ImageLoader(const ImageLoader&) = delete;
    ImageLoader& operator=(const ImageLoader&) = delete;

    /// Asks for one more image. Returns at once.
    void add(const std::filesystem::path& path);
    /// The next image in order; waits for it. Nothing when all that were asked for came back, or after cancel().
    /// Errors of an image: those of decodeImage() and smartResize(); image.no_memory.
    std::optional<Result<LoadedImage>> next();
    /// Gives up what is outstanding and wakes next(). What is being decoded ends first; nothing new starts.
    void cancel();

    /// The most bytes that were accounted at one time.
    [[nodiscard]] std::int64_t peakBytes() const;

private:
    struct Item {
        std::filesystem::path path;
        std::optional<Result<LoadedImage>> result = {};
        std::int64_t bytes = 0; ///< accounted for it now
    };
    void work();
    Item* takeItem(std::unique_lock<std::mutex>& lock, std::size_t& number);
    bool reserve(std::unique_lock<std::mutex>& lock, Item& item, std::size_t number, std::int64_t bytes);
    void account(Item& item, std::int64_t bytes);

    const PreprocessorConfig m_config;
    const std::int64_t m_budget;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Item> m_items;   ///< asked for and not yet returned, in order; ends move, items stay where they are
    std::size_t m_returned = 0; ///< number of the first of them
    std::size_t m_started = 0;  ///< number of the next one to load
    std::int64_t m_bytes = 0;   ///< sum over the items
    std::int64_t m_peak = 0;
    bool m_cancelled = false;
    std::vector<std::thread> m_threads; ///< last: they use everything above
};

} // namespace egt
