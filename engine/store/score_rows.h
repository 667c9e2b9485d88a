// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>

#include "records/records.h"
#include "store/database.h"

namespace egt::store {

inline constexpr const char* kSelectScores =
    "SELECT run, pair, entropy_mean, entropy_sum, entropy_max, entropy_top_fifth, entropy_think, entropy_answer, "
    "entropy_verdict, p_label, vote_share, vote_entropy, consistency, first_rate, agreement, unparsed, tokens, "
    "responses, "
    "verdict, trained, bracket_low, bracket_high FROM score WHERE run = ? ORDER BY pair";
inline constexpr const char* kInsertScore =
    "INSERT OR REPLACE INTO score (run, pair, entropy_mean, entropy_sum, entropy_max, entropy_top_fifth, "
    "entropy_think, "
    "entropy_answer, entropy_verdict, p_label, vote_share, vote_entropy, consistency, first_rate, agreement, unparsed, "
    "tokens, responses, verdict, trained, bracket_low, bracket_high) VALUES "
    "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

// A bracket that is not known is NULL in both columns.
inline float storedLow(const EntropyBracket& b) {
    return b.known ? b.low : std::numeric_limits<float>::quiet_NaN();
}
inline float storedHigh(const EntropyBracket& b) {
    return b.known ? b.high : std::numeric_limits<float>::quiet_NaN();
}
inline EntropyBracket bracketOf(float low, float high) {
    return std::isnan(low) || std::isnan(high) ? EntropyBracket{} : EntropyBracket{true, low, high};
}

inline ScoreRecord scoreOf(Query& query) {
    ScoreRecord s;
    EntropySummary& e = s.entropy;
    float low = 0;
    float high = 0;
    Row(query) >> s.run >> s.pair >> e.mean >> e.sum >> e.max >> e.top_fifth >> e.think >> e.answer >> e.verdict >>
        s.p_label >> s.vote_share >> s.vote_entropy >> s.consistency >> s.first_rate >> s.agreement >> s.unparsed >>
        s.tokens >> s.responses >> s.verdict >> s.trained >> low >> high;
    s.bracket = bracketOf(low, high);
    return s;
}

inline void insertScore(Query& query, RunId run, const ScoreRecord& s) {
    const EntropySummary& e = s.entropy;
    runWith(query, run, s.pair, e.mean, e.sum, e.max, e.top_fifth, e.think, e.answer, e.verdict, s.p_label,
            s.vote_share, s.vote_entropy, s.consistency, s.first_rate, s.agreement, s.unparsed, s.tokens, s.responses,
            s.verdict, s.trained, storedLow(s.bracket), storedHigh(s.bracket));
}

} // namespace egt::store
