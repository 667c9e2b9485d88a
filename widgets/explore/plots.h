// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The small plots of Explore: wrong labels under the histogram, accuracy by decile, balance by source. They draw what
// they are given; every value can be read by keyboard and screen reader through the description.

#include <QWidget>
#include <vector>

#include "curation/calibration.h"
#include "curation/cut.h"
#include "curation/deciles.h"

namespace egt::ui {

class HistogramCutWidget;

/// Share of wrong labels among reviewed pairs on the histogram's x axis, with 95 % Wilson intervals and the target.
class CalibrationStrip : public QWidget {
    Q_OBJECT
public:
    explicit CalibrationStrip(HistogramCutWidget* histogram, QWidget* parent = nullptr);
    void setCalibration(const curation::Calibration& calibration);
    void setTarget(double share);
    /// Where the curve first goes over the target, linear between points; NaN when it never does.
    [[nodiscard]] double crossing() const;
    [[nodiscard]] QSize sizeHint() const override { return {600, 92}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QString pointText(std::size_t bin) const;
    HistogramCutWidget* m_histogram;
    curation::Calibration m_calibration;
    double m_target = 0.10;
    int m_point = -1;
};

/// Accuracy of ten groups of equal size from certain to uncertain, with intervals.
class DecilePlot : public QWidget {
    Q_OBJECT
public:
    explicit DecilePlot(QWidget* parent = nullptr);
    void setDeciles(const std::vector<curation::Decile>& deciles);
    void setCaption(const QString& left, const QString& right);
    [[nodiscard]] QSize sizeHint() const override { return {288, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<curation::Decile> m_deciles;
    QString m_left;
    QString m_right;
};

/// Kept and dropped pairs of each source.
class BalanceBars : public QWidget {
    Q_OBJECT
public:
    explicit BalanceBars(QWidget* parent = nullptr);
    void setStrata(std::vector<curation::StratumCount> strata);
    [[nodiscard]] QString warning() const { return m_warning; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<curation::StratumCount> m_strata;
    QString m_warning;
};

} // namespace egt::ui
