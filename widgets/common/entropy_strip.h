// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

namespace egt::ui {

class TokenEntropyView;

/// Overview of a judge's text: one column a token, height and colour are its entropy, dashed line at the span cut,
/// frame round what can be seen. Click and drag scroll the text.
class EntropyStrip : public QWidget {
    Q_OBJECT
public:
    explicit EntropyStrip(TokenEntropyView* view, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void scrollTo(double x);
    TokenEntropyView* m_view;
};

/// The eight steps with their underlines, from 0 to 2.1 nats and more.
class EntropyLegend : public QWidget {
    Q_OBJECT
public:
    explicit EntropyLegend(QWidget* parent = nullptr);
    /// Words at the two ends.
    void setEnds(const QString& low, const QString& high);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_low;
    QString m_high;
};

} // namespace egt::ui
