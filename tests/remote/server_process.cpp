// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/server_process.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "remote/http.h"

extern char** environ;

namespace egt::test {

ServerProcess::ServerProcess() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = EGT_MISBEHAVING_SERVER;
    char* argv[] = {program.data(), nullptr};
    EXPECT_EQ(posix_spawn(&m_pid, program.c_str(), &actions, nullptr, argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    std::FILE* out = fdopen(ends[0], "r");
    EXPECT_EQ(std::fscanf(out, "%d", &m_port), 1) << "the server did not start"; // NOLINT
    std::fclose(out);
}

ServerProcess::~ServerProcess() {
    kill();
}

void ServerProcess::kill() {
    if (m_pid <= 0) return;
    ::kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

std::string ServerProcess::url(const std::string& how) const {
    return "http://127.0.0.1:" + std::to_string(m_port) + "/" + how + "/v1";
}

Json ServerProcess::statistics() const {
    remote::HttpTransfers transfers({}, 1 << 20);
    transfers.start(1, {"http://127.0.0.1:" + std::to_string(m_port) + "/stats", {}, {}, true});
    const auto ended = transfers.wait(10);
    EXPECT_EQ(ended.size(), 1U);
    return ended.empty() ? Json() : parseJson(ended.front().second.body).value_or(Json());
}

} // namespace egt::test
