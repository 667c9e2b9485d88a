// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "records/records.h"

namespace egt::ui {

/// Checkpoints of one run, newest first; the best by held-out accuracy carries a star.
class CheckpointModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { star, step, accuracy, size, more, columns };
    enum Role { path_role = Qt::UserRole + 1, step_role };

    using QAbstractTableModel::QAbstractTableModel;
    /// Keeps rows that stay, so that a selection lives through an update.
    void setCheckpoints(std::vector<CheckpointRecord> checkpoints, std::int64_t best_step, bool has_best);
    [[nodiscard]] const CheckpointRecord& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool isBest(const CheckpointRecord& row) const { return m_has_best && row.step == m_best; }
    std::vector<CheckpointRecord> m_rows;
    std::int64_t m_best = 0;
    bool m_has_best = false;
};

} // namespace egt::ui
