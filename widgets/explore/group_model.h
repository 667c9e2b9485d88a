// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QCache>
#include <QTimer>
#include <functional>

#include "records/search.h"

namespace egt::ui {

/// Groups of near-duplicates, the largest first. Questions are read for the rows that are looked at.
class GroupModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum ColumnId { SizeColumn, FirstColumn, QuestionColumn, ColumnTotal };
    using Reader = std::function<std::vector<PairRecord>(const std::vector<PairId>&)>;

    explicit GroupModel(QObject* parent = nullptr);
    void setReader(Reader reader) { m_reader = std::move(reader); }
    void setGroups(std::vector<DuplicateGroup> groups);
    [[nodiscard]] const DuplicateGroup* group(int row) const; ///< null beside the rows
    [[nodiscard]] int rowOf(PairId first) const;              ///< by its first pair; -1 when it is not there

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString question(PairId pair) const;
    void readWanted();

    std::vector<DuplicateGroup> m_groups;
    Reader m_reader;
    mutable QCache<PairId, QString> m_questions;
    mutable std::vector<PairId> m_wanted;
    mutable QTimer m_later;
};

} // namespace egt::ui
