// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/control.h"

#include <algorithm>

namespace egt {

StopKind SteeredControl::checkpoint() {
    std::unique_lock lock(m_mutex);
    m_waiting = m_paused && m_stop == StopKind::none;
    m_changed.wait(lock, [this] { return !m_paused || m_stop != StopKind::none; });
    m_waiting = false;
    return m_stop;
}

void SteeredControl::pause() {
    const std::lock_guard lock(m_mutex);
    m_paused = true;
}

void SteeredControl::resume() {
    const std::lock_guard lock(m_mutex);
    m_paused = false;
    m_changed.notify_all();
}

void SteeredControl::stop(StopKind kind) {
    const std::lock_guard lock(m_mutex);
    m_stop = std::max(m_stop, kind);
    m_changed.notify_all();
}

bool SteeredControl::paused() const {
    const std::lock_guard lock(m_mutex);
    return m_paused;
}

bool SteeredControl::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting;
}

StopKind SteeredControl::requested() const {
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

} // namespace egt
