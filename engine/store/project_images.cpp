// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that turn up after their pairs.
#include "store/core.h"

namespace egt {
namespace {

using store::bindAll;
using store::Db;
using store::numberOf;
using store::Query;
using store::Row;
using store::runWith;

/// False when no pair has the old hash, or the pair with its pictures is there as well.
bool attach(store::Core& core, Db& db, const Project::FoundImages& found, store::Core::Counts& more) {
    const store::HashKey before = store::hashKey(found.old_hash);
    const store::HashKey now = store::hashKey(found.pair.content_hash);
    store::PairHashes::Finder finder(core.hashes(), db);
    const PairId id = finder.find(before);
    if (id == 0) return false;
    const PairId twin = finder.find(now);
    if (twin != 0 && twin != id) return false;
    core.hashes().replace(db, before, now, id);
    const store::PairRow row = store::pairRow(found.pair, Project::countWords(found.pair));
    more.images -= numberOf(db, "SELECT COUNT(*) FROM image WHERE pair = ?", id);
    more.missing_images -= numberOf(db, "SELECT COUNT(*) FROM image WHERE pair = ? AND path = ''", id);
    Query pair(db, "UPDATE pair SET content_hash = ?, images = ?, image_state = ? WHERE id = ?");
    runWith(pair, found.pair.content_hash, row.images, row.image_state, id);
    Query old(db, "DELETE FROM image WHERE pair = ?");
    runWith(old, id);
    Query add(db, "INSERT INTO image (pair, position, reference, path, width, height) VALUES (?,?,?,?,?,?)");
    std::int64_t position = 0;
    for (const ImageRef& image : found.pair.images) {
        runWith(add, id, position++, image.reference, core.storedPath(image.path), image.width, image.height);
        more.missing_images += image.path.empty() ? 1 : 0;
    }
    more.images += row.images;
    return true;
}

} // namespace

Result<std::int64_t> Project::attachImages(const std::vector<FoundImages>& found) {
    store::Core::Counts more;
    std::int64_t attached = 0;
    auto body = [&](Db& db) -> Result<std::int64_t> {
        for (const FoundImages& one : found)
            attached += attach(m_impl->core, db, one, more) ? 1 : 0;
        if (attached > 0) store::columnsChanged(db);
        return attached;
    };
    return m_impl->core.write(body, [&] {
        if (attached == 0) return;
        m_impl->core.columnStore().forget(); // rare, and it touches rows anywhere: built again at the next look
        m_impl->core.addCounts(more);
    });
}

Result<void> Project::eachPackPiece(const std::function<void(PairId, const std::string& path)>& take) {
    return m_impl->core.read([&](Db& db) -> Result<void> {
        Query query(db, "SELECT pair, path FROM image WHERE path GLOB 'images/[0-9]*.pack/*' ORDER BY pair");
        while (query.executeStep()) {
            PairId pair = 0;
            std::string path;
            Row(query) >> pair >> path;
            take(pair, m_impl->core.fullPath(path));
        }
        return {};
    });
}

} // namespace egt
