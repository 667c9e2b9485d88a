// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace egt::ui {

/// Roles that ValueDelegate understands beside Qt's own.
enum ValueRole {
    EntropyShareRole = Qt::UserRole + 100, ///< double 0..1: a 52x8 bar before the text
    InkRole,                               ///< int of Ink: colour of text and icon
    LineIconRole,                          ///< int of Icon before the text
    LineIconInkRole,                       ///< int of Ink for that icon alone
    WeightRole                             ///< int: font weight
};

/// Rows of 28 px, hairlines, a sunken head, no zebra, whole-row selection, accent bar, sorting by click, Ctrl+C as TSV
/// (Ctrl+Shift+C with headers), ValueDelegate.
void setupTable(QTableView* view, const QString& accessible_name);
/// The selected cells as tab separated values.
[[nodiscard]] QString selectionAsTsv(const QAbstractItemView* view, bool with_headers);

/// Paints entropy bars, icons and side colours in table cells.
class ValueDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace egt::ui
