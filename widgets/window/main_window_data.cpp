// SPDX-License-Identifier: GPL-3.0-or-later
// Work on the whole data of a project: its images, its near-duplicates, benchmarks.

#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>

#include "bridge/text.h"
#include "common/project_context.h"
#include "records/serialize.h"
#include "window/bench_dialogs.h"
#include "window/image_dialogs.h"
#include "window/main_window.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
void MainWindow::submitJob(const JobRequest& request) {
    if (const auto run = m_client->engine().submit(request); !run) showError(errorText(run.error()));
    refreshPill();
}

void MainWindow::makeDataMenu(QMenu* tools) {
    QMenu* whole = tools->addMenu(tr("Data"));
    m_project_actions << add(whole, tr("Check all images…"), {}, [this] { checkImages(); });
    m_project_actions << add(whole, tr("Find missing images…"), {}, [this] { relocateImages(); });
    m_project_actions << add(whole, tr("Near-duplicates…"), {}, [this] { m_context->showDuplicates(); });
    m_project_actions << add(whole, tr("Make text search fast"), {}, [this] { submitJob(IndexRequest{}); });
    QMenu* bench = whole->addMenu(tr("Count as a benchmark"));
    for (const BenchProtocol protocol :
         {BenchProtocol::vl_rewardbench, BenchProtocol::multimodal_rewardbench, BenchProtocol::mm_rlhf_rewardbench})
        m_project_actions << add(bench, benchProtocolName(protocol) + u'…', {},
                                 [this, protocol] { countAsBenchmark(protocol); });
}

void MainWindow::countAsBenchmark(BenchProtocol protocol) {
    const auto info = m_client->engine().info();
    const auto runs = m_client->engine().runs();
    if (!info || !runs) return showError(errorText(info ? runs.error() : info.error()));
    auto* dialog = new BenchSetupDialog(protocol, *runs, info->selections, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { submitJob(dialog->request()); });
    dialog->open();
}

void MainWindow::checkImages() {
    auto* dialog = new ImageCheckDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { submitJob(dialog->request()); });
    dialog->open();
}

bool MainWindow::hasImages() const {
    const ColumnsPtr columns = m_client->columns();
    const Column* image = columns ? columns->find("image") : nullptr;
    for (std::int64_t row = 0; image != nullptr && row < columns->rows; ++row)
        if (image->text(row) == "present") return true;
    return false;
}

void MainWindow::showImages(const VerifyResult& result) {
    auto* dialog = new ImageReportDialog(m_client, result, this);
    connect(dialog, &ImageReportDialog::findMissingRequested, this, &MainWindow::relocateImages);
    dialog->open();
}

// First what would be found, then the question: a wrong picture is worse than none.
void MainWindow::relocateImages() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Where are the images now?"));
    if (folder.isEmpty()) return;
    RelocateRequest request;
    request.images = folder.toStdString();
    m_context->toast(tr("Looking for the missing images in %1.").arg(folder));
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine, request] { return engine->relocatePreview(request); },
        [this, request](const Result<RelocateResult>& preview) {
            if (!preview) return showError(errorText(preview.error()));
            if (preview->missing == 0) return m_context->toast(tr("No image is missing."));
            if (preview->found == 0)
                return showError(tr("None of the %1 missing images is in this folder.").arg(count(preview->missing)));
            QString text = tr("%1 of %2 missing images are there.").arg(count(preview->found), count(preview->missing));
            if (preview->ambiguous > 0)
                text += u' ' + tr("%1 fit several files and stay missing.").arg(count(preview->ambiguous));
            if (preview->different > 0)
                text +=
                    u' ' +
                    tr("%1 have another content than at the import and stay missing.").arg(count(preview->different));
            if (QMessageBox::question(this, tr("Find missing images"), text + u'\n' + tr("Use them from now on?")) ==
                QMessageBox::Yes)
                submitJob(request);
        });
}

QString MainWindow::dataSentence(const JobResult& result) const {
    if (const auto* verified = std::get_if<VerifyResult>(&result)) {
        QStringList parts{tr("%1 of %2 images are good.").arg(count(verified->good), count(verified->images))};
        const std::int64_t bad = verified->damaged + verified->too_large + verified->wrong_ending +
                                 verified->size_changed + verified->missing + verified->unfound;
        if (bad > 0 && !verified->problems_file.empty()) parts << tr("%1 have a problem.").arg(count(bad));
        if (verified->same_files + verified->near_files > 0)
            parts << tr("%1 are copies of another, %2 look like another.")
                         .arg(count(verified->same_files), count(verified->near_files));
        return parts.join(u' ');
    }
    if (const auto* moved = std::get_if<RelocateResult>(&result))
        return tr("Found %1 of %2 missing images.").arg(count(moved->found), count(moved->missing));
    if (const auto* twins = std::get_if<DuplicatesResult>(&result))
        return tr("%1 near-duplicates in %2 groups.").arg(count(twins->duplicates), count(twins->groups));
    if (const auto* bench = std::get_if<BenchResult>(&result))
        return tr("%1: %2 of all pairs, %3 as the mean of the categories.")
            .arg(benchProtocolName(bench->protocol), percent(bench->overall.accuracy), percent(bench->macro));
    return {};
}

void MainWindow::showBenchmark(const BenchResult& result) {
    auto* dialog = new BenchReportDialog(result, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace egt::ui
