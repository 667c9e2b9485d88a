// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "common/histogram_data.h"

namespace egt::ui {

class CutHandle;

/// Histogram with one or two cuts that can be dragged. Kept bars are filled with the entropy ramp, dropped ones hatched
/// on chrome. Knows numbers only: data, and a function that counts exactly for two cuts.
class HistogramCutWidget : public QWidget {
    Q_OBJECT
public:
    explicit HistogramCutWidget(QWidget* parent = nullptr);

    void setData(HistogramData data);
    [[nodiscard]] const HistogramData& data() const { return m_data; }
    /// Which handles there are. Default: both.
    void setHandles(bool lower, bool upper);
    /// Infinite values mean "drops nothing". Emits nothing.
    void setCuts(double low, double high);
    /// The lower or upper cut inside the axis.
    [[nodiscard]] double cut(bool upper) const;
    [[nodiscard]] double low() const { return m_low; }   ///< -inf where the handle stands at the end
    [[nodiscard]] double high() const { return m_high; } ///< +inf likewise
    /// Exact counts; must be quick (it is called per mouse move). Without: from the bins.
    void setCountFunction(std::function<CutCounts(double low, double high)> count);
    /// Share of values <= x, for "p85" in the tags. Without: from the bins.
    void setPercentileFunction(std::function<double(double value)> percentile);
    /// Words after the dropped shares: "too easy", "too uncertain".
    void setDroppedWords(const QString& below, const QString& above);
    void setLogScale(bool log);
    [[nodiscard]] bool logScale() const { return m_log; }
    /// Extra line at a value (the pair that is looked at); NaN = none.
    void setMarker(double value);
    [[nodiscard]] CutCounts counts() const;
    [[nodiscard]] double binWidth() const;

    // Geometry, so that a plot below can share the x axis.
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] double xOf(double value) const;
    [[nodiscard]] double valueAt(double x) const;
    static constexpr int kLeftMargin = 64;
    static constexpr int kRightMargin = 24;

    /// Moves a cut to a value, kept between the ends and the other cut; emits cutMoved.
    void moveCut(bool upper, double value, bool final);

    [[nodiscard]] QSize sizeHint() const override { return {600, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 160}; }

Q_SIGNALS:
    /// final: the drag ended or a key was pressed; not final: while dragging.
    void cutMoved(double low, double high, bool final);
    /// A bar was clicked (not dragged): its range.
    void binClicked(double low, double high);
    void plotGeometryChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] double barHeight(double count) const;
    [[nodiscard]] int binAt(double x) const;
    [[nodiscard]] double percentileOf(double value) const;
    [[nodiscard]] QString valueText(double value) const;
    [[nodiscard]] QRectF tagRect(bool upper) const;
    [[nodiscard]] QString tagText(bool upper) const;
    void placeHandles();
    [[nodiscard]] bool overBars(const QRectF& box) const;
    void paintGround(QPainter& painter) const;
    void paintGrid(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    void paintOverlays(QPainter& painter) const;
    void paintAxes(QPainter& painter) const;
    void paintMissing(QPainter& painter) const;
    void paintCuts(QPainter& painter) const;
    void paintReadouts(QPainter& painter) const;
    void paintReadout(QPainter& painter, QRectF side, const QString& lead, const QString& note, bool dropped) const;
    void paintHover(QPainter& painter) const;

    HistogramData m_data;
    std::function<CutCounts(double, double)> m_count;
    std::function<double(double)> m_percentile;
    QString m_below_word, m_above_word;
    CutHandle* m_lower;
    CutHandle* m_upper;
    double m_low = -std::numeric_limits<double>::infinity();
    double m_high = std::numeric_limits<double>::infinity();
    double m_marker = std::numeric_limits<double>::quiet_NaN();
    double m_top = 1;
    bool m_log = false;
    bool m_has_lower = true;
    bool m_has_upper = true;
    int m_hover = -1;
    QPointF m_mouse;
    int m_dragging = 0; ///< 0 none, 1 lower, 2 upper line
};

} // namespace egt::ui
