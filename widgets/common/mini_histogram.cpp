// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/mini_histogram.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "common/fonts.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

void paintEmpty(QPainter* painter, const QRectF& box, const QString& text) {
    const Theme& t = Theme::current();
    QPen pen(t.line, 1);
    pen.setDashPattern({4, 3});
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(box.adjusted(0.5, 2.5, -0.5, -2.5), 4, 4);
    paintText(painter, box, text, fontFor(Type::small, text), t.ink3, Qt::AlignHCenter);
}

} // namespace

void paintMiniHistogram(QPainter* painter, const QRectF& box, const MiniHistogramData& data) {
    const Theme& t = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double top = data.counts.empty() ? 0 : *std::max_element(data.counts.begin(), data.counts.end());
    const double range = data.high - data.low;
    if (top <= 0 || range <= 0) {
        paintEmpty(painter, box, data.empty_text);
        painter->restore();
        return;
    }
    const auto xOf = [&](double value) {
        return box.left() + std::clamp((value - data.low) / range, 0.0, 1.0) * box.width();
    };
    const auto bins = static_cast<double>(data.counts.size());
    const double width = box.width() / bins;
    const double room = box.height() - 6;
    const auto dropped = [&](double value) {
        return data.cut && (data.cut_drops_below ? value < *data.cut : value > *data.cut);
    };
    if (data.mark && data.cut) {
        const double x = xOf(*data.cut);
        painter->fillRect(data.cut_drops_below ? QRectF(box.left(), box.top(), x - box.left(), box.height() - 1)
                                               : QRectF(x, box.top(), box.right() - x, box.height() - 1),
                          t.chrome);
    }
    for (std::size_t i = 0; i < data.counts.size(); ++i) {
        const double share = (static_cast<double>(i) + 0.5) / bins;
        const double height = data.counts[i] / top * room;
        const QRectF bar(box.left() + static_cast<double>(i) * width, box.bottom() - 1 - height,
                         std::max(1.0, width - (width > 3 ? 1 : 0.3)), height);
        QColor fill = Theme::ramp(.06 + .94 * share);
        if (dropped(data.low + share * range)) {
            fill = t.hatch;
            fill.setAlphaF(0.6F);
        }
        painter->fillRect(bar, fill);
    }
    painter->fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), t.edge);
    for (const double border : data.bands)
        painter->fillRect(QRectF(std::round(xOf(border)), box.top(), 1, box.height()), t.edge);
    if (data.cut) {
        QPen pen(t.ink, data.mark ? 1 : 2);
        if (data.mark) pen.setDashPattern({3, 2});
        pen.setCapStyle(Qt::FlatCap);
        painter->setPen(pen);
        const double x = std::round(xOf(*data.cut));
        painter->drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
    }
    if (data.mark) painter->fillRect(QRectF(std::round(xOf(*data.mark)) - 1, box.top(), 2, box.height()), t.ink);
    painter->restore();
}

MiniHistogram::MiniHistogram(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void MiniHistogram::setData(MiniHistogramData data) {
    m_data = std::move(data);
    update();
}

void MiniHistogram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintMiniHistogram(&painter, rect(), m_data);
}

} // namespace egt::ui
