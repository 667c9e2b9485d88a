// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/histogram_cut_widget.h"

#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/cut_handle.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/theme.h"

namespace egt::ui {
namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kGrab = 7;
constexpr int kMissingRoom = 64;
} // namespace

HistogramCutWidget::HistogramCutWidget(QWidget* parent)
    : QWidget(parent), m_below_word(tr("below the cut")), m_above_word(tr("above the cut")),
      m_lower(new CutHandle(this, false)), m_upper(new CutHandle(this, true)) {
    installCutHandleAccessibility();
    setMouseTracking(true);
    setAccessibleName(tr("Histogram"));
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        placeHandles();
        update();
    });
}

void HistogramCutWidget::setData(HistogramData data) {
    m_data = std::move(data);
    m_top = 1;
    for (const double count : m_data.counts)
        m_top = std::max(m_top, count);
    for (const auto& overlay : m_data.overlays)
        for (const double count : overlay.counts)
            m_top = std::max(m_top, count);
    setAccessibleDescription(m_data.empty() ? QString()
                                            : tr("%1, %2 values from %3 to %4")
                                                  .arg(m_data.axis, count(std::llround(m_data.total())),
                                                       valueText(m_data.low()), valueText(m_data.high())));
    placeHandles();
    update();
}

void HistogramCutWidget::setHandles(bool lower, bool upper) {
    m_has_lower = lower;
    m_has_upper = upper;
    placeHandles();
    update();
}

void HistogramCutWidget::setCuts(double low, double high) {
    m_low = low;
    m_high = high;
    placeHandles();
    update();
}

double HistogramCutWidget::cut(bool upper) const {
    if (m_data.empty()) return 0;
    return std::clamp(upper ? m_high : m_low, m_data.low(), m_data.high());
}

void HistogramCutWidget::setCountFunction(std::function<CutCounts(double, double)> count) {
    m_count = std::move(count);
    update();
}

void HistogramCutWidget::setPercentileFunction(std::function<double(double)> percentile) {
    m_percentile = std::move(percentile);
    update();
}

void HistogramCutWidget::setDroppedWords(const QString& below, const QString& above) {
    m_below_word = below;
    m_above_word = above;
    update();
}

void HistogramCutWidget::setLogScale(bool log) {
    m_log = log;
    update();
}

void HistogramCutWidget::setMarker(double value) {
    m_marker = value;
    update();
}

CutCounts HistogramCutWidget::counts() const {
    return m_count ? m_count(m_low, m_high) : countsFromBins(m_data, m_low, m_high);
}

double HistogramCutWidget::binWidth() const {
    return m_data.empty() ? 0 : (m_data.high() - m_data.low()) / static_cast<double>(m_data.counts.size());
}

QRectF HistogramCutWidget::plotRect() const {
    const int top = metrics::px(48);
    const int foot = metrics::px(m_data.quantiles.empty() ? 40 : 58);
    const int right = kRightMargin + (m_data.missing > 0 ? kMissingRoom : 0);
    return {double(kLeftMargin), double(top), std::max(1.0, double(width() - kLeftMargin - right)),
            std::max(1.0, double(height() - top - foot))};
}

double HistogramCutWidget::xOf(double value) const {
    const QRectF plot = plotRect();
    if (m_data.empty() || m_data.high() <= m_data.low()) return plot.left();
    return plot.left() + (std::clamp(value, m_data.low(), m_data.high()) - m_data.low()) /
                             (m_data.high() - m_data.low()) * plot.width();
}

double HistogramCutWidget::valueAt(double x) const {
    const QRectF plot = plotRect();
    if (m_data.empty()) return 0;
    return m_data.low() + std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0) * (m_data.high() - m_data.low());
}

