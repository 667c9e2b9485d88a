// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Timings as ratios. A case is one file under core/ (torch-free) or ml/: it prepares its data and compares two ways of
// doing the same in one run. How to add one: README.md beside this file.

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace egt::bench {

/// One way of doing it. Both sides of a row do the same amount of work in one call.
struct Side {
    std::string name;
    std::function<void()> work;
};

/// What the ratio has to be. A speed-up is baseline time / our time; a cost is our time / baseline time.
struct Bar {
    enum class Kind { speedup_at_least, cost_at_most, none } kind = Kind::none;
    double value = 0;
};
inline Bar atLeast(double speedup) {
    return {Bar::Kind::speedup_at_least, speedup};
}
inline Bar atMost(double cost) {
    return {Bar::Kind::cost_at_most, cost};
}

/// One row of the table.
struct Row {
    std::string what;
    Side ours;
    Side baseline;
    Bar bar = {};
    int rounds = 21;         ///< interleaved; fewer with --rounds
    double units = 0;        ///< done by one call, for the rate; 0 = no rate
    std::string unit = "";   ///< "rows", "tokens"
    std::string source = ""; ///< where the baseline's arithmetic comes from
};

struct Settings {
    int threads = 2;
    int rounds = 0; ///< 0 = as the row says
};

/// Runs and collects rows. A case gets one.
class Bench {
public:
    virtual ~Bench() = default;
    [[nodiscard]] virtual const Settings& settings() const = 0;
    /// Warms both sides up, times them turn by turn (the first alternates), and adds the row.
    virtual void compare(const Row& row) = 0;
    /// A number that is no timing (bytes of memory, an error), with its bar.
    virtual void figure(const std::string& what, double value, const std::string& unit, const std::string& bar,
                        bool met) = 0;
    /// Says that a row was not run, and why.
    virtual void skip(const std::string& what, const std::string& why) = 0;
};

/// `static const bench::Registration entropy{"entropy-f32", [](Bench& b) {…}};` at file scope adds a case. Names are
/// what --filter looks in.
struct Registration {
    Registration(const char* name, void (*run)(Bench&));
};
/// A line of the header, e.g. the version of torch.
struct HeaderLine {
    HeaderLine(const char* name, std::string (*value)());
};

} // namespace egt::bench
