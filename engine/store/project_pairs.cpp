// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs and the imports that bring them.
#include <charconv>

#include "base/hash.h"
#include "base/numbers.h"
#include "store/core.h"
#include "store/words.h"

namespace egt {
namespace {

using store::bindAll;
using store::Db;
using store::numberOf;
using store::Query;
using store::Row;
using store::runWith;

constexpr const char* kSelectPair = "SELECT id, source_id, source, question, answer_a, answer_b, label, reason_a, "
                                    "reason_b, split, extra, content_hash, "
                                    "COALESCE(import_id, 0) FROM pair WHERE id = ?";
constexpr const char* kSelectImages =
    "SELECT reference, path, width, height FROM image WHERE pair = ? ORDER BY position";
constexpr const char* kInsertPair =
    "INSERT INTO pair (import_id, label, words_question, words_a, words_b, images, image_state, split, source, "
    "content_hash, source_id, question, answer_a, answer_b, reason_a, reason_b, extra) VALUES "
    "(NULLIF(?, 0),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (content_hash) DO NOTHING";

/// For pairs that come without one: what makes a pair that pair, each part with its length before it.
std::string hashOf(const PairRecord& pair) {
    std::string bytes;
    const auto add = [&bytes](const std::string& part) {
        bytes += std::to_string(part.size());
        bytes += ':';
        bytes += part;
    };
    add(pair.question);
    add(pair.answer_a);
    add(pair.answer_b);
    add(std::to_string(static_cast<int>(pair.label)));
    for (const ImageRef& image : pair.images)
        add(image.reference);
    return contentHash(bytes);
}

/// Reads pairs one by one with statements that are compiled once.
class PairReader {
public:
    PairReader(Db& db, const std::filesystem::path& folder)
        : m_pair(db, kSelectPair), m_images(db, kSelectImages), m_folder(folder) {}
    Result<PairRecord> read(PairId id) {
        bindAll(m_pair, id);
        if (!m_pair.executeStep()) return fail(store::noPairError(id));
        PairRecord p;
        Row(m_pair) >> p.id >> p.source_id >> p.source >> p.question >> p.answer_a >> p.answer_b >> p.label >>
            p.reason_a >> p.reason_b >> p.split >> p.extra >> p.content_hash >> p.import_id;
        bindAll(m_images, id);
        while (m_images.executeStep()) {
            ImageRef& image = p.images.emplace_back();
            Row(m_images) >> image.reference >> image.path >> image.width >> image.height;
            // The project's own copies move with it.
            if (!image.path.empty() && image.path.front() != '/') image.path = (m_folder / image.path).string();
        }
        return p;
    }

private:
    Query m_pair;
    Query m_images;
    const std::filesystem::path& m_folder;
};

class PairWriter {
public:
    explicit PairWriter(Db& db)
        : m_db(db), m_pair(db, kInsertPair), m_find(db, "SELECT id FROM pair WHERE content_hash = ?"),
          m_image(db, "INSERT INTO image (pair, position, reference, path, width, height) VALUES (?,?,?,?,?,?)") {}

