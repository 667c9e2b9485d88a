// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>
#include <sstream>

#include "base/random.h"
#include "samples.h"
#include "store/database.h"

namespace egt::test {
namespace {

using Ids = std::vector<PairId>;

class Search : public testing::Test {
protected:
    void add(const std::vector<std::string>& questions) {
        std::vector<PairRecord> pairs;
        for (const std::string& question : questions) {
            PairRecord p;
            p.question = question;
            p.answer_a = "first answer " + std::to_string(m_added);
            p.answer_b = "second answer";
            p.source_id = "Set-" + std::to_string(m_added++);
            pairs.push_back(p);
        }
        ImportRecord import = must(project->beginImport(sampleImport("f" + std::to_string(m_added))));
        must(project->appendPairs(pairs, import));
    }
    void index(std::int64_t pairs = 1'000'000) { must(project->extendTextIndex(pairs)); }
    Ids find(const std::string& text) { return must(project->search(text)); }

    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));

private:
    int m_added = 0;
};

TEST_F(Search, FindsTheSameWithAndWithoutTheIndex) {
    add({"How many circles are there?", "一只猫坐在红车旁边", "A cat and a dog", "猫 cat", "Ein GRÜNER Kreis",
         "red car, blue car", "the car is red", "nice 🐱 picture", "circular saw"});
    const std::vector<std::pair<std::string, Ids>> wanted = {{"how many", {1}},
                                                             {"many how", {1}},
                                                             {"\"many how\"", {}},
                                                             {"猫", {2, 4}},
                                                             {"红车", {2}},
                                                             {"车红", {}},
                                                             {"红", {2}},
                                                             {"cat", {3, 4}},
                                                             {"cat 猫", {4}},
                                                             {"\"猫 cat\"", {4}},
                                                             {"cat猫", {}},
                                                             {"gruner", {5}},
                                                             {"GRÜNER", {5}},
                                                             {"red car", {6, 7}},
                                                             {"\"red car\"", {6}},
                                                             {"circ*", {1, 9}},
                                                             {"circ", {}},
                                                             {"\"a d*\"", {3}},
                                                             {"🐱", {8}},
                                                             {"set-4", {5}},
                                                             {"Set", {1, 2, 3, 4, 5, 6, 7, 8, 9}},
                                                             {"first 3", {4}},
                                                             {"3", {3, 4}},
                                                             {"second answer", {1, 2, 3, 4, 5, 6, 7, 8, 9}},
                                                             {"nothing like it", {}},
                                                             {"？", {}},
                                                             {",", {6}},
                                                             {"?", {1}}};
    for (const auto& [text, ids] : wanted)
        EXPECT_EQ(find(text), ids) << text << " (read)";
    index(4);
    EXPECT_EQ(must(project->textIndexState()).indexed_to, 4);
    for (const auto& [text, ids] : wanted)
        EXPECT_EQ(find(text), ids) << text << " (half from the index)";
    index();
    for (const auto& [text, ids] : wanted)
        EXPECT_EQ(find(text), ids) << text << " (index)";
    EXPECT_EQ(find("").size(), 9U);
}

TEST_F(Search, NewPairsAreReadUntilTheyAreIndexed) {
    add({"red car", "blue car"});
    index();
    add({"green car"});
    const SearchResult before = must(project->find({"car", 0}));
    EXPECT_EQ(before.found, 3);
    EXPECT_EQ(before.indexed, 2);
    EXPECT_EQ(before.scanned, 1);
    index();
    const SearchResult after = must(project->find({"car", 0}));
    EXPECT_EQ(after.found, 3);
    EXPECT_EQ(after.indexed, 3);
    EXPECT_EQ(after.scanned, 0);
    index();
    EXPECT_EQ(find("car"), (Ids{1, 2, 3})) << "nothing is indexed twice";
}

