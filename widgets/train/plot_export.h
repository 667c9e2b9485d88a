// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <vector>

#include "common/controls.h"
#include "common/panels.h"
#include "train/metric_plot.h"

namespace egt::ui {

enum class PlotFormat { png, svg, pdf, csv };

struct PlotExport {
    PlotFormat format = PlotFormat::png;
    QString file;
    int width_mm = 180;
    int dpi = 300;
    bool light = true; ///< paper colours, whatever the window shows
};

/// All plots as they stand (range, runs, smoothing) in one picture with a legend, or the values of the visible range.
/// Written aside and renamed. Returns what went wrong as a sentence; empty = written.
QString writePlots(const std::vector<MetricPlot*>& plots, const PlotExport& options);
/// metric,run,step,value,smoothed; numbers in the C locale.
QString plotsCsv(const std::vector<MetricPlot*>& plots);

class PlotExportDialog : public QDialog {
    Q_OBJECT
public:
    PlotExportDialog(std::vector<MetricPlot*> plots, const QString& folder, QWidget* parent);
    [[nodiscard]] PlotExport options() const;

private:
    void browse();
    void formatChanged();
    void write();
    std::vector<MetricPlot*> m_plots;
    SegmentedControl* m_format;
    NoWheelSpinBox* m_width;
    NoWheelSpinBox* m_dpi;
    QCheckBox* m_light;
    QLineEdit* m_file;
    Notice* m_error;
};

} // namespace egt::ui
