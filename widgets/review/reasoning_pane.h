// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "common/token_cells.h"
#include "records/records.h"

class QComboBox;
class QStackedWidget;

namespace egt::ui {

class ElidedLabel;
class EmptyState;
class EntropyLegend;
class EntropyStrip;
class IconLabel;
class SegmentedControl;
class SpanList;
class TokenEntropyView;

/// The judge's reasoning on the pair: which response (order and sample), its tokens, overview and uncertain spans.
class ReasoningPane : public QWidget {
    Q_OBJECT
public:
    explicit ReasoningPane(QWidget* parent = nullptr);
    void setResponses(const std::vector<ResponseRecord>& responses);
    /// Nothing is shown, and why: no scores yet, or hidden until the decision.
    void setEmpty(const QString& sentence, const QString& what_to_do);
    [[nodiscard]] bool isEmptyState() const;
    [[nodiscard]] TokenEntropyView* view() const { return m_view; }
    void setMeasure(TokenMeasure measure);
    void cycleMeasure();
    void setSpansVisible(bool visible);
    void showResponse(int index);
    [[nodiscard]] int shownResponse() const;

Q_SIGNALS:
    void measureChanged(egt::ui::TokenMeasure measure);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void buildHead(QWidget* head);
    void describe();

    std::vector<ResponseRecord> m_responses;
    QComboBox* m_pick;
    ElidedLabel* m_line;
    EntropyLegend* m_legend;
    SegmentedControl* m_measure;
    TokenEntropyView* m_view;
    EntropyStrip* m_strip;
    SpanList* m_spans;
    QWidget* m_side;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QWidget* m_warning;
};

} // namespace egt::ui
