// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/token_entropy_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "bridge/text.h"
#include "common/theme.h"

namespace egt::ui {
namespace {

constexpr int kHoverMs = 150;
constexpr int kLine = 26;
constexpr int kColumn = 720;

template <class T> double at(const std::vector<T>& values, int index) {
    const auto i = static_cast<std::size_t>(index);
    return i < values.size() ? static_cast<double>(values[i]) : 0.0;
}

} // namespace

TokenEntropyView::TokenEntropyView(QWidget* parent) : FlowView(parent) {
    setObjectName(QStringLiteral("tokenView"));
    setAccessibleName(tr("Judge’s reasoning"));
    setAccessibleDescription(tr("N goes to the next uncertain span, Enter tells about the token"));
    setType(Type::read, kLine);
    setMaximumTextWidth(kColumn);
    m_hover_timer.setSingleShot(true);
    m_hover_timer.setInterval(kHoverMs);
    connect(&m_hover_timer, &QTimer::timeout, this, [this] {
        if (m_hovered >= 0) openCard(m_hovered);
    });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { colourCells(); });
    connect(this, &FlowView::scrolled, this, [this] { hideCard(); });
}

void TokenEntropyView::setResponse(const ResponseRecord& response) {
    hideCard();
    m_response = response;
    // A bracket has one colour, that of its middle; what is written is the bracket.
    if (response.entropies.empty())
        for (std::size_t i = 0; i < std::min(response.entropies_low.size(), response.entropies_high.size()); ++i)
            m_response.entropies.push_back((response.entropies_low[i] + response.entropies_high[i]) / 2);
    m_tokens = layTokens(response.text, response.token_ends);
    m_span = m_cell = m_hovered = -1;
    setType(Type::read, hasCjk(m_tokens.text) ? 29 : kLine);
    setText(m_tokens.text);
    measureCells();
}

void TokenEntropyView::clear() {
    setResponse({});
}

double TokenEntropyView::tokenValue(int token) const {
    switch (m_measure) {
    case TokenMeasure::entropy:
        return at(m_response.entropies, token);
    case TokenMeasure::surprisal:
        return -at(m_response.logprobs, token);
    case TokenMeasure::rank:
        return at(m_response.ranks, token);
    }
    return 0;
}

