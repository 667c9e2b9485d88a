// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace egt {

enum class StopKind { none = 0, save = 1, abort = 2 };

/// What a long algorithm polls at its step boundary. The algorithms own no thread: the caller decides who stops them.
class Control {
public:
    virtual ~Control() = default;
    /// Blocks while paused. Returns none to go on, save to write a checkpoint and return, abort to return at once.
    /// Called from the thread that runs the algorithm.
    virtual StopKind checkpoint() = 0;
    /// Without waiting, for loops inside a step (an answer from the network): what was asked for so far. An algorithm
    /// that sees `paused` brings its step to an end and calls checkpoint().
    [[nodiscard]] virtual StopKind requested() const { return StopKind::none; }
    [[nodiscard]] virtual bool paused() const { return false; }
};

/// Never pauses, never stops.
class FreeRun final : public Control {
public:
    StopKind checkpoint() override { return StopKind::none; }
};

/// A Control that another thread steers. All members may be called from any thread.
class SteeredControl final : public Control {
public:
    StopKind checkpoint() override;
    void pause();
    void resume();
    /// A stronger request wins: abort after save is abort. Also wakes a paused algorithm.
    void stop(StopKind kind);
    [[nodiscard]] bool paused() const override; ///< asked to pause
    [[nodiscard]] bool waiting() const;         ///< the algorithm stands at a boundary because of it
    [[nodiscard]] StopKind requested() const override;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_paused = false;
    bool m_waiting = false;
    StopKind m_stop = StopKind::none;
};

} // namespace egt
