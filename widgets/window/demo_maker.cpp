// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/demo_maker.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "common/buttons.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

QString demoFolder() {
    return QDir::home().filePath(u"EGT Studio/demo"_s);
}

QString program() {
    return QDir(QCoreApplication::applicationDirPath()).filePath(u"egt"_s);
}

} // namespace

QString DemoMaker::find() {
    const QDir beside(QCoreApplication::applicationDirPath());
    for (const QString& folder :
         {qEnvironmentVariable("EGT_DEMO"), demoFolder(), beside.filePath(u"../../../demo"_s)}) {
        if (folder.isEmpty()) continue;
        const QString project = QDir::cleanPath(QDir(folder).filePath(u"demo.egt"_s));
        if (QFileInfo::exists(QDir(project).filePath(u"project.db"_s))) return project;
    }
    return {};
}

DemoMaker::DemoMaker(QWidget* parent)
    : QDialog(parent), m_text(new TextLabel({}, Type::body, Ink::ink2, this)),
      m_line(new TextLabel({}, Type::small, Ink::ink3, this)), m_bar(new ProgressLine(5, this)),
      m_start(new PrimaryButton(tr("Make the demo"), this)), m_cancel(new KeyCapButton(tr("Cancel"), this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("The demo"));
    setFixedWidth(metrics::px(560));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(metrics::kPaneInset);
    layout->addWidget(new TextLabel(tr("The demo"), Type::title, Ink::ink, this));
    m_text->setWordWrap(true);
    m_text->setText(tr("Draws 2,000 small pairs, trains a small judge, scores all pairs and trains on them: about ten "
                       "minutes on two cores, "
                       "in %1.")
                        .arg(QDir::toNativeSeparators(demoFolder())));
    layout->addWidget(m_text);
    m_bar->setAccessibleName(tr("Progress of the demo"));
    m_bar->hide();
    layout->addWidget(m_bar);
    m_line->setWordWrap(true);
    layout->addWidget(m_line);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_start);
    layout->addLayout(row);
    connect(m_cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_start, &QAbstractButton::clicked, this, &DemoMaker::start);
    connect(&m_process, &QProcess::readyRead, this, &DemoMaker::readOutput);
    connect(&m_process, &QProcess::finished, this, &DemoMaker::finished);
    const bool there = QFileInfo(program()).isExecutable();
    m_start->setEnabled(there);
    if (!there)
        m_line->setText(
            tr("The program %1 is missing. Build or install EGT Studio whole, then try again.").arg(program()));
    m_start->setFocus();
}

DemoMaker::~DemoMaker() {
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.terminate(); // the program stops at its next step; what it made can be continued
    if (!m_process.waitForFinished(3000)) m_process.kill();
}

void DemoMaker::start() {
    QDir().mkpath(demoFolder());
    m_start->setEnabled(false);
    m_bar->setShare(-1);
    m_bar->show();
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program(), {u"demo"_s, u"--out"_s, demoFolder()});
}

void DemoMaker::readOutput() {
    const QString text = QString::fromUtf8(m_process.readAll());
    static const QRegularExpression ends(u"[\\r\\n]+"_s);
    static const QRegularExpression codes(u"\x1b\\[[0-9;?]*[A-Za-z]"_s);
    const QStringList lines = text.split(ends, Qt::SkipEmptyParts);
    if (lines.isEmpty()) return;
    m_last = QString(lines.last()).remove(codes).trimmed();
    m_line->setText(m_last.left(160));
}

void DemoMaker::finished(int code, QProcess::ExitStatus status) {
    m_bar->hide();
    const QString project = find();
    if (status == QProcess::NormalExit && code == 0 && !project.isEmpty()) {
        Q_EMIT made(project);
        accept();
        return;
    }
    m_start->setEnabled(true);
    m_line->setText(tr("The demo stopped: %1. Press the button to go on where it stopped.").arg(m_last));
}

} // namespace egt::ui
