// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the picture files that pairs name.
#include "store/core.h"

namespace egt {
namespace {

using store::Db;
using store::Query;
using store::Row;
using store::runWith;

} // namespace

Result<std::vector<Project::ImageFile>> Project::imageFiles() {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<ImageFile>> {
        std::vector<ImageFile> out;
        Query query(db, "SELECT path, COUNT(*), MAX(width), MAX(height) FROM image WHERE path <> '' GROUP BY path "
                        "ORDER BY path");
        while (query.executeStep()) {
            ImageFile& file = out.emplace_back();
            Row(query) >> file.path >> file.references >> file.width >> file.height;
            file.path = m_impl->core.fullPath(file.path);
        }
        return out;
    });
}

Result<std::vector<Project::ImageCheck>> Project::imageChecks() {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<ImageCheck>> {
        std::vector<ImageCheck> out;
        Query query(db, "SELECT path, bytes, modified, width, height, hash, sha256, problem FROM image_check "
                        "ORDER BY path");
        while (query.executeStep()) {
            ImageCheck& check = out.emplace_back();
            Row(query) >> check.path >> check.bytes >> check.modified >> check.width >> check.height >> check.hash >>
                check.sha256 >> check.problem;
            check.path = m_impl->core.fullPath(check.path);
        }
        return out;
    });
}

Result<void> Project::storeImageChecks(const std::vector<ImageCheck>& checks) {
    return m_impl->core.write([&](Db& db) -> Result<void> {
        Query query(db, "INSERT OR REPLACE INTO image_check (path, bytes, modified, width, height, hash, sha256, "
                        "problem) VALUES (?,?,?,?,?,?,?,?)");
        for (const ImageCheck& check : checks)
            runWith(query, m_impl->core.storedPath(check.path), check.bytes, check.modified, check.width, check.height,
                    check.hash, check.sha256, check.problem);
        return {};
    });
}

} // namespace egt
