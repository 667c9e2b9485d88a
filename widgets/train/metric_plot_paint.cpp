// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/metric_plot.h"

#include <cmath>

namespace egt::ui {

void MetricPlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawTitle(painter, width());
    drawCrosshair(painter);
    if (m_box) {
        QColor wash = m_ink.accentWash;
        wash.setAlphaF(0.5f);
        painter.setPen(QPen(m_ink.accent, 1));
        painter.setBrush(wash);
        painter.drawRect(QRectF(m_box->normalized()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (hasFocus()) { // inside the edge, as in all panes
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_ink.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void MetricPlot::drawTitle(QPainter& painter, int width) const {
    const QFontMetrics body(m_ink.title);
    const int height = body.height() + 4;
    painter.setFont(m_ink.title);
    painter.setPen(m_ink.ink);
    const int title_width = body.horizontalAdvance(m_spec.title);
    painter.drawText(QRect(12, 8, title_width + 4, height), Qt::AlignLeft | Qt::AlignVCenter, m_spec.title);
    int x = 12 + title_width + 8;
    const QString unit = unitText();
    const QFontMetrics small(m_ink.small);
    const int unit_width = small.horizontalAdvance(unit);
    if (!unit.isEmpty() && x + unit_width < width - 80) {
        painter.setFont(m_ink.small);
        painter.setPen(m_ink.ink3);
        painter.drawText(QRect(x, 8, unit_width + 4, height), Qt::AlignLeft | Qt::AlignVCenter, unit);
        x += unit_width + 8;
    }
    drawReadOuts(painter, x, width - 14);
    if (anyValue() || m_empty_text.isEmpty()) return;
    painter.setFont(m_ink.small);
    painter.setPen(m_ink.ink3);
    painter.drawText(axisRect()->rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_empty_text);
}

void MetricPlot::drawReadOuts(QPainter& painter, int left, int right) const {
    const QFontMetrics small(m_ink.smallStrong);
    const int height = QFontMetrics(m_ink.title).height() + 4;
    struct Part {
        std::size_t curve;
        QString text;
        int width;
    };
    std::vector<Part> parts;
    int room = right - left;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const auto value = readOut(m_curves[i]);
        if (!value) continue;
        const QString text = valueText(*value);
        const int need = small.horizontalAdvance(text) + 6 + 18 + 10;
        if (need > room) break;
        room -= need;
        parts.push_back({i, text, need});
    }
    int x = right + 10;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        x -= part->width;
        drawDashSample(painter, m_styles[part->curve], QRectF(x, 8, 18, height), 2);
        painter.setFont(m_ink.smallStrong);
        painter.setPen(m_ink.ink);
        painter.drawText(QRect(x + 24, 8, part->width - 34 + 2, height), Qt::AlignLeft | Qt::AlignVCenter, part->text);
    }
}

void MetricPlot::drawCrosshair(QPainter& painter) const {
    if (!m_cross || !xAxis->range().contains(*m_cross)) return;
    const QRect frame = axisRect()->rect();
    const double x = std::round(xAxis->coordToPixel(*m_cross)) + 0.5;
    painter.setPen(QPen(m_ink.ink2, 1));
    painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()));
    for (std::size_t back = m_curves.size(); back-- > 0;) {
        const auto value = readOut(m_curves[back]);
        if (!value || !std::isfinite(*value) || !yAxis->range().contains(*value)) continue;
        double at = x;
        if (m_spec.points) { // on the measurement that is read, not beside it
            const PlotCurve& curve = m_curves[back];
            const auto place = curve.series->nearest(*m_cross / curve.per_step, fullSteps().upper);
            at = xAxis->coordToPixel(curve.series->steps()[*place] * curve.per_step);
            if (!frame.contains(static_cast<int>(at), frame.center().y())) continue;
        }
        painter.setPen(QPen(m_ink.paper, 1));
        painter.setBrush(m_styles[back].color);
        painter.drawEllipse(QPointF(at, yAxis->coordToPixel(*value)), 4, 4);
    }
}

void MetricPlot::drawGround(QCPPainter& painter) const {
    const QRect frame = axisRect()->rect();
    painter.setClipping(false);
    const double now = xAxis->coordToPixel(m_now);
    if (m_total > m_now && now < frame.right()) {
        const double left = std::max(now, static_cast<double>(frame.left()));
        painter.fillRect(QRectF(left, frame.top(), frame.right() + 1 - left, frame.height()), m_ink.chrome);
    }
    double named_until = -1e9;
    for (const PlotMark& mark : m_marks) {
        if (!xAxis->range().contains(mark.step)) continue;
        const double x = std::round(xAxis->coordToPixel(mark.step)) + 0.5;
        QPen pen(m_ink.edge, 1);
        pen.setCapStyle(Qt::FlatCap);
        if (mark.kind == PlotMark::Kind::checkpoint || mark.kind == PlotMark::Kind::edit) {
            painter.setPen(pen);
            if (mark.kind == PlotMark::Kind::checkpoint)
                painter.drawLine(QPointF(x, frame.bottom() - 4), QPointF(x, frame.bottom()));
            else
                painter.drawPolygon(QPolygonF({QPointF(x, frame.bottom() - 4), QPointF(x + 4, frame.bottom()),
                                               QPointF(x, frame.bottom() + 4), QPointF(x - 4, frame.bottom())}));
            continue;
        }
        pen.setDashPattern(mark.kind == PlotMark::Kind::stage ? QVector<qreal>{4, 3} : QVector<qreal>{1, 2});
        painter.setPen(pen);
        painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()));
        if (!m_stage_names || mark.kind != PlotMark::Kind::stage) continue;
        const QFontMetricsF tiny(m_ink.tiny);
        const double left = std::max(x, named_until + 6);
        const double text_width = tiny.horizontalAdvance(mark.text);
        if (left > x + 40 || left + text_width > frame.right() + 12) continue; // names never run into each other
        painter.setFont(m_ink.tiny);
        painter.setPen(m_ink.ink3);
        painter.drawText(QPointF(left, frame.top() - 5), mark.text);
        named_until = left + text_width;
    }
}

std::unique_ptr<MetricPlot> MetricPlot::copyFor(const Theme& theme, QSize size) const {
    auto copy = std::make_unique<MetricPlot>(m_spec);
    copy->resize(size);
    copy->setInk(PlotInk::of(theme), theme);
    copy->m_band = m_band;
    copy->m_stage_names = true;
    copy->m_x_name = m_x_name;
    copy->m_empty_text = m_empty_text;
    copy->setTimeLine(m_marks, m_now, m_total);
    copy->m_follow = false;
    copy->xAxis->setRange(xAxis->range());
    copy->yAxis->setRange(yAxis->range());
    copy->setCurves(m_curves);
    copy->layOut();
    return copy;
}

void MetricPlot::renderTo(QCPPainter& painter, QSize size) {
    const auto cross = m_cross;
    m_cross.reset();
    toPainter(&painter, size.width(), size.height());
    painter.setRenderHint(QPainter::Antialiasing);
    drawTitle(painter, size.width());
    m_cross = cross;
    replot(rpQueuedReplot); // the layout belongs to the screen again
}

} // namespace egt::ui
