// SPDX-License-Identifier: GPL-3.0-or-later
#include "waiting.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>
#include <utility>

#include "base/clock.h"
#include "output.h"

namespace egt::cli {

Waiting::Waiting(std::string what) : m_what(std::move(what)) {
    if (isatty(STDERR_FILENO) != 0) m_thread = std::thread([this] { loop(); });
}

Waiting::~Waiting() {
    if (!m_thread.joinable()) return;
    {
        const std::lock_guard lock(m_mutex);
        m_over = true;
    }
    m_ended.notify_all();
    m_thread.join();
}

void Waiting::loop() {
    using namespace std::chrono_literals;
    const double started = steadySeconds();
    bool drawn = false;
    std::unique_lock lock(m_mutex);
    while (!m_ended.wait_for(lock, 500ms, [this] { return m_over; })) {
        const std::string line = "\r\x1b[K" + m_what + " " + duration(steadySeconds() - started);
        std::fwrite(line.data(), 1, line.size(), stderr);
        std::fflush(stderr);
        drawn = true;
    }
    if (!drawn) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
}

} // namespace egt::cli
