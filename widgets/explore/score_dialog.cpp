// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/score_dialog.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QTimer>
#include <QVBoxLayout>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"

namespace egt::ui {

ScoreDialog::ScoreDialog(EngineClient* client, qint64 pairs, const QString& last_judge, QWidget* parent)
    : QDialog(parent), m_client(client) {
    setObjectName(QStringLiteral("scoreDialog"));
    setWindowTitle(tr("Score pairs"));
    setMinimumWidth(560);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addWidget(new TextLabel(tr("Score pairs"), Type::title, Ink::ink, this));
    auto* what = new TextLabel(tr("A judge reads every pair and writes its reasoning; its uncertainty becomes the "
                                  "score. The job can be paused and resumed."),
                               Type::body, Ink::ink2, this);
    what->setWordWrap(true);
    column->addWidget(what);
    auto* form = new QFormLayout;
    form->setSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_judge = new QLineEdit(last_judge, this);
    m_judge->setObjectName(QStringLiteral("judgeFolder"));
    m_judge->setAccessibleName(tr("Judge"));
    m_judge->setTextMargins(6, 0, 6, 0);
    m_judge->setPlaceholderText(tr("Folder, or a server’s address"));
    auto* choose = new KeyCapButton(Icon::folder, tr("Choose…"), this);
    auto* judge = new QHBoxLayout;
    judge->addWidget(m_judge, 1);
    judge->addWidget(choose);
    form->addRow(tr("Judge"), judge);
    m_judge_note = new TextLabel({}, Type::small, Ink::ink3, this);
    m_judge_note->setObjectName(QStringLiteral("judgeNote"));
    m_judge_note->setWordWrap(true);
    form->addRow(QString(), m_judge_note);
    form->setRowVisible(m_judge_note, false);
    m_form = form;
    m_mode = new NoWheelComboBox(this);
    m_mode->setObjectName(QStringLiteral("mode"));
    m_mode->setAccessibleName(tr("Mode"));
    m_mode->addItem(tr("Reasons, then decides"), static_cast<int>(ScoreMode::respond));
    m_mode->addItem(tr("Decides at once: only P(1) and P(2)"), static_cast<int>(ScoreMode::verdict));
    m_mode->addItem(tr("Reads the reasoning that the data has"), static_cast<int>(ScoreMode::given));
    form->addRow(tr("Mode"), m_mode);
    m_orders = new NoWheelComboBox(this);
    m_orders->setObjectName(QStringLiteral("orders"));
    m_orders->setAccessibleName(tr("Orders"));
    m_orders->addItem(tr("Both orders: A, B and B, A"), static_cast<int>(Orders::both));
    m_orders->addItem(tr("As stored: A, B"), static_cast<int>(Orders::stored));
    m_orders->addItem(tr("Swapped: B, A"), static_cast<int>(Orders::swapped));
    form->addRow(tr("Orders"), m_orders);
    m_samples = new NoWheelSpinBox(this);
    m_samples->setObjectName(QStringLiteral("samples"));
    m_samples->setAccessibleName(tr("Samples"));
    m_samples->setRange(1, 64);
    form->addRow(tr("Samples per order"), m_samples);
    m_temperature = new NoWheelDoubleSpinBox(this);
    m_temperature->setAccessibleName(tr("Temperature"));
    m_temperature->setRange(0, 2);
    m_temperature->setSingleStep(0.1);
    m_temperature->setSpecialValueText(tr("0 (greedy)"));
    form->addRow(tr("Temperature"), m_temperature);
    m_text_only = new QCheckBox(tr("Judge pairs whose images are missing by their text"), this);
    m_text_only->setObjectName(QStringLiteral("textOnlyMissing"));
    m_text_only->setToolTip(
        tr("Off: such a pair is not scored, and its reason is kept. On: it is scored and counted."));
    form->addRow(QString(), m_text_only);
    column->addLayout(form);
    m_problem = new TextLabel({}, Type::body, Ink::err, this);
    m_problem->setObjectName(QStringLiteral("scoreProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    column->addWidget(m_problem);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* cancel = new KeyCapButton(tr("Cancel"), this);
    m_submit = new PrimaryButton(tr("Score %1").arg(pairsText(pairs)), this);
    m_submit->setObjectName(QStringLiteral("submitScore"));
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    column->addLayout(buttons);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_submit, &QAbstractButton::clicked, this, [this] { submit(); });
    connect(choose, &QAbstractButton::clicked, this, [this] { browse(); });
    connect(m_judge, &QLineEdit::editingFinished, this, [this] { readJudge(); });
    connect(m_judge, &QLineEdit::returnPressed, this, [this] { submit(); });
    // Several greedy samples would all be the same.
    connect(m_samples, &QSpinBox::valueChanged, this, [this](int n) {
        if (n > 1 && m_temperature->value() == 0) m_temperature->setValue(1.0);
    });
    // Only reasoning is sampled.
    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] {
        const bool samples = request().mode == ScoreMode::respond;
        m_samples->setEnabled(samples);
        m_temperature->setEnabled(samples);
        if (samples) return;
        m_samples->setValue(1);
        m_temperature->setValue(0);
    });
    m_judge->setFocus();
    if (!last_judge.isEmpty()) QTimer::singleShot(0, this, [this] { readJudge(); });
}

void ScoreDialog::browse() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Judge folder"), m_judge->text());
    if (folder.isEmpty()) return;
    m_judge->setText(folder);
    readJudge();
}

void ScoreDialog::readJudge() {
    const QString folder = m_judge->text().trimmed();
    if (folder.isEmpty() || folder == m_checked) return;
    m_checked = folder;
    m_form->setRowVisible(m_judge_note, true);
    m_judge_note->setInk(Ink::ink3);
    if (folder.startsWith(QLatin1String("http://")) || folder.startsWith(QLatin1String("https://")))
        return m_judge_note->setText(tr("A server: it tells brackets of the entropy, no exact values."));
    m_judge_note->setText(tr("Reading the judge"));
    Engine* engine = &m_client->engine();
    m_client->background(
        this, [engine, folder] { return engine->judgeInfo(folder.toStdString()); },
        [this, folder](Result<JudgeInfo> info) {
            if (folder != m_checked) return;
            m_judge_note->setInk(info ? Ink::ink3 : Ink::err);
            m_judge_note->setText(info ? tr("%1 · %2 parameters · %3 layers")
                                             .arg(QString::fromStdString(info->family), count(info->parameters))
                                             .arg(info->layers)
                                       : errorText(info.error()));
        });
}

ScoreRequest ScoreDialog::request() const {
    ScoreRequest request;
    request.judge = m_judge->text().trimmed().toStdString();
    request.mode = static_cast<ScoreMode>(m_mode->currentData().toInt());
    request.text_only_missing = m_text_only->isChecked();
    request.orders = static_cast<Orders>(m_orders->currentData().toInt());
    request.samples = m_samples->value();
    request.temperature = m_temperature->value();
    return request;
}

void ScoreDialog::submit() {
    if (m_judge->text().trimmed().isEmpty()) {
        m_problem->setText(tr("No judge is chosen. Choose the folder that holds its config.json and weights."));
        m_problem->show();
        m_judge->setFocus();
        return;
    }
    const Result<RunId> run = m_client->engine().submit(request());
    if (!run) {
        m_problem->setText(errorText(run.error()));
        m_problem->show();
        return;
    }
    Q_EMIT submitted(*run);
    accept();
}

} // namespace egt::ui
