// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <array>

#include "records/records.h"

namespace egt::ui {

class ElidedLabel;
class FlowView;
class KeyCapButton;
class TextLabel;
class ThumbnailCache;
class ThumbnailView;

/// One of several pairs that stand side by side: picture, question, both answers; what it says other than the first
/// one is marked.
class PairCard : public QFrame {
    Q_OBJECT
public:
    explicit PairCard(ThumbnailCache* cache, QWidget* parent = nullptr);
    /// `first`: the pair that this one is compared with; itself for the first one. `swapped`: its answer A is compared
    /// with the first one's B. `likeness`: in words.
    void setPair(const PairRecord& pair, const PairRecord& first, bool swapped, const QString& likeness);
    void setChosen(bool chosen);
    [[nodiscard]] PairId pair() const { return m_pair; }
    [[nodiscard]] QString likeness() const;
    /// Of question, answer A and answer B, whole; cards side by side take the largest of each, so that rows agree.
    using Heights = std::array<int, 3>;
    [[nodiscard]] Heights textHeights() const;
    void setTextHeights(const Heights& heights);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(egt::PairId pair);
    void openRequested(egt::PairId pair);
    void textHeightsChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    FlowView* addText(const QString& name, int stretch);
    void setMarked(FlowView* view, const QString& text, const QString& other) const;
    [[nodiscard]] std::array<FlowView*, 3> texts() const { return {m_question, m_answers[0], m_answers[1]}; }
    void reground();

    PairId m_pair = 0;
    bool m_chosen = false;
    TextLabel* m_number;
    ElidedLabel* m_likeness;
    ElidedLabel* m_source;
    ThumbnailView* m_photo;
    FlowView* m_question = nullptr;
    std::array<TextLabel*, 2> m_names{};
    std::array<FlowView*, 2> m_answers{};
    KeyCapButton* m_open;
};

} // namespace egt::ui
