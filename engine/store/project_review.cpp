// SPDX-License-Identifier: GPL-3.0-or-later
// The review log: append-only. Taking back and putting back are rows of their own.
#include "base/clock.h"
#include "store/core.h"

namespace egt {
namespace {

using store::bindAll;
using store::Db;
using store::Durability;
using store::numberOf;
using store::Query;
using store::Row;
using store::runWith;

constexpr const char* kColumns = "id, pair, decision, annotator, note, time_ms, duration_ms, blind, shown, run, undoes";
const std::string kStanding = "decision <> 0 AND undoes = 0 AND NOT EXISTS (SELECT 1 FROM review AS u WHERE "
                              "u.undoes = r.id AND u.undoes <> 0) AND (?1 = '' OR annotator = ?1)";

ReviewRecord reviewOf(Query& query) {
    ReviewRecord r;
    Row(query) >> r.id >> r.pair >> r.decision >> r.annotator >> r.note >> r.time_ms >> r.duration_ms >> r.blind >>
        r.shown >> r.run >> r.undoes;
    return r;
}

ReviewRecord append(Db& db, ReviewRecord r, std::int64_t redoes) {
    r.time_ms = nowMs();
    Query query(db,
                "INSERT INTO review (pair, decision, annotator, note, time_ms, duration_ms, blind, shown, run, undoes, "
                "redoes) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    runWith(query, r.pair, r.decision, r.annotator, r.note, r.time_ms, r.duration_ms, r.blind, r.shown, r.run, r.undoes,
            redoes);
    r.id = db.getLastInsertRowid();
    return r;
}

std::optional<ReviewRecord> reviewById(Db& db, std::int64_t id) {
    Query query(db, std::string("SELECT ") + kColumns + " FROM review WHERE id = ?");
    bindAll(query, id);
    if (!query.executeStep()) return std::nullopt;
    return reviewOf(query);
}

/// The decision that a redo would put back: what came after the annotator's last new decision is a stack of undos
/// (push what was taken back) and redos (pop).
std::int64_t redoable(Db& db, const std::string& annotator) {
    Query last(db, "SELECT MAX(id) FROM review WHERE decision <> 0 AND undoes = 0 AND redoes = 0 AND "
                   "(?1 = '' OR annotator = ?1)");
    bindAll(last, annotator);
    last.executeStep();
    const std::int64_t fresh = last.getColumn(0).getInt64();
    Query after(db, "SELECT undoes, redoes FROM review WHERE id > ?2 AND (undoes <> 0 OR redoes <> 0) AND "
                    "(?1 = '' OR annotator = ?1) ORDER BY id");
    bindAll(after, annotator, fresh);
    std::vector<std::int64_t> stack;
    while (after.executeStep()) {
        std::int64_t undoes = 0;
        std::int64_t redoes = 0;
        Row(after) >> undoes >> redoes;
        if (undoes != 0)
            stack.push_back(undoes);
        else if (!stack.empty())
            stack.pop_back();
    }
    return stack.empty() ? 0 : stack.back();
}

Result<std::vector<ReviewRecord>> reviewsOf(Query& query) {
    std::vector<ReviewRecord> out;
    while (query.executeStep())
        out.push_back(reviewOf(query));
    return out;
}

} // namespace

Result<ReviewRecord> Project::addReview(ReviewRecord review) {
    review.undoes = 0;
    store::StandingDecision standing;
    auto body = [&](Db& db) -> Result<ReviewRecord> {
        if (!store::hasPair(db, review.pair)) return fail(store::noPairError(review.pair));
        ReviewRecord added = append(db, review, 0);
        standing = store::standingDecision(db, review.pair);
        return added;
    };
    return m_impl->core.write(
        body, [&] { m_impl->core.columnStore().reviewed(standing); }, Durability::power);
}

Result<std::vector<ReviewRecord>> Project::reviews(PairId pair) {
    return m_impl->core.read([&](Db& db) {
        Query query(db, std::string("SELECT ") + kColumns + " FROM review WHERE pair = ? ORDER BY id");
        bindAll(query, pair);
        return reviewsOf(query);
    });
}

Result<std::vector<ReviewRecord>> Project::allReviews() {
    return m_impl->core.read([&](Db& db) {
        Query query(db, std::string("SELECT ") + kColumns + " FROM review ORDER BY id");
        return reviewsOf(query);
    });
}

Result<std::optional<ReviewRecord>> Project::undoReview(const std::string& annotator) {
    store::StandingDecision standing;
    auto body = [&](Db& db) -> Result<std::optional<ReviewRecord>> {
        Query query(db, std::string("SELECT ") + kColumns + " FROM review AS r WHERE " + kStanding +
                            " ORDER BY id DESC LIMIT 1");
        bindAll(query, annotator);
        if (!query.executeStep()) return std::optional<ReviewRecord>();
        const ReviewRecord taken = reviewOf(query);
        ReviewRecord row;
        row.pair = taken.pair;
        row.annotator = taken.annotator;
        row.undoes = taken.id;
        append(db, row, 0);
        standing = store::standingDecision(db, taken.pair);
        return std::optional<ReviewRecord>(taken);
    };
    auto after = [&] {
        if (standing.pair != 0) m_impl->core.columnStore().reviewed(standing);
    };
    return m_impl->core.write(body, after, Durability::power);
}

Result<std::optional<ReviewRecord>> Project::redoReview(const std::string& annotator) {
    store::StandingDecision standing;
    auto body = [&](Db& db) -> Result<std::optional<ReviewRecord>> {
        const std::int64_t id = redoable(db, annotator);
        const std::optional<ReviewRecord> taken = id == 0 ? std::nullopt : reviewById(db, id);
        if (!taken) return std::optional<ReviewRecord>();
        const ReviewRecord added = append(db, *taken, taken->id);
        standing = store::standingDecision(db, added.pair);
        return std::optional<ReviewRecord>(added);
    };
    auto after = [&] {
        if (standing.pair != 0) m_impl->core.columnStore().reviewed(standing);
    };
    return m_impl->core.write(body, after, Durability::power);
}

Result<std::string> Project::note(PairId pair) {
    return m_impl->core.read([&](Db& db) -> Result<std::string> {
        Query query(db, "SELECT text FROM note WHERE pair = ?");
        bindAll(query, pair);
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

// The log keeps every version of a note (a row without a decision), the table the last one.
Result<void> Project::setNote(PairId pair, const std::string& text, const std::string& annotator) {
    auto body = [&](Db& db) -> Result<void> {
        if (!store::hasPair(db, pair)) return fail(store::noPairError(pair));
        ReviewRecord row;
        row.pair = pair;
        row.annotator = annotator;
        row.note = text;
        row = append(db, row, 0);
        Query query(db, text.empty() ? "DELETE FROM note WHERE pair = ?"
                                     : "INSERT OR REPLACE INTO note (pair, text, annotator, time_ms) VALUES (?,?,?,?)");
        if (text.empty())
            runWith(query, pair);
        else
            runWith(query, pair, text, annotator, row.time_ms);
        return {};
    };
    return m_impl->core.write(body, Durability::power);
}

} // namespace egt
