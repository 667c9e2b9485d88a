// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#include "judge/judge.h"
#include "scoring/planner.h"

namespace egt::ml {

/// How fast a scoring run reads prompts and generates, and how long it will still take. Prompts and new tokens are
/// timed apart, because units differ in how many they have of each: units come in rising length of their prompts.
class ScoreSpeed {
public:
    void plan(const scoring::ScoreUnit& unit, bool done) {
        if (done) return;
        m_prompts_left += prompts(unit);
        m_responses_left += responses(unit);
    }
    void finished(const scoring::ScoreUnit& unit, const judge::PassStats& stats) {
        m_stats.add(stats);
        m_prompts += prompts(unit);
        m_responses += responses(unit);
        m_prompts_left -= prompts(unit);
        m_responses_left -= responses(unit);
    }
    /// Tokens a second, generated while generating and computed while reading prompts; 0 before the first.
    [[nodiscard]] double newRate() const { return rate(m_stats.new_tokens, m_stats.new_seconds); }
    [[nodiscard]] double promptRate() const { return rate(m_stats.computed_tokens, m_stats.prompt_seconds); }
    /// Share of the computed places of prompts that no token was in.
    [[nodiscard]] double padding() const {
        return m_stats.padded_tokens > 0
                   ? 1 - static_cast<double>(m_stats.computed_tokens) / static_cast<double>(m_stats.padded_tokens)
                   : 0;
    }
    [[nodiscard]] double secondsLeft() const {
        const double reading = m_prompts > 0 ? m_stats.prompt_seconds * m_prompts_left / m_prompts : 0;
        const double writing = m_responses > 0 ? m_stats.new_seconds * m_responses_left / m_responses : 0;
        return std::max(0.0, reading + writing);
    }

private:
    static double rate(std::int64_t count, double seconds) {
        return seconds > 0 ? static_cast<double>(count) / seconds : 0;
    }
    static double prompts(const scoring::ScoreUnit& unit) {
        return static_cast<double>(unit.tokens) * static_cast<double>(unit.orders.size());
    }
    static double responses(const scoring::ScoreUnit& unit) {
        return static_cast<double>(unit.pairs.size() * unit.responsesPerPair());
    }
    judge::PassStats m_stats;
    double m_prompts = 0, m_responses = 0; ///< planned prompt tokens and responses of what was done here
    double m_prompts_left = 0, m_responses_left = 0;
};

} // namespace egt::ml
