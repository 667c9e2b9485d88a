// SPDX-License-Identifier: GPL-3.0-or-later
#include <new>

#include <xxhash.h>
#ifdef EGT_XXH_DISPATCH
#include <xxh_x86dispatch.h> // the widest vectors that the processor has; the same hashes
#endif

#include "base/hash.h"

namespace egt {
namespace {

std::string digitsOf(const XXH128_hash_t& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out(32, '0');
    for (std::size_t i = 0; i < 16; ++i) {
        out[15 - i] = digits[(hash.high64 >> (4 * i)) & 15];
        out[31 - i] = digits[(hash.low64 >> (4 * i)) & 15];
    }
    return out;
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