    /// Sets id and import; false when the pair was there already.
    bool add(PairRecord& p, const store::PairRow& row, std::int64_t import_id) {
        const int added = runWith(m_pair, import_id, p.label, row.words_question, row.words_a, row.words_b, row.images,
                                  row.image_state, p.split, p.source, p.content_hash, p.source_id, p.question,
                                  p.answer_a, p.answer_b, p.reason_a, p.reason_b, p.extra);
        if (added == 0) {
            bindAll(m_find, p.content_hash);
            m_find.executeStep();
            p.id = m_find.getColumn(0).getInt64();
            return false;
        }
        p.id = m_db.getLastInsertRowid();
        p.import_id = import_id;
        std::int64_t position = 0;
        for (const ImageRef& image : p.images)
            runWith(m_image, p.id, position++, image.reference, image.path, image.width, image.height);
        return true;
    }

private:
    Db& m_db;
    Query m_pair;
    Query m_find;
    Query m_image;
};

void updateImport(Db& db, const ImportRecord& r) {
    Query query(db, "UPDATE import SET lines_done = ?, imported = ?, rejected = ?, already = ?, missing_images = ?, "
                    "complete = ? WHERE id = ?");
    runWith(query, r.lines_done, r.imported, r.rejected, r.already, r.missing_images, r.complete, r.id);
}

Result<std::vector<PairId>> idsOf(Query& query) {
    std::vector<PairId> out;
    while (query.executeStep())
        out.push_back(query.getColumn(0).getInt64());
    return out;
}

} // namespace

Result<ImportRecord> Project::beginImport(const ImportRecord& draft) {
    return m_impl->core.write([&](Db& db) -> Result<ImportRecord> {
        ImportRecord r = draft;
        Query find(db, "SELECT id, file, file_hash, format, options, lines_done, imported, rejected, already, "
                       "missing_images, complete FROM import WHERE file_hash = ? AND format = ? AND complete = 0 "
                       "ORDER BY id DESC LIMIT 1");
        bindAll(find, draft.file_hash, draft.format);
        if (find.executeStep()) {
            Row(find) >> r.id >> r.file >> r.file_hash >> r.format >> r.options >> r.lines_done >> r.imported >>
                r.rejected >> r.already >> r.missing_images >> r.complete;
            return r;
        }
        Query add(db, "INSERT INTO import (file, file_hash, format, options, lines_done, imported, rejected, already, "
                      "missing_images, complete) VALUES (?,?,?,?,?,?,?,?,?,?)");
        runWith(add, r.file, r.file_hash, r.format, r.options, r.lines_done, r.imported, r.rejected, r.already,
                r.missing_images, r.complete);
        r.id = db.getLastInsertRowid();
        return r;
    });
}

Result<std::int64_t> Project::countKnown(const std::vector<std::string>& hashes) {
    return m_impl->core.read([&](Db& db) -> Result<std::int64_t> {
        Query find(db, "SELECT 1 FROM pair WHERE content_hash = ?");
        std::int64_t known = 0;
        for (const std::string& hash : hashes) {
            bindAll(find, hash);
            known += find.executeStep() ? 1 : 0;
            find.reset();
        }
        return known;
    });
}

Result<Project::Appended> Project::appendPairs(std::vector<PairRecord>& pairs, ImportRecord& import) {
    std::vector<PairRecord> records = pairs; // the caller's stay as they are when the transaction fails
    ImportRecord state = import;
    std::vector<store::PairRow> fresh;
    store::Core::Counts more;
    auto body = [&](Db& db) -> Result<Appended> {
        Appended out;
        PairWriter writer(db);
        for (PairRecord& pair : records) {
            if (pair.content_hash.empty()) pair.content_hash = hashOf(pair);
            store::PairRow row = store::pairRow(pair);
            if (!writer.add(pair, row, import.id)) {
                ++out.already;
                continue;
            }
            row.pair = pair.id;
            fresh.push_back(std::move(row));
            for (const ImageRef& image : pair.images)
                more.missing_images += image.path.empty() ? 1 : 0;
            more.images += static_cast<std::int64_t>(pair.images.size());
        }
        out.imported = more.pairs = static_cast<std::int64_t>(fresh.size());
        state.imported += out.imported;
        state.already += out.already;
        updateImport(db, state);
        return out;
    };
    auto after = [&] {
        m_impl->core.columnStore().pairsAdded(fresh);
        m_impl->core.addCounts(more);
    };
    auto result = m_impl->core.write(body, after);
    if (!result) return result;
    pairs = std::move(records);
    import = std::move(state);
    return result;
}

Result<void> Project::finishImport(ImportRecord& import) {
    EGT_TRY(m_impl->core.write([&](Db& db) -> Result<void> {
        ImportRecord done = import;
        done.complete = true;
        updateImport(db, done);
        return {};
    }));
    import.complete = true;
    return {};
}

Result<PairRecord> Project::pair(PairId id) {
    return m_impl->core.read([&](Db& db) { return PairReader(db, m_impl->core.folder()).read(id); });
}

Result<std::vector<PairRecord>> Project::pairs(const std::vector<PairId>& ids) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<PairRecord>> {
        std::vector<PairRecord> out;
        out.reserve(ids.size());
        PairReader reader(db, m_impl->core.folder());
        for (const PairId id : ids) {
            EGT_ASSIGN(PairRecord record, reader.read(id));
            out.push_back(std::move(record));
        }
        return out;
    });
}

Result<std::vector<PairId>> Project::allPairs() {
    return m_impl->core.read([&](Db& db) {
        Query query(db, "SELECT id FROM pair ORDER BY id");
        return idsOf(query);
    });
}

Result<std::vector<PairId>> Project::pairsOfSplit(const std::string& split) {
    const std::string name = split == "train" ? std::string() : split; // empty means train
    const std::string other = name.empty() ? "train" : name;
    return m_impl->core.read([&](Db& db) {
        Query query(db, "SELECT id FROM pair WHERE split IN (?, ?) ORDER BY id");
        bindAll(query, name, other);
        return idsOf(query);
    });
}

Result<std::vector<PairId>> Project::search(const std::string& text) {
    const std::string needle = store::foldCase(text);
    const PairId number = parseNumber<PairId>(text).value_or(0);
    return m_impl->core.read([&](Db& db) -> Result<std::vector<PairId>> {
        std::vector<PairId> out;
        Query query(db, "SELECT id, source_id, question, answer_a, answer_b FROM pair ORDER BY id");
        while (query.executeStep()) {
            const PairId id = query.getColumn(0).getInt64();
            bool found = id == number;
            for (int i = 1; i <= 4 && !found; ++i) {
                const SQLite::Column column = query.getColumn(i);
                const char* bytes = column.getText();
                found = store::containsFolded({bytes, static_cast<std::size_t>(column.getBytes())}, needle);
            }
            if (found) out.push_back(id);
        }
        return out;
    });
}

} // namespace egt
