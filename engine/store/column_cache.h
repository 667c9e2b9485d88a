// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// columns.cache: the columns of a project as one file that is mapped into memory, so that opening a million pairs reads
// no table. It can be deleted at any time; what is not there, damaged or of another state is made again.
//
//   64 bytes    magic "EGTCOLS\n", version, then as 64-bit numbers: place and size of the directory, size of the file,
//               XXH3 of the directory, XXH3 of everything between header and directory
//   values      each chunk at a multiple of 64 bytes, as records/columns.h has it in memory (this machine's byte order)
//   directory   CBOR (RFC 8949): CacheState's fields and, of each column, name, type, dictionary and places of chunks

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "records/columns.h"

namespace egt::store {

/// What the database was when its columns were written down. Pairs and reviews are only ever appended, so a file that
/// differs in nothing else can be brought up to date; every other change gives the token another value.
struct CacheState {
    std::string project; ///< state.project
    std::int64_t token = 0;
    PairId last_pair = 0;
    std::string last_hash; ///< content hash of that pair: tells two copies apart that grew differently
    std::int64_t last_review = 0;
    std::int64_t last_review_ms = 0;
    std::int64_t images = 0;
    std::int64_t missing_images = 0;
    RunId run = 0; ///< whose scores are in the file
    bool brackets = false;
    std::int64_t rows = 0;
};

struct CachedColumn {
    std::string name;
    ColumnType type = ColumnType::real;
    std::vector<std::string> dictionary;
    std::vector<std::shared_ptr<ColumnChunk>> chunks; ///< null: no row has a value
};
struct CachedColumns {
    CacheState state;
    std::vector<CachedColumn> columns; ///< base columns, then those of the run
    std::string stamp;                 ///< of the file
};

/// Written aside, flushed and renamed. Returns the file's stamp. Errors: file.*
Result<std::string> writeColumnCache(const std::filesystem::path& file, const CacheState& state,
                                     const ColumnSnapshot& snapshot);

/// Nothing when there is no file or it makes no sense. `stamp`: of the file that was written last; any other file with
/// that name (a copy, one that something wrote into) is checked byte for byte first.
std::optional<CachedColumns> readColumnCache(const std::filesystem::path& file, const std::string& stamp);

/// Device, inode, size and both times of a file; empty when it is not there.
std::string fileStamp(const std::filesystem::path& file);

} // namespace egt::store
