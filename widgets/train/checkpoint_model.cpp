// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/checkpoint_model.h"

#include <algorithm>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/icons.h"
#include "common/labels.h"
#include "common/table_view.h"
#include "common/theme.h"

namespace egt::ui {

void CheckpointModel::setCheckpoints(std::vector<CheckpointRecord> checkpoints, std::int64_t best_step, bool has_best) {
    std::sort(checkpoints.begin(), checkpoints.end(),
              [](const CheckpointRecord& x, const CheckpointRecord& y) { return x.step > y.step; });
    // Rows come at the top and go anywhere (old checkpoints are thinned out): move step by step.
    for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        const auto same = [&](const CheckpointRecord& c) { return c.run == at(row).run && c.step == at(row).step; };
        if (std::any_of(checkpoints.begin(), checkpoints.end(), same)) continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
        if (i < m_rows.size() && m_rows[i].run == checkpoints[i].run && m_rows[i].step == checkpoints[i].step) {
            m_rows[i] = checkpoints[i];
            continue;
        }
        beginInsertRows({}, static_cast<int>(i), static_cast<int>(i));
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i), checkpoints[i]);
        endInsertRows();
    }
    m_best = best_step;
    m_has_best = has_best;
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns - 1));
}

int CheckpointModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CheckpointModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columns;
}

QVariant CheckpointModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const CheckpointRecord& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == step) return count(row.step);
        if (index.column() == accuracy) return row.accuracy ? number(*row.accuracy, 3) : tr("not measured");
        if (index.column() == size) return bytesText(row.bytes);
        return {};
    case LineIconRole:
        if (index.column() == star && isBest(row)) return static_cast<int>(Icon::star);
        if (index.column() == more) return static_cast<int>(Icon::more);
        return {};
    case InkRole:
        if (index.column() == star) return static_cast<int>(Ink::accent);
        return static_cast<int>(index.column() >= size || (index.column() == accuracy && !row.accuracy) ? Ink::ink2
                                                                                                        : Ink::ink);
    case WeightRole:
        return isBest(row) ? 600 : 400;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() >= accuracy ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole:
        return index.column() == more ? tr("Actions") : QString::fromStdString(row.path);
    case Qt::AccessibleTextRole:
        if (index.column() == star) return isBest(row) ? tr("best") : QString();
        if (index.column() == more) return tr("Actions");
        return data(index, Qt::DisplayRole);
    case path_role:
        return QString::fromStdString(row.path);
    case step_role:
        return static_cast<qlonglong>(row.step);
    default:
        return {};
    }
}

QVariant CheckpointModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section >= accuracy ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case step:
        return tr("Step");
    case accuracy:
        return tr("Accuracy");
    case size:
        return tr("Size");
    default:
        return QString();
    }
}

} // namespace egt::ui
