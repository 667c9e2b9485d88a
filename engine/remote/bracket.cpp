// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/bracket.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace egt::remote {
namespace {

/// A log-prob printed as float32 is wrong by up to 2^-24 of itself, so that a probability, their sum and the sum of
/// -p ln p are wrong by less than 1e-6 (ln V < 12).
constexpr double kRounding = 1e-6;
/// Sums beyond this are no rounding: the numbers are no probabilities of one distribution.
constexpr double kTooMuch = 1e-3;

double part(double q) {
    return q > 0 ? -q * std::log(q) : 0;
}

double least(double rest, double cap, double others) {
    if (rest <= 0 || cap <= 0) return 0;
    const double full = std::floor(rest / cap);
    if (full >= others) return others * part(rest / others);
    return full * part(cap) + part(rest - full * cap);
}

double most(double rest, double others) {
    return rest <= 0 || others <= 0 ? 0 : -rest * std::log(rest / others);
}

struct Known {
    double head = 0; ///< -sum p ln p
    double sum = 0;
    double others = 0; ///< V - k
};

Known knownOf(std::span<const double> probabilities, std::int64_t vocabulary) {
    Known out;
    for (const double p : probabilities) {
        out.head += part(p);
        out.sum += p;
    }
    out.others = std::max(0.0, static_cast<double>(vocabulary) - static_cast<double>(probabilities.size()));
    return out;
}

} // namespace

Bracket entropyBracket(std::span<const double> known, double cap, std::int64_t vocabulary, double slack) {
    const Known k = knownOf(known, vocabulary);
    const double rest = k.others > 0 ? std::max(0.0, 1 - k.sum) : 0;
    const double largest = std::log(static_cast<double>(vocabulary));
    const double low = k.head + least(std::max(0.0, rest - slack), std::min(cap, 1.0), k.others) - slack;
    const double high = k.head + most(k.others > 0 ? rest + slack : 0, k.others) + slack;
    return {std::clamp(low, 0.0, largest), std::clamp(high, 0.0, largest)};
}

bool isTold(double logprob) {
    return std::isfinite(logprob) && logprob > kUnlikely;
}

std::optional<Bracket> tokenBracket(const TokenList& list, std::int64_t vocabulary) {
    std::vector<double> known;
    double cap = 1;
    const auto take = [&](double logprob) {
        known.push_back(std::exp(std::min(logprob, 0.0)));
        return logprob <= kTooMuch;
    };
    for (const double other : list.others) {
        if (!isTold(other)) continue;
        if (!take(other)) return std::nullopt;
        cap = std::min(cap, known.back());
    }
    if (list.chosen && isTold(*list.chosen) && !take(*list.chosen)) return std::nullopt;
    if (std::accumulate(known.begin(), known.end(), 0.0) > 1 + kTooMuch) return std::nullopt;
    return entropyBracket(known, std::max(cap, std::exp(list.repeated)), vocabulary, kRounding);
}

} // namespace egt::remote
