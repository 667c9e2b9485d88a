// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <sys/types.h>

#include "base/json.h"

namespace egt::test {

/// tests/remote/misbehaving_server.cpp as a child process, killed at the end.
class ServerProcess {
public:
    ServerProcess();
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    /// Address of the server that behaves so, for example "http://127.0.0.1:4711/busy-2/v1".
    [[nodiscard]] std::string url(const std::string& how) const;
    [[nodiscard]] Json statistics() const;
    void kill(); ///< now: nobody listens any more

private:
    pid_t m_pid = -1;
    int m_port = 0;
};

} // namespace egt::test
