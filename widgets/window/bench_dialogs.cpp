// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/bench_dialogs.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/seed_field.h"
#include "common/table_view.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

void addRow(QTableWidget* table, const QStringList& texts) {
    const int at = table->rowCount();
    table->insertRow(at);
    for (int column = 0; column < texts.size(); ++column)
        table->setItem(at, column, new QTableWidgetItem(texts[column]));
}

QStringList textsOf(const QString& name, const BenchRow& row) {
    return {name, count(row.pairs), percent(row.accuracy), percentInterval(row.low, row.high), percent(row.acc_plus)};
}

QComboBox* combo(const QString& object, const QString& name, QWidget* parent) {
    auto* out = new NoWheelComboBox(parent);
    out->setObjectName(object);
    out->setAccessibleName(name);
    return out;
}

} // namespace

QString benchProtocolName(BenchProtocol protocol) {
    switch (protocol) {
    case BenchProtocol::vl_rewardbench:
        return u"VL-RewardBench"_s;
    case BenchProtocol::multimodal_rewardbench:
        return u"Multimodal RewardBench"_s;
    case BenchProtocol::mm_rlhf_rewardbench:
        return u"MM-RLHF-RewardBench"_s;
    }
    return {};
}

BenchSetupDialog::BenchSetupDialog(BenchProtocol protocol, const std::vector<RunRecord>& runs,
                                   const std::vector<SelectionRecord>& selections, QWidget* parent)
    : QDialog(parent), m_protocol(protocol), m_run(combo(u"bench.run"_s, tr("Judged by"), this)),
      m_selection(combo(u"bench.selection"_s, tr("Pairs"), this)), m_votes(new NoWheelSpinBox(this)),
      m_order(combo(u"bench.order"_s, tr("Shown first"), this)),
      m_unparsed(combo(u"bench.unparsed"_s, tr("Without a verdict"), this)), m_seed(new SeedField(this)),
      m_predictions(new QLineEdit(this)) {
    setObjectName(u"benchSetupDialog"_s);
    setWindowTitle(benchProtocolName(protocol));
    setFixedWidth(metrics::px(560));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kPaneInset);
    column->addWidget(new TextLabel(benchProtocolName(protocol), Type::title, Ink::ink, this));
    auto* what = new TextLabel(tr("Counts what a judge has said of these pairs by the benchmark’s own rules and "
                                  "categories. Nothing is judged again."),
                               Type::body, Ink::ink2, this);
    what->setWordWrap(true);
    column->addWidget(what);
    auto* form = new QFormLayout;
    form->setSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addRuns(runs);
    form->addRow(tr("Judged by"), m_run);
    m_selection->addItem(tr("All pairs"), u"all"_s);
    for (const SelectionRecord& selection : selections)
        m_selection->addItem(
            tr("Selection “%1”, %2").arg(QString::fromStdString(selection.name), pairsText(selection.pairs)),
            QString::fromStdString(selection.name));
    form->addRow(tr("Pairs"), m_selection);
    addRules();
    form->addRow(tr("Votes a pair"), m_votes);
    form->addRow(tr("Shown first"), m_order);
    form->addRow(tr("Without a verdict"), m_unparsed);
    form->addRow(tr("Seed of coins and guesses"), m_seed);
    auto* file = new QHBoxLayout;
    auto* choose = new KeyCapButton(Icon::folder, tr("Choose…"), this);
    file->addWidget(m_predictions, 1);
    file->addWidget(choose);
    form->addRow(tr("File of predictions"), file);
    column->addLayout(form);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* cancel = new KeyCapButton(tr("Cancel"), this);
    auto* verb = new PrimaryButton(tr("Count"), this);
    verb->setObjectName(u"bench.count"_s);
    verb->setEnabled(m_run->count() > 0);
    buttons->addWidget(cancel);
    buttons->addWidget(verb);
    column->addLayout(buttons);
    connect(choose, &QAbstractButton::clicked, this, &BenchSetupDialog::choosePredictions);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(verb, &QAbstractButton::clicked, this, &QDialog::accept);
    verb->setFocus();
}

