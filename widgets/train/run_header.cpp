// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_header.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/metrics.h"
#include "train/plot_texts.h"
#include "train/run_book.h"

namespace egt::ui {

double secondsLeft(const RunData& run) {
    if (run.record.state != RunState::running || !run.progress || run.progress->rate <= 0) return -1;
    return static_cast<double>(run.progress->total - run.progress->done) / run.progress->rate;
}

StagePlace currentStage(const RunData& run) {
    StagePlace place;
    for (const Event& event : run.story) {
        const auto* note = std::get_if<NoteEvent>(&event.body);
        if (note == nullptr || note->kind != "stage") continue;
        place.stage = stageNumber(*note, place.stage + 1);
        place.of = note->args.size() > 1 ? QString::fromStdString(note->args[1]).toInt() : 0;
    }
    if (place.of == 0 && run.config) place.of = run.config->stages;
    return place;
}

RunHeader::RunHeader(const Actions& actions, QWidget* parent)
    : Pane(Ground::chrome, parent), m_actions(actions),
      m_name(new ElidedLabel({}, Type::title, Ink::ink, nullptr, 600)), m_state(new StatusPill),
      m_progress(new ProgressLine(3)) {
    setObjectName(QStringLiteral("train.header"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(metrics::kGap);
    m_name->setObjectName(QStringLiteral("train.runName"));
    m_state->setObjectName(QStringLiteral("train.runState"));
    row->addWidget(m_name);
    row->addSpacing(6);
    row->addWidget(m_state);
    row->addSpacing(8);
    m_step = addFigure(row, tr("Step"), QStringLiteral("figure.step"));
    m_stage = addFigure(row, tr("Stage"), QStringLiteral("figure.stage"));
    m_left = addFigure(row, tr("Left"), QStringLiteral("figure.left"));
    m_speed = addFigure(row, tr("Speed"), QStringLiteral("figure.speed"));
    m_result = addFigure(row, tr("Held-out accuracy"), QStringLiteral("figure.result"));
    row->addStretch(4);
    m_controls = new QWidget; // hidden as a whole: a bound button follows its action
    auto* controls = new QHBoxLayout(m_controls);
    controls->setContentsMargins(0, 0, 0, 0);
    controls->setSpacing(metrics::kGap);
    for (QAction* action : {actions.pause, actions.stop, actions.abort}) {
        auto* button = new KeyCapButton;
        button->setObjectName(action->objectName() + QStringLiteral(".button"));
        button->bind(action);
        if (action == actions.abort) button->setKind(ButtonKind::ghost);
        controls->addWidget(button);
    }
    row->addWidget(m_controls);
    m_resume_box = new QWidget;
    auto* resume_row = new QHBoxLayout(m_resume_box);
    resume_row->setContentsMargins(0, 0, 0, 0);
    auto* resume = new KeyCapButton;
    resume->setObjectName(QStringLiteral("train.resume.button"));
    resume->bind(actions.resume);
    resume_row->addWidget(resume);
    row->addWidget(m_resume_box);
    column->addLayout(row, 1);
    column->addWidget(m_progress);
    setMinimumHeight(metrics::px(57));
}

RunHeader::Figure RunHeader::addFigure(QHBoxLayout* row, const QString& name, const QString& object) {
    Figure figure{new QWidget, new TextLabel({}, Type::body, Ink::ink, nullptr, 600)};
    figure.value->setObjectName(object);
    figure.value->setAccessibleName(name);
    figure.value->setSelectable(true);
    auto* column = new QVBoxLayout(figure.box);
    column->setContentsMargins(0, 0, 18, 0);
    column->setSpacing(0);
    column->addWidget(new TextLabel(name, Type::tiny, Ink::ink3, nullptr, 500));
    column->addWidget(figure.value);
    row->addWidget(figure.box);
    return figure;
}

void RunHeader::setFigure(const Figure& figure, const QString& value) {
    figure.value->setText(value);
    figure.box->setVisible(!value.isEmpty());
}

void RunHeader::showRun(const RunData* run) {
    const bool any = run != nullptr;
    m_state->setVisible(any);
    m_name->setText(any ? QString::fromStdString(run->record.name) : tr("No run"));
    if (any) m_state->setRunState(run->record.state);
    const bool active = any && run->active();
    const auto total = any ? run->record.total : 0;
    const QString step = !any || (run->step() == 0 && total == 0) ? QString()
                         : total > 0                              ? tr("%1 of %2").arg(count(run->step()), count(total))
                                                                  : count(run->step());
    setFigure(m_step, step);
    const StagePlace place = any ? currentStage(*run) : StagePlace();
    setFigure(m_stage, !active || place.stage == 0 ? QString()
                       : place.of > 0              ? tr("%1 of %2").arg(place.stage).arg(place.of)
                                                   : count(place.stage));
    const double left = active ? secondsLeft(*run) : -1;
    setFigure(m_left, left >= 0 ? durationText(left) : QString());
    const double speed = active && run->progress ? run->progress->tokens_per_second : 0;
    setFigure(m_speed, speed > 0 ? tr("%1 tokens/s").arg(number(speed, 0)) : QString());
    QString result;
    if (const EvaluationRecord* last = any ? run->result() : nullptr; last != nullptr && !active)
        result = tr("%1 (%2)").arg(number(last->accuracy, 3), interval(last->low, last->high, 3));
    setFigure(m_result, result);
    m_controls->setVisible(active);
    m_resume_box->setVisible(any && run->resumable());
    m_progress->setShare(active && total > 0 ? static_cast<double>(run->step()) / static_cast<double>(total) : 0);
    m_progress->setPaused(any && run->record.state == RunState::paused);
}

} // namespace egt::ui
