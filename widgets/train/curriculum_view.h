// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "train/curriculum.h"

namespace egt::ui {

/// Stages as bands on the entropy histogram, and below one row a stage: border in nats and pairs.
class CurriculumView : public QWidget {
    Q_OBJECT
public:
    explicit CurriculumView(QWidget* parent = nullptr);
    void setPlan(CurriculumPlan plan, CurriculumOrder order, std::int32_t stages);
    void setCurrentStage(int stage); ///< 1-based place in the plan, 0 = none
    /// What stands here instead when there is nothing to draw.
    void setNothing(const QString& text);
    [[nodiscard]] const CurriculumPlan& plan() const { return m_plan; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void paintBars(QPainter& painter, const QRectF& plot) const;
    void paintBands(QPainter& painter, const QRectF& plot) const;
    void paintRows(QPainter& painter, int top) const;
    [[nodiscard]] QString rowText(std::size_t stage) const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int plotHeight() const;
    void describe();

    CurriculumPlan m_plan;
    CurriculumOrder m_order = CurriculumOrder::low_to_high;
    std::int32_t m_stages = 0;
    int m_current = 0;
    QString m_nothing;
};

/// "low to high", "high to low", "random order"
QString orderWords(CurriculumOrder order);

} // namespace egt::ui
