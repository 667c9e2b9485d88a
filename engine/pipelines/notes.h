// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/numbers.h"
#include "base/result.h"
#include "records/run_context.h"

namespace egt::pipelines {

/// Errors: request.out_of_range naming the field.
inline Result<void> checkRange(const char* field, double value, double low, double high) {
    if (value >= low && value <= high) return {};
    return fail("request.out_of_range", EGT_TEXT("engine", "%1 is %2; it must lie between %3 and %4."),
                {field, numberText(value), numberText(low), numberText(high)}, {}, 0, field);
}

/// Things that were left out: the first few are told one by one, the rest as a count per reason, so that a set without
/// its images does not drown the time line.
class Warnings {
public:
    explicit Warnings(RunContext& run) : m_run(run) {}

    void pairFailed(PairId pair, const Error& error) {
        tell(error.code, EGT_TEXT("engine", "Pair %1 was left out: %2"), {std::to_string(pair), error.message()});
    }
    /// `text` is an English template.
    void tell(const std::string& reason, std::string text, std::vector<std::string> args) {
        if (++m_counts[reason] <= kOneByOne) m_run.note({"warning", 0, std::move(text), std::move(args)});
    }
    /// Says how many more there were.
    void finish() {
        for (const auto& [reason, count] : m_counts)
            if (count > kOneByOne)
                m_run.note({"warning",
                            0,
                            EGT_TEXT("engine", "%1 more were left out for the same reason (%2)."),
                            {std::to_string(count - kOneByOne), reason}});
        m_counts.clear();
    }

private:
    static constexpr std::int64_t kOneByOne = 5;
    RunContext& m_run;
    std::map<std::string, std::int64_t> m_counts;
};

} // namespace egt::pipelines
