// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/image_view.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "bridge/text.h"
#include "common/icons.h"
#include "common/image_cache.h"
#include "common/paint_text.h"
#include "common/theme.h"

namespace egt::ui {
namespace {
constexpr double kLeast = 0.02;
constexpr double kMost = 16;
constexpr int kPanStep = 40;
} // namespace

ImageView::ImageView(ImageCache* cache, QWidget* parent) : QWidget(parent), m_cache(cache) {
    setObjectName(QStringLiteral("imageView"));
    setFocusPolicy(Qt::StrongFocus);
    setProperty("egtOwnFocus", true);
    setAccessibleName(tr("Image of the pair"));
    setMinimumSize(160, 120);
    connect(cache, &ImageCache::ready, this, [this](const QString& path) {
        if (path == QString::fromStdString(m_image.path)) load();
    });
}

void ImageView::setImage(const ImageRef& image) {
    m_image = image;
    m_picture = {};
    m_shrunk = {};
    m_error.clear();
    m_fit = true;
    load();
}

void ImageView::load() {
    const QString path = QString::fromStdString(m_image.path);
    if (!path.isEmpty()) {
        m_picture = m_cache->get(path);
        m_error = m_cache->error(path);
    }
    m_centre = QRectF(m_picture.rect()).center();
    setCursor(m_picture.isNull() ? Qt::ArrowCursor : Qt::OpenHandCursor);
    setToolTip(m_picture.isNull() ? QString::fromStdString(m_image.path.empty() ? m_image.reference : m_image.path)
                                  : QString());
    setAccessibleDescription(statusText());
    update();
    Q_EMIT statusChanged();
}

double ImageView::fitScale() const {
    if (m_picture.isNull()) return 1;
    return std::min({width() * 1.0 / m_picture.width(), height() * 1.0 / m_picture.height(), 4.0});
}

double ImageView::scale() const {
    return m_fit ? fitScale() : m_scale;
}

QString ImageView::statusText() const {
    if (m_image.reference.empty() && m_image.path.empty()) return tr("This pair has no image");
    if (m_image.path.empty()) return tr("Image missing");
    if (!m_error.isEmpty()) return tr("Image cannot be read");
    if (m_picture.isNull()) return tr("Reading the image");
    const QString size = tr("%1 × %2 px").arg(m_picture.width()).arg(m_picture.height());
    const QString zoom = percent(scale(), 0);
    return m_fit ? tr("%1 · fit, %2").arg(size, zoom) : tr("%1 · %2").arg(size, zoom);
}

void ImageView::fit() {
    m_fit = true;
    m_centre = QRectF(m_picture.rect()).center();
    update();
    Q_EMIT statusChanged();
}

void ImageView::toggleFit() {
    if (!m_fit) return fit();
    m_fit = false;
    m_scale = 1;
    update();
    Q_EMIT statusChanged();
}

void ImageView::zoomBy(double factor, const QPointF& at) {
    if (m_picture.isNull()) return;
    const double old = scale();
    const QPointF offset = at - QRectF(rect()).center();
    const QPointF anchor = m_centre + offset / old;
    m_fit = false;
    m_scale = std::clamp(old * factor, kLeast, kMost);
    m_centre = anchor - offset / m_scale;
    pan({});
}

void ImageView::pan(const QPointF& by) {
    m_centre -= by / scale();
    m_centre.setX(std::clamp(m_centre.x(), 0.0, static_cast<double>(m_picture.width())));
    m_centre.setY(std::clamp(m_centre.y(), 0.0, static_cast<double>(m_picture.height())));
    update();
    Q_EMIT statusChanged();
}

const QImage& ImageView::shrunk(const QSizeF& size) {
    const QSize wanted = size.toSize().expandedTo({1, 1});
    // A plain draw far below the picture's size would skip pixels.
    if (m_shrunk.size() != wanted) m_shrunk = m_picture.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return m_shrunk;
}

void ImageView::paintState(QPainter& painter) const {
    const Theme& theme = Theme::current();
    const QRectF area(rect());
    const double y = area.center().y() - 36;
    paintIcon(&painter, Icon::image, QRectF(area.center().x() - 16, y, 32, 32), theme.ink3);
    paintText(painter, QRectF(8, y + 38, area.width() - 16, 22), Qt::AlignHCenter, Type::body, 600, theme.ink,
              statusText());
    const QString name =
        QFileInfo(QString::fromStdString(m_image.reference.empty() ? m_image.path : m_image.reference)).fileName();
    paintText(painter, QRectF(8, y + 60, area.width() - 16, 20), Qt::AlignHCenter, Type::small, 400, theme.ink3,
              m_error.isEmpty() ? name : tr("%1: %2").arg(name, m_error));
}

void ImageView::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().sunken);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (m_picture.isNull()) {
        const bool reading = !m_image.path.empty() && m_error.isEmpty();
        if (!reading) paintState(painter);
    } else {
        const double s = scale();
        const QRectF target(width() / 2.0 - m_centre.x() * s, height() / 2.0 - m_centre.y() * s, m_picture.width() * s,
                            m_picture.height() * s);
        painter.save();
        QPainterPath clip;
        clip.addRoundedRect(target, 4, 4);
        painter.setClipPath(clip);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, s < 4);
        if (s < 0.5)
            painter.drawImage(target, shrunk(target.size() * devicePixelRatioF()));
        else
            painter.drawImage(target, m_picture);
        painter.restore();
    }
    if (m_keyboard_focus) paintInnerFocus(painter, QRectF(rect()));
}

void ImageView::wheelEvent(QWheelEvent* event) {
    if (event->angleDelta().y() == 0) return;
    zoomBy(std::pow(1.0015, event->angleDelta().y()), event->position());
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
    m_drag_from = event->position();
    if (!m_picture.isNull()) setCursor(Qt::ClosedHandCursor);
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || m_picture.isNull() || m_fit) return;
    pan(event->position() - m_drag_from);
    m_drag_from = event->position();
}

void ImageView::mouseReleaseEvent(QMouseEvent* event) {
    Q_UNUSED(event)
    if (!m_picture.isNull()) setCursor(Qt::OpenHandCursor);
}

void ImageView::mouseDoubleClickEvent(QMouseEvent* event) {
    Q_UNUSED(event)
    toggleFit();
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_Left:
        if (!m_fit) return pan({kPanStep, 0});
        break;
    case Qt::Key_Right:
        if (!m_fit) return pan({-kPanStep, 0});
        break;
    case Qt::Key_Escape:
        if (!m_fit) return fit();
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void ImageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    Q_EMIT statusChanged();
}

void ImageView::focusInEvent(QFocusEvent* event) {
    m_keyboard_focus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void ImageView::focusOutEvent(QFocusEvent* event) {
    Q_UNUSED(event)
    m_keyboard_focus = false;
    update();
}

} // namespace egt::ui
