// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress_bar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "output.h"

namespace egt::cli {
namespace {

constexpr int kBarWidth = 24;
/// Metric, what it is called here, digits. In the order of interest: the last ones fall off a narrow terminal.
constexpr auto kFigures = std::to_array<std::pair<const char*, const char*>>({
    {"loss", "loss"},
    {"reward", "reward"},
    {"eval/accuracy", "accuracy"},
    {"accuracy", "accuracy"},
    {"entropy", "entropy"},
});

int columns() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string bar(double part) {
    const int full = static_cast<int>(std::clamp(part, 0.0, 1.0) * kBarWidth);
    std::string out = "[";
    for (int i = 0; i < kBarWidth; ++i)
        out += i < full ? '#' : '.';
    return out + "]";
}

} // namespace

ProgressBar::ProgressBar() : m_terminal(isatty(STDERR_FILENO) != 0) {}
ProgressBar::~ProgressBar() {
    const std::lock_guard lock(m_mutex);
    clear();
}

void ProgressBar::on(const Event& event) {
    if (const auto* progressed = std::get_if<ProgressEvent>(&event.body)) return progress(*progressed);
    if (const auto* note = std::get_if<NoteEvent>(&event.body))
        return line(Error{{}, note->text, note->args, {}, 0, {}}.message());
    if (const auto* metrics = std::get_if<MetricsEvent>(&event.body)) {
        const std::lock_guard lock(m_mutex);
        for (const MetricPoint& point : metrics->points)
            m_metrics[point.name] = point.value;
        draw();
    }
}

void ProgressBar::progress(const ProgressEvent& progress) {
    const std::lock_guard lock(m_mutex);
    if (m_started == 0 || progress.phase != m_progress.phase || progress.done < m_progress.done) {
        m_started = steadySeconds();
        m_first = progress.done;
    }
    m_progress = progress;
    draw();
}

void ProgressBar::line(const std::string& text) {
    const std::lock_guard lock(m_mutex);
    clear();
    message(text);
    draw();
}

std::string ProgressBar::render(int width) const {
    const ProgressEvent& p = m_progress;
    const double seconds = steadySeconds() - m_started;
    const double rate = p.rate > 0 ? p.rate : (seconds > 0.5 ? static_cast<double>(p.done - m_first) / seconds : 0);
    std::string out = p.phase.empty() ? "" : p.phase + " ";
    if (p.total > 0)
        out += bar(static_cast<double>(p.done) / static_cast<double>(p.total)) + " " + count(p.done) + "/" +
               count(p.total);
    else
        out += count(p.done);
    out += " " + p.unit;
    std::vector<std::string> parts;
    for (const auto& [metric, shown] : kFigures)
        if (const auto found = m_metrics.find(metric); found != m_metrics.end())
            parts.push_back(std::string(shown) + " " + real(found->second, 3));
    if (rate > 0) parts.push_back(real(rate, rate < 10 ? 1 : 0) + "/s");
    if (p.tokens_per_second > 0) parts.push_back(real(p.tokens_per_second, 0) + " tokens/s");
    if (p.prompt_tokens_per_second > 0) parts.push_back(real(p.prompt_tokens_per_second, 0) + " prompt tokens/s");
    const bool known = rate > 0 && p.total > 0;
    // The time left matters most: it goes before figures that do not fit.
    const double ahead = p.seconds_left > 0 ? p.seconds_left : static_cast<double>(p.total - p.done) / rate;
    const std::string left = known ? "  " + duration(ahead) + " left" : "";
    for (const std::string& part : parts)
        if (static_cast<int>(out.size() + part.size() + left.size()) + 3 < width) out += "  " + part;
    out += left;
    return out.substr(0, static_cast<std::size_t>(std::max(width - 1, 1)));
}

void ProgressBar::draw() {
    if (!m_terminal || m_started == 0) return;
    const std::string text = "\r\x1b[K" + render(columns());
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
    m_drawn = true;
}

void ProgressBar::clear() {
    if (!m_drawn) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    m_drawn = false;
}

} // namespace egt::cli
