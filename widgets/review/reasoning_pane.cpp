// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reasoning_pane.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/controls.h"
#include "common/entropy_strip.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/theme.h"
#include "common/token_entropy_view.h"
#include "review/span_list.h"

namespace egt::ui {
namespace {

QString orderText(Order order) {
    return order == Order::stored ? ReasoningPane::tr("Order A, B") : ReasoningPane::tr("Order B, A");
}

QString verdictText(Verdict verdict) {
    switch (verdict) {
    case Verdict::a:
        return ReasoningPane::tr("verdict A");
    case Verdict::b:
        return ReasoningPane::tr("verdict B");
    case Verdict::unparsed:
        break;
    }
    return ReasoningPane::tr("no verdict");
}

} // namespace

ReasoningPane::ReasoningPane(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("reasoningPane"));
    m_view = new TokenEntropyView(this);
    m_strip = new EntropyStrip(m_view, this);
    m_spans = new SpanList(m_view, this);
    auto* head = new QWidget(this);
    buildHead(head);

    m_warning = new QWidget(this);
    auto* warning = new QHBoxLayout(m_warning);
    warning->setContentsMargins(0, 0, 0, 0);
    warning->addWidget(new IconLabel(Icon::warn, Ink::warn, 16, m_warning));
    warning->addWidget(new TextLabel(tr("No verdict was found in this reply; it is shown as it came."), Type::small,
                                     Ink::warn, m_warning),
                       1);

    auto* text = new QWidget(this);
    auto* column = new QVBoxLayout(text);
    column->setContentsMargins(0, 0, 12, 8);
    column->setSpacing(6);
    column->addWidget(m_strip);
    column->addWidget(m_warning);
    column->addWidget(m_view, 1);

    m_side = new QWidget(this);
    m_side->setFixedWidth(metrics::px(228));
    auto* side = new QVBoxLayout(m_side);
    side->setContentsMargins(10, 0, 0, 8);
    side->setSpacing(4);
    auto* heading = new SectionHeading(tr("Uncertain spans, nats"), {}, m_side);
    heading->setContentsMargins(10, 0, 0, 0);
    side->addWidget(heading);
    side->addWidget(m_spans, 1);
    auto* hint = new QHBoxLayout;
    hint->setContentsMargins(10, 0, 0, 0);
    hint->addWidget(new KeyCapLabel(QStringLiteral("N"), m_side));
    hint->addWidget(new TextLabel(tr("Next uncertain span"), Type::small, Ink::ink2, m_side), 1);
    side->addLayout(hint);

    auto* filled = new QWidget(this);
    auto* row = new QHBoxLayout(filled);
    row->setContentsMargins(metrics::kReadingInset - 3, 0, 12, 0);
    row->setSpacing(0);
    row->addWidget(text, 1);
    row->addWidget(m_side);

    m_empty = new EmptyState(Icon::judge, {}, {}, {}, this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(filled);
    m_stack->addWidget(m_empty);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(head);
    all->addWidget(m_stack, 1);
}

void ReasoningPane::buildHead(QWidget* head) {
    m_pick = new NoWheelComboBox(head);
    m_pick->setObjectName(QStringLiteral("responsePick"));
    m_pick->setAccessibleName(tr("Response"));
    m_pick->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_line = new ElidedLabel({}, Type::small, Ink::ink2, head);
    m_legend = new EntropyLegend(head);
    m_measure = new SegmentedControl({tr("Entropy"), tr("−log p"), tr("Rank")}, tr("What the colours show"), head);
    m_measure->setObjectName(QStringLiteral("measure"));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::kReadingInset, 6, metrics::kReadingInset, 6);
    row->setSpacing(12);
    row->addWidget(new TextLabel(tr("Judge’s reasoning"), Type::body, Ink::ink, head, 600));
    row->addWidget(m_pick);
    row->addWidget(m_line, 1);
    row->addWidget(m_legend);
    row->addWidget(m_measure);
    connect(m_pick, &QComboBox::currentIndexChanged, this, [this](int index) { showResponse(index); });
    connect(m_measure, &SegmentedControl::currentChanged, this,
            [this](int index) { setMeasure(static_cast<TokenMeasure>(index)); });
}

void ReasoningPane::setResponses(const std::vector<ResponseRecord>& responses) {
    m_responses = responses;
    const QSignalBlocker block(m_pick);
    m_pick->clear();
    bool several = false;
    for (const ResponseRecord& response : responses)
        several = several || response.sample > 0;
    for (const ResponseRecord& response : responses) {
        const QString order = orderText(response.order);
        m_pick->addItem(several ? tr("%1 · sample %2").arg(order).arg(response.sample + 1) : order);
    }
    m_pick->setVisible(responses.size() > 1);
    for (QWidget* part :
         {static_cast<QWidget*>(m_line), static_cast<QWidget*>(m_legend), static_cast<QWidget*>(m_measure)})
        part->setVisible(true);
    m_stack->setCurrentIndex(0);
    showResponse(0);
}

void ReasoningPane::setEmpty(const QString& sentence, const QString& what_to_do) {
    m_responses.clear();
    m_view->clear();
    m_empty->setTexts(sentence, what_to_do);
    for (QWidget* part : {static_cast<QWidget*>(m_pick), static_cast<QWidget*>(m_line), static_cast<QWidget*>(m_legend),
                          static_cast<QWidget*>(m_measure)})
        part->setVisible(false);
    m_stack->setCurrentIndex(1);
}

bool ReasoningPane::isEmptyState() const {
    return m_stack->currentIndex() == 1;
}

int ReasoningPane::shownResponse() const {
    return m_responses.empty() ? -1 : m_pick->currentIndex();
}

void ReasoningPane::showResponse(int index) {
    if (index < 0 || index >= static_cast<int>(m_responses.size())) return;
    const QSignalBlocker block(m_pick);
    m_pick->setCurrentIndex(index);
    m_view->setResponse(m_responses[static_cast<std::size_t>(index)]);
    m_warning->setVisible(m_view->response().verdict == Verdict::unparsed);
    describe();
}

void ReasoningPane::describe() {
    const ResponseRecord& response = m_view->response();
    const QString tokens =
        response.token_ends.size() == 1 ? tr("1 token") : tr("%1 tokens").arg(count(std::ssize(response.token_ends)));
    const QString line =
        tr("%1 · %2 · mean %3")
            .arg(tokens, verdictText(response.verdict), entropyText(response.entropy.mean, response.bracket));
    m_line->setText(m_responses.size() > 1 ? line : tr("%1 · %2").arg(orderText(response.order), line));
}

void ReasoningPane::setMeasure(TokenMeasure measure) {
    m_measure->setCurrent(static_cast<int>(measure));
    m_view->setMeasure(measure);
    if (measure == TokenMeasure::rank)
        m_legend->setEnds(tr("1st"), tr("over 100th"));
    else
        m_legend->setEnds(QStringLiteral("0"), nats(kEntropyBorders.back()));
    Q_EMIT measureChanged(measure);
}

void ReasoningPane::cycleMeasure() {
    setMeasure(static_cast<TokenMeasure>((m_measure->current() + 1) % 3));
}

void ReasoningPane::setSpansVisible(bool visible) {
    m_side->setVisible(visible);
}

void ReasoningPane::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().paper);
}

} // namespace egt::ui
