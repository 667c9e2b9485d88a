// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <functional>
#include <mutex>
#include <thread>

namespace egt::cli {

/// SIGINT, SIGTERM and SIGHUP as calls on a thread of their own, where locks may be taken. Make it before any other
/// thread starts: they inherit the blocked signals. While nobody listens, a signal ends the program with 130.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// `handler` is told which signal since the call this is: 1, 2, … An empty one lets signals end the program again.
    void listen(std::function<void(int nth)> handler);

private:
    void loop();

    sigset_t m_signals{};
    std::mutex m_mutex;
    std::function<void(int)> m_handler;
    int m_count = 0;
    bool m_quit = false;
    std::thread m_thread;
};

} // namespace egt::cli
