// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/replay_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include "base/files.h"
#include "base/json.h"
#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "export/export_command.h"
#include "export/export_target.h"

namespace egt::ui {
namespace {

constexpr int kWidth = 640;
enum SummaryRow { FormatRow, PairsRow, OrderRow, WrittenRow, ProjectRow };

QString textOf(const Json& json, const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_string()
               ? QString::fromStdString(json[name].get<std::string>())
               : QString();
}

Json part(const Json& json, const char* name) {
    return json.is_object() && json.contains(name) ? json[name] : Json();
}

} // namespace

Result<ManifestSummary> readManifest(const std::string& file) {
    EGT_ASSIGN(const std::string text, readFile(file));
    EGT_ASSIGN(const Json json, parseJson(text, file));
    if (textOf(json, "program") != QLatin1String("EGT Studio") || !json.contains("request"))
        return fail("export.bad_manifest",
                    EGT_TEXT("engine", "%1 is not a manifest that an export can be repeated from."), {file}, file);
    ManifestSummary out;
    out.project = textOf(json, "project");
    out.format = textOf(json, "format");
    out.created = textOf(json, "created");
    out.selection = textOf(part(json, "selection"), "name");
    const Json rows = part(json, "rows");
    out.rows = rows.is_number_integer() ? rows.get<std::int64_t>() : 0;
    const Json order = part(part(json, "request"), "entropy_order");
    out.entropy_order = order.is_boolean() && order.get<bool>();
    return out;
}

ReplayDialog::ReplayDialog(EngineClient* client, QWidget* parent)
    : QDialog(parent), m_client(client), m_manifest(new QLineEdit(this)),
      m_manifest_error(new TextLabel({}, Type::small, Ink::err, this)), m_summary(new KeyValueGrid(this)),
      m_other(new Notice(Notice::Tone::warn, {}, this)), m_folder(new QLineEdit(this)),
      m_replace(new QCheckBox(tr("Replace it"), this)), m_folder_error(new TextLabel({}, Type::small, Ink::err, this)),
      m_copy(new KeyCapButton(Icon::terminal, tr("Copy command"), this)),
      m_verb(new PrimaryButton(tr("Write again"), this)) {
    setObjectName(QStringLiteral("replayDialog"));
    setWindowTitle(tr("Repeat an export"));
    setMinimumWidth(metrics::px(kWidth));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kGap);
    column->addWidget(new TextLabel(tr("Repeat an export"), Type::title, Ink::ink, this));
    auto* what =
        new TextLabel(tr("Writes the export of a manifest again, byte for byte, or says what has changed since."),
                      Type::body, Ink::ink2, this);
    what->setWordWrap(true);
    column->addWidget(what);
    column->addSpacing(metrics::kGap);
    column->addWidget(new SectionHeading(tr("Manifest"), {}, this));
    column->addWidget(pathRow(m_manifest, tr("Manifest"), &ReplayDialog::chooseManifest));
    m_manifest->setObjectName(QStringLiteral("replay.manifest"));
    m_manifest_error->setObjectName(QStringLiteral("replay.manifestError"));
    column->addWidget(m_manifest_error);
    for (const QString& key : {tr("Format"), tr("Pairs"), tr("Order"), tr("Written"), tr("Project")})
        m_summary->addRow(key);
    auto* card = new Card(this);
    card->box()->addWidget(m_summary);
    column->addWidget(card);
    m_card = card;
    m_other->setObjectName(QStringLiteral("replay.otherProject"));
    column->addWidget(m_other);
    column->addSpacing(metrics::kGap);
    column->addWidget(new SectionHeading(tr("Write to"), {}, this));
    column->addWidget(pathRow(m_folder, tr("Write to"), &ReplayDialog::chooseFolder));
    m_folder->setObjectName(QStringLiteral("replay.folder"));
    m_replace->setObjectName(QStringLiteral("replay.replace"));
    m_replace->setMinimumHeight(metrics::kTarget);
    column->addWidget(m_replace);
    m_folder_error->setObjectName(QStringLiteral("replay.folderError"));
    column->addWidget(m_folder_error);
    for (TextLabel* error : {m_manifest_error, m_folder_error})
        error->setWordWrap(true);
    column->addStretch(1);
    column->addSpacing(metrics::kGap);
    auto* buttons = new QHBoxLayout;
    m_copy->setKind(ButtonKind::ghost);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto* cancel = new KeyCapButton(tr("Cancel"), this);
    buttons->addWidget(cancel);
    m_verb->setObjectName(QStringLiteral("replay.write"));
    buttons->addWidget(m_verb);
    column->addLayout(buttons);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QAbstractButton::clicked, this, &QDialog::accept);
    connect(m_copy, &QAbstractButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(exportCommand(m_client->path(), request())); });
    connect(m_manifest, &QLineEdit::textChanged, this, &ReplayDialog::manifestChanged);
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folder_typed = true; });
    connect(m_folder, &QLineEdit::textChanged, this, &ReplayDialog::check);
    connect(m_replace, &QCheckBox::toggled, this, &ReplayDialog::check);
    for (QLineEdit* edit : {m_manifest, m_folder})
        connect(edit, &QLineEdit::returnPressed, m_verb, [this] { m_verb->click(); });
    manifestChanged();
    m_manifest->setFocus();
}

