// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/metric_plot.h"

#include <algorithm>
#include <cmath>

namespace egt::ui {

/// What lies under the lines: steps not yet run, stage borders, pauses, checkpoints.
class MetricPlot::Ground : public QCPLayerable {
public:
    explicit Ground(MetricPlot* plot) : QCPLayerable(plot, QStringLiteral("background")), m_plot(plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
    void draw(QCPPainter* painter) override { m_plot->drawGround(*painter); }

private:
    MetricPlot* m_plot;
};

MetricPlot::MetricPlot(PlotSpec spec, QWidget* parent)
    : QCustomPlot(parent), m_spec(std::move(spec)), m_x_ticker(new PlotTicker), m_y_ticker(new PlotTicker) {
    setObjectName(QStringLiteral("plot.") + m_spec.metric);
    setAccessibleName(m_spec.title);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAutoAddPlottableToLegend(false);
    setNoAntialiasingOnDrag(false);
    axisRect()->setAutoMargins(QCP::msNone);
    m_x_ticker->setTickCount(4);
    m_y_ticker->setTickCount(4);
    xAxis->setTicker(m_x_ticker);
    yAxis->setTicker(m_y_ticker);
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setZeroLinePen(Qt::NoPen);
    yAxis->setTickPen(Qt::NoPen);
    yAxis->setSubTickPen(Qt::NoPen);
    yAxis->setBasePen(Qt::NoPen);
    xAxis->setTickLengthIn(0);
    xAxis->setTickLengthOut(3);
    xAxis->setSubTickLengthIn(0);
    xAxis->setSubTickLengthOut(3);
    yAxis->setTickLengthIn(0);
    yAxis->setTickLabelPadding(8);
    xAxis->setTickLabelPadding(4);
    if (m_spec.logarithmic) {
        yAxis->setScaleType(QCPAxis::stLogarithmic);
        m_y_ticker->setLogarithmic(true);
    }
    new Ground(this); // owned by the plot's layer
}

void MetricPlot::setInk(const PlotInk& ink, const Theme& theme) {
    m_ink = ink;
    m_theme = &theme;
    applyInk();
    setCurves(std::move(m_curves));
    layOut();
    replot(rpQueuedReplot);
}

void MetricPlot::applyInk() {
    setBackground(QBrush(m_ink.paper));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTickLabelFont(m_ink.tiny);
        axis->setTickLabelColor(m_ink.ink3);
    }
    xAxis->setBasePen(QPen(m_ink.edge, 1));
    xAxis->setTickPen(QPen(m_ink.edge, 1));
    xAxis->setSubTickPen(QPen(m_ink.edge, 1));
    yAxis->grid()->setPen(QPen(m_ink.grid, 1));
}

void MetricPlot::layOut() {
    const QFontMetrics body(m_ink.title);
    const QFontMetrics tiny(m_ink.tiny);
    const int left = tiny.horizontalAdvance(QStringLiteral("0.000")) + 18;
    axisRect()->setMargins(QMargins(left, 8 + body.height() + tiny.height() + 8, 16, tiny.height() + 12));
    m_x_ticker->setTickCount(std::clamp(width() / 110, 2, 6));
    m_y_ticker->setTickCount(std::clamp(height() / 60, 2, 6));
}

QSize MetricPlot::minimumSizeHint() const {
    return {240, 200};
}

void MetricPlot::setCurves(std::vector<PlotCurve> curves) {
    m_curves = std::move(curves);
    m_styles.clear();
    for (const PlotCurve& curve : m_curves)
        m_styles.push_back(m_theme != nullptr ? runStyle(*m_theme, curve.style) : RunStyle{});
    buildGraphs();
    dataArrived();
}

void MetricPlot::buildGraphs() {
    clearGraphs();
    m_lines.assign(m_curves.size(), {});
    for (std::size_t back = m_curves.size(); back-- > 0;) { // the leading run on top
        Lines& lines = m_lines[back];
        const RunStyle& style = m_styles[back];
        const bool with_raw = m_spec.smooth && m_curves[back].leading;
        if (with_raw) {
            QColor wash = style.color;
            wash.setAlphaF(0.09f);
            lines.low = addGraph();
            lines.high = addGraph();
            lines.low->setPen(Qt::NoPen);
            lines.high->setPen(Qt::NoPen);
            lines.high->setBrush(wash);
            lines.high->setChannelFillGraph(lines.low);
            QColor faint = style.color;
            faint.setAlphaF(0.28f);
            lines.raw = addGraph();
            lines.raw->setPen(QPen(faint, 1));
        }
        lines.line = addGraph();
        QPen pen(style.color, m_curves[back].leading ? 2.0 : 1.5);
        if (!style.dash.isEmpty()) pen.setDashPattern(style.dash);
        pen.setJoinStyle(Qt::RoundJoin);
        lines.line->setPen(pen);
        if (m_spec.points)
            lines.line->setScatterStyle(QCPScatterStyle(style.marker, QPen(style.color, 1.3),
                                                        style.filled_marker ? QBrush(style.color) : QBrush(m_ink.paper),
                                                        6));
        for (QCPGraph* graph : {lines.low, lines.high, lines.raw, lines.line})
            if (graph != nullptr) graph->setAdaptiveSampling(false); // decimated here, extremes kept
    }
}

void MetricPlot::setTimeLine(std::vector<PlotMark> marks, double now, double total) {
    m_marks = std::move(marks);
    m_now = now;
    m_total = total;
}

void MetricPlot::setBand(bool on) {
    m_band = on;
    dataArrived();
}

void MetricPlot::setStageNames(bool on) {
    m_stage_names = on;
}

void MetricPlot::setEmptyText(const QString& text) {
    m_empty_text = text;
    update();
}

void MetricPlot::setFollow(bool on) {
    m_follow = on;
    dataArrived();
}

void MetricPlot::showSteps(QCPRange steps) {
    m_follow = false;
    xAxis->setRange(steps);
    fitY();
    dataArrived();
}

QCPRange MetricPlot::fullSteps() const {
    double end = m_total;
    for (const PlotCurve& curve : m_curves)
        end = std::max(end, curve.series->lastStep() * curve.per_step);
    return {0, std::max(end, 1.0)};
}

void MetricPlot::setCrosshair(std::optional<double> step) {
    if (m_cross == step) return;
    m_cross = step;
    setAccessibleDescription(spokenValues());
    update();
}

void MetricPlot::dataArrived() {
    if (m_follow) {
        fitX();
        fitY();
    }
    updateScale();
    fillGraphs();
    setAccessibleDescription(spokenValues());
    replot(rpQueuedReplot);
}

std::span<const double> MetricPlot::shown(const PlotCurve& curve) const {
    return m_spec.smooth ? curve.series->smooth() : curve.series->values();
}

std::pair<std::size_t, std::size_t> MetricPlot::visible(const PlotCurve& curve) const {
    return curve.series->window(xAxis->range().lower / curve.per_step, xAxis->range().upper / curve.per_step);
}

bool MetricPlot::anyValue() const {
    return std::any_of(m_curves.begin(), m_curves.end(), [](const PlotCurve& c) { return !c.series->empty(); });
}

void MetricPlot::fitX() {
    xAxis->setRange(fullSteps());
}

void MetricPlot::fitY() {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const PlotCurve& curve : m_curves) {
        const auto values = m_spec.smooth && curve.leading ? curve.series->values() : shown(curve);
        const auto [first, last] = visible(curve);
        for (std::size_t i = first; i < last; ++i) {
            if (!std::isfinite(values[i]) || (m_spec.logarithmic && values[i] <= 0)) continue;
            low = std::min(low, values[i]);
            high = std::max(high, values[i]);
        }
    }
    if (low > high) {
        yAxis->setRange(m_spec.logarithmic ? QCPRange(0.1, 1) : QCPRange(0, 1));
        return;
    }
    if (m_spec.logarithmic) {
        const double pad = std::pow(high / low, 0.08) * 1.1;
        yAxis->setRange(low / pad, high * pad);
        return;
    }
    const double spread = high > low ? high - low : std::max(std::abs(high) * 0.1, 1e-6);
    const bool touches_zero = low >= 0 && low < 0.05 * spread; // a range that begins at zero keeps its floor
    yAxis->setRange(touches_zero ? 0 : low - 0.08 * spread, high + 0.08 * spread);
}

