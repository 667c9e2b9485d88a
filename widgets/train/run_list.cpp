// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_list.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "records/serialize.h"
#include "train/plot_parts.h"
#include "train/run_book.h"

namespace egt::ui {

bool isPlotted(const RunData& data) {
    return data.record.kind == RunKind::train || data.record.kind == RunKind::sft;
}

QString runStateText(const RunData& data) {
    QString state = stateWord(data.record.state);
    if (data.record.kind == RunKind::train) {
        if (data.record.state == RunState::running && data.step() > 0)
            return RunListModel::tr("running, step %1").arg(count(data.step()));
        if (data.record.state == RunState::stopped) return RunListModel::tr("stopped at %1").arg(count(data.step()));
        return state;
    }
    return RunListModel::tr("%1, %2", "kind of run, state").arg(kindWord(data.record.kind), state);
}

QString runResultText(const RunData& data) {
    if (const EvaluationRecord* result = data.result()) return number(result->accuracy, 3);
    const bool measured = data.record.kind == RunKind::evaluate || data.record.kind == RunKind::benchmark;
    if (!measured || data.record.result.empty()) return {};
    const auto json = parseJson(data.record.result);
    if (!json) return {};
    const auto result = resultFromJson(*json);
    if (const auto* bench = result ? std::get_if<BenchResult>(&*result) : nullptr)
        return number(bench->overall.accuracy, 3);
    const auto* evaluation = result ? std::get_if<EvaluationRecord>(&*result) : nullptr;
    return evaluation != nullptr ? number(evaluation->accuracy, 3) : QString();
}

RunListModel::RunListModel(RunBook* book, QObject* parent) : QAbstractListModel(parent), m_book(book) {
    connect(book, &RunBook::listChanged, this, &RunListModel::listChanged);
    connect(book, &RunBook::runChanged, this, [this](RunId run) {
        if (const QModelIndex row = indexOf(run); row.isValid()) Q_EMIT dataChanged(row, row);
    });
    listChanged();
}

void RunListModel::listChanged() {
    const std::vector<RunId>& fresh = m_book->order();
    const std::size_t more = fresh.size() - std::min(fresh.size(), m_rows.size());
    const bool grew = !m_rows.empty() && std::equal(m_rows.begin(), m_rows.end(),
                                                    fresh.begin() + static_cast<std::ptrdiff_t>(more), fresh.end());
    if (grew) {
        if (more > 0) {
            beginInsertRows({}, 0, static_cast<int>(more) - 1); // new runs come at the top; the focus stays
            m_rows = fresh;
            endInsertRows();
        }
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = fresh;
    endResetModel();
}

void RunListModel::setCurrent(RunId run) {
    const RunId before = std::exchange(m_current, run);
    for (const RunId id : {before, run})
        if (const QModelIndex row = indexOf(id); row.isValid()) Q_EMIT dataChanged(row, row);
}

RunId RunListModel::runAt(const QModelIndex& index) const {
    return index.isValid() ? m_rows[static_cast<std::size_t>(index.row())] : 0;
}

QModelIndex RunListModel::indexOf(RunId run) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i] == run) return index(static_cast<int>(i));
    return {};
}

int RunListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    const RunData* run = m_book->find(runAt(index));
    if (run == nullptr) return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return QString::fromStdString(run->record.name);
    case Qt::ToolTipRole:
        return tr("%1\n%2, begun %3")
            .arg(QString::fromStdString(run->record.name), runStateText(*run), timeText(run->record.created_ms));
    case Qt::AccessibleTextRole: {
        const QStringList parts{QString::fromStdString(run->record.name), runStateText(*run), runResultText(*run)};
        return parts.join(QStringLiteral(", "));
    }
    case Qt::CheckStateRole:
        return isPlotted(*run) ? QVariant(run->shown ? Qt::Checked : Qt::Unchecked) : QVariant();
    case run_role:
        return QVariant::fromValue(run->record.id);
    case state_role:
        return runStateText(*run);
    case result_role:
        return runResultText(*run);
    case style_role:
        return run->style;
    case current_role:
        return run->record.id == m_current;
    case plotted_role:
        return isPlotted(*run);
    default:
        return {};
    }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const RunId run = runAt(index);
    if (run == 0) return false;
    if (role == Qt::CheckStateRole) {
        m_book->setShown(run, value.value<Qt::CheckState>() == Qt::Checked);
        return true;
    }
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || name.isEmpty()) return false;
    Q_EMIT renameAsked(run, name);
    return true;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
    const RunData* run = m_book->find(runAt(index));
    if (run == nullptr) return Qt::NoItemFlags;
    const Qt::ItemFlags base = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren;
    return isPlotted(*run) ? base | Qt::ItemIsUserCheckable : base;
}

