// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/python_random.h"

#include <algorithm>
#include <array>
#include <vector>

namespace egt::evaluation {
namespace {

constexpr std::size_t kWords = std::mt19937::state_size;
using State = std::array<std::uint32_t, kWords>;

State stateOfNumber(std::uint32_t seed) {
    State state{seed};
    for (std::uint32_t i = 1; i < kWords; ++i)
        state[i] = 1812433253U * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
    return state;
}

/// Both passes over the state change word after word by its neighbour; the first word is skipped when they come round.
class Mixer {
public:
    explicit Mixer(State& state) : m_state(state) {}
    template <class Change> void step(std::uint32_t factor, Change change) {
        const std::uint32_t before = m_state[m_at - 1];
        m_state[m_at] = change(m_state[m_at] ^ ((before ^ (before >> 30)) * factor), m_at);
        if (++m_at < kWords) return;
        m_state[0] = m_state[kWords - 1];
        m_at = 1;
    }

private:
    State& m_state;
    std::uint32_t m_at = 1;
};

State stateOfKey(const std::vector<std::uint32_t>& key) {
    State state = stateOfNumber(19650218U);
    Mixer mixer(state);
    for (std::size_t n = 0; n < std::max(kWords, key.size()); ++n) {
        const auto j = static_cast<std::uint32_t>(n % key.size());
        mixer.step(1664525U, [&](std::uint32_t word, std::uint32_t) { return word + key[j] + j; });
    }
    for (std::size_t n = 1; n < kWords; ++n)
        mixer.step(1566083941U, [](std::uint32_t word, std::uint32_t at) { return word - at; });
    state[0] = 0x80000000U;
    return state;
}

/// Hands a ready state to the standard engine, which asks for exactly its words.
struct ReadyState {
    using result_type = std::uint32_t;
    State words;
    template <class It> void generate(It begin, It end) const { std::copy_n(words.begin(), end - begin, begin); }
};

std::mt19937 engineFor(std::uint64_t seed) {
    std::vector<std::uint32_t> key{static_cast<std::uint32_t>(seed)};
    if (seed >> 32 != 0) key.push_back(static_cast<std::uint32_t>(seed >> 32));
    ReadyState ready{stateOfKey(key)};
    return std::mt19937(ready);
}

} // namespace

PythonRandom::PythonRandom(std::uint64_t seed) : m_engine(engineFor(seed)) {}

double PythonRandom::uniform() {
    const std::uint64_t high = m_engine() >> 5;
    const std::uint64_t low = m_engine() >> 6;
    return static_cast<double>((high << 26) + low) * 0x1.0p-53;
}

} // namespace egt::evaluation
