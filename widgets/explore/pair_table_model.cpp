// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/pair_table_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "bridge/text.h"
#include "common/icons.h"
#include "common/labels.h"
#include "common/table_view.h"
#include "curation/row_order.h"

namespace egt::ui {
namespace {

constexpr int kKnownQuestions = 4000;
constexpr int kLongestQuestion = 300; ///< characters shown in a row

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Places of the words in the order of their texts, ignoring case: equal texts share one.
std::vector<double> ranksOf(const std::vector<std::string>& words) {
    std::vector<std::pair<QString, std::size_t>> sorted;
    for (std::size_t i = 0; i < words.size(); ++i)
        sorted.emplace_back(toQString(words[i]).toCaseFolded(), i);
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> ranks(words.size());
    double rank = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0 && sorted[i].first != sorted[i - 1].first) ++rank;
        ranks[sorted[i].second] = rank;
    }
    return ranks;
}

} // namespace

QString flagText(std::string_view word) {
    if (word == "uncertain") return flagWord(FlagRule::uncertain);
    if (word == "contradicted") return flagWord(FlagRule::contradicted);
    if (word == "both") return PairTableModel::tr("Both");
    return {};
}

QString decisionText(std::string_view word) {
    static const std::unordered_map<std::string_view, Decision> words{
        {"left", Decision::left},         {"right", Decision::right},     {"tie", Decision::tie},
        {"both_bad", Decision::both_bad}, {"correct", Decision::correct}, {"flip", Decision::flip},
        {"drop", Decision::drop},         {"skip", Decision::skip},       {"flag", Decision::flag}};
    const auto it = words.find(word);
    return it == words.end() ? QString() : decisionWord(it->second);
}

PairTableModel::PairTableModel(QObject* parent) : QAbstractTableModel(parent) {
    m_questions.setMaxCost(kKnownQuestions);
    m_read_timer.setSingleShot(true);
    m_read_timer.setInterval(0);
    connect(&m_read_timer, &QTimer::timeout, this, [this] { readWanted(); });
}

void PairTableModel::setRows(ColumnsPtr snapshot, const curation::Mask& mask) {
    beginResetModel();
    m_snapshot = std::move(snapshot);
    m_rows.clear();
    const auto find = [this](const char* name) { return m_snapshot ? m_snapshot->find(name) : nullptr; };
    m_pair = find("pair"), m_source = find("source"), m_p_label = find("p_label");
    const bool brackets = m_snapshot && m_snapshot->brackets;
    m_entropy = m_snapshot ? m_snapshot->uncertainty() : nullptr;
    m_low = brackets ? find("entropy_low") : nullptr, m_high = brackets ? find("entropy_high") : nullptr;
    m_verdict = find("verdict"), m_words_a = find("words_a"), m_words_b = find("words_b");
    m_flag = find("flag"), m_decision = find("decision");
    m_source_ranks = m_source == nullptr ? std::vector<double>() : ranksOf(m_source->dictionary);
    for (std::int64_t row = 0; m_snapshot && row < m_snapshot->rows; ++row)
        if (curation::taken(mask, row)) m_rows.push_back(static_cast<std::int32_t>(row));
    std::vector<double> entropies;
    for (const std::int32_t row : m_rows)
        if (const double v = value(m_entropy, row); std::isfinite(v)) entropies.push_back(v);
    m_top = 1;
    if (!entropies.empty()) {
        const auto at = entropies.begin() + static_cast<std::ptrdiff_t>((entropies.size() - 1) * 99 / 100);
        std::nth_element(entropies.begin(), at, entropies.end());
        m_top = *at > 0 ? *at : 1;
    }
    order();
    endResetModel();
}

double PairTableModel::value(const Column* column, std::int64_t row) const {
    return column == nullptr ? std::nan("") : column->number(row);
}

PairId PairTableModel::pairAt(int row) const {
    return row < 0 || row >= std::ssize(m_rows) ? 0 : m_pair->integer(m_rows[static_cast<std::size_t>(row)]);
}

int PairTableModel::rowOf(PairId pair) const {
    const std::int64_t row = m_snapshot ? m_snapshot->rowOf(pair) : -1;
    const auto it = row < 0 ? m_rows.end() : std::find(m_rows.begin(), m_rows.end(), static_cast<std::int32_t>(row));
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

std::vector<PairId> PairTableModel::pairsInOrder() const {
    std::vector<PairId> out;
    out.reserve(m_rows.size());
    for (const std::int32_t row : m_rows)
        out.push_back(m_pair->integer(row));
    return out;
}

int PairTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PairTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnTotal;
}

QString PairTableModel::question(PairId pair) const {
    if (const QString* known = m_questions.object(pair)) return *known;
    if (m_reader) {
        m_wanted.push_back(pair);
        if (!m_read_timer.isActive()) m_read_timer.start();
    }
    return {};
}

void PairTableModel::readWanted() {
    std::vector<PairId> wanted;
    wanted.swap(m_wanted);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const std::vector<PairRecord> pairs = m_reader(wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const QString text = i < pairs.size()
                                 ? QString::fromStdString(pairs[i].question).left(kLongestQuestion).simplified()
                                 : QString();
        m_questions.insert(wanted[i], new QString(text));
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, QuestionColumn), index(static_cast<int>(m_rows.size()) - 1, QuestionColumn),
                           {Qt::DisplayRole});
}

