// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "pipelines/thumbnails.h"
#include "store/project.h"

namespace egt::pipelines {

/// Reads one picture file whole: its hashes, whether it can be decoded, whether its name says what it is. Fills all of
/// the record; `problem` is empty, "damaged", "too_large" or "wrong_ending". `thumbnails`: where to keep one; null =
/// no. `made`: whether one was written. What can't be written does not matter here. Any thread.
Project::ImageCheck lookAtImage(const std::filesystem::path& path, const Thumbnails* thumbnails, bool& made);

} // namespace egt::pipelines
