// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/embedded_images.h"

#include <utility>

#include "base/hash.h"
#include "formats/embedded_image.h"
#include "pipelines/picture_pack.h"

namespace egt::pipelines {

std::optional<std::string> EmbeddedImages::keep(std::string_view bytes) {
    constexpr std::size_t enough = 4096;
    if (m_fresh.empty() && m_kept.size() >= enough) m_kept.clear(); // between rows: a row's pairs name them again
    const std::string hash = contentHash(bytes);
    const std::string_view kind = formats::imageExtension(bytes);
    const std::string_view extension = kind.empty() ? "bin" : kind;
    std::string name = "images/" + hash + "." + std::string(extension);
    if (m_kept.contains(name)) return name;
    std::string path = name;
    if (m_pack != nullptr) {
        auto stored = m_pack->put(hash, extension, bytes);
        if (!stored) {
            m_error = stored.error();
            return std::nullopt;
        }
        path = std::move(*stored);
    }
    m_kept.emplace(name, imageOfBytes(std::move(path), bytes, hash));
    m_fresh.push_back(name);
    m_bytes += bytes.size();
    return name;
}

ImageFinder::Found EmbeddedImages::find(const ImageRef& wanted) const {
    const auto kept = m_kept.find(wanted.path);
    if (kept == m_kept.end())
        return {{wanted.reference, {}, 0, 0},
                ImageFinder::identityWithoutFile(wanted.reference),
                "the row names a stored picture that it does not carry"};
    const KeptImage& image = kept->second;
    return {{wanted.reference, image.name, image.width, image.height}, image.identity, image.problem};
}

std::size_t EmbeddedImages::take() {
    if (m_pack != nullptr) m_pack->keepRow();
    m_fresh.clear();
    return std::exchange(m_bytes, 0);
}

void EmbeddedImages::drop() {
    if (m_pack != nullptr) m_pack->dropRow();
    for (const std::string& name : m_fresh)
        m_kept.erase(name);
    m_fresh.clear();
    m_bytes = 0;
}

} // namespace egt::pipelines
