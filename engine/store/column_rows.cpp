// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/column_rows.h"

#include <algorithm>

#include "store/score_rows.h"
#include "store/steps.h"

namespace egt::store {
namespace {

const std::vector<std::string> kYesNo = {"no", "yes"};

LiveColumn integers(const char* name, const char* unit) {
    return {name, ColumnType::integer, unit, {}};
}
LiveColumn codes(const char* name, std::vector<std::string> words) {
    return {name, ColumnType::code, "", std::move(words)};
}
LiveColumn reals(const char* name, const char* unit) {
    return {name, ColumnType::real, unit, {}};
}

enum ScoreColumn : std::size_t { kVerdict, kTrained, kFirstReal };

} // namespace

std::vector<LiveColumn> baseColumns() {
    std::vector<LiveColumn> out;
    out.push_back(integers("pair", ""));
    out.push_back(integers("words_a", "words"));
    out.push_back(integers("words_b", "words"));
    out.push_back(integers("words_question", "words"));
    out.push_back(integers("images", ""));
    out.push_back(integers("reviewed_ms", "ms"));
    out.push_back(codes("source", {}));
    out.push_back(codes("split", {}));
    out.push_back(codes("image", {"present", "missing", "none"}));
    out.push_back(codes("label", {"none", "A", "B", "tie"}));
    out.push_back(
        codes("decision", {"none", "left", "right", "tie", "both_bad", "correct", "flip", "drop", "skip", "flag"}));
    out.push_back(codes("reviewed", kYesNo));
    out.push_back(codes("flag", {"none", "uncertain", "contradicted", "both"}));
    out.push_back(codes("annotator", {}));
    out.push_back(codes("duplicate", kYesNo));
    out.push_back(integers("duplicate_group", ""));
    return out;
}

std::vector<LiveColumn> scoreColumns() {
    std::vector<LiveColumn> out;
    out.push_back(codes("verdict", {"unparsed", "A", "B", "split"}));
    out.push_back(codes("trained", kYesNo));
    for (const char* name : {"mean_entropy", "sum_entropy", "max_entropy", "top_fifth_entropy", "think_entropy",
                             "answer_entropy", "verdict_entropy"})
        out.push_back(reals(name, "nats"));
    out.push_back(reals("p_label", ""));
    out.push_back(reals("vote_share", "share"));
    out.push_back(reals("vote_entropy", "nats"));
    for (const char* name : {"consistency", "first_rate", "agreement", "unparsed"})
        out.push_back(reals(name, "share"));
    out.push_back(reals("tokens", "tokens"));
    for (const char* name : {"entropy_low", "entropy_high", "entropy_mid"})
        out.push_back(reals(name, "nats"));
    return out;
}

PairRow pairRow(const PairRecord& pair, const PairWords& words) {
    const bool missing =
        std::any_of(pair.images.begin(), pair.images.end(), [](const ImageRef& image) { return image.path.empty(); });
    PairRow row;
    row.pair = pair.id;
    row.words_a = words.a;
    row.words_b = words.b;
    row.words_question = words.question;
    row.images = static_cast<std::int64_t>(pair.images.size());
    row.image_state = pair.images.empty() ? 2 : missing ? 1 : 0;
    row.label = pair.label;
    row.source = pair.source;
    row.split = pair.split;
    return row;
}

void ColumnStore::appendPair(const PairRow& pair) {
    const auto put = [&](BaseColumn column, std::int64_t value) { m_base[column].append(value); };
    put(kPair, pair.pair);
    put(kWordsA, pair.words_a);
    put(kWordsB, pair.words_b);
    put(kWordsQuestion, pair.words_question);
    put(kImages, pair.images);
    put(kReviewedMs, kMissingInteger);
    put(kSource, m_base[kSource].codeOf(pair.source));
    put(kSplit, m_base[kSplit].codeOf(pair.split.empty() ? "train" : pair.split));
    put(kImage, pair.image_state);
    put(kLabel, static_cast<std::int64_t>(pair.label));
    put(kDecision, 0);
    put(kReviewed, 0);
    put(kFlag, 0);
    put(kAnnotator, kMissingCode);
    put(kDuplicate, 0);
    put(kDuplicateGroup, kMissingInteger);
}

// A skipped pair has a decision, but nobody has judged it yet.
void ColumnStore::putDecision(const StandingDecision& standing) {
    const std::int64_t row = rowOf(standing.pair);
    if (row < 0) return;
    const bool judged = standing.decision != Decision::none && standing.decision != Decision::skip;
    m_base[kDecision].set(row, static_cast<std::int64_t>(standing.decision));
    m_base[kReviewed].set(row, std::int64_t{judged ? 1 : 0});
    m_base[kReviewedMs].set(row, judged ? standing.time_ms : kMissingInteger);
    const bool named = standing.decision != Decision::none && !standing.annotator.empty();
    m_base[kAnnotator].set(row, std::int64_t{named ? m_base[kAnnotator].codeOf(standing.annotator) : kMissingCode});
}

void ColumnStore::putDuplicate(PairId pair, PairId first) {
    const std::int64_t row = rowOf(pair);
    if (row < 0) return;
    m_base[kDuplicate].set(row, std::int64_t{pair != first ? 1 : 0});
    m_base[kDuplicateGroup].set(row, first);
}

void ColumnStore::readPairs(Db& db, PairId after) {
    Steps pairs(db, "SELECT id, words_a, words_b, words_question, images, image_state, label, source, split "
                    "FROM pair WHERE id > ? ORDER BY id");
    pairs.bind(1, after);
    PairRow pair;
    while (pairs.next()) {
        pair.pair = pairs.integer(0);
        pair.words_a = pairs.integer(1);
        pair.words_b = pairs.integer(2);
        pair.words_question = pairs.integer(3);
        pair.images = pairs.integer(4);
        pair.image_state = static_cast<std::int32_t>(pairs.integer(5));
        pair.label = static_cast<Label>(pairs.integer(6));
        pair.source = pairs.text(7);
        pair.split = pairs.text(8);
        appendPair(pair);
    }
}

void ColumnStore::readDecisions(Db& db) {
    Query reviews(db, "SELECT pair, decision, time_ms, annotator FROM review AS r WHERE decision <> 0 AND undoes = 0 "
                      "AND NOT EXISTS (SELECT 1 FROM review AS u WHERE u.undoes = r.id AND u.undoes <> 0) ORDER BY id");
    StandingDecision standing;
    while (reviews.executeStep()) {
        Row(reviews) >> standing.pair >> standing.decision >> standing.time_ms >> standing.annotator;
        putDecision(standing);
    }
}

void ColumnStore::loadPairs(Db& db) {
    m_base = baseColumns();
    m_scores.clear();
    readPairs(db, 0);
    readDecisions(db);
    Query flags(db, "SELECT pair, rule FROM flag");
    while (flags.executeStep()) {
        PairId id = 0;
        std::int64_t bit = 0;
        Row(flags) >> id >> bit;
        if (const std::int64_t row = rowOf(id); row >= 0) m_base[kFlag].set(row, m_base[kFlag].value(row) | bit);
    }
    Query duplicates(db, "SELECT pair, first FROM duplicate");
    while (duplicates.executeStep())
        putDuplicate(duplicates.getColumn(0).getInt64(), duplicates.getColumn(1).getInt64());
    m_loaded = true;
}

StandingDecision standingDecision(Db& db, PairId pair) {
    Query query(db,
                "SELECT decision, time_ms, annotator FROM review AS r WHERE pair = ? AND decision <> 0 AND undoes = 0 "
                "AND NOT EXISTS (SELECT 1 FROM review AS u WHERE u.undoes = r.id AND u.undoes <> 0) "
                "ORDER BY id DESC LIMIT 1");
    bindAll(query, pair);
    StandingDecision out{pair, Decision::none, 0, {}};
    if (query.executeStep()) Row(query) >> out.decision >> out.time_ms >> out.annotator;
    return out;
}

void ColumnStore::putScore(Scores& scores, const ScoreRecord& score) {
    const std::int64_t row = rowOf(score.pair);
    if (row < 0) return;
    scores.columns[kVerdict].set(row, std::int64_t{score.verdict});
    scores.columns[kTrained].set(row, std::int64_t{score.trained ? 1 : 0});
    const EntropySummary& e = score.entropy;
    const float low = storedLow(score.bracket);
    const float high = storedHigh(score.bracket);
    scores.brackets = scores.brackets || score.bracket.known;
    std::size_t column = kFirstReal;
    for (const float value :
         {e.mean, e.sum, e.max, e.top_fifth, e.think, e.answer, e.verdict, score.p_label, score.vote_share,
          score.vote_entropy, score.consistency, score.first_rate, score.agreement, score.unparsed, score.tokens})
        scores.columns[column++].set(row, static_cast<double>(value));
    if (!scores.brackets) return; // an exact run keeps the chunks of missing values shared
    for (const float value : {low, high, (low + high) / 2})
        scores.columns[column++].set(row, static_cast<double>(value));
}

void readScores(Db& db, RunId run, const std::function<void(const ScoreRecord&)>& take) {
    Query query(db, kSelectScores);
    bindAll(query, run);
    while (query.executeStep())
        take(scoreOf(query));
}

} // namespace egt::store
