// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/import_dialog.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "window/import_map_form.h"
#include "window/import_preview.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr std::int64_t kBeginning = 2000; ///< rows that are looked at before all others: an answer at once
constexpr int kTickMs = 1000;
const QStringList kArchives{u".zip"_s, u".tar"_s, u".tar.gz"_s, u".tgz"_s, u".tar.bz2"_s, u".tar.xz"_s, u".tar.zst"_s};
constexpr auto kByFields = "fields";

bool isArchive(const QString& path) {
    return std::any_of(kArchives.begin(), kArchives.end(),
                       [&](const QString& ending) { return path.endsWith(ending, Qt::CaseInsensitive); });
}

} // namespace

ImportDialog::ImportDialog(EngineClient* client, const QString& project_open, QWidget* parent)
    : QDialog(parent), m_client(client), m_file(new QLineEdit(this)), m_images(new QLineEdit(this)),
      m_source(new QLineEdit(this)), m_project(new QLineEdit(this)), m_format(new LabelledCombo(tr("Layout"), this)),
      m_map(new ImportMapForm(this)), m_map_problem(new TextLabel({}, Type::small, Ink::warn, this)),
      m_preview(new ImportPreview(this)), m_progress(new ProgressLine(3, this)),
      m_state(new TextLabel({}, Type::small, Ink::ink2, this)), m_stop(new KeyCapButton(tr("Stop looking"), this)),
      m_file_error(new TextLabel({}, Type::small, Ink::err, this)),
      m_images_error(new TextLabel({}, Type::small, Ink::err, this)),
      m_project_error(new TextLabel({}, Type::small, Ink::err, this)), m_verb(new PrimaryButton(tr("Import"), this)),
      m_new_project(project_open.isEmpty()) {
    setWindowTitle(tr("Import pairs"));
    setAcceptDrops(true);
    resize(metrics::px(1080), metrics::px(720));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(tr("Import pairs"), Type::title, Ink::ink, this));
    layout->addWidget(new TextLabel(m_new_project ? tr("Into a new project") : tr("Into “%1”").arg(project_open),
                                    Type::body, Ink::ink2, this));
    layout->addSpacing(10);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(20);
    columns->addWidget(makeForm());
    columns->addWidget(m_preview, 1);
    layout->addLayout(columns, 1);
    layout->addSpacing(8);
    layout->addWidget(m_progress);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_state);
    buttons->addWidget(m_stop);
    buttons->addStretch();
    auto* cancel = new KeyCapButton(tr("Cancel"), this);
    buttons->addWidget(cancel);
    buttons->addWidget(m_verb);
    layout->addLayout(buttons);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QAbstractButton::clicked, this, &QDialog::accept);
    connect(m_stop, &QAbstractButton::clicked, this, [this] { m_client->engine().stopInspections(); });
    for (QLineEdit* edit : {m_file, m_images, m_project})
        connect(edit, &QLineEdit::textChanged, this, &ImportDialog::check);
    for (QLineEdit* edit : {m_file, m_images, m_source})
        connect(edit, &QLineEdit::textChanged, this, &ImportDialog::look);
    connect(m_format, &QComboBox::activated, this, [this] {
        m_map->setVisible(byFields());
        look();
    });
    // The form is filled by each first look at a file: only where it counts, that is a reason to look again.
    connect(m_map, &ImportMapForm::changed, this, [this] {
        if (byFields()) look();
    });
    connect(m_file, &QLineEdit::returnPressed, m_verb, [this] { m_verb->click(); });
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &ImportDialog::showState);
    m_soon.setSingleShot(true);
    m_soon.setInterval(200);
    connect(&m_soon, &QTimer::timeout, this, [this] { lookAt(kBeginning); });
    m_preview->setNothing(tr("No file chosen yet"), tr("Choose a file of pairs, or drop one here. What is in it shows "
                                                       "before anything is stored."));
    check();
    showState();
    m_file->setFocus();
}

ImportDialog::~ImportDialog() {
    m_client->engine().stopInspections();
}