QString PairTableModel::text(std::int64_t row, int column) const {
    switch (column) {
    case PairColumn:
        return QString::number(m_pair->integer(row));
    case SourceColumn:
        return m_source == nullptr ? QString() : toQString(m_source->text(row));
    case QuestionColumn:
        return question(m_pair->integer(row));
    case EntropyColumn:
        return m_low == nullptr ? number(value(m_entropy, row)) : interval(value(m_low, row), value(m_high, row));
    case LabelColumn:
        return number(value(m_p_label, row));
    case VerdictColumn: {
        const std::string_view word = m_verdict == nullptr ? std::string_view() : m_verdict->text(row);
        return word == "split" ? tr("split") : word == "unparsed" ? tr("none") : toQString(word);
    }
    case WordsColumn:
        return tr("%1 / %2").arg(number(value(m_words_a, row), 0), number(value(m_words_b, row), 0));
    case FlagColumn:
        return m_flag == nullptr ? QString() : flagText(m_flag->text(row));
    case DecisionColumn:
        return m_decision == nullptr ? QString() : decisionText(m_decision->text(row));
    default:
        return {};
    }
}

QVariant PairTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= std::ssize(m_rows)) return {};
    const std::int64_t row = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return column == QuestionColumn ? text(row, column) : QVariant();
    case Qt::TextAlignmentRole: {
        const bool numeric =
            column == EntropyColumn || column == LabelColumn || column == VerdictColumn || column == WordsColumn;
        return static_cast<int>((numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case EntropyShareRole:
        if (column == EntropyColumn && m_low == nullptr && std::isfinite(value(m_entropy, row)))
            return value(m_entropy, row) / m_top;
        return {};
    case InkRole:
        if (column == VerdictColumn && m_verdict != nullptr) {
            const std::string_view word = m_verdict->text(row);
            return static_cast<int>(word == "A" ? Ink::a : word == "B" ? Ink::b : Ink::ink2);
        }
        return {};
    case WeightRole:
        return column == VerdictColumn ? QVariant(600) : QVariant();
    case LineIconRole:
        if (column == FlagColumn && m_flag != nullptr) {
            const std::string_view word = m_flag->text(row);
            if (word == "uncertain") return static_cast<int>(Icon::warn);
            if (word == "contradicted" || word == "both") return static_cast<int>(Icon::swap);
        }
        return {};
    case LineIconInkRole:
        if (column != FlagColumn || m_flag == nullptr) return {};
        return static_cast<int>(m_flag->text(row) == "uncertain" ? Ink::warn : Ink::err);
    default:
        return {};
    }
}

QVariant PairTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool numeric =
            section == EntropyColumn || section == LabelColumn || section == VerdictColumn || section == WordsColumn;
        return static_cast<int>((numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case PairColumn:
        return tr("Pair");
    case SourceColumn:
        return tr("Source");
    case QuestionColumn:
        return tr("Question");
    case EntropyColumn:
        return tr("Entropy, nats");
    case LabelColumn:
        return tr("P(label)");
    case VerdictColumn:
        return tr("Verdict");
    case WordsColumn:
        return tr("Words A / B");
    case FlagColumn:
        return tr("Flag");
    case DecisionColumn:
        return tr("Decision");
    default:
        return {};
    }
}

QString PairTableModel::columnName(int column) const {
    if (column == EntropyColumn) return tr("entropy");
    return headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

double PairTableModel::sortKey(std::int64_t row, int column) const {
    switch (column) {
    case PairColumn:
        return static_cast<double>(row);
    case SourceColumn: {
        const std::int32_t code = m_source == nullptr ? kMissingCode : m_source->code(row);
        return code == kMissingCode ? std::nan("") : m_source_ranks[static_cast<std::size_t>(code)];
    }
    case EntropyColumn:
        return value(m_entropy, row);
    case LabelColumn:
        return value(m_p_label, row);
    case VerdictColumn:
        return value(m_verdict, row);
    case WordsColumn:
        return value(m_words_a, row) - value(m_words_b, row);
    case FlagColumn:
        return value(m_flag, row);
    case DecisionColumn:
        return value(m_decision, row);
    default:
        return 0;
    }
}

void PairTableModel::order() {
    const bool down = m_order == Qt::DescendingOrder;
    if (m_sort == QuestionColumn && m_reader) {
        std::unordered_map<std::int32_t, QString> keys;
        std::vector<PairId> ids;
        for (const std::int32_t row : m_rows)
            ids.push_back(m_pair->integer(row));
        const std::vector<PairRecord> pairs = m_reader(ids);
        for (std::size_t i = 0; i < pairs.size() && i < m_rows.size(); ++i)
            keys[m_rows[i]] = QString::fromStdString(pairs[i].question).left(80).toCaseFolded();
        std::stable_sort(m_rows.begin(), m_rows.end(),
                         [&](std::int32_t x, std::int32_t y) { return down ? keys[y] < keys[x] : keys[x] < keys[y]; });
        return;
    }
    // Rows without a value stand last in both directions; equal ones in the order of their ids.
    std::vector<double> keys;
    keys.reserve(m_rows.size());
    for (const std::int32_t row : m_rows)
        keys.push_back(sortKey(row, m_sort));
    curation::orderRows(m_rows, keys, down);
}

void PairTableModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= ColumnTotal) return;
    m_sort = column;
    m_order = order;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::unordered_map<int, std::int32_t> snapshot_row;
    for (const QModelIndex& i : before)
        snapshot_row[i.row()] = m_rows[static_cast<std::size_t>(i.row())];
    std::sort(m_rows.begin(), m_rows.end()); // ties in rising id, whatever was before
    this->order();
    if (!before.isEmpty()) {
        std::unordered_map<std::int32_t, int> place;
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            place[m_rows[i]] = static_cast<int>(i);
        QModelIndexList after;
        for (const QModelIndex& i : before)
            after << index(place[snapshot_row[i.row()]], i.column());
        changePersistentIndexList(before, after);
    }
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace egt::ui
