// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QImage>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>

namespace egt::ui {

class EngineClient;

/// Small pictures for strips and cards: the project's own thumbnails, which the engine makes where they are missing.
/// All of it happens on the client's threads; what was asked for last comes first, so that a fast scroll shows what is
/// in sight and not what went by. Where the project's folder can't be written to, the picture itself is read smaller.
/// GUI thread only.
class ThumbnailCache : public QObject {
    Q_OBJECT
public:
    explicit ThumbnailCache(QObject* parent = nullptr);
    void setClient(EngineClient* client);
    /// The thumbnail, at most 256 pixels a side, or a null image: while it is being read (ready() follows), or when
    /// there can be none (failed() tells).
    QImage get(const QString& path);
    [[nodiscard]] bool failed(const QString& path) const { return m_failed.contains(path); }
    /// How many pictures are being waited for.
    [[nodiscard]] qsizetype waiting() const { return m_wanted.size() + m_running.size(); }

Q_SIGNALS:
    void ready(const QString& path);

private:
    struct Answer {
        QString path;
        QImage image;
        bool gone = false; ///< the project was closed meanwhile: nothing is known of the picture
    };
    static Answer read(EngineClient* client, const QString& path);
    void start();
    void store(const QList<Answer>& answers);

    QPointer<EngineClient> m_client;
    QCache<QString, QImage> m_images;
    QSet<QString> m_failed;
    QList<QString> m_wanted; ///< the latest last
    QSet<QString> m_running;
};

} // namespace egt::ui