QRect RunDelegate::checkBox(const QRect& row) {
    const int side = metrics::px(16);
    return {row.left() + 8, row.top() + (row.height() - side) / 2, side, side};
}

QRect RunDelegate::nameBox(const QRect& row) {
    return row.adjusted(metrics::px(16) + 48, 0, -resultWidth() - 4, 0);
}

int RunDelegate::resultWidth() {
    return QFontMetrics(ui::font(Type::body, 500)).horizontalAdvance(QStringLiteral("0.000")) + 12;
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {180, metrics::px(metrics::kListRow) + 2};
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(nameBox(option.rect).adjusted(-6, 4, resultWidth(), -4));
}

static void paintCheck(QPainter* painter, const QRect& box, bool on, const Theme& theme) {
    painter->setPen(QPen(on ? theme.accent : theme.edge, 1));
    painter->setBrush(on ? theme.accent : theme.paper);
    painter->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (on) paintIcon(painter, Icon::check, QRectF(box).adjusted(1, 1, -1, -1), theme.accent_ink);
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = Theme::current();
    const QRect row = option.rect.adjusted(0, 0, 0, -2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool current = index.data(RunListModel::current_role).toBool();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (current || hovered) {
        painter->setPen(current ? QPen(theme.line, 1) : QPen(Qt::NoPen));
        painter->setBrush(current ? theme.paper : theme.hover);
        painter->drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(theme.focus, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 6, 6);
    }
    if (index.data(RunListModel::plotted_role).toBool()) {
        paintCheck(painter, checkBox(row), index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked,
                   theme);
        drawDashSample(*painter, runStyle(theme, index.data(RunListModel::style_role).toInt()),
                       QRectF(checkBox(row).right() + 9, row.top(), 24, row.height()), 2.5);
    }
    const QRect name = nameBox(row);
    const QString result = index.data(RunListModel::result_role).toString();
    const QString title = index.data().toString();
    const int title_width = result.isEmpty() ? row.right() - 6 - name.left() : name.width();
    painter->setFont(fontFor(Type::body, title, current ? 600 : 400));
    painter->setPen(theme.ink);
    painter->drawText(QRect(name.left(), row.top(), title_width, row.height() / 2), Qt::AlignBottom | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(title, Qt::ElideRight, title_width));
    painter->setFont(ui::font(Type::body, 500));
    painter->drawText(QRect(row.right() - 6 - resultWidth(), row.top(), resultWidth(), row.height() / 2),
                      Qt::AlignBottom | Qt::AlignRight, result);
    painter->setFont(ui::font(Type::small));
    painter->setPen(theme.ink3);
    const int state_width = row.right() - 6 - name.left();
    painter->drawText(QRect(name.left(), row.top() + row.height() / 2, state_width, row.height() / 2),
                      Qt::AlignTop | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(index.data(RunListModel::state_role).toString(), Qt::ElideRight,
                                                        state_width));
    painter->restore();
}

bool RunDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                              const QModelIndex& index) {
    bool toggle = false;
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const QRect target = checkBox(option.rect).adjusted(-6, -10, 6, 10);
        toggle = mouse->button() == Qt::LeftButton && target.contains(mouse->position().toPoint());
    } else if (event->type() == QEvent::KeyPress) {
        toggle = static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space;
    }
    if (!toggle || !index.flags().testFlag(Qt::ItemIsUserCheckable)) return false;
    const bool on = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    return model->setData(index, QVariant::fromValue(on ? Qt::Unchecked : Qt::Checked), Qt::CheckStateRole);
}

RunList::RunList(RunBook* book, QWidget* parent) : QListView(parent), m_model(new RunListModel(book, this)) {
    setObjectName(QStringLiteral("train.runs"));
    setAccessibleName(tr("Runs"));
    setModel(m_model);
    setItemDelegate(new RunDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setContextMenuPolicy(Qt::CustomContextMenu);
    const auto open = [this](const QModelIndex& index) { Q_EMIT opened(m_model->runAt(index)); };
    connect(this, &QListView::activated, this, open);
    connect(this, &QListView::clicked, this, open);
}

} // namespace egt::ui
