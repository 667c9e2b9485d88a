// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The pictures that rows carry in themselves, between the reader that meets them and whoever uses them.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipelines/image_finder.h"
#include "pipelines/image_store.h"

namespace egt::pipelines {

class PicturePack;

/// For one thread.
class EmbeddedImages {
public:
    /// `pack`: where pictures are stored; none: they are only looked at.
    explicit EmbeddedImages(PicturePack* pack = nullptr) : m_pack(pack) {}

    /// For formats::RowSink::keep_image: "images/<content hash>.jpg". Bytes that were met lately are known. Nothing:
    /// the picture could not be stored, and error() says why.
    std::optional<std::string> keep(std::string_view bytes);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// What a pair's reference means when its row carried the picture (ImageRef::path is set); only names that keep()
    /// gave count: a row may claim any.
    [[nodiscard]] ImageFinder::Found find(const ImageRef& wanted) const;
    /// The row that is being read is stored. Returns the bytes of pictures that were new with it.
    std::size_t take();
    /// The row is not stored, and its pictures with it.
    void drop();

private:
    PicturePack* m_pack;
    std::unordered_map<std::string, KeptImage> m_kept; ///< by the name that keep() gave
    std::vector<std::string> m_fresh;                  ///< names that came with the row
    std::size_t m_bytes = 0;                           ///< of those
    std::optional<Error> m_error;
};

} // namespace egt::pipelines
