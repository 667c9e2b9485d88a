// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"

#include <algorithm>
#include <cstdio>
#include <exception>

#include "base/clock.h"

namespace egt::bench {
namespace {

double timed(const std::function<void()>& work) {
    const double start = steadySeconds();
    work();
    return steadySeconds() - start;
}

std::string printed(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string barText(const Bar& bar) {
    if (bar.kind == Bar::Kind::none) return "";
    return (bar.kind == Bar::Kind::cost_at_most ? "<= " : ">= ") + printed("%g", bar.value) + "x";
}

void print(const Outcome& o) {
    const std::string verdict = o.bar.empty() ? "" : o.bar + (o.met ? "  met" : "  MISSED");
    if (!o.ran) {
        std::printf("%-58s not run: %s\n", o.what.c_str(), o.note.c_str());
    } else if (!o.timed) {
        std::printf("%-58s %s  %s\n", o.what.c_str(), o.note.c_str(), verdict.c_str());
    } else {
        std::printf("%-58s %8.3fx [%.3f .. %.3f]  %s\n", o.what.c_str(), o.ratio.median, o.ratio.low, o.ratio.high,
                    verdict.c_str());
        for (const auto& [name, seconds] : {std::pair{o.ours, o.ours_seconds}, {o.baseline, o.baseline_seconds}}) {
            std::printf("    %-52s %10.3f ms", name.c_str(), 1e3 * seconds.median);
            if (o.units > 0) std::printf("  %12.0f %s/s", o.units / seconds.median, o.unit.c_str());
            std::printf("\n");
        }
        if (!o.source.empty()) std::printf("    baseline: %s\n", o.source.c_str());
    }
    std::fflush(stdout);
}

} // namespace

Spread spreadOf(std::vector<double> values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
    };
    return {at(0.25), at(0.5), at(0.75)};
}

void Runner::run(const std::string& name, void (*work)(Bench&)) {
    m_name = name;
    try {
        work(*this);
    } catch (const std::exception& error) { // a case that broke is a row that says so
        skip(name, error.what());
        m_outcomes.back().met = false;
    }
}

void Runner::compare(const Row& row) {
    row.ours.work(); // warms caches and allocators
    row.baseline.work();
    std::vector<double> ours;
    std::vector<double> baseline;
    std::vector<double> ratios;
    const bool cost = row.bar.kind == Bar::Kind::cost_at_most;
    const int rounds = m_settings.rounds > 0 ? m_settings.rounds : row.rounds;
    for (int i = 0; i < rounds; ++i) {
        const bool ours_first = i % 2 == 0;
        const double first = timed(ours_first ? row.ours.work : row.baseline.work);
        const double second = timed(ours_first ? row.baseline.work : row.ours.work);
        ours.push_back(ours_first ? first : second);
        baseline.push_back(ours_first ? second : first);
        ratios.push_back(cost ? ours.back() / baseline.back() : baseline.back() / ours.back());
    }
    Outcome out;
    out.what = row.what;
    out.ours = row.ours.name;
    out.baseline = row.baseline.name;
    out.source = row.source;
    out.ours_seconds = spreadOf(ours);
    out.baseline_seconds = spreadOf(baseline);
    out.ratio = spreadOf(ratios);
    out.units = row.units;
    out.unit = row.unit;
    out.bar = barText(row.bar);
    out.timed = true;
    out.met = row.bar.kind == Bar::Kind::none ||
              (cost ? out.ratio.median <= row.bar.value : out.ratio.median >= row.bar.value);
    add(std::move(out));
}

void Runner::figure(const std::string& what, double value, const std::string& unit, const std::string& bar, bool met) {
    Outcome out;
    out.what = what;
    out.note = printed("%.6g", value) + " " + unit;
    out.bar = bar;
    out.met = met;
    add(std::move(out));
}

void Runner::skip(const std::string& what, const std::string& why) {
    Outcome out;
    out.what = what;
    out.note = why;
    out.ran = false;
    add(std::move(out));
}

void Runner::add(Outcome outcome) {
    outcome.name = m_name;
    if (!m_quiet) print(outcome);
    m_outcomes.push_back(std::move(outcome));
}

} // namespace egt::bench
