// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/new_run_dialog.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include "base/json.h"
#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"

namespace egt::ui {

namespace {
constexpr int kBins = 40;

struct PlanAnswer {
    CurriculumPlan plan;
    std::int64_t heldout = 0;
    bool any_scores = false;
};

PlanAnswer makePlan(Engine& engine, const TrainConfig& config) {
    PlanAnswer answer;
    const auto columns = engine.columns(config.score_run);
    const auto selected = engine.selectionPairs(config.selection);
    const auto measured = engine.selectionPairs(config.eval_selection);
    if (!columns || !selected || *columns == nullptr) return answer;
    const std::vector<PairId> evaluation = measured ? *measured : std::vector<PairId>();
    answer.heldout = static_cast<std::int64_t>(evaluation.size());
    answer.any_scores = (*columns)->run != 0;
    answer.plan = planCurriculum(**columns, trainableRows(**columns, *selected, evaluation, config), config.column,
                                 config.order, config.stages, kBins);
    return answer;
}
} // namespace

NewRunDialog::NewRunDialog(EngineClient* client, const TrainRequest& start, QWidget* parent)
    : QDialog(parent), m_client(client), m_form(new TrainForm), m_view(new CurriculumView),
      m_tabs(new SegmentedControl({tr("Checks"), QStringLiteral("run.yaml")}, tr("Before the start"))),
      m_stack(new QStackedWidget), m_checks(new QWidget), m_check_rows(new QVBoxLayout(m_checks)),
      m_yaml(new QPlainTextEdit), m_start(new PrimaryButton(Icon::play, tr("Start"))),
      m_judge_info(new TextLabel({}, Type::small, Ink::ink3)) {
    setObjectName(QStringLiteral("newRun"));
    setWindowTitle(tr("New run"));
    resize(std::max(760, metrics::px(760)), metrics::px(640));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addWidget(new TextLabel(tr("New run"), Type::title, Ink::ink, nullptr, 600));
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::kGroupGap);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    row->addWidget(scroll, 11);
    row->addWidget(buildRight(), 9);
    column->addLayout(row, 1);
    column->addWidget(buildFoot());
    m_later.setSingleShot(true);
    m_later.setInterval(120); // while someone types, count once
    connect(&m_later, &QTimer::timeout, this, &NewRunDialog::changed);
    connect(m_form, &TrainForm::changed, this, [this] { m_later.start(); });
    connect(m_form, &TrainForm::browseAsked, this, &NewRunDialog::browse);
    fillChoices();
    m_form->setJudge(QString::fromStdString(start.judge));
    m_form->setConfig(start.config);
    changed();
    m_form->judgeField()->setFocus();
}

QWidget* NewRunDialog::buildRight() {
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kGap);
    column->addWidget(new SectionHeading(tr("Curriculum"), tr("entropy of the pairs to train on")));
    column->addWidget(m_view);
    column->addWidget(m_judge_info);
    m_judge_info->setWordWrap(true);
    auto* tabs = new QHBoxLayout;
    m_tabs->setObjectName(QStringLiteral("newRun.tabs"));
    tabs->addWidget(m_tabs);
    tabs->addStretch();
    column->addLayout(tabs);
    m_check_rows->setContentsMargins(0, 0, 0, 0);
    m_check_rows->setSpacing(6);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_checks);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_stack->addWidget(scroll);
    m_yaml->setObjectName(QStringLiteral("newRun.yaml"));
    m_yaml->setAccessibleName(QStringLiteral("run.yaml"));
    m_yaml->setReadOnly(true);
    m_yaml->setTabChangesFocus(true);
    m_yaml->setFont(monoFont(Type::small));
    m_stack->addWidget(m_yaml);
    column->addWidget(m_stack, 1);
    connect(m_tabs, &SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    return right;
}

QWidget* NewRunDialog::buildFoot() {
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    auto* reset = new KeyCapButton(tr("Defaults"));
    reset->setKind(ButtonKind::ghost);
    reset->setToolTip(tr("All fields except judge and name as they come"));
    auto* cancel = new KeyCapButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("newRun.cancel"));
    m_start->setObjectName(QStringLiteral("newRun.start"));
    const QKeySequence key(Qt::CTRL | Qt::Key_R);
    m_start->setKey(keyText(key));
    row->addWidget(reset);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_start);
    connect(reset, &QAbstractButton::clicked, this, [this] {
        TrainConfig config;
        config.name = m_form->config().name;
        m_form->setConfig(config);
    });
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    const auto start = [this] {
        m_later.stop();
        changed();
        if (canStart()) accept();
    };
    connect(m_start, &QAbstractButton::clicked, this, start);
    connect(new QShortcut(key, this), &QShortcut::activated, this, start);
    return foot;
}

