// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QThreadPool>

namespace egt::ui {

/// Decodes pictures on its own two threads and keeps the last ones (192 MB). GUI thread only.
class ImageCache : public QObject {
    Q_OBJECT
public:
    explicit ImageCache(QObject* parent = nullptr);
    ~ImageCache() override;
    /// The picture, or a null image while it is being read (ready() follows) or when it cannot be (error() tells).
    /// `cover`: the size that the picture has to fill; empty = as it is.
    QImage get(const QString& path, const QSize& cover = {});
    /// The size in the file, known once the picture was read.
    [[nodiscard]] QSize fileSize(const QString& path) const { return m_sizes.value(path); }
    /// Why the file could not be read; empty while unknown.
    [[nodiscard]] QString error(const QString& path) const { return m_errors.value(path); }

Q_SIGNALS:
    void ready(const QString& path);

private:
    void store(const QString& key, const QString& path, const QImage& image, const QSize& size, const QString& error);
    QCache<QString, QImage> m_images;
    QHash<QString, QSize> m_sizes;
    QHash<QString, QString> m_errors;
    QSet<QString> m_running;
    QThreadPool m_pool;
};

} // namespace egt::ui
