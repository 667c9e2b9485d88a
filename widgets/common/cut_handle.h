// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace egt::ui {

class HistogramCutWidget;

/// Grip of one cut: a slider for keyboard and screen readers. Arrows move one bin, Shift ten, Home and End to the ends,
/// a digit opens a field for the number.
class CutHandle : public QWidget {
    Q_OBJECT
public:
    CutHandle(HistogramCutWidget* plot, bool upper);
    [[nodiscard]] bool upper() const { return m_upper; }
    [[nodiscard]] HistogramCutWidget* plot() const { return m_plot; }
    /// "Upper cut 0.34 nats, 14.6% dropped"
    [[nodiscard]] QString spoken() const;
    void announce();

    static constexpr int kWidth = 20;
    static constexpr int kHeight = 28;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void typeNumber(const QString& first);
    HistogramCutWidget* m_plot;
    QLineEdit* m_editor = nullptr;
    bool m_upper;
    bool m_moved = false;
};

/// Makes the handles known to screen readers; called by the widget.
void installCutHandleAccessibility();

} // namespace egt::ui
