// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "common/table_view.h"
#include "common/word_diff.h"
#include "records/search.h"

namespace egt::ui {

/// What a text search found, one row a pair.
class HitModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum ColumnId { PairColumn, WhereColumn, TextColumn, ColumnTotal };

    using QAbstractTableModel::QAbstractTableModel;
    void setHits(std::vector<SearchHit> hits);
    [[nodiscard]] PairId pairAt(int row) const; ///< 0 beside the rows
    [[nodiscard]] int rowOf(PairId pair) const; ///< -1 when it is not there
    [[nodiscard]] std::vector<PairId> pairsFrom(int row) const;
    [[nodiscard]] QString excerpt(int row) const;
    /// The matches in the excerpt.
    [[nodiscard]] std::vector<TextRange> marks(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<SearchHit> m_hits;
};

/// Paints an excerpt with its matches marked; the other columns as always.
class ExcerptDelegate : public ValueDelegate {
    Q_OBJECT
public:
    ExcerptDelegate(const HitModel* model, QObject* parent) : ValueDelegate(parent), m_model(model) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const HitModel* m_model;
};

/// "Question", "Answer A", … for SearchHit::field.
QString hitFieldText(const std::string& field);
/// Conditions of the filter language that find what the search text finds; empty for an empty text.
QString filterOfSearch(const QString& text);

} // namespace egt::ui
