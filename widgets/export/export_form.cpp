// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_form.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/text.h"
#include "common/metrics.h"
#include "common/seed_field.h"
#include "common/theme.h"

namespace egt::ui {

namespace {

/// The file that keeps the trainer from shuffling: the one that is there, or is another one, only when sorted.
QString orderFile(const ExportFormat& format) {
    for (const ExportFile& file : format.ordered_companions)
        if (std::find(format.companions.begin(), format.companions.end(), file) == format.companions.end())
            return QString::fromStdString(file.name);
    return {};
}

} // namespace

ExportForm::ExportForm(QWidget* parent)
    : Pane(Ground::paper, parent), m_scope_head(new SectionHeading(tr("Scope"))), m_scope_box(new QVBoxLayout),
      m_dropped(new QCheckBox(tr("Leave out pairs that were dropped in review"))),
      m_labels(new QCheckBox(tr("Use the reviewed label where it differs"))),
      m_dropped_count(new TextLabel({}, Type::body, Ink::ink2, nullptr, 500)),
      m_label_count(new TextLabel({}, Type::body, Ink::ink2, nullptr, 500)), m_order(new NoWheelComboBox),
      m_images(new NoWheelComboBox), m_seed_name(new TextLabel(tr("Seed"), Type::body, Ink::ink2)),
      m_seed(new SeedField), m_order_note(new TextLabel({}, Type::small, Ink::ink2)) {
    setObjectName(QStringLiteral("export.form"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* scope = new QWidget;
    auto* inner = new QVBoxLayout(scope);
    inner->setContentsMargins(20, 14, 20, 14);
    inner->setSpacing(metrics::kGap);
    inner->addWidget(m_scope_head);
    m_scope_box->setSpacing(2);
    m_scope_box->setContentsMargins(0, 0, 0, 0);
    inner->addLayout(m_scope_box);
    inner->addWidget(buildReview());
    column->addWidget(scope);
    column->addWidget(section(tr("Format"), buildFormat()));
    column->addWidget(section(tr("Content"), buildContent()));
    column->addStretch();
    showOrderNote();
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &ExportForm::arrangeCards);
}

QWidget* ExportForm::section(const QString& title, QWidget* body) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Divider);
    auto* inner = new QVBoxLayout;
    inner->setContentsMargins(20, 16, 20, 18);
    inner->setSpacing(metrics::kGap);
    inner->addWidget(new SectionHeading(title));
    inner->addWidget(body);
    column->addLayout(inner);
    return box;
}

QWidget* ExportForm::buildReview() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(8, 2, 8, 0);
    grid->setColumnStretch(0, 1);
    m_dropped->setObjectName(QStringLiteral("export.leaveOutDropped"));
    m_labels->setObjectName(QStringLiteral("export.reviewedLabels"));
    m_dropped_count->setObjectName(QStringLiteral("export.droppedCount"));
    m_label_count->setObjectName(QStringLiteral("export.flippedCount"));
    int row = 0;
    for (const auto& [check, number] : {std::pair(m_dropped, m_dropped_count), std::pair(m_labels, m_label_count)}) {
        check->setChecked(true);
        check->setMinimumHeight(metrics::kTarget);
        grid->addWidget(check, row, 0);
        grid->addWidget(number, row++, 1, Qt::AlignRight);
        connect(check, &QCheckBox::toggled, this, &ExportForm::changed);
    }
    return box;
}

QWidget* ExportForm::buildFormat() {
    auto* box = new QWidget;
    m_card_grid = new QGridLayout(box);
    m_card_grid->setContentsMargins(0, 0, 0, 0);
    m_card_grid->setSpacing(metrics::kGap);
    return box;
}

void ExportForm::setFormats(const std::vector<ExportFormat>& formats) {
    if (!m_formats.empty()) return;
    m_formats = formats;
    for (std::size_t i = 0; i < formats.size(); ++i) {
        auto* card = new ChoiceCard(engineText(formats[i].title), engineText(formats[i].what));
        card->setObjectName(QStringLiteral("export.format.") + QString::fromStdString(formats[i].name));
        card->setChecked(i == 0);
        card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum); // never too low for its text
        m_cards.push_back(card);
        connect(card, &QAbstractButton::clicked, this, [this] {
            formatChosen();
            Q_EMIT changed();
        });
    }
    arrangeCards();
    formatChosen();
}

/// Three beside each other; fewer where the letters are large, or none could be read.
void ExportForm::arrangeCards() {
    const int columns = textFactor() < 1.3 ? 3 : textFactor() < 1.8 ? 2 : 1;
    for (ChoiceCard* card : m_cards)
        m_card_grid->removeWidget(card);
    for (int i = 0; i < static_cast<int>(m_cards.size()); ++i)
        m_card_grid->addWidget(m_cards[static_cast<std::size_t>(i)], i / columns, i % columns);
}

const ExportFormat* ExportForm::format() const {
    for (std::size_t i = 0; i < m_cards.size(); ++i)
        if (m_cards[i]->isChecked()) return &m_formats[i];
    return nullptr;
}

/// Offers the image modes that the layout's reader takes; the one that was chosen stays where it can.
void ExportForm::formatChosen() {
    const ExportFormat* chosen = format();
    if (chosen == nullptr) return;
    const QVariant before = m_images->currentData();
    const QSignalBlocker quiet(m_images);
    m_images->clear();
    for (const ImageMode mode : chosen->images) {
        const QString text = mode == ImageMode::copy ? tr("Copy") : mode == ImageMode::link ? tr("Link") : tr("Embed");
        m_images->addItem(text, static_cast<int>(mode));
    }
    m_images->setCurrentIndex(std::max(0, m_images->findData(before)));
    m_seed_name->setVisible(chosen->judge_task);
    m_seed->setVisible(chosen->judge_task);
    showOrderNote();
}

