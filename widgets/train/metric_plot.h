// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "train/plot_parts.h"

namespace egt::ui {

/// One metric over steps for all compared runs: raw line, min-max band and smoothed line, events, a crosshair that all
/// plots share. A zoom stays while data arrives until "follow" is asked for again.
///
/// Keys: Left/Right move the crosshair (Shift: ten steps), Home/End, + and - zoom, Esc takes back the zoom.
/// Thread: the window's. The curves' series must outlive the plot's next setCurves().
class MetricPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit MetricPlot(PlotSpec spec, QWidget* parent = nullptr);

    void setInk(const PlotInk& ink, const Theme& theme);
    void setCurves(std::vector<PlotCurve> curves);
    /// `now`: the leading run's step, steps after it are drawn as not yet run; `total`: where its axis ends.
    void setTimeLine(std::vector<PlotMark> marks, double now, double total);
    void setBand(bool on);
    void setStageNames(bool on);
    void setXName(const QString& name) { m_x_name = name; } ///< "Step"
    /// What stands in the plot when no curve has a value.
    void setEmptyText(const QString& text);

    void setFollow(bool on);
    [[nodiscard]] bool follow() const { return m_follow; }
    /// A part of the steps to look at; y is fitted to it once. Ends following.
    void showSteps(QCPRange steps);
    [[nodiscard]] QCPRange steps() const { return xAxis->range(); }
    [[nodiscard]] QCPRange fullSteps() const;
    void setCrosshair(std::optional<double> step);
    [[nodiscard]] std::optional<double> crosshair() const { return m_cross; }

    /// Values were added to the series: draws them; ranges change only while following.
    void dataArrived();

    [[nodiscard]] const PlotSpec& spec() const { return m_spec; }
    [[nodiscard]] const std::vector<PlotCurve>& curves() const { return m_curves; }
    [[nodiscard]] QString unitText() const;
    /// The value that is read out for a curve: at the crosshair, or the last one.
    [[nodiscard]] std::optional<double> readOut(const PlotCurve& curve) const;
    [[nodiscard]] QString valueText(double value) const;
    /// All read-outs as one sentence, for screen readers.
    [[nodiscard]] QString spokenValues() const;
    /// The whole plot with title and read-outs, for files; `size` in logical pixels.
    void renderTo(QCPPainter& painter, QSize size);
    /// The same plot (runs, range, events) in another theme and size, for files.
    [[nodiscard]] std::unique_ptr<MetricPlot> copyFor(const Theme& theme, QSize size) const;
    [[nodiscard]] const QString& xName() const { return m_x_name; }

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void stepsPicked(double from, double to); ///< the person zoomed or moved the view
    void followAsked();                       ///< double click or Esc
    void crosshairMoved(std::optional<double> step);
    void menuAsked(const QPoint& global);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    class Ground;
    friend class Ground;
    struct Lines {
        QCPGraph* low = nullptr;
        QCPGraph* high = nullptr;
        QCPGraph* raw = nullptr;
        QCPGraph* line = nullptr;
    };

    void applyInk();
    void layOut();
    void buildGraphs();
    void fillGraphs();
    void fillBand(const PlotCurve& curve, const Lines& lines, std::size_t columns);
    void fitX();
    void fitY();
    void updateScale();
    [[nodiscard]] std::span<const double> shown(const PlotCurve& curve) const;
    [[nodiscard]] std::pair<std::size_t, std::size_t> visible(const PlotCurve& curve) const;
    [[nodiscard]] bool anyValue() const;
    void drawTitle(QPainter& painter, int width) const;
    void drawReadOuts(QPainter& painter, int left, int right) const;
    void drawCrosshair(QPainter& painter) const;
    void drawGround(QCPPainter& painter) const;
    void pickSteps(QCPRange steps);
    void zoomAt(double step, double factor);
    void moveCrosshair(double by);
    void showMarkTip(const QPoint& at, const QPoint& global);

    PlotSpec m_spec;
    PlotInk m_ink;
    std::vector<PlotCurve> m_curves;
    std::vector<RunStyle> m_styles; ///< of each curve
    std::vector<Lines> m_lines;     ///< of each curve
    std::vector<PlotMark> m_marks;
    const Theme* m_theme = nullptr;
    QSharedPointer<PlotTicker> m_x_ticker;
    QSharedPointer<PlotTicker> m_y_ticker;
    double m_now = 0;
    double m_total = 0;
    double m_scale = 1;
    int m_exponent = 0;
    bool m_band = true;
    bool m_follow = true;
    bool m_stage_names = false;
    QString m_empty_text;
    QString m_x_name;
    std::optional<double> m_cross;
    std::optional<QRect> m_box; ///< the zoom box being drawn
    std::optional<QPoint> m_pan;
};

} // namespace egt::ui
