// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

namespace egt::test {

/// Highest sum of tensor bytes that this thread held at once while `work` ran, above what it held before.
class PeakMemory : public c10::MemoryReportingInfoBase {
public:
    static std::int64_t of(const std::function<void()>& work) {
        const auto memory = std::make_shared<PeakMemory>();
        const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, memory);
        work();
        return memory->m_peak;
    }
    void reportMemoryUsage(void* /*place*/, std::int64_t bytes, std::size_t /*allocated*/, std::size_t /*reserved*/,
                           c10::Device /*device*/) override {
        m_now += bytes;
        m_peak = std::max(m_peak, m_now);
    }
    [[nodiscard]] bool memoryProfilingEnabled() const override { return true; }

private:
    std::int64_t m_now = 0;
    std::int64_t m_peak = 0;
};

} // namespace egt::test
