// SPDX-License-Identifier: GPL-3.0-or-later
// Export on a real project: what the window counts and shows is what is written.
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

#include "api/engine.h"
#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "export/export_command.h"
#include "export/export_form.h"
#include "export/export_output.h"
#include "export/export_workspace.h"
#include "export/replay_dialog.h"
#include "support/temp_folder.h"
#include "train_project.h"

using namespace egt;
using namespace egt::ui;

class ExportTest : public QObject {
    Q_OBJECT
    test::TempFolder m_folder;
    test::TrainProject m_project;
    std::unique_ptr<EngineClient> m_client;
    std::unique_ptr<ProjectContext> m_context;
    std::unique_ptr<ExportWorkspace> m_export;

    template <class T> T* part(const char* name) { return m_export->findChild<T*>(QLatin1String(name)); }
    void picture(const char* name) {
        const QByteArray folder = qgetenv("EGT_SCREENS");
        if (!folder.isEmpty())
            m_export->grab().save(QString::fromLocal8Bit(folder) + QLatin1Char('/') + QLatin1String(name));
    }
    QStringList linesOf(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return {};
        return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    void typeFolder(const QString& folder) {
        auto* field = m_export->folderField();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, folder);
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = test::makeTrainProject(m_folder.path());
        auto engine = makeLocalEngine();
        QVERIFY(engine->open(m_project.folder.string(), OpenMode::read_write));
        const auto decide = [&](PairId pair, Decision decision) {
            ReviewRecord review;
            review.pair = pair;
            review.decision = decision;
            review.annotator = "ana";
            QVERIFY(engine->decide(review));
        };
        for (const PairId pair : {2, 3, 5})
            decide(pair, Decision::drop);
        for (const PairId pair : {10, 11})
            decide(pair, Decision::flip);
    }
    void init() {
        m_client = std::make_unique<EngineClient>(makeLocalEngine());
        m_context = std::make_unique<ProjectContext>();
        m_export = std::make_unique<ExportWorkspace>();
        m_export->setClient(m_client.get());
        m_export->setContext(m_context.get());
        m_export->resize(1376, 842);
        m_export->show();
        QVERIFY(m_client->openProject(QString::fromStdString(m_project.folder.string()), OpenMode::read_write));
        m_export->projectOpened();
        QVERIFY(QTest::qWaitForWindowExposed(m_export.get()));
        QTRY_VERIFY(m_export->counted().has_value());
    }
    void cleanup() {
        m_export.reset();
        m_client.reset();
        m_context.reset();
    }

    void countsStandBesideTheChoices() {
        QCOMPARE(m_export->counted()->rows, std::int64_t{m_project.pairs - 3});
        QCOMPARE(part<QLabel>("export.flippedCount")->text(), QStringLiteral("2 flipped"));
        QCOMPARE(part<QAction>("export.write")->text(), QStringLiteral("Write 397 pairs"));
        QVERIFY(part<QAction>("export.write")->isEnabled());
        picture("export-light.png");
        QTest::mouseClick(part<QCheckBox>("export.leaveOutDropped"), Qt::LeftButton, {}, QPoint(8, 12));
        QTRY_VERIFY(m_export->counted() && m_export->counted()->rows == m_project.pairs);
        ThemeNotifier::instance().setScheme(Scheme::dark);
        QTest::qWait(50);
        picture("export-dark.png");
        ThemeNotifier::instance().setScheme(Scheme::light);
    }

