// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From a server's answer to a stored response.

#include <cstdint>

#include "records/records.h"
#include "remote/chat_reply.h"
#include "text/judge_prompt.h"

namespace egt::pipelines {

/// A digit that a server does not list has a probability of which only a bound is known. Half of it is taken when that
/// moves P(label) by less than this much either way; else P of that digit and P(label) are missing.
inline constexpr double kVerdictDoubt = 0.01;

/// Text, token ends, brackets, verdict. The exact entropies are missing; so is the bracket when no log-probs came, or
/// when they are none. `vocabulary`: V of the bracket.
ResponseRecord serverResponse(const PairRecord& pair, Order order, std::int32_t sample, std::uint64_t seed,
                              const remote::ChatReply& reply, VerdictForm form, std::int64_t vocabulary);

} // namespace egt::pipelines