void MetricPlot::updateScale() {
    m_exponent = 0;
    const double top = std::max(std::abs(yAxis->range().upper), std::abs(yAxis->range().lower));
    if (m_spec.scaled && top > 0 && std::isfinite(top)) {
        const int exponent = static_cast<int>(std::floor(std::log10(top)));
        if (exponent < -2 || exponent > 3) m_exponent = exponent;
    }
    m_scale = std::pow(10.0, m_exponent);
    m_y_ticker->setScale(m_scale);
}

QString MetricPlot::unitText() const {
    QStringList parts;
    if (m_exponent != 0) parts << powerOfTen(m_exponent);
    if (!m_spec.unit.isEmpty()) parts << m_spec.unit;
    return parts.join(QStringLiteral(", "));
}

void MetricPlot::fillGraphs() {
    const auto columns = static_cast<std::size_t>(std::max(60, width()));
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const PlotCurve& curve = m_curves[i];
        const auto [first, last] = visible(curve);
        const auto set = [&, a = first, b = last](QCPGraph* graph, std::span<const double> values) {
            QVector<QCPGraphData> drawn;
            for (const std::size_t place : decimate(curve.series->steps(), values, a, b, columns))
                if (!m_spec.logarithmic || values[place] > 0)
                    drawn.append(QCPGraphData(curve.series->steps()[place] * curve.per_step, values[place]));
            graph->data()->set(drawn, true);
        };
        set(m_lines[i].line, shown(curve));
        if (m_lines[i].raw == nullptr) continue;
        const bool smoothed_too = curve.series->weight() > 0;
        m_lines[i].raw->setVisible(smoothed_too);
        set(m_lines[i].raw, curve.series->values());
        m_lines[i].high->setVisible(m_band && smoothed_too);
        if (m_band && smoothed_too) fillBand(curve, m_lines[i], columns);
    }
}

