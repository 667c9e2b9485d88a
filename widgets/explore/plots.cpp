// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/plots.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/histogram_cut_widget.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

constexpr double kCalibrationTop = 0.72; ///< share at the upper edge, unless a value lies higher
constexpr std::size_t kMostSources = 8;

QColor withAlpha(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

CalibrationStrip::CalibrationStrip(HistogramCutWidget* histogram, QWidget* parent)
    : QWidget(parent), m_histogram(histogram) {
    setObjectName(QStringLiteral("calibrationStrip"));
    setAccessibleName(tr("Share of wrong labels among reviewed pairs"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(metrics::px(92));
    connect(histogram, &HistogramCutWidget::cutMoved, this, [this] { update(); });
    connect(histogram, &HistogramCutWidget::plotGeometryChanged, this, [this] { update(); });
}

void CalibrationStrip::setCalibration(const curation::Calibration& calibration) {
    m_calibration = calibration;
    m_point = -1;
    QStringList parts;
    for (std::size_t i = 0; i < calibration.bins.size(); ++i)
        parts << pointText(i);
    setAccessibleDescription(
        parts.isEmpty()
            ? tr("Not enough decisions here (%1 of %2)").arg(calibration.wrong.n).arg(curation::kEnoughReviews)
            : parts.join(QStringLiteral("; ")));
    update();
}

void CalibrationStrip::setTarget(double share) {
    m_target = share;
    update();
}

double CalibrationStrip::crossing() const {
    const auto& bins = m_calibration.bins;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (bins[i].wrong.value <= m_target) continue;
        if (i == 0) break; // wrong from the start: no cut helps
        const double y0 = bins[i - 1].wrong.value;
        const double y1 = bins[i].wrong.value;
        return bins[i - 1].mean + (bins[i].mean - bins[i - 1].mean) * (m_target - y0) / (y1 - y0);
    }
    return std::nan("");
}

QString CalibrationStrip::pointText(std::size_t bin) const {
    const curation::CalibrationBin& b = m_calibration.bins[bin];
    return tr("%1: %2 wrong, %3, n = %4")
        .arg(nats(b.mean), percent(b.wrong.value), percentInterval(b.wrong.interval.low, b.wrong.interval.high),
             count(b.wrong.n));
}

void CalibrationStrip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    const double f = textFactor();
    QPainter painter(this);
    painter.fillRect(rect(), theme.paper);
    if (m_histogram->data().empty()) return;
    const double left = m_histogram->plotRect().left();
    const double right = m_histogram->plotRect().right();
    const QRectF plot(left, 6, right - left, height() - 16 * f);
    double top = kCalibrationTop;
    for (const auto& bin : m_calibration.bins)
        top = std::max(top, std::min(1.0, bin.wrong.interval.high * 1.05));
    const auto y = [&](double share) { return plot.bottom() - share / top * plot.height(); };
    for (const double share : {0.0, 0.25, 0.5, 0.75}) {
        if (share > top) continue;
        painter.fillRect(QRectF(plot.left(), std::round(y(share)), plot.width(), 1), theme.grid);
        paintText(painter, QRectF(0, y(share) - 8 * f, plot.left() - 8, 16 * f), Qt::AlignRight, Type::tiny, 400,
                  theme.ink3, percent(share, 0));
    }
    QPen dashed(theme.ink3, 1);
    dashed.setDashPattern({4, 3});
    painter.setPen(dashed);
    const double ty = std::round(y(m_target)) + 0.5;
    painter.drawLine(QPointF(plot.left(), ty), QPointF(plot.right(), ty));
    paintText(painter, QRectF(plot.left(), ty - 18 * f, plot.width(), 16 * f), Qt::AlignRight, Type::tiny, 400,
              theme.ink3, tr("%1 wrong labels").arg(percent(m_target, 0)));
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& bins = m_calibration.bins;
    if (bins.empty()) {
        paintText(painter, plot, Qt::AlignHCenter, Type::small, 400, theme.ink2,
                  tr("Not enough decisions here (%1 of %2)").arg(m_calibration.wrong.n).arg(curation::kEnoughReviews));
    } else {
        QPainterPath band;
        QPolygonF line;
        for (const auto& bin : bins)
            line << QPointF(m_histogram->xOf(bin.mean), y(bin.wrong.value));
        QPolygonF area;
        for (const auto& bin : bins)
            area << QPointF(m_histogram->xOf(bin.mean), y(bin.wrong.interval.high));
        for (auto it = bins.rbegin(); it != bins.rend(); ++it)
            area << QPointF(m_histogram->xOf(it->mean), y(it->wrong.interval.low));
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(theme.accent, .13));
        painter.drawPolygon(area);
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
        for (std::size_t i = 0; i < bins.size(); ++i) {
            const double x = std::round(m_histogram->xOf(bins[i].mean));
            painter.fillRect(QRectF(x, y(bins[i].wrong.interval.high), 1,
                                    y(bins[i].wrong.interval.low) - y(bins[i].wrong.interval.high)),
                             theme.accent);
            paintBox(&painter, QRectF(x - 4, y(bins[i].wrong.value) - 4, 8, 8), theme.accent, theme.paper, 4);
            if (hasFocus() && static_cast<int>(i) == m_point)
                paintFocusRing(&painter, QRectF(x - 5, y(bins[i].wrong.value) - 5, 10, 10), 5);
        }
    }
    for (const double cut : {m_histogram->low(), m_histogram->high()})
        if (std::isfinite(cut))
            painter.fillRect(QRectF(std::round(m_histogram->xOf(cut)) - 1, 0, 2, plot.bottom()), theme.ink);
}

