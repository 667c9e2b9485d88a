// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A judge without a model: its answer and the whole distribution of each token are derived from the question, so that a
// test knows the true entropies that a server's top list hides.

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"

namespace egt::test {

inline constexpr std::int64_t kFakeVocabulary = 400;

struct FakeToken {
    std::string text;
    std::vector<double> probabilities; ///< kFakeVocabulary of them; they add up to 1
    std::size_t chosen = 0;
    [[nodiscard]] double entropy() const; ///< nats, in double
    /// What stands for a token: the chosen one's is `text`.
    [[nodiscard]] std::string textOf(std::size_t token) const;
};
struct FakeAnswer {
    std::vector<FakeToken> tokens;
    int verdict = 1; ///< what it says: 1 or 2
    [[nodiscard]] std::string text() const;
    [[nodiscard]] double meanEntropy() const;
};

/// `question`: all texts of the messages, one after the other.
FakeAnswer fakeAnswer(const std::string& question, std::int64_t seed);

/// All texts of the messages of a request body.
std::string questionOf(const Json& body);

/// One entry of logprobs.content with the `k` likeliest tokens; log-probs rounded to float32 as servers send them.
Json tokenJson(const FakeToken& token, std::int64_t k);
/// A whole answer to a request body.
Json completionJson(const FakeAnswer& answer, std::int64_t k, const std::string& model);

} // namespace egt::test
