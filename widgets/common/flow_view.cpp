// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/flow_view.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <algorithm>
#include <cmath>

#include "common/theme.h"

namespace egt::ui {

FlowView::FlowView(QWidget* parent) : QAbstractScrollArea(parent) {
    installTextAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("egtOwnFocus", true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        viewport()->update();
        Q_EMIT scrolled(value);
    });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { relayout(); });
}

void FlowView::setText(const QString& text) {
    m_text = text;
    m_ranges.clear();
    m_matches.clear();
    m_anchor = m_cursor = 0;
    relayout();
    verticalScrollBar()->setValue(0);
}

void FlowView::setRanges(std::vector<FlowRange> ranges) {
    m_ranges = std::move(ranges);
    QList<QTextLayout::FormatRange> formats;
    for (const FlowRange& range : m_ranges) {
        if (!range.ink.isValid()) continue;
        QTextLayout::FormatRange format;
        format.start = range.begin;
        format.length = range.end - range.begin;
        format.format.setForeground(range.ink);
        formats.append(format);
    }
    m_layout.setFormats(formats);
    relayout();
}

int FlowView::setSearch(const QString& needle) {
    m_matches.clear();
    m_current_match = -1;
    for (qsizetype at = 0; !needle.isEmpty() && (at = m_text.indexOf(needle, at, Qt::CaseInsensitive)) >= 0;
         at += needle.size())
        m_matches.push_back({static_cast<int>(at), static_cast<int>(at + needle.size())});
    viewport()->update();
    return static_cast<int>(m_matches.size());
}

bool FlowView::showMatch(int index) {
    if (index < 0 || index >= static_cast<int>(m_matches.size())) {
        m_current_match = -1;
        viewport()->update();
        return false;
    }
    m_current_match = index;
    const TextRange& match = m_matches[static_cast<std::size_t>(index)];
    showRange(match.begin, match.end);
    viewport()->update();
    return true;
}

void FlowView::setMaximumTextWidth(int pixels) {
    m_max_width = pixels;
    relayout();
}

void FlowView::setType(Type type, int line_height) {
    m_type = type;
    m_wanted_line = line_height;
    relayout();
}

void FlowView::setGround(const QColor& ground) {
    m_ground = ground;
    viewport()->update();
}

qreal FlowView::textLeft() const {
    return 3;
}

void FlowView::relayout() {
    const int right = 6;
    int width = std::max(40, viewport()->width() - static_cast<int>(textLeft()) - right);
    if (m_max_width > 0) width = std::min(width, m_max_width);
    m_line =
        m_wanted_line > 0 ? static_cast<int>(std::lround(m_wanted_line * textFactor())) : lineHeight(m_type, m_text);
    const QFont face = fontFor(m_type, m_text);
    QString shown = m_text;
    shown.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(m_text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    m_layout.setText(shown);
    m_layout.setFont(face);
    m_layout.setTextOption(option);
    m_layout.setCacheEnabled(true);
    m_layout.beginLayout();
    int y = 0;
    for (QTextLine line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, y + (m_line - line.height()) / 2));
        y += m_line;
    }
    m_layout.endLayout();
    const bool other_height = m_height != y;
    m_height = y;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_line);
    verticalScrollBar()->setRange(0, std::max(0, m_height - viewport()->height()));
    viewport()->update();
    if (other_height) Q_EMIT heightChanged(y);
}

std::vector<QRectF> FlowView::rectsOf(int begin, int end) const {
    std::vector<QRectF> out;
    const int offset = verticalScrollBar()->value();
    for (int i = 0; i < m_layout.lineCount(); ++i) {
        const QTextLine line = m_layout.lineAt(i);
        const int from = std::max(begin, line.textStart());
        const int to = std::min(end, line.textStart() + line.textLength());
        if (from >= to) continue;
        const qreal x1 = line.cursorToX(from);
        const qreal x2 = std::min(line.cursorToX(to), line.x() + line.naturalTextWidth());
        if (x1 == x2) continue;
        out.emplace_back(textLeft() + std::min(x1, x2), i * m_line - offset, std::abs(x2 - x1), m_line);
    }
    return out;
}

int FlowView::nearestPosition(const QPoint& point) const {
    if (m_layout.lineCount() == 0) return 0;
    const int row = (point.y() + verticalScrollBar()->value()) / std::max(1, m_line);
    const QTextLine line = m_layout.lineAt(std::clamp(row, 0, m_layout.lineCount() - 1));
    return line.xToCursor(point.x() - textLeft());
}

int FlowView::positionAt(const QPoint& point) const {
    const int y = point.y() + verticalScrollBar()->value();
    if (m_layout.lineCount() == 0 || y < 0 || y >= m_height) return -1;
    const QTextLine line = m_layout.lineAt(y / m_line);
    const qreal x = point.x() - textLeft();
    if (x < line.x() || x > line.x() + line.naturalTextWidth()) return -1;
    return line.xToCursor(x, QTextLine::CursorOnCharacter);
}

