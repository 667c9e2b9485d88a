// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/chips.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

struct ToneColors {
    QColor fill, edge, ink;
};

ToneColors toneColors(Chip::Tone tone) {
    const Theme& t = Theme::current();
    switch (tone) {
    case Chip::Tone::plain:
        return {t.sunken, t.line, t.ink2};
    case Chip::Tone::accent:
        return {t.accent_wash, {}, t.ink};
    case Chip::Tone::side_a:
        return {t.a_wash, {}, t.a};
    case Chip::Tone::side_b:
        return {t.b_wash, {}, t.b};
    case Chip::Tone::warn:
        return {t.warn_wash, {}, t.warn};
    case Chip::Tone::err:
        return {t.err_wash, {}, t.err};
    }
    return {t.sunken, t.line, t.ink2};
}

qreal textWidth(const QString& text) {
    return std::ceil(QFontMetricsF(fontFor(Type::small, text, 500)).horizontalAdvance(text));
}

} // namespace

Chip::Chip(const QString& text, Tone tone, QWidget* parent) : QWidget(parent), m_text(text), m_tone(tone) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { updateGeometry(); });
}

void Chip::setText(const QString& text) {
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setTone(Tone tone) {
    m_tone = tone;
    update();
}

void Chip::setLineIcon(Icon icon) {
    m_icon = icon;
    updateGeometry();
    update();
}

void Chip::setClosable(bool closable) {
    m_closable = closable;
    setFocusPolicy(closable ? Qt::StrongFocus : Qt::NoFocus);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const int mark = metrics::px(18);
    const int width = qRound(textWidth(m_text)) + 18 + (m_icon != Icon::none ? mark : 0) + (m_closable ? mark : 0);
    return {width, metrics::px(metrics::kChip)};
}

void Chip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ToneColors colors = toneColors(m_tone);
    paintBox(&painter, rect(), colors.fill, colors.edge, height() / 2.0);
    const int mark = metrics::px(16);
    qreal x = 9;
    if (m_icon != Icon::none) {
        paintIcon(&painter, m_icon, QRectF(x - 1, (height() - mark) / 2.0, mark, mark), colors.ink);
        x += mark + 2;
    }
    const qreal width = textWidth(m_text);
    paintText(&painter, QRectF(x, 0, width + 1, height()), m_text, fontFor(Type::small, m_text, 500), colors.ink);
    const int cross = metrics::px(12);
    if (m_closable)
        paintIcon(&painter, Icon::close, QRectF(x + width + 4, (height() - cross) / 2.0, cross, cross), colors.ink);
}

void Chip::mouseReleaseEvent(QMouseEvent* event) {
    if (!rect().contains(event->pos())) return;
    if (m_closable && event->pos().x() > width() - metrics::px(metrics::kTarget))
        Q_EMIT closed();
    else
        Q_EMIT activated();
}

void Chip::keyPressEvent(QKeyEvent* event) {
    if (m_closable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        Q_EMIT closed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) {
        Q_EMIT activated();
    } else {
        QWidget::keyPressEvent(event);
    }
}

Badge::Badge(bool side_b, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setSideB(side_b);
}

void Badge::setSideB(bool side_b) {
    m_side_b = side_b;
    setAccessibleName(side_b ? tr("Answer B") : tr("Answer A"));
    update();
}

QSize Badge::sizeHint() const {
    return {metrics::px(22), metrics::px(22)};
}

void Badge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBadge(&painter, rect(), m_side_b);
}

Status statusOf(RunState state) {
    switch (state) {
    case RunState::queued:
        return Status::queued;
    case RunState::running:
    case RunState::stopping:
        return Status::running;
    case RunState::pausing:
    case RunState::paused:
        return Status::paused;
    case RunState::done:
        return Status::done;
    case RunState::stopped:
    case RunState::aborted:
    case RunState::interrupted:
        return Status::attention;
    case RunState::failed:
        return Status::failed;
    }
    return Status::info;
}

Icon statusIcon(Status status) {
    switch (status) {
    case Status::running:
        return Icon::play;
    case Status::done:
        return Icon::check;
    case Status::queued:
        return Icon::clock;
    case Status::paused:
        return Icon::pause;
    case Status::attention:
        return Icon::warn;
    case Status::failed:
        return Icon::error;
    case Status::info:
        return Icon::info;
    }
    return Icon::info;
}

QColor statusColor(Status status) {
    const Theme& t = Theme::current();
    switch (status) {
    case Status::running:
    case Status::done:
        return t.accent;
    case Status::queued:
    case Status::info:
        return t.ink3;
    case Status::paused:
    case Status::attention:
        return t.warn;
    case Status::failed:
        return t.err;
    }
    return t.ink3;
}

StatusPill::StatusPill(QWidget* parent) : StatusPill(Status::info, {}, parent) {}

StatusPill::StatusPill(Status status, const QString& word, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setStatus(status, word);
}

void StatusPill::setStatus(Status status, const QString& word) {
    m_status = status;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

void StatusPill::setRunState(RunState state) {
    QString word = stateWord(state);
    if (!word.isEmpty()) word[0] = word[0].toUpper();
    setStatus(statusOf(state), word);
}

QSize StatusPill::sizeHint() const {
    return {metrics::px(18) + qRound(textWidth(m_word)) + 20, metrics::px(metrics::kChip)};
}

void StatusPill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    QColor fill = t.hover;
    if (m_status == Status::running || m_status == Status::done) fill = t.accent_wash;
    if (m_status == Status::paused || m_status == Status::attention) fill = t.warn_wash;
    if (m_status == Status::failed) fill = t.err_wash;
    paintBox(&painter, rect(), fill, {}, height() / 2.0);
    const QColor ink = statusColor(m_status) == t.ink3 ? t.ink2 : statusColor(m_status);
    const int mark = metrics::px(16);
    paintIcon(&painter, statusIcon(m_status), QRectF(8, (height() - mark) / 2.0, mark, mark), ink);
    paintText(&painter, QRectF(10 + mark, 0, width() - 12 - mark, height()), m_word, fontFor(Type::small, m_word, 500),
              ink);
}

} // namespace egt::ui
