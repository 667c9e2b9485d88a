// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs in the window: the pill, what they brought, stopping them.

#include <QDesktopServices>
#include <QTimer>
#include <QUrl>

#include "bridge/text.h"
#include "common/job_pill.h"
#include "common/project_context.h"
#include "records/serialize.h"
#include "window/dialogs.h"
#include "window/job_list.h"
#include "window/main_window.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr int kDoneStaysMs = 10000;

QString runName(const RunRecord& run) {
    return run.name.empty() ? kindWord(run.kind)
                            : u"%1 “%2”"_s.arg(kindWord(run.kind), QString::fromStdString(run.name));
}

/// The text index follows every import that brought pairs.
Result<void> indexAfter(const RunRecord& ended, Engine& engine) {
    if (ended.kind != RunKind::import || ended.state != RunState::done) return {};
    EGT_ASSIGN(const Json json, parseJson(ended.result));
    EGT_ASSIGN(const JobResult result, resultFromJson(json));
    const auto* import = std::get_if<ImportResult>(&result);
    if (import == nullptr || import->imported == 0) return {};
    EGT_TRY(engine.submit(IndexRequest{}));
    return {};
}

template <typename Wanted> std::optional<Wanted> resultOf(const RunRecord& run) {
    const auto json = parseJson(run.result);
    const auto result = json ? resultFromJson(*json) : Result<JobResult>(JobResult{});
    const auto* one = result ? std::get_if<Wanted>(&*result) : nullptr;
    return one != nullptr ? std::optional(*one) : std::nullopt;
}

} // namespace

void MainWindow::connectJobs() {
    connect(m_client, &EngineClient::stateChanged, this, &MainWindow::jobChanged);
    connect(m_client, &EngineClient::progress, this, [this](RunId run, const ProgressEvent& progress) {
        if (m_pill->run() == run)
            m_pill->setProgress(progress);
        else
            refreshPill();
    });
    connect(m_pill, &JobPill::clicked, this, [this] { (new JobListDialog(m_client, m_pill->run(), this))->open(); });
    connect(m_pill, &JobPill::cancelClicked, this, &MainWindow::cancelJob);
    connect(m_pill, &JobPill::pauseClicked, this, [this](RunId run, bool pause) {
        const auto done = pause ? m_client->engine().pause(run) : m_client->engine().resume(run);
        if (!done) showError(errorText(done.error()));
    });
}

void MainWindow::refreshPill() {
    if (!m_client->isOpen()) return;
    const std::vector<RunRecord> active = m_client->engine().activeRuns();
    if (active.empty()) return;
    ProgressEvent progress = m_client->progressOf(active.front().id);
    if (progress.total == 0) {
        progress.done = active.front().done;
        progress.total = active.front().total;
    }
    m_pill->setRun(active.front(), progress, static_cast<int>(active.size()) - 1);
}

void MainWindow::jobChanged(RunId id, const StateEvent& state) {
    const auto run = m_client->isOpen() ? m_client->engine().run(id) : Result<RunRecord>(fail("window.closed", ""));
    if (!run) return;
    if (isActive(state.state)) {
        refreshPill();
        return;
    }
    RunRecord ended = *run;
    ended.state = state.state;
    if (!state.error.empty()) ended.error = state.error;
    if (!state.result.empty()) ended.result = state.result;
    if (const auto indexed = indexAfter(ended, m_client->engine()); !indexed) showError(errorText(indexed.error()));
    const bool others = !m_client->engine().activeRuns().empty();
    if (ended.state == RunState::failed) {
        const QString error = errorText(ended.error);
        showError(tr("%1 failed. %2").arg(runName(ended), error));
        if (!others) m_pill->setEnded(ended, stateWord(ended.state));
    } else if (const QString sentence = resultSentence(ended); !sentence.isEmpty()) {
        if (!others) m_pill->setEnded(ended, stateWord(ended.state));
        tell(ended, sentence);
        QTimer::singleShot(kDoneStaysMs, this, [this, id] {
            if (m_pill->run() == id && m_client->engine().activeRuns().empty()) m_pill->clear();
        });
    } else if (!others) {
        m_pill->setEnded(ended, stateWord(ended.state));
    }
    if (others) refreshPill();
    if (m_after_jobs && !others) {
        QTimer::singleShot(0, this, [after = std::move(m_after_jobs)] { after(); });
        m_after_jobs = nullptr;
    }
}

