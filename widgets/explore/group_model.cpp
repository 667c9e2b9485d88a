// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/group_model.h"

#include <algorithm>

#include "bridge/text.h"

namespace egt::ui {
namespace {
constexpr int kKnownQuestions = 4000;
constexpr int kLongestQuestion = 200; ///< characters shown in a row
} // namespace

GroupModel::GroupModel(QObject* parent) : QAbstractTableModel(parent) {
    m_questions.setMaxCost(kKnownQuestions);
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, [this] { readWanted(); });
}

void GroupModel::setGroups(std::vector<DuplicateGroup> groups) {
    beginResetModel();
    std::stable_sort(groups.begin(), groups.end(),
                     [](const DuplicateGroup& x, const DuplicateGroup& y) { return x.pairs.size() > y.pairs.size(); });
    m_groups = std::move(groups);
    m_questions.clear();
    endResetModel();
}

const DuplicateGroup* GroupModel::group(int row) const {
    return row < 0 || row >= std::ssize(m_groups) ? nullptr : &m_groups[static_cast<std::size_t>(row)];
}

int GroupModel::rowOf(PairId first) const {
    const auto it = std::find_if(m_groups.begin(), m_groups.end(), [&](const DuplicateGroup& group) {
        return !group.pairs.empty() && group.pairs.front() == first;
    });
    return it == m_groups.end() ? -1 : static_cast<int>(it - m_groups.begin());
}

int GroupModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_groups.size());
}

int GroupModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnTotal;
}

QString GroupModel::question(PairId pair) const {
    if (const QString* known = m_questions.object(pair)) return *known;
    if (m_reader) {
        m_wanted.push_back(pair);
        if (!m_later.isActive()) m_later.start();
    }
    return {};
}

void GroupModel::readWanted() {
    std::vector<PairId> wanted;
    wanted.swap(m_wanted);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const std::vector<PairRecord> pairs = m_reader(wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const QString text = i < pairs.size() ? QString::fromStdString(pairs[i].question) : QString();
        m_questions.insert(wanted[i], new QString(text.left(kLongestQuestion).simplified()));
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, QuestionColumn), index(rowCount() - 1, QuestionColumn), {Qt::DisplayRole});
}

QVariant GroupModel::data(const QModelIndex& index, int role) const {
    const DuplicateGroup* one = index.isValid() ? group(index.row()) : nullptr;
    if (one == nullptr || one->pairs.empty()) return {};
    const PairId first = one->pairs.front();
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((index.column() == QuestionColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == QuestionColumn) return question(first);
    if (role == Qt::AccessibleTextRole && index.column() == SizeColumn)
        return tr("%1, first %2").arg(pairsText(std::ssize(one->pairs)), QString::number(first));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case SizeColumn:
        return count(std::ssize(one->pairs));
    case FirstColumn:
        return QString::number(first);
    default:
        return question(first);
    }
}

QVariant GroupModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == QuestionColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case SizeColumn:
        return tr("Pairs");
    case FirstColumn:
        return tr("First");
    default:
        return tr("Question");
    }
}

} // namespace egt::ui
