// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/token_table.h"

#include <bit>
#include <cstring>

namespace egt {
namespace {

std::uint64_t load(const char* p, std::size_t bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, p, bytes);
    return value;
}

std::uint64_t mix(std::uint64_t value) {
    value *= 0x9E3779B97F4A7C15U;
    return value ^ value >> 32U;
}

// Eight bytes at a time; the last eight may overlap. Tokens come from one trusted file, so no secret is mixed in.
std::uint64_t hashOf(std::string_view bytes) {
    const std::size_t n = bytes.size();
    const char* p = bytes.data();
    std::uint64_t hash = n * 0xD1B54A32D192ED03U;
    if (n < 8) {
        if (n >= 4) return mix(mix(hash ^ load(p, 4)) ^ load(p + n - 4, 4));
        const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])}; };
        return n == 0 ? hash : mix(hash ^ (byte(0) | byte(n / 2) << 8U | byte(n - 1) << 16U));
    }
    for (std::size_t at = 0; at + 8 < n; at += 8)
        hash = mix(hash ^ load(p + at, 8));
    return mix(hash ^ load(p + n - 8, 8));
}

constexpr std::size_t fewest_slots = 16;

} // namespace

void TokenTable::reserve(std::size_t tokens, std::size_t bytes) {
    m_bytes.reserve(bytes);
    grow(std::bit_ceil(std::max(tokens * 2, fewest_slots)));
}

void TokenTable::place(const Slot& slot, std::uint64_t hash) {
    std::size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].length != 0)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = slot;
}

void TokenTable::grow(std::size_t slots) {
    if (slots <= m_slots.size()) return;
    std::vector<Slot> old(slots);
    old.swap(m_slots);
    for (const Slot& slot : old)
        if (slot.length != 0) place(slot, hashOf(bytesOf(slot)));
}

bool TokenTable::add(std::string_view bytes, std::int32_t id) {
    if (bytes.empty() || find(bytes) >= 0) return false;
    if ((m_count + 1) * 2 > m_slots.size()) grow(std::max(m_slots.size() * 2, fewest_slots));
    const std::uint64_t hash = hashOf(bytes);
    place({static_cast<std::uint32_t>(hash >> 32U), static_cast<std::uint32_t>(m_bytes.size()),
           static_cast<std::uint32_t>(bytes.size()), id},
          hash);
    m_bytes += bytes;
    m_count += 1;
    m_longest = std::max(m_longest, bytes.size());
    return true;
}

std::int64_t TokenTable::slotOf(std::string_view bytes) const {
    if (bytes.empty() || bytes.size() > m_longest) return -1;
    const std::uint64_t hash = hashOf(bytes);
    const auto tag = static_cast<std::uint32_t>(hash >> 32U);
    for (std::size_t at = hash & (m_slots.size() - 1);; at = (at + 1) & (m_slots.size() - 1)) {
        const Slot& slot = m_slots[at];
        if (slot.length == 0) return -1;
        if (slot.tag == tag && slot.length == bytes.size() &&
            std::memcmp(m_bytes.data() + slot.offset, bytes.data(), bytes.size()) == 0)
            return static_cast<std::int64_t>(at);
    }
}

void PairTable::reserve(std::size_t pairs) {
    const std::size_t slots = std::bit_ceil(std::max(pairs * 2, fewest_slots));
    if (slots <= m_slots.size()) return;
    std::vector<Slot> old(slots);
    old.swap(m_slots);
    m_shift = 64U - static_cast<unsigned>(std::countr_zero(slots));
    m_count = 0;
    for (const Slot& slot : old)
        if (slot.key != kNone)
            put(static_cast<std::int32_t>(slot.key >> 32U), static_cast<std::int32_t>(slot.key & 0xFFFFFFFFU),
                static_cast<std::uint32_t>(slot.value >> 32U), static_cast<std::int32_t>(slot.value & 0xFFFFFFFFU));
}

void PairTable::put(std::int32_t left, std::int32_t right, std::uint32_t rank, std::int32_t id) {
    if ((m_count + 1) * 2 > m_slots.size()) reserve(std::max(m_slots.size(), fewest_slots));
    const std::uint64_t key = keyOf(left, right);
    std::size_t at = place(key);
    while (m_slots[at].key != kNone && m_slots[at].key != key)
        at = (at + 1) & (m_slots.size() - 1);
    if (m_slots[at].key == kNone) m_count += 1;
    m_slots[at] = {key, std::uint64_t{rank} << 32U | static_cast<std::uint32_t>(id)};
}

} // namespace egt