    void writesWhatItCountedAndShowed() {
        QTest::mouseClick(part<QAbstractButton>("export.scope.low entropy"), Qt::LeftButton);
        part<QComboBox>("export.order")->setCurrentIndex(1);
        QSignalSpy ready(m_export.get(), &ExportWorkspace::countReady);
        QTRY_VERIFY(!ready.isEmpty() && m_export->counted());
        const ExportCount counted = *m_export->counted();
        const QString out = QString::fromStdString((m_folder / "low entropy out").string());
        typeFolder(out);
        const ExportRequest asked = m_export->request();
        const auto preview = m_client->engine().exportPreview(asked, 3);
        QVERIFY(preview);
        auto* write = part<QAction>("export.write");
        QVERIFY2(write->isEnabled(), qPrintable(write->toolTip()));
        QTest::keyClick(m_export->folderField(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(part<QWidget>("export.done")->isVisible(), 20000);
        const QStringList lines = linesOf(out + QStringLiteral("/train.jsonl"));
        QCOMPARE(static_cast<std::int64_t>(lines.size()), counted.rows);
        for (std::size_t i = 0; i < preview->size(); ++i)
            QCOMPARE(lines[static_cast<qsizetype>(i)], QString::fromStdString((*preview)[i]));
        std::int64_t without = 0;
        for (const QString& line : lines)
            without +=
                QJsonDocument::fromJson(line.toUtf8()).object().value(QStringLiteral("images")).toArray().isEmpty();
        QCOMPARE(without, counted.without_image);
        QVERIFY(QFile::exists(out + QStringLiteral("/trainer.yaml")));
        QCOMPARE(static_cast<std::int64_t>(QDir(out + QStringLiteral("/images")).entryList(QDir::Files).size()),
                 counted.images);
        for (const PlannedFile& file : plannedFiles(asked, *m_export->form()->format(), counted, 100))
            QVERIFY2(QFile::exists(out + QLatin1Char('/') + file.name), qPrintable(file.name));
        picture("export-done.png");
    }

    void keyBeforeTheCountIsReadyIsNotLost() {
        const QString out = QString::fromStdString((m_folder / "early").string());
        typeFolder(out);
        QTest::mouseClick(part<QAbstractButton>("export.scope.low entropy"), Qt::LeftButton);
        QTest::keyClick(m_export->folderField(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(!m_export->counted()); // what stood there belonged to all pairs
        QTRY_VERIFY_WITH_TIMEOUT(part<QWidget>("export.done")->isVisible(), 20000);
        const auto counted = m_client->engine().exportCount(m_export->request());
        QVERIFY(counted && counted->rows < m_project.pairs - 3);
        QCOMPARE(static_cast<std::int64_t>(linesOf(out + QStringLiteral("/train.jsonl")).size()), counted->rows);
    }

    void folderInTheWayIsSaidBesideTheField() {
        const QString full = QString::fromStdString((m_folder / "full").string());
        QVERIFY(QDir().mkpath(full));
        QFile file(full + QStringLiteral("/mine.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        typeFolder(full);
        QVERIFY(!part<QAction>("export.write")->isEnabled());
        QVERIFY(part<QAction>("export.write")->toolTip().contains(QStringLiteral("not empty")));
        QVERIFY(part<QWidget>("export.error")->isVisible());
        typeFolder(full + QStringLiteral("/new"));
        QVERIFY(part<QAction>("export.write")->isEnabled());
        QVERIFY(!part<QWidget>("export.error")->isVisible());
    }

    void anExportIsReplacedOnlyWhenToldTo() {
        const QString out = QString::fromStdString((m_folder / "twice").string());
        auto* replace = part<QCheckBox>("export.replace");
        auto* write = part<QAction>("export.write");
        QVERIFY(!replace->isEnabled()); // the suggested folder is new
        typeFolder(out);
        write->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(part<QWidget>("export.done")->isVisible(), 20000);
        QTest::mouseClick(part<QAbstractButton>("export.scope.low entropy"), Qt::LeftButton);
        QSignalSpy ready(m_export.get(), &ExportWorkspace::countReady);
        QTRY_VERIFY(!ready.isEmpty() && m_export->counted());
        typeFolder(out);
        QVERIFY(!write->isEnabled());
        QVERIFY2(write->toolTip().contains(QStringLiteral("holds an export already")), qPrintable(write->toolTip()));
        QVERIFY(replace->isEnabled());
        QTest::mouseClick(replace, Qt::LeftButton, {}, QPoint(8, replace->height() / 2));
        QVERIFY(m_export->request().replace);
        QVERIFY2(write->isEnabled(), qPrintable(write->toolTip()));
        QVERIFY2(write->text().startsWith(QStringLiteral("Replace with")), qPrintable(write->text()));
        QVERIFY(exportCommand(m_client->path(), m_export->request()).endsWith(QStringLiteral(" --replace")));
        const auto rows = m_export->counted()->rows;
        write->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(static_cast<std::int64_t>(linesOf(out + QStringLiteral("/train.jsonl")).size()), rows,
                                  20000);
        QTRY_VERIFY(!m_export->request().replace); // not for the next one as well
        // A file of somebody else's in it: the engine refuses, and says which.
        QFile mine(out + QStringLiteral("/notes.txt"));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.close();
        typeFolder(out);
        QTest::mouseClick(replace, Qt::LeftButton, {}, QPoint(8, replace->height() / 2));
        QTRY_VERIFY(write->isEnabled());
        write->trigger();
        auto* error = part<QWidget>("export.error");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible() && error->accessibleName().contains(QStringLiteral("notes.txt")),
                                 20000);
        QVERIFY(QFile::exists(mine.fileName()));
    }

    void seedBelongsToTasksForAJudge() {
        auto* seed = part<QLineEdit>("export.seed");
        QVERIFY(!seed->isVisible()); // TRL's rows have no order of answers
        QTest::mouseClick(part<QAbstractButton>("export.format.easyr1"), Qt::LeftButton);
        QVERIFY(seed->isVisible());
        seed->setFocus();
        seed->selectAll();
        QTest::keyClicks(seed, QStringLiteral("18446744073709551615x"));
        QCOMPARE(m_export->request().seed, std::uint64_t{18446744073709551615ULL});
        QTest::keyClicks(seed, QStringLiteral("0")); // one more digit is no number of 64 bits
        QCOMPARE(seed->text(), QStringLiteral("18446744073709551615"));
        QVERIFY(exportCommand(m_client->path(), m_export->request())
                    .contains(QStringLiteral("--seed 18446744073709551615")));
        seed->selectAll();
        QTest::keyClicks(seed, QStringLiteral("7"));
        const auto first = [&](std::uint64_t value) {
            ExportRequest asked = m_export->request();
            asked.seed = value;
            return *m_client->engine().exportPreview(asked, 20);
        };
        bool other = false;
        for (std::uint64_t value = 1; value < 7; ++value)
            other = other || first(value) != first(7);
        QVERIFY(other);
        picture("export-seed.png");
        const QString out = QString::fromStdString((m_folder / "seeded").string());
        typeFolder(out);
        QTest::keyClick(m_export->folderField(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(part<QWidget>("export.done")->isVisible(), 20000);
        QFile manifest(out + QStringLiteral("/manifest.json"));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        const QJsonObject json = QJsonDocument::fromJson(manifest.readAll()).object();
        QCOMPARE(json[QStringLiteral("seeds")].toObject()[QStringLiteral("answer_order")].toInt(), 7);
        QTest::mouseClick(part<QAbstractButton>("export.format.trl"), Qt::LeftButton);
        QCOMPARE(m_export->request().seed, std::uint64_t{1}); // what is not seen has no effect
    }

    void aManifestIsWrittenAgainByteForByte() {
        const QString out = QString::fromStdString((m_folder / "original").string());
        part<QComboBox>("export.order")->setCurrentIndex(1);
        typeFolder(out);
        QTest::keyClick(m_export->folderField(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(part<QWidget>("export.done")->isVisible(), 20000);
        part<QAction>("export.repeat")->trigger();
        auto* dialog = m_export->findChild<ReplayDialog*>();
        QVERIFY(dialog != nullptr);
        auto* verb = dialog->findChild<QAbstractButton*>(QStringLiteral("replay.write"));
        auto* folder = dialog->findChild<QLineEdit*>(QStringLiteral("replay.folder"));
        auto* error = dialog->findChild<QLabel*>(QStringLiteral("replay.manifestError"));
        QVERIFY(!verb->isEnabled());
        dialog->setManifest(out + QStringLiteral("/nothing.json"));
        QVERIFY(error->isVisible());
        dialog->setManifest(out + QStringLiteral("/trainer.yaml"));
        QTRY_VERIFY(error->isVisible()); // a file, but no manifest
        QVERIFY(!verb->isEnabled());
        dialog->setManifest(out + QStringLiteral("/manifest.json"));
        QTRY_VERIFY(verb->isEnabled());
        QVERIFY(!error->isVisible());
        QVERIFY(!dialog->findChild<QWidget*>(QStringLiteral("replay.otherProject"))->isVisible());
        QCOMPARE(folder->text(), out + QStringLiteral("-replay")); // beside the old one, as on the command line
        folder->setText(out);
        QVERIFY(!verb->isEnabled()); // it would be its own source
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("replay.folderError"))->isVisible());
        folder->setText(out + QStringLiteral("-replay"));
        picture("export-replay.png");
        QCOMPARE(exportCommand(m_client->path(), dialog->request()),
                 QStringLiteral("egt export %1 --replay %2/manifest.json --out %2-replay").arg(m_client->path(), out));
        part<QWidget>("export.done")->hide();
        verb->click();
        QTRY_VERIFY_WITH_TIMEOUT(part<QWidget>("export.done")->isVisible(), 20000);
        for (const char* name : {"/train.jsonl", "/trainer.yaml"}) {
            QFile before(out + QLatin1String(name));
            QFile after(out + QStringLiteral("-replay") + QLatin1String(name));
            QVERIFY2(before.open(QIODevice::ReadOnly) && after.open(QIODevice::ReadOnly), name);
            QCOMPARE(after.readAll(), before.readAll());
        }
    }

    void currentFilterIsAScope() {
        Cut cut;
        cut.high = 0.2;
        m_context->setCut(cut);
        auto* row = part<QAbstractButton>("export.scope.");
        QVERIFY(row != nullptr);
        QTest::mouseClick(row, Qt::LeftButton);
        QSignalSpy ready(m_export.get(), &ExportWorkspace::countReady);
        QTRY_VERIFY(!ready.isEmpty() && m_export->counted());
        const auto saved = m_client->engine().selectionPairs("current filter");
        QVERIFY(saved);
        const auto columns = m_client->columns();
        const Column* entropy = columns->find("mean_entropy");
        std::size_t below = 0;
        for (std::int64_t i = 0; i < columns->rows; ++i)
            below += entropy->number(i) <= 0.2;
        QCOMPARE(saved->size(), below);
        QTest::qWait(500); // saving the filter must not start a circle of counting
        QVERIFY(ready.size() <= 3);
    }

    void commandSaysTheSame() {
        ExportRequest request;
        request.selection = "it's low";
        request.format = "jsonl";
        request.entropy_order = true;
        request.images = ImageMode::link;
        request.leave_out_dropped = false;
        request.score_run = 4;
        request.out = "/tmp/out";
        QCOMPARE(
            exportCommand(QStringLiteral("/data/my birds.egt"), request),
            QStringLiteral("egt export '/data/my birds.egt' --selection 'it'\\''s low' --format jsonl --order entropy "
                           "--images link --keep-dropped --run 4 --out /tmp/out"));
        QTest::mouseClick(part<QAbstractButton>("export.copyCommand.button"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), exportCommand(m_client->path(), m_export->request()));
    }

    void everyFormatIsOfferedWithWhatItTakes() {
        auto* images = part<QComboBox>("export.images");
        part<QComboBox>("export.order")->setCurrentIndex(1);
        for (const ExportFormat& format : m_client->engine().exportFormats()) {
            auto* card = part<QAbstractButton>(("export.format." + format.name).c_str());
            QVERIFY2(card != nullptr, format.name.c_str());
            QTest::mouseClick(card, Qt::LeftButton);
            const ExportRequest asked = m_export->request();
            QCOMPARE(asked.format, format.name);
            QCOMPARE(images->count(), static_cast<int>(format.images.size()));
            QVERIFY(std::find(format.images.begin(), format.images.end(), asked.images) != format.images.end());
            QStringList names;
            for (const PlannedFile& file : plannedFiles(asked, format, ExportCount(), 100))
                names << file.name;
            QVERIFY(names.contains(QString::fromStdString(format.file)));
            for (const ExportFile& file : format.ordered_companions)
                QVERIFY2(names.contains(QString::fromStdString(file.name)), file.name.c_str());
            QVERIFY2(m_client->engine().exportCount(asked), format.name.c_str());
        }
        picture("export-formats.png");
    }

    void embeddedPicturesAreShortenedInThePreview() {
        const std::string url = "data:image/png;base64," + std::string(6000, 'A');
        const QString pretty = prettyRow(R"({"images":[")" + url + R"("],"note":"x"})");
        QVERIFY(pretty.size() < 200);
        QVERIFY(pretty.contains(QStringLiteral("data:image/png;base64,AAAA")));
        QVERIFY(pretty.contains(QStringLiteral("\"note\": \"x\"")));
    }

    void prettyRowsKeepOrderAndText() {
        const std::string row = "{\"b\":\"x\\\"y\",\"a\":[1,2.5],\"n\":null}";
        const QString pretty = QStringLiteral("{\n  \"b\": \"x\\\"y\",\n  \"a\": [1,2.5],\n  \"n\": null\n}");
        QCOMPARE(prettyRow(row), pretty);
    }

    void everyControlHasAName() {
        for (QWidget* widget : m_export->findChildren<QWidget*>())
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus &&
                (qobject_cast<QAbstractButton*>(widget) != nullptr || qobject_cast<QLineEdit*>(widget) != nullptr ||
                 qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QPlainTextEdit*>(widget) != nullptr)) {
                const auto* button = qobject_cast<QAbstractButton*>(widget);
                const bool named =
                    !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
                QVERIFY2(named, qPrintable(widget->objectName()));
            }
    }
};

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("egt-test"));
    initLook();
    ExportTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "export_test.moc"
