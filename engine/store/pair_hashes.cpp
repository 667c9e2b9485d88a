// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/pair_hashes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_set>

#include <xxhash.h>

#include "store/steps.h"

namespace egt::store {
namespace {

constexpr const char* kFind = "SELECT pair FROM pair_hash WHERE hash = ?";
constexpr const char* kWaiting = "SELECT id, content_hash FROM pair WHERE id > (SELECT hashes_to FROM state)";

/// A key as the table has it: bytes that sort as the numbers do.
class KeyBytes {
public:
    explicit KeyBytes(const HashKey& key) {
        for (std::size_t i = 0; i < 8; ++i) {
            m_bytes[i] = static_cast<char>(key.high >> (56 - 8 * i));
            m_bytes[8 + i] = static_cast<char>(key.low >> (56 - 8 * i));
        }
    }
    [[nodiscard]] Blob blob() const { return {{m_bytes.data(), m_bytes.size()}}; }

private:
    std::array<char, 16> m_bytes{};
};

PairId pairOf(Query& query, const HashKey& key) {
    const KeyBytes bytes(key);
    bindAll(query, bytes.blob());
    const PairId pair = query.executeStep() ? query.getColumn(0).getInt64() : 0;
    query.reset();
    return pair;
}

} // namespace

// Any text may be a content hash; ours are digits of 128 bits already, and these are mixed once more.
HashKey hashKey(std::string_view content_hash) {
    const XXH128_hash_t hash = XXH3_128bits(content_hash.data(), content_hash.size());
    return {hash.high64, hash.low64};
}

HashTable::HashTable(std::size_t slots) : m_slots(std::bit_ceil(slots)) {}

/// Where the key is or would be.
std::size_t HashTable::slotOf(const HashKey& key) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = key.low & mask;
    while (m_slots[at].pair != 0 && m_slots[at].key != key)
        at = (at + 1) & mask;
    return at;
}

const PairId* HashTable::find(const HashKey& key) const {
    const Slot& slot = m_slots[slotOf(key)];
    return slot.pair == 0 ? nullptr : &slot.pair;
}

std::pair<PairId, bool> HashTable::findOrAdd(const HashKey& key, PairId fresh) {
    if (4 * m_size >= 3 * m_slots.size()) grow();
    m_latest = slotOf(key);
    Slot& slot = m_slots[m_latest];
    if (slot.pair != 0) return {slot.pair, false};
    slot = {key, fresh};
    ++m_size;
    return {fresh, true};
}

/// Nobody has probed past it since: the slot is simply free again.
void HashTable::takeBack() {
    m_slots[m_latest] = {};
    --m_size;
}

std::vector<std::pair<HashKey, PairId>> HashTable::sorted() const {
    std::vector<std::pair<HashKey, PairId>> out;
    out.reserve(m_size);
    for (const Slot& slot : m_slots)
        if (slot.pair != 0) out.emplace_back(slot.key, slot.pair);
    std::sort(out.begin(), out.end());
    return out;
}

void HashTable::clear() {
    std::fill(m_slots.begin(), m_slots.end(), Slot{});
    m_size = 0;
}

void HashTable::grow() {
    std::vector<Slot> old(2 * m_slots.size());
    old.swap(m_slots);
    for (const Slot& slot : old)
        if (slot.pair != 0) m_slots[slotOf(slot.key)] = slot;
}

PairHashes::Finder::Finder(PairHashes& hashes, Db& db) : m_hashes(hashes) {
    hashes.load(db);
    if (hashes.m_settled_to > 0) m_query.emplace(db, kFind);
}

PairId PairHashes::Finder::find(const HashKey& key) {
    if (const PairId* waiting = m_hashes.m_waiting.find(key)) return *waiting;
    return m_query ? pairOf(*m_query, key) : 0;
}

PairId PairHashes::Finder::findOrAdd(const HashKey& key, PairId fresh) {
    const auto [pair, added] = m_hashes.m_waiting.findOrAdd(key, fresh);
    if (!added) return pair;
    const PairId settled = m_query ? pairOf(*m_query, key) : 0;
    if (settled != 0) m_hashes.m_waiting.takeBack();
    return settled;
}

void PairHashes::load(Db& db) {
    if (m_loaded) return;
    m_waiting = HashTable(2 * kMostWaiting);
    m_settled_to = numberOf(db, "SELECT hashes_to FROM state");
    Steps pairs(db, kWaiting);
    while (pairs.next()) {
        m_waiting.findOrAdd(hashKey(pairs.text(1)), pairs.integer(0));
        if (isFull()) settle(db); // the statement goes on with the pairs that it began with
    }
    m_loaded = true;
}

void PairHashes::settle(Db& db) {
    if (!m_loaded && m_waiting.size() == 0) load(db);
    if (m_waiting.size() == 0) return;
    Query insert(db, "INSERT INTO pair_hash (hash, pair) VALUES (?, ?)");
    for (const auto& [key, pair] : m_waiting.sorted()) {
        m_settled_to = std::max(m_settled_to, pair);
        const KeyBytes bytes(key);
        runWith(insert, bytes.blob(), pair);
    }
    Query state(db, "UPDATE state SET hashes_to = ?");
    runWith(state, m_settled_to);
    m_waiting.clear();
}

void PairHashes::replace(Db& db, const HashKey& old, const HashKey& now, PairId pair) {
    settle(db);
    Query remove(db, "DELETE FROM pair_hash WHERE hash = ?");
    const KeyBytes before(old);
    runWith(remove, before.blob());
    Query insert(db, "INSERT INTO pair_hash (hash, pair) VALUES (?, ?)");
    const KeyBytes after(now);
    runWith(insert, after.blob(), pair);
}

void PairHashes::forget() {
    m_loaded = false;
    m_waiting.clear();
}

std::int64_t countKnownHashes(Db& db, const std::vector<std::string>& hashes) {
    std::unordered_set<HashKey, HashKeySpread> waiting;
    Steps pairs(db, kWaiting);
    while (pairs.next())
        waiting.insert(hashKey(pairs.text(1)));
    Query find(db, kFind);
    return std::count_if(hashes.begin(), hashes.end(), [&](const std::string& hash) {
        const HashKey key = hashKey(hash);
        return waiting.contains(key) || pairOf(find, key) != 0;
    });
}

} // namespace egt::store
