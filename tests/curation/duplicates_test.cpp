// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/duplicates.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "table.h"

namespace egt::curation {
namespace {

using test::must;

/// Jaccard similarity of word triples with std::set and std::string alone.
std::set<std::string> triples(const std::vector<std::string>& texts) {
    std::set<std::string> out;
    for (const std::string& text : texts) {
        std::istringstream in(text);
        std::vector<std::string> words;
        for (std::string word; in >> word;)
            words.push_back(word);
        for (std::size_t i = 0; i + 3 <= words.size(); ++i)
            out.insert(words[i] + " " + words[i + 1] + " " + words[i + 2]);
        if (!words.empty() && words.size() < 3) out.insert(text);
    }
    return out;
}
double similarity(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::size_t both = 0;
    for (const std::string& one : a)
        both += b.count(one);
    return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

std::vector<std::uint64_t> shingles(const std::string& text) {
    return shinglesOf({text}, 3);
}

TEST(Shingles, ByHand) {
    EXPECT_EQ(shingles("a b c d").size(), 2U); // abc, bcd
    EXPECT_EQ(shingles("A, B! c... D"), shingles("a b c d")) << "case and punctuation do not matter";
    EXPECT_EQ(shingles("a b a b a b").size(), 2U) << "aba and bab, each once";
    EXPECT_EQ(shingles("a b").size(), 1U);
    EXPECT_NE(shingles("a b"), shingles("ab"));
    EXPECT_TRUE(shingles(" .").empty());
    EXPECT_EQ(shinglesOf({"x y z", "p q r"}, 3), shinglesOf({"p q r", "x y z"}, 3)) << "swapped answers are the same";
    EXPECT_EQ(shinglesOf({"红车在街上"}, 3).size(), 3U);
    EXPECT_DOUBLE_EQ(jaccard(shingles("a b c d"), shingles("b c d e")), 1.0 / 3);
    EXPECT_DOUBLE_EQ(jaccard({}, {}), 1);
    EXPECT_DOUBLE_EQ(jaccard({1, 2}, {}), 0);
}

TEST(Banding, FindsWhatLiesAtTheThreshold) {
    // b = 20: 1 - (1 - .8^7)^20 = .9909, and with 8 rows .9748 (Leskovec and others, 3.4.2, worked with a calculator).
    const Banding banding = bandingFor(0.8);
    EXPECT_EQ(banding.bands, 20);
    EXPECT_EQ(banding.rows, 7);
    EXPECT_NEAR(banding.recallAt(0.8), 0.9909, 2e-4);
    for (const double threshold : {0.3, 0.5, 0.7, 0.9, 1.0}) {
        EXPECT_GE(bandingFor(threshold).recallAt(threshold), threshold < 0.35 ? 0.99 : 0.99) << threshold;
        EXPECT_GE(bandingFor(threshold).rows, 1);
    }
}

/// Texts in families: a stem, and copies in which some words are others.
std::vector<std::string> families(Random& random, int stems, int copies) {
    std::vector<std::string> out;
    for (int stem = 0; stem < stems; ++stem) {
        std::vector<std::string> words;
        for (std::uint64_t i = 30 + random.below(60); i > 0; --i)
            words.push_back("w" + std::to_string(random.below(400)));
        for (int copy = 0; copy <= copies; ++copy) {
            std::vector<std::string> changed = words;
            for (std::uint64_t edits = copy == 0 ? 0 : random.below(8); edits > 0; --edits)
                changed[random.below(changed.size())] = "v" + std::to_string(random.below(400));
            std::string text;
            for (const std::string& word : changed)
                text += word + " ";
            out.push_back(text);
        }
    }
    random.shuffle(out);
    return out;
}

struct Measured {
    std::int64_t alike = 0; ///< pairs of texts at or above the threshold, by comparing each with each
    std::int64_t found = 0; ///< of them in one group
    std::int64_t wrong_groups = 0;
};

Measured measure(double threshold, std::uint64_t seed) {
    Random random(seed);
    const std::vector<std::string> texts = families(random, 120, 5);
    DuplicateFinder finder({threshold, 3, 6});
    for (std::size_t i = 0; i < texts.size(); ++i)
        finder.add(static_cast<PairId>(i) + 1, shingles(texts[i]), {});
    FreeRun free;
    const auto groups = must(finder.groups(
        [&](PairId pair) -> Result<std::vector<std::uint64_t>> {
            return shingles(texts[static_cast<std::size_t>(pair) - 1]);
        },
        free));
    std::map<std::size_t, int> group_of;
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (const PairId pair : groups[g].pairs)
            group_of[static_cast<std::size_t>(pair) - 1] = static_cast<int>(g) + 1;
    std::vector<std::set<std::string>> sets;
    for (const std::string& text : texts)
        sets.push_back(triples({text}));
    Measured out;
    for (std::size_t a = 0; a < texts.size(); ++a)
        for (std::size_t b = a + 1; b < texts.size(); ++b) {
            if (similarity(sets[a], sets[b]) < threshold) continue;
            ++out.alike;
            out.found += group_of[a] != 0 && group_of[a] == group_of[b] ? 1 : 0;
        }
    for (const DuplicateGroup& group : groups) { // every member resembles another one of its group
        for (const PairId one : group.pairs) {
            const bool has = std::any_of(group.pairs.begin(), group.pairs.end(), [&](PairId other) {
                return other != one && similarity(sets[static_cast<std::size_t>(one) - 1],
                                                  sets[static_cast<std::size_t>(other) - 1]) >= threshold;
            });
            out.wrong_groups += has ? 0 : 1;
        }
        EXPECT_TRUE(std::is_sorted(group.pairs.begin(), group.pairs.end()));
    }
    return out;
}

TEST(Duplicates, RecallAgainstComparingEachWithEach) {
    for (const double threshold : {0.5, 0.7, 0.8, 0.9}) {
        Measured all;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const Measured one = measure(threshold, seed);
            all.alike += one.alike;
            all.found += one.found;
            all.wrong_groups += one.wrong_groups;
        }
        EXPECT_GT(all.alike, 300) << threshold;
        const double recall = static_cast<double>(all.found) / static_cast<double>(all.alike);
        RecordProperty("recall_" + std::to_string(static_cast<int>(threshold * 100)), std::to_string(recall));
        EXPECT_GE(recall, 0.99) << threshold << ": " << all.found << " of " << all.alike;
        EXPECT_EQ(all.wrong_groups, 0) << threshold;
    }
}

TEST(Duplicates, PicturesMustBeAlikeToo) {
    const auto grouped = [](const std::vector<std::vector<PictureMark>>& pictures) {
        DuplicateFinder finder({0.8, 3, 6});
        for (std::size_t i = 0; i < pictures.size(); ++i)
            finder.add(static_cast<PairId>(i) + 1, shingles("how many circles are in this picture"), pictures[i]);
        FreeRun free;
        std::vector<std::vector<PairId>> out;
        for (const DuplicateGroup& group : must(finder.groups(
                 [](PairId) -> Result<std::vector<std::uint64_t>> {
                     return shingles("how many circles are in this picture");
                 },
                 free)))
            out.push_back(group.pairs);
        return out;
    };
    using Groups = std::vector<std::vector<PairId>>;
    const PictureMark a{0x00FF00FF00FF00FFULL, false};
    const PictureMark near{a.hash ^ 0x111111, false}; // 6 bits
    const PictureMark far{a.hash ^ 0x1111111, false}; // 7 bits
    EXPECT_EQ(grouped({{a}, {near}, {far}}), (Groups{{1, 2, 3}})) << "1 and 2, 2 and 3 (1 bit)";
    EXPECT_EQ(grouped({{a}, {far}}), Groups{});
    EXPECT_EQ(grouped({{a}, {}, {a}}), (Groups{{1, 3}}));
    EXPECT_EQ(grouped({{a, near}, {near, a}, {a}}), (Groups{{1, 2}}));
    EXPECT_EQ(grouped({{{5, true}}, {{5, true}}, {{5, false}}, {{4, true}}}), (Groups{{1, 2}}));
    // Many pictures under one question: found by blocks of bits.
    Random random(4);
    std::vector<std::vector<PictureMark>> many;
    for (int i = 0; i < 500; ++i) {
        const std::uint64_t hash = random.next();
        std::uint64_t changed = hash;
        for (std::uint64_t bits = random.below(7); bits > 0; --bits)
            changed ^= std::uint64_t{1} << random.below(64);
        many.push_back({{hash, false}});
        many.push_back({{changed, false}});
    }
    const Groups groups = grouped(many);
    EXPECT_EQ(groups.size(), 500U);
    for (const auto& group : groups)
        EXPECT_TRUE(group.size() == 2 && group[1] == group[0] + 1 && group[0] % 2 == 1);
}

TEST(Duplicates, AThousandEqualPairsAreOneGroup) {
    DuplicateFinder finder({0.8, 3, 6});
    for (PairId pair = 1; pair <= 3000; ++pair)
        finder.add(pair, pair % 3 == 0 ? shingles("") : shingles("the same text again"), {});
    FreeRun free;
    int reads = 0;
    const auto groups = must(finder.groups(
        [&](PairId pair) -> Result<std::vector<std::uint64_t>> {
            ++reads;
            return pair % 3 == 0 ? shingles("") : shingles("the same text again");
        },
        free));
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].pairs.size(), 2000U);
    EXPECT_EQ(groups[1].pairs.size(), 1000U) << "pairs without any word are alike";
    EXPECT_LT(reads, 10'000);
}

TEST(Duplicates, StopsAndPassesErrorsOn) {
    const auto make = [] {
        DuplicateFinder finder({0.8, 3, 6});
        finder.add(1, shingles("a b c"), {});
        finder.add(2, shingles("a b c"), {});
        return finder;
    };
    SteeredControl stop;
    stop.stop(StopKind::save);
    const auto read = [](PairId) -> Result<std::vector<std::uint64_t>> { return fail("store.damaged", "x"); };
    EXPECT_TRUE(must(make().groups(read, stop)).empty());
    FreeRun free;
    EXPECT_EQ(test::codeOf(make().groups(read, free)), "store.damaged");
}

} // namespace
} // namespace egt::curation
