// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/mini_histogram.h"
#include "records/columns.h"
#include <QWidget>

namespace egt::ui {

/// Where one pair stands among all: 50 px of bars, the cut dashed, the pair as a 2 px line, its rank in words.
class PlaceHistogram : public QWidget {
    Q_OBJECT
public:
    explicit PlaceHistogram(QWidget* parent = nullptr);
    /// `cut`: infinite = none. Hidden when the pair has no value.
    void setPlace(const ColumnsPtr& columns, const QString& column, double value, double cut);
    [[nodiscard]] QSize sizeHint() const override { return {248, 96}; }
    [[nodiscard]] QString placeText() const { return m_place; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MiniHistogramData m_data;
    double m_value = 0;
    QString m_label; ///< what is written at the pair
    QString m_place;
};

} // namespace egt::ui