QWidget* ImportDialog::makeForm() {
    auto* form = new QWidget;
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(6);
    const auto heading = [&](const QString& text) { layout->addWidget(new SectionHeading(text, {}, form)); };
    heading(tr("File of pairs"));
    layout->addWidget(makePathRow(m_file, tr("File of pairs"), Choose::file));
    layout->addWidget(m_file_error);
    m_format->addItem(tr("found from the content"), QString());
    layout->addWidget(m_format);
    layout->addWidget(m_map);
    m_map_problem->setWordWrap(true);
    layout->addWidget(m_map_problem);
    m_map->hide();
    layout->addSpacing(8);
    heading(tr("Folder or archive of the images"));
    m_images->setObjectName(u"importImages"_s);
    layout->addWidget(makePathRow(m_images, tr("Folder or archive of the images"), Choose::folder_or_archive));
    layout->addWidget(m_images_error);
    auto* where =
        new TextLabel(tr("Empty: the file’s own folder. Images stay where they are; those of an archive (zip, tar) are "
                         "unpacked into the project."),
                      Type::small, Ink::ink3, form);
    where->setWordWrap(true);
    layout->addWidget(where);
    layout->addSpacing(8);
    heading(tr("Source name for rows without one"));
    m_source->setAccessibleName(tr("Source name for rows without one"));
    layout->addWidget(m_source);
    if (m_new_project) {
        layout->addSpacing(8);
        heading(tr("New project"));
        layout->addWidget(makePathRow(m_project, tr("New project"), Choose::new_project));
        layout->addWidget(m_project_error);
    } else {
        m_project->hide();
    }
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(metrics::px(370));
    return scroll;
}

QWidget* ImportDialog::makePathRow(QLineEdit* edit, const QString& name, Choose what) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::kGap);
    edit->setAccessibleName(name);
    layout->addWidget(edit, 1);
    auto* browse = new KeyCapButton(Icon::folder, tr("Choose…"), row);
    browse->setAccessibleName(tr("Choose: %1").arg(name));
    layout->addWidget(browse);
    if (what == Choose::folder_or_archive) {
        auto* menu = new QMenu(browse);
        connect(menu->addAction(tr("Folder…")), &QAction::triggered, this,
                [this, edit, name, what] { chooseFor(edit, name, what, false); });
        connect(menu->addAction(tr("Archive…")), &QAction::triggered, this,
                [this, edit, name, what] { chooseFor(edit, name, what, true); });
        browse->setMenu(menu);
        return row;
    }
    connect(browse, &QAbstractButton::clicked, this, [this, edit, name, what] { chooseFor(edit, name, what, false); });
    return row;
}

void ImportDialog::chooseFor(QLineEdit* edit, const QString& name, Choose what, bool archive) {
    QString chosen;
    if (what == Choose::new_project)
        chosen = QFileDialog::getSaveFileName(this, name, edit->text(), tr("EGT Studio projects (*.egt)"));
    else if (archive)
        chosen = QFileDialog::getOpenFileName(this, name, edit->text(),
                                              tr("Archives (%1);;All files (*)").arg(u"*"_s + kArchives.join(u" *"_s)));
    else if (what == Choose::folder_or_archive)
        chosen = QFileDialog::getExistingDirectory(this, name, edit->text());
    else
        chosen = QFileDialog::getOpenFileName(
            this, name, edit->text(),
            tr("Files of pairs (*.jsonl *.json *.ndjson *.csv *.tsv *.parquet *.arrow);;All files (*)"));
    if (!chosen.isEmpty()) edit == m_file ? setFile(chosen) : edit->setText(chosen);
}

void ImportDialog::setFile(const QString& file) {
    const QFileInfo info(file);
    const QString before = QFileInfo(m_file->text()).completeBaseName();
    if (m_source->text().isEmpty() || m_source->text() == before) m_source->setText(info.completeBaseName());
    m_file->setText(file);
    if (m_new_project && m_project->text().isEmpty())
        m_project->setText(QDir::home().filePath(u"EGT Studio/%1.egt"_s.arg(info.completeBaseName())));
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile()) event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent* event) {
    const QString path = event->mimeData()->urls().first().toLocalFile();
    isArchive(path) ? m_images->setText(path) : setFile(path);
}

bool ImportDialog::byFields() const {
    return m_format->currentData().toString() == QLatin1String(kByFields);
}

void ImportDialog::look() {
    ++m_looks; // whatever is under way is late
    m_client->engine().stopInspections();
    m_looking = false;
    m_pairs = 0;
    m_map_problem->setText(byFields() ? m_map->problem() : QString());
    m_map_problem->setVisible(!m_map_problem->text().isEmpty());
    if (QFileInfo::exists(m_file->text())) m_soon.start();
    check();
    showState();
}

