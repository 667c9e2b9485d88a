// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/data_rows.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/hash.h"
#include "formats/columnar_files.h"

namespace egt::formats {
namespace fs = std::filesystem;
namespace {

tl::unexpected<Error> notThere(const fs::path& file) {
    return fail("import.cannot_read", EGT_TEXT("engine", "The data file %1 is not there or can't be read."),
                {file.string()}, file.string());
}

/// Hash of one file; `rows` counts its lines where it has some.
Result<std::string> hashOf(const fs::path& file, RowCounter* rows, const std::function<bool()>& go_on) {
    std::ifstream in(file, std::ios::binary);
    std::error_code code;
    if (!in || !fs::is_regular_file(file, code)) return notThere(file);
    ContentHasher hash;
    std::string buffer(1 << 20, '\0');
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
        const std::string_view piece(buffer.data(), static_cast<std::size_t>(in.gcount()));
        hash.update(piece);
        if (rows != nullptr) rows->add(piece);
        if (!go_on()) break;
    }
    if (in.bad()) return notThere(file);
    return hash.hex();
}

Result<DataSetPrint> printOfFiles(const std::vector<ColumnarFile>& files, const std::function<bool()>& go_on) {
    EGT_ASSIGN(const ColumnarBackend* backend, columnarBackend());
    DataSetPrint out;
    std::string all;
    for (const ColumnarFile& file : files) {
        EGT_ASSIGN(const std::string hash, hashOf(file.path, nullptr, go_on));
        if (!go_on()) return out;
        EGT_ASSIGN(const std::int64_t rows, backend->countRows(file.path));
        out.rows += rows;
        out.hash = hash;
        all += file.split + "/" + file.path.filename().string() + ":" + hash + "\n";
    }
    if (files.size() != 1) out.hash = contentHash(all);
    return out;
}

} // namespace

Result<void> forEachDataRow(const fs::path& data, const KeepImage& keep, const std::function<bool(const Line&)>& take) {
    if (!isColumnar(data)) return forEachRow(data, take);
    EGT_ASSIGN(const std::vector<ColumnarFile> files, columnarFiles(data));
    EGT_ASSIGN(const ColumnarBackend* backend, columnarBackend());
    const KeepImage keeper = keep ? keep : [](std::string_view) { return std::optional<std::string>(kNotKept); };
    std::int64_t before = 0, last = 0;
    bool more = true;
    for (const ColumnarFile& file : files) {
        EGT_TRY(backend->readRows(file, keeper, [&](const ColumnarRow& row) {
            last = before + row.number;
            more = take({last, row.json, row.too_long});
            return more;
        }));
        if (!more) return {};
        before = last;
    }
    return {};
}

std::int64_t bytesOf(const fs::path& data) {
    std::int64_t bytes = 0;
    const auto files = columnarFiles(data); // another file is its own only one
    for (const ColumnarFile& file : files.value_or(std::vector<ColumnarFile>())) {
        std::error_code code;
        const auto size = fs::file_size(file.path, code);
        if (!code) bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

Result<DataSetPrint> printOf(const fs::path& data, const std::function<bool()>& go_on) {
    if (isColumnar(data)) {
        EGT_ASSIGN(const std::vector<ColumnarFile> files, columnarFiles(data));
        return printOfFiles(files, go_on);
    }
    RowCounter rows;
    EGT_ASSIGN(const std::string hash, hashOf(data, &rows, go_on));
    return DataSetPrint{hash, rows.rows()};
}

} // namespace egt::formats
