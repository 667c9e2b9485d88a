// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/place_histogram.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/theme.h"

namespace egt::ui {
namespace {
constexpr int kBins = 60;
} // namespace

PlaceHistogram::PlaceHistogram(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("placeHistogram"));
    setAccessibleName(tr("Place among all pairs"));
    setFixedHeight(metrics::px(96));
}

void PlaceHistogram::setPlace(const ColumnsPtr& columns, const QString& column, double value, double cut) {
    const Column* values = columns ? columns->find(column.toStdString()) : nullptr;
    m_value = value;
    m_label = column == QLatin1String("entropy_mid") ? tr("middle %1").arg(nats(value)) : nats(value);
    if (values == nullptr || !std::isfinite(value)) return setVisible(false);
    double top = 0;
    for (std::int64_t row = 0; row < columns->rows; ++row)
        if (const double v = values->number(row); std::isfinite(v)) top = std::max(top, v);
    m_data = {};
    m_data.counts.assign(kBins, 0);
    m_data.high = top > 0 ? top : 1;
    m_data.mark = value;
    if (std::isfinite(cut) && cut < m_data.high) m_data.cut = cut;
    std::int64_t above = 0;
    std::int64_t all = 0;
    for (std::int64_t row = 0; row < columns->rows; ++row) {
        const double v = values->number(row);
        if (!std::isfinite(v)) continue;
        ++all;
        above += v >= value ? 1 : 0;
        m_data.counts[static_cast<std::size_t>(std::clamp(static_cast<int>(v / m_data.high * kBins), 0, kBins - 1))] +=
            1;
    }
    // The pair itself counts, so no pair is in the top 0%.
    const double share = static_cast<double>(above) / static_cast<double>(std::max<std::int64_t>(1, all));
    const QString rank = percent(share, share < 0.01 ? 1 : 0);
    m_place = std::isfinite(cut) ? tr("top %1, cut %2").arg(rank, number(cut)) : tr("top %1").arg(rank);
    setAccessibleDescription(tr("%1, %2").arg(m_label, m_place));
    setVisible(true);
    update();
}

void PlaceHistogram::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    const double f = textFactor();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBox(&painter, QRectF(rect()), theme.paper, theme.line, 6);
    const QRectF plot(12, 22 * f, width() - 24, height() - 46 * f);
    paintMiniHistogram(&painter, plot, m_data);
    const double vx = plot.left() + std::clamp(m_value / m_data.high, 0.0, 1.0) * plot.width();
    const double w = textWidth(Type::tiny, 600, m_label);
    const double lx = vx - 6 - w > plot.left() ? vx - 6 - w : vx + 6;
    paintText(painter, QRectF(lx, 4, w + 2, 16 * f), Qt::AlignLeft, Type::tiny, 600, theme.ink, m_label);
    const QRectF foot(plot.left(), plot.bottom() + 3, plot.width(), 18 * f);
    paintText(painter, foot, Qt::AlignLeft, Type::tiny, 400, theme.ink3, QStringLiteral("0"));
    paintText(painter, foot, Qt::AlignRight, Type::tiny, 400, theme.ink3, m_place);
}

} // namespace egt::ui
