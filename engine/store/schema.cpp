// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schema.h"

#include <array>

namespace egt::store {
namespace {

// Short columns stand before long texts, so that reading the numbers of a million pairs follows no overflow page.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE import (
    id INTEGER PRIMARY KEY, file TEXT NOT NULL, file_hash TEXT NOT NULL, format TEXT NOT NULL, options TEXT NOT NULL,
    lines_done INTEGER NOT NULL, imported INTEGER NOT NULL, rejected INTEGER NOT NULL, already INTEGER NOT NULL,
    missing_images INTEGER NOT NULL, complete INTEGER NOT NULL);
CREATE INDEX import_hash ON import(file_hash);

CREATE TABLE pair (
    id INTEGER PRIMARY KEY, import_id INTEGER REFERENCES import(id), label INTEGER NOT NULL,
    words_question INTEGER NOT NULL, words_a INTEGER NOT NULL, words_b INTEGER NOT NULL,
    images INTEGER NOT NULL, image_state INTEGER NOT NULL, split TEXT NOT NULL, source TEXT NOT NULL,
    content_hash TEXT NOT NULL UNIQUE, source_id TEXT NOT NULL, question TEXT NOT NULL,
    answer_a TEXT NOT NULL, answer_b TEXT NOT NULL, reason_a TEXT NOT NULL, reason_b TEXT NOT NULL,
    extra TEXT NOT NULL);
CREATE INDEX pair_split ON pair(split);
CREATE TABLE image (
    pair INTEGER NOT NULL REFERENCES pair(id), position INTEGER NOT NULL, reference TEXT NOT NULL,
    path TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    PRIMARY KEY (pair, position)) WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL,
    config TEXT NOT NULL, judge TEXT NOT NULL, judge_hash TEXT NOT NULL, done INTEGER NOT NULL,
    total INTEGER NOT NULL, created_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL,
    result TEXT NOT NULL, error TEXT NOT NULL);
CREATE TABLE run_event (
    run INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (run, seq)) WITHOUT ROWID;
CREATE TABLE metric (
    run INTEGER NOT NULL REFERENCES run(id), step INTEGER NOT NULL, name TEXT NOT NULL, value REAL,
    PRIMARY KEY (run, step, name)) WITHOUT ROWID;
CREATE TABLE sample (
    run INTEGER NOT NULL REFERENCES run(id), step INTEGER NOT NULL, probe INTEGER NOT NULL, pair INTEGER NOT NULL,
    verdict INTEGER NOT NULL, reward REAL, text TEXT NOT NULL, token_ends BLOB, entropies BLOB,
    PRIMARY KEY (run, step, probe)) WITHOUT ROWID;
CREATE TABLE checkpoint (
    run INTEGER NOT NULL REFERENCES run(id), step INTEGER NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL,
    accuracy REAL, time_ms INTEGER NOT NULL,
    PRIMARY KEY (run, step)) WITHOUT ROWID;
CREATE TABLE evaluation (
    run INTEGER NOT NULL REFERENCES run(id), step INTEGER NOT NULL, pairs INTEGER NOT NULL, accuracy REAL,
    low REAL, high REAL, consistency REAL, first_rate REAL, unparsed REAL,
    PRIMARY KEY (run, step)) WITHOUT ROWID;

CREATE TABLE trained (weights_hash TEXT PRIMARY KEY, pairs BLOB) WITHOUT ROWID;

CREATE TABLE job_unit (
    run INTEGER NOT NULL REFERENCES run(id), position INTEGER NOT NULL, done INTEGER NOT NULL, plan TEXT NOT NULL,
    PRIMARY KEY (run, position)) WITHOUT ROWID;
CREATE TABLE response (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run(id), unit INTEGER NOT NULL,
    pair INTEGER NOT NULL REFERENCES pair(id), shown INTEGER NOT NULL, sample INTEGER NOT NULL,
    seed INTEGER NOT NULL, verdict INTEGER NOT NULL, p1 REAL, p2 REAL, p_label REAL, entropy_mean REAL,
    entropy_sum REAL, entropy_max REAL, entropy_top_fifth REAL, entropy_think REAL, entropy_answer REAL,
    entropy_verdict REAL, text TEXT NOT NULL, token_ends BLOB, entropies BLOB, logprobs BLOB, ranks BLOB, top BLOB);
