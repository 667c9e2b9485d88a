// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/story_model.h"

#include <QCoreApplication>
#include <QDateTime>

#include "base/clock.h"
#include "bridge/text.h"

namespace egt::ui {

namespace {

struct Story {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::StoryModel)
};

QString stateText(const StateEvent& state) {
    switch (state.state) {
    case RunState::queued:
        return Story::tr("Waits for its turn");
    case RunState::running:
        return Story::tr("Running");
    case RunState::pausing:
        return Story::tr("Pausing after this step");
    case RunState::paused:
        return Story::tr("Paused");
    case RunState::stopping:
        return Story::tr("Stopping after this step");
    case RunState::done:
        return Story::tr("Done");
    case RunState::stopped:
        return Story::tr("Stopped and saved");
    case RunState::failed:
        return Story::tr("Failed. %1").arg(errorText(state.error));
    case RunState::aborted:
        return Story::tr("Aborted");
    case RunState::interrupted:
        return Story::tr("Interrupted: the program ended while it ran");
    }
    return {};
}

QString evaluationText(const EvaluationRecord& e) {
    return Story::tr("Held-out accuracy %1 (%2), %3 pairs, both orders")
        .arg(number(e.accuracy, 3), interval(e.low, e.high, 3), count(e.pairs));
}

} // namespace

QString storyText(const Event& event) {
    if (const auto* state = std::get_if<StateEvent>(&event.body)) return stateText(*state);
    if (const auto* note = std::get_if<NoteEvent>(&event.body)) return noteText(*note);
    if (const auto* checkpoint = std::get_if<CheckpointEvent>(&event.body))
        return Story::tr("Checkpoint %1 written").arg(count(checkpoint->checkpoint.step));
    if (const auto* evaluation = std::get_if<EvaluationEvent>(&event.body))
        return evaluationText(evaluation->evaluation);
    return {};
}

Icon storyIcon(const Event& event) {
    if (const auto* state = std::get_if<StateEvent>(&event.body)) {
        switch (state->state) {
        case RunState::queued:
            return Icon::clock;
        case RunState::running:
            return Icon::play;
        case RunState::pausing:
        case RunState::paused:
            return Icon::pause;
        case RunState::done:
            return Icon::check;
        case RunState::failed:
            return Icon::error;
        case RunState::interrupted:
            return Icon::warn;
        default:
            return Icon::stop;
        }
    }
    if (const auto* note = std::get_if<NoteEvent>(&event.body)) {
        if (note->kind == "stage") return Icon::layers;
        if (note->kind == "paused") return Icon::pause;
        if (note->kind == "resumed") return Icon::play;
        return note->kind == "warning" ? Icon::warn : Icon::info;
    }
    return std::holds_alternative<CheckpointEvent>(event.body) ? Icon::saved : Icon::chart;
}

void StoryModel::setStory(const std::vector<Event>& story) {
    std::vector<Event> fresh;
    for (auto event = story.rbegin(); event != story.rend(); ++event)
        if (!storyText(*event).isEmpty()) fresh.push_back(*event);
    const std::size_t more = fresh.size() - std::min(fresh.size(), m_rows.size());
    if (!m_rows.empty() && more > 0 && std::equal(m_rows.begin(), m_rows.end(), fresh.begin() + more)) {
        beginInsertRows({}, 0, static_cast<int>(more) - 1); // the usual case: the list keeps its place
        m_rows = std::move(fresh);
        endInsertRows();
    } else if (m_rows != fresh) {
        beginResetModel();
        m_rows = std::move(fresh);
        endResetModel();
    }
}

int StoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant StoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Event& event = m_rows[static_cast<std::size_t>(index.row())];
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(event.time_ms);
    switch (role) {
    case Qt::DisplayRole:
        return storyText(event);
    case Qt::ToolTipRole:
        return tr("%1, %2").arg(storyText(event), QLocale().toString(time, QLocale::ShortFormat));
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(storyText(event), clockText(time));
    case time_role:
        return QLocale().toString(time.time(), QStringLiteral("HH:mm"));
    case icon_role:
        return static_cast<int>(storyIcon(event));
    case warn_role: {
        const Icon icon = storyIcon(event);
        return icon == Icon::warn || icon == Icon::error;
    }
    default:
        return {};
    }
}

QString StoryModel::logText(const std::vector<Event>& story) {
    QStringList lines;
    for (const Event& event : story)
        if (const QString text = storyText(event); !text.isEmpty())
            lines << QString::fromStdString(isoUtc(event.time_ms)) + QLatin1Char(' ') + text;
    return lines.join(QLatin1Char('\n'));
}

} // namespace egt::ui
