// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Baselines that are Python: a script that says when it is ready and does its work at every line it is given.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace egt::bench {

/// The environment with the reference libraries (./dev parity installs it).
inline std::string pythonProgram() {
    const char* given = std::getenv("EGT_PARITY_PYTHON");
    return given ? given : EGT_BENCH_PYTHON;
}

/// A Python program that answers each line with a line.
class Python {
public:
    explicit Python(const std::vector<std::string>& arguments) {
        int in[2] = {};
        int out[2] = {};
        if (pipe(in) != 0 || pipe(out) != 0) return;
        m_pid = fork();
        if (m_pid == 0) {
            dup2(in[0], STDIN_FILENO);
            dup2(out[1], STDOUT_FILENO);
            for (const int fd : {in[0], in[1], out[0], out[1]})
                close(fd);
            std::vector<char*> argv;
            for (const std::string& argument : arguments)
                argv.push_back(const_cast<char*>(argument.c_str()));
            argv.push_back(nullptr);
            execv(argv[0], argv.data());
            _exit(77);
        }
        close(in[0]);
        close(out[1]);
        m_to = fdopen(in[1], "w");
        m_from = fdopen(out[0], "r");
    }
    Python(const Python&) = delete;
    Python& operator=(const Python&) = delete;
    ~Python() {
        if (m_to) std::fclose(m_to);
        if (m_from) std::fclose(m_from);
        if (m_pid > 0) waitpid(m_pid, nullptr, 0);
    }
    std::string line() {
        char text[512] = {};
        std::string line = m_from && std::fgets(text, sizeof text, m_from) ? text : "";
        if (line.ends_with('\n')) line.pop_back();
        return line;
    }
    /// Has it do its work once; what it says when done.
    std::string ask() {
        std::fputs("run\n", m_to);
        std::fflush(m_to);
        return line();
    }

private:
    pid_t m_pid = -1;
    std::FILE* m_to = nullptr;
    std::FILE* m_from = nullptr;
};

} // namespace egt::bench
