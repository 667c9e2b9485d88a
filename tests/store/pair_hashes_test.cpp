// SPDX-License-Identifier: GPL-3.0-or-later
// Content is found wherever its hash is: waiting in memory, in the table, or nowhere but in the pairs after a crash.
#include "store/pair_hashes.h"

#include <map>

#include "base/hash.h"
#include "base/random.h"
#include "samples.h"
#include "store/schema.h"

namespace egt::test {
namespace {

std::string hashNumber(std::int64_t n) {
    return contentHash(std::to_string(n));
}

class PairHashesTest : public testing::Test {
protected:
    PairHashesTest() { store::migrate(db); }
    /// As a killed program leaves it: a pair without its hash in the table.
    void insertPair(std::int64_t n) {
        store::Query add(db,
                         "INSERT INTO pair VALUES (?, NULL, 1, 2, 1, 1, 0, 2, '', '', ?, '', 'q', 'a', 'b', '', '', "
                         "'{}')");
        store::runWith(add, n, hashNumber(n));
    }
    std::int64_t tableRows() { return store::numberOf(db, "SELECT COUNT(*) FROM pair_hash"); }
    std::int64_t settledTo() { return store::numberOf(db, "SELECT hashes_to FROM state"); }
    PairId find(store::PairHashes& hashes, std::int64_t n) {
        return store::PairHashes::Finder(hashes, db).find(store::hashKey(hashNumber(n)));
    }
    PairId add(store::PairHashes& hashes, std::int64_t n) {
        return store::PairHashes::Finder(hashes, db).findOrAdd(store::hashKey(hashNumber(n)), n);
    }

    store::Db db{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
};

TEST_F(PairHashesTest, FindsThoseThatWaitAndThoseInTheTable) {
    store::PairHashes hashes;
    EXPECT_EQ(find(hashes, 1), 0);
    for (std::int64_t n = 1; n <= 5; ++n) {
        insertPair(n);
        EXPECT_EQ(add(hashes, n), 0);
    }
    EXPECT_EQ(find(hashes, 3), 3);
    EXPECT_EQ(tableRows(), 0);
    hashes.settle(db);
    EXPECT_EQ(tableRows(), 5);
    EXPECT_EQ(settledTo(), 5);
    EXPECT_EQ(find(hashes, 3), 3);
    EXPECT_EQ(find(hashes, 6), 0);
    hashes.settle(db);
    EXPECT_EQ(tableRows(), 5);
}

TEST_F(PairHashesTest, ReadsFromThePairsWhatAKilledProgramLeftOut) {
    constexpr std::int64_t pairs = static_cast<std::int64_t>(store::PairHashes::kMostWaiting) + 1000;
    const SQLite::Transaction fast(db);
    for (std::int64_t n = 1; n <= pairs; ++n)
        insertPair(n);
    EXPECT_EQ(store::countKnownHashes(db, {hashNumber(7), hashNumber(pairs), hashNumber(pairs + 1)}), 2);
    store::PairHashes hashes;
    for (const std::int64_t n : {std::int64_t{1}, pairs / 2, pairs})
        EXPECT_EQ(find(hashes, n), n);
    EXPECT_EQ(find(hashes, pairs + 1), 0);
    EXPECT_EQ(tableRows(), static_cast<std::int64_t>(store::PairHashes::kMostWaiting)) << "memory stays bounded";
    hashes.settle(db);
    EXPECT_EQ(tableRows(), pairs);
    EXPECT_EQ(store::countKnownHashes(db, {hashNumber(7), hashNumber(pairs), hashNumber(pairs + 1)}), 2);
}

TEST_F(PairHashesTest, APairWithOtherContentHasOneHash) {
    store::PairHashes hashes;
    insertPair(1);
    hashes.replace(db, store::hashKey(hashNumber(1)), store::hashKey(hashNumber(9)), 1);
    EXPECT_EQ(find(hashes, 9), 1);
    EXPECT_EQ(find(hashes, 1), 0);
    EXPECT_EQ(tableRows(), 1);
}

TEST_F(PairHashesTest, AFailedTransactionLeavesNothingInMemory) {
    store::PairHashes hashes;
    insertPair(1);
    EXPECT_EQ(find(hashes, 1), 1);
    {
        const SQLite::Transaction taken_back(db);
        insertPair(2);
        EXPECT_EQ(add(hashes, 2), 0);
        hashes.settle(db);
    }
    hashes.forget();
    EXPECT_EQ(find(hashes, 1), 1);
    EXPECT_EQ(find(hashes, 2), 0);
}

TEST(HashTable, AnswersAsAMapDoes) {
    store::HashTable table(16);
    std::map<store::HashKey, PairId> map;
    Random random(3);
    for (PairId pair = 1; pair <= 20000; ++pair) {
        // Keys that meet in one place, and keys that come again.
        const store::HashKey key{random.below(4), random.below(3000) * 64};
        const auto [known, added] = table.findOrAdd(key, pair);
        const auto [place, fresh] = map.try_emplace(key, pair);
        ASSERT_EQ(added, fresh);
        ASSERT_EQ(known, place->second);
        if (added && random.below(3) == 0) {
            table.takeBack();
            map.erase(place);
            ASSERT_EQ(table.find(key), nullptr);
        }
        ASSERT_EQ(table.size(), map.size());
    }
    EXPECT_EQ(table.sorted(), (std::vector<std::pair<store::HashKey, PairId>>(map.begin(), map.end())));
    for (const auto& [key, pair] : map)
        ASSERT_EQ(*table.find(key), pair);
    table.clear();
    EXPECT_EQ(table.size(), 0U);
    EXPECT_EQ(table.find(map.begin()->first), nullptr);
}

} // namespace
} // namespace egt::test
