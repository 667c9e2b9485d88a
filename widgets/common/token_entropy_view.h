// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <utility>

#include "common/flow_view.h"
#include "common/token_card.h"
#include "common/token_cells.h"
#include "records/records.h"

namespace egt::ui {

/// The judge's text with each token's uncertainty as ground and underline, by byte ranges of the whole string. N and
/// Shift+N go through the uncertain spans, Left and Right through tokens, Enter or a resting mouse opens the card.
class TokenEntropyView : public FlowView {
    Q_OBJECT
public:
    explicit TokenEntropyView(QWidget* parent = nullptr);

    void setResponse(const ResponseRecord& response);
    void clear();
    [[nodiscard]] const ResponseRecord& response() const { return m_response; }
    void setMeasure(TokenMeasure measure);
    [[nodiscard]] TokenMeasure measure() const { return m_measure; }
    void setColours(bool on);
    [[nodiscard]] bool colours() const { return m_colours; }

    [[nodiscard]] const TokenText& tokens() const { return m_tokens; }
    [[nodiscard]] const std::vector<double>& values() const { return m_values; } ///< one a cell, of the measure
    [[nodiscard]] const std::vector<UncertainSpan>& spans() const { return m_spans; }
    [[nodiscard]] double cut() const { return m_cut; }
    [[nodiscard]] int currentSpan() const { return m_span; } ///< -1 = none
    void setCurrentSpan(int span);
    void nextSpan();
    void previousSpan();
    /// First and last cell that can be seen.
    [[nodiscard]] std::pair<int, int> visibleCells() const;
    void showCell(int cell);
    [[nodiscard]] TokenCard* card() const { return m_card; }
    void hideCard();
    [[nodiscard]] QString attributesAt(int position, int* begin, int* end) const override;

Q_SIGNALS:
    void contentChanged();
    void currentSpanChanged(int span);

protected:
    void paintOver(QPainter& painter) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void measureCells();
    void colourCells();
    void openCard(int cell);
    void stepToken(int by);
    [[nodiscard]] double tokenValue(int token) const;
    [[nodiscard]] TokenFacts factsOf(int cell) const;
    [[nodiscard]] int peakToken(int cell) const;

    ResponseRecord m_response;
    TokenText m_tokens;
    std::vector<double> m_values;
    std::vector<UncertainSpan> m_spans;
    TokenMeasure m_measure = TokenMeasure::entropy;
    double m_cut = 0;
    bool m_colours = true;
    int m_span = -1;
    int m_cell = -1;
    int m_hovered = -1;
    QTimer m_hover_timer;
    TokenCard* m_card = nullptr;
};

} // namespace egt::ui
