// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which files a data set of Parquet or Arrow consists of, told without their library.

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "formats/columnar.h"

namespace egt::formats {

enum class ColumnarKind { none, parquet, arrow_file, arrow_stream };

/// By the first bytes: "PAR1" (Parquet format, file format), "ARROW1" and the continuation mark FF FF FF FF of a stream
/// (Arrow columnar format, IPC). A file that is empty, not there or a folder is none.
ColumnarKind columnarKind(const std::filesystem::path& file);

/// Whether a path that is given for a data set goes to columnarFiles(): such a file, or any folder.
bool isColumnar(const std::filesystem::path& path);

/// A single file; a folder of `datasets.save_to_disk` (state.json, or dataset_dict.json and a folder for each split);
/// or a folder with Parquet or Arrow shards in it, up to three levels down, by name. A split is taken from
/// dataset_dict.json and from names like train-00000-of-00006.parquet (Hugging Face Hub, "File names and splits").
/// Errors: import.no_data_files, import.damaged (state.json), import.cannot_read.
Result<std::vector<ColumnarFile>> columnarFiles(const std::filesystem::path& path);

} // namespace egt::formats
