// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "common/flow_view.h"

namespace egt::ui {

class TextLabel;

/// One answer: badge, name, "Labelled better", the text, its word count.
class AnswerPane : public QWidget {
    Q_OBJECT
public:
    /// `side_b`: the stored answer B; the badge keeps its letter and colour wherever the pane stands.
    explicit AnswerPane(bool side_b, QWidget* parent = nullptr);
    void setText(const QString& text);
    /// The chip; hidden in blind mode and where the label is another.
    void setLabelled(bool labelled);
    [[nodiscard]] bool labelled() const { return m_labelled; }
    /// The letter that is shown: in blind mode the left answer is A whichever it is.
    void setShownSide(bool side_b);
    [[nodiscard]] bool shownSide() const { return m_side_b; }
    /// Own words washed in the side's colour with a 2 px underline; empty = no diff.
    void setOwnWords(const std::vector<TextRange>& ranges);
    [[nodiscard]] FlowView* view() const { return m_view; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void colour();
    bool m_side_b;
    bool m_labelled = false;
    std::vector<TextRange> m_own;
    FlowView* m_view;
    TextLabel* m_count;
};

/// Scrolls both together while Shift is up.
void linkScrolling(FlowView* one, FlowView* other);

} // namespace egt::ui
