// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/loader.h"

#include <algorithm>
#include <exception>

#include "images/patches.h"

namespace egt {
namespace {

/// Bytes while an image is decoded and resized; 0 when even the header is bad, which the loading itself will report.
std::int64_t bytesNeeded(const std::filesystem::path& path, const PreprocessorConfig& config) {
    const auto size = imageSize(path);
    if (!size) return 0;
    const auto resized = smartResize(*size, config, {});
    const std::int64_t after = resized ? std::int64_t{resized->width} * resized->height : 0;
    return (std::int64_t{size->width} * size->height + after) * 6;
}

Result<LoadedImage> load(const std::filesystem::path& path, const PreprocessorConfig& config) {
    try {
        EGT_ASSIGN(RgbImage image, decodeImage(path));
        const ImageSize decoded{image.width, image.height};
        EGT_ASSIGN(RgbImage resized, resizeForJudge(std::move(image), config, path.string()));
        return LoadedImage{std::move(resized), decoded};
    } catch (const std::exception&) { // nothing of ours throws but for want of memory
        return fail("image.no_memory",
                    EGT_TEXT("engine", "There is not enough memory to load the image %1. Make it smaller."),
                    {path.string()}, path.string());
    }
}

} // namespace

ImageLoader::ImageLoader(const PreprocessorConfig& config, const Options& options)
    : m_config(config), m_budget(options.budget_bytes) {
    for (int i = 0; i < std::max(1, options.threads); ++i)
        m_threads.emplace_back([this] { work(); });
}

ImageLoader::~ImageLoader() {
    cancel();
    for (std::thread& thread : m_threads)
        thread.join();
}

void ImageLoader::add(const std::filesystem::path& path) {
    {
        const std::lock_guard lock(m_mutex);
        m_items.push_back({path});
    }
    m_changed.notify_all();
}

std::optional<Result<LoadedImage>> ImageLoader::next() {
    std::unique_lock lock(m_mutex);
    if (m_items.empty()) return std::nullopt;
    m_changed.wait(lock, [&] { return m_cancelled || m_items.front().result.has_value(); });
    if (m_cancelled) return std::nullopt;
    std::optional<Result<LoadedImage>> out = std::move(m_items.front().result);
    account(m_items.front(), 0);
    m_items.pop_front();
    ++m_returned;
    lock.unlock();
    m_changed.notify_all();
    return out;
}

void ImageLoader::cancel() {
    {
        const std::lock_guard lock(m_mutex);
        m_cancelled = true;
    }
    m_changed.notify_all();
}

std::int64_t ImageLoader::peakBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_peak;
}

void ImageLoader::account(Item& item, std::int64_t bytes) {
    m_bytes += bytes - item.bytes;
    item.bytes = bytes;
    m_peak = std::max(m_peak, m_bytes);
}

/// The next image in order that nobody has begun; null when cancelled.
ImageLoader::Item* ImageLoader::takeItem(std::unique_lock<std::mutex>& lock, std::size_t& number) {
    m_changed.wait(lock, [&] { return m_cancelled || m_started < m_returned + m_items.size(); });
    if (m_cancelled) return nullptr;
    number = m_started++;
    return &m_items[number - m_returned];
}

/// Waits until the budget has room. The image that next() waits for goes ahead in any case, so nothing can stand still.
bool ImageLoader::reserve(std::unique_lock<std::mutex>& lock, Item& item, std::size_t number, std::int64_t bytes) {
    m_changed.wait(lock, [&] { return m_cancelled || number == m_returned || m_bytes + bytes <= m_budget; });
    if (m_cancelled) return false;
    account(item, bytes);
    return true;
}

void ImageLoader::work() {
    std::unique_lock lock(m_mutex);
    std::size_t number = 0;
    while (Item* item = takeItem(lock, number)) {
        lock.unlock();
        const std::int64_t needed = bytesNeeded(item->path, m_config);
        lock.lock();
        if (!reserve(lock, *item, number, needed)) return;
        lock.unlock();
        Result<LoadedImage> result = load(item->path, m_config);
        lock.lock();
        account(*item, result ? static_cast<std::int64_t>(result->image.bytes.size()) : 0);
        item->result = std::move(result);
        m_changed.notify_all();
    }
}

} // namespace egt
