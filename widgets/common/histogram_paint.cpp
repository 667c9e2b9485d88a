// SPDX-License-Identifier: GPL-3.0-or-later
// How HistogramCutWidget looks: ground, bars, axes, cuts and read-outs.

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/cut_handle.h"
#include "common/fonts.h"
#include "common/histogram_cut_widget.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

qreal widthOf(const QString& text, const QFont& f) {
    return QFontMetricsF(f).horizontalAdvance(text);
}

} // namespace

void HistogramCutWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = Theme::current();
    painter.fillRect(rect(), t.paper);
    if (m_data.empty()) return;
    paintGround(painter);
    paintGrid(painter); // under the bars
    paintBars(painter);
    paintOverlays(painter);
    paintAxes(painter);
    paintMissing(painter);
    paintCuts(painter);
    paintReadouts(painter);
    paintHover(painter);
}

double HistogramCutWidget::barHeight(double count) const {
    const double room = plotRect().height() * 0.93;
    if (count <= 0) return 0;
    if (!m_log) return count / m_top * room;
    return std::max(2.0, std::log10(1 + count) / std::log10(1 + m_top) * room);
}

void HistogramCutWidget::paintGround(QPainter& painter) const {
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    const double low = xOf(cut(false));
    const double high = xOf(cut(true));
    if (m_has_lower && low > plot.left())
        painter.fillRect(QRectF(plot.left(), plot.top(), low - plot.left(), plot.height()), t.chrome);
    if (m_has_upper && high < plot.right())
        painter.fillRect(QRectF(high, plot.top(), plot.right() - high, plot.height()), t.chrome);
}

void HistogramCutWidget::paintGrid(QPainter& painter) const {
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    painter.setFont(egt::ui::font(Type::tiny));
    const auto yLabel = [&](double count) {
        const double y = std::round(plot.bottom() - barHeight(count));
        if (y < plot.top()) return;
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), t.grid);
        painter.setPen(t.ink3);
        drawTabular(&painter, QRectF(0, y - 9, plot.left() - 8, 18), Qt::AlignRight,
                    egt::ui::count(std::llround(count)));
    };
    if (m_log) {
        for (double count = 1; count <= m_top; count *= 10)
            yLabel(count);
    } else {
        const double step = std::max(1.0, niceStep(m_top, std::max(2, static_cast<int>(plot.height() / 50))));
        for (double count = step; count <= m_top * 1.05; count += step)
            yLabel(count);
    }
}

