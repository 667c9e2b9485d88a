// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the bytes of a picture are: in a file of their own, or in a pack. A pack is the bytes of many pictures end to
// end and nothing else. A piece's path names the pack as if it were a folder, so that a path says all there is to know:
//
//     /data/study.egt/images/1.pack/104857600-82341-<content hash>.jpg     (first byte, number of bytes)
//
// A file a picture would be a million small files for a million pairs: slow to make, to copy and to delete, and more
// than many clusters allow.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "base/result.h"

namespace egt {

struct PackPiece {
    std::filesystem::path pack;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::string hash;      ///< contentHash() of the bytes
    std::string extension; ///< "jpg"
};

/// Nothing: the path is that of a file.
std::optional<PackPiece> packPiece(const std::filesystem::path& path);
/// The path of a piece. `piece.pack` may be relative.
std::string piecePath(const PackPiece& piece);

/// Tells whether the bytes are still those of an earlier look. A piece never changes: modified is 0.
struct PictureStamp {
    std::int64_t bytes = 0;
    std::int64_t modified = 0; ///< nanoseconds of std::filesystem::file_time_type
    bool operator==(const PictureStamp&) const = default;
};
/// Nothing: there is no such file, or the pack ends before the piece does.
std::optional<PictureStamp> pictureStamp(const std::filesystem::path& path);
bool pictureIsThere(const std::filesystem::path& path);

/// The bytes, of `most` at most the first. Errors: file.cannot_read.
Result<std::string> readPicture(const std::filesystem::path& path,
                                std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace egt