TEST_F(Search, NoTextBreaksIt) {
    add({"plain words", "quote \" inside", "per%cent_sign", "tab\tand\nline"});
    index();
    std::vector<std::string> texts = {"\"",
                                      "'",
                                      "\"\"\"",
                                      "AND",
                                      "OR",
                                      "NOT",
                                      "NEAR(a b)",
                                      "a AND",
                                      "(",
                                      ")",
                                      "^a",
                                      "a:b",
                                      "question:plain",
                                      "*",
                                      "**a",
                                      "{a}",
                                      "-a",
                                      "+",
                                      "\\",
                                      "%",
                                      "_",
                                      "🙂",
                                      "🙂🙂*",
                                      "\xff\xfe",
                                      "a\xe7",
                                      "; DROP TABLE pair",
                                      "--",
                                      "/*",
                                      "NULL",
                                      "x'00'",
                                      std::string("a\0b", 3),
                                      std::string("\0", 1),
                                      std::string(100'000, 'x'),
                                      std::string(20'000, '"')};
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "w" + std::to_string(i) + " ";
    texts.push_back(many);
    for (const std::string& text : texts) {
        EXPECT_EQ(codeOf(project->search(text)), "no error") << text.substr(0, 50);
        EXPECT_EQ(codeOf(project->find({text, 3})), "no error") << text.substr(0, 50);
    }
    EXPECT_EQ(find("%"), Ids{3});
    EXPECT_EQ(find("\""), Ids{2});
    Random random(11);
    const std::vector<std::string> parts = {"\"",  "a", "words", "*", " ", "(",  ")",
                                            "AND", "-", "猫",    "“", "”", "\n", ":"};
    for (int i = 0; i < 500; ++i) {
        std::string text;
        for (std::uint64_t j = random.below(9); j > 0; --j)
            text += parts[random.below(parts.size())];
        EXPECT_EQ(codeOf(project->find({text, 2})), "no error") << text;
    }
}

TEST_F(Search, ExcerptsShowTheMatches) {
    add({"The quick brown fox jumps over the lazy dog while nobody in the whole wide world is looking at it, not even "
         "the red car with its four round wheels that stands before the house, the garden, the lake "
         "and the hills.",
         "two\nlines with a RED car", "红色的猫在红车上"});
    index();
    const SearchResult found = must(project->find({"red car", 0}));
    ASSERT_EQ(found.hits.size(), 2U);
    EXPECT_EQ(found.hits[0].field, "question");
    EXPECT_TRUE(found.hits[0].excerpt.starts_with("…"));
    EXPECT_TRUE(found.hits[0].excerpt.ends_with("…"));
    EXPECT_EQ(found.hits[1].excerpt, "two lines with a RED car");
    std::vector<std::string> marked;
    for (const SearchHit& hit : found.hits)
        for (std::size_t i = 0; i + 1 < hit.marks.size(); i += 2)
            marked.push_back(hit.excerpt.substr(hit.marks[i], hit.marks[i + 1] - hit.marks[i]));
    EXPECT_EQ(marked, (std::vector<std::string>{"red", "car", "RED", "car"}));
    const SearchHit han = must(project->find({"红车", 0})).hits.at(0);
    EXPECT_EQ(han.excerpt.substr(han.marks.at(0), han.marks.at(1) - han.marks.at(0)), "红车");
    EXPECT_EQ(must(project->find({"car", 1})).hits.size(), 1U);
    EXPECT_EQ(must(project->find({"car", 1})).found, 2);
    const SearchResult number = must(project->find({"2", 0}));
    ASSERT_EQ(number.hits.size(), 2U);
    EXPECT_EQ(number.hits[0].field, "pair") << "its number is 2";
    EXPECT_EQ(number.hits[1].field, "answer_a") << "“first answer 2”";
    EXPECT_EQ(must(project->find({"set-1", 0})).hits.at(0).field, "id");
}

// Words of single letters between spaces: what the index must find can be said with std::string and std::set alone.
TEST_F(Search, AgreesWithACountOfWords) {
    Random random(3);
    std::vector<std::string> texts;
    for (int i = 0; i < 400; ++i) {
        std::string text;
        for (std::uint64_t j = 1 + random.below(8); j > 0; --j)
            text += std::string(1, static_cast<char>('k' + random.below(6))) + (random.below(3) == 0 ? "  " : " ");
        texts.push_back(text);
    }
    add(texts);
    index(150); // some from the index, some read
    const auto wordsOf = [](const std::string& text) {
        std::istringstream in(text);
        std::vector<std::string> out;
        for (std::string word; in >> word;)
            out.push_back(word);
        return out;
    };
    for (int i = 0; i < 200; ++i) {
        std::vector<std::string> asked;
        for (std::uint64_t j = 1 + random.below(3); j > 0; --j)
            asked.emplace_back(1, static_cast<char>('k' + random.below(6)));
        const bool phrase = random.below(2) == 0;
        std::string query;
        for (const std::string& word : asked)
            query += (query.empty() ? "" : " ") + word;
        Ids wanted;
        for (std::size_t at = 0; at < texts.size(); ++at) {
            const std::vector<std::string> words = wordsOf(texts[at]);
            const std::set<std::string> set(words.begin(), words.end());
            const bool all = std::all_of(asked.begin(), asked.end(), [&](const auto& w) { return set.contains(w); });
            const bool run = std::search(words.begin(), words.end(), asked.begin(), asked.end()) != words.end();
            if (phrase ? run : all) wanted.push_back(static_cast<PairId>(at) + 1);
        }
        EXPECT_EQ(find(phrase ? "\"" + query + "\"" : query), wanted) << query << " " << phrase;
    }
}

TEST_F(Search, TheIndexIsSmallerThanTheText) {
    Random random(8);
    std::vector<std::string> words;
    for (int i = 0; i < 3000; ++i) {
        std::string word;
        for (std::uint64_t j = 3 + random.below(6); j > 0; --j)
            word += static_cast<char>('a' + random.below(26));
        words.push_back(word);
    }
    std::vector<std::string> texts;
    for (int i = 0; i < 2000; ++i) {
        std::string text;
        for (int j = 0; j < 100; ++j) // a few words often, most of them seldom, as in language
            text += words[random.below(1 + random.below(words.size()))] + " ";
        texts.push_back(text);
    }
    add(texts);
    const auto pages = [this] {
        store::Db db((temp / "p.egt/project.db").string(), SQLite::OPEN_READONLY);
        return db.execAndGet("PRAGMA page_count").getInt64() - db.execAndGet("PRAGMA freelist_count").getInt64();
    };
    const std::int64_t before = pages();
    index();
    EXPECT_LT(pages() - before, before * 8 / 10);
    store::Db db((temp / "p.egt/project.db").string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(find(words[0]).empty(), false);
}

TEST_F(Search, AReaderSearchesWhileAnotherIndexes) {
    add({"red car", "blue car", "green car"});
    const auto reader = must(Project::open(temp / "p.egt", true));
    EXPECT_EQ(must(reader->search("car")), (Ids{1, 2, 3}));
    index(2);
    EXPECT_EQ(must(reader->find({"car", 0})).indexed, 2);
    EXPECT_EQ(codeOf(reader->extendTextIndex(10)), "store.read_only");
    EXPECT_EQ(codeOf(reader->saveFilter("x", "reviewed")), "store.read_only");
}

TEST_F(Search, FiltersAreKeptByName) {
    must(project->saveFilter("long", "words_a > 200"));
    must(project->saveFilter("低熵", "entropy < 1"));
    must(project->saveFilter("long", "words_a > 300"));
    const std::vector<FilterRecord> all = must(project->filters());
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].name, "long");
    EXPECT_EQ(all[0].expression, "words_a > 300");
    EXPECT_EQ(codeOf(project->saveFilter(" x", "reviewed")), "selection.bad_name");
    must(project->removeFilter("long"));
    EXPECT_EQ(codeOf(project->removeFilter("long")), "filter.unknown");
    project.reset();
    project = must(Project::open(temp / "p.egt", false));
    EXPECT_EQ(must(project->filters()).at(0).name, "低熵");
}

} // namespace
} // namespace egt::test