void NewRunDialog::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        m_start->click();
    else
        QDialog::keyPressEvent(event);
}

void NewRunDialog::fillChoices() {
    const auto info = m_client->engine().info();
    if (!info) {
        m_facts.bad_fields << errorText(info.error());
        return;
    }
    std::vector<TrainForm::Choice> selections;
    selections.push_back({tr("All pairs (%1)").arg(count(info->pairs)), QStringLiteral("all")});
    for (const SelectionRecord& selection : info->selections)
        selections.push_back({tr("%1 (%2)", "selection, number of pairs")
                                  .arg(QString::fromStdString(selection.name), count(selection.pairs)),
                              QString::fromStdString(selection.name)});
    m_form->setSelections(selections);
    std::vector<std::pair<QString, RunId>> scores;
    for (auto run = info->runs.rbegin(); run != info->runs.rend(); ++run) {
        if (run->kind == RunKind::score && run->state == RunState::done)
            scores.emplace_back(QString::fromStdString(run->name), run->id);
        if (isActive(run->state)) m_facts.running = QString::fromStdString(run->name);
    }
    m_form->setScoreRuns(scores);
    m_facts.read_only = info->read_only;
}

void NewRunDialog::browse() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Judge folder"), m_form->judge());
    if (!folder.isEmpty()) m_form->setJudge(folder);
}

TrainRequest NewRunDialog::request() const {
    return {m_form->judge().toStdString(), m_form->config(), 0};
}

void NewRunDialog::changed() {
    m_facts.config = m_form->config();
    m_facts.judge = m_form->judge();
    m_facts.bad_fields = m_form->badFields();
    readPlan();
    readJudge();
    const QString yaml = QString::fromStdString(m_client->engine().trainConfigYaml(m_facts.config));
    if (m_yaml->toPlainText() != yaml) m_yaml->setPlainText(yaml);
    showFacts();
}

void NewRunDialog::readPlan() {
    const TrainConfig& c = m_facts.config;
    const std::string key = c.selection + '\n' + c.column + '\n' + c.eval_selection + '\n' +
                            std::to_string(static_cast<int>(c.order)) + ' ' + std::to_string(c.stages) + ' ' +
                            std::to_string(c.score_run) + (c.use_reviewed_labels ? " r" : "");
    if (key == m_planned_key) return;
    m_planned_key = key;
    m_facts.plan_ready = false;
    const quint64 ticket = ++m_plan_ticket;
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine, c] { return makePlan(*engine, c); },
        [this, ticket, c](PlanAnswer answer) {
            if (ticket != m_plan_ticket) return; // a newer choice is being counted
            m_facts.plan = std::move(answer.plan);
            m_facts.heldout = answer.heldout;
            m_facts.any_scores = answer.any_scores;
            m_facts.plan_ready = true;
            m_view->setPlan(m_facts.plan, c.order, c.stages);
            showFacts();
        });
}

void NewRunDialog::readJudge() {
    if (m_facts.judge == m_checked_judge) return;
    m_checked_judge = m_facts.judge;
    m_facts.judge_error.clear();
    m_judge_info->setText({});
    if (m_facts.judge.isEmpty()) return;
    Engine* engine = &m_client->engine();
    const std::string folder = m_facts.judge.toStdString();
    m_client->background(
        this, [engine, folder] { return engine->judgeInfo(folder); },
        [this, folder](Result<JudgeInfo> info) {
            if (folder != m_checked_judge.toStdString()) return;
            m_facts.judge_error = info ? QString() : errorText(info.error());
            if (info)
                m_judge_info->setText(tr("Judge: %1, %2 parameters, %3 layers, %4")
                                          .arg(QString::fromStdString(info->family), count(info->parameters))
                                          .arg(info->layers)
                                          .arg(QString::fromStdString(info->dtype)));
            showFacts();
        });
}

void NewRunDialog::showFacts() {
    while (QLayoutItem* item = m_check_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QString first_error;
    for (const Preflight& check : preflight(m_facts)) {
        const auto tone = check.weight == Preflight::Weight::error  ? Notice::Tone::err
                          : check.weight == Preflight::Weight::warn ? Notice::Tone::warn
                                                                    : Notice::Tone::info;
        auto* notice = new Notice(tone, check.text);
        notice->setObjectName(QStringLiteral("newRun.check"));
        m_check_rows->addWidget(notice);
        if (check.weight == Preflight::Weight::error && first_error.isEmpty()) first_error = check.text;
    }
    m_check_rows->addStretch();
    m_start->setEnabled(first_error.isEmpty());
    m_start->setToolTip(first_error);
}

} // namespace egt::ui
