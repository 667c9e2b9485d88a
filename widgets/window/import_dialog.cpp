// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/import_dialog.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"

using namespace Qt::StringLiterals;

namespace egt::ui {

ImportDialog::ImportDialog(const QString& project_open, QWidget* parent)
    : QDialog(parent), m_file(new QLineEdit(this)), m_images(new QLineEdit(this)), m_source(new QLineEdit(this)),
      m_project(new QLineEdit(this)), m_format(new LabelledCombo(tr("Layout"), this)), m_found(new KeyValueGrid(this)),
      m_file_error(new TextLabel({}, Type::small, Ink::err, this)),
      m_images_error(new TextLabel({}, Type::small, Ink::err, this)),
      m_project_error(new TextLabel({}, Type::small, Ink::err, this)), m_verb(new PrimaryButton(tr("Import"), this)),
      m_new_project(project_open.isEmpty()) {
    setWindowTitle(tr("Import pairs"));
    setMinimumWidth(metrics::px(560));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(tr("Import pairs"), Type::title, Ink::ink, this));
    layout->addWidget(new TextLabel(m_new_project ? tr("Into a new project") : tr("Into “%1”").arg(project_open),
                                    Type::body, Ink::ink2, this));
    layout->addSpacing(10);
    const auto heading = [&](const QString& text) { layout->addWidget(new SectionHeading(text, {}, this)); };
    heading(tr("File of pairs"));
    layout->addWidget(makePathRow(m_file, tr("File of pairs"), false));
    layout->addWidget(m_file_error);
    auto* card = new Card(this);
    m_found->addRow(tr("Size"));
    m_found->addRow(tr("Fields in the first row"));
    card->box()->addWidget(m_found);
    layout->addWidget(card);
    m_format->addItem(tr("found from the content"), QString());
    m_format->addItem(QStringLiteral("MM-RLHF"), u"mm_rlhf"_s);
    m_format->addItem(QStringLiteral("TRL"), u"trl"_s);
    layout->addWidget(m_format);
    layout->addSpacing(8);
    heading(tr("Folder of the images"));
    layout->addWidget(makePathRow(m_images, tr("Folder of the images"), true));
    layout->addWidget(m_images_error);
    layout->addWidget(
        new TextLabel(tr("Empty: the file’s own folder. Images stay where they are."), Type::small, Ink::ink3, this));
    layout->addSpacing(8);
    heading(tr("Source name for rows without one"));
    m_source->setAccessibleName(tr("Source name for rows without one"));
    layout->addWidget(m_source);
    if (m_new_project) {
        layout->addSpacing(8);
        heading(tr("New project"));
        layout->addWidget(makePathRow(m_project, tr("New project"), true));
        layout->addWidget(m_project_error);
    } else {
        m_project->hide();
    }
    layout->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* cancel = new KeyCapButton(tr("Cancel"), this);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QAbstractButton::clicked, this, &QDialog::accept);
    buttons->addWidget(cancel);
    buttons->addWidget(m_verb);
    layout->addSpacing(12);
    layout->addLayout(buttons);
    for (QLineEdit* edit : {m_file, m_images, m_project})
        connect(edit, &QLineEdit::textChanged, this, &ImportDialog::check);
    connect(m_file, &QLineEdit::textChanged, this, &ImportDialog::readFirstRow);
    connect(m_file, &QLineEdit::returnPressed, m_verb, [this] { m_verb->click(); });
    check();
    m_file->setFocus();
}

QWidget* ImportDialog::makePathRow(QLineEdit* edit, const QString& name, bool folder) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::kGap);
    edit->setAccessibleName(name);
    layout->addWidget(edit, 1);
    auto* browse = new KeyCapButton(Icon::folder, tr("Choose…"), row);
    browse->setAccessibleName(tr("Choose: %1").arg(name));
    layout->addWidget(browse);
    connect(browse, &QAbstractButton::clicked, this, [this, edit, name, folder] {
        QString chosen;
        if (edit == m_project)
            chosen = QFileDialog::getSaveFileName(this, name, edit->text(), tr("EGT Studio projects (*.egt)"));
        else if (folder)
            chosen = QFileDialog::getExistingDirectory(this, name, edit->text());
        else
            chosen = QFileDialog::getOpenFileName(this, name, edit->text(),
                                                  tr("Files of pairs (*.jsonl *.json *.ndjson);;All files (*)"));
        if (!chosen.isEmpty()) edit->setText(chosen);
    });
    return row;
}

void ImportDialog::setFile(const QString& file) {
    m_file->setText(file);
    const QFileInfo info(file);
    if (m_source->text().isEmpty()) m_source->setText(info.completeBaseName());
    if (m_new_project && m_project->text().isEmpty())
        m_project->setText(QDir::home().filePath(u"EGT Studio/%1.egt"_s.arg(info.completeBaseName())));
}

void ImportDialog::readFirstRow(const QString& path) {
    m_readable = false;
    m_found->setValue(0, {});
    m_found->setValue(1, {});
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        check();
        return;
    }
    m_found->setValue(0, bytesText(file.size()));
    QByteArray line;
    while (line.trimmed().isEmpty() && !file.atEnd())
        line = file.readLine(4 << 20);
    QJsonDocument row = QJsonDocument::fromJson(line);
    if (row.isNull() && file.size() < (4 << 20)) { // a JSON array over several lines
        file.seek(0);
        row = QJsonDocument::fromJson(file.readAll());
    }
    const QJsonObject object = row.isArray() ? row.array().first().toObject() : row.object();
    m_found->setValue(1, object.isEmpty() ? tr("no JSON object found") : object.keys().join(u", "_s).left(90));
    m_readable = true;
    if (m_source->text().isEmpty()) m_source->setText(QFileInfo(path).completeBaseName());
    check();
}

void ImportDialog::check() {
    const QString file = m_file->text();
    const QFileInfo info(file);
    QString file_error;
    if (!file.isEmpty() && !info.isFile())
        file_error = tr("There is no such file.");
    else if (!file.isEmpty() && !info.isReadable())
        file_error = tr("The file can’t be read.");
    m_file_error->setText(file_error);
    m_file_error->setVisible(!file_error.isEmpty());
    const bool images_ok = m_images->text().isEmpty() || QFileInfo(m_images->text()).isDir();
    m_images_error->setText(images_ok ? QString() : tr("There is no such folder."));
    m_images_error->setVisible(!images_ok);
    QString project_error;
    if (m_new_project && !m_project->text().isEmpty() && QFileInfo::exists(newProject()))
        project_error = tr("This project exists already. Open it first, or choose another name.");
    m_project_error->setText(project_error);
    m_project_error->setVisible(!project_error.isEmpty());
    const bool project_ok = !m_new_project || (!m_project->text().isEmpty() && project_error.isEmpty());
    m_verb->setEnabled(info.isFile() && file_error.isEmpty() && images_ok && project_ok);
    m_verb->setToolTip(m_verb->isEnabled() ? QString() : tr("Choose a file and a project first"));
}

ImportRequest ImportDialog::request() const {
    ImportRequest request;
    request.file = m_file->text().toStdString();
    request.format = m_format->currentData().toString().toStdString();
    request.image_folder = m_images->text().toStdString();
    request.source = m_source->text().trimmed().toStdString();
    return request;
}

QString ImportDialog::newProject() const {
    if (!m_new_project) return {};
    const QString path = m_project->text();
    return path.isEmpty() || path.endsWith(u".egt") ? path : path + u".egt"_s;
}

} // namespace egt::ui
