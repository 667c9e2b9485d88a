// SPDX-License-Identifier: GPL-3.0-or-later
// How the report of near-duplicates is put together.
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/table_view.h"
#include "common/thumbnail_cache.h"
#include "explore/duplicates_page.h"
#include "explore/group_model.h"

namespace egt::ui {
namespace {
constexpr int kGroups = 340;
} // namespace

DuplicatesPage::DuplicatesPage(QWidget* parent) : Pane(Ground::paper, parent), m_photos(new ThumbnailCache(this)) {
    setObjectName(QStringLiteral("duplicatesPage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(makeSettings());
    m_progress = new ProgressLine(3, this);
    m_progress->setObjectName(QStringLiteral("duplicatesProgress"));
    m_progress->setAccessibleName(tr("Looking for near-duplicates"));
    QSizePolicy keeps = m_progress->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keeps);
    m_progress->hide();
    column->addWidget(m_progress);
    m_notice = new Notice(Notice::Tone::info, {}, this);
    m_notice->setObjectName(QStringLiteral("duplicatesNotice"));
    m_notice->hide();
    auto* inset = new QHBoxLayout;
    inset->setContentsMargins(metrics::kPaneInset, 4, metrics::kPaneInset, 4);
    inset->addWidget(m_notice);
    column->addLayout(inset);
    column->addWidget(new Divider(Qt::Horizontal, this));
    m_stack = new QStackedWidget(this);
    auto* report = new QWidget(m_stack);
    auto* row = new QHBoxLayout(report);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makeGroups());
    row->addWidget(new Divider(Qt::Vertical, report));
    row->addWidget(makeCards(), 1);
    m_stack->addWidget(report);
    m_empty = new EmptyState(Icon::layers, {}, {}, {}, m_stack);
    m_empty->setObjectName(QStringLiteral("duplicatesEmpty"));
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    connectParts();
    setFocusProxy(m_table);
    showState();
}

QWidget* DuplicatesPage::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::kPaneInset, metrics::kGap, metrics::kPaneInset, metrics::kGap);
    row->setSpacing(metrics::kGap);
    auto* back = new IconButton(Icon::left, tr("Back to the pairs (Esc)"), head);
    back->setObjectName(QStringLiteral("duplicatesBack"));
    connect(back, &QToolButton::clicked, this, &DuplicatesPage::leaveRequested);
    m_counts = new TextLabel({}, Type::body, Ink::ink2, head);
    m_counts->setObjectName(QStringLiteral("duplicatesCount"));
    row->addWidget(back);
    row->addWidget(new TextLabel(tr("Near-duplicates"), Type::body, Ink::ink, head, 600));
    row->addSpacing(metrics::kGap);
    row->addWidget(m_counts);
    row->addStretch(1);
    m_show = new KeyCapButton(Icon::table, tr("List them"), head);
    m_show->setObjectName(QStringLiteral("duplicatesList"));
    m_show->setToolTip(tr("Filters the table: pairs that an earlier one resembles"));
    m_leave_out = new KeyCapButton(Icon::filter, tr("Leave them out"), head);
    m_leave_out->setObjectName(QStringLiteral("duplicatesLeaveOut"));
    m_leave_out->setToolTip(tr("Filters the table: one pair of each group stays"));
    for (KeyCapButton* button : {m_show, m_leave_out}) {
        button->setKind(ButtonKind::ghost);
        row->addWidget(button);
    }
    return head;
}

