// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/embedded_images.h"

#include <utility>

namespace egt::pipelines {

std::string EmbeddedImages::keep(std::string_view bytes) {
    constexpr std::size_t enough = 4096;
    if (m_carried.empty() && m_kept.size() >= enough) m_kept.clear(); // between rows: a row's pairs name them again
    std::string name = imageName(bytes);
    if (m_kept.contains(name)) return name;
    m_kept.emplace(name, imageOfBytes(name, bytes));
    m_carried.push_back({name, std::string(bytes)});
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

std::vector<ImageBytes> EmbeddedImages::take() {
    return std::exchange(m_carried, {});
}

void EmbeddedImages::drop() {
    for (const ImageBytes& image : m_carried)
        m_kept.erase(image.name);
    m_carried.clear();
}

} // namespace egt::pipelines
