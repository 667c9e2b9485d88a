// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>
#include <new>

#include <xxhash.h>

#include "base/hash.h"

namespace egt {
namespace {

std::string digitsOf(const XXH128_hash_t& hash) {
    std::array<char, 33> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return digits.data();
}

struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

} // namespace

std::string contentHash(std::string_view bytes) {
    return digitsOf(XXH3_128bits(bytes.data(), bytes.size()));
}

struct ContentHasher::State {
    std::unique_ptr<XXH3_state_t, Free> xxh{XXH3_createState()}; // aligned as its SIMD wants
};

ContentHasher::ContentHasher() : m_state(std::make_unique<State>()) {
    if (!m_state->xxh) throw std::bad_alloc();
    XXH3_128bits_reset(m_state->xxh.get());
}
ContentHasher::~ContentHasher() = default;

void ContentHasher::update(std::string_view bytes) {
    XXH3_128bits_update(m_state->xxh.get(), bytes.data(), bytes.size());
}

std::string ContentHasher::hex() const {
    return digitsOf(XXH3_128bits_digest(m_state->xxh.get()));
}

} // namespace egt
