// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/train_form.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/text.h"
#include "common/metrics.h"

namespace egt::ui {

namespace {

const TrainConfig kDefaults;
constexpr int kAny = 2'000'000'000;

// "2e-4" and the window's own decimal mark are both understood.
std::optional<double> parseNumber(const QString& text) {
    bool good = false;
    const double own = QLocale().toDouble(text.trimmed(), &good);
    if (good) return own;
    const double plain = QLocale::c().toDouble(text.trimmed(), &good);
    return good ? std::optional(plain) : std::nullopt;
}

QString shortNumber(double value) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(value, 'g', 12); // 0.0002, not 2e-04
}

QGridLayout* fieldGrid() {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(metrics::kGap);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

TrainForm::TrainForm(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("train.form"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 12, 0);
    column->setSpacing(metrics::kGap);
    m_common = fieldGrid();
    column->addLayout(m_common);
    buildCommon();
    m_fold = new KeyCapButton(Icon::right, tr("Advanced"));
    m_fold->setObjectName(QStringLiteral("form.advanced"));
    m_fold->setKind(ButtonKind::ghost);
    m_fold->setButtonHeight(28);
    m_fold->setToolTip(tr("Optimizer, clipping, sampling and evaluation: defaults are good"));
    column->addWidget(m_fold, 0, Qt::AlignLeft);
    m_advanced_box = new QWidget;
    m_advanced = fieldGrid();
    m_advanced_box->setLayout(m_advanced);
    m_advanced_box->hide();
    buildAdvanced();
    column->addWidget(m_advanced_box);
    column->addStretch();
    connect(m_fold, &QAbstractButton::clicked, this, [this] {
        const bool open = m_advanced_box->isHidden();
        m_advanced_box->setVisible(open);
        m_fold->setLineIcon(open ? Icon::down : Icon::right);
    });
    setConfig(kDefaults);
}

void TrainForm::addRow(QGridLayout* grid, const QString& label, QWidget* field, const QString& tip) {
    const int row = grid->rowCount();
    auto* name = new TextLabel(label, Type::body, Ink::ink2);
    name->setBuddy(field);
    name->setToolTip(tip);
    field->setToolTip(tip);
    field->setAccessibleName(label);
    field->setAccessibleDescription(tip);
    if (auto* edit = qobject_cast<QLineEdit*>(field)) edit->setTextMargins(6, 0, 6, 0);
    grid->addWidget(name, row, 0);
    grid->addWidget(field, row, 1);
}

template <class T>
void TrainForm::addNumber(QGridLayout* grid, const char* name, const QString& label, T TrainConfig::*member, int low,
                          int high, const QString& tip, const QString& zero) {
    auto* spin = new NoWheelSpinBox;
    spin->setObjectName(QStringLiteral("form.") + QLatin1String(name));
    spin->setRange(low, high);
    spin->setGroupSeparatorShown(true);
    if (!zero.isEmpty()) spin->setSpecialValueText(zero);
    const QString with_default =
        tip.contains(QLatin1String("%1")) ? tip.arg(static_cast<qlonglong>(kDefaults.*member)) : tip;
    addRow(grid, label, spin, with_default);
    connect(spin, &QSpinBox::valueChanged, this, [this] {
        if (!m_setting) Q_EMIT changed();
    });
    m_bindings.push_back({[spin, member](TrainConfig& c) { c.*member = static_cast<T>(spin->value()); },
                          [spin, member](const TrainConfig& c) {
                              spin->setValue(
                                  static_cast<int>(std::min<std::int64_t>(static_cast<std::int64_t>(c.*member), kAny)));
                          }});
}

void TrainForm::addReal(QGridLayout* grid, const char* name, const QString& label, double TrainConfig::*member,
                        double low, double high, const QString& tip) {
    auto* field = new QLineEdit;
    field->setObjectName(QStringLiteral("form.") + QLatin1String(name));
    addRow(grid, label, field, tip.arg(shortNumber(kDefaults.*member)));
    connect(field, &QLineEdit::textEdited, this, [this] { Q_EMIT changed(); });
    m_reals.push_back({field, label, low, high});
    m_bindings.push_back(
        {[field, member](TrainConfig& c) { c.*member = parseNumber(field->text()).value_or(c.*member); },
         [field, member](const TrainConfig& c) { field->setText(shortNumber(c.*member)); }});
}

void TrainForm::buildCommon() {
    m_judge = new QLineEdit;
    m_judge->setObjectName(QStringLiteral("form.judge"));
    m_judge->setPlaceholderText(tr("Folder of the judge to start from"));
    auto* browse = new KeyCapButton(Icon::folder, tr("Browse"));
    browse->setObjectName(QStringLiteral("form.browse"));
    auto* box = new QWidget;
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_judge, 1);
    line->addWidget(browse);
    const QString judge_tip = tr("The judge that training starts from; it is not changed. Default: the last one used.");
    addRow(m_common, tr("Judge"), box, judge_tip);
    m_judge->setAccessibleName(tr("Judge"));
    m_judge->setTextMargins(6, 0, 6, 0);
    box->setFocusProxy(m_judge);
    connect(browse, &QAbstractButton::clicked, this, &TrainForm::browseAsked);
    connect(m_judge, &QLineEdit::textChanged, this, [this] {
        if (!m_setting) Q_EMIT changed();
    });

    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("form.name"));
    addRow(m_common, tr("Name"), m_name, tr("How the run is called in lists and plots. Default: run."));
    connect(m_name, &QLineEdit::textEdited, this, &TrainForm::changed);
    m_selection = new NoWheelComboBox;
    m_selection->setObjectName(QStringLiteral("form.selection"));
    addRow(m_common, tr("Pairs"), m_selection,
           tr("The selection to train on. Held-out pairs are never trained on. Default: all pairs."));
    m_method = new SegmentedControl({tr("GRPO"), tr("SFT")}, tr("Method"));
    m_method->setObjectName(QStringLiteral("form.method"));
    addRow(
        m_common, tr("Method"), m_method,
        tr("GRPO: sample replies, reward form and right verdict. SFT: imitate the labelled verdict. Default: GRPO."));
    m_order = new NoWheelComboBox;
    m_order->setObjectName(QStringLiteral("form.order"));
    m_order->addItem(tr("Entropy, low to high"), static_cast<int>(CurriculumOrder::low_to_high));
    m_order->addItem(tr("Entropy, high to low"), static_cast<int>(CurriculumOrder::high_to_low));
    m_order->addItem(tr("Random"), static_cast<int>(CurriculumOrder::random));
    addRow(m_common, tr("Order"), m_order, tr("In which order the pairs are asked. Default: low to high."));
    m_stages = new NoWheelSpinBox;
    m_stages->setObjectName(QStringLiteral("form.stages"));
    m_stages->setRange(0, 1000);
    m_stages->setSpecialValueText(tr("full sort"));
    addRow(m_common, tr("Stages"), m_stages,
           tr("Bands of equal count, shuffled inside; 0 sorts every pair. Default: full sort."));
    addNumber(m_common, "steps", tr("Steps"), &TrainConfig::steps, 1, kAny, tr("Optimizer steps. Default: %1."));
    addNumber(m_common, "prompts_per_step", tr("Prompts per step"), &TrainConfig::prompts_per_step, 1, 65536,
              tr("Pairs asked in a step. Default: %1."));
    addNumber(m_common, "num_generations", tr("Samples"), &TrainConfig::num_generations, 1, 1024,
              tr("Sampled replies per prompt, the group that GRPO compares. Default: %1."));
    addReal(m_common, "learning_rate", tr("Learning rate"), &TrainConfig::learning_rate, 0, 10,
            tr("Peak of the schedule, per step. Default: %1."));
    addNumber(m_common, "warmup_steps", tr("Warm-up"), &TrainConfig::warmup_steps, 0, kAny,
              tr("Steps over which the learning rate rises. Default: %1."));
    addReal(m_common, "beta", tr("KL weight"), &TrainConfig::beta, 0, 100,
            tr("Pull towards the start judge (k3 estimate); 0 is off and saves a forward pass. Default: %1."));
    addNumber(m_common, "seed", tr("Seed"), &TrainConfig::seed, 0, kAny,
              tr("The same seed on the same machine gives the same run. Default: %1."));
    addNumber(m_common, "eval_every", tr("Evaluate every"), &TrainConfig::eval_every, 0, kAny,
              tr("Steps between measurements on held-out pairs, both orders. Default: %1."), tr("only at the end"));
    addNumber(m_common, "checkpoint_every", tr("Checkpoint every"), &TrainConfig::checkpoint_every, 0, kAny,
              tr("Steps between checkpoints. Default: %1."), tr("only at the end"));
    connect(m_method, &SegmentedControl::currentChanged, this, [this] {
        methodChanged();
        Q_EMIT changed();
    });
    const auto tell = [this] {
        methodChanged();
        if (!m_setting) Q_EMIT changed();
    };
    connect(m_selection, &QComboBox::currentIndexChanged, this, tell);
    connect(m_order, &QComboBox::currentIndexChanged, this, tell);
    connect(m_stages, &QSpinBox::valueChanged, this, tell);
}