CREATE INDEX response_pair ON response(pair, run);
CREATE INDEX response_unit ON response(run, unit);
CREATE TABLE score (
    run INTEGER NOT NULL REFERENCES run(id), pair INTEGER NOT NULL REFERENCES pair(id), entropy_mean REAL,
    entropy_sum REAL, entropy_max REAL, entropy_top_fifth REAL, entropy_think REAL, entropy_answer REAL,
    entropy_verdict REAL, p_label REAL, vote_share REAL, vote_entropy REAL, consistency REAL, first_rate REAL,
    agreement REAL, unparsed REAL, tokens REAL, responses INTEGER NOT NULL, verdict INTEGER NOT NULL,
    trained INTEGER NOT NULL,
    PRIMARY KEY (run, pair)) WITHOUT ROWID;

CREATE TABLE flag (
    rule INTEGER NOT NULL, pair INTEGER NOT NULL REFERENCES pair(id), run INTEGER NOT NULL, value REAL, cut REAL,
    PRIMARY KEY (rule, pair)) WITHOUT ROWID;
CREATE INDEX flag_pair ON flag(pair);

CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT, pair INTEGER NOT NULL REFERENCES pair(id), decision INTEGER NOT NULL,
    annotator TEXT NOT NULL, note TEXT NOT NULL, time_ms INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    blind INTEGER NOT NULL, shown INTEGER NOT NULL, run INTEGER NOT NULL, undoes INTEGER NOT NULL);
CREATE INDEX review_pair ON review(pair);
CREATE INDEX review_undoes ON review(undoes) WHERE undoes <> 0;

CREATE TABLE selection (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, count INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, pairs BLOB);
CREATE TABLE export (
    id INTEGER PRIMARY KEY, manifest_path TEXT NOT NULL, time_ms INTEGER NOT NULL, manifest TEXT NOT NULL);
)sql";

// Until version 1 a pair's note was the last note row of the review log; finding it for a table of pairs was a scan.
// redoes tells a decision that was put back from a new one that happens to be equal.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE note (
    pair INTEGER PRIMARY KEY REFERENCES pair(id), text TEXT NOT NULL, annotator TEXT NOT NULL,
    time_ms INTEGER NOT NULL);
INSERT INTO note SELECT pair, note, annotator, time_ms FROM review AS r
    WHERE decision = 0 AND undoes = 0 AND note <> ''
      AND id = (SELECT MAX(id) FROM review WHERE pair = r.pair AND decision = 0 AND undoes = 0);
ALTER TABLE review ADD COLUMN redoes INTEGER NOT NULL DEFAULT 0;
)sql";

// A server as judge tells a bracket of the entropy; a pair that can't be judged keeps its reason.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE run ADD COLUMN judge_details TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN bracket_low REAL;
ALTER TABLE response ADD COLUMN bracket_high REAL;
ALTER TABLE response ADD COLUMN entropies_low BLOB;
ALTER TABLE response ADD COLUMN entropies_high BLOB;
ALTER TABLE score ADD COLUMN bracket_low REAL;
ALTER TABLE score ADD COLUMN bracket_high REAL;
CREATE TABLE failure (
    run INTEGER NOT NULL REFERENCES run(id), pair INTEGER NOT NULL REFERENCES pair(id), unit INTEGER NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (run, pair)) WITHOUT ROWID;
)sql";

// A unit that is stored again forgets its failures; without the index each unit would read all of its run's.
constexpr const char* kVersion4 = R"sql(
CREATE INDEX failure_unit ON failure(run, unit);
)sql";

// What is derived from the pairs and can be made again. The text index holds no text (contentless: the pairs have it
// already) and no lengths; its texts are cut by store/segments.h and stored as words with a space between, which the
// built-in tokenizer `ascii` parts at just these spaces. So every program with FTS5 can open the file and check it,
// which a tokenizer of our own would prevent. Pairs are never deleted, so it never needs their old text.
// state.columns is another number after each change that columns.cache can't follow by itself.
constexpr const char* kVersion5 = R"sql(
CREATE VIRTUAL TABLE pair_text USING fts5(question, answer_a, answer_b, source_id,
    content='', columnsize=0, tokenize='ascii');
CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1), project TEXT NOT NULL, columns INTEGER NOT NULL, cache TEXT NOT NULL,
    text_to INTEGER NOT NULL, duplicates TEXT NOT NULL);
INSERT INTO state VALUES (1, lower(hex(randomblob(16))), random(), '', 0, '');
CREATE TABLE filter (name TEXT PRIMARY KEY, expression TEXT NOT NULL, created_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE picture (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL, hash INTEGER) WITHOUT ROWID;
CREATE TABLE duplicate (pair INTEGER PRIMARY KEY REFERENCES pair(id), first INTEGER NOT NULL);
)sql";

// What was seen of each picture file, so that it is not read again while it stays as it is.
constexpr const char* kVersion6 = R"sql(
CREATE TABLE image_check (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, hash INTEGER NOT NULL, sha256 TEXT NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID;
)sql";

// A content hash falls anywhere in its index: kept by UNIQUE, each transaction of an import wrote most of that index
// again. store/pair_hashes.h fills pair_hash in order, many pairs at once; hashes_to is the last pair that it has.
// Foreign keys are off while steps run, so the tables that name `pair` mean the new one afterwards
// (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
constexpr const char* kVersion7 = R"sql(
CREATE TABLE pair_new (
    id INTEGER PRIMARY KEY, import_id INTEGER REFERENCES import(id), label INTEGER NOT NULL,
    words_question INTEGER NOT NULL, words_a INTEGER NOT NULL, words_b INTEGER NOT NULL,
    images INTEGER NOT NULL, image_state INTEGER NOT NULL, split TEXT NOT NULL, source TEXT NOT NULL,
    content_hash TEXT NOT NULL, source_id TEXT NOT NULL, question TEXT NOT NULL,
    answer_a TEXT NOT NULL, answer_b TEXT NOT NULL, reason_a TEXT NOT NULL, reason_b TEXT NOT NULL,
    extra TEXT NOT NULL);
INSERT INTO pair_new SELECT * FROM pair;
DROP TABLE pair;
ALTER TABLE pair_new RENAME TO pair;
CREATE INDEX pair_split ON pair(split);
CREATE TABLE pair_hash (hash BLOB PRIMARY KEY, pair INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE state ADD COLUMN hashes_to INTEGER NOT NULL DEFAULT 0;
)sql";

// Nothing changes in the tables; but image.path may lead into a pack (base/picture_file.h), and a program that does not
// know packs would call all those pictures missing.
constexpr const char* kVersion8 = "";

constexpr std::array<const char*, kSchemaVersion> kSteps = {kVersion1, kVersion2, kVersion3, kVersion4,
                                                            kVersion5, kVersion6, kVersion7, kVersion8};

/// Off while it lives; what stood before comes back.
class NoForeignKeys {
public:
    explicit NoForeignKeys(Db& db) : m_db(db), m_were_on(db.execAndGet("PRAGMA foreign_keys").getInt() != 0) {
        db.exec("PRAGMA foreign_keys = OFF");
    }
    ~NoForeignKeys() {
        if (m_were_on) m_db.tryExec("PRAGMA foreign_keys = ON");
    }
    NoForeignKeys(const NoForeignKeys&) = delete;
    NoForeignKeys& operator=(const NoForeignKeys&) = delete;

private:
    Db& m_db;
    bool m_were_on;
};

} // namespace

void migrate(Db& db, int version) {
    const NoForeignKeys off(db);
    const int from = db.execAndGet("PRAGMA user_version").getInt();
    if (from >= version) return;
    // All steps or none; and each transaction would wait for the disk four times.
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    for (int step = from; step < version; ++step)
        db.exec(kSteps[static_cast<std::size_t>(step)]);
    db.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    db.exec("PRAGMA user_version = " + std::to_string(version));
    transaction.commit();
}

} // namespace egt::store
