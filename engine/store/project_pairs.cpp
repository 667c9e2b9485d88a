// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs and the imports that bring them.
#include "base/hash.h"
#include "store/core.h"

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
    "INSERT INTO pair (id, import_id, label, words_question, words_a, words_b, images, image_state, split, source, "
    "content_hash, source_id, question, answer_a, answer_b, reason_a, reason_b, extra) VALUES "
    "(?,NULLIF(?, 0),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

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
    PairReader(const store::Core& core, Db& db) : m_core(core), m_pair(db, kSelectPair), m_images(db, kSelectImages) {}
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
            image.path = m_core.fullPath(image.path);
        }
        return p;
    }

private:
    const store::Core& m_core;
    Query m_pair;
    Query m_images;
};

class PairWriter {
public:
    PairWriter(store::Core& core, Db& db)
        : m_core(core), m_finder(core.hashes(), db), m_last(numberOf(db, "SELECT MAX(id) FROM pair")),
          m_pair(db, kInsertPair),
          m_image(db, "INSERT INTO image (pair, position, reference, path, width, height) VALUES (?,?,?,?,?,?)") {}

    /// Sets id and import; false when the pair was there already.
    bool add(PairRecord& p, const store::PairRow& row, std::int64_t import_id) {
        const PairId fresh = m_last + 1;
        if (const PairId known = m_finder.findOrAdd(store::hashKey(p.content_hash), fresh); known != 0) {
            p.id = known;
            return false;
        }
        runWith(m_pair, fresh, import_id, p.label, row.words_question, row.words_a, row.words_b, row.images,
                row.image_state, p.split, p.source, p.content_hash, p.source_id, p.question, p.answer_a, p.answer_b,
                p.reason_a, p.reason_b, p.extra);
        p.id = m_last = fresh;
        p.import_id = import_id;
        std::int64_t position = 0;
        for (const ImageRef& image : p.images)
            runWith(m_image, p.id, position++, image.reference, m_core.storedPath(image.path), image.width,
                    image.height);
        return true;
    }

private:
    store::Core& m_core;
    store::PairHashes::Finder m_finder;
    PairId m_last; ///< the writer is the only one, so the next id is its own to give
    Query m_pair;
    Query m_image;
};

/// What appendPairs() sets, as it was before.
class Untouched {
public:
    explicit Untouched(const std::vector<Project::NewPair>& pairs) {
        m_were.reserve(pairs.size());
        for (const auto& [pair, words] : pairs)
            m_were.push_back({pair->id, pair->import_id, pair->content_hash.empty()});
    }
    void restore(const std::vector<Project::NewPair>& pairs) const {
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            PairRecord& pair = *pairs[i].pair;
            pair.id = m_were[i].id;
            pair.import_id = m_were[i].import_id;
            if (m_were[i].without_hash) pair.content_hash.clear();
        }
    }

private:
    struct Was {
        PairId id;
        std::int64_t import_id;
        bool without_hash;
    };
    std::vector<Was> m_were;
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
        SQLite::Transaction snapshot(db); // hashes on their way into the table are seen once
        return store::countKnownHashes(db, hashes);
    });
}

Result<Project::Appended> Project::appendPairs(std::vector<PairRecord>& pairs, ImportRecord& import) {
    std::vector<NewPair> all;
    all.reserve(pairs.size());
    for (PairRecord& pair : pairs)
        all.push_back({&pair, countWords(pair)});
    return appendPairs(all, import);
}

store::PairWords Project::countWords(const PairRecord& pair) {
    return {store::countWords(pair.question), store::countWords(pair.answer_a), store::countWords(pair.answer_b)};
}

Result<Project::Appended> Project::appendPairs(const std::vector<NewPair>& pairs, ImportRecord& import) {
    const Untouched before(pairs); // the caller's are as they were when the transaction fails
    ImportRecord state = import;
    std::vector<store::PairRow> fresh;
    store::Core::Counts more;
    auto body = [&](Db& db) -> Result<Appended> {
        Appended out;
        PairWriter writer(m_impl->core, db);
        const bool has_columns = m_impl->core.columnStore().isLoaded(); // never loaded while somebody writes
        for (const NewPair& one : pairs) {
            PairRecord& pair = *one.pair;
            if (pair.content_hash.empty()) pair.content_hash = hashOf(pair);
            store::PairRow row = store::pairRow(pair, one.words);
            if (!writer.add(pair, row, import.id)) {
                ++out.already;
                continue;
            }
            row.pair = pair.id;
            ++out.imported;
            if (has_columns) fresh.push_back(std::move(row));
            for (const ImageRef& image : pair.images)
                more.missing_images += image.path.empty() ? 1 : 0;
            more.images += static_cast<std::int64_t>(pair.images.size());
        }
        more.pairs = out.imported;
        state.imported += out.imported;
        state.already += out.already;
        updateImport(db, state);
        if (m_impl->core.hashes().isFull()) m_impl->core.hashes().settle(db);
        return out;
    };
    auto after = [&] {
        m_impl->core.columnStore().pairsAdded(fresh);
        m_impl->core.addCounts(more);
    };
    auto result = m_impl->core.write(body, after);
    if (result)
        import = std::move(state);
    else
        before.restore(pairs);
    return result;
}

Result<void> Project::finishImport(ImportRecord& import) {
    EGT_TRY(m_impl->core.write([&](Db& db) -> Result<void> {
        ImportRecord done = import;
        done.complete = true;
        updateImport(db, done);
        m_impl->core.hashes().settle(db);
        return {};
    }));
    import.complete = true;
    return {};
}

Result<PairRecord> Project::pair(PairId id) {
    return m_impl->core.read([&](Db& db) { return PairReader(m_impl->core, db).read(id); });
}

Result<std::vector<PairRecord>> Project::pairs(const std::vector<PairId>& ids) {
    return m_impl->core.read([&](Db& db) -> Result<std::vector<PairRecord>> {
        std::vector<PairRecord> out;
        out.reserve(ids.size());
        PairReader reader(m_impl->core, db);
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

} // namespace egt
