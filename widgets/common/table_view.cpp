// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/table_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "common/fonts.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

constexpr int kInset = 12;
constexpr int kBarWidth = 52;

QString cell(const QVariant& value) {
    QString text = value.toString();
    text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
    return text;
}

void addCopy(QTableView* view, const QString& text, const QKeySequence& keys, bool headers) {
    auto* action = new QAction(text, view);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, view,
                     [view, headers] { QApplication::clipboard()->setText(selectionAsTsv(view, headers)); });
    view->addAction(action);
}

} // namespace

QString selectionAsTsv(const QAbstractItemView* view, bool with_headers) {
    const QAbstractItemModel* model = view->model();
    if (model == nullptr || view->selectionModel() == nullptr) return {};
    QList<int> rows;
    for (const QModelIndex& index : view->selectionModel()->selectedRows())
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    const auto* table = qobject_cast<const QTableView*>(view);
    QList<int> columns;
    for (int visual = 0; visual < model->columnCount(); ++visual) {
        const int logical = table != nullptr ? table->horizontalHeader()->logicalIndex(visual) : visual;
        if (table == nullptr || !table->isColumnHidden(logical)) columns << logical;
    }
    QStringList lines;
    QStringList cells;
    if (with_headers) {
        for (const int column : columns)
            cells << cell(model->headerData(column, Qt::Horizontal));
        lines << cells.join(u'\t');
    }
    for (const int row : rows) {
        cells.clear();
        for (const int column : columns)
            cells << cell(model->index(row, column).data());
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

void setupTable(QTableView* view, const QString& accessible_name) {
    view->setAccessibleName(accessible_name);
    view->setFrameShape(QFrame::NoFrame);
    view->setShowGrid(false);
    view->setAlternatingRowColors(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setMouseTracking(true);
    view->setItemDelegate(new ValueDelegate(view));
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto* head = view->horizontalHeader();
    head->setHighlightSections(false);
    head->setSectionsMovable(true);
    head->setStretchLastSection(true);
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const auto resize = [view, head] {
        view->verticalHeader()->setMinimumSectionSize(metrics::px(metrics::kTableRow));
        view->verticalHeader()->setDefaultSectionSize(metrics::px(metrics::kTableRow));
        head->setFixedHeight(metrics::px(metrics::kTableRow));
        view->setFont(font(Type::small));
        head->setFont(font(Type::small, 500));
    };
    resize();
    QObject::connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, view, resize);
    addCopy(view, ValueDelegate::tr("Copy"), QKeySequence::Copy, false);
    addCopy(view, ValueDelegate::tr("Copy with headers"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), true);
}

void ValueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& t = Theme::current();
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    const bool first = table != nullptr && table->horizontalHeader()->visualIndex(index.column()) == 0;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    paintRowGround(painter, option.rect, selected, option.state.testFlag(QStyle::State_MouseOver), first);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.grid);
    const bool current = option.state.testFlag(QStyle::State_HasFocus);
    QRectF box = QRectF(option.rect).adjusted(kInset, 0, -kInset, 0);
    const QVariant ink_value = index.data(InkRole);
    const QColor ink = ink_value.isValid() ? inkColor(static_cast<Ink>(ink_value.toInt())) : t.ink;
    if (const QVariant icon = index.data(LineIconRole); icon.isValid() && icon.toInt() != 0) {
        const int size = metrics::px(16);
        const QVariant icon_ink = index.data(LineIconInkRole);
        paintIcon(painter, static_cast<Icon>(icon.toInt()), QRectF(box.x(), box.center().y() - size / 2.0, size, size),
                  icon_ink.isValid() ? inkColor(static_cast<Ink>(icon_ink.toInt())) : ink);
        box.setLeft(box.left() + size + 6);
    }
    const QString text = index.data(Qt::DisplayRole).toString();
    const int weight = index.data(WeightRole).toInt();
    const QFont f = fontFor(Type::small, text, weight == 0 ? 400 : weight);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const Qt::Alignment align = alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft;
    if (const QVariant share = index.data(EntropyShareRole); share.isValid()) {
        const qreal number = tabularWidth(f, text);
        paintEntropyBar(
            painter, QRectF(box.right() - std::max(number, 34.0) - 12 - kBarWidth, box.center().y() - 4, kBarWidth, 8),
            share.toDouble());
    }
    painter->save();
    painter->setFont(f);
    painter->setPen(ink);
    if (align & Qt::AlignRight)
        drawTabular(painter, box, Qt::AlignRight, text);
    else
        paintText(painter, box, text, f, ink, align);
    painter->restore();
    if (current && first) paintFocusRing(painter, QRectF(option.rect).adjusted(1, 1, -1, -1), 4);
}

QSize ValueDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    Q_UNUSED(option)
    const QString text = index.data(Qt::DisplayRole).toString();
    int width = static_cast<int>(std::ceil(tabularWidth(fontFor(Type::small, text, 500), text))) + 2 * kInset;
    if (index.data(EntropyShareRole).isValid()) width += kBarWidth + 12;
    if (index.data(LineIconRole).isValid()) width += metrics::px(16) + 6;
    return {width, metrics::px(metrics::kTableRow)};
}

} // namespace egt::ui
