// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/entropy_strip.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"

namespace egt::ui {
namespace {

constexpr int kHeight = 22;
constexpr int kColumn = 720;

/// What fills the strip: 2.5 nats, or the rank 100 on a log scale.
double share(TokenMeasure measure, double value) {
    if (measure == TokenMeasure::rank) return std::min(1.0, std::log10(1 + value) / 2);
    return std::clamp(value / 2.5, 0.0, 1.0);
}

} // namespace

EntropyStrip::EntropyStrip(TokenEntropyView* view, QWidget* parent) : QWidget(parent), m_view(view) {
    setObjectName(QStringLiteral("entropyStrip"));
    setAccessibleName(tr("Overview of the tokens"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMaximumWidth(kColumn + 4);
    connect(view, &TokenEntropyView::contentChanged, this, [this] {
        setAccessibleDescription(
            tr("%1 tokens, spans from %2").arg(count(std::ssize(m_view->values())), nats(m_view->cut())));
        update();
    });
    connect(view, &FlowView::scrolled, this, [this] { update(); });
    connect(view, &TokenEntropyView::currentSpanChanged, this, [this] { update(); });
}

QSize EntropyStrip::sizeHint() const {
    return {kColumn, kHeight + 4};
}

void EntropyStrip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area(0, 2, width(), kHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(area, 3, 3);
    const auto& values = m_view->values();
    const double n = static_cast<double>(values.size());
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double part = share(m_view->measure(), values[i]);
        const double h = std::max(1.5, (kHeight - 2) * part);
        const QColor color = part > 0.06 ? Theme::ramp(part) : theme.hatch;
        painter.fillRect(QRectF(static_cast<double>(i) * area.width() / n, area.bottom() - h,
                                std::max(1.0, area.width() / n - 0.6), h),
                         color);
    }
    if (values.empty()) return;
    if (m_view->measure() == TokenMeasure::entropy) {
        const double y = std::round(area.bottom() - kHeight * share(TokenMeasure::entropy, m_view->cut())) + 0.5;
        QPen pen(theme.ink3, 1);
        pen.setDashPattern({3, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(0, y), QPointF(area.right(), y));
    }
    const auto [first, last] = m_view->visibleCells();
    if (first > 0 || last + 1 < static_cast<int>(values.size())) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.ink2, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            QRectF(first * area.width() / n, 0.75, (last - first + 1) * area.width() / n, kHeight + 2.5), 3, 3);
    }
}

void EntropyStrip::scrollTo(double x) {
    const auto n = static_cast<double>(m_view->values().size());
    m_view->showCell(static_cast<int>(std::clamp(x / std::max(1, width()) * n, 0.0, std::max(0.0, n - 1))));
}

void EntropyStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) scrollTo(event->position().x());
}

void EntropyStrip::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) scrollTo(event->position().x());
}

EntropyLegend::EntropyLegend(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Legend of the token colours"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setEnds(QStringLiteral("0"), nats(2.1));
}

void EntropyLegend::setEnds(const QString& low, const QString& high) {
    m_low = low;
    m_high = high;
    updateGeometry();
    update();
}

QSize EntropyLegend::sizeHint() const {
    const QFontMetricsF metrics(ui::font(Type::tiny));
    return {static_cast<int>(metrics.horizontalAdvance(m_low) + metrics.horizontalAdvance(m_high)) + 96 + 16, 24};
}

void EntropyLegend::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(Type::tiny));
    const double left = QFontMetricsF(painter.font()).horizontalAdvance(m_low) + 6;
    for (int i = 0; i < 8; ++i) {
        const auto step = static_cast<std::size_t>(i);
        const QRectF box(left + i * 12, height() / 2.0 - 5, 11, 8);
        const bool filled = theme.entropy_fill[step].isValid();
        painter.setPen(filled ? QPen(Qt::NoPen) : QPen(theme.line, 1));
        painter.setBrush(filled ? theme.entropy_fill[step] : theme.paper);
        painter.drawRoundedRect(filled ? box : box.adjusted(.5, .5, -.5, -.5), 1.5, 1.5);
        if (kEntropyUnderline[step] > 0)
            painter.fillRect(QRectF(box.left(), box.bottom() + 1.5, box.width(), kEntropyUnderline[step]),
                             theme.entropy_ink);
    }
    painter.setPen(theme.ink3);
    painter.drawText(QRectF(0, 0, left - 6, height()), Qt::AlignVCenter | Qt::AlignRight, m_low);
    painter.drawText(QRectF(left + 96 + 5, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, m_high);
}

} // namespace egt::ui