void CalibrationStrip::mouseMoveEvent(QMouseEvent* event) {
    for (std::size_t i = 0; i < m_calibration.bins.size(); ++i)
        if (std::abs(m_histogram->xOf(m_calibration.bins[i].mean) - event->position().x()) < 8) {
            QToolTip::showText(event->globalPosition().toPoint(), pointText(i), this);
            return;
        }
    QToolTip::hideText();
}

void CalibrationStrip::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_calibration.bins.size()) - 1;
    if ((event->key() == Qt::Key_Right || event->key() == Qt::Key_Left) && last >= 0) {
        m_point = std::clamp(m_point + (event->key() == Qt::Key_Right ? 1 : -1), 0, last);
        const auto bin = static_cast<std::size_t>(m_point);
        setAccessibleDescription(pointText(bin));
        const int x = static_cast<int>(m_histogram->xOf(m_calibration.bins[bin].mean));
        QToolTip::showText(mapToGlobal(QPoint(x, height() / 2)), pointText(bin), this);
        return update();
    }
    QWidget::keyPressEvent(event);
}

DecilePlot::DecilePlot(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("decilePlot"));
    setAccessibleName(tr("Accuracy by entropy decile"));
    setMinimumHeight(metrics::px(150));
}

void DecilePlot::setDeciles(const std::vector<curation::Decile>& deciles) {
    m_deciles = deciles;
    QStringList parts;
    for (std::size_t i = 0; i < deciles.size(); ++i) {
        const auto& d = deciles[i];
        parts << tr("%1: %2, %3, n = %4, up to %5")
                     .arg(i + 1)
                     .arg(percent(d.accuracy.value), percentInterval(d.accuracy.interval.low, d.accuracy.interval.high),
                          count(d.accuracy.n), number(d.high));
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
    setToolTip(parts.join(QLatin1Char('\n')));
    update();
}

void DecilePlot::setCaption(const QString& left, const QString& right) {
    m_left = left;
    m_right = right;
    update();
}

void DecilePlot::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    const double f = textFactor();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot(28 * f, 8, width() - 32 * f, height() - 48 * f);
    double low = 0.5;
    for (const auto& d : m_deciles)
        if (std::isfinite(d.accuracy.interval.low)) low = std::min(low, std::floor(d.accuracy.interval.low * 4) / 4);
    const auto y = [&](double v) {
        return plot.bottom() - (std::clamp(v, low, 1.0) - low) / (1 - low) * plot.height();
    };
    for (const double v : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        if (v < low) continue;
        painter.fillRect(QRectF(plot.left(), std::round(y(v)), plot.width(), 1), theme.grid);
        paintText(painter, QRectF(0, y(v) - 8 * f, plot.left() - 6, 16 * f), Qt::AlignRight, Type::tiny, 400,
                  theme.ink3, number(v * 100, 0));
    }
    if (m_deciles.empty()) {
        paintText(painter, plot, Qt::AlignHCenter, Type::small, 400, theme.ink2,
                  tr("No labelled pairs with scores here"));
        return;
    }
    QPolygonF line;
    const double step = plot.width() / static_cast<double>(m_deciles.size());
    for (std::size_t i = 0; i < m_deciles.size(); ++i) {
        const auto& a = m_deciles[i].accuracy;
        const double x = plot.left() + (static_cast<double>(i) + 0.5) * step;
        paintText(painter, QRectF(x - 14, plot.bottom() + 4, 28, 16 * f), Qt::AlignHCenter, Type::tiny, 400, theme.ink3,
                  QString::number(i + 1));
        if (!std::isfinite(a.value)) continue;
        painter.fillRect(QRectF(std::round(x), y(a.interval.high), 1, y(a.interval.low) - y(a.interval.high)),
                         theme.accent);
        line << QPointF(x, y(a.value));
    }
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    for (const QPointF& p : line)
        paintBox(&painter, QRectF(p.x() - 3.5, p.y() - 3.5, 7, 7), theme.accent, theme.sunken, 3.5);
    const QRectF foot(plot.left(), plot.bottom() + 22 * f, plot.width(), 16 * f);
    paintText(painter, foot, Qt::AlignLeft, Type::tiny, 400, theme.ink3, m_left);
    paintText(painter, foot, Qt::AlignRight, Type::tiny, 400, theme.ink3, m_right);
}

