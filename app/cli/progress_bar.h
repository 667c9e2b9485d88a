// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "records/events.h"

namespace egt::cli {

/// Draws a running job on stderr when that is a terminal: bar, live figures, rate, time left. Notes become lines in any
/// case. Thread: any.
class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar(); ///< leaves a clean line
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void on(const Event& event);
    void progress(const ProgressEvent& progress);
    /// A line above the bar.
    void line(const std::string& text);
    /// What stands on the screen, for a terminal of that many columns.
    [[nodiscard]] std::string render(int columns) const;

private:
    void draw();
    void clear();

    std::mutex m_mutex;
    bool m_terminal;
    bool m_drawn = false;
    ProgressEvent m_progress;
    std::map<std::string, double> m_metrics;
    double m_started = 0; ///< steady seconds of the phase's first event
    std::int64_t m_first = 0;
};

} // namespace egt::cli
