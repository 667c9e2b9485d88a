// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the likeliest tokens alone tell of the entropy of a whole distribution over V tokens: a bracket.
//
// Let p_i be the k known probabilities, r = 1 - sum p_i what is left for the V - k others, and none of the others above
// `cap` (the smallest listed probability). The known part is exact, A = -sum p_i ln p_i. With f(q) = -q ln q, concave
// on [0, 1], the rest adds sum f(q_j) under sum q_j = r and 0 <= q_j <= cap:
//   most:  all equal (Jensen; Cover & Thomas, Elements of Information Theory, 2.6): -r ln(r / (V - k));
//   least: a concave function has its minimum over a polytope at a corner (Rockafellar, Convex Analysis, 32.3): as many
//          as fit at `cap` and one with the remainder: n f(cap) + f(r - n cap), n = floor(r / cap).
// Pure functions; any thread. Natural logarithms, nats.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace egt::remote {

struct Bracket {
    double low = 0;
    double high = 0;
};

/// Any vocabulary of the Qwen2.5-VL family has at most this many tokens (7B and larger; 3B has 151,936). A larger V
/// only widens the bracket: by r ln(V' / V) at the top.
inline constexpr std::int64_t kLargestVocabulary = 152'064;

/// `known`: probabilities of distinct tokens. `cap`: an upper bound of each other token's; 1 = nothing is known.
/// `slack` widens both ends by what the sum and the sum of -p ln p may be wrong by.
Bracket entropyBracket(std::span<const double> known, double cap, std::int64_t vocabulary, double slack = 0);

/// The log-probs that came with one token.
struct TokenList {
    std::optional<double> chosen; ///< of the token that was taken; nothing when the server did not say
    std::vector<double> others;   ///< of the listed tokens beside it, any order
    /// The largest of those that were taken for repeats of another entry; -inf when none was. Two parts of characters
    /// can look alike (U+FFFD) and be two tokens: then this much may be among the others.
    double repeated = -std::numeric_limits<double>::infinity();
};

/// From log-probs as servers send them: float32 rounding is allowed for (they may add up to a little more than one, or
/// lie above zero), sentinels for "very unlikely" (-9999, -inf) tell nothing. The chosen token never counts as the
/// smallest listed one: a server may list it in place of the k-th (vLLM: the sampled token first, then the likeliest,
/// cut to k). Nothing told at all: [0, ln V]. Nothing returned: these are no log-probs (logits, say).
std::optional<Bracket> tokenBracket(const TokenList& list, std::int64_t vocabulary);

/// A server that lists no log-prob of a token writes this or less (OpenAI's API reference, vLLM).
inline constexpr double kUnlikely = -9000;
[[nodiscard]] bool isTold(double logprob); ///< a number, and no sentinel

} // namespace egt::remote