QWidget* ReplayDialog::pathRow(QLineEdit* edit, const QString& name, void (ReplayDialog::*choose)()) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::kGap);
    edit->setAccessibleName(name);
    layout->addWidget(edit, 1);
    auto* browse = new KeyCapButton(Icon::folder, tr("Choose…"), row);
    browse->setAccessibleName(tr("Choose: %1").arg(name));
    layout->addWidget(browse);
    connect(browse, &QAbstractButton::clicked, this, choose);
    return row;
}

void ReplayDialog::chooseManifest() {
    const QString start =
        m_manifest->text().isEmpty() ? QFileInfo(m_client->path()).absolutePath() : m_manifest->text();
    const QString file = QFileDialog::getOpenFileName(this, tr("Manifest of the export to repeat"), start,
                                                      tr("Manifests (manifest.json *.json);;All files (*)"));
    if (!file.isEmpty()) setManifest(file);
}

void ReplayDialog::chooseFolder() {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Write to"), QFileInfo(m_folder->text()).absolutePath());
    if (folder.isEmpty()) return;
    m_folder_typed = true;
    m_folder->setText(folder);
}

void ReplayDialog::setManifest(const QString& file) {
    m_manifest->setText(file);
}

void ReplayDialog::manifestChanged() {
    const QString file = m_manifest->text().trimmed();
    const int look = ++m_look;
    m_readable = false;
    m_card->hide();
    m_other->hide();
    m_manifest_error->setText(file.isEmpty() || QFileInfo(file).isFile() ? QString() : tr("There is no such file."));
    m_manifest_error->setVisible(!m_manifest_error->text().isEmpty());
    if (!m_folder_typed)
        m_folder->setText(file.isEmpty() ? QString()
                                         : freeFolder(QFileInfo(file).absolutePath() + QStringLiteral("-replay")));
    check();
    if (!QFileInfo(file).isFile()) return;
    m_client->background(
        this, [path = file.toStdString()] { return readManifest(path); },
        [this, look](const Result<ManifestSummary>& answer) {
            if (look == m_look) arrived(answer);
        });
}

QString ReplayDialog::formatTitle(const QString& name) const {
    for (const ExportFormat& format : m_client->engine().exportFormats())
        if (QString::fromStdString(format.name) == name) return engineText(format.title);
    return name;
}

/// As high as what it says now; never lower than before, so that nothing jumps away under the mouse.
void ReplayDialog::fit() {
    layout()->activate();
    const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : sizeHint().height();
    if (wanted > height()) resize(width(), wanted);
}

void ReplayDialog::arrived(const Result<ManifestSummary>& answer) {
    m_readable = answer.has_value();
    m_manifest_error->setText(answer ? QString() : errorText(answer.error()));
    m_manifest_error->setVisible(!answer);
    m_card->setVisible(m_readable);
    if (answer) {
        m_summary->setValue(FormatRow, formatTitle(answer->format));
        m_summary->setValue(PairsRow, pairsText(answer->rows), tr("of “%1”").arg(answer->selection));
        m_summary->setValue(OrderRow, answer->entropy_order ? tr("Entropy, low to high") : tr("As imported"));
        m_summary->setValue(WrittenRow,
                            timeText(QDateTime::fromString(answer->created, Qt::ISODateWithMs).toMSecsSinceEpoch()));
        m_summary->setValue(ProjectRow, QFileInfo(answer->project).fileName());
        const bool other =
            QFileInfo(answer->project).canonicalFilePath() != QFileInfo(m_client->path()).canonicalFilePath();
        m_other->setText(tr("It was written from %1. If the open project has other pairs, nothing is written.")
                             .arg(answer->project));
        m_other->setVisible(other);
    }
    check();
}

void ReplayDialog::check() {
    const ExportTarget target = exportTarget(m_folder->text().trimmed(), m_replace->isChecked());
    const bool named = !m_folder->text().trimmed().isEmpty();
    m_replace->setEnabled(target.is_export);
    m_replace->setToolTip(target.is_export ? tr("The old export goes when the new one is whole")
                                           : tr("There is no export in this folder"));
    m_folder_error->setText(named ? target.problem : QString());
    m_folder_error->setVisible(!m_folder_error->text().isEmpty());
    m_verb->setEnabled(m_readable && target.problem.isEmpty());
    m_verb->setToolTip(m_verb->isEnabled() ? QString()
                       : !m_readable       ? tr("Choose the manifest of an export first")
                                           : target.problem);
    fit();
    m_copy->setEnabled(m_verb->isEnabled());
    m_copy->setToolTip(m_copy->isEnabled() ? tr("The line that writes the same in a terminal") : m_verb->toolTip());
}

ExportRequest ReplayDialog::request() const {
    ExportRequest request;
    request.replay = m_manifest->text().trimmed().toStdString();
    request.out = m_folder->text().trimmed().toStdString();
    request.replace = m_replace->isEnabled() && m_replace->isChecked();
    return request;
}

} // namespace egt::ui
