// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the live comparisons share: one run of a reference script whose answers all tests of a suite read.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "base/files.h"
#include "support/temp_folder.h"

namespace egt::test {

/// One such suite a program. SetUpTestSuite writes what the script needs into folder() and calls ask(). Tests are
/// skipped outside ./dev parity and where the script ends with 77 (its libraries are not there); they fail when it
/// fails.
class ReferenceTest : public testing::Test {
protected:
    static void TearDownTestSuite() { s_folder.reset(); }
    void SetUp() override {
        if (s_failed) FAIL() << s_why;
        if (!s_asked) GTEST_SKIP() << s_why;
    }

    static const TempFolder& folder() {
        if (!s_folder) s_folder = std::make_unique<TempFolder>();
        return *s_folder;
    }
    /// Runs the script; its output is kept for messages. Returns whether there are answers.
    static bool ask(const std::string& script, const std::vector<std::string>& arguments) {
        const char* python = std::getenv("EGT_PARITY_PYTHON");
        if (python == nullptr || !std::filesystem::exists(python)) {
            s_why = "the live comparison with the reference libraries runs under ./dev parity";
            return false;
        }
        const std::string log = (folder() / "log").string();
        const int code = run(script, arguments, " > '" + log + "' 2>&1");
        s_asked = code == 0;
        s_failed = code != 0 && code != 77;
        if (!s_asked) s_why = script + " ended with " + std::to_string(code) + ":\n" + readFile(log).value_or("");
        return s_asked;
    }
    /// The script's exit code, -1 when a signal ended it.
    static int run(const std::string& script, const std::vector<std::string>& arguments, const std::string& tail = {}) {
        std::string command = std::string("'") + std::getenv("EGT_PARITY_PYTHON") + "' '" + script + "'";
        for (const std::string& argument : arguments)
            command += " '" + argument + "'";
        const int status = std::system((command + tail).c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    /// A new one each run, printed; EGT_PARITY_SEED repeats a run.
    static std::string seed() {
        const char* given = std::getenv("EGT_PARITY_SEED");
        const std::string seed = given ? given : std::to_string(std::random_device()() % 1'000'000);
        std::cout << "EGT_PARITY_SEED=" << seed << " repeats this run\n";
        return seed;
    }

private:
    inline static std::unique_ptr<TempFolder> s_folder;
    inline static std::string s_why;
    inline static bool s_asked = false;
    inline static bool s_failed = false;
};

} // namespace egt::test
