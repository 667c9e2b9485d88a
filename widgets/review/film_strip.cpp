// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/film_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/icons.h"
#include "common/paint_text.h"
#include "common/theme.h"
#include "common/thumbnail_cache.h"

namespace egt::ui {
namespace {
constexpr int kPhotoWidth = 76;
constexpr int kPhotoHeight = 56;
constexpr int kPitch = 76;
constexpr int kTop = 28; ///< heading
constexpr int kMostKnown = 4000;
} // namespace

Icon decisionIcon(Decision decision) {
    switch (decision) {
    case Decision::left:
    case Decision::right:
    case Decision::correct:
        return Icon::check;
    case Decision::tie:
        return Icon::tie;
    case Decision::both_bad:
        return Icon::both_bad;
    case Decision::flip:
        return Icon::swap;
    case Decision::drop:
        return Icon::drop;
    case Decision::skip:
        return Icon::skip;
    case Decision::flag:
        return Icon::flag;
    case Decision::none:
        break;
    }
    return Icon::none;
}

FilmStrip::FilmStrip(ThumbnailCache* cache, QWidget* parent) : QAbstractScrollArea(parent), m_cache(cache) {
    setObjectName(QStringLiteral("filmStrip"));
    setAccessibleName(tr("Queue"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("egtOwnFocus", true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_fetch_timer.setSingleShot(true);
    m_fetch_timer.setInterval(0);
    connect(&m_fetch_timer, &QTimer::timeout, this, [this] { fetch(); });
    connect(cache, &ThumbnailCache::ready, this, [this] { viewport()->update(); });
}

int FilmStrip::pitch() const {
    return kPitch;
}

void FilmStrip::setProvider(Provider provider) {
    m_provider = std::move(provider);
}

void FilmStrip::setQueue(std::vector<PairId> queue) {
    m_queue = std::move(queue);
    m_current = -1;
    m_wanted.clear();
    refreshAll();
    updateRange();
}

void FilmStrip::setCurrent(qint64 index) {
    m_current = index;
    setAccessibleDescription(index < 0 ? QString() : tr("%1 of %2").arg(index + 1).arg(m_queue.size()));
    if (index >= 0) {
        // Three pairs of the past stay above, as in the strip of a film.
        const qint64 y = std::max<qint64>(0, index - 3) * pitch();
        verticalScrollBar()->setValue(static_cast<int>(std::min<qint64>(y, verticalScrollBar()->maximum())));
    }
    viewport()->update();
}

void FilmStrip::setDecision(PairId pair, Decision decision) {
    if (const auto it = m_items.find(pair); it != m_items.end()) it->decision = decision;
    viewport()->update();
}

void FilmStrip::refreshAll() {
    ++m_generation;
    viewport()->update();
}

void FilmStrip::setBlind(bool blind) {
    m_blind = blind;
    viewport()->update();
}

QSize FilmStrip::sizeHint() const {
    return {96, 400};
}

void FilmStrip::updateRange() {
    const qint64 height = static_cast<qint64>(m_queue.size()) * pitch() + kTop + 8;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(pitch());
    verticalScrollBar()->setRange(
        0, static_cast<int>(std::clamp<qint64>(height - viewport()->height(), 0, 2'000'000'000)));
}

void FilmStrip::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateRange();
}

void FilmStrip::fetch() {
    if (!m_provider || m_wanted.empty()) return;
    if (m_items.size() > kMostKnown) m_items.clear(), m_age.clear();
    std::vector<PairId> wanted;
    wanted.swap(m_wanted);
    const std::vector<FilmItem> items = m_provider(wanted);
    for (std::size_t i = 0; i < wanted.size() && i < items.size(); ++i) {
        m_items.insert(wanted[i], items[i]);
        m_age.insert(wanted[i], m_generation);
    }
    viewport()->update();
}

void FilmStrip::paintItem(QPainter& painter, qint64 index, const QRectF& box) {
    const Theme& theme = Theme::current();
    const auto it = m_items.constFind(m_queue[static_cast<std::size_t>(index)]);
    QPainterPath clip;
    clip.addRoundedRect(box, 4, 4);
    painter.save();
    painter.setClipPath(clip);
    painter.fillRect(box, theme.hover);
    const bool known = it != m_items.constEnd();
    const QImage photo = known ? m_cache->get(it->image) : QImage();
    if (!photo.isNull()) {
        const QSizeF cover = QSizeF(photo.size()).scaled(box.size(), Qt::KeepAspectRatioByExpanding);
        painter.drawImage(QRectF(box.center() - QPointF(cover.width() / 2, cover.height() / 2), cover), photo);
    } else if (known && (it->image.isEmpty() || m_cache->failed(it->image))) {
        paintIcon(&painter, Icon::image, QRectF(box.center().x() - 10, box.center().y() - 10, 20, 20), theme.ink3);
    }
    const bool decided = known && it->decision != Decision::none;
    QColor veil = theme.paper;
    veil.setAlphaF(0.62F);
    if (decided && index != m_current) painter.fillRect(box, veil);
    painter.restore();
    if (decided) {
        const QRectF mark(box.center().x() - 11, box.center().y() - 11, 22, 22);
        paintBox(&painter, mark, theme.paper, theme.edge, 11);
        paintIcon(&painter, decisionIcon(it->decision), mark.adjusted(3, 3, -3, -3), theme.ink);
    }
    const QRectF bar(box.left(), box.bottom() + 3, box.width(), 4);
    if (!m_blind && known && std::isfinite(it->entropy)) paintEntropyBar(&painter, bar, it->entropy);
    if (index == m_current) paintBox(&painter, box.adjusted(-3, -3, 3, 11), {}, theme.focus, 6, 2);
}

void FilmStrip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(viewport());
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.fillRect(viewport()->rect(), theme.sunken);
    const int offset = verticalScrollBar()->value();
    const double x = (viewport()->width() - kPhotoWidth) / 2.0;
    const qint64 first = std::max<qint64>(0, (offset - kTop) / pitch());
    for (qint64 i = first; i < static_cast<qint64>(m_queue.size()); ++i) {
        const double y = static_cast<double>(kTop + i * pitch() - offset);
        if (y > viewport()->height()) break;
        const PairId pair = m_queue[static_cast<std::size_t>(i)];
        if (m_age.value(pair, -1) != m_generation) m_wanted.push_back(pair);
        paintItem(painter, i, QRectF(x, y, kPhotoWidth, kPhotoHeight));
    }
    if (!m_wanted.empty() && !m_fetch_timer.isActive()) m_fetch_timer.start();
    painter.fillRect(QRectF(0, 0, viewport()->width(), 22), theme.sunken);
    paintText(painter, QRectF(0, 2, viewport()->width(), 20), Qt::AlignHCenter, Type::tiny, 500, theme.ink3,
              tr("Queue"));
    if (m_ring) paintInnerFocus(painter, QRectF(viewport()->rect()));
}

void FilmStrip::mousePressEvent(QMouseEvent* event) {
    const qint64 index = (event->position().toPoint().y() + verticalScrollBar()->value() - kTop) / pitch();
    if (event->button() == Qt::LeftButton && index >= 0 && index < static_cast<qint64>(m_queue.size()))
        Q_EMIT activated(index);
}

void FilmStrip::keyPressEvent(QKeyEvent* event) {
    const auto last = static_cast<qint64>(m_queue.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Up:
        if (m_current > 0) Q_EMIT activated(m_current - 1);
        return;
    case Qt::Key_Down:
        if (m_current < last) Q_EMIT activated(m_current + 1);
        return;
    case Qt::Key_PageUp:
        if (last >= 0) Q_EMIT activated(std::max<qint64>(0, m_current - viewport()->height() / pitch()));
        return;
    case Qt::Key_PageDown:
        if (last >= 0) Q_EMIT activated(std::min(last, m_current + viewport()->height() / pitch()));
        return;
    default:
        event->ignore();
    }
}

void FilmStrip::focusInEvent(QFocusEvent* event) {
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    viewport()->update();
}

void FilmStrip::focusOutEvent(QFocusEvent* event) {
    Q_UNUSED(event)
    m_ring = false;
    viewport()->update();
}

bool FilmStrip::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const qint64 index = (help->pos().y() + verticalScrollBar()->value() - kTop) / pitch();
        if (index >= 0 && index < static_cast<qint64>(m_queue.size())) {
            const auto it = m_items.constFind(m_queue[static_cast<std::size_t>(index)]);
            QString text = tr("Pair %1").arg(m_queue[static_cast<std::size_t>(index)]);
            if (it != m_items.constEnd() && it->decision != Decision::none)
                text += QStringLiteral(" · ") + decisionWord(it->decision);
            if (it != m_items.constEnd() && it->image.isEmpty()) text += QStringLiteral(" · ") + tr("Image missing");
            if (it != m_items.constEnd() && m_cache->failed(it->image))
                text += QStringLiteral(" · ") + tr("Image cannot be read");
            QToolTip::showText(help->globalPos(), text, this);
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace egt::ui
