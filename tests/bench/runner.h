// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "bench.h"

namespace egt::bench {

/// Three quartiles.
struct Spread {
    double low = 0, median = 0, high = 0;
};
Spread spreadOf(std::vector<double> values);

/// A finished row, as printed and as --json writes it.
struct Outcome {
    std::string name; ///< of the case
    std::string what;
    std::string ours, baseline, source;
    Spread ours_seconds, baseline_seconds;
    Spread ratio; ///< of the rounds' own ratios: what slows both sides of a round cancels
    double units = 0;
    std::string unit;
    std::string bar; ///< ">= 5x", "<= 1.03x", or empty
    bool timed = false;
    bool ran = true;
    bool met = true;
    std::string note; ///< why it did not run; a figure's value
};

/// Prints each row as it is done unless `quiet`.
class Runner final : public Bench {
public:
    Runner(Settings settings, bool quiet) : m_settings(settings), m_quiet(quiet) {}
    void run(const std::string& name, void (*work)(Bench&));
    [[nodiscard]] const std::vector<Outcome>& outcomes() const { return m_outcomes; }

    [[nodiscard]] const Settings& settings() const override { return m_settings; }
    void compare(const Row& row) override;
    void figure(const std::string& what, double value, const std::string& unit, const std::string& bar,
                bool met) override;
    void skip(const std::string& what, const std::string& why) override;

private:
    void add(Outcome outcome);

    Settings m_settings;
    bool m_quiet;
    std::string m_name;
    std::vector<Outcome> m_outcomes;
};

} // namespace egt::bench