void TrainForm::buildAdvanced() {
    m_scores = new NoWheelComboBox;
    m_scores->setObjectName(QStringLiteral("form.score_run"));
    m_scores->addItem(tr("Latest complete"), QVariant::fromValue<qlonglong>(0));
    addRow(m_advanced, tr("Scores"), m_scores,
           tr("Which scoring run the order is read from. Default: the latest complete."));
    connect(m_scores, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_setting) Q_EMIT changed();
    });
    auto* schedule = new NoWheelComboBox;
    schedule->setObjectName(QStringLiteral("form.schedule"));
    schedule->addItems({tr("Cosine"), tr("Constant"), tr("Linear")});
    addRow(m_advanced, tr("Schedule"), schedule, tr("How the learning rate falls after warm-up. Default: cosine."));
    connect(schedule, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_setting) Q_EMIT changed();
    });
    m_bindings.push_back(
        {[schedule](TrainConfig& c) { c.schedule = static_cast<Schedule>(schedule->currentIndex()); },
         [schedule](const TrainConfig& c) { schedule->setCurrentIndex(static_cast<int>(c.schedule)); }});
    addReal(m_advanced, "min_lr_ratio", tr("Final rate"), &TrainConfig::min_lr_ratio, 0, 1,
            tr("Share of the peak at the last step. Default: %1."));
    addReal(m_advanced, "weight_decay", tr("Weight decay"), &TrainConfig::weight_decay, 0, 10,
            tr("AdamW. Default: %1."));
    addReal(m_advanced, "adam_beta1", tr("Adam beta 1"), &TrainConfig::adam_beta1, 0, 0.9999999, tr("Default: %1."));
    addReal(m_advanced, "adam_beta2", tr("Adam beta 2"), &TrainConfig::adam_beta2, 0, 0.9999999, tr("Default: %1."));
    addReal(m_advanced, "max_grad_norm", tr("Gradient clip"), &TrainConfig::max_grad_norm, 0, 1e9,
            tr("Largest gradient norm of a step. Default: %1."));
    addReal(m_advanced, "epsilon", tr("Clip low"), &TrainConfig::epsilon, 0, 1,
            tr("Lower bound of the ratio is 1 minus this. Default: %1."));
    addReal(m_advanced, "epsilon_high", tr("Clip high"), &TrainConfig::epsilon_high, 0, 100,
            tr("Upper bound of the ratio is 1 plus this. Default: %1."));
    addNumber(m_advanced, "num_iterations", tr("Updates per batch"), &TrainConfig::num_iterations, 1, 1000,
              tr("How often a batch of samples is used. Default: %1."));
    addReal(m_advanced, "temperature", tr("Temperature"), &TrainConfig::temperature, 0.01, 100,
            tr("Of the sampled replies. Default: %1."));
    addReal(m_advanced, "format_reward", tr("Format reward"), &TrainConfig::format_reward, 0, 100,
            tr("Points for a reply of the right form; a right verdict is 1. Default: %1."));
    addNumber(m_advanced, "max_new_tokens", tr("Longest reply"), &TrainConfig::max_new_tokens, 0, 1048576,
              tr("Tokens. Default: the judge's own limit."), tr("judge’s own limit"));
    addNumber(m_advanced, "eval_pairs", tr("Evaluation pairs"), &TrainConfig::eval_pairs, 1, kAny,
              tr("Held-out pairs of a measurement. Default: %1."));
    addNumber(m_advanced, "keep_checkpoints", tr("Checkpoints kept"), &TrainConfig::keep_checkpoints, 1, 1'000'000,
              tr("The best one is always kept. Default: %1."));
    addNumber(m_advanced, "probes", tr("Probe pairs"), &TrainConfig::probes, 0, 64,
              tr("Fixed pairs whose replies are recorded at each evaluation. Default: %1."));
    addNumber(m_advanced, "lora_rank", tr("Adapter rank"), &TrainConfig::lora_rank, 0, 65536,
              tr("Trains a LoRA adapter of this rank beside the judge's weights; checkpoints hold the adapter alone. "
                 "Default: all weights are trained."),
              tr("all weights"));
    addReal(m_advanced, "lora_alpha", tr("Adapter alpha"), &TrainConfig::lora_alpha, 0, 1e6,
            tr("The adapter's part is scaled by this, divided by its rank. Default: %1."));
    auto* targets = new QLineEdit;
    targets->setObjectName(QStringLiteral("form.lora_targets"));
    targets->setPlaceholderText(tr("all of the language model"));
    addRow(m_advanced, tr("Adapter layers"), targets,
           tr("Linear layers with commas between, for example q_proj, v_proj. Default: all of the language model."));
    connect(targets, &QLineEdit::textEdited, this, &TrainForm::changed);
    m_bindings.push_back(
        {[targets](TrainConfig& c) { c.lora_targets = targets->text().trimmed().toStdString(); },
         [targets](const TrainConfig& c) { targets->setText(QString::fromStdString(c.lora_targets)); }});
    auto* reviewed = new QCheckBox(tr("Use labels and drops from review"));
    reviewed->setObjectName(QStringLiteral("form.use_reviewed_labels"));
    addRow(m_advanced, tr("Review"), reviewed,
           tr("A flipped label counts as flipped, a dropped pair is left out. Default: on."));
    connect(reviewed, &QCheckBox::clicked, this, &TrainForm::changed);
    m_bindings.push_back({[reviewed](TrainConfig& c) { c.use_reviewed_labels = reviewed->isChecked(); },
                          [reviewed](const TrainConfig& c) { reviewed->setChecked(c.use_reviewed_labels); }});
}

