// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whose content a hash is: the table pair_hash, and what is not in it yet.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "records/records.h"
#include "store/database.h"

namespace egt::store {

/// 128 bits of a pair's content_hash, as the table keeps them.
struct HashKey {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const HashKey&) const = default;
};
HashKey hashKey(std::string_view content_hash);
struct HashKeySpread { ///< for containers: a key is a hash already
    std::size_t operator()(const HashKey& key) const { return key.low; }
};

/// Pairs by hash, in one piece of memory (open addressing, linear probing): an import asks it once a row, and most of
/// that is waiting for memory.
class HashTable {
public:
    explicit HashTable(std::size_t slots = 16);
    /// Null: none. Valid until the next call.
    [[nodiscard]] const PairId* find(const HashKey& key) const;
    /// The pair that is there and false, or `fresh` and true. `fresh` is not 0.
    std::pair<PairId, bool> findOrAdd(const HashKey& key, PairId fresh);
    /// Takes the key of the latest findOrAdd() that added one away again.
    void takeBack();
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::vector<std::pair<HashKey, PairId>> sorted() const;
    void clear();

private:
    struct Slot {
        HashKey key;
        PairId pair = 0; ///< 0: free
    };
    [[nodiscard]] std::size_t slotOf(const HashKey& key) const;
    void grow();
    std::vector<Slot> m_slots; ///< a power of two, at most three in four used
    std::size_t m_size = 0;
    std::size_t m_latest = 0;
};

/// Finds pairs by their content. Hashes of new pairs fall anywhere among the old ones: put into the table one by one
/// they would write nearly all of its pages in every transaction. So the newest wait in memory and join it in order,
/// many at once; after a crash they are read from the pairs again. state.hashes_to is the last pair that the table has.
///
/// For the writing connection, inside its transactions. Everything throws SQLite::Exception.
class PairHashes {
public:
    /// For one transaction.
    class Finder {
    public:
        Finder(PairHashes& hashes, Db& db);
        /// 0: no pair has this content.
        PairId find(const HashKey& key);
        /// The same; where there is none, the key is `fresh`'s from now on.
        PairId findOrAdd(const HashKey& key, PairId fresh);

    private:
        PairHashes& m_hashes;
        std::optional<Query> m_query; ///< none while the table is empty
    };

    [[nodiscard]] bool isFull() const { return m_waiting.size() >= kMostWaiting; }
    /// All that wait go into the table.
    void settle(Db& db);
    /// Another content for a pair. Settles.
    void replace(Db& db, const HashKey& old, const HashKey& now, PairId pair);
    /// A transaction failed: what is in memory may not be on disk.
    void forget();

    static constexpr std::size_t kMostWaiting = 1U << 16;

private:
    void load(Db& db);

    HashTable m_waiting; ///< small until it is needed
    PairId m_settled_to = 0;
    bool m_loaded = false;
};

/// How many of `hashes` belong to pairs, for a reading connection.
std::int64_t countKnownHashes(Db& db, const std::vector<std::string>& hashes);

} // namespace egt::store
