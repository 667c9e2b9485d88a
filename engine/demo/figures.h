// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// Figures of the demo report as inline SVG. Colours are CSS variables of the page, so both themes work. Pure functions.

namespace egt::demo {

/// Counts per bin of mean entropy, drawn as stacked bars: pairs that the judge got right, got wrong.
struct HistogramFigure {
    std::vector<double> edges; ///< bins + 1, nats
    std::vector<double> right;
    std::vector<double> wrong;
    double cut = 0; ///< nats, drawn as a line
    std::string cut_label;
};
std::string histogramSvg(const HistogramFigure& figure);

/// Points with intervals over categories 1..n.
struct PointsFigure {
    std::vector<std::string> labels;
    std::vector<double> values;
    std::vector<double> lows;
    std::vector<double> highs;
    std::string x_title;
    std::string y_title;
    double y_min = 0;
    double y_max = 1;
    bool joined = true;
};
std::string pointsSvg(const PointsFigure& figure);

/// Horizontal values with intervals and a reference line: one row a name.
struct ForestFigure {
    struct Row {
        std::string name;
        double value = 0;
        double low = 0;
        double high = 0;
        int series = 0; ///< colour and marker
    };
    std::vector<Row> rows;
    double reference = 0;
    std::string x_title;
};
std::string forestSvg(const ForestFigure& figure);

/// Lines over steps, one a series, each with its own colour and dash.
struct LinesFigure {
    struct Series {
        std::string name;
        std::vector<double> x;
        std::vector<double> y;
    };
    std::vector<Series> series;
    std::string x_title;
    std::string y_title;
};
std::string linesSvg(const LinesFigure& figure);

/// Text safe inside HTML.
std::string escapeHtml(const std::string& text);

} // namespace egt::demo
