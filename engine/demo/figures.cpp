// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/numbers.h"

namespace egt::demo {
namespace {

constexpr double kWidth = 680;
constexpr double kLeft = 56;
constexpr double kRight = 16;
constexpr double kTop = 14;

// Colour and dash together, so that a grey print still tells the series apart.
struct Style {
    const char* colour;
    const char* dash;
};
constexpr std::array<Style, 6> kStyles = {{{"var(--s1)", ""},
                                           {"var(--s2)", "6 3"},
                                           {"var(--s3)", "6 2 1.5 2"},
                                           {"var(--s4)", "1.5 2"},
                                           {"var(--s5)", "10 3"},
                                           {"var(--s6)", "3 3"}}};
const Style& style(std::size_t i) {
    return kStyles[i % kStyles.size()];
}

std::string num(double v) {
    return fixedText(v, 2);
}

/// A round step that gives at most `most` intervals over `span`.
double roundStep(double span, int most) {
    if (!(span > 0)) return 1;
    const double raw = span / most;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double m : {1.0, 2.0, 2.5, 5.0})
        if (m * power >= raw) return m * power;
    return 10 * power;
}

int digitsFor(double step) {
    for (int digits = 0; digits < 6; ++digits) {
        const double scaled = step * std::pow(10.0, digits);
        if (std::abs(scaled - std::round(scaled)) < 1e-9) return digits;
    }
    return 6;
}

/// A linear axis between data and pixels.
struct Axis {
    double low = 0;
    double high = 1;
    double from = 0;
    double to = 1;
    [[nodiscard]] double at(double v) const { return from + (v - low) / (high - low) * (to - from); }
};

std::string text(double x, double y, const std::string& content, const char* anchor, const char* css = "t") {
    return "<text class=\"" + std::string(css) + "\" x=\"" + num(x) + "\" y=\"" + num(y) + "\" text-anchor=\"" +
           anchor + "\">" + escapeHtml(content) + "</text>";
}
std::string line(double x1, double y1, double x2, double y2, const std::string& css, const std::string& extra = {}) {
    return "<line class=\"" + css + "\" x1=\"" + num(x1) + "\" y1=\"" + num(y1) + "\" x2=\"" + num(x2) + "\" y2=\"" +
           num(y2) + "\" " + extra + "/>";
}
std::string open(double height, const std::string& title) {
    return "<svg viewBox=\"0 0 " + num(kWidth) + " " + num(height) + "\" role=\"img\" aria-label=\"" +
           escapeHtml(title) + "\">";
}

std::string yAxis(const Axis& y, double x0, double x1, const std::string& title) {
    std::string out;
    const double step = roundStep(y.high - y.low, 5);
    for (double v = std::ceil(y.low / step - 1e-9) * step; v <= y.high + 1e-9; v += step) {
        out += line(x0, y.at(v), x1, y.at(v), "g");
        out += text(x0 - 8, y.at(v) + 4, fixedText(std::abs(v) < 1e-12 ? 0 : v, digitsFor(step)), "end");
    }
    if (!title.empty()) out += text(x0 - 46, kTop - 3, title, "start", "u");
    return out;
}
std::string xAxis(const Axis& x, double y, const std::string& title) {
    std::string out = line(x.from, y, x.to, y, "a");
    const double step = roundStep(x.high - x.low, 8);
    for (double v = std::ceil(x.low / step - 1e-9) * step; v <= x.high + 1e-9; v += step) {
        out += line(x.at(v), y, x.at(v), y + 4, "a");
        out += text(x.at(v), y + 17, fixedText(std::abs(v) < 1e-12 ? 0 : v, digitsFor(step)), "middle");
    }
    out += text(x.to, y + 34, title, "end", "u");
    return out;
}

} // namespace

