// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"

namespace egt::test {
namespace {

class Usage : public CliTest {};

TEST_F(Usage, EveryCommandHasHelpWithAnExample) {
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{"new"},
                                                                                         {"info"},
                                                                                         {"demo-world"},
                                                                                         {"import"},
                                                                                         {"index"},
                                                                                         {"search"},
                                                                                         {"duplicates"},
                                                                                         {"sft"},
                                                                                         {"judge"},
                                                                                         {"judge", "info"},
                                                                                         {"judge", "check"},
                                                                                         {"judge", "merge"},
                                                                                         {"judge", "export"},
                                                                                         {"judge", "tokenize"},
                                                                                         {"judge", "pixels"},
                                                                                         {"score"},
                                                                                         {"flag"},
                                                                                         {"select"},
                                                                                         {"review"},
                                                                                         {"train"},
                                                                                         {"runs"},
                                                                                         {"eval"},
                                                                                         {"bench-eval"},
                                                                                         {"verify"},
                                                                                         {"relocate"},
                                                                                         {"export"},
                                                                                         {"demo"}}) {
        std::vector<std::string> arguments = command;
        arguments.emplace_back("--help");
        const Finished help = egt(arguments);
        std::string whole = "egt";
        for (const std::string& word : command)
            whole += " " + word;
        EXPECT_EQ(help.exit, 0) << whole;
        const std::size_t example = help.out.find("Example");
        ASSERT_NE(example, std::string::npos) << whole;
        EXPECT_NE(help.out.find(whole, example), std::string::npos) << whole;
        EXPECT_TRUE(help.err.empty()) << help.err;
    }
    EXPECT_EQ(egt({"--version"}).out.substr(0, 4), "egt ");
}

TEST_F(Usage, WrongUsageIsTwo) {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {},
             {"dance"},
             {"import", project},
             {"info", project, "--deep"},
             {"review", project},
             {"review", project, "--list", "--undo"},
             {"review", project, "--decide", "1", "left"},
             {"score", project, "--judge", "j", "--orders", "both-ways"},
             {"score", project, "--judge", "j", "--samples", "many"},
             {"flag", project, "--rule", "odd"},
             {"flag", project, "--rule", "uncertain", "--share", "5%", "--above", "1"},
             {"select", project, "--name", "x"},
             {"select", project, "--where", "reviewed"},
             {"select", project, "--save-filter", "x"},
             {"select", project, "--name", "x", "--save-filter", "y", "--where", "reviewed"},
             {"search", project},
             {"search", project, "x", "--limit", "-1"},
             {"info", project, "--mean", "words_a"}}) {
        const Finished wrong = egt(arguments);
        EXPECT_EQ(wrong.exit, 2) << testing::PrintToString(arguments);
        EXPECT_TRUE(wrong.out.empty()) << wrong.out;
        EXPECT_FALSE(wrong.err.empty());
    }
    const Finished json = egt({"import", project, "--json"});
    EXPECT_EQ(json.exit, 2);
    EXPECT_EQ(json.json()["error"]["code"], "usage");
}

TEST_F(Usage, NothingIsDrawnIntoAPipe) {
    const Finished import = egt({"import", project, writePairs(50)});
    EXPECT_EQ(import.exit, 0);
    EXPECT_EQ(import.err.find('\r'), std::string::npos) << import.err;
    EXPECT_EQ(import.err.find('\x1b'), std::string::npos) << import.err;
    EXPECT_NE(import.out.find("imported"), std::string::npos);
}

} // namespace
} // namespace egt::test
