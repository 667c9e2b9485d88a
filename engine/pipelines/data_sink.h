// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "formats/writer.h"

namespace egt::pipelines {

/// A data file of an export while it grows: text lines or a table. One that is never finished is removed.
class DataSink {
public:
    /// Errors: file.cannot_write, file.disk_full; of a table also columnar.not_installed.
    static Result<std::unique_ptr<DataSink>> open(const formats::Writer& writer, const std::filesystem::path& path);
    virtual ~DataSink() = default;
    virtual Result<void> add(std::string_view row) = 0;
    struct Finished {
        std::int64_t bytes = 0;
        std::string sha256;
    };
    virtual Result<Finished> finish() = 0;
};

} // namespace egt::pipelines