void FlowView::showRange(int begin, int end) {
    const auto rects = rectsOf(begin, end);
    if (rects.empty()) return;
    const int top = static_cast<int>(rects.front().top());
    const int bottom = static_cast<int>(rects.back().bottom());
    QScrollBar* bar = verticalScrollBar();
    if (top < 0)
        bar->setValue(bar->value() + top - m_line);
    else if (bottom > viewport()->height())
        bar->setValue(bar->value() + bottom - viewport()->height() + m_line);
}

void FlowView::paintRange(QPainter& painter, const FlowRange& range) const {
    for (const QRectF& box : rectsOf(range.begin, range.end)) {
        if (box.bottom() < 0 || box.top() > viewport()->height()) continue;
        if (range.fill.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(range.fill);
            painter.drawRoundedRect(box.adjusted(-1, 2, 1, -2), 3, 3);
        }
        if (range.underline > 0)
            painter.fillRect(QRectF(box.left(), box.bottom() - 3 - range.underline / 2.0, box.width(), range.underline),
                             range.underline_color);
    }
}

void FlowView::paintEvent(QPaintEvent* event) {
    const Theme& theme = Theme::current();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_ground.isValid() ? m_ground : theme.paper);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const FlowRange& range : m_ranges)
        paintRange(painter, range);
    for (std::size_t i = 0; i < m_matches.size(); ++i)
        paintRange(painter, {m_matches[i].begin,
                             m_matches[i].end,
                             theme.accent_wash,
                             {},
                             static_cast<int>(i) == m_current_match ? 2 : 1,
                             theme.accent});
    QList<QTextLayout::FormatRange> selection;
    if (m_anchor != m_cursor) {
        QTextLayout::FormatRange range;
        range.start = std::min(m_anchor, m_cursor);
        range.length = std::abs(m_anchor - m_cursor);
        range.format.setBackground(theme.accent);
        range.format.setForeground(theme.accent_ink);
        selection.append(range);
    }
    painter.setPen(isEnabled() ? theme.ink : theme.off);
    m_layout.draw(&painter, QPointF(textLeft(), -verticalScrollBar()->value()), selection,
                  QRectF(event->rect()).adjusted(0, -m_line, 0, m_line));
    paintOver(painter);
    if (m_keyboard_focus) {
        painter.setPen(QPen(theme.focus, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void FlowView::paintOver(QPainter& painter) {
    Q_UNUSED(painter)
}

void FlowView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void FlowView::select(int anchor, int cursor) {
    m_anchor = anchor;
    m_cursor = cursor;
    viewport()->update();
}

void FlowView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const int position = nearestPosition(event->position().toPoint());
    select(event->modifiers() & Qt::ShiftModifier ? m_anchor : position, position);
}

void FlowView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) select(m_anchor, nearestPosition(event->position().toPoint()));
}

void FlowView::mouseDoubleClickEvent(QMouseEvent* event) {
    const int position = nearestPosition(event->position().toPoint());
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, m_text);
    words.setPosition(position);
    const int begin = words.isAtBoundary() ? position : static_cast<int>(words.toPreviousBoundary());
    words.setPosition(begin);
    const int end = static_cast<int>(words.toNextBoundary());
    if (begin >= 0 && end > begin) select(begin, end);
}

void FlowView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copySelection();
    if (event->matches(QKeySequence::SelectAll)) return select(0, static_cast<int>(m_text.size()));
    QScrollBar* bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_PageDown:
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
        return;
    case Qt::Key_PageUp:
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        return;
    default:
        event->ignore(); // bare keys belong to the workspace
    }
}

void FlowView::focusInEvent(QFocusEvent* event) {
    m_keyboard_focus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason;
    viewport()->update();
    QAbstractScrollArea::focusInEvent(event);
}

void FlowView::focusOutEvent(QFocusEvent* event) {
    m_keyboard_focus = false;
    viewport()->update();
    QAbstractScrollArea::focusOutEvent(event);
}

void FlowView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    QAction* copy = menu.addAction(tr("Copy"), QKeySequence::Copy, this, &FlowView::copySelection);
    copy->setEnabled(m_anchor != m_cursor);
    menu.addAction(tr("Select all"), QKeySequence::SelectAll, this,
                   [this] { select(0, static_cast<int>(m_text.size())); });
    menu.exec(event->globalPos());
}

QString FlowView::selectedText() const {
    return m_text.mid(std::min(m_anchor, m_cursor), std::abs(m_anchor - m_cursor));
}

void FlowView::copySelection() {
    if (m_anchor != m_cursor) QApplication::clipboard()->setText(selectedText());
}

QString FlowView::attributesAt(int position, int* begin, int* end) const {
    Q_UNUSED(position)
    *begin = 0;
    *end = static_cast<int>(m_text.size());
    return {};
}

QSize FlowView::sizeHint() const {
    return {320, 240};
}
QSize FlowView::minimumSizeHint() const {
    return {120, 2 * m_line};
}

} // namespace egt::ui
