// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QString>
#include <QVector>

#include <qcustomplot.h>

#include "common/theme.h"
#include "records/records.h"
#include "train/metric_series.h"

namespace egt::ui {

/// Colours and fonts of a plot: the window's theme, or the light one for paper.
struct PlotInk {
    QColor paper, chrome, grid, line, edge, ink, ink2, ink3, accent, accentWash;
    QFont title, small, smallStrong, tiny;
    static PlotInk of(const Theme& theme);
};

/// How a run is drawn everywhere: never a colour per plot, always colour with dash and marker.
struct RunStyle {
    int index = 0;
    QColor color;
    QVector<qreal> dash; ///< in pen widths, empty = solid
    QCPScatterStyle::ScatterShape marker = QCPScatterStyle::ssDisc;
    bool filled_marker = true;
};
RunStyle runStyle(const Theme& theme, int index);
/// The line sample that stands before a run's name.
void drawDashSample(QPainter& painter, const RunStyle& style, const QRectF& box, qreal width);

/// One line of a plot.
struct PlotCurve {
    RunId run = 0;
    QString name;
    int style = 0;
    bool leading = false; ///< with raw line and band
    const MetricSeries* series = nullptr;
    double per_step = 1; ///< what one step is worth on the x axis: 1, or pairs
};

/// Something that happened at a step.
struct PlotMark {
    enum class Kind { stage, pause, checkpoint, edit };
    Kind kind = Kind::stage;
    double step = 0;
    QString text;
};

/// What one of the six plots shows.
struct PlotSpec {
    QString metric; ///< as TRL and verl call it
    QString title;
    QString unit;
    QString help; ///< what is normal, for the tool tip
    bool logarithmic = false;
    bool smooth = true;  ///< false: what is drawn is what was measured
    bool points = false; ///< a marker at each value
    bool scaled = false; ///< labels as multiples of a power of ten that stands in the unit
    int decimals = 2;    ///< of the read-out
};

/// Axis numbers: round steps for linear axes, 1 and 3 per decade for logarithmic ones, the window's locale.
class PlotTicker : public QCPAxisTicker {
public:
    void setLogarithmic(bool on) { m_logarithmic = on; }
    void setScale(double scale) { m_scale = scale; } ///< labels show value / scale
    void setLocale(const QLocale& locale) { m_locale = locale; }

protected:
    double getTickStep(const QCPRange& range) override;
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    int getSubTickCount(double step) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    bool m_logarithmic = false;
    double m_scale = 1;
    double m_step = 1;
    QLocale m_locale;
};

/// "× 10⁻⁴"
QString powerOfTen(int exponent);

} // namespace egt::ui
