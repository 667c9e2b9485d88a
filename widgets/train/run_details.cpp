// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_details.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/table_view.h"
#include "common/theme.h"
#include "train/run_book.h"

namespace egt::ui {

namespace {
constexpr int kLatest = 4;

void plainList(QListView* list, const QString& name, bool wrap) {
    list->setAccessibleName(name);
    list->setFrameShape(QFrame::NoFrame);
    list->viewport()->setAutoFillBackground(false);
    list->setItemDelegate(new StoryDelegate(wrap, list));
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setResizeMode(QListView::Adjust);
}
} // namespace

void StoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = Theme::current();
    painter->save();
    if (option.state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(painter, QRectF(option.rect).adjusted(3, 3, -3, -3), 4);
    const bool warn = index.data(StoryModel::warn_role).toBool();
    const QRect row = option.rect;
    paintIcon(painter, static_cast<Icon>(index.data(StoryModel::icon_role).toInt()),
              QRectF(row.left(), row.top() + 5, 16, 16), warn ? theme.err : theme.ink2);
    const QFont small = ui::font(Type::small);
    const int time_width = QFontMetrics(small).horizontalAdvance(QStringLiteral("00:00")) + 10;
    paintText(painter, QRectF(row.right() - time_width, row.top(), time_width, metrics::px(26)),
              index.data(StoryModel::time_role).toString(), small, theme.ink3, Qt::AlignRight);
    const QRect text = row.adjusted(24, 0, -time_width, 0);
    if (m_wrap) {
        painter->setFont(small);
        painter->setPen(theme.ink);
        painter->drawText(text.adjusted(0, 4, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                          index.data().toString());
    } else {
        paintText(painter, QRectF(text), index.data().toString(), small, theme.ink);
    }
    painter->restore();
}

QSize StoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (!m_wrap) return {100, metrics::px(26)};
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const int width = (view != nullptr ? view->viewport()->width() : 260) - 74;
    const QRect box = QFontMetrics(ui::font(Type::small))
                          .boundingRect(QRect(0, 0, width, 10000), Qt::TextWordWrap, index.data().toString());
    return {100, std::max(metrics::px(26), box.height() + 10)};
}

RunDetails::RunDetails(QWidget* parent)
    : Pane(Ground::sunken, parent),
      m_tabs(new SegmentedControl({tr("Checkpoints"), tr("Events"), tr("Log")}, tr("Details of the run"))),
      m_stack(new QStackedWidget), m_table(new QTableView), m_no_checkpoints(new TextLabel({}, Type::small, Ink::ink3)),
      m_checkpoints(new CheckpointModel(this)), m_story(new StoryModel(this)), m_events(new QListView),
      m_latest(new QListView), m_log(new QPlainTextEdit), m_samples(new SampleView) {
    setObjectName(QStringLiteral("train.details"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildTabs(), 5);
    column->addWidget(new Divider);
    column->addWidget(m_samples, 6);
    column->addWidget(new Divider);
    auto* foot = new QWidget;
    auto* inner = new QVBoxLayout(foot);
    inner->setContentsMargins(12, 10, 12, 10);
    inner->setSpacing(4);
    inner->addWidget(new SectionHeading(tr("Latest events")));
    m_latest->setObjectName(QStringLiteral("train.latest"));
    m_latest->setModel(m_story);
    plainList(m_latest, tr("Latest events"), false);
    m_latest->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_latest->setFixedHeight(kLatest * metrics::px(26) + 2);
    inner->addWidget(m_latest);
    column->addWidget(foot);
}

QWidget* RunDetails::buildTabs() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(12, 9, 12, 8);
    column->setSpacing(8);
    m_tabs->setObjectName(QStringLiteral("train.detailTabs"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_tabs);
    row->addStretch();
    column->addLayout(row);
    buildTable();
    auto* page = new QWidget;
    auto* inner = new QVBoxLayout(page);
    inner->setContentsMargins(0, 0, 0, 0);
    m_no_checkpoints->setWordWrap(true);
    inner->addWidget(m_no_checkpoints);
    inner->addWidget(m_table, 1);
    inner->addStretch();
    m_stack->addWidget(page);
    m_events->setObjectName(QStringLiteral("train.events"));
    m_events->setModel(m_story);
    plainList(m_events, tr("Events"), true);
    m_stack->addWidget(m_events);
    m_log->setObjectName(QStringLiteral("train.log"));
    m_log->setAccessibleName(tr("Log"));
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setFont(monoFont(Type::tiny));
    m_log->setFrameShape(QFrame::NoFrame);
    m_log->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_stack->addWidget(m_log);
    column->addWidget(m_stack, 1);
    connect(m_tabs, &SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    return box;
}

void RunDetails::buildTable() {
    m_table->setObjectName(QStringLiteral("train.checkpoints"));
    m_table->setModel(m_checkpoints);
    setupTable(m_table, tr("Checkpoints"));
    m_table->setSortingEnabled(false); // newest first, the best has its star
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView* head = m_table->horizontalHeader();
    head->setStretchLastSection(false);
    head->setSortIndicatorShown(false);
    head->setMinimumSectionSize(20);
    head->setSectionResizeMode(CheckpointModel::star, QHeaderView::Fixed);
    head->setSectionResizeMode(CheckpointModel::step, QHeaderView::Stretch);
    const QFontMetrics measure(ui::font(Type::small, 600));
    for (const int section : {CheckpointModel::accuracy, CheckpointModel::size}) {
        head->setSectionResizeMode(section, QHeaderView::Fixed);
        const QString name = m_checkpoints->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
        m_table->setColumnWidth(section, std::max(measure.horizontalAdvance(name), metrics::px(36)) + 32);
    }
    head->setSectionResizeMode(CheckpointModel::more, QHeaderView::Fixed);
    m_table->setColumnWidth(CheckpointModel::star, 22);
    m_table->setColumnWidth(CheckpointModel::more, 26);
    connect(m_table, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
        QModelIndex index = m_table->indexAt(at);
        if (!index.isValid()) index = m_table->currentIndex(); // the menu key
        showMenu(index, m_table->viewport()->mapToGlobal(at));
    });
    const auto open = [this](const QModelIndex& index) {
        const QRect cell = m_table->visualRect(index);
        showMenu(index, m_table->viewport()->mapToGlobal(cell.bottomLeft()));
    };
    connect(m_table, &QTableView::activated, this, open);
    connect(m_table, &QTableView::clicked, this, [open](const QModelIndex& index) {
        if (index.column() == CheckpointModel::more) open(index);
    });
}

void RunDetails::showMenu(const QModelIndex& index, const QPoint& global) {
    if (!index.isValid()) return;
    const CheckpointRecord row = m_checkpoints->at(index.row());
    const QString path = QString::fromStdString(row.path);
    QMenu menu;
    menu.setToolTipsVisible(true);
    menu.setObjectName(QStringLiteral("checkpoint.menu"));
    QAction* score = menu.addAction(tr("Score all pairs with this judge"), this,
                                    [this, path, row] { Q_EMIT scoreAsked(path, row.step); });
    score->setEnabled(m_blocked.isEmpty());
    score->setToolTip(m_blocked);
    menu.addAction(tr("Copy path"), this, [path] { QGuiApplication::clipboard()->setText(path); });
    menu.addAction(tr("Show in folder"), this, [this, path] { Q_EMIT folderAsked(path); });
    menu.exec(global);
}

QString RunDetails::sampleHint(const RunData* run) const {
    if (run == nullptr) return tr("Answers to a few fixed pairs stand here while a judge is trained.");
    if (run->record.kind != RunKind::train) return tr("Only training runs record sample responses.");
    if (run->config && run->config->probes == 0) return tr("This run was started without probe pairs.");
    return run->active() ? tr("The first answers come with the first evaluation.")
                         : tr("This run recorded no sample responses.");
}

void RunDetails::showRun(const RunData* run) {
    const CheckpointRecord* best = run == nullptr ? nullptr : run->best();
    m_checkpoints->setCheckpoints(run == nullptr ? std::vector<CheckpointRecord>() : run->checkpoints,
                                  best == nullptr ? 0 : best->step, best != nullptr);
    const bool none = run == nullptr || run->checkpoints.empty();
    m_table->setVisible(!none);
    m_no_checkpoints->setVisible(none);
    m_no_checkpoints->setText(run != nullptr && run->active() ? tr("No checkpoint yet.")
                                                              : tr("This run has no checkpoints."));
    m_story->setStory(run == nullptr ? std::vector<Event>() : run->story);
    const QString log = run == nullptr ? QString() : StoryModel::logText(run->story);
    if (m_log->toPlainText() != log) {
        const bool at_end = m_log->verticalScrollBar()->value() == m_log->verticalScrollBar()->maximum();
        const int place = m_log->verticalScrollBar()->value();
        m_log->setPlainText(log);
        m_log->verticalScrollBar()->setValue(at_end ? m_log->verticalScrollBar()->maximum() : place);
    }
    static const std::vector<SampleRecord> no_samples;
    m_samples->setSamples(run == nullptr ? 0 : run->record.id, run == nullptr ? no_samples : run->samples,
                          sampleHint(run));
}

} // namespace egt::ui
