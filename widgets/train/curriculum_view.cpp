// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/curriculum_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/theme.h"

namespace egt::ui {

QString orderWords(CurriculumOrder order) {
    switch (order) {
    case CurriculumOrder::low_to_high:
        return CurriculumView::tr("low to high");
    case CurriculumOrder::high_to_low:
        return CurriculumView::tr("high to low");
    case CurriculumOrder::random:
        return CurriculumView::tr("random order");
    }
    return {};
}

CurriculumView::CurriculumView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("curriculum"));
    setAccessibleName(tr("Curriculum"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMouseTracking(true);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void CurriculumView::setPlan(CurriculumPlan plan, CurriculumOrder order, std::int32_t stages) {
    m_plan = std::move(plan);
    m_order = order;
    m_stages = stages;
    m_nothing.clear();
    describe();
}

void CurriculumView::setNothing(const QString& text) {
    m_plan = {};
    m_nothing = text;
    describe();
}

void CurriculumView::setCurrentStage(int stage) {
    if (m_current == stage) return;
    m_current = stage;
    update();
}

void CurriculumView::describe() {
    QStringList parts;
    for (std::size_t i = 0; i < m_plan.stages.size(); ++i)
        parts << tr("Stage %1: %2, %3").arg(i + 1).arg(rowText(i), pairsText(m_plan.stages[i].pairs));
    if (!m_nothing.isEmpty()) parts << m_nothing;
    setAccessibleDescription(parts.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

int CurriculumView::rowHeight() const {
    return metrics::px(26);
}
int CurriculumView::plotHeight() const {
    return metrics::px(94);
}

QSize CurriculumView::sizeHint() const {
    if (!m_nothing.isEmpty()) return {232, metrics::px(60)};
    const int rows = static_cast<int>(std::max<std::size_t>(m_plan.stages.size(), 1));
    return {232, plotHeight() + metrics::px(40) + rows * rowHeight() + (m_plan.unscored > 0 ? rowHeight() : 0)};
}

QSize CurriculumView::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

QString CurriculumView::rowText(std::size_t stage) const {
    const StageBand& band = m_plan.stages[stage];
    if (m_order == CurriculumOrder::high_to_low) return tr("from %1 down to %2").arg(number(band.to), nats(band.from));
    return stage == 0 && m_stages > 0 ? tr("to %1").arg(nats(band.to))
                                      : tr("%1 to %2").arg(number(band.from), nats(band.to));
}

void CurriculumView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_nothing.isEmpty() || m_plan.bins.empty()) {
        painter.setFont(ui::font(Type::small));
        painter.setPen(Theme::current().ink3);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         m_nothing.isEmpty() ? tr("No scores yet.") : m_nothing);
        return;
    }
    const QRectF plot(0, 0, width(), plotHeight());
    paintBars(painter, plot);
    paintBands(painter, plot);
    paintRows(painter, plotHeight() + metrics::px(40));
}

void CurriculumView::paintBars(QPainter& painter, const QRectF& plot) const {
    const Theme& theme = Theme::current();
    std::int64_t most = 1;
    for (std::size_t i = 0; i < m_plan.bins.size(); ++i)
        most = std::max(most, m_plan.bins[i] + m_plan.rest[i]);
    const double bar = plot.width() / static_cast<double>(m_plan.bins.size());
    const double unit = plot.height() * 0.92 / static_cast<double>(most);
    for (std::size_t i = 0; i < m_plan.bins.size(); ++i) {
        const double place = (static_cast<double>(i) + 0.5) / static_cast<double>(m_plan.bins.size());
        const double left = plot.left() + static_cast<double>(i) * bar + 0.5;
        const double kept = static_cast<double>(m_plan.bins[i]) * unit;
        const double rest = static_cast<double>(m_plan.rest[i]) * unit;
        QColor grey = theme.hatch;
        grey.setAlphaF(0.45F);
        painter.fillRect(QRectF(left, plot.bottom() - kept - rest, bar - 1, rest), grey);
        const QRectF box(left, plot.bottom() - kept, bar - 1, kept);
        painter.fillRect(box, Theme::ramp(place));
        if (kept < 2 || !theme.rampNeedsOutline(place)) continue;
        painter.setPen(QPen(theme.ramp_outline, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, 0));
    }
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), theme.edge);
}