BalanceBars::BalanceBars(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("balance"));
    setAccessibleName(tr("Balance by source"));
}

void BalanceBars::setStrata(std::vector<curation::StratumCount> strata) {
    m_strata = std::move(strata);
    std::stable_sort(m_strata.begin(), m_strata.end(),
                     [](const auto& x, const auto& y) { return x.kept + x.dropped > y.kept + y.dropped; });
    m_warning.clear();
    QStringList parts;
    for (const auto& s : m_strata) {
        const auto all = static_cast<double>(s.kept + s.dropped);
        if (all == 0) continue;
        const double share = static_cast<double>(s.kept) / all;
        const QString name = s.name.empty() ? tr("without a source") : QString::fromStdString(s.name);
        parts << tr("%1: %2 kept").arg(name, percent(share, 0));
        if (m_warning.isEmpty() && share < 0.55 && all >= 20)
            m_warning = share < 0.45 ? tr("%1 loses more than half of its pairs").arg(name)
                                     : tr("%1 loses half of its pairs").arg(name);
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
    setToolTip(parts.join(QLatin1Char('\n')));
    setFixedHeight(sizeHint().height());
    update();
}

QSize BalanceBars::sizeHint() const {
    const auto rows = static_cast<int>(std::min(m_strata.size(), kMostSources));
    const bool more = m_strata.size() > kMostSources;
    return {288, metrics::px(26) * rows + (more ? metrics::px(20) : 0) + (m_warning.isEmpty() ? 0 : metrics::px(26))};
}

void BalanceBars::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    const double f = textFactor();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double most = 1;
    for (const auto& s : m_strata)
        most = std::max(most, static_cast<double>(s.kept + s.dropped));
    double row = 0;
    for (std::size_t i = 0; i < std::min(m_strata.size(), kMostSources); ++i, row += 26 * f) {
        const auto& s = m_strata[i];
        const auto all = static_cast<double>(s.kept + s.dropped);
        paintText(painter, QRectF(0, row, 86 * f, 22 * f), Qt::AlignLeft, Type::small, 400, theme.ink,
                  s.name.empty() ? tr("(none)") : QString::fromStdString(s.name));
        paintKeptBar(&painter, QRectF(90 * f, row + 6 * f, width() - 134 * f, 10 * f), all / most,
                     all > 0 ? static_cast<double>(s.kept) / all : 0);
        paintText(painter, QRectF(width() - 44 * f, row, 44 * f, 22 * f), Qt::AlignRight, Type::small, 500, theme.ink2,
                  all > 0 ? percent(static_cast<double>(s.kept) / all, 0) : QStringLiteral("–"));
    }
    if (m_strata.size() > kMostSources) {
        paintText(painter, QRectF(0, row, width(), 20 * f), Qt::AlignLeft, Type::tiny, 400, theme.ink3,
                  tr("and %1 more sources").arg(m_strata.size() - kMostSources));
        row += 20 * f;
    }
    if (!m_warning.isEmpty()) {
        paintIcon(&painter, Icon::warn, QRectF(-1, row + 3 * f, 16, 16), theme.warn);
        paintText(painter, QRectF(22, row + 1, width() - 22, 20 * f), Qt::AlignLeft, Type::small, 500, theme.warn,
                  m_warning);
    }
}

} // namespace egt::ui
