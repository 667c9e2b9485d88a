// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/effect_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <cmath>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/paint_text.h"
#include "common/panels.h"
#include "common/theme.h"
#include "explore/plots.h"

namespace egt::ui {
namespace {

constexpr int kCountRole = Qt::UserRole + 1;

class SelectionDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        Q_UNUSED(option)
        Q_UNUSED(index)
        return {200, metrics::px(26)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        const QRectF row(option.rect);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool hot = option.state.testFlag(QStyle::State_MouseOver);
        const bool on = option.state.testFlag(QStyle::State_Selected) && option.state.testFlag(QStyle::State_HasFocus);
        if (on || hot) paintBox(painter, row, on ? theme.accent_wash : theme.hover, {}, 4);
        paintIcon(painter, Icon::layers, QRectF(row.left() + 2, row.center().y() - 8, 16, 16), theme.ink2);
        const QString n = count(index.data(kCountRole).toLongLong());
        const double w = textWidth(Type::small, 500, n) + 4;
        paintText(*painter, QRectF(row.left() + 26, row.top(), row.width() - 34 - w, row.height()), Qt::AlignLeft,
                  Type::small, 400, theme.ink, index.data().toString());
        paintText(*painter, QRectF(row.right() - w - 2, row.top(), w, row.height()), Qt::AlignRight, Type::small, 500,
                  theme.ink2, n);
        painter->restore();
    }
};

} // namespace

EffectPanel::EffectPanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("effectPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 4, 16, 12);
    column->setSpacing(8);
    auto* card = new Card(this);
    m_grid = new KeyValueGrid(card);
    for (const QString& key :
         {tr("Pairs kept"), tr("Wrong labels in kept"), tr("Accuracy on kept"), tr("Steps per epoch")})
        m_grid->addRow(key);
    card->box()->addWidget(m_grid);
    column->addWidget(card);
    m_save = new PrimaryButton(Icon::layers, tr("Save selection"), this);
    m_save->setObjectName(QStringLiteral("saveSelection"));
    m_save->setKey(QStringLiteral("Ctrl+S"));
    column->addWidget(m_save);
    m_name_row = new QWidget(this);
    auto* naming = new QVBoxLayout(m_name_row);
    naming->setContentsMargins(0, 0, 0, 0);
    naming->setSpacing(4);
    m_name = new QLineEdit(m_name_row);
    m_name->setObjectName(QStringLiteral("selectionName"));
    m_name->setAccessibleName(tr("Name of the selection"));
    m_name->setPlaceholderText(tr("Name, then Enter"));
    m_name->installEventFilter(this);
    m_name_problem = new TextLabel({}, Type::small, Ink::err, m_name_row);
    m_name_problem->setWordWrap(true);
    m_name_problem->hide();
    naming->addWidget(m_name);
    naming->addWidget(m_name_problem);
    m_name_row->hide();
    column->addWidget(m_name_row);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(6);
    m_review = new KeyCapButton(Icon::review, tr("Review dropped"), this);
    m_review->setObjectName(QStringLiteral("reviewDropped"));
    m_train = new KeyCapButton(Icon::train, tr("Train on kept"), this);
    m_train->setObjectName(QStringLiteral("trainOnKept"));
    pair->addWidget(m_review, 1);
    pair->addWidget(m_train, 1);
    column->addLayout(pair);
    column->addSpacing(8);
    m_decile_head = new SectionHeading(tr("Accuracy by entropy decile, %"), {}, this);
    column->addWidget(m_decile_head);
    m_deciles = new DecilePlot(this);
    m_deciles->setFixedHeight(metrics::px(196));
    column->addWidget(m_deciles);
    column->addWidget(new SectionHeading(tr("Balance by source"), tr("kept | dropped"), this));
    m_balance = new BalanceBars(this);
    column->addWidget(m_balance);
    column->addSpacing(8);
    m_selection_head = new SectionHeading(tr("Saved selections"), {}, this);
    column->addWidget(m_selection_head);
    m_selections = new QListWidget(this);
    m_selections->setObjectName(QStringLiteral("selections"));
    m_selections->setAccessibleName(tr("Saved selections"));
    m_selections->setAccessibleDescription(tr("Enter applies, Delete removes"));
    m_selections->setFrameShape(QFrame::NoFrame);
    m_selections->setItemDelegate(new SelectionDelegate(m_selections));
    m_selections->viewport()->setAutoFillBackground(false);
    m_selections->setMouseTracking(true);
    m_selections->installEventFilter(this);
    column->addWidget(m_selections);
    column->addStretch(1);
    connect(m_save, &QAbstractButton::clicked, this, [this] { Q_EMIT saveRequested(); });
    connect(m_name, &QLineEdit::returnPressed, this, [this] { Q_EMIT nameGiven(m_name->text().trimmed()); });
    connect(m_name, &QLineEdit::textEdited, this, [this] { setNameProblem({}); });
    connect(m_review, &QAbstractButton::clicked, this, [this] { Q_EMIT reviewDropped(); });
    connect(m_train, &QAbstractButton::clicked, this, [this] { Q_EMIT trainOnKept(); });
    connect(m_selections, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { Q_EMIT selectionChosen(item->text()); });
}

