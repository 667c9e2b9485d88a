// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/plot_export.h"

#include <QBuffer>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QVBoxLayout>
#include <memory>

#include "common/fonts.h"

namespace egt::ui {

namespace {

constexpr int kPlotWidth = 440;
constexpr int kPlotHeight = 260;
constexpr int kLegend = 28;
constexpr int kColumns = 2;

QSize pictureSize(std::size_t plots) {
    const int rows = (static_cast<int>(plots) + kColumns - 1) / kColumns;
    return {kColumns * kPlotWidth, rows * kPlotHeight + kLegend};
}

void drawLegend(QPainter& painter, const MetricPlot& plot, const Theme& theme, int top, int width) {
    painter.save();
    painter.setFont(ui::font(Type::small));
    int x = 16;
    for (const PlotCurve& curve : plot.curves()) {
        const int need = 30 + painter.fontMetrics().horizontalAdvance(curve.name) + 20;
        if (x + need > width) break;
        drawDashSample(painter, runStyle(theme, curve.style), QRectF(x, top, 24, kLegend), 2);
        painter.setPen(theme.ink);
        painter.drawText(QRect(x + 30, top, need, kLegend), Qt::AlignVCenter | Qt::AlignLeft, curve.name);
        x += need;
    }
    const QString axis = plot.xName();
    painter.setPen(theme.ink3);
    painter.drawText(QRect(0, top, width - 16, kLegend), Qt::AlignVCenter | Qt::AlignRight,
                     MetricPlot::tr("x axis: %1").arg(axis));
    painter.restore();
}

void drawAll(QCPPainter& painter, const std::vector<MetricPlot*>& plots, bool light) {
    const Theme& theme = light ? Theme::light() : Theme::current();
    const QSize size = pictureSize(plots.size());
    painter.fillRect(QRect(QPoint(), size), theme.paper);
    for (std::size_t i = 0; i < plots.size(); ++i) {
        const std::unique_ptr<MetricPlot> copy = plots[i]->copyFor(theme, {kPlotWidth, kPlotHeight});
        painter.save();
        painter.translate(static_cast<int>(i % kColumns) * kPlotWidth, static_cast<int>(i / kColumns) * kPlotHeight);
        copy->renderTo(painter, {kPlotWidth, kPlotHeight});
        painter.restore();
    }
    if (!plots.empty()) drawLegend(painter, *plots.front(), theme, size.height() - kLegend, size.width());
}

QByteArray pngBytes(const std::vector<MetricPlot*>& plots, const PlotExport& options) {
    const QSize size = pictureSize(plots.size());
    const double scale = options.width_mm / 25.4 * options.dpi / size.width();
    QImage image(QSize(qRound(size.width() * scale), qRound(size.height() * scale)),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDotsPerMeterX(qRound(options.dpi / 0.0254));
    image.setDotsPerMeterY(qRound(options.dpi / 0.0254));
    // Fonts are in points: paint at 96 dpi and scale, so that the picture looks the same at any resolution.
    QImage canvas = image;
    canvas.setDotsPerMeterX(qRound(96 / 0.0254));
    canvas.setDotsPerMeterY(qRound(96 / 0.0254));
    {
        QCPPainter painter(&canvas);
        painter.setMode(QCPPainter::pmNoCaching);
        painter.scale(scale, scale);
        drawAll(painter, plots, options.light);
    }
    canvas.setDotsPerMeterX(image.dotsPerMeterX());
    canvas.setDotsPerMeterY(image.dotsPerMeterY());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    return buffer.open(QIODevice::WriteOnly) && canvas.save(&buffer, "PNG") ? bytes : QByteArray();
}

QByteArray svgBytes(const std::vector<MetricPlot*>& plots, const PlotExport& options) {
    const QSize size = pictureSize(plots.size());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setViewBox(QRect(QPoint(), size));
    const double scale = options.width_mm / 25.4 * 96 / size.width();
    generator.setSize(QSize(qRound(size.width() * scale), qRound(size.height() * scale)));
    generator.setTitle(MetricPlot::tr("Training curves"));
    QCPPainter painter(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    drawAll(painter, plots, options.light);
    painter.end();
    return bytes;
}

QByteArray pdfBytes(const std::vector<MetricPlot*>& plots, const PlotExport& options) {
    const QSize size = pictureSize(plots.size());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly)) return {};
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(96);
        const double height = static_cast<double>(options.width_mm) * size.height() / size.width();
        writer.setPageSize(
            QPageSize(QSizeF(options.width_mm, height), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF());
        writer.setTitle(MetricPlot::tr("Training curves"));
        QCPPainter painter(&writer);
        painter.setMode(QCPPainter::pmVectorized);
        const double scale = static_cast<double>(writer.width()) / size.width();
        painter.scale(scale, scale);
        drawAll(painter, plots, options.light);
    }
    return bytes;
}

QString csvField(const QString& text) {
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    QString inner = text;
    inner.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + inner + QLatin1Char('"');
}

QString suffixOf(PlotFormat format) {
    static const QString suffixes[] = {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"),
                                       QStringLiteral("csv")};
    return suffixes[static_cast<int>(format)];
}

} // namespace

QString plotsCsv(const std::vector<MetricPlot*>& plots) {
    QString out = QStringLiteral("metric,run,step,value,smoothed\n");
    for (const MetricPlot* plot : plots)
        for (const PlotCurve& curve : plot->curves()) {
            const MetricSeries& series = *curve.series;
            for (std::size_t i = 0; i < series.size(); ++i) {
                if (!plot->steps().contains(series.steps()[i] * curve.per_step)) continue;
                out += QStringLiteral("%1,%2,%3,%4,%5\n")
                           .arg(plot->spec().metric, csvField(curve.name), QString::number(series.steps()[i], 'f', 0),
                                QString::number(series.values()[i], 'g', 17),
                                QString::number(series.smooth()[i], 'g', 17));
            }
        }
    return out;
}

QString writePlots(const std::vector<MetricPlot*>& plots, const PlotExport& options) {
    QByteArray bytes;
    switch (options.format) {
    case PlotFormat::png:
        bytes = pngBytes(plots, options);
        break;
    case PlotFormat::svg:
        bytes = svgBytes(plots, options);
        break;
    case PlotFormat::pdf:
        bytes = pdfBytes(plots, options);
        break;
    case PlotFormat::csv:
        bytes = plotsCsv(plots).toUtf8();
        break;
    }
    if (bytes.isEmpty()) return MetricPlot::tr("The plots could not be drawn at this size. Lower the resolution.");
    QSaveFile file(options.file);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) return {};
    return MetricPlot::tr("“%1” was not written: %2. Choose another place.").arg(options.file, file.errorString());
}

