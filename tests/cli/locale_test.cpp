// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>

#include "cli/program.h"

namespace egt::test {
namespace {

class Locale : public CliTest {};

TEST_F(Locale, NumbersAreTheSameEverywhere) {
    const std::string file = writePairs(4);
    const std::vector<std::string> german{"LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8"};
    EXPECT_EQ(egt({"import", project, file}, german).exit, 0);
    const Finished selected = egt({"select", project, "--where", "pair < 2.5", "--name", "low", "--json"}, german);
    EXPECT_EQ(selected.json()["selected"], 2);
    EXPECT_EQ(egt({"select", project, "--keep", "0.5", "--by", "pair", "--name", "half", "--json"}, german)
                  .json()["selected"],
              2);
    EXPECT_EQ(egt({"select", project, "--keep", "0,5", "--by", "pair", "--name", "half"}, german).exit, 1);
}

} // namespace
} // namespace egt::test
