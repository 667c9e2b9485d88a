// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "support/temp_folder.h"

namespace egt::test {

struct Finished {
    int exit = -1;   ///< exit code; 128 + signal when it was killed
    std::string out; ///< stdout
    std::string err; ///< stderr
    /// stdout as the one JSON object it must be.
    [[nodiscard]] Json json() const;
};

/// The egt program as a child process, with its own environment variables on top.
class Program {
public:
    explicit Program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    void signal(int number) const;
    [[nodiscard]] bool running();
    Finished wait();

private:
    pid_t m_pid = -1;
    int m_status = -1;
    TempFolder m_folder; ///< stdout and stderr as files: no pipe can fill up
};

/// Runs it to its end.
Finished egt(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});

/// A project in a temporary folder.
class CliTest : public testing::Test {
protected:
    CliTest();
    /// `rows` pairs in the MM-RLHF layout, without image files.
    std::string writePairs(int rows, const std::string& name = "pairs.jsonl") const;
    [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
    Json done(const std::vector<std::string>& arguments) const;   ///< with --json; expects exit 0
    Json failed(const std::vector<std::string>& arguments) const; ///< with --json; expects exit 1, gives the error

    TempFolder folder;
    std::string project;
};

} // namespace egt::test
