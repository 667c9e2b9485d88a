// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace egt::test {

/// Sanitizers keep memory of their own, so the process tells nothing under them.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool resident_peak_tells = false;
#else
inline constexpr bool resident_peak_tells = true;
#endif

/// The highest resident size since the last reset, from /proc/self/status (man proc). 0 where there is none.
inline std::int64_t residentPeak() {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;)
        if (word == "VmHWM:") {
            std::int64_t kilobytes = 0;
            in >> kilobytes;
            return kilobytes * 1024;
        }
    return 0;
}
/// The peak becomes what is resident now: else an earlier test's peak would hide a later one's. False where it can't
/// be.
inline bool resetResidentPeak() {
    std::ofstream out("/proc/self/clear_refs");
    out << "5" << std::flush;
    return out.good();
}

} // namespace egt::test
