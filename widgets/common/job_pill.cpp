// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/job_pill.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/chips.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr int kBar = 84;

int textWidth(const QString& text, int weight) {
    return static_cast<int>(std::ceil(tabularWidth(fontFor(Type::small, text, weight), text)));
}

Icon kindIcon(RunKind kind) {
    switch (kind) {
    case RunKind::import:
    case RunKind::verify:
    case RunKind::relocate:
        return Icon::import_;
    case RunKind::sft:
    case RunKind::train:
        return Icon::train;
    case RunKind::score:
    case RunKind::evaluate:
    case RunKind::benchmark:
        return Icon::judge;
    case RunKind::exporting:
        return Icon::export_;
    case RunKind::index:
    case RunKind::duplicates:
        return Icon::search;
    }
    return Icon::train;
}

} // namespace

JobPill::JobPill(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("No job running"));
    setMouseTracking(true);
}

void JobPill::setRun(const RunRecord& run, const ProgressEvent& progress, int more) {
    m_run = run;
    m_progress = progress;
    m_more = more;
    m_ended.clear();
    changed();
}

void JobPill::setProgress(const ProgressEvent& progress) {
    m_progress = progress;
    changed();
}

void JobPill::setEnded(const RunRecord& run, const QString& text) {
    m_run = run;
    m_ended = text;
    m_more = 0;
    changed();
}

void JobPill::clear() {
    m_run = {};
    m_ended.clear();
    changed();
}

void JobPill::changed() {
    setFocusPolicy(m_run.id == 0 ? Qt::NoFocus : Qt::StrongFocus);
    setAccessibleName(m_run.id == 0 ? tr("No job running") : tr("Job: %1, %2").arg(name(), details()));
    updateGeometry();
    update();
}

QString JobPill::name() const {
    const QString own = QString::fromStdString(m_run.name);
    const QString kind = kindWord(m_run.kind);
    return own.isEmpty() ? kind : tr("%1 “%2”").arg(kind, own);
}

QString JobPill::details() const {
    if (!m_ended.isEmpty()) return m_ended;
    QString text = progressText(m_progress);
    if (m_run.state != RunState::running || text.isEmpty())
        text = text.isEmpty() ? stateWord(m_run.state) : tr("%1 · %2").arg(stateWord(m_run.state), text);
    if (m_more > 0) text = tr("%1 · %2 more").arg(text).arg(m_more);
    return text;
}

bool JobPill::canPause() const {
    return m_ended.isEmpty() &&
           (m_run.state == RunState::running || m_run.state == RunState::paused || m_run.state == RunState::pausing);
}

QSize JobPill::sizeHint() const {
    if (m_run.id == 0) return {textWidth(tr("No job running"), 400) + 8, metrics::px(20)};
    const int bar = m_ended.isEmpty() ? kBar + 20 : 12;
    return {34 + textWidth(name(), 500) + bar + textWidth(details(), 400) + 8 + 2 * metrics::kTarget, metrics::px(20)};
}

QSize JobPill::minimumSizeHint() const {
    return {std::min(sizeHint().width(), metrics::px(160)), metrics::px(20)};
}

QRect JobPill::closeArea() const {
    return {width() - metrics::kTarget - 4, -2, metrics::kTarget, height() + 4};
}

QRect JobPill::pauseArea() const {
    return canPause() ? closeArea().translated(-metrics::kTarget, 0) : QRect();
}

void JobPill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    if (m_run.id == 0) {
        const QString text = tr("No job running");
        paintText(&painter, QRectF(4, 0, width() - 4, height()), text, fontFor(Type::small, text), t.ink3);
        return;
    }
    const bool failed = m_run.state == RunState::failed && !m_ended.isEmpty();
    paintBox(&painter, rect(), failed ? t.err_wash : t.paper, failed ? t.err : t.line, height() / 2.0);
    const Status status = statusOf(m_run.state);
    const Icon icon = m_ended.isEmpty() && m_run.state == RunState::running ? kindIcon(m_run.kind) : statusIcon(status);
    paintIcon(&painter, icon, QRectF(8, (height() - 16) / 2.0, 16, 16), statusColor(status));
    qreal x = 30;
    const int named = std::min(textWidth(name(), 500), width() - 30 - 2 * metrics::kTarget);
    paintText(&painter, QRectF(x, 0, named, height()), name(), fontFor(Type::small, name(), 500), t.ink);
    x += named + 10;
    const qreal right = (canPause() ? pauseArea() : closeArea()).left();
    const bool roomy = width() >= sizeHint().width() - 4;
    if (m_ended.isEmpty() && roomy) {
        const QRectF bar(x, height() / 2.0 - 2, kBar, 4);
        paintBox(&painter, bar, t.hover, {}, 2);
        const double share =
            m_progress.total > 0 ? static_cast<double>(m_progress.done) / static_cast<double>(m_progress.total) : 0.25;
        const QColor fill = status == Status::paused ? t.warn : t.accent;
        paintBox(&painter, QRectF(bar.x(), bar.y(), kBar * std::clamp(share, 0.0, 1.0), 4), fill, {}, 2);
        x += kBar + 10;
    }
    painter.setFont(fontFor(Type::small, details()));
    painter.setPen(failed ? t.err : t.ink2);
    painter.setClipRect(QRectF(x, 0, right - x, height()));
    drawTabular(&painter, QRectF(x, 0, right - x, height()), Qt::AlignLeft, details());
    painter.setClipping(false);
    if (canPause())
        paintIcon(&painter, m_run.state == RunState::running ? Icon::pause : Icon::play,
                  QRectF(pauseArea()).adjusted(4, 4, -4, -4), t.ink2);
    paintIcon(&painter, Icon::close, QRectF(closeArea()).adjusted(5, 5, -5, -5), t.ink2);
}

bool JobPill::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || m_run.id == 0) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString tip = tr("Show the jobs and their log");
    if (pauseArea().contains(help->pos())) tip = m_run.state == RunState::running ? tr("Pause") : tr("Continue");
    if (closeArea().contains(help->pos())) tip = m_ended.isEmpty() ? tr("Stop this job") : tr("Close");
    QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

void JobPill::mouseReleaseEvent(QMouseEvent* event) {
    if (m_run.id == 0) return;
    if (pauseArea().contains(event->pos())) {
        Q_EMIT pauseClicked(m_run.id, m_run.state == RunState::running);
    } else if (closeArea().contains(event->pos())) {
        if (m_ended.isEmpty())
            Q_EMIT cancelClicked(m_run.id);
        else
            clear();
    } else if (rect().contains(event->pos())) {
        Q_EMIT clicked();
    }
}

void JobPill::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && canPause()) {
        Q_EMIT pauseClicked(m_run.id, m_run.state == RunState::running);
    } else if (event->key() == Qt::Key_Delete && m_run.id != 0) {
        if (m_ended.isEmpty())
            Q_EMIT cancelClicked(m_run.id);
        else
            clear();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT clicked();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace egt::ui
