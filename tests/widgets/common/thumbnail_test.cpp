// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnails come from the engine on other threads, the latest wish first.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>
#include <mutex>
#include <semaphore>

#include "../fake_engine.h"
#include "bridge/engine_client.h"
#include "common/image_cache.h"
#include "common/thumbnail_cache.h"
#include "common/thumbnail_view.h"

using namespace egt;
using namespace egt::ui;

namespace {

/// Answers thumbnails when it is let, and remembers who asked for what.
class SlowEngine final : public test::FakeEngine {
public:
    QString made; ///< the file that every thumbnail is
    std::counting_semaphore<1000> may{0};
    std::atomic<bool> on_gui_thread = false;

    Result<std::string> thumbnail(const std::string& image) override {
        if (QThread::currentThread() == qApp->thread()) on_gui_thread = true;
        may.acquire();
        {
            const std::lock_guard lock(m_mutex);
            m_asked.push_back(QString::fromStdString(image));
        }
        if (image == "damaged.png") return fail("image.damaged", "The image %1 is damaged.", {image});
        if (image.ends_with("readonly.png")) return fail("file.cannot_write", "It can't be written.");
        return made.toStdString();
    }
    [[nodiscard]] QStringList asked() const {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    mutable std::mutex m_mutex;
    QStringList m_asked;
};

} // namespace

class ThumbnailTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    SlowEngine* m_engine = nullptr;
    std::unique_ptr<EngineClient> m_client;
    std::unique_ptr<ThumbnailCache> m_cache;

    QString picture(const QString& name, const QColor& color) {
        QImage image(640, 320, QImage::Format_RGB32);
        image.fill(color);
        const QString path = m_folder.filePath(name);
        image.save(path);
        return path;
    }

private Q_SLOTS:
    void init() {
        auto engine = std::make_unique<SlowEngine>();
        m_engine = engine.get();
        m_engine->made = picture(QStringLiteral("made.jpg"), Qt::red);
        m_client = std::make_unique<EngineClient>(std::move(engine));
        QVERIFY(m_client->openProject(m_folder.filePath(QStringLiteral("a.egt")), OpenMode::read_write));
        m_cache = std::make_unique<ThumbnailCache>();
        m_cache->setClient(m_client.get());
    }
    void cleanup() {
        m_engine->may.release(500);
        m_cache.reset();
        m_client.reset();
    }

    void askingDoesNotWait() {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 40; ++i)
            QVERIFY(m_cache->get(QStringLiteral("%1.png").arg(i)).isNull());
        QVERIFY2(timer.elapsed() < 100, "the engine was waited for"); // it answers nothing yet
        QSignalSpy ready(m_cache.get(), &ThumbnailCache::ready);
        QTest::qWait(50);
        QCOMPARE(ready.size(), 0);
        m_engine->may.release(500);
        QTRY_COMPARE(m_cache->waiting(), 0);
        QCOMPARE(ready.size(), 40);
        QVERIFY(!m_engine->on_gui_thread);
        QCOMPARE(m_cache->get(QStringLiteral("7.png")).size(), QSize(640, 320));
        QCOMPARE(m_engine->asked().size(), 40); // kept: nothing is asked for twice
    }

    void latestWishComesFirst() {
        m_cache->get(QStringLiteral("first.png")); // goes off at once
        for (int i = 0; i < 200; ++i)
            m_cache->get(QStringLiteral("%1.png").arg(i));
        m_engine->may.release(500);
        QTRY_COMPARE(m_cache->waiting(), 0);
        const QStringList asked = m_engine->asked();
        QCOMPARE(asked[0], QStringLiteral("first.png"));
        QCOMPARE(asked[1], QStringLiteral("199.png"));
        QVERIFY(!asked.contains(QStringLiteral("0.png"))); // long out of sight
    }

    void failureIsKnownAndTriedAgainWithNewPairs() {
        m_engine->may.release(500);
        m_cache->get(QStringLiteral("damaged.png"));
        QTRY_VERIFY(m_cache->failed(QStringLiteral("damaged.png")));
        m_cache->get(QStringLiteral("damaged.png"));
        QTest::qWait(20);
        QCOMPARE(m_engine->asked().size(), 1);
        Q_EMIT m_client->dataChanged(QStringLiteral("pairs"));
        QVERIFY(!m_cache->failed(QStringLiteral("damaged.png")));
    }

    void withoutAPlaceToWriteThePictureItselfIsRead() {
        m_engine->may.release(500);
        const QString path = picture(QStringLiteral("readonly.png"), Qt::blue);
        m_cache->get(path);
        QTRY_VERIFY(!m_cache->get(path).isNull());
        QCOMPARE(m_cache->get(path).size(), QSize(256, 128));
    }

    void pictureInAPackIsRead() {
        m_engine->may.release(500);
        QFile file(picture(QStringLiteral("alone.png"), Qt::green));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QFile pack(m_folder.filePath(QStringLiteral("1.pack")));
        QVERIFY(pack.open(QIODevice::WriteOnly));
        pack.write("other bytes" + bytes + "and more");
        pack.close();
        const auto piece = [&](qsizetype offset, const char* name) {
            return QStringLiteral("%1/%2-%3-%4%5")
                .arg(pack.fileName())
                .arg(offset)
                .arg(bytes.size())
                .arg(QString(32, QLatin1Char('0')), QLatin1String(name));
        };
        ImageCache photos;
        const QString path = piece(11, ".png"), beyond = piece(100, ".png");
        photos.get(path);
        QTRY_VERIFY(!photos.get(path).isNull());
        QCOMPARE(photos.get(path).size(), QSize(640, 320));
        QCOMPARE(photos.get(path).pixelColor(5, 5), QColor(Qt::green));
        photos.get(beyond);
        QTRY_VERIFY(photos.error(beyond).contains(QStringLiteral("can't be read")));
    }

    void viewSaysWhatItShows() {
        m_engine->may.release(500);
        ThumbnailView view(m_cache.get());
        view.resize(100, 80);
        QCOMPARE(view.stateText(), QStringLiteral("No image"));
        view.setImage({"lost.png", {}, 0, 0});
        QCOMPARE(view.stateText(), QStringLiteral("Image missing"));
        view.setImage({"damaged.png", "damaged.png", 0, 0});
        view.grab(); // asks for it
        QTRY_COMPARE(view.stateText(), QStringLiteral("Image cannot be read"));
        view.setImage({"good.png", "good.png", 0, 0});
        view.grab();
        QTRY_COMPARE(m_cache->waiting(), 0);
        const QColor middle = view.grab().toImage().pixelColor(50, 40);
        QVERIFY2(middle.red() > 240 && middle.green() < 20, qPrintable(middle.name()));
    }
};

QTEST_MAIN(ThumbnailTest)
#include "thumbnail_test.moc"
