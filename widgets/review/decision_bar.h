// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "common/buttons.h"

namespace egt::ui {

/// What the ten buttons do, in their fixed order: better | label | later.
enum class ReviewCommand { a_better, b_better, tie, both_bad, label_right, label_wrong, drop, skip, flag, undo };
inline constexpr int kReviewCommands = 10;

/// Foot of Review: the ten decisions, what is done, the pace. A failed write turns it to errWash with the sentence.
class DecisionBar : public QWidget {
    Q_OBJECT
public:
    explicit DecisionBar(QWidget* parent = nullptr);
    [[nodiscard]] KeyCapButton* button(ReviewCommand command) const;
    /// Pairs decided and all pairs of the queue; seconds a pair (0 = unknown).
    void setProgress(qint64 done, qint64 total, double median_seconds, double pairs_per_hour);
    void setFailure(const QString& text); ///< empty: all is well
    [[nodiscard]] QString failure() const { return m_failure; }
    /// False while a text field has the keys: the bar says "Esc, then keys".
    void setKeysActive(bool active);
    void setBlind(bool blind);    ///< label decisions make no sense while the label is hidden
    void setHasLabel(bool label); ///< nor without one
    void setPairPresent(bool present);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, sizeHint().height()}; }
    [[nodiscard]] QString progressText() const { return m_left; }

Q_SIGNALS:
    void triggered(egt::ui::ReviewCommand command);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();
    void updateEnabled();
    std::array<KeyCapButton*, kReviewCommands> m_buttons{};
    QString m_left;
    QString m_pace;
    QString m_failure;
    double m_share = 0;
    int m_rows = 1;
    int m_right_of_buttons = 0;
    bool m_keys = true;
    bool m_blind = false;
    bool m_label = true;
    bool m_pair = true;
};

} // namespace egt::ui
