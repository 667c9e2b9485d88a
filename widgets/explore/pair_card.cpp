// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/pair_card.h"

#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/text.h"
#include "common/buttons.h"
#include "common/flow_view.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/painters.h"
#include "common/theme.h"
#include "common/thumbnail_view.h"
#include "common/word_diff.h"

namespace egt::ui {
namespace {
constexpr int kWidth = 320;
constexpr int kPhoto = 132;
} // namespace

PairCard::PairCard(ThumbnailCache* cache, QWidget* parent)
    : QFrame(parent), m_number(new TextLabel({}, Type::body, Ink::ink, this, 600)),
      m_likeness(new ElidedLabel({}, Type::small, Ink::ink2, this)),
      m_source(new ElidedLabel({}, Type::small, Ink::ink3, this)), m_photo(new ThumbnailView(cache, this)),
      m_open(new KeyCapButton(Icon::review, tr("Open in Review"), this)) {
    setObjectName(QStringLiteral("pairCard"));
    setFixedWidth(metrics::px(kWidth));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_number);
    m_likeness->setObjectName(QStringLiteral("likeness"));
    column->addWidget(m_likeness);
    m_photo->setFixedHeight(metrics::px(kPhoto));
    column->addWidget(m_photo);
    column->addWidget(m_source);
    m_question = addText(tr("Question"), 10);
    for (std::size_t i = 0; i < 2; ++i) {
        m_names[i] = new TextLabel({}, Type::small, i == 0 ? Ink::a : Ink::b, this, 600);
        column->addWidget(m_names[i]);
        m_answers[i] = addText(i == 0 ? tr("Answer A") : tr("Answer B"), 30);
    }
    m_open->setObjectName(QStringLiteral("cardOpen"));
    m_open->setButtonHeight(metrics::kToolRow);
    m_open->setKind(ButtonKind::ghost);
    column->addStretch(1);
    column->addWidget(m_open);
    connect(m_open, &QAbstractButton::clicked, this, [this] { Q_EMIT openRequested(m_pair); });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &PairCard::reground);
    reground();
}

FlowView* PairCard::addText(const QString& name, int stretch) {
    auto* view = new FlowView(this);
    view->setType(Type::small);
    view->setAccessibleName(name);
    view->setMinimumHeight(2 * view->lineStep());
    connect(view, &FlowView::heightChanged, this, &PairCard::textHeightsChanged);
    static_cast<QVBoxLayout*>(layout())->addWidget(view, stretch);
    return view;
}

void PairCard::reground() {
    for (FlowView* view : texts())
        view->setGround(Theme::current().paper);
}

QString PairCard::likeness() const {
    return m_likeness->text();
}

PairCard::Heights PairCard::textHeights() const {
    Heights out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = texts()[i]->textHeight();
    return out;
}

void PairCard::setTextHeights(const Heights& heights) {
    for (std::size_t i = 0; i < heights.size(); ++i) {
        FlowView* view = texts()[i];
        view->setMinimumHeight(std::min(2, std::max(1, heights[i] / view->lineStep())) * view->lineStep());
        view->setMaximumHeight(std::max(heights[i], view->minimumHeight()));
    }
}

QSize PairCard::sizeHint() const {
    return {metrics::px(kWidth), metrics::px(560)};
}

void PairCard::setMarked(FlowView* view, const QString& text, const QString& other) const {
    const Theme& theme = Theme::current();
    view->setText(text);
    std::vector<FlowRange> own;
    for (const TextRange& range : wordDiff(text, other).only_a)
        own.push_back({range.begin, range.end, theme.warn_wash, {}, 2, theme.warn});
    view->setRanges(std::move(own));
}

void PairCard::setPair(const PairRecord& pair, const PairRecord& first, bool swapped, const QString& likeness) {
    m_pair = pair.id;
    m_number->setText(tr("Pair %1").arg(pair.id));
    m_likeness->setText(likeness);
    m_open->setAccessibleName(tr("Open pair %1 in Review").arg(pair.id));
    m_photo->setImage(pair.images.empty() ? ImageRef{} : pair.images.front());
    QStringList where{QString::fromStdString(pair.source_id), QString::fromStdString(pair.source)};
    where.removeAll(QString());
    m_source->setText(where.join(QStringLiteral(" · ")));
    setMarked(m_question, QString::fromStdString(pair.question), QString::fromStdString(first.question));
    const std::array<QString, 2> texts{QString::fromStdString(pair.answer_a), QString::fromStdString(pair.answer_b)};
    const std::array<QString, 2> others{QString::fromStdString(swapped ? first.answer_b : first.answer_a),
                                        QString::fromStdString(swapped ? first.answer_a : first.answer_b)};
    for (std::size_t i = 0; i < 2; ++i) {
        const bool better = pair.label == (i == 0 ? Label::a : Label::b);
        const QString letter = i == 0 ? QStringLiteral("A") : QStringLiteral("B");
        m_names[i]->setText(better ? tr("%1 · labelled better").arg(letter) : letter);
        setMarked(m_answers[i], texts[i], others[i]);
    }
    setAccessibleName(m_number->text());
    setAccessibleDescription(likeness);
}

void PairCard::setChosen(bool chosen) {
    m_chosen = chosen;
    update();
}

void PairCard::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBox(&painter, QRectF(rect()), theme.paper, m_chosen ? theme.accent : theme.line, metrics::kRadius,
             m_chosen ? 2 : 1);
}

void PairCard::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT chosen(m_pair);
    QFrame::mousePressEvent(event);
}

} // namespace egt::ui
