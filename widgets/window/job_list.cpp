// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/job_list.h"

#include <QDateTime>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/chips.h"
#include "common/fonts.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/table_view.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr int kRunRole = Qt::UserRole;

int stateIcon(RunState state) {
    return static_cast<int>(statusIcon(statusOf(state)));
}

Ink stateInk(RunState state) {
    switch (statusOf(state)) {
    case Status::running:
    case Status::done:
        return Ink::accent;
    case Status::paused:
    case Status::attention:
        return Ink::warn;
    case Status::failed:
        return Ink::err;
    default:
        return Ink::ink3;
    }
}

// One line of the log; empty for what is not worth a line (numbers of a step).
QString eventLine(const Event& event) {
    if (const auto* state = std::get_if<StateEvent>(&event.body)) {
        const QString error = errorText(state->error);
        return error.isEmpty() ? stateWord(state->state) : u"%1: %2"_s.arg(stateWord(state->state), error);
    }
    if (const auto* note = std::get_if<NoteEvent>(&event.body)) return noteText(*note);
    if (const auto* checkpoint = std::get_if<CheckpointEvent>(&event.body))
        return JobListDialog::tr("Checkpoint at step %1, %2")
            .arg(count(checkpoint->checkpoint.step), bytesText(checkpoint->checkpoint.bytes));
    if (const auto* evaluation = std::get_if<EvaluationEvent>(&event.body)) {
        const EvaluationRecord& e = evaluation->evaluation;
        return JobListDialog::tr("Step %1: accuracy %2 (%3), %4")
            .arg(count(e.step), percent(e.accuracy), percentInterval(e.low, e.high), pairsText(e.pairs));
    }
    return {};
}

} // namespace

JobListDialog::JobListDialog(EngineClient* client, RunId show, QWidget* parent)
    : QDialog(parent), m_client(client), m_model(new QStandardItemModel(this)), m_table(new QTableView(this)),
      m_log(new QPlainTextEdit(this)), m_show(show) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Jobs"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(metrics::kPaneInset);
    layout->addWidget(new TextLabel(tr("Jobs"), Type::title, Ink::ink, this));
    setupTable(m_table, tr("Jobs"));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_table);
    m_log->setReadOnly(true);
    m_log->setFont(monoFont(Type::small));
    m_log->setAccessibleName(tr("Log"));
    m_log->setPlaceholderText(tr("This job has no log."));
    split->addWidget(m_log);
    split->setSizes({260, 200});
    layout->addWidget(split, 1);
    connect(m_client, &EngineClient::stateChanged, this, &JobListDialog::refresh);
    connect(m_client, &EngineClient::noteArrived, this, &JobListDialog::showLog);
    connect(m_client, &EngineClient::checkpointWritten, this, &JobListDialog::showLog);
    refresh();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &JobListDialog::showLog);
    resize(metrics::px(760), metrics::px(560));
}

RunId JobListDialog::chosen() const {
    return m_table->currentIndex().siblingAtColumn(0).data(kRunRole).toLongLong();
}

void JobListDialog::refresh() {
    const RunId keep = m_model->rowCount() > 0 ? chosen() : m_show;
    auto runs = m_client->engine().runs();
    if (!runs) return;
    m_model->setRowCount(0);
    m_model->setHorizontalHeaderLabels({tr("Job"), tr("State"), tr("Done"), tr("Began"), tr("Took")});
    int current = 0;
    for (auto run = runs->rbegin(); run != runs->rend(); ++run) {
        const QString name = run->name.empty()
                                 ? kindWord(run->kind)
                                 : u"%1 “%2”"_s.arg(kindWord(run->kind), QString::fromStdString(run->name));
        auto* first = new QStandardItem(name);
        first->setData(QVariant::fromValue<qlonglong>(run->id), kRunRole);
        auto* state = new QStandardItem(stateWord(run->state));
        state->setData(stateIcon(run->state), LineIconRole);
        state->setData(static_cast<int>(stateInk(run->state)), InkRole);
        const QString done = run->total > 0 ? tr("%1 of %2").arg(count(run->done), count(run->total)) : QString();
        const double seconds =
            run->ended_ms > 0 ? static_cast<double>(run->ended_ms - run->started_ms) / 1000 : std::nan("");
        if (run->id == keep) current = m_model->rowCount();
        m_model->appendRow({first, state, new QStandardItem(done), new QStandardItem(timeText(run->created_ms)),
                            new QStandardItem(durationText(seconds))});
    }
    m_table->resizeColumnsToContents();
    if (m_model->rowCount() > 0) m_table->setCurrentIndex(m_model->index(current, 0));
    showLog();
}

void JobListDialog::showLog() {
    QStringList lines;
    if (m_model->rowCount() > 0) {
        if (auto events = m_client->engine().eventsSince(chosen(), 0))
            for (const Event& event : *events)
                if (const QString line = eventLine(event); !line.isEmpty())
                    lines << u"%1  %2"_s.arg(clockText(QDateTime::fromMSecsSinceEpoch(event.time_ms)), line);
    }
    m_log->setPlainText(lines.join(u'\n'));
    m_log->moveCursor(QTextCursor::End);
}

} // namespace egt::ui
