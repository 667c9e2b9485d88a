// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a data set ahead of the one who stores it.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "formats/reader.h"
#include "pipelines/embedded_images.h"
#include "pipelines/image_finder.h"
#include "pipelines/picture_pack.h"
#include "store/project.h"

namespace egt::pipelines {

/// A pair with its pictures looked up, or a row that can't be taken.
struct FedRow {
    std::int64_t line = 0;
    std::optional<formats::Reject> reject;
    PairRecord pair;                        ///< with its pictures and its content hash
    store::PairWords words;                 ///< of it
    std::vector<ImageFinder::Found> images; ///< of pair.images; a folder of frames gives several
    std::vector<std::string> references;    ///< the data set's own, one each
    std::size_t picture_bytes = 0;          ///< of pictures that it brought and no row before it
};

/// What to feed.
struct FeedSource {
    const formats::Reader& reader;
    std::filesystem::path file;
    ImageFinder& finder;
    PicturePack& pack; ///< takes the pictures that rows carry in themselves
};

/// Parses on a thread of its own, in file order, never more than a few megabytes ahead.
class RowFeed {
public:
    using Chunk = std::vector<FedRow>;

    /// What `source` names outlives it, and the other thread alone uses it meanwhile; but for PicturePack::sync().
    explicit RowFeed(const FeedSource& source);
    ~RowFeed(); ///< wherever the file is
    RowFeed(const RowFeed&) = delete;
    RowFeed& operator=(const RowFeed&) = delete;

    /// Rows up to this line are stored already: from now on their pictures are not looked up.
    void skipTo(std::int64_t line);
    /// The next rows; nothing when there are no more, or when the file can't be read on: result() tells.
    std::optional<Chunk> next();
    /// Destroys a chunk on the thread that made it, where its memory is cheapest to free.
    void giveBack(Chunk&& chunk);
    /// After the last next(). Errors: those of Reader::read().
    Result<void> result();

private:
    class Belt;
    class Parser;
    std::unique_ptr<Belt> m_belt;
    std::unique_ptr<Parser> m_parser;
    std::thread m_thread;
};

} // namespace egt::pipelines
