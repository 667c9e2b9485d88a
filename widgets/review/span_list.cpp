// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/span_list.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>
#include <numeric>

#include "bridge/text.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"

namespace egt::ui {
namespace {

constexpr int kMost = 7;
constexpr double kTop = 2.5; ///< nats that fill the bar
constexpr int kPeakRole = Qt::UserRole + 1;

class SpanDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        Q_UNUSED(option)
        Q_UNUSED(index)
        return {200, metrics::px(28)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        const QRectF row(option.rect);
        const bool on = option.state.testFlag(QStyle::State_Selected);
        const double peak = index.data(kPeakRole).toDouble();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (on) paintBox(painter, row, theme.accent_wash, {}, 4);
        const double number_width = 44 * textFactor();
        const double bar_width = std::clamp(row.width() * 0.34, 40.0, 70.0);
        const QRectF bar(row.right() - number_width - bar_width - 4, row.center().y() - 4, bar_width, 8);
        paintText(*painter, QRectF(row.left() + 10, row.top(), bar.left() - row.left() - 18, row.height()),
                  Qt::AlignLeft, Type::body, on ? 600 : 400, theme.ink, index.data().toString());
        paintEntropyBar(painter, bar, peak / kTop);
        paintText(*painter, QRectF(row.right() - number_width - 6, row.top(), number_width, row.height()),
                  Qt::AlignRight, Type::small, 500, theme.ink2, number(peak));
        painter->restore();
    }
};

} // namespace

SpanList::SpanList(TokenEntropyView* view, QWidget* parent) : QListWidget(parent), m_view(view) {
    setObjectName(QStringLiteral("spanList"));
    setAccessibleName(tr("Uncertain spans, nats"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new SpanDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    connect(view, &TokenEntropyView::contentChanged, this, [this] { refill(); });
    connect(view, &TokenEntropyView::currentSpanChanged, this, [this](int span) { followCurrent(span); });
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (!m_filling && item != nullptr) m_view->setCurrentSpan(item->data(Qt::UserRole).toInt());
    });
    connect(this, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        m_view->setCurrentSpan(item->data(Qt::UserRole).toInt());
        m_view->setFocus(Qt::ShortcutFocusReason);
    });
}

void SpanList::refill() {
    m_filling = true;
    clear();
    const auto& spans = m_view->spans();
    std::vector<int> order(spans.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int i, int j) {
        return spans[static_cast<std::size_t>(i)].peak > spans[static_cast<std::size_t>(j)].peak;
    });
    for (int i = 0; i < std::min<int>(kMost, static_cast<int>(order.size())); ++i) {
        const UncertainSpan& span = spans[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
        auto* item = new QListWidgetItem(span.word, this);
        item->setData(Qt::UserRole, order[static_cast<std::size_t>(i)]);
        item->setData(kPeakRole, span.peak);
        item->setData(Qt::AccessibleTextRole, tr("%1, %2").arg(span.word, nats(span.peak)));
        item->setToolTip(span.word);
    }
    m_filling = false;
    followCurrent(m_view->currentSpan());
}

void SpanList::followCurrent(int span) {
    m_filling = true;
    setCurrentRow(-1);
    for (int row = 0; row < QListWidget::count(); ++row)
        if (item(row)->data(Qt::UserRole).toInt() == span) setCurrentRow(row);
    m_filling = false;
}

} // namespace egt::ui
