// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The pictures that rows carry in themselves, between the reader that meets them and whoever uses them.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipelines/image_finder.h"
#include "pipelines/image_store.h"

namespace egt::pipelines {

/// Bytes of a picture on their way to the project.
struct ImageBytes {
    std::string name; ///< KeptImage::name
    std::string bytes;
};

/// For one thread.
class EmbeddedImages {
public:
    /// For formats::RowSink::keep_image. Bytes that were met lately are not held again.
    std::string keep(std::string_view bytes);
    /// What a pair's reference means when its row carried the picture (ImageRef::path is set); only names that keep()
    /// gave count: a row may claim any.
    [[nodiscard]] ImageFinder::Found find(const ImageRef& wanted) const;
    /// The bytes since the last call: of the row that is being read.
    std::vector<ImageBytes> take();
    /// The row is not stored, and its pictures with it.
    void drop();

private:
    std::unordered_map<std::string, KeptImage> m_kept;
    std::vector<ImageBytes> m_carried;
};

} // namespace egt::pipelines
