// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/thumbnail_cache.h"

#include <algorithm>

#include "bridge/engine_client.h"
#include "common/picture_reader.h"

namespace egt::ui {
namespace {

constexpr int kKilobytes = 96 * 1024;
constexpr int kPixels = 256;          ///< of the longer side
constexpr qsizetype kTogether = 4;    ///< pictures that one task reads
constexpr qsizetype kMostWanted = 64; ///< more than a screen shows: older wishes have scrolled out of sight

QImage readSmall(const QString& path) {
    PictureReader reader(path);
    const QSize size = reader.size();
    if (size.isValid()) reader.setScaledSize(size.scaled(kPixels, kPixels, Qt::KeepAspectRatio).boundedTo(size));
    return reader.read();
}

} // namespace

ThumbnailCache::ThumbnailCache(QObject* parent) : QObject(parent) {
    m_images.setMaxCost(kKilobytes);
}

void ThumbnailCache::setClient(EngineClient* client) {
    m_client = client;
    connect(client, &EngineClient::projectClosed, this, [this] {
        m_images.clear();
        m_failed.clear();
        m_wanted.clear();
    });
    // Pictures may have been found again: what could not be read is tried once more.
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what == QLatin1String("pairs")) m_failed.clear();
    });
}

QImage ThumbnailCache::get(const QString& path) {
    if (path.isEmpty()) return {};
    if (const QImage* image = m_images.object(path)) return *image;
    if (m_failed.contains(path) || m_running.contains(path)) return {};
    m_wanted.removeOne(path);
    m_wanted.append(path);
    if (m_wanted.size() > kMostWanted) m_wanted.removeFirst();
    start();
    return {};
}

ThumbnailCache::Answer ThumbnailCache::read(EngineClient* client, const QString& path) {
    const auto file = client->engine().thumbnail(path.toStdString());
    if (file) return {path, QImage(QString::fromStdString(*file)), false};
    const bool of_picture = file.error().code.starts_with("image.");
    if (of_picture) return {path, {}, false};
    return {path, readSmall(path), file.error().code == "store.not_open"};
}

void ThumbnailCache::start() {
    if (m_client == nullptr || !m_client->isOpen() || !m_running.isEmpty() || m_wanted.isEmpty()) return;
    QList<QString> paths;
    while (!m_wanted.isEmpty() && paths.size() < kTogether)
        paths << m_wanted.takeLast();
    m_running = QSet<QString>(paths.begin(), paths.end());
    EngineClient* client = m_client;
    client->background(
        this,
        [client, paths] {
            QList<Answer> answers;
            for (const QString& path : paths)
                answers << read(client, path);
            return answers;
        },
        [this](const QList<Answer>& answers) { store(answers); });
}

void ThumbnailCache::store(const QList<Answer>& answers) {
    m_running.clear();
    for (const Answer& answer : answers) {
        if (!answer.image.isNull())
            m_images.insert(answer.path, new QImage(answer.image),
                            std::max<qsizetype>(1, answer.image.sizeInBytes() / 1024));
        else if (!answer.gone)
            m_failed.insert(answer.path);
    }
    for (const Answer& answer : answers)
        Q_EMIT ready(answer.path);
    start();
}

} // namespace egt::ui
