// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "common/controls.h"
#include "common/labels.h"
#include "train/metric_plot.h"

class QHBoxLayout;
class QScrollArea;

namespace egt::ui {

class RunBook;
struct RunData;

/// The bar (x axis, smoothing, follow, band) and the six plots of the runs that are shown; one crosshair and one range
/// of steps for all. Redraws at most ten times a second.
class PlotGrid : public QWidget {
    Q_OBJECT
public:
    explicit PlotGrid(RunBook* book, QWidget* parent = nullptr);
    /// The run that leads: drawn with raw line, band and events.
    void setCurrent(RunId run);
    [[nodiscard]] const std::vector<MetricPlot*>& plots() const { return m_plots; }
    [[nodiscard]] MetricPlot* plot(const QString& metric) const;
    [[nodiscard]] double smoothing() const;
    [[nodiscard]] bool following() const { return m_follow->isChecked(); }
    void setFollow(bool on);
    void setSmoothing(double weight);
    void setBand(bool on);
    [[nodiscard]] bool band() const { return m_band->isChecked(); }
    /// Shows what came since the last redraw now (tests; the timer does it otherwise).
    void redrawNow();
    [[nodiscard]] QWidget* bar() const { return m_bar; }
    [[nodiscard]] QString xName() const;

Q_SIGNALS:
    void exportAsked();
    void viewChanged(); ///< smoothing, band or axis: worth storing

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildBar();
    void foldBar();
    void buildPlots();
    void scheduleRedraw();
    void rebuildCurves();
    void arrange();
    void restyle();
    void setCrosshair(std::optional<double> step);
    void showSteps(double from, double to);
    void showMenu(MetricPlot* plot, const QPoint& at);
    [[nodiscard]] std::vector<PlotMark> marks(const RunData& run, double per_step) const;
    [[nodiscard]] double perStep(const RunData& run) const; ///< 0: unknown on this axis
    [[nodiscard]] QString emptyText(const QString& metric) const;

    RunBook* m_book;
    RunId m_current = 0;
    std::vector<MetricPlot*> m_plots;
    QWidget* m_bar = nullptr;
    QHBoxLayout* m_first_row = nullptr;
    QHBoxLayout* m_second_row = nullptr;
    bool m_folded = false;
    QScrollArea* m_scroll = nullptr;
    QWidget* m_canvas = nullptr;
    LabelledCombo* m_axis = nullptr;
    LabelledCombo* m_smoothing = nullptr;
    QCheckBox* m_follow = nullptr;
    QCheckBox* m_band = nullptr;
    TextLabel* m_place = nullptr;
    QTimer m_redraw;
    QElapsedTimer m_since;
    int m_columns = 0;
    bool m_stale_curves = true;
};

} // namespace egt::ui
