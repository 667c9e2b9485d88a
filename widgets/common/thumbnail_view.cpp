// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/thumbnail_view.h"

#include <QPainter>
#include <QPainterPath>

#include "common/icons.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/theme.h"
#include "common/thumbnail_cache.h"

namespace egt::ui {

ThumbnailView::ThumbnailView(ThumbnailCache* cache, QWidget* parent) : QWidget(parent), m_cache(cache) {
    connect(cache, &ThumbnailCache::ready, this, [this](const QString& path) {
        if (path != QString::fromStdString(m_image.path)) return;
        describe();
        update();
    });
}

void ThumbnailView::setImage(const ImageRef& image) {
    m_image = image;
    describe();
    update();
}

QString ThumbnailView::stateText() const {
    if (m_image.reference.empty() && m_image.path.empty()) return tr("No image");
    if (m_image.path.empty()) return tr("Image missing");
    return m_cache->failed(QString::fromStdString(m_image.path)) ? tr("Image cannot be read") : QString();
}

void ThumbnailView::describe() {
    const QString name = QString::fromStdString(m_image.reference.empty() ? m_image.path : m_image.reference);
    setToolTip(name);
    setAccessibleName(tr("Image of the pair"));
    setAccessibleDescription(stateText().isEmpty() ? name : stateText());
}

void ThumbnailView::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF area(rect());
    const QImage photo = m_cache->get(QString::fromStdString(m_image.path));
    if (photo.isNull()) {
        paintBox(&painter, area, theme.hover, {}, metrics::kPhotoRadius);
        if (stateText().isEmpty()) return; // on its way
        const int size = metrics::px(20);
        paintIcon(&painter, Icon::image, QRectF(area.center().x() - size / 2.0, area.center().y() - size, size, size),
                  theme.ink3);
        paintText(painter, QRectF(0, area.center().y() + 2, area.width(), metrics::px(20)), Qt::AlignHCenter,
                  Type::small, 400, theme.ink2, stateText());
        return;
    }
    const QSizeF inside = QSizeF(photo.size()).scaled(area.size(), Qt::KeepAspectRatio);
    const QRectF target(QPointF(0, (area.height() - inside.height()) / 2), inside);
    QPainterPath clip;
    clip.addRoundedRect(target, metrics::kPhotoRadius, metrics::kPhotoRadius);
    painter.setClipPath(clip);
    painter.drawImage(target, photo);
}

} // namespace egt::ui