void EffectPanel::setEffect(const Effect& effect) {
    m_grid->setValue(0, count(std::llround(effect.kept)), tr("of %1").arg(count(std::llround(effect.total))));
    if (effect.wrong_kept.n >= curation::kEnoughReviews)
        m_grid->setValue(1, percent(effect.wrong_kept.value),
                         percentInterval(effect.wrong_kept.interval.low, effect.wrong_kept.interval.high));
    else
        m_grid->setValue(1, QStringLiteral("–"),
                         tr("%1 of %2 decisions").arg(effect.wrong_kept.n).arg(curation::kEnoughReviews));
    if (effect.accuracy_kept.n > 0)
        m_grid->setValue(2, percent(effect.accuracy_kept.value),
                         tr("all: %1").arg(number(effect.accuracy_all.value * 100, 1)));
    else
        m_grid->setValue(2, QStringLiteral("–"), tr("no labels"));
    m_grid->setValue(3, count(static_cast<std::int64_t>(effect.kept) / effect.batch), tr("batch %1").arg(effect.batch));
    const bool some = effect.kept > 0;
    const bool dropped = effect.total > effect.kept;
    m_review->setEnabled(dropped);
    m_review->setToolTip(dropped ? QString() : tr("The cut drops nothing. Move a handle of the histogram."));
    m_train->setEnabled(some);
    m_train->setToolTip(some ? tr("Saves the kept pairs as a selection and opens Train with it")
                             : tr("The cut keeps nothing"));
}

void EffectPanel::setDeciles(const std::vector<curation::Decile>& deciles, const QString& correlation,
                             const QString& note) {
    m_decile_head->setRight(correlation);
    m_deciles->setDeciles(deciles);
    m_deciles->setCaption(tr("1 = most certain"), note);
}

void EffectPanel::setBalance(std::vector<curation::StratumCount> strata) {
    m_balance->setStrata(std::move(strata));
}

void EffectPanel::setSelections(const std::vector<SelectionRecord>& selections) {
    const QString current = m_selections->currentItem() == nullptr ? QString() : m_selections->currentItem()->text();
    m_selections->clear();
    for (const SelectionRecord& selection : selections) {
        auto* item = new QListWidgetItem(QString::fromStdString(selection.name), m_selections);
        item->setData(kCountRole, static_cast<qlonglong>(selection.pairs));
        item->setData(Qt::AccessibleTextRole, tr("%1, %2").arg(item->text(), pairsText(selection.pairs)));
        item->setToolTip(timeText(selection.created_ms));
        if (item->text() == current) m_selections->setCurrentItem(item);
    }
    const auto n = static_cast<int>(selections.size());
    m_selection_head->setRight(n == 0 ? tr("none yet") : QString::number(n));
    m_selections->setFixedHeight(std::max(1, n) * metrics::px(26) + 4);
    m_selections->setVisible(n > 0);
}

void EffectPanel::setReadOnly(bool read_only) {
    m_save->setEnabled(!read_only);
    m_save->setToolTip(read_only ? tr("The project is open for reading only") : QString());
}

void EffectPanel::askName(const QString& suggestion) {
    if (m_name_row->isHidden()) m_name->setText(suggestion);
    m_name_row->show();
    m_name->setFocus(Qt::ShortcutFocusReason);
    m_name->selectAll();
}

void EffectPanel::setNameProblem(const QString& text) {
    m_name_problem->setText(text);
    m_name_problem->setVisible(!text.isEmpty());
}

void EffectPanel::nameAccepted() {
    setNameProblem({});
    m_name_row->hide();
    m_save->setFocus(Qt::OtherFocusReason);
}

bool EffectPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_name && key->key() == Qt::Key_Escape) {
        nameAccepted();
        return true;
    }
    if (watched == m_selections && m_selections->currentItem() != nullptr) {
        const QString name = m_selections->currentItem()->text();
        if (key->key() == Qt::Key_Delete) {
            Q_EMIT selectionRemoved(name);
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            Q_EMIT selectionChosen(name);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace egt::ui