void TrainForm::methodChanged() {
    const bool grpo = m_method->current() == 0;
    for (const char* name :
         {"num_generations", "beta", "epsilon", "epsilon_high", "num_iterations", "temperature", "format_reward"})
        if (auto* field = findChild<QWidget*>(QStringLiteral("form.") + QLatin1String(name))) {
            field->setEnabled(grpo);
            field->setToolTip(grpo ? field->accessibleDescription() : tr("Only GRPO samples replies."));
        }
    const bool sorted = m_order->currentData().toInt() != static_cast<int>(CurriculumOrder::random);
    m_stages->setEnabled(sorted);
    m_stages->setToolTip(sorted ? m_stages->accessibleDescription() : tr("Random order has no stages."));
}

void TrainForm::setSelections(const std::vector<Choice>& selections) {
    m_setting = true;
    const QString before = m_selection->currentData().toString();
    m_selection->clear();
    for (const Choice& choice : selections)
        m_selection->addItem(choice.text, choice.value);
    m_selection->setCurrentIndex(std::max(0, m_selection->findData(before)));
    m_setting = false;
}

void TrainForm::setScoreRuns(const std::vector<std::pair<QString, RunId>>& runs) {
    m_setting = true;
    while (m_scores->count() > 1)
        m_scores->removeItem(1);
    for (const auto& [name, run] : runs)
        m_scores->addItem(name, QVariant::fromValue<qlonglong>(run));
    m_setting = false;
}

