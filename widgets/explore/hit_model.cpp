// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/hit_model.h"

#include <QPainter>
#include <QRegularExpression>
#include <QTextLayout>
#include <algorithm>
#include <unordered_map>

#include "common/fonts.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

/// UTF-16 position of a byte offset.
int positionOf(const std::string& text, std::uint32_t offset) {
    const auto end = static_cast<qsizetype>(std::min<std::size_t>(offset, text.size()));
    return static_cast<int>(QString::fromUtf8(text.data(), end).size());
}

} // namespace

QString hitFieldText(const std::string& field) {
    static const std::unordered_map<std::string, const char*> words{
        {"question", QT_TRANSLATE_NOOP("egt::ui::HitModel", "Question")},
        {"answer_a", QT_TRANSLATE_NOOP("egt::ui::HitModel", "Answer A")},
        {"answer_b", QT_TRANSLATE_NOOP("egt::ui::HitModel", "Answer B")},
        {"id", QT_TRANSLATE_NOOP("egt::ui::HitModel", "Id")},
        {"pair", QT_TRANSLATE_NOOP("egt::ui::HitModel", "Number")}};
    const auto found = words.find(field);
    return found == words.end() ? QString::fromStdString(field) : HitModel::tr(found->second);
}

QString filterOfSearch(const QString& text) {
    // Quoted stretches, then words: each is a condition of its own, as every one of them has to be in a pair.
    static const QRegularExpression part(QStringLiteral("[\"“”„]([^\"“”„]*)[\"“”„]?(\\*?)|(\\S+)"));
    QStringList conditions;
    for (auto it = part.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        QString words =
            match.captured(3).isEmpty() ? match.captured(1).trimmed() + match.captured(2) : match.captured(3);
        if (words.isEmpty() || words == QLatin1String("*")) continue;
        words.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
        words.replace(QLatin1Char('"'), QLatin1String("\\\""));
        conditions << QStringLiteral("text ~ \"%1\"").arg(words);
    }
    conditions.removeDuplicates();
    return conditions.join(QStringLiteral(" and "));
}

void HitModel::setHits(std::vector<SearchHit> hits) {
    beginResetModel();
    m_hits = std::move(hits);
    endResetModel();
}

PairId HitModel::pairAt(int row) const {
    return row < 0 || row >= std::ssize(m_hits) ? 0 : m_hits[static_cast<std::size_t>(row)].pair;
}

int HitModel::rowOf(PairId pair) const {
    const auto it = std::find_if(m_hits.begin(), m_hits.end(), [&](const SearchHit& hit) { return hit.pair == pair; });
    return it == m_hits.end() ? -1 : static_cast<int>(it - m_hits.begin());
}

std::vector<PairId> HitModel::pairsFrom(int row) const {
    std::vector<PairId> out;
    for (int i = std::max(0, row); i < rowCount(); ++i)
        out.push_back(pairAt(i));
    return out;
}

QString HitModel::excerpt(int row) const {
    return QString::fromStdString(m_hits[static_cast<std::size_t>(row)].excerpt);
}

std::vector<TextRange> HitModel::marks(int row) const {
    const SearchHit& hit = m_hits[static_cast<std::size_t>(row)];
    std::vector<TextRange> out;
    for (std::size_t i = 0; i + 1 < hit.marks.size(); i += 2)
        out.push_back({positionOf(hit.excerpt, hit.marks[i]), positionOf(hit.excerpt, hit.marks[i + 1])});
    return out;
}

int HitModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_hits.size());
}

int HitModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnTotal;
}

QVariant HitModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const SearchHit& hit = m_hits[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == InkRole && index.column() == WhereColumn) return static_cast<int>(Ink::ink2);
    if (role == Qt::ToolTipRole && index.column() == TextColumn) return excerpt(index.row());
    if (role == Qt::AccessibleTextRole && index.column() == TextColumn)
        return tr("Pair %1, %2: %3").arg(QString::number(hit.pair), hitFieldText(hit.field), excerpt(index.row()));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case PairColumn:
        return QString::number(hit.pair);
    case WhereColumn:
        return hitFieldText(hit.field);
    default:
        return excerpt(index.row());
    }
}

QVariant HitModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case PairColumn:
        return tr("Pair");
    case WhereColumn:
        return tr("Found in");
    default:
        return tr("Text");
    }
}

void ExcerptDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (index.column() != HitModel::TextColumn) return ValueDelegate::paint(painter, option, index);
    constexpr int kInset = 12;
    const Theme& theme = Theme::current();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    paintRowGround(painter, option.rect, selected, option.state.testFlag(QStyle::State_MouseOver), false);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.grid);
    const QRectF box = QRectF(option.rect).adjusted(kInset, 0, -kInset, 0);
    const QFont font = fontFor(Type::small, m_model->excerpt(index.row()));
    const QString text = QFontMetricsF(font).elidedText(m_model->excerpt(index.row()), Qt::ElideRight, box.width());
    QTextLayout layout(text, font);
    QTextOption one_line;
    one_line.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(one_line);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(box.width());
    layout.endLayout();
    if (!line.isValid()) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(box);
    const QPointF at(box.left(), box.center().y() - line.height() / 2);
    for (const TextRange& mark : m_model->marks(index.row())) {
        const int end = std::min(mark.end, static_cast<int>(text.size()));
        if (mark.begin >= end) break; // cut off at the right
        const auto [left, right] = std::minmax({line.cursorToX(mark.begin), line.cursorToX(end)}); // either direction
        const QRectF ground(at.x() + left - 1, at.y() - 1, right - left + 2, line.height() + 2);
        // On a selected row the wash is the row's own: there the paper makes the difference.
        paintBox(painter, ground, selected ? theme.paper : theme.accent_wash, {}, metrics::kTokenRadius);
        painter->fillRect(QRectF(ground.left(), ground.bottom() - 2, ground.width(), 2), theme.accent);
    }
    painter->setPen(theme.ink);
    layout.draw(painter, at);
    painter->restore();
}

} // namespace egt::ui
