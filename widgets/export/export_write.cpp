// SPDX-License-Identifier: GPL-3.0-or-later
// Where Export writes to, and writing.
#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "export/export_form.h"
#include "export/export_output.h"
#include "export/export_target.h"
#include "export/export_workspace.h"
#include "export/replay_dialog.h"
#include "records/serialize.h"

namespace egt::ui {

namespace {

QString slug(const QString& text) {
    QString out;
    for (const QChar c : text.toLower())
        if (c.isLetterOrNumber())
            out += c;
        else if (!out.isEmpty() && !out.endsWith(QLatin1Char('-')))
            out += QLatin1Char('-');
    while (out.endsWith(QLatin1Char('-')))
        out.chop(1);
    return out;
}

} // namespace

void ExportWorkspace::suggestFolder() {
    if (m_folder_typed || client() == nullptr || client()->path().isEmpty()) return;
    const QFileInfo project(client()->path());
    const ExportRequest wanted = request();
    QString name = slug(project.completeBaseName() + QLatin1Char('-') + QString::fromStdString(wanted.selection));
    if (wanted.entropy_order) name += QStringLiteral("-sorted");
    const QDir place(project.absoluteDir());
    m_replace->setChecked(false);
    m_folder->setText(freeFolder(place.filePath(name)));
}

void ExportWorkspace::checkFolder() {
    const QString folder = m_folder->text().trimmed();
    const ExportTarget target = exportTarget(folder, m_replace->isChecked());
    m_folder_error = target.problem;
    m_replace->setEnabled(target.is_export);
    m_replace->setToolTip(target.is_export ? tr("The old export goes when the new one is whole")
                                           : tr("There is no export in this folder"));
    if (m_folder_typed || m_folder_error.isEmpty()) showError(m_folder_error);
    if (client() != nullptr) m_output->setCommand(exportCommand(client()->path(), request()));
}

void ExportWorkspace::showError(const QString& text) {
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
}

void ExportWorkspace::updateBar() {
    QString reason;
    const bool replaces = m_replace->isEnabled() && m_replace->isChecked();
    QString label = !m_count   ? tr("Write pairs")
                    : replaces ? tr("Replace with %1").arg(pairsText(m_count->rows))
                               : tr("Write %1").arg(pairsText(m_count->rows));
    if (client() == nullptr || !client()->isOpen()) {
        reason = tr("Open a project first.");
    } else if (m_job != 0) {
        const ProgressEvent now = client()->progressOf(m_job);
        reason = tr("An export is being written; the status bar can cancel it.");
        label = now.total > 0
                    ? tr("Writing, %1").arg(percent(static_cast<double>(now.done) / static_cast<double>(now.total), 0))
                    : tr("Writing");
    } else if (!m_count_error.isEmpty()) {
        reason = m_count_error;
    } else if (m_pairs == 0 || (m_count && m_count->rows == 0)) {
        reason = tr("No pair is left to write.");
    } else {
        reason = m_folder_error;
    }
    m_write->setText(label);
    m_write->setEnabled(reason.isEmpty());
    m_write->setToolTip(!reason.isEmpty() ? reason
                        : m_count         ? tr("Writes the folder as a job")
                                          : tr("The pairs are being counted."));
    const bool open = client() != nullptr && client()->isOpen();
    m_repeat->setEnabled(open && m_job == 0);
    m_copy->setEnabled(open && !m_folder->text().trimmed().isEmpty());
    m_copy->setToolTip(m_copy->isEnabled() ? tr("The line that writes the same in a terminal") : reason);
    if (open) m_output->setCommand(exportCommand(client()->path(), request()));
}

void ExportWorkspace::browse() {
    const QString start = QFileInfo(m_folder->text()).absolutePath();
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Write to"), start);
    if (folder.isEmpty()) return;
    m_folder_typed = true;
    // An empty folder and one with an export are meant themselves; in any other one the export gets its own.
    const bool itself = QDir(folder).isEmpty() || exportTarget(folder, false).is_export;
    m_folder->setText(itself ? folder : QDir(folder).filePath(QFileInfo(m_folder->text()).fileName()));
}

void ExportWorkspace::copyCommand() {
    QGuiApplication::clipboard()->setText(m_output->command());
    if (context() != nullptr) context()->toast(tr("Command copied"));
}

void ExportWorkspace::write() {
    if (!m_write->isEnabled()) return;
    if (m_later.isActive()) recount(); // the choice is newer than the count, and the filter than its selection
    if (!m_count) {
        m_write_when_counted = m_counting; // a key that comes while pairs are counted is not lost
        return;
    }
    checkFolder(); // it may have been made meanwhile
    if (!m_folder_error.isEmpty()) {
        m_folder_typed = true;
        showError(m_folder_error);
        m_folder->setFocus();
        return updateBar();
    }
    submit(request());
}

void ExportWorkspace::submit(const ExportRequest& request) {
    m_done->hide();
    showError({});
    const auto run = client()->engine().submit(request);
    if (!run) return showError(errorText(run.error()));
    m_job = *run;
    m_written_folder = QString::fromStdString(request.out);
    updateBar();
}

void ExportWorkspace::repeat() {
    auto* dialog = new ReplayDialog(client(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { submit(dialog->request()); });
    dialog->open();
}

void ExportWorkspace::stateArrived(RunId run, RunState state) {
    if (run == 0 || run != m_job || isActive(state)) return;
    finished(run);
}

void ExportWorkspace::finished(RunId run) {
    m_job = 0;
    const auto record = client()->engine().run(run);
    if (!record) return showError(errorText(record.error()));
    if (record->state == RunState::done) {
        const auto json = parseJson(record->result);
        const auto result = json ? resultFromJson(*json) : Result<JobResult>(JobResult());
        const auto* written = result ? std::get_if<ExportResult>(&*result) : nullptr;
        m_done->setText(written == nullptr ? tr("Written to %1.").arg(m_written_folder)
                                           : tr("Wrote %1 to %2.").arg(pairsText(written->rows), m_written_folder));
        m_done->show();
        m_folder_typed = false;
        suggestFolder();
    } else {
        showError(record->error.empty() ? tr("The export was stopped; nothing was written.")
                                        : errorText(record->error));
        m_folder->setFocus();
    }
    updateBar();
}

} // namespace egt::ui