void MetricPlot::fillBand(const PlotCurve& curve, const Lines& lines, std::size_t columns) {
    const std::size_t half = bandHalfWidth(curve.series->weight());
    auto [first, last] = visible(curve);
    first = first > half ? first - half : 0;
    last = std::min(curve.series->size(), last + half);
    const auto steps = curve.series->steps().subspan(first, last - first);
    const Extremes band = rollingExtremes(curve.series->values().subspan(first, last - first), half);
    const auto set = [&](QCPGraph* graph, const std::vector<double>& values) {
        QVector<QCPGraphData> drawn;
        for (const std::size_t place : decimate(steps, values, 0, steps.size(), columns))
            if (!m_spec.logarithmic || values[place] > 0)
                drawn.append(QCPGraphData(steps[place] * curve.per_step, values[place]));
        graph->data()->set(drawn, true);
    };
    set(lines.low, band.low);
    set(lines.high, band.high);
}

std::optional<double> MetricPlot::readOut(const PlotCurve& curve) const {
    if (curve.series->empty()) return {};
    if (!m_cross) return shown(curve).back();
    // Sparse metrics are read at the nearest measurement, others only where the run has been.
    const double reach = m_spec.points ? fullSteps().upper : 0.5;
    const auto place = curve.series->nearest(*m_cross / curve.per_step, reach);
    return place ? std::optional(shown(curve)[*place]) : std::nullopt;
}

QString MetricPlot::valueText(double value) const {
    if (!std::isfinite(value)) return tr("not a number");
    return QLocale().toString(value / m_scale, 'f', m_spec.decimals);
}

QString MetricPlot::spokenValues() const {
    QStringList parts;
    for (const PlotCurve& curve : m_curves)
        if (const auto value = readOut(curve)) parts << tr("%1: %2").arg(curve.name, valueText(*value));
    const QString unit = unitText();
    const QString values =
        unit.isEmpty() ? parts.join(QStringLiteral("; ")) : tr("%1 (%2)").arg(parts.join(QStringLiteral("; ")), unit);
    if (parts.isEmpty()) return m_empty_text;
    if (m_cross)
        return tr("%1 %2. %3", "x axis, place, values").arg(m_x_name, QLocale().toString(*m_cross, 'f', 0), values);
    return tr("Last values. %1").arg(values);
}

} // namespace egt::ui