std::string escapeHtml(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string histogramSvg(const HistogramFigure& figure) {
    if (figure.edges.size() < 2) return {};
    const double height = 280;
    double most = 1;
    for (std::size_t i = 0; i < figure.right.size(); ++i)
        most = std::max(most, figure.right[i] + figure.wrong[i]);
    const Axis x{figure.edges.front(), figure.edges.back(), kLeft, kWidth - kRight};
    const Axis y{0, most * 1.08, height - 46, kTop + 8};
    std::string out = open(height, "Histogram of mean token entropy") + yAxis(y, kLeft, kWidth - kRight, "pairs");
    for (std::size_t i = 0; i < figure.right.size(); ++i) {
        const double left = x.at(figure.edges[i]) + 0.5;
        const double width = std::max(0.5, x.at(figure.edges[i + 1]) - x.at(figure.edges[i]) - 1);
        const double middle = y.at(figure.right[i]);
        const double top = y.at(figure.right[i] + figure.wrong[i]);
        const auto bar = [&](double from, double to, const char* css) {
            return "<rect class=\"" + std::string(css) + "\" x=\"" + num(left) + "\" y=\"" + num(to) + "\" width=\"" +
                   num(width) + "\" height=\"" + num(std::max(0.0, from - to)) + "\"/>";
        };
        out += bar(y.from, middle, "b1") + bar(middle, top, "b2");
    }
    out += xAxis(x, y.from, "mean token entropy, nats");
    if (figure.cut > x.low && figure.cut < x.high) {
        out += line(x.at(figure.cut), y.to, x.at(figure.cut), y.from, "c");
        out += text(x.at(figure.cut) + 6, y.to + 10, figure.cut_label, "start", "t");
    }
    return out + "</svg>";
}

std::string pointsSvg(const PointsFigure& figure) {
    const double height = 260;
    const auto n = static_cast<double>(figure.values.size());
    const Axis x{0.4, n + 0.6, kLeft, kWidth - kRight};
    const Axis y{figure.y_min, figure.y_max, height - 46, kTop + 8};
    std::string out = open(height, figure.y_title + " by " + figure.x_title) +
                      yAxis(y, kLeft, kWidth - kRight, figure.y_title) + line(x.from, y.from, x.to, y.from, "a");
    std::string path;
    for (std::size_t i = 0; i < figure.values.size(); ++i) {
        const double px = x.at(static_cast<double>(i) + 1);
        out += text(px, y.from + 17, figure.labels[i], "middle");
        if (std::isnan(figure.values[i])) continue;
        path += (path.empty() ? "M" : "L") + num(px) + " " + num(y.at(figure.values[i]));
        out += line(px, y.at(std::max(figure.lows[i], y.low)), px, y.at(std::min(figure.highs[i], y.high)), "i");
        out += "<circle class=\"p\" cx=\"" + num(px) + "\" cy=\"" + num(y.at(figure.values[i])) + "\" r=\"4\"/>";
    }
    if (figure.joined && !path.empty()) out += "<path class=\"l\" d=\"" + path + "\"/>";
    return out + text(x.to, y.from + 34, figure.x_title, "end", "u") + "</svg>";
}

std::string forestSvg(const ForestFigure& figure) {
    const double row_height = 30;
    const double left = 250;
    const double height = kTop + row_height * static_cast<double>(figure.rows.size()) + 48;
    double low = figure.reference;
    double high = figure.reference;
    for (const auto& row : figure.rows) {
        low = std::min(low, row.low);
        high = std::max(high, row.high);
    }
    const double pad = std::max(1e-3, (high - low) * 0.06);
    const Axis x{low - pad, high + pad, left, kWidth - 70};
    const double foot = height - 44;
    std::string out = open(height, figure.x_title) + xAxis(x, foot, figure.x_title) +
                      line(x.at(figure.reference), kTop, x.at(figure.reference), foot, "r");
    for (std::size_t i = 0; i < figure.rows.size(); ++i) {
        const auto& row = figure.rows[i];
        const double y = kTop + row_height * (static_cast<double>(i) + 0.5);
        const std::string stroke =
            std::string("style=\"stroke:") + style(static_cast<std::size_t>(row.series)).colour + "\"";
        out += text(left - 14, y + 4, row.name, "end", "n") + line(x.at(row.low), y, x.at(row.high), y, "f", stroke);
        out += "<circle cx=\"" + num(x.at(row.value)) + "\" cy=\"" + num(y) +
               "\" r=\"4.5\" style=\"fill:" + style(static_cast<std::size_t>(row.series)).colour + "\"/>";
        out += text(kWidth - 8, y + 4, fixedText(row.value, 3), "end", "n");
    }
    return out + "</svg>";
}

std::string linesSvg(const LinesFigure& figure) {
    const double legend = 18 * static_cast<double>((figure.series.size() + 1) / 2);
    const double height = 260 + legend;
    double x_low = 0;
    double x_high = 1;
    double y_low = INFINITY;
    double y_high = -INFINITY;
    for (const auto& series : figure.series)
        for (std::size_t i = 0; i < series.x.size(); ++i) {
            if (!std::isfinite(series.y[i])) continue;
            x_high = std::max(x_high, series.x[i]);
            y_low = std::min(y_low, series.y[i]);
            y_high = std::max(y_high, series.y[i]);
        }
    if (!(y_low <= y_high)) return {};
    const double pad = std::max(1e-6, (y_high - y_low) * 0.08);
    const Axis x{x_low, x_high, kLeft, kWidth - kRight};
    const Axis y{y_low - pad, y_high + pad, height - 46 - legend, kTop + 8};
    std::string out = open(height, figure.y_title) + yAxis(y, kLeft, kWidth - kRight, figure.y_title) +
                      xAxis(x, y.from, figure.x_title);
    for (std::size_t s = 0; s < figure.series.size(); ++s) {
        std::string path;
        for (std::size_t i = 0; i < figure.series[s].x.size(); ++i)
            if (std::isfinite(figure.series[s].y[i]))
                path += (path.empty() ? "M" : "L") + num(x.at(figure.series[s].x[i])) + " " +
                        num(y.at(figure.series[s].y[i]));
        const std::string css = std::string("style=\"fill:none;stroke-width:2;stroke:") + style(s).colour +
                                ";stroke-dasharray:" + style(s).dash + "\"";
        out += "<path d=\"" + path + "\" " + css + "/>";
        const double lx = s % 2 == 0 ? kLeft : kLeft + 310;
        const double ly = height - legend + 18 * static_cast<double>(s / 2) + 4;
        out += "<line x1=\"" + num(lx) + "\" y1=\"" + num(ly) + "\" x2=\"" + num(lx + 28) + "\" y2=\"" + num(ly) +
               "\" " + css + "/>" + text(lx + 36, ly + 4, figure.series[s].name, "start", "t");
    }
    return out + "</svg>";
}

} // namespace egt::demo