void HistogramCutWidget::moveCut(bool upper, double value, bool final) {
    if (m_data.empty()) return;
    const double clamped = std::clamp(value, upper ? cut(false) : m_data.low(), upper ? m_data.high() : cut(true));
    // At the end of the axis a cut drops nothing, and says so for values outside the bins too.
    if (upper)
        m_high = clamped >= m_data.high() ? kInfinity : clamped;
    else
        m_low = clamped <= m_data.low() ? -kInfinity : clamped;
    placeHandles();
    update();
    (upper ? m_upper : m_lower)->announce();
    Q_EMIT cutMoved(m_low, m_high, final);
}

void HistogramCutWidget::placeHandles() {
    const int top = static_cast<int>(plotRect().top()) - metrics::px(34);
    for (CutHandle* handle : {m_lower, m_upper}) {
        handle->setVisible(!m_data.empty() && (handle->upper() ? m_has_upper : m_has_lower));
        handle->move(qRound(xOf(cut(handle->upper()))) - CutHandle::kWidth / 2, top);
    }
}

int HistogramCutWidget::binAt(double x) const {
    const QRectF plot = plotRect();
    if (m_data.empty() || x < plot.left() || x >= plot.right()) return -1;
    const double value = valueAt(x);
    const auto next = std::upper_bound(m_data.edges.begin(), m_data.edges.end(), value);
    const auto bin = std::distance(m_data.edges.begin(), next) - 1;
    return bin >= 0 && bin < static_cast<std::ptrdiff_t>(m_data.counts.size()) ? static_cast<int>(bin) : -1;
}

double HistogramCutWidget::percentileOf(double value) const {
    if (m_percentile) return m_percentile(value);
    const CutCounts split = countsFromBins(m_data, -kInfinity, value);
    return split.total() > 0 ? split.kept / split.total() : 0;
}

QString HistogramCutWidget::valueText(double value) const {
    const QString text = number(value, m_data.decimals);
    return m_data.unit.isEmpty() ? text : tr("%1 %2").arg(text, m_data.unit);
}

void HistogramCutWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeHandles();
    Q_EMIT plotGeometryChanged();
}

void HistogramCutWidget::mouseMoveEvent(QMouseEvent* event) {
    m_mouse = event->position();
    if (m_dragging != 0) {
        moveCut(m_dragging == 2, valueAt(m_mouse.x()), false);
        return;
    }
    const QRectF plot = plotRect();
    m_hover = plot.contains(m_mouse) ? binAt(m_mouse.x()) : -1;
    const bool on_line = plot.contains(m_mouse) && ((m_has_upper && std::abs(m_mouse.x() - xOf(cut(true))) < kGrab) ||
                                                    (m_has_lower && std::abs(m_mouse.x() - xOf(cut(false))) < kGrab));
    setCursor(on_line ? Qt::SplitHCursor : Qt::ArrowCursor);
    update();
}

void HistogramCutWidget::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !plotRect().contains(event->position())) return;
    const double x = event->position().x();
    const double to_upper = m_has_upper ? std::abs(x - xOf(cut(true))) : kInfinity;
    const double to_lower = m_has_lower ? std::abs(x - xOf(cut(false))) : kInfinity;
    m_dragging = std::min(to_upper, to_lower) >= kGrab ? 0 : to_upper <= to_lower ? 2 : 1;
    if (m_dragging != 0) (m_dragging == 2 ? m_upper : m_lower)->setFocus(Qt::MouseFocusReason);
}

void HistogramCutWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragging != 0) {
        moveCut(m_dragging == 2, valueAt(event->position().x()), true);
        m_dragging = 0;
        return;
    }
    const int bin = plotRect().contains(event->position()) ? binAt(event->position().x()) : -1;
    if (bin >= 0)
        Q_EMIT binClicked(m_data.edges[static_cast<std::size_t>(bin)], m_data.edges[static_cast<std::size_t>(bin) + 1]);
}

void HistogramCutWidget::leaveEvent(QEvent* event) {
    m_hover = -1;
    update();
    QWidget::leaveEvent(event);
}

} // namespace egt::ui
