// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/metric_plot.h"

#include <cmath>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QToolTip>

namespace egt::ui {

namespace {
constexpr int kBoxThreshold = 6; // pixels: a shorter drag is a click
}

void MetricPlot::resizeEvent(QResizeEvent* event) {
    layOut();
    QCustomPlot::resizeEvent(event);
    fillGraphs();
}

void MetricPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() != QEvent::LocaleChange && event->type() != QEvent::LanguageChange) return;
    m_x_ticker->setLocale(QLocale());
    m_y_ticker->setLocale(QLocale());
    replot(rpQueuedReplot);
}

void MetricPlot::mousePressEvent(QMouseEvent* event) {
    const bool inside = axisRect()->rect().contains(event->pos());
    if (inside && event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier)
        m_box = QRect(event->pos(), QSize(0, 0));
    else if (inside && (event->button() == Qt::MiddleButton || event->button() == Qt::LeftButton))
        m_pan = event->pos();
    setFocus(Qt::MouseFocusReason);
}

void MetricPlot::mouseMoveEvent(QMouseEvent* event) {
    const QRect frame = axisRect()->rect();
    if (m_pan) {
        const double shift = xAxis->pixelToCoord(m_pan->x()) - xAxis->pixelToCoord(event->pos().x());
        m_pan = event->pos();
        pickSteps(xAxis->range() + shift);
        return;
    }
    if (m_box) {
        m_box->setBottomRight(QPoint(std::clamp(event->pos().x(), frame.left(), frame.right()),
                                     std::clamp(event->pos().y(), frame.top(), frame.bottom())));
        update();
    }
    const int x = event->pos().x();
    if (x >= frame.left() && x <= frame.right())
        Q_EMIT crosshairMoved(std::round(xAxis->pixelToCoord(x)));
    else
        Q_EMIT crosshairMoved({});
    showMarkTip(event->pos(), event->globalPosition().toPoint());
}

void MetricPlot::showMarkTip(const QPoint& at, const QPoint& global) {
    if (axisRect()->rect().adjusted(0, -20, 0, 6).contains(at))
        for (const PlotMark& mark : m_marks)
            if (std::abs(xAxis->coordToPixel(mark.step) - at.x()) <= 4) {
                QToolTip::showText(global, mark.text, this);
                return;
            }
    if (at.y() < axisRect()->rect().top()) {
        QStringList lines{m_spec.help};
        for (const PlotCurve& curve : m_curves)
            if (const auto value = readOut(curve)) lines << tr("%1: %2").arg(curve.name, valueText(*value));
        QToolTip::showText(global, lines.join(QLatin1Char('\n')), this);
        return;
    }
    QToolTip::hideText();
}

void MetricPlot::mouseReleaseEvent(QMouseEvent* event) {
    m_pan.reset();
    if (!m_box || event->button() != Qt::LeftButton) return;
    const QRect box = m_box->normalized();
    m_box.reset();
    update();
    if (box.width() < kBoxThreshold) return;
    const QCPRange rows(yAxis->pixelToCoord(box.bottom()), yAxis->pixelToCoord(box.top()));
    pickSteps(QCPRange(xAxis->pixelToCoord(box.left()), xAxis->pixelToCoord(box.right())));
    if (box.height() >= kBoxThreshold) { // after the fit that comes with new steps
        yAxis->setRange(rows);
        dataArrived();
    }
}

void MetricPlot::mouseDoubleClickEvent(QMouseEvent*) {
    m_box.reset();
    Q_EMIT followAsked();
}

void MetricPlot::wheelEvent(QWheelEvent* event) {
    if (!axisRect()->rect().contains(event->position().toPoint())) {
        event->ignore(); // the stack of plots scrolls
        return;
    }
    const QPoint turn = event->angleDelta();
    if (turn.x() != 0 || event->modifiers().testFlag(Qt::ShiftModifier)) {
        const int by = turn.x() != 0 ? turn.x() : turn.y();
        pickSteps(xAxis->range() - xAxis->range().size() * by / 1200.0);
    } else {
        zoomAt(xAxis->pixelToCoord(event->position().x()), std::pow(0.8, turn.y() / 120.0));
    }
    event->accept();
}

void MetricPlot::leaveEvent(QEvent*) {
    if (!hasFocus()) Q_EMIT crosshairMoved({});
}

void MetricPlot::zoomAt(double step, double factor) {
    const QCPRange now = xAxis->range();
    const QCPRange full = fullSteps();
    const QCPRange next(step - (step - now.lower) * factor, step + (now.upper - step) * factor);
    if (next.size() >= full.size())
        Q_EMIT followAsked();
    else if (next.size() >= 2)
        pickSteps(next);
}

void MetricPlot::pickSteps(QCPRange steps) {
    const QCPRange full = fullSteps();
    const double size = std::min(steps.size(), full.size());
    steps.lower = std::clamp(steps.lower, full.lower, full.upper - size);
    steps.upper = steps.lower + size;
    showSteps(steps);
    Q_EMIT stepsPicked(steps.lower, steps.upper);
}

void MetricPlot::moveCrosshair(double by) {
    const double from = m_cross.value_or(by < 0 ? m_now : xAxis->range().lower);
    const QCPRange full = fullSteps();
    Q_EMIT crosshairMoved(std::clamp(from + by, full.lower, full.upper));
}

void MetricPlot::keyPressEvent(QKeyEvent* event) {
    const double stride = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const double centre = m_cross.value_or(xAxis->range().center());
    switch (event->key()) {
    case Qt::Key_Left:
        moveCrosshair(-stride);
        break;
    case Qt::Key_Right:
        moveCrosshair(stride);
        break;
    case Qt::Key_Home:
        Q_EMIT crosshairMoved(fullSteps().lower);
        break;
    case Qt::Key_End:
        Q_EMIT crosshairMoved(m_now > 0 ? m_now : fullSteps().upper);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomAt(centre, 0.8);
        break;
    case Qt::Key_Minus:
        zoomAt(centre, 1.25);
        break;
    case Qt::Key_Escape:
        if (m_cross) Q_EMIT crosshairMoved({});
        if (m_follow)
            event->ignore(); // nothing zoomed: the key belongs to the window
        else
            Q_EMIT followAsked();
        break;
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

void MetricPlot::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT menuAsked(event->globalPos());
}

} // namespace egt::ui