void BenchSetupDialog::addRuns(const std::vector<RunRecord>& runs) {
    for (const RunRecord& run : runs) // the latest first
        if (run.kind == RunKind::score && run.state == RunState::done)
            m_run->insertItem(0, tr("Run %1, judge %2").arg(QString::number(run.id), QString::fromStdString(run.judge)),
                              static_cast<qlonglong>(run.id));
    m_run->setCurrentIndex(0);
    if (m_run->count() > 0) return;
    m_run->setPlaceholderText(tr("No judge has scored this project yet"));
    m_run->setEnabled(false);
}

void BenchSetupDialog::addRules() {
    const BenchRequest defaults;
    const QString own = tr("As the benchmark does it");
    m_votes->setObjectName(u"bench.votes"_s);
    m_votes->setAccessibleName(tr("Votes a pair"));
    m_votes->setRange(0, 64);
    m_votes->setSpecialValueText(own);
    m_order->addItem(own, static_cast<int>(BenchOrder::protocol));
    m_order->addItem(tr("Answer A, as stored"), static_cast<int>(BenchOrder::stored));
    m_order->addItem(tr("By a fair coin"), static_cast<int>(BenchOrder::coin));
    m_order->addItem(tr("By the parity of the lengths"), static_cast<int>(BenchOrder::parity));
    m_order->addItem(tr("Each once: both orders count"), static_cast<int>(BenchOrder::both));
    m_unparsed->addItem(own, static_cast<int>(UnparsedPolicy::protocol));
    m_unparsed->addItem(tr("Left out of the count"), static_cast<int>(UnparsedPolicy::leave));
    m_unparsed->addItem(tr("Counts as wrong"), static_cast<int>(UnparsedPolicy::wrong));
    m_unparsed->addItem(tr("A guess"), static_cast<int>(UnparsedPolicy::guess));
    m_seed->setObjectName(u"bench.seed"_s);
    m_seed->setAccessibleName(tr("Seed of coins and guesses"));
    m_seed->setText(QString::number(defaults.seed));
    m_predictions->setObjectName(u"bench.predictions"_s);
    m_predictions->setAccessibleName(tr("File of predictions"));
    m_predictions->setPlaceholderText(tr("None"));
    m_predictions->setToolTip(tr("A name writes one in the benchmark’s own form"));
    m_predictions->setTextMargins(6, 0, 6, 0);
}

void BenchSetupDialog::choosePredictions() {
    const QString file = QFileDialog::getSaveFileName(this, tr("File of predictions"), m_predictions->text(),
                                                      tr("JSON Lines (*.jsonl)"));
    if (!file.isEmpty()) m_predictions->setText(file);
}

BenchRequest BenchSetupDialog::request() const {
    BenchRequest request;
    request.protocol = m_protocol;
    request.run = m_run->currentData().toLongLong();
    request.selection = m_selection->currentData().toString().toStdString();
    request.votes = m_votes->value();
    request.order = static_cast<BenchOrder>(m_order->currentData().toInt());
    request.unparsed = static_cast<UnparsedPolicy>(m_unparsed->currentData().toInt());
    request.seed = m_seed->seed();
    request.predictions = m_predictions->text().trimmed().toStdString();
    return request;
}

BenchReportDialog::BenchReportDialog(const BenchResult& result, QWidget* parent) : QDialog(parent) {
    setWindowTitle(benchProtocolName(result.protocol));
    resize(metrics::px(640), metrics::px(420));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->addWidget(new TextLabel(benchProtocolName(result.protocol), Type::title, Ink::ink, this));
    auto* judge = new TextLabel(
        tr("Judge %1, %2 votes a pair, unparsed answers: %3 of all votes")
            .arg(QString::fromStdString(result.judge), count(result.votes), percent(result.unparsed_rate)),
        Type::small, Ink::ink2, this);
    judge->setWordWrap(true);
    layout->addWidget(judge);
    auto* table = new QTableWidget(0, 5, this);
    setupTable(table, benchProtocolName(result.protocol));
    table->setHorizontalHeaderLabels(
        {tr("Category"), tr("Pairs"), tr("Accuracy"), tr("95 % interval"), tr("All of an id right")});
    table->setSortingEnabled(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->setFrameShape(QFrame::NoFrame);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const BenchRow& row : result.categories)
        addRow(table, textsOf(QString::fromStdString(row.category), row));
    addRow(table, textsOf(tr("All pairs"), result.overall));
    addRow(table, {tr("Mean of the categories"), QString(), percent(result.macro),
                   percentInterval(result.macro_low, result.macro_high), QString()});
    layout->addWidget(table, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace egt::ui