void HistogramCutWidget::paintBars(QPainter& painter) const {
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    const double low = m_has_lower ? cut(false) : m_data.low();
    const double high = m_has_upper ? cut(true) : m_data.high();
    const double range = m_data.high() - m_data.low();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < m_data.counts.size(); ++i) {
        const double height = barHeight(m_data.counts[i]);
        if (height < 0.5) continue;
        const double left = std::round(xOf(m_data.edges[i]));
        const double right = std::round(xOf(m_data.edges[i + 1]));
        const QRectF bar(left, plot.bottom() - height, std::max(1.0, right - left - (right - left > 3 ? 1 : 0)),
                         height);
        const double centre = (m_data.edges[i] + m_data.edges[i + 1]) / 2;
        if (centre < low || centre > high) {
            paintHatch(&painter, bar);
            continue;
        }
        const double share = range > 0 ? (centre - m_data.low()) / range : 0;
        painter.fillRect(bar, Theme::ramp(.06 + .94 * share));
        if (t.rampNeedsOutline(share)) {
            painter.setPen(QPen(t.ramp_outline, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(bar.adjusted(0, 0, -1, 0));
        }
    }
    painter.restore();
}

void HistogramCutWidget::paintOverlays(QPainter& painter) const {
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    qreal x = plot.right() - 4;
    for (const auto& overlay : m_data.overlays) {
        QPainterPath path;
        for (std::size_t i = 0; i < overlay.counts.size() && i + 1 < m_data.edges.size(); ++i) {
            const double y = plot.bottom() - barHeight(overlay.counts[i]);
            const double left = xOf(m_data.edges[i]);
            i == 0 ? path.moveTo(left, y) : path.lineTo(left, y);
            path.lineTo(xOf(m_data.edges[i + 1]), y);
        }
        painter.setPen(t.seriesPen(overlay.series, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        const QFont f = fontFor(Type::small, overlay.name);
        const qreal width = widthOf(overlay.name, f);
        const qreal y = plot.top() + metrics::px(58);
        paintText(&painter, QRectF(x - width, y, width + 1, metrics::px(18)), overlay.name, f, t.ink2);
        painter.setPen(t.seriesPen(overlay.series, 2));
        painter.drawLine(QPointF(x - width - 30, y + metrics::px(9)), QPointF(x - width - 6, y + metrics::px(9)));
        x -= width + 46;
    }
}

void HistogramCutWidget::paintAxes(QPainter& painter) const {
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    const QFont f = egt::ui::font(Type::tiny);
    painter.setFont(f);
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), t.edge);
    const double step = niceStep(m_data.high() - m_data.low(), std::max(2, static_cast<int>(plot.width() / 90)));
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    for (double value = std::ceil(m_data.low() / step - 1e-9) * step; value <= m_data.high() + step * 1e-6;
         value += step) {
        const double x = std::round(xOf(value));
        painter.fillRect(QRectF(x, plot.bottom(), 1, 4), t.edge);
        painter.setPen(t.ink3);
        drawTabular(&painter, QRectF(x - 40, plot.bottom() + 4, 80, metrics::px(16)), Qt::AlignHCenter,
                    number(value, decimals));
    }
    const QString title = m_data.unit.isEmpty() ? m_data.axis : tr("%1, %2").arg(m_data.axis, m_data.unit);
    const qreal row = plot.bottom() + metrics::px(22);
    const QFont title_font = fontFor(Type::tiny, title, 500);
    const QRectF title_box(plot.left(), row + (m_data.quantiles.empty() ? -2 : 14), plot.width(), metrics::px(16));
    const qreal title_left = title_box.right() - widthOf(title, title_font) - 12;
    paintText(&painter, title_box, title, title_font, t.ink2, Qt::AlignRight);
    qreal free_from = plot.left() - 60;
    for (const auto& mark : m_data.quantiles) {
        if (mark.value < m_data.low() || mark.value > m_data.high()) continue;
        const double x = xOf(mark.value);
        QPainterPath triangle;
        triangle.moveTo(x, row);
        triangle.lineTo(x + 4, row + 6);
        triangle.lineTo(x - 4, row + 6);
        triangle.closeSubpath();
        painter.fillPath(triangle, t.ink2);
        const qreal half = widthOf(mark.name, f) / 2;
        if (x - half < free_from || x + half > title_left) continue; // the triangle stays, the name would collide
        painter.setPen(t.ink3);
        drawTabular(&painter, QRectF(x - 30, row + 7, 60, metrics::px(16)), Qt::AlignHCenter, mark.name);
        free_from = x + half + 6;
    }
}

void HistogramCutWidget::paintMissing(QPainter& painter) const {
    if (m_data.missing <= 0) return;
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    const QRectF bar(plot.right() + 26, plot.bottom() - std::min(barHeight(m_data.missing), plot.height()), 24,
                     std::min(barHeight(m_data.missing), plot.height()));
    paintBox(&painter, bar.adjusted(0, 0, 0, 1), t.hover, t.edge, 0);
    const QString name = tr("none");
    paintText(&painter, QRectF(bar.center().x() - 32, plot.bottom() + 4, 64, metrics::px(16)), name,
              fontFor(Type::tiny, name), t.ink3, Qt::AlignHCenter);
    const QString value = egt::ui::count(std::llround(m_data.missing));
    paintText(&painter, QRectF(bar.center().x() - 32, bar.top() - metrics::px(18), 64, metrics::px(16)), value,
              egt::ui::font(Type::tiny), t.ink2, Qt::AlignHCenter);
}

QString HistogramCutWidget::tagText(bool upper) const {
    const double value = cut(upper);
    const QString place = u"p%1"_s.arg(qRound(percentileOf(value) * 100));
    return upper ? tr("%1 · %2").arg(valueText(value), place) : number(value, m_data.decimals);
}

QRectF HistogramCutWidget::tagRect(bool upper) const {
    const QString text = tagText(upper);
    const qreal width = tabularWidth(fontFor(Type::small, text, 600), text) + 16;
    const qreal y = plotRect().top() - metrics::px(31);
    const double x = xOf(cut(upper));
    qreal left = upper ? x + 14 : x - 14 - width;
    if (left + width > this->width() - 4) left = x - 14 - width;
    if (left < 4) left = x + 14;
    return {left, y, width, double(metrics::px(22))};
}

void HistogramCutWidget::paintCuts(QPainter& painter) const {
    const Theme& t = Theme::current();
    const QRectF plot = plotRect();
    for (const bool upper : {false, true}) {
        if (!(upper ? m_has_upper : m_has_lower)) continue;
        const double x = std::round(xOf(cut(upper)));
        painter.fillRect(QRectF(x - 1, plot.top() - metrics::px(24), 2, plot.height() + metrics::px(24)), t.ink);
        const bool idle = std::isinf(upper ? m_high : m_low);
        if (idle && !(upper ? m_upper : m_lower)->hasFocus()) continue; // at the end it cuts nothing: no tag
        const QRectF tag = tagRect(upper);
        paintBox(&painter, tag, t.paper, t.edge, 4);
        const QString text = tagText(upper);
        painter.setFont(fontFor(Type::small, text, 600));
        painter.setPen(t.ink);
        drawTabular(&painter, tag, Qt::AlignHCenter, text);
    }
    if (std::isfinite(m_marker)) {
        const double x = std::round(xOf(m_marker));
        painter.fillRect(QRectF(x - 1, plot.top(), 2, plot.height()), t.accent);
    }
}

void HistogramCutWidget::paintReadout(QPainter& painter, QRectF side, const QString& lead, const QString& note,
                                      bool dropped) const {
    const Theme& t = Theme::current();
    const QFont lead_font = fontFor(Type::lead, lead, 600);
    const QFont note_font = fontFor(Type::small, note);
    const qreal width = std::max(widthOf(lead, lead_font), widthOf(note, note_font)) + 2;
    const qreal high = metrics::px(22);
    const QRectF plot = plotRect();
    QRectF band(side.left() + 8, plot.top() - metrics::px(44), side.width() - 16, metrics::px(42));
    // The tags and grips stand in the same band: what they take is not free.
    for (const bool upper : {false, true}) {
        if (!(upper ? m_has_upper : m_has_lower)) continue;
        QRectF taken = tagRect(upper).united(QRectF(xOf(cut(upper)) - 12, tagRect(upper).y(), 24, 22));
        if (std::isinf(upper ? m_high : m_low)) taken = QRectF(xOf(cut(upper)) - 12, taken.y(), 24, 22);
        if (!taken.intersects(band)) continue;
        if (taken.center().x() < band.center().x())
            band.setLeft(std::max(band.left(), taken.right() + 10));
        else
            band.setRight(std::min(band.right(), taken.left() - 10));
    }
    if (band.width() >= width) {
        const bool centred = side.width() > 2 * width;
        const qreal middle = std::clamp(side.center().x(), band.left() + width / 2, band.right() - width / 2);
        const qreal x = centred ? middle - width / 2 : band.left();
        const Qt::Alignment align = centred ? Qt::AlignHCenter : Qt::AlignLeft;
        paintText(&painter, QRectF(x, band.top(), width, high), lead, lead_font, t.ink, align);
        paintText(&painter, QRectF(x, band.top() + high, width, metrics::px(18)), note, note_font, t.ink2, align);
    } else if (dropped && side.width() >= width + 16 && plot.height() >= metrics::px(60)) {
        paintText(&painter, QRectF(side.right() - width - 8, plot.top() + 8, width, high), lead, lead_font, t.ink,
                  Qt::AlignRight);
        paintText(&painter, QRectF(side.right() - width - 8, plot.top() + 8 + high, width, metrics::px(18)), note,
                  note_font, t.ink2, Qt::AlignRight);
    }
}

bool HistogramCutWidget::overBars(const QRectF& box) const {
    for (std::size_t i = 0; i < m_data.counts.size(); ++i)
        if (xOf(m_data.edges[i]) < box.right() && xOf(m_data.edges[i + 1]) > box.left() &&
            plotRect().bottom() - barHeight(m_data.counts[i]) < box.bottom())
            return true;
    return false;
}

void HistogramCutWidget::paintReadouts(QPainter& painter) const {
    if (!m_has_lower && !m_has_upper) return;
    const QRectF plot = plotRect();
    const CutCounts counts = this->counts();
    const double total = counts.total();
    if (total <= 0) return;
    const double low = m_has_lower ? xOf(cut(false)) : plot.left();
    const double high = m_has_upper ? xOf(cut(true)) : plot.right();
    const auto whole = [](double value) { return egt::ui::count(std::llround(value)); };
    paintReadout(painter, QRectF(low, plot.top(), high - low, plot.height()), tr("Kept %1").arg(whole(counts.kept)),
                 tr("%1 of %2").arg(percent(counts.kept / total), whole(total)), false);
    if (m_has_upper && counts.above > 0)
        paintReadout(painter, QRectF(high, plot.top(), plot.right() - high, plot.height()),
                     tr("Dropped %1").arg(whole(counts.above)),
                     tr("%1 %2").arg(percent(counts.above / total), m_above_word), true);
    if (m_has_lower && counts.below > 0) {
        const QString note = tr("%1 %2").arg(whole(counts.below), m_below_word);
        const QFont f = fontFor(Type::small, note);
        const qreal width = widthOf(note, f) + 2;
        const bool inside = low - plot.left() >= width + 12;
        QRectF box(inside ? plot.left() + 6 : low + 8, plot.top() + 4, width, metrics::px(18));
        // Beside the cut it gives way to tall bars; where they leave no room it is not said.
        while (!inside && overBars(box) && box.left() < low + width)
            box.translate(4, 0);
        if (inside || (high - low > width * 3 && !overBars(box)))
            paintText(&painter, box, note, f, Theme::current().ink2);
    }
}

void HistogramCutWidget::paintHover(QPainter& painter) const {
    if (m_hover < 0 || m_dragging != 0) return;
    const Theme& t = Theme::current();
    const auto bin = static_cast<std::size_t>(m_hover);
    const double total = m_data.total();
    const int decimals = m_data.decimals + 1;
    const QString range =
        tr("%1 to %2 %3")
            .arg(number(m_data.edges[bin], decimals), number(m_data.edges[bin + 1], decimals), m_data.unit)
            .trimmed();
    const QString amount =
        tr("%1, %2 of all")
            .arg(pairsText(std::llround(m_data.counts[bin])), percent(total > 0 ? m_data.counts[bin] / total : 0));
    const QFont strong = fontFor(Type::small, range, 600);
    const QFont plain = fontFor(Type::small, amount);
    const qreal width = std::max(widthOf(range, strong), widthOf(amount, plain)) + 24;
    const qreal high = metrics::px(48);
    qreal x = m_mouse.x() + 14;
    if (x + width > this->width() - 8) x = m_mouse.x() - 14 - width;
    const qreal y = std::clamp(m_mouse.y() - high - 8, 4.0, std::max(4.0, height() - high - 8.0));
    const QRectF card(x, y, width, high);
    paintShadow(&painter, card, 6);
    paintBox(&painter, card, t.floating, t.edge, 6);
    paintText(&painter, QRectF(x + 12, y + 5, width - 24, metrics::px(19)), range, strong, t.ink);
    paintText(&painter, QRectF(x + 12, y + 5 + metrics::px(19), width - 24, metrics::px(19)), amount, plain, t.ink2);
}

} // namespace egt::ui