void TrainForm::setConfig(const TrainConfig& config) {
    m_setting = true;
    m_rest = config;
    m_name->setText(QString::fromStdString(config.name));
    const QString selection = QString::fromStdString(config.selection);
    m_selection->setCurrentIndex(std::max(0, m_selection->findData(selection)));
    m_method->setCurrent(config.method == TrainMethod::grpo ? 0 : 1);
    m_order->setCurrentIndex(m_order->findData(static_cast<int>(config.order)));
    m_stages->setValue(config.stages);
    m_scores->setCurrentIndex(std::max(0, m_scores->findData(QVariant::fromValue<qlonglong>(config.score_run))));
    for (const Binding& binding : m_bindings)
        binding.show(config);
    m_setting = false;
    methodChanged();
    Q_EMIT changed();
}

TrainConfig TrainForm::config() const {
    TrainConfig config = m_rest;
    config.name = m_name->text().trimmed().toStdString();
    if (m_selection->count() > 0) config.selection = m_selection->currentData().toString().toStdString();
    config.method = m_method->current() == 0 ? TrainMethod::grpo : TrainMethod::sft;
    config.order = static_cast<CurriculumOrder>(m_order->currentData().toInt());
    config.stages = config.order == CurriculumOrder::random ? 0 : m_stages->value();
    config.score_run = m_scores->currentData().toLongLong();
    for (const Binding& binding : m_bindings)
        binding.read(config);
    return config;
}

void TrainForm::setJudge(const QString& folder) {
    m_judge->setText(folder);
}
QString TrainForm::judge() const {
    return m_judge->text().trimmed();
}

QStringList TrainForm::badFields() const {
    QStringList out;
    for (const Real& real : m_reals) {
        if (!real.field->isEnabled()) continue;
        const auto value = parseNumber(real.field->text());
        if (!value)
            out << tr("%1: “%2” is not a number.").arg(real.label, real.field->text());
        else if (*value < real.low || *value > real.high)
            out << tr("%1: %2 lies outside %3 to %4.")
                       .arg(real.label, real.field->text(), shortNumber(real.low), shortNumber(real.high));
    }
    return out;
}

} // namespace egt::ui
