// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupts.h"

#include <ctime>
#include <unistd.h>
#include <utility>

#include "output.h"

namespace egt::cli {

Interrupts::Interrupts() {
    sigemptyset(&m_signals);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&m_signals, number);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error of write(2), not the end of a job
    m_thread = std::thread([this] { loop(); });
}

Interrupts::~Interrupts() {
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_thread.join();
}

void Interrupts::listen(std::function<void(int)> handler) {
    const std::lock_guard lock(m_mutex);
    m_handler = std::move(handler);
    m_count = 0;
}

void Interrupts::loop() {
    while (true) {
        const timespec wait{0, 20'000'000};
        const int got = sigtimedwait(&m_signals, nullptr, &wait);
        const std::lock_guard lock(m_mutex);
        if (m_quit) return;
        if (got <= 0) continue;
        if (!m_handler) _exit(kInterrupted); // nothing is half done: every write to a project is a transaction
        m_handler(++m_count);
    }
}

} // namespace egt::cli
