// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QCache>
#include <QTimer>
#include <functional>
#include <vector>

#include "curation/mask.h"
#include "records/columns.h"

namespace egt::ui {

/// Pairs as rows over a column snapshot. Numbers come from memory, questions are read for the rows that are looked at.
class PairTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum ColumnId {
        PairColumn,
        SourceColumn,
        QuestionColumn,
        EntropyColumn,
        LabelColumn,
        VerdictColumn,
        WordsColumn,
        FlagColumn,
        DecisionColumn,
        ColumnTotal
    };
    /// Texts of pairs in the order asked; an unknown pair gives a record with id 0.
    using Reader = std::function<std::vector<PairRecord>(const std::vector<PairId>&)>;

    explicit PairTableModel(QObject* parent = nullptr);
    void setReader(Reader reader) { m_reader = std::move(reader); }
    /// Keeps the sort order. `mask`: empty = all rows.
    void setRows(ColumnsPtr snapshot, const curation::Mask& mask);
    [[nodiscard]] PairId pairAt(int row) const;
    [[nodiscard]] int rowOf(PairId pair) const; ///< -1 when it is not shown
    [[nodiscard]] int sortedBy() const { return m_sort; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_order; }
    [[nodiscard]] std::vector<PairId> pairsInOrder() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// The head of a column without its unit.
    [[nodiscard]] QString columnName(int column) const;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void order();
    [[nodiscard]] QString text(std::int64_t row, int column) const;
    [[nodiscard]] QString question(PairId pair) const;
    void readWanted();
    [[nodiscard]] double sortKey(std::int64_t row, int column) const;
    [[nodiscard]] double value(const Column* column, std::int64_t row) const;

    ColumnsPtr m_snapshot;
    std::vector<std::int32_t> m_rows; ///< snapshot rows in the order shown
    const Column* m_pair = nullptr;
    const Column* m_source = nullptr;
    const Column* m_entropy = nullptr; ///< of a server's run: the middle of the bracket, for the order alone
    const Column* m_low = nullptr;     ///< the bracket; null when the entropies are exact
    const Column* m_high = nullptr;
    const Column* m_p_label = nullptr;
    const Column* m_verdict = nullptr;
    const Column* m_words_a = nullptr;
    const Column* m_words_b = nullptr;
    const Column* m_flag = nullptr;
    const Column* m_decision = nullptr;
    std::vector<double> m_source_ranks; ///< of each word of the sources, for the order
    double m_top = 1;
    int m_sort = EntropyColumn;
    Qt::SortOrder m_order = Qt::DescendingOrder;
    Reader m_reader;
    mutable QCache<PairId, QString> m_questions;
    mutable std::vector<PairId> m_wanted;
    mutable QTimer m_read_timer;
};

/// "Uncertain", "Contradicted", both or empty, for a word of the column flag.
QString flagText(std::string_view word);
/// A word of the column decision for people.
QString decisionText(std::string_view word);

} // namespace egt::ui
