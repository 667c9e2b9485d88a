// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/control.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

namespace egt {
namespace {

using namespace std::chrono_literals;

/// An algorithm that counts its steps until it is stopped.
class Worker {
public:
    explicit Worker(SteeredControl& control)
        : m_thread([this, &control] {
              while ((m_ended = control.checkpoint()) == StopKind::none)
                  ++m_steps;
          }) {}
    ~Worker() {
        if (m_thread.joinable()) m_thread.join();
    }
    StopKind join() {
        m_thread.join();
        return m_ended;
    }
    [[nodiscard]] long steps() const { return m_steps; }

private:
    std::atomic<long> m_steps = 0;
    std::atomic<StopKind> m_ended = StopKind::none;
    std::thread m_thread;
};

template <class F> bool soon(F condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

TEST(Control, PausesAtABoundaryAndGoesOn) {
    SteeredControl control;
    Worker worker(control);
    ASSERT_TRUE(soon([&] { return worker.steps() > 10; }));
    control.pause();
    ASSERT_TRUE(soon([&] { return control.waiting(); }));
    const long paused_at = worker.steps();
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(worker.steps(), paused_at);
    EXPECT_TRUE(control.paused());
    control.resume();
    EXPECT_TRUE(soon([&] { return worker.steps() > paused_at; }));
    EXPECT_FALSE(control.paused());
    control.stop(StopKind::save);
    EXPECT_EQ(worker.join(), StopKind::save);
}

TEST(Control, StopWakesAPausedAlgorithm) {
    SteeredControl control;
    control.pause();
    Worker worker(control);
    ASSERT_TRUE(soon([&] { return control.waiting(); }));
    EXPECT_EQ(worker.steps(), 0);
    control.stop(StopKind::abort);
    EXPECT_EQ(worker.join(), StopKind::abort);
}

TEST(Control, TheStrongerStopWins) {
    SteeredControl control;
    control.stop(StopKind::abort);
    control.stop(StopKind::save);
    EXPECT_EQ(control.checkpoint(), StopKind::abort);
    EXPECT_EQ(control.requested(), StopKind::abort);
    EXPECT_EQ(FreeRun().checkpoint(), StopKind::none);
}

} // namespace
} // namespace egt
