// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

class QPainter;

namespace egt::ui {

/// A histogram small enough for a row: bars, at most one cut and one mark, optional bands.
struct MiniHistogramData {
    std::vector<double> counts;
    double low = 0; ///< range of the bins
    double high = 1;
    std::optional<double> cut;    ///< dropped above; ink line
    std::optional<double> mark;   ///< the pair's place: 2 px ink line, the cut is dashed then
    std::vector<double> bands;    ///< borders between curriculum stages
    QString empty_text;           ///< shown in a dashed box where there are no counts
    bool cut_drops_below = false; ///< for p_label: low is bad
};

void paintMiniHistogram(QPainter* painter, const QRectF& box, const MiniHistogramData& data);

class MiniHistogram : public QWidget {
    Q_OBJECT
public:
    explicit MiniHistogram(QWidget* parent = nullptr);
    void setData(MiniHistogramData data);
    [[nodiscard]] const MiniHistogramData& data() const { return m_data; }
    [[nodiscard]] QSize sizeHint() const override { return {136, 50}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MiniHistogramData m_data;
};

} // namespace egt::ui