void ImportDialog::lookAt(std::int64_t rows) {
    InspectRequest request;
    request.import = this->request();
    request.rows = rows;
    m_looking = true;
    m_since.start();
    m_tick.start();
    showState();
    const int look = ++m_looks;
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine, request] { return engine->inspectImport(request); },
        [this, look, rows](const Result<ImportInspection>& answer) {
            if (look != m_looks) return;
            m_looking = false;
            if (!answer) return failed(answer.error());
            seen(*answer);
            // The beginning is shown; now the rest. A look that was stopped stays as it is.
            if (rows > 0 && !answer->whole && answer->rows >= rows) lookAt(0);
        });
}

void ImportDialog::seen(const ImportInspection& inspection) {
    showLayouts(inspection);
    m_map->setFields(m_file->text(), inspection.fields, inspection.mapping);
    m_pairs = inspection.pairs - inspection.already;
    m_whole = inspection.whole;
    if (inspection.format.empty())
        m_preview->setNothing(tr("No known layout fits this file"),
                              tr("Choose “Field by field” as its layout and say which field is what."));
    else
        m_preview->setSeen(inspection);
    check();
    showState();
}

void ImportDialog::failed(const Error& error) {
    m_preview->setNothing(tr("This file can’t be read"), errorText(error));
    m_pairs = 0;
    check();
    showState();
}

void ImportDialog::showLayouts(const ImportInspection& inspection) {
    const QString chosen = m_format->currentData().toString();
    m_format->clear();
    m_format->addItem(inspection.guesses.empty() ? tr("none that is known")
                                                 : tr("%1, %2 sure")
                                                       .arg(QString::fromStdString(inspection.guesses.front().title),
                                                            percent(inspection.guesses.front().confidence, 0)),
                      QString());
    for (const LayoutGuess& guess : inspection.guesses)
        m_format->addItem(QString::fromStdString(guess.title), QString::fromStdString(guess.name));
    m_format->addItem(tr("Field by field"), QLatin1String(kByFields));
    m_format->setCurrentIndex(std::max(0, m_format->findData(chosen)));
}

void ImportDialog::showState() {
    m_progress->setVisible(m_looking);
    m_progress->setShare(-1);
    m_stop->setVisible(m_looking);
    if (!m_looking) m_tick.stop();
    const double seconds = m_looking ? std::floor(static_cast<double>(m_since.elapsed()) / 1000) : 0;
    m_state->setText(
        m_looking
            ? (seconds < 2 ? tr("Looking at the file…") : tr("Looking at the file… %1").arg(durationText(seconds)))
        : m_pairs > 0 && !m_whole ? tr("Only the beginning was looked at; the import takes the whole file.")
                                  : QString());
    m_verb->setText(m_pairs > 0 && m_whole ? tr("Import %1").arg(pairsText(m_pairs)) : tr("Import"));
}

void ImportDialog::check() {
    const QString file = m_file->text();
    const QFileInfo info(file);
    QString file_error;
    if (!file.isEmpty() && !info.exists())
        file_error = tr("There is no such file.");
    else if (!file.isEmpty() && !info.isReadable())
        file_error = tr("The file can’t be read.");
    m_file_error->setText(file_error);
    m_file_error->setVisible(!file_error.isEmpty());
    const bool images_ok = m_images->text().isEmpty() || QFileInfo::exists(m_images->text());
    m_images_error->setText(images_ok ? QString() : tr("There is no such folder or archive."));
    m_images_error->setVisible(!images_ok);
    QString project_error;
    if (m_new_project && !m_project->text().isEmpty() && QFileInfo::exists(newProject()))
        project_error = tr("This project exists already. Open it first, or choose another name.");
    m_project_error->setText(project_error);
    m_project_error->setVisible(!project_error.isEmpty());
    const bool project_ok = !m_new_project || (!m_project->text().isEmpty() && project_error.isEmpty());
    m_verb->setEnabled(info.exists() && file_error.isEmpty() && images_ok && project_ok && m_pairs > 0);
    m_verb->setToolTip(m_verb->isEnabled()             ? QString()
                       : m_pairs == 0 && info.exists() ? tr("There is no new pair in what was read of this file")
                                                       : tr("Choose a file and a project first"));
}

ImportRequest ImportDialog::request() const {
    ImportRequest request;
    request.file = m_file->text().toStdString();
    request.format = byFields() ? std::string() : m_format->currentData().toString().toStdString();
    request.mapping = byFields() ? m_map->mapping() : std::string();
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
