// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "formats/reader.h"
#include "records/requests.h"

namespace egt::pipelines {

/// The reader of an import, and the name that the import is kept under: a map of fields counts as a layout of its own.
struct ChosenReader {
    std::shared_ptr<const formats::Reader> reader;
    std::string name;
};
/// By the map of fields, by name, or from the file's content. Errors: import.bad_map, import.unknown_format, and those
/// of formats::detect.
Result<ChosenReader> chooseReader(const ImportRequest& request);

std::filesystem::path dataFolder(const ImportRequest& request);  ///< the file's own; a folder of shards is its own
std::filesystem::path imageFolder(const ImportRequest& request); ///< where relative references start
bool isImageArchive(const ImportRequest& request);               ///< a file in place of a folder
std::string sourceName(const ImportRequest& request);            ///< of rows that carry none
/// Errors: import.no_image_folder.
Result<void> checkImageFolder(const ImportRequest& request);

/// What tells a pair from others in a project: question, answers, label and pictures. `images`: ImageFinder's
/// identities.
std::string pairHash(const PairRecord& pair, const std::vector<std::string>& images);

} // namespace egt::pipelines
