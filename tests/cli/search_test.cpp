// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "store/project.h"

namespace egt::test {
namespace {

class SearchCommand : public CliTest {
protected:
    std::string rows() const {
        std::string text;
        for (const char* question :
             {"How many circles are there?", "Where is the red car?", "红车在哪里？", "a cat 猫"})
            text += dumpJson(Json{{"id", "r"}, {"prompt", question}, {"chosen", "yes"}, {"rejected", "no"}}) + "\n";
        EXPECT_TRUE(writeFileAtomically(folder / "rows.jsonl", text));
        return path("rows.jsonl");
    }
};

TEST_F(SearchCommand, FindsWithAndWithoutTheIndexAndSaysWhich) {
    done({"import", project, rows(), "--no-index"});
    const Finished read = egt({"search", project, "red car"});
    EXPECT_EQ(read.exit, 0);
    EXPECT_NE(read.out.find("[red] [car]"), std::string::npos) << read.out;
    EXPECT_NE(read.err.find("4 pairs were read because they are not in the text index"), std::string::npos) << read.err;
    const Json indexed = done({"index", project});
    EXPECT_EQ(indexed["added"], 4);
    EXPECT_EQ(indexed["pairs"], 4);
    EXPECT_EQ(done({"index", project})["added"], 0);
    const Finished quick = egt({"search", project, "red car"});
    EXPECT_EQ(quick.out, read.out);
    EXPECT_TRUE(quick.err.empty()) << quick.err;
    for (const auto& [text, pair] :
         {std::pair{"红车", 3}, {"猫", 4}, {"cat 猫", 4}, {"circ*", 1}, {"\"red car\"", 2}}) {
        const Json found = done({"search", project, text});
        EXPECT_EQ(found["found"], 1) << text;
        EXPECT_EQ(found["hits"][0]["pair"], pair) << text;
        EXPECT_EQ(found["hits"][0]["field"], "question");
        EXPECT_EQ(found["scanned"], 0);
    }
    const Json limited = done({"search", project, "yes", "--limit", "2"});
    EXPECT_EQ(limited["found"], 4);
    EXPECT_EQ(limited["hits"].size(), 2U);
    const auto match = done({"search", project, "circles"})["hits"][0]["matches"][0];
    EXPECT_EQ(match[0], 9);
    EXPECT_EQ(match[1], 16);
    EXPECT_EQ(egt({"search", project, "nowhere"}).out, "No pair matches.\n");
    EXPECT_EQ(done({"select", project, "--where", "text ~ \"red car\" or text ~ '红车'", "--name", "cars"})["selected"],
              2);
}

TEST_F(SearchCommand, ImportBuildsTheIndexAndAddsToIt) {
    EXPECT_EQ(done({"import", project, rows()})["indexed"], true);
    EXPECT_EQ(done({"search", project, "car"})["scanned"], 0);
    done({"import", project, writePairs(3)});
    const Json found = done({"search", project, "what"});
    EXPECT_EQ(found["found"], 3);
    EXPECT_EQ(found["indexed"], 7);
    EXPECT_FALSE(done({"import", project, writePairs(3)}).contains("indexed")) << "nothing new, nothing to do";
}

TEST_F(SearchCommand, ASecondProgramMayRead) {
    done({"import", project, rows()});
    const auto held = Project::open(project, false);
    ASSERT_TRUE(held);
    EXPECT_EQ(done({"search", project, "car"})["found"], 1);
    EXPECT_EQ(failed({"index", project})["code"], "store.locked");
    EXPECT_EQ(failed({"duplicates", project})["code"], "store.locked");
    EXPECT_EQ(failed({"select", project, "--where", "reviewed", "--save-filter", "x"})["code"], "store.locked");
    EXPECT_EQ(done({"select", project, "--list-filters"})["filters"].size(), 0U);
}

TEST_F(SearchCommand, FiltersAreSavedListedUsedAndDeleted) {
    done({"import", project, writePairs(6)});
    EXPECT_EQ(done({"select", project, "--where", "pair in 2..4", "--save-filter", "middle"})["saved"], "middle");
    const Json list = done({"select", project, "--list-filters"})["filters"];
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["name"], "middle");
    EXPECT_EQ(list[0]["where"], "pair in 2..4");
    EXPECT_EQ(done({"select", project, "--filter", "middle", "--name", "m"})["selected"], 3);
    const Json both = done({"select", project, "--filter", "middle", "--where", "pair > 2 or pair < 1", "--name", "m"});
    EXPECT_EQ(both["selected"], 2);
    EXPECT_EQ(both["rule"]["where"], "(pair in 2..4) and (pair > 2 or pair < 1)") << "replayable without the saved one";
    const Json unknown = failed({"select", project, "--filter", "midle", "--name", "m"});
    EXPECT_EQ(unknown["code"], "filter.unknown");
    EXPECT_NE(unknown["message"].get<std::string>().find("“middle”"), std::string::npos);
    EXPECT_EQ(done({"select", project, "--delete-filter", "middle"})["deleted"], "middle");
    EXPECT_EQ(failed({"select", project, "--delete-filter", "middle"})["code"], "filter.unknown");
    EXPECT_EQ(failed({"select", project, "--where", "entrpy > 1", "--save-filter", "x"})["code"],
              "filter.unknown_column");
    EXPECT_EQ(failed({"select", project, "--where", "reviewed", "--save-filter", " x"})["code"], "selection.bad_name");
}

TEST_F(SearchCommand, AWrongFilterIsShownWithItsPlace) {
    done({"import", project, writePairs(2)});
    const Finished wrong = egt({"select", project, "--where", "reviewed and entrpy > 1", "--name", "x"});
    EXPECT_EQ(wrong.exit, 1);
    EXPECT_NE(wrong.err.find("reviewed and entrpy > 1\negt: " + std::string(13, ' ') + "^\n"), std::string::npos)
        << wrong.err;
    EXPECT_NE(wrong.err.find("There is no column “entrpy” (position 14). Use “entropy”."), std::string::npos);
}

TEST_F(SearchCommand, DuplicatesAreFoundListedAndLeftOut) {
    done({"import", project, rows()});
    EXPECT_EQ(failed({"duplicates", project, "--list"})["code"], "duplicates.none_made");
    EXPECT_EQ(failed({"duplicates", project, "--threshold", "0.1"})["code"], "job.bad_value");
    ASSERT_TRUE(writeFileAtomically(
        folder / "more.jsonl",
        dumpJson(Json{{"id", "r"}, {"prompt", "how many CIRCLES are there"}, {"chosen", "yes"}, {"rejected", "no"}}) +
            "\n"));
    done({"import", project, path("more.jsonl")});
    const Json found = done({"duplicates", project, "--threshold", "0.9"});
    EXPECT_EQ(found["compared"], 5);
    EXPECT_EQ(found["groups"], 1);
    EXPECT_EQ(found["duplicates"], 1);
    EXPECT_EQ(found["pairs"], (Json::array({Json::array({1, 5})})));
    EXPECT_EQ(done({"duplicates", project, "--list"})["pairs"], found["pairs"]);
    EXPECT_EQ(done({"select", project, "--where", "not duplicate", "--name", "distinct"})["selected"], 4);
    const Json means = done({"info", project, "--mean", "words_question", "--per", "duplicate"});
    EXPECT_EQ(means["groups"][0]["name"], "no");
    EXPECT_EQ(means["groups"][0]["pairs"], 4);
    EXPECT_EQ(means["groups"][1]["mean"], 5.0);
}

} // namespace
} // namespace egt::test