void CurriculumView::paintBands(QPainter& painter, const QRectF& plot) const {
    const Theme& theme = Theme::current();
    const auto x = [&](double value) { return plot.left() + std::clamp(value / m_plan.top, 0.0, 1.0) * plot.width(); };
    QPen border(theme.ink2, 1);
    border.setDashPattern({3, 2});
    for (std::size_t i = 0; i < m_plan.stages.size(); ++i) {
        const StageBand& band = m_plan.stages[i];
        const bool current = static_cast<int>(i) + 1 == m_current;
        const double left = x(band.from);
        const double right = x(band.to);
        painter.fillRect(QRectF(left + 1, plot.bottom() + 3, std::max(1.0, right - left - 2), 4),
                         current ? theme.accent : theme.edge);
        painter.setPen(border);
        const double edge = std::round(m_order == CurriculumOrder::high_to_low ? left : right) + 0.5;
        painter.drawLine(QPointF(edge, plot.top()), QPointF(edge, plot.bottom() + 7));
        const QString name = QString::number(i + 1);
        painter.setFont(ui::font(Type::small, 600));
        if (right - left < painter.fontMetrics().horizontalAdvance(name) + 2 && m_plan.stages.size() > 4) continue;
        painter.setPen(current ? theme.accent : theme.ink2);
        if (m_stages > 0)
            painter.drawText(QRectF((left + right) / 2 - 20, plot.bottom() + 9, 40, metrics::px(18)), Qt::AlignCenter,
                             name);
    }
    painter.setFont(ui::font(Type::tiny));
    painter.setPen(theme.ink3);
    const QRectF axis(plot.left(), plot.bottom() + metrics::px(24), plot.width(), metrics::px(14));
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, number(0, 0));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, nats(m_plan.top));
}

void CurriculumView::paintRows(QPainter& painter, int top) const {
    const Theme& theme = Theme::current();
    const auto line = [&](int y, const QString& head, const QString& text, const QString& right, bool current) {
        if (current) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.accent_wash);
            painter.drawRoundedRect(QRectF(0, y, width(), rowHeight() - 2), 4, 4);
        }
        const QRect box(0, y, width() - 6, rowHeight() - 2);
        painter.setFont(ui::font(Type::small, 600));
        painter.setPen(current ? theme.accent : theme.ink2);
        painter.drawText(box.adjusted(6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, head);
        painter.setFont(ui::font(Type::small));
        painter.setPen(theme.ink);
        painter.drawText(box.adjusted(head.isEmpty() ? 6 : 26, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
        painter.setFont(ui::font(Type::small, 500));
        painter.setPen(theme.ink2);
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignRight, right);
    };
    int y = top;
    if (m_plan.stages.empty()) line(y, {}, tr("Random order"), pairsText(m_plan.pairs), false), y += rowHeight();
    for (std::size_t i = 0; i < m_plan.stages.size(); ++i, y += rowHeight())
        line(y, m_stages > 0 ? QString::number(i + 1) : QString(), rowText(i), pairsText(m_plan.stages[i].pairs),
             static_cast<int>(i) + 1 == m_current);
    if (m_plan.unscored > 0) line(y, {}, tr("Without a score"), pairsText(m_plan.unscored), false);
}

bool CurriculumView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (m_plan.bins.empty() || help->pos().y() > plotHeight()) {
        QToolTip::hideText();
        return true;
    }
    const auto bins = static_cast<double>(m_plan.bins.size());
    const auto bin = static_cast<std::size_t>(std::clamp(help->pos().x() * bins / width(), 0.0, bins - 1));
    const double step = m_plan.top / bins;
    QToolTip::showText(help->globalPos(),
                       tr("%1 to %2: %3 of the selection, %4 others")
                           .arg(number(static_cast<double>(bin) * step), nats(static_cast<double>(bin + 1) * step),
                                pairsText(m_plan.bins[bin]), count(m_plan.rest[bin])),
                       this);
    return true;
}

} // namespace egt::ui