void TokenEntropyView::measureCells() {
    std::vector<double> values(m_response.token_ends.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = tokenValue(static_cast<int>(i));
    m_values = cellValues(m_tokens, values);
    // Spans stay those of the entropy: the measure only changes the colours.
    std::vector<double> entropies(m_response.entropies.begin(), m_response.entropies.end());
    const std::vector<double> cells = cellValues(m_tokens, entropies);
    m_cut = spanCut(cells);
    m_spans = uncertainSpans(m_tokens, cells, m_cut);
    colourCells();
    Q_EMIT contentChanged();
}

void TokenEntropyView::colourCells() {
    const Theme& theme = Theme::current();
    std::vector<FlowRange> ranges;
    for (std::size_t i = 0; m_colours && i < m_tokens.cells.size(); ++i) {
        const int step = measureStep(m_measure, m_values[i]);
        if (step < 2) continue;
        FlowRange range{m_tokens.cells[i].begin,
                        m_tokens.cells[i].end,
                        theme.entropy_fill[static_cast<std::size_t>(step)],
                        theme.entropy_letter[static_cast<std::size_t>(step)],
                        kEntropyUnderline[static_cast<std::size_t>(step)],
                        entropyUnderlineColor(theme, step)};
        while (range.begin < range.end - 1 && m_tokens.text[range.begin].isSpace())
            ++range.begin;
        while (range.end > range.begin + 1 && m_tokens.text[range.end - 1].isSpace())
            --range.end;
        ranges.push_back(range);
    }
    setRanges(std::move(ranges));
}

void TokenEntropyView::setMeasure(TokenMeasure measure) {
    if (m_measure == measure) return;
    m_measure = measure;
    measureCells();
}

void TokenEntropyView::setColours(bool on) {
    if (m_colours == on) return;
    m_colours = on;
    colourCells();
    Q_EMIT contentChanged();
}

void TokenEntropyView::setCurrentSpan(int span) {
    if (span < 0 || span >= static_cast<int>(m_spans.size())) span = -1;
    m_span = span;
    if (span >= 0) {
        const UncertainSpan& s = m_spans[static_cast<std::size_t>(span)];
        m_cell = s.peak_cell;
        showCell(s.last_cell);
        showCell(s.first_cell);
    }
    viewport()->update();
    Q_EMIT currentSpanChanged(span);
}

void TokenEntropyView::nextSpan() {
    if (m_spans.empty()) return;
    setCurrentSpan((m_span + 1) % static_cast<int>(m_spans.size()));
}

void TokenEntropyView::previousSpan() {
    if (m_spans.empty()) return;
    setCurrentSpan(m_span <= 0 ? static_cast<int>(m_spans.size()) - 1 : m_span - 1);
}

std::pair<int, int> TokenEntropyView::visibleCells() const {
    const int n = static_cast<int>(m_tokens.cells.size());
    if (n == 0 || textHeight() <= viewport()->height()) return {0, std::max(0, n - 1)};
    int first = -1;
    int last = n - 1;
    for (int y = lineStep() / 2; y < viewport()->height(); y += lineStep()) {
        const int cell = m_tokens.cellAt(positionAt({static_cast<int>(textLeft()) + 1, y}));
        if (cell < 0) continue;
        if (first < 0) first = cell;
        last = cell;
    }
    return {std::max(first, 0), last};
}

void TokenEntropyView::showCell(int cell) {
    if (cell < 0 || cell >= static_cast<int>(m_tokens.cells.size())) return;
    const TokenCell& c = m_tokens.cells[static_cast<std::size_t>(cell)];
    showRange(c.begin, c.end);
}

int TokenEntropyView::peakToken(int cell) const {
    const TokenCell& c = m_tokens.cells[static_cast<std::size_t>(cell)];
    int best = c.first_token;
    for (int t = c.first_token; t <= c.last_token; ++t)
        if (at(m_response.entropies, t) > at(m_response.entropies, best)) best = t;
    return best;
}

TokenFacts TokenEntropyView::factsOf(int cell) const {
    const TokenCell& c = m_tokens.cells[static_cast<std::size_t>(cell)];
    const int token = peakToken(cell);
    TokenFacts facts;
    facts.text = m_tokens.text.mid(c.begin, c.end - c.begin);
    facts.entropy = at(m_response.entropies, token);
    if (static_cast<std::size_t>(token) < std::min(m_response.entropies_low.size(), m_response.entropies_high.size()))
        facts.bracket = {true, m_response.entropies_low[static_cast<std::size_t>(token)],
                         m_response.entropies_high[static_cast<std::size_t>(token)]};
    facts.surprisal = -at(m_response.logprobs, token);
    facts.rank = static_cast<qint64>(at(m_response.ranks, token));
    facts.position = token + 1;
    facts.count = static_cast<int>(m_response.token_ends.size());
    if (static_cast<std::size_t>(token) < m_response.top.size())
        facts.choices = m_response.top[static_cast<std::size_t>(token)];
    if (facts.rank < std::ssize(facts.choices)) facts.chosen = static_cast<int>(facts.rank);
    return facts;
}

void TokenEntropyView::openCard(int cell) {
    if (cell < 0 || cell >= static_cast<int>(m_tokens.cells.size())) return;
    const TokenCell& c = m_tokens.cells[static_cast<std::size_t>(cell)];
    const auto rects = rectsOf(c.begin, c.end);
    if (rects.empty()) return;
    QWidget* host = window();
    if (m_card == nullptr || m_card->parentWidget() != host) {
        delete m_card;
        m_card = new TokenCard(host);
    }
    const QRect box = rects.front().toRect();
    const QRect anchor(viewport()->mapTo(host, box.topLeft()), box.size());
    const QRect limit(mapTo(host, QPoint(0, -height())), QSize(width(), 2 * height()));
    m_card->showFor(factsOf(cell), anchor, limit & host->rect());
}

void TokenEntropyView::hideCard() {
    m_hover_timer.stop();
    if (m_card != nullptr) m_card->hide();
}

void TokenEntropyView::paintOver(QPainter& painter) {
    if (m_cell < 0 || m_cell >= static_cast<int>(m_tokens.cells.size())) return;
    int first = m_cell;
    int last = m_cell;
    if (m_span >= 0) {
        const UncertainSpan& span = m_spans[static_cast<std::size_t>(m_span)];
        if (m_cell >= span.first_cell && m_cell <= span.last_cell) first = span.first_cell, last = span.last_cell;
    }
    int begin = m_tokens.cells[static_cast<std::size_t>(first)].begin;
    const int end = m_tokens.cells[static_cast<std::size_t>(last)].end;
    while (begin < end - 1 && m_tokens.text[begin].isSpace())
        ++begin;
    painter.setPen(QPen(Theme::current().focus, 2));
    painter.setBrush(Qt::NoBrush);
    for (const QRectF& box : rectsOf(begin, end))
        painter.drawRoundedRect(box.adjusted(-2, 1, 2, -1), 4, 4);
}

void TokenEntropyView::mouseMoveEvent(QMouseEvent* event) {
    FlowView::mouseMoveEvent(event);
    const int position = positionAt(event->position().toPoint());
    const int cell = position < 0 || event->buttons() != Qt::NoButton ? -1 : m_tokens.cellAt(position);
    if (cell == m_hovered) return;
    hideCard();
    m_hovered = cell;
    if (cell >= 0) m_hover_timer.start();
}

void TokenEntropyView::leaveEvent(QEvent* event) {
    m_hovered = -1;
    hideCard();
    FlowView::leaveEvent(event);
}

void TokenEntropyView::hideEvent(QHideEvent* event) {
    hideCard();
    FlowView::hideEvent(event);
}

void TokenEntropyView::resizeEvent(QResizeEvent* event) {
    hideCard();
    FlowView::resizeEvent(event);
}

void TokenEntropyView::stepToken(int by) {
    if (m_tokens.cells.empty()) return;
    const bool open = m_card != nullptr && m_card->isVisible();
    m_cell = std::clamp(m_cell + by, 0, static_cast<int>(m_tokens.cells.size()) - 1);
    showCell(m_cell);
    viewport()->update();
    if (open) openCard(m_cell);
}

void TokenEntropyView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return stepToken(-1);
    case Qt::Key_Right:
        return stepToken(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return openCard(std::max(0, m_cell));
    case Qt::Key_Escape:
        if (m_card != nullptr && m_card->isVisible()) return hideCard();
        break;
    default:
        break;
    }
    FlowView::keyPressEvent(event);
}

QString TokenEntropyView::attributesAt(int position, int* begin, int* end) const {
    const int cell = m_tokens.cellAt(position);
    if (cell < 0) return FlowView::attributesAt(position, begin, end);
    const TokenCell& c = m_tokens.cells[static_cast<std::size_t>(cell)];
    *begin = c.begin;
    *end = c.end;
    return QStringLiteral("entropy:%1;").arg(factsOf(cell).entropyText());
}

} // namespace egt::ui
