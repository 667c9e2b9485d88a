// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a data set ahead of the one who stores it.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formats/reader.h"
#include "pipelines/embedded_images.h"
#include "pipelines/image_finder.h"

namespace egt::pipelines {

/// A pair with its pictures looked up, or a row that can't be taken.
struct FedRow {
    std::int64_t line = 0;
    std::optional<formats::Reject> reject;
    PairRecord pair;
    std::vector<ImageFinder::Found> images; ///< in place of pair.images; a folder of frames gives several
    std::vector<std::string> references;    ///< the data set's own, one each
    std::vector<ImageBytes> carried;        ///< of the row's first pair: what the row brings along
};

/// What to feed.
struct FeedSource {
    const formats::Reader& reader;
    std::filesystem::path file;
    std::int64_t resume_after = 0; ///< rows up to here are stored: their pictures are not looked up again
};

/// Parses on a thread of its own, in file order, never more than a few megabytes ahead, and calls `take` for each row
/// on the calling thread until it says false. `finder` is used by the other thread alone while this runs. Errors: those
/// of Reader::read().
Result<void> feedRows(const FeedSource& source, ImageFinder& finder, const std::function<bool(FedRow&&)>& take);

} // namespace egt::pipelines