PlotExportDialog::PlotExportDialog(std::vector<MetricPlot*> plots, const QString& folder, QWidget* parent)
    : QDialog(parent), m_plots(std::move(plots)),
      m_format(new SegmentedControl(
          {QStringLiteral("PNG"), QStringLiteral("SVG"), QStringLiteral("PDF"), QStringLiteral("CSV")}, tr("Format"))),
      m_width(new NoWheelSpinBox), m_dpi(new NoWheelSpinBox), m_light(new QCheckBox(tr("Light colours, for paper"))),
      m_file(new QLineEdit(QDir(folder).filePath(QStringLiteral("curves.png")))),
      m_error(new Notice(Notice::Tone::err)) {
    setObjectName(QStringLiteral("plotExport"));
    setWindowTitle(tr("Export plots"));
    setMinimumWidth(560);
    m_format->setObjectName(QStringLiteral("plotExport.format"));
    m_file->setObjectName(QStringLiteral("plotExport.file"));
    m_file->setAccessibleName(tr("File"));
    m_width->setRange(40, 1000);
    m_width->setValue(180);
    m_width->setSuffix(tr(" mm"));
    m_width->setAccessibleName(tr("Width"));
    m_dpi->setRange(72, 1200);
    m_dpi->setValue(300);
    m_dpi->setSuffix(tr(" dpi"));
    m_dpi->setAccessibleName(tr("Resolution"));
    m_light->setChecked(true);
    m_error->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addWidget(new TextLabel(tr("Export plots"), Type::title, Ink::ink, nullptr, 600));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    const auto row = [&](const QString& name, QWidget* field) {
        const int at = grid->rowCount();
        grid->addWidget(new TextLabel(name, Type::body, Ink::ink2), at, 0);
        grid->addWidget(field, at, 1);
    };
    row(tr("Format"), m_format);
    row(tr("Width"), m_width);
    row(tr("Resolution"), m_dpi);
    row({}, m_light);
    auto* place = new QWidget;
    auto* line = new QHBoxLayout(place);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_file, 1);
    auto* open = new KeyCapButton(Icon::folder, tr("Browse"));
    line->addWidget(open);
    row(tr("File"), place);
    column->addLayout(grid);
    column->addWidget(m_error);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* cancel = new KeyCapButton(tr("Cancel"));
    auto* save = new PrimaryButton(tr("Export plots"));
    save->setObjectName(QStringLiteral("plotExport.write"));
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    column->addLayout(buttons);
    connect(open, &QAbstractButton::clicked, this, &PlotExportDialog::browse);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(save, &QAbstractButton::clicked, this, &PlotExportDialog::write);
    connect(m_file, &QLineEdit::returnPressed, this, &PlotExportDialog::write);
    connect(m_format, &SegmentedControl::currentChanged, this, &PlotExportDialog::formatChanged);
    m_format->setFocus();
}

PlotExport PlotExportDialog::options() const {
    return {static_cast<PlotFormat>(m_format->current()), m_file->text().trimmed(), m_width->value(), m_dpi->value(),
            m_light->isChecked()};
}

void PlotExportDialog::formatChanged() {
    const auto format = static_cast<PlotFormat>(m_format->current());
    m_dpi->setEnabled(format == PlotFormat::png);
    m_dpi->setToolTip(format == PlotFormat::png ? QString() : tr("Only PNG is made of dots."));
    m_width->setEnabled(format != PlotFormat::csv);
    m_light->setEnabled(format != PlotFormat::csv);
    m_width->setToolTip(format == PlotFormat::csv ? tr("CSV holds the values of the steps that are shown.")
                                                  : QString());
    const QFileInfo file(m_file->text());
    m_file->setText(file.dir().filePath(file.completeBaseName() + QLatin1Char('.') + suffixOf(format)));
}

void PlotExportDialog::browse() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Export plots"), m_file->text());
    if (!file.isEmpty()) m_file->setText(file);
}

void PlotExportDialog::write() {
    const QString error = options().file.isEmpty() ? tr("Name the file to write.") : writePlots(m_plots, options());
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
    if (error.isEmpty()) accept();
}

} // namespace egt::ui
