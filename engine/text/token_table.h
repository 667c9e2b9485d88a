// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace egt {

/// Bytes of a token -> its id. Open addressing; a look-up reads one slot and the token's bytes. Filled once, then
/// immutable and for any thread.
class TokenTable {
public:
    /// Makes room for `tokens` of `bytes` in all.
    void reserve(std::size_t tokens, std::size_t bytes);
    /// False when the bytes are there already.
    bool add(std::string_view bytes, std::int32_t id);
    /// -1: none.
    [[nodiscard]] std::int32_t find(std::string_view bytes) const {
        const std::int64_t slot = slotOf(bytes);
        return slot < 0 ? -1 : m_slots[static_cast<std::size_t>(slot)].id;
    }
    /// A number below slots() that stays the same for a token; -1: none.
    [[nodiscard]] std::int64_t slotOf(std::string_view bytes) const;
    [[nodiscard]] std::int32_t idAt(std::int64_t slot) const { return m_slots[static_cast<std::size_t>(slot)].id; }
    [[nodiscard]] std::size_t slots() const { return m_slots.size(); }
    [[nodiscard]] std::size_t size() const { return m_count; }
    [[nodiscard]] std::size_t longest() const { return m_longest; }

private:
    struct Slot {
        std::uint32_t tag = 0;    // of the hash
        std::uint32_t offset = 0; // into m_bytes
        std::uint32_t length = 0; // 0: free
        std::int32_t id = -1;
    };
    void grow(std::size_t slots);
    void place(const Slot& slot, std::uint64_t hash);
    [[nodiscard]] std::string_view bytesOf(const Slot& slot) const {
        return std::string_view(m_bytes).substr(slot.offset, slot.length);
    }
    std::string m_bytes;
    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
    std::size_t m_longest = 0;
};

/// Pair of token ids -> rank of its merge and the id that it makes. As above.
class PairTable {
public:
    static constexpr std::uint64_t kNone = ~std::uint64_t{0};

    void reserve(std::size_t pairs);
    /// A pair that is there already gets the new rank, as the reference's map does.
    void put(std::int32_t left, std::int32_t right, std::uint32_t rank, std::int32_t id);
    /// rank << 32 | id, so that the smaller comes first; kNone for a pair that never merges.
    [[nodiscard]] std::uint64_t find(std::int32_t left, std::int32_t right) const {
        if (m_slots.empty()) return kNone;
        const std::uint64_t key = keyOf(left, right);
        for (std::size_t at = place(key);; at = (at + 1) & (m_slots.size() - 1)) {
            const Slot& slot = m_slots[at];
            if (slot.key == key) return slot.value;
            if (slot.key == kNone) return kNone;
        }
    }

private:
    struct Slot {
        std::uint64_t key = kNone;
        std::uint64_t value = kNone;
    };
    static std::uint64_t keyOf(std::int32_t left, std::int32_t right) {
        return std::uint64_t{static_cast<std::uint32_t>(left)} << 32U | static_cast<std::uint32_t>(right);
    }
    // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4).
    [[nodiscard]] std::size_t place(std::uint64_t key) const {
        return static_cast<std::size_t>((key ^ key >> 29U) * 0x9E3779B97F4A7C15U >> m_shift);
    }
    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
    unsigned m_shift = 63;
};

} // namespace egt