QWidget* DuplicatesPage::makeSettings() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(metrics::kPaneInset, 0, metrics::kPaneInset, metrics::kGap);
    row->setSpacing(metrics::kGap);
    const auto add = [&](const QString& label, QWidget* field, const QString& tip) {
        field->setAccessibleName(label);
        field->setToolTip(tip);
        auto* text = new TextLabel(label, Type::small, Ink::ink2, bar);
        text->setToolTip(tip);
        row->addWidget(text);
        row->addWidget(field);
        row->addSpacing(metrics::kGap);
    };
    auto* threshold = new NoWheelDoubleSpinBox(bar);
    threshold->setObjectName(QStringLiteral("duplicatesThreshold"));
    threshold->setRange(0.30, 1.0);
    threshold->setSingleStep(0.05);
    threshold->setDecimals(2);
    m_threshold = threshold;
    add(tr("Similarity of the texts"), threshold,
        tr("Share of their runs of words that two texts have in common, 0.3 to 1. Default 0.8."));
    m_shingle = new NoWheelSpinBox(bar);
    m_shingle->setObjectName(QStringLiteral("duplicatesShingle"));
    m_shingle->setRange(1, 20);
    add(tr("Words a run"), m_shingle, tr("How many words in a row are compared. Default 3."));
    m_images = new QCheckBox(tr("Pictures must be alike"), bar);
    m_images->setObjectName(QStringLiteral("duplicatesImages"));
    m_images->setMinimumHeight(metrics::kTarget);
    row->addWidget(m_images);
    m_bits = new NoWheelSpinBox(bar);
    m_bits->setObjectName(QStringLiteral("duplicatesBits"));
    m_bits->setRange(0, 20);
    add(tr("Differing bits"), m_bits,
        tr("In how many of the 64 bits of their perceptual hashes alike pictures may differ. Default 6."));
    row->addStretch(1);
    m_look = new KeyCapButton(Icon::search, tr("Look for them"), bar);
    m_look->setObjectName(QStringLiteral("duplicatesLook"));
    row->addWidget(m_look);
    const DuplicatesRequest defaults;
    m_threshold->setValue(defaults.threshold);
    m_shingle->setValue(defaults.shingle);
    m_images->setChecked(defaults.images);
    m_bits->setValue(defaults.image_bits);
    return bar;
}

QWidget* DuplicatesPage::makeGroups() {
    auto* pane = new Pane(Ground::paper, this);
    pane->setFixedWidth(metrics::px(kGroups));
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_model = new GroupModel(this);
    m_table = new QTableView(pane);
    m_table->setObjectName(QStringLiteral("groupTable"));
    m_table->setModel(m_model);
    setupTable(m_table, tr("Groups of near-duplicates"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setColumnWidth(GroupModel::SizeColumn, metrics::px(64));
    m_table->setColumnWidth(GroupModel::FirstColumn, metrics::px(72));
    m_table->horizontalHeader()->setSectionResizeMode(GroupModel::QuestionColumn, QHeaderView::Stretch);
    m_table->installEventFilter(this);
    column->addWidget(m_table, 1);
    m_show_group = new KeyCapButton(Icon::table, tr("List this group"), pane);
    m_show_group->setObjectName(QStringLiteral("duplicatesListGroup"));
    m_show_group->setKind(ButtonKind::ghost);
    m_show_group->setToolTip(tr("Filters the table: the pairs of this group"));
    column->addWidget(new Divider(Qt::Horizontal, pane));
    column->addWidget(m_show_group);
    return pane;
}

QWidget* DuplicatesPage::makeCards() {
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("duplicatesCards"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* ground = new Pane(Ground::sunken);
    auto* row = new QHBoxLayout(ground);
    row->setContentsMargins(metrics::kPaneInset, metrics::kPaneInset, metrics::kPaneInset, metrics::kPaneInset);
    row->setSpacing(metrics::kPaneInset);
    m_card_row = row;
    m_rest = new TextLabel({}, Type::small, Ink::ink2, ground);
    m_rest->hide();
    row->addWidget(m_rest);
    row->addStretch(1);
    m_scroll->setWidget(ground);
    return m_scroll;
}

void DuplicatesPage::connectParts() {
    m_align.setSingleShot(true);
    m_align.setInterval(0);
    connect(&m_align, &QTimer::timeout, this, &DuplicatesPage::alignCards);
    connect(m_look, &QAbstractButton::clicked, this, &DuplicatesPage::look);
    connect(m_empty, &EmptyState::activated, this, &DuplicatesPage::look);
    connect(m_images, &QCheckBox::toggled, m_bits, &QWidget::setEnabled);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DuplicatesPage::showGroup);
    connect(m_table, &QAbstractItemView::activated, this, [this] { openFrom(m_chosen); });
    connect(m_show, &QAbstractButton::clicked, this,
            [this] { Q_EMIT filterRequested(QStringLiteral("duplicate == \"yes\"")); });
    connect(m_leave_out, &QAbstractButton::clicked, this,
            [this] { Q_EMIT filterRequested(QStringLiteral("duplicate == \"no\"")); });
    connect(m_show_group, &QAbstractButton::clicked, this, [this] {
        if (const DuplicateGroup* group = m_model->group(m_table->currentIndex().row()))
            Q_EMIT filterRequested(QStringLiteral("duplicate_group == %1").arg(group->pairs.front()));
    });
}

} // namespace egt::ui
