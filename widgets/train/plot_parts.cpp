// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/plot_parts.h"

#include <cmath>

#include "common/fonts.h"

namespace egt::ui {

PlotInk PlotInk::of(const Theme& theme) {
    return {theme.paper,
            theme.chrome,
            theme.grid,
            theme.line,
            theme.edge,
            theme.ink,
            theme.ink2,
            theme.ink3,
            theme.accent,
            theme.accent_wash,
            font(Type::body, 600),
            font(Type::small),
            font(Type::small, 600),
            font(Type::tiny)};
}

RunStyle runStyle(const Theme& theme, int index) {
    // Marker by series: filled disc and diamond, the others hollow, so that points differ without colour too.
    static constexpr QCPScatterStyle::ScatterShape shapes[] = {
        QCPScatterStyle::ssDisc,     QCPScatterStyle::ssSquare,           QCPScatterStyle::ssDiamond,
        QCPScatterStyle::ssTriangle, QCPScatterStyle::ssTriangleInverted, QCPScatterStyle::ssCross};
    const int place = index % static_cast<int>(std::size(shapes));
    return {index, theme.seriesColor(place), Theme::seriesDash(place), shapes[place], place == 0 || place == 2};
}

void drawDashSample(QPainter& painter, const RunStyle& style, const QRectF& box, qreal width) {
    painter.save();
    QPen pen(style.color, width);
    pen.setCapStyle(Qt::FlatCap);
    if (!style.dash.isEmpty()) pen.setDashPattern(style.dash);
    painter.setPen(pen);
    const qreal y = box.center().y();
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
    painter.restore();
}

double PlotTicker::getTickStep(const QCPRange& range) {
    m_step = QCPAxisTicker::getTickStep(range);
    return m_step;
}

QVector<double> PlotTicker::createTickVector(double step, const QCPRange& range) {
    if (!m_logarithmic || range.lower <= 0) return QCPAxisTicker::createTickVector(step, range);
    QVector<double> ticks;
    const int low = static_cast<int>(std::floor(std::log10(range.lower)));
    const int high = static_cast<int>(std::ceil(std::log10(range.upper)));
    const bool thirds = high - low <= 4;
    for (int decade = low; decade <= high; ++decade) {
        ticks << std::pow(10.0, decade);
        if (thirds) ticks << 3 * std::pow(10.0, decade);
    }
    return ticks;
}

int PlotTicker::getSubTickCount(double step) {
    return m_logarithmic ? 0 : QCPAxisTicker::getSubTickCount(step);
}

QString PlotTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    const double shown = tick / m_scale;
    const double unit = m_logarithmic ? std::abs(shown) : m_step / m_scale;
    int decimals = unit > 0 ? static_cast<int>(std::ceil(-std::log10(unit) - 1e-9)) : 0;
    if (!m_logarithmic && decimals >= 0) { // 0.25 needs one more place than 0.2
        const double scaled = unit * std::pow(10.0, decimals);
        if (std::abs(scaled - std::round(scaled)) > 1e-6) ++decimals;
    }
    if (m_logarithmic && decimals == 0 && shown < 10) decimals = 1;
    if (std::abs(shown) < unit * 1e-9) return m_locale.toString(0.0, 'f', std::clamp(decimals, 0, 8));
    return m_locale.toString(shown, 'f', std::clamp(decimals, 0, 8));
}

QString powerOfTen(int exponent) {
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = QStringLiteral("× 10");
    if (exponent < 0) text += QStringLiteral("⁻");
    for (const QChar c : QString::number(std::abs(exponent)))
        text += digits.at(c.digitValue());
    return text;
}

} // namespace egt::ui
