// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Looking after a project's pictures: are they all there and whole, which are the same, where have they gone.

#include <cstdint>
#include <string>
#include <vector>

namespace egt {

/// Looks at every picture file of the project once; what was looked at before and has not changed since is not read
/// again.
struct VerifyRequest {
    bool thumbnails = true;     ///< make those that are not there yet
    bool again = false;         ///< look at unchanged ones, too
    std::int32_t near_bits = 6; ///< of the 64 of a perceptual hash that near-duplicates may differ in
    bool operator==(const VerifyRequest&) const = default;
};
struct VerifyResult {
    std::int64_t references = 0; ///< places in pairs that name a picture
    std::int64_t images = 0;     ///< different files that they mean
    std::int64_t checked = 0;    ///< of them looked at now
    std::int64_t known = 0;      ///< not changed since they were looked at
    std::int64_t good = 0;       ///< without any problem
    std::int64_t unfound = 0;    ///< references that never had a file
    std::int64_t missing = 0;    ///< files that were there once
    std::int64_t damaged = 0;    ///< can't be decoded
    std::int64_t too_large = 0;
    std::int64_t wrong_ending = 0; ///< decodable, but of another kind than the name says
    std::int64_t size_changed = 0; ///< not as wide and high as when it was imported
    std::int64_t same_groups = 0;  ///< files with equal bytes
    std::int64_t same_files = 0;   ///< in them, beyond the first of each
    std::int64_t near_groups = 0;  ///< files that look alike, equal ones left out
    std::int64_t near_files = 0;
    std::int64_t thumbnails = 0; ///< made now
    std::string problems_file;   ///< JSON lines {"image", "problem", "reason", "pairs"}; empty when there are none
    std::string duplicates_file; ///< JSON lines {"kind": "same" | "near", "images"}; empty when there are none
    bool operator==(const VerifyResult&) const = default;
};

/// Finds pictures again that are not where they were, by the end of their path.
struct RelocateRequest {
    std::string images; ///< folder to look in, with all below it
    bool operator==(const RelocateRequest&) const = default;
};
struct RelocateResult {
    std::int64_t missing = 0;          ///< references without a file
    std::int64_t found = 0;            ///< of them
    std::int64_t pairs = 0;            ///< that changed, or would change
    std::int64_t ambiguous = 0;        ///< several files fit equally well, or one file several references
    std::int64_t different = 0;        ///< a file of the name is there, with another content than at the import
    std::vector<std::string> examples; ///< "reference -> path", at most ten
    bool operator==(const RelocateResult&) const = default;
};

} // namespace egt