/// The sentence with what can be done next.
void MainWindow::tell(const RunRecord& ended, const QString& sentence) {
    if (const auto bench = resultOf<BenchResult>(ended))
        m_context->toast(sentence, tr("Categories"), [this, result = *bench] { showBenchmark(result); });
    else if (const auto images = resultOf<VerifyResult>(ended))
        m_context->toast(sentence, tr("Show"), [this, result = *images] { showImages(result); });
    else if (ended.kind == RunKind::duplicates)
        m_context->toast(sentence, tr("Show"), [this] { m_context->showDuplicates(); });
    else if (ended.kind == RunKind::import && hasImages())
        m_context->toast(sentence, tr("Check images"), [this] { submitJob(VerifyRequest{}); });
    else
        m_context->toast(sentence);
}

QString MainWindow::resultSentence(const RunRecord& run) const {
    if (run.state != RunState::done) return {};
    const auto json = parseJson(run.result);
    const auto parsed = json ? resultFromJson(*json) : Result<JobResult>(JobResult{});
    if (!parsed) return tr("%1 is done.").arg(runName(run));
    if (std::holds_alternative<IndexResult>(*parsed)) return {}; // nobody asked for it: no word about it
    if (const auto* result = std::get_if<ImportResult>(&*parsed)) {
        QStringList parts{tr("Imported %1.").arg(pairsText(result->imported))};
        if (result->missing_images > 0 && result->missing_images >= result->imported)
            parts << tr("All images are missing; pairs can be reviewed as text.");
        else if (result->missing_images > 0)
            parts << tr("%1 images are missing.").arg(count(result->missing_images));
        if (result->already > 0) parts << tr("%1 were there already.").arg(count(result->already));
        if (result->rejected > 0)
            parts << tr("%1 rows were left out; they are in %2.")
                         .arg(count(result->rejected), QString::fromStdString(result->rejects_file));
        return parts.join(u' ');
    }
    if (const QString sentence = dataSentence(*parsed); !sentence.isEmpty()) return sentence;
    if (const auto* result = std::get_if<ScoreResult>(&*parsed))
        return tr("Scored %1 at %2 tokens/s.").arg(pairsText(result->scored), number(result->tokens_per_second, 0));
    if (const auto* result = std::get_if<TrainResult>(&*parsed))
        return tr("%1 is done: %2 steps.").arg(runName(run), count(result->steps));
    if (const auto* result = std::get_if<EvaluationRecord>(&*parsed))
        return tr("Accuracy %1 (%2), %3.")
            .arg(percent(result->accuracy), percentInterval(result->low, result->high), pairsText(result->pairs));
    if (const auto* result = std::get_if<ExportResult>(&*parsed)) {
        const QString file = result->files.empty() ? QString() : QString::fromStdString(result->files.front());
        return tr("Wrote %1 to %2.").arg(pairsText(result->rows), file);
    }
    return tr("%1 is done.").arg(runName(run));
}

void MainWindow::cancelJob(RunId id) {
    const auto run = m_client->engine().run(id);
    if (!run) return;
    const auto kind = askStop(runName(*run), this);
    if (!kind) return;
    if (const auto stopped = m_client->engine().stop(id, *kind); !stopped) showError(errorText(stopped.error()));
}

bool MainWindow::stopJobs(std::function<void()> after) {
    if (!m_client->isOpen()) return true;
    const std::vector<RunRecord> active = m_client->engine().activeRuns();
    if (active.empty()) return true;
    QStringList names;
    for (const RunRecord& run : active)
        names << runName(run);
    const auto kind = askAboutJobs(names, this);
    if (!kind) return false;
    for (const RunRecord& run : active)
        if (const auto stopped = m_client->engine().stop(run.id, *kind); !stopped)
            showError(errorText(stopped.error()));
    if (m_client->engine().activeRuns().empty()) return true;
    m_after_jobs = std::move(after);
    m_context->toast(tr("The jobs are stopping."));
    return false;
}

} // namespace egt::ui
