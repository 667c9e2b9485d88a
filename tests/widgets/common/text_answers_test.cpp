// SPDX-License-Identifier: GPL-3.0-or-later
// A search of the texts that a filter needs never keeps the window waiting.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>
#include <atomic>
#include <semaphore>

#include "../fake_engine.h"
#include "bridge/engine_client.h"
#include "bridge/text_answers.h"

using namespace egt;
using namespace egt::ui;

namespace {

class SlowSearch final : public test::FakeEngine {
public:
    std::counting_semaphore<100> may{0};
    std::atomic<int> asked = 0;
    std::atomic<bool> on_gui_thread = false;
    std::atomic<PairId> answer = 7;

    Result<std::vector<PairId>> search(const std::string& text) override {
        ++asked;
        if (QThread::currentThread() == qApp->thread()) on_gui_thread = true;
        may.acquire();
        if (text == "bad") return fail("search.bad", "It can't be searched.");
        return std::vector<PairId>{answer};
    }
};

} // namespace

class TextAnswersTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    SlowSearch* m_engine = nullptr;
    std::unique_ptr<EngineClient> m_client;

    [[nodiscard]] Result<std::vector<PairId>> ask(const char* text) const { return m_client->texts()->search()(text); }
    [[nodiscard]] bool isSearching(const char* text) const {
        const auto answer = ask(text);
        return !answer && TextAnswers::isSearching(answer.error());
    }

private Q_SLOTS:
    void init() {
        auto engine = std::make_unique<SlowSearch>();
        m_engine = engine.get();
        m_client = std::make_unique<EngineClient>(std::move(engine));
        QVERIFY(m_client->openProject(m_folder.filePath(QStringLiteral("a.egt")), OpenMode::read_write));
    }
    void cleanup() {
        m_engine->may.release(50);
        m_client.reset();
    }

    void isAskedForOnceAndKept() {
        QSignalSpy found(m_client->texts(), &TextAnswers::found);
        QVERIFY(isSearching("red"));
        QVERIFY(isSearching("red"));
        QVERIFY(m_client->texts()->check()("red")->empty()); // a check neither waits nor asks
        m_engine->may.release();
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(ask("red").value(), std::vector<PairId>{7});
        QCOMPARE(m_client->texts()->check()("red").value(), std::vector<PairId>{7});
        QCOMPARE(m_engine->asked.load(), 1);
        QVERIFY(!m_engine->on_gui_thread);
    }

    void newPairsMakeAnAnswerOldButNotUnknown() {
        QSignalSpy found(m_client->texts(), &TextAnswers::found);
        QVERIFY(isSearching("red"));
        m_engine->may.release();
        QTRY_COMPARE(found.size(), 1);
        m_engine->answer = 8;
        Q_EMIT m_client->dataChanged(QStringLiteral("pairs"));
        QCOMPARE(ask("red").value(), std::vector<PairId>{7});
        m_engine->may.release();
        QTRY_COMPARE(found.size(), 2);
        QCOMPARE(ask("red").value(), std::vector<PairId>{8});
        QCOMPARE(m_engine->asked.load(), 2);
    }

    void pairsThatComeMeanwhileMakeItOldAtOnce() {
        QSignalSpy found(m_client->texts(), &TextAnswers::found);
        QVERIFY(isSearching("red"));
        Q_EMIT m_client->dataChanged(QStringLiteral("pairs"));
        m_engine->may.release();
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(ask("red").value(), std::vector<PairId>{7});
        m_engine->may.release();
        QTRY_COMPARE(found.size(), 2);
        QCOMPARE(m_engine->asked.load(), 2);
    }

    void aFilterOfManyTextsComesToAnEnd() {
        m_engine->may.release(50);
        const auto filter = [this] { // asks for one text after the other, as a filter does
            const auto search = m_client->texts()->search();
            for (int i = 0; i < 40; ++i)
                if (!search("text " + std::to_string(i))) return false;
            return true;
        };
        QTRY_VERIFY(filter());
        QCOMPARE(m_engine->asked.load(), 40);
    }

    void anErrorIsAnAnswer() {
        QSignalSpy found(m_client->texts(), &TextAnswers::found);
        QVERIFY(isSearching("bad"));
        m_engine->may.release();
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(ask("bad").error().code, std::string("search.bad"));
    }

    void anotherProjectKnowsNothing() {
        QSignalSpy found(m_client->texts(), &TextAnswers::found);
        QVERIFY(isSearching("red"));
        m_engine->may.release();
        m_client->closeProject(StopKind::save); // waits for the search; its answer comes afterwards
        QTest::qWait(50);
        QCOMPARE(found.size(), 0);
        QVERIFY(isSearching("red"));
    }
};

QTEST_MAIN(TextAnswersTest)
#include "text_answers_test.moc"
