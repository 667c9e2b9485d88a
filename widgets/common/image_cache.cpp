// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/image_cache.h"

#include <algorithm>

#include "common/picture_reader.h"

namespace egt::ui {

ImageCache::ImageCache(QObject* parent) : QObject(parent) {
    m_images.setMaxCost(192 * 1024); // kilobytes
    m_pool.setMaxThreadCount(2);
}

ImageCache::~ImageCache() {
    m_pool.clear();
    m_pool.waitForDone();
}

QImage ImageCache::get(const QString& path, const QSize& cover) {
    const QString key = QStringLiteral("%1|%2x%3").arg(path).arg(cover.width()).arg(cover.height());
    if (const QImage* image = m_images.object(key)) return *image;
    if (m_running.contains(key) || m_errors.contains(path)) return {};
    m_running.insert(key);
    m_pool.start([this, key, path, cover] {
        PictureReader reader(path);
        const QSize size = reader.size();
        if (!cover.isEmpty() && size.isValid())
            reader.setScaledSize(size.scaled(cover, Qt::KeepAspectRatioByExpanding).boundedTo(size));
        const QImage image = reader.read();
        const QString error = image.isNull() ? reader.error() : QString();
        QMetaObject::invokeMethod(
            this, [this, key, path, image, size, error] { store(key, path, image, size, error); },
            Qt::QueuedConnection);
    });
    return {};
}

void ImageCache::store(const QString& key, const QString& path, const QImage& image, const QSize& size,
                       const QString& error) {
    m_running.remove(key);
    if (image.isNull())
        m_errors.insert(path, error);
    else
        m_images.insert(key, new QImage(image), std::max<qsizetype>(1, image.sizeInBytes() / 1024));
    m_sizes.insert(path, size.isValid() ? size : image.size());
    Q_EMIT ready(path);
}

} // namespace egt::ui
