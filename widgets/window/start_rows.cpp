// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QContextMenuEvent>
#include <QDir>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"
#include "window/start_page.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

QString shortPath(const QString& path) {
    const QString home = QDir::homePath();
    return path.startsWith(home + u'/') ? u"~"_s + path.mid(home.size()) : path;
}

qreal advance(const QString& text, const QFont& f) {
    return QFontMetricsF(f).horizontalAdvance(text);
}

// Draws a chip of the start page; returns its width.
qreal paintJob(QPainter* painter, qreal x, qreal y, const QString& text) {
    const Theme& t = Theme::current();
    const QFont f = fontFor(Type::small, text, 500);
    const QRectF box(x, y, advance(text, f) + 36, metrics::px(metrics::kChip));
    paintBox(painter, box, t.warn_wash, {}, box.height() / 2);
    paintIcon(painter, Icon::pause, QRectF(x + 8, y + (box.height() - 16) / 2, 16, 16), t.warn);
    paintText(painter, box.adjusted(26, 0, -4, 0), text, f, t.warn);
    return box.width();
}

} // namespace

StartRow::StartRow(QAction* action, Icon icon, const QString& description, QWidget* parent)
    : QAbstractButton(parent), m_icon(icon), m_description(description),
      m_key(action->shortcut().isEmpty() ? QString() : keyText(action->shortcut())) {
    setText(action->iconText());
    setAccessibleDescription(description);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setProperty("egtOwnFocus", true);
    connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
}

QSize StartRow::sizeHint() const {
    return {metrics::px(364), textFactor() < 1.5 ? metrics::px(56) : metrics::px(52)};
}

void StartRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    const bool current = hasFocus();
    if (current || underMouse() || isDown()) paintBox(&painter, rect(), current ? t.accent_wash : t.hover, {}, 8);
    if (current) paintFocusRing(&painter, rect(), 8);
    const qreal left = 12;
    paintIcon(&painter, m_icon, QRectF(left + 4, (height() - 20) / 2.0, 20, 20), current ? t.accent : t.ink2);
    const qreal cap = m_key.isEmpty() ? 0 : keyCapWidth(m_key);
    const qreal room = width() - left - 40 - 12 - cap;
    paintText(&painter, QRectF(left + 40, metrics::px(8), room, metrics::px(22)), text(),
              fontFor(Type::read, text(), 600), t.ink);
    paintText(&painter, QRectF(left + 40, metrics::px(29), width() - left - 46, metrics::px(19)), m_description,
              fontFor(Type::small, m_description), t.ink2);
    if (cap > 0) paintKeyCap(&painter, width() - 12 - cap, height() / 2.0, m_key);
}

void StartRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)
        focusNextPrevChild(event->key() == Qt::Key_Down);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void StartRow::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void StartRow::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

ProjectRow::ProjectRow(RecentProject project, QWidget* parent)
    : QAbstractButton(parent), m_project(std::move(project)), m_exists(m_project.exists()) {
    m_project.histogram.empty_text = m_exists ? tr("no scores") : tr("not found");
    setText(m_project.name());
    setAccessibleDescription(tr("%1, %2").arg(pairsText(m_project.pairs), m_project.path));
    setToolTip(m_exists ? m_project.path
                        : tr("%1 is not there any more. Click to say where it is now.").arg(m_project.path));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setProperty("egtOwnFocus", true);
}

QSize ProjectRow::sizeHint() const {
    return {metrics::px(480), metrics::px(78)};
}

void ProjectRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = Theme::current();
    if (underMouse() || hasFocus()) paintBox(&painter, QRectF(rect()).adjusted(0, 1, 0, -1), t.sunken, {}, 6);
    if (hasFocus()) paintFocusRing(&painter, QRectF(rect()).adjusted(1, 2, -1, -2), 6);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    if (!m_exists) m_project.histogram.counts.clear();
    // A narrow row says name and numbers alone.
    const bool narrow = width() < metrics::px(450);
    const qreal left = narrow ? 0 : 172;
    if (!narrow) paintMiniHistogram(&painter, QRectF(8, (height() - 50) / 2.0, 136, 50), m_project.histogram);
    const qreal line1 = height() / 2.0 - metrics::px(27);
    const qreal line2 = height() / 2.0 - metrics::px(1);
    const QFont name_font = fontFor(Type::lead, text(), 600);
    const QString pairs = pairsText(m_project.pairs);
    const QFont pairs_font = fontFor(Type::body, pairs, 600);
    const qreal right = width();
    const qreal name_room = right - left - advance(pairs, pairs_font) - 24;
    paintText(&painter, QRectF(left, line1, name_room, metrics::px(24)), text(), name_font, t.ink);
    if (const QString job = m_project.job(); !job.isEmpty()) {
        const qreal x = left + advance(text(), name_font) + 12;
        if (x + advance(job, fontFor(Type::small, job, 500)) + 40 < left + name_room) paintJob(&painter, x, line1, job);
    }
    paintText(&painter, QRectF(left, line1, right - left, metrics::px(24)), pairs, pairs_font, t.ink, Qt::AlignRight);
    QString state = m_project.scored > 0
                        ? tr("%1 scored · %2 reviewed").arg(count(m_project.scored), count(m_project.reviewed))
                        : tr("not scored yet");
    if (!m_exists) state = tr("Not found here · Locate");
    const QString when = tr("%1 · %2").arg(state, timeText(m_project.time_ms));
    const QFont small = fontFor(Type::small, when);
    const qreal when_width = advance(when, small);
    if (!narrow)
        paintText(&painter, QRectF(left, line2, right - left - when_width - 16, metrics::px(20)),
                  shortPath(m_project.path), egt::ui::font(Type::small), t.ink3, Qt::AlignLeft, Qt::ElideMiddle);
    paintText(&painter, QRectF(right - when_width - 1, line2, when_width + 1, metrics::px(20)), when, small,
              m_exists ? t.ink2 : t.warn, Qt::AlignRight);
}

void ProjectRow::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Down:
        focusNextPrevChild(true);
        return;
    case Qt::Key_Up:
        focusNextPrevChild(false);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        click();
        return;
    case Qt::Key_Delete:
        Q_EMIT removeRequested();
        return;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void ProjectRow::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    connect(menu.addAction(m_exists ? tr("Open") : tr("Locate…")), &QAction::triggered, this, [this] { click(); });
    connect(menu.addAction(tr("Remove from this list")), &QAction::triggered, this, &ProjectRow::removeRequested);
    menu.exec(event->globalPos());
}

void ProjectRow::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void ProjectRow::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace egt::ui
