// SPDX-License-Identifier: GPL-3.0-or-later
// Train on a project with finished runs, driven by keys and mouse.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "api/engine.h"
#include "bridge/engine_client.h"
#include "common/project_context.h"
#include "common/style.h"
#include "common/theme.h"
#include "store/project.h"
#include "support/temp_folder.h"
#include "train/new_run_dialog.h"
#include "train/plot_export.h"
#include "train/plot_grid.h"
#include "train/run_book.h"
#include "train/run_details.h"
#include "train/run_list.h"
#include "train/train_workspace.h"
#include "train_project.h"

using namespace egt;
using namespace egt::ui;

class WorkspaceTest : public QObject {
    Q_OBJECT
    test::TempFolder m_folder;
    test::TrainProject m_project;
    std::unique_ptr<EngineClient> m_client;
    std::unique_ptr<ProjectContext> m_context;
    std::unique_ptr<TrainWorkspace> m_train;

    template <class T> T* part(const char* name) { return m_train->findChild<T*>(QLatin1String(name)); }
    void picture(const char* name) {
        const QByteArray folder = qgetenv("EGT_SCREENS");
        if (!folder.isEmpty())
            m_train->grab().save(QString::fromLocal8Bit(folder) + QLatin1Char('/') + QLatin1String(name));
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
        m_project = test::makeTrainProject(m_folder.path());
    }
    void init() {
        m_client = std::make_unique<EngineClient>(makeLocalEngine());
        m_context = std::make_unique<ProjectContext>();
        m_train = std::make_unique<TrainWorkspace>();
        m_train->setClient(m_client.get());
        m_train->setContext(m_context.get());
        m_train->resize(1376, 842);
        m_train->show();
        QVERIFY(m_client->openProject(QString::fromStdString(m_project.folder.string()), OpenMode::read_write));
        m_train->projectOpened();
        QVERIFY(QTest::qWaitForWindowExposed(m_train.get()));
        m_train->plots()->redrawNow();
    }
    void cleanup() {
        m_train.reset();
        m_client.reset();
        m_context.reset();
    }

    void opensTheNewestRunWithItsStory() {
        QCOMPARE(m_train->currentRun(), m_project.low);
        new QAbstractItemModelTester(part<RunList>("train.runs")->model(),
                                     QAbstractItemModelTester::FailureReportingMode::QtTest, this);
        QTRY_VERIFY(!part<QWidget>("curriculum")->accessibleDescription().isEmpty());
        QTest::qWait(200);
        picture("train-light.png");
        m_train->book()->setShown(m_project.random, true);
        m_train->plots()->redrawNow();
        QTest::qWait(200);
        picture("train-two.png");
        ThemeNotifier::instance().setScheme(Scheme::dark);
        QTest::qWait(200);
        picture("train-dark.png");
        ThemeNotifier::instance().setScheme(Scheme::light);
    }
};

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("egt-test"));
    initLook();
    WorkspaceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "workspace_test.moc"