QWidget* ExportForm::buildContent() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(metrics::kGap);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);
    m_order->setObjectName(QStringLiteral("export.order"));
    m_order->setAccessibleName(tr("Order"));
    m_order->addItems({tr("As imported"), tr("Entropy, low to high")});
    m_images->setObjectName(QStringLiteral("export.images"));
    m_images->setAccessibleName(tr("Images"));
    m_images->setToolTip(tr("Copy: into the folder, each picture once. Link: the rows name the files where they lie. "
                            "Embed: inside the data file. Each format offers what its reader takes."));
    grid->addWidget(new TextLabel(tr("Order"), Type::body, Ink::ink2), 0, 0);
    grid->addWidget(m_order, 0, 1);
    grid->addWidget(new TextLabel(tr("Images"), Type::body, Ink::ink2), 0, 2);
    grid->addWidget(m_images, 0, 3);
    m_seed->setObjectName(QStringLiteral("export.seed"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Decides which answer stands first in each task; the same seed decides the same again. "
                          "Default 1."));
    m_seed_name->setToolTip(m_seed->toolTip());
    grid->addWidget(m_seed_name, 1, 2);
    grid->addWidget(m_seed, 1, 3);
    auto* note = new QHBoxLayout;
    note->setSpacing(metrics::kGap);
    note->addWidget(new IconLabel(Icon::info, Ink::ink2, 16), 0, Qt::AlignTop);
    m_order_note->setWordWrap(true);
    note->addWidget(m_order_note, 1);
    grid->addLayout(note, 2, 0, 1, 4);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] {
        showOrderNote();
        Q_EMIT changed();
    });
    connect(m_images, &QComboBox::currentIndexChanged, this, &ExportForm::changed);
    connect(m_seed, &SeedField::changed, this, &ExportForm::changed);
    return box;
}

void ExportForm::showOrderNote() {
    const bool sorted = m_order->currentIndex() == 1;
    const QString settings = format() == nullptr ? QString() : orderFile(*format());
    m_order_note->setText(
        !sorted              ? tr("Trainers shuffle unless told otherwise, so this order has no effect on training.")
        : settings.isEmpty() ? tr("The order holds only if the trainer does not shuffle: switch that off there.")
                             : tr("The order holds only if the trainer does not shuffle: see %1.").arg(settings));
}

void ExportForm::setScopes(const std::vector<ExportScope>& scopes) {
    const ExportScope* before = scope();
    const QString chosen = before == nullptr ? QStringLiteral("all") : before->selection;
    const bool had_focus = std::any_of(m_rows.begin(), m_rows.end(), [](ChoiceRow* row) { return row->hasFocus(); });
    m_scopes = scopes;
    while (m_rows.size() > scopes.size()) {
        delete m_rows.back();
        m_rows.pop_back();
    }
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        if (i == m_rows.size()) {
            m_rows.push_back(new ChoiceRow({}));
            m_scope_box->addWidget(m_rows.back());
            connect(m_rows.back(), &QAbstractButton::clicked, this, &ExportForm::changed);
        }
        ChoiceRow* row = m_rows[i];
        row->setObjectName(QStringLiteral("export.scope.") + scopes[i].selection);
        row->setText(scopes[i].name);
        row->setAccessibleName(scopes[i].name);
        row->setNote(scopes[i].note);
        row->setNumber(scopes[i].pairs >= 0 ? count(scopes[i].pairs) : QString());
        row->setEnabled(scopes[i].blocked.isEmpty());
        row->setToolTip(scopes[i].blocked.isEmpty() ? scopes[i].note : scopes[i].blocked);
    }
    choose(chosen);
    if (had_focus && scope() != nullptr)
        for (ChoiceRow* row : m_rows)
            if (row->isChecked()) row->setFocus();
}

void ExportForm::choose(const QString& selection) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < m_scopes.size(); ++i)
        if (m_scopes[i].selection == selection && m_scopes[i].blocked.isEmpty()) found = i;
    if (found < m_rows.size()) m_rows[found]->setChecked(true);
}

const ExportScope* ExportForm::scope() const {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i]->isChecked()) return &m_scopes[i];
    return nullptr;
}

ExportRequest ExportForm::request() const {
    ExportRequest request;
    if (const ExportScope* chosen = scope()) request.selection = chosen->selection.toStdString();
    if (const ExportFormat* chosen = format()) request.format = chosen->name;
    request.entropy_order = m_order->currentIndex() == 1;
    request.images = static_cast<ImageMode>(m_images->currentData().toInt());
    request.leave_out_dropped = m_dropped->isChecked();
    request.use_reviewed_labels = m_labels->isChecked();
    if (const ExportFormat* chosen = format(); chosen != nullptr && chosen->judge_task) request.seed = m_seed->seed();
    return request;
}

void ExportForm::setTotal(std::int64_t pairs) {
    m_scope_head->setRight(tr("%1 in the project").arg(pairsText(pairs)));
}

void ExportForm::setCount(const std::optional<ExportCount>& counted) {
    m_dropped_count->setText(!counted || !m_dropped->isChecked() ? QString()
                             : counted->dropped == 0             ? count(0)
                                                                 : QChar(0x2212) + count(counted->dropped));
    m_label_count->setText(!counted || !m_labels->isChecked() ? QString()
                                                              : tr("%1 flipped").arg(count(counted->flipped)));
}

} // namespace egt::ui
