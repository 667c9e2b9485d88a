// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_settings.h"

#include <QVBoxLayout>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/metrics.h"
#include "train/run_book.h"
#include "train/run_header.h"

namespace egt::ui {

namespace {
constexpr int kBins = 30;
} // namespace

SettingRows::SettingRows(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::kPaneInset);
    m_grid->setVerticalSpacing(5);
    m_grid->setColumnStretch(1, 1);
}

void SettingRows::setRows(const QList<std::pair<QString, QString>>& rows) {
    if (rows == m_rows) return;
    m_rows = rows;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int i = 0; i < rows.size(); ++i) {
        auto* value = new ElidedLabel(rows[i].second, Type::small, Ink::ink);
        value->setAlignment(Qt::AlignRight);
        value->setAccessibleName(rows[i].first + QLatin1Char(' ') + rows[i].second);
        m_grid->addWidget(new TextLabel(rows[i].first, Type::small, Ink::ink2), i, 0);
        m_grid->addWidget(value, i, 1);
    }
}

RunSettings::RunSettings(QWidget* parent)
    : QWidget(parent), m_curriculum_head(new SectionHeading(tr("Curriculum"))), m_view(new CurriculumView),
      m_rows(new SettingRows) {
    setObjectName(QStringLiteral("train.settings"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    const auto section = [column](std::initializer_list<QWidget*> parts) {
        column->addWidget(new Divider);
        auto* box = new QWidget;
        auto* inner = new QVBoxLayout(box);
        inner->setContentsMargins(12, 12, 12, 12);
        inner->setSpacing(metrics::kGap);
        for (QWidget* part : parts)
            inner->addWidget(part);
        column->addWidget(box);
    };
    section({m_curriculum_head, m_view});
    section({new SectionHeading(tr("Settings")), m_rows});
    column->addStretch();
    m_rows->setObjectName(QStringLiteral("train.settingRows"));
}

void RunSettings::dataChanged() {
    m_planned = 0;
}

void RunSettings::showRun(const RunData* run) {
    if (run == nullptr || !run->config) {
        m_planned = 0;
        ++m_ticket;
        m_curriculum_head->setRight({});
        m_view->setNothing(run == nullptr ? tr("No run.") : tr("Only training runs follow a curriculum."));
    } else {
        m_curriculum_head->setRight(orderWords(run->config->order));
        readPlan(*run);
        m_view->setCurrentStage(run->active() ? currentStage(*run).stage : 0);
    }
    if (run != nullptr) fillRows(*run);
    m_rows->setVisible(run != nullptr);
}

void RunSettings::readPlan(const RunData& run) {
    if (m_planned == run.record.id || m_client == nullptr || !m_client->isOpen()) return;
    m_planned = run.record.id;
    const quint64 ticket = ++m_ticket;
    const TrainConfig config = *run.config;
    Engine* engine = &m_client->engine();
    m_client->background(
        this,
        [engine, config]() -> Result<CurriculumPlan> {
            EGT_ASSIGN(const ColumnsPtr columns, engine->columns(config.score_run));
            EGT_ASSIGN(const auto selected, engine->selectionPairs(config.selection));
            EGT_ASSIGN(const auto measured, engine->selectionPairs(config.eval_selection));
            return planCurriculum(*columns, trainableRows(*columns, selected, measured, config), config.column,
                                  config.order, config.stages, kBins);
        },
        [this, ticket, config](Result<CurriculumPlan> plan) {
            if (ticket != m_ticket) return;
            if (plan)
                m_view->setPlan(std::move(*plan), config.order, config.stages);
            else
                m_view->setNothing(errorText(plan.error()));
        });
}

void RunSettings::fillRows(const RunData& run) {
    QList<std::pair<QString, QString>> rows;
    const auto add = [&](const QString& key, const QString& value) { rows.append({key, value}); };
    if (run.config) {
        const TrainConfig& c = *run.config;
        add(tr("Method"), c.method == TrainMethod::grpo ? tr("GRPO, %1 samples").arg(c.num_generations) : tr("SFT"));
        if (c.lora_rank > 0) add(tr("Trained"), tr("adapter of rank %1").arg(c.lora_rank));
        add(tr("Pairs"), c.selection == "all" ? tr("all") : QString::fromStdString(c.selection));
        const QString schedules[] = {tr("cosine"), tr("constant"), tr("linear")};
        add(tr("Learning rate"),
            tr("%1, %2").arg(significant(c.learning_rate, 2), schedules[static_cast<int>(c.schedule)]));
        add(tr("Warm-up"), tr("%1 steps").arg(count(c.warmup_steps)));
        add(tr("Prompts per step"), count(c.prompts_per_step));
        if (c.method == TrainMethod::grpo) add(tr("KL weight"), significant(c.beta, 2));
        add(tr("Seed"), QString::number(c.seed));
        add(tr("Evaluate every"), c.eval_every > 0 ? tr("%1 steps").arg(count(c.eval_every)) : tr("only at the end"));
    } else {
        add(tr("Kind"), kindWord(run.record.kind));
        add(tr("Begun"), timeText(run.record.started_ms > 0 ? run.record.started_ms : run.record.created_ms));
        if (run.record.ended_ms > run.record.started_ms && run.record.started_ms > 0)
            add(tr("Took"), durationText(static_cast<double>(run.record.ended_ms - run.record.started_ms) / 1000));
    }
    const QString judge = QString::fromStdString(run.config ? run.start_judge : run.record.judge);
    add(tr("Judge"), judge.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty));
    m_rows->setRows(rows);
}

} // namespace egt::ui
