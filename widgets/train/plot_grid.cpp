// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/plot_grid.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "train/plot_texts.h"
#include "train/run_book.h"

namespace egt::ui {

namespace {
constexpr int kRedrawMs = 100;
constexpr double kWeights[] = {0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98};
} // namespace

PlotGrid::PlotGrid(RunBook* book, QWidget* parent) : QWidget(parent), m_book(book) {
    setObjectName(QStringLiteral("train.plots"));
    setAccessibleName(tr("Plots"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildBar();
    buildPlots();
    column->addWidget(m_bar);
    auto* divider = new QFrame;
    divider->setFrameShape(QFrame::HLine);
    divider->setFrameShadow(QFrame::Plain);
    divider->setObjectName(QStringLiteral("divider"));
    divider->setFixedHeight(1);
    column->addWidget(divider);
    column->addWidget(m_scroll, 1);
    m_redraw.setSingleShot(true);
    connect(&m_redraw, &QTimer::timeout, this, &PlotGrid::redrawNow);
    connect(book, &RunBook::metricsChanged, this, [this] { scheduleRedraw(); });
    connect(book, &RunBook::runChanged, this, [this](RunId run) {
        if (run == m_current) scheduleRedraw();
    });
    connect(book, &RunBook::listChanged, this, [this] {
        for (MetricPlot* plot : m_plots)
            plot->setCurves({}); // series may be gone
        m_stale_curves = true;
        scheduleRedraw();
    });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &PlotGrid::restyle);
    restyle();
}

void PlotGrid::buildBar() {
    m_bar = new QWidget;
    m_bar->setObjectName(QStringLiteral("train.plotBar"));
    auto* rows = new QVBoxLayout(m_bar);
    rows->setContentsMargins(12, 8, 12, 8);
    rows->setSpacing(metrics::kGap);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    m_second_row = new QHBoxLayout;
    m_second_row->setSpacing(10);
    rows->addLayout(row);
    rows->addLayout(m_second_row);
    m_first_row = row;
    m_axis = new LabelledCombo(tr("X axis"));
    m_axis->setObjectName(QStringLiteral("plots.axis"));
    m_axis->addItems({tr("Step"), tr("Pairs seen")});
    m_axis->setToolTip(tr("Pairs seen: steps times prompts per step, so that runs with different batches compare."));
    m_smoothing = new LabelledCombo(tr("Smoothing"));
    m_smoothing->setObjectName(QStringLiteral("plots.smoothing"));
    m_smoothing->setToolTip(tr("Weight of the debiased exponential moving average, 0 to 0.98. Default 0.90. "
                               "The raw line stays behind it; learning rate and accuracy are never smoothed."));
    for (const double weight : kWeights)
        m_smoothing->addItem(weight == 0 ? tr("off") : number(weight, 2), weight);
    m_follow = new QCheckBox(tr("Follow"));
    m_follow->setObjectName(QStringLiteral("plots.follow"));
    m_follow->setChecked(true);
    m_follow->setToolTip(
        tr("Show all steps and follow the run. A zoom turns this off; double click or Esc turns it on."));
    m_band = new QCheckBox(tr("Band, min to max"));
    m_band->setObjectName(QStringLiteral("plots.band"));
    m_band->setChecked(true);
    m_band->setToolTip(tr("The lowest and highest value that the smoothed line stands for."));
    m_place = new TextLabel({}, Type::small, Ink::ink, nullptr, 600);
    m_place->setObjectName(QStringLiteral("plots.place"));
    for (QWidget* part : std::initializer_list<QWidget*>{m_axis, m_smoothing, m_follow, m_band})
        row->addWidget(part);
    row->addStretch();
    row->addWidget(m_place);
    m_second_row->addStretch();
    setSmoothing(m_book->weight());
    connect(m_axis, &QComboBox::activated, this, [this] {
        setCrosshair({});
        setFollow(true);
        m_stale_curves = true;
        redrawNow();
    });
    connect(m_smoothing, &QComboBox::activated, this, [this] {
        m_book->setWeight(smoothing());
        redrawNow();
        Q_EMIT viewChanged();
    });
    connect(m_follow, &QCheckBox::clicked, this, &PlotGrid::setFollow);
    connect(m_band, &QCheckBox::clicked, this, [this](bool on) {
        setBand(on);
        Q_EMIT viewChanged();
    });
}

// With large text or a narrow pane the check boxes go below: a label that is cut off says nothing.
void PlotGrid::foldBar() {
    int wanted = 24 + m_place->sizeHint().width();
    for (const QWidget* part : std::initializer_list<QWidget*>{m_axis, m_smoothing, m_follow, m_band})
        wanted += part->sizeHint().width() + m_first_row->spacing();
    const bool fold = wanted > m_bar->width();
    if (fold == m_folded) return;
    m_folded = fold;
    int place = fold ? 0 : 2;
    for (QWidget* box : std::initializer_list<QWidget*>{m_follow, m_band}) {
        (fold ? m_first_row : m_second_row)->removeWidget(box);
        (fold ? m_second_row : m_first_row)->insertWidget(place++, box);
    }
}

void PlotGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    foldBar();
}

void PlotGrid::buildPlots() {
    m_canvas = new QWidget;
    m_canvas->setObjectName(QStringLiteral("train.plotCanvas"));
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidget(m_canvas);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->installEventFilter(this);
    for (const PlotSpec& spec : trainPlots()) {
        auto* plot = new MetricPlot(spec, m_canvas);
        m_plots.push_back(plot);
        connect(plot, &MetricPlot::crosshairMoved, this, &PlotGrid::setCrosshair);
        connect(plot, &MetricPlot::stepsPicked, this, &PlotGrid::showSteps);
        connect(plot, &MetricPlot::followAsked, this, [this] { setFollow(true); });
        connect(plot, &MetricPlot::menuAsked, this, [this, plot](const QPoint& at) { showMenu(plot, at); });
    }
}

void PlotGrid::restyle() {
    const Theme& theme = Theme::current();
    const auto paint = [](QWidget* widget, const QColor& color) {
        QPalette palette = widget->palette();
        palette.setColor(QPalette::Window, color);
        widget->setPalette(palette);
        widget->setAutoFillBackground(true);
    };
    paint(m_bar, theme.paper);
    paint(m_canvas, theme.line);
    paint(m_scroll->viewport(), theme.paper);
    if (auto* divider = findChild<QFrame*>(QStringLiteral("divider"))) {
        QPalette palette = divider->palette();
        palette.setColor(QPalette::WindowText, theme.line);
        divider->setPalette(palette);
    }
    const PlotInk ink = PlotInk::of(theme);
    for (MetricPlot* plot : m_plots)
        plot->setInk(ink, theme);
    m_columns = 0;
    arrange();
}

bool PlotGrid::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) arrange();
    return QWidget::eventFilter(watched, event);
}

void PlotGrid::arrange() {
    const QSize room = m_scroll->viewport()->size();
    const int em = QFontMetrics(ui::font(Type::body)).height();
    m_columns = room.width() >= 40 * em ? 2 : 1;
    const int rows = (static_cast<int>(m_plots.size()) + m_columns - 1) / m_columns;
    const int least = metrics::px(200);
    const int height = std::max(rows * least + rows - 1, room.height());
    m_canvas->resize(room.width(), height);
    for (int i = 0; i < static_cast<int>(m_plots.size()); ++i) {
        const int row = i / m_columns;
        const int col = i % m_columns;
        const int left = col * (room.width() + 1) / m_columns;
        const int top = row * (height + 1) / rows;
        const int right = (col + 1) * (room.width() + 1) / m_columns - 1;
        const int bottom = (row + 1) * (height + 1) / rows - 1;
        m_plots[static_cast<std::size_t>(i)]->setGeometry(left, top, right - left, bottom - top);
        m_plots[static_cast<std::size_t>(i)]->setStageNames(i < m_columns);
    }
}

MetricPlot* PlotGrid::plot(const QString& metric) const {
    const auto found = std::find_if(m_plots.begin(), m_plots.end(),
                                    [&](const MetricPlot* plot) { return plot->spec().metric == metric; });
    return found == m_plots.end() ? nullptr : *found;
}

double PlotGrid::smoothing() const {
    return m_smoothing->currentData().toDouble();
}

void PlotGrid::setSmoothing(double weight) {
    const auto nearest = std::min_element(std::begin(kWeights), std::end(kWeights), [&](double x, double y) {
        return std::abs(x - weight) < std::abs(y - weight);
    });
    m_smoothing->setCurrentIndex(static_cast<int>(nearest - std::begin(kWeights)));
    m_book->setWeight(*nearest);
    scheduleRedraw();
}

void PlotGrid::setBand(bool on) {
    m_band->setChecked(on);
    for (MetricPlot* plot : m_plots)
        plot->setBand(on);
}

void PlotGrid::setFollow(bool on) {
    m_follow->setChecked(on);
    for (MetricPlot* plot : m_plots)
        plot->setFollow(on);
}

void PlotGrid::showSteps(double from, double to) {
    m_follow->setChecked(false);
    for (MetricPlot* plot : m_plots)
        if (plot != sender()) plot->showSteps(QCPRange(from, to));
}

QString PlotGrid::xName() const {
    return m_axis->currentText();
}

void PlotGrid::setCrosshair(std::optional<double> step) {
    m_place->setText(step ? tr("%1 %2", "axis, place").arg(xName(), count(static_cast<std::int64_t>(*step)))
                          : QString());
    for (MetricPlot* plot : m_plots)
        plot->setCrosshair(step);
}

void PlotGrid::setCurrent(RunId run) {
    if (m_current == run) return;
    m_current = run;
    m_stale_curves = true;
    redrawNow();
}

void PlotGrid::scheduleRedraw() {
    if (m_redraw.isActive()) return;
    const qint64 since = m_since.isValid() ? m_since.elapsed() : kRedrawMs;
    m_redraw.start(static_cast<int>(std::clamp<qint64>(kRedrawMs - since, 0, kRedrawMs)));
}

double PlotGrid::perStep(const RunData& run) const {
    if (m_axis->currentIndex() == 0) return 1;
    return run.config ? run.config->prompts_per_step : 0;
}

void PlotGrid::rebuildCurves() {
    m_stale_curves = false;
    static const MetricSeries none;
    for (MetricPlot* plot : m_plots) {
        std::vector<PlotCurve> curves;
        for (const RunId id : m_book->order()) {
            const RunData* run = m_book->find(id);
            if (run == nullptr || !run->shown || perStep(*run) <= 0) continue;
            const auto series = run->metrics.find(plot->spec().metric.toStdString());
            PlotCurve curve{id,
                            QString::fromStdString(run->record.name),
                            run->style,
                            id == m_current,
                            series == run->metrics.end() ? &none : &series->second,
                            perStep(*run)};
            curves.insert(id == m_current ? curves.begin() : curves.end(), curve);
        }
        plot->setXName(xName());
        plot->setCurves(std::move(curves));
    }
}

void PlotGrid::redrawNow() {
    m_redraw.stop();
    m_since.start();
    // A metric's first value makes its series: curves that hold the empty stand-in are made anew.
    bool fresh = m_stale_curves;
    for (const MetricPlot* plot : m_plots)
        for (const PlotCurve& curve : plot->curves()) {
            const RunData* run = m_book->find(curve.run);
            fresh = fresh || (curve.series->empty() && run != nullptr &&
                              run->metrics.contains(plot->spec().metric.toStdString()));
        }
    if (fresh) rebuildCurves();
    const RunData* run = m_book->find(m_current);
    for (MetricPlot* plot : m_plots) {
        if (run != nullptr && run->shown && perStep(*run) > 0) {
            const bool waits = run->active() || run->resumable();
            const auto total = static_cast<double>(waits ? run->record.total : 0);
            plot->setTimeLine(marks(*run, perStep(*run)), static_cast<double>(run->step()) * perStep(*run),
                              total * perStep(*run));
        } else {
            plot->setTimeLine({}, 0, 0);
        }
        plot->setEmptyText(emptyText(plot->spec().metric));
        plot->dataArrived();
    }
}

std::vector<PlotMark> PlotGrid::marks(const RunData& run, double per_step) const {
    std::vector<PlotMark> out;
    int stage = 0;
    for (std::size_t i = 0; i < run.story.size(); ++i) {
        const auto* note = std::get_if<NoteEvent>(&run.story[i].body);
        if (note == nullptr) continue;
        const double at = static_cast<double>(note->step) * per_step;
        if (note->kind == "stage") {
            stage = stageNumber(*note, stage + 1);
            out.push_back({PlotMark::Kind::stage, at, tr("Stage %1").arg(stage)});
        }
        if (note->kind == "paused") out.push_back({PlotMark::Kind::pause, at, pauseText(run.story, i)});
    }
    for (const CheckpointRecord& checkpoint : run.checkpoints)
        out.push_back({PlotMark::Kind::checkpoint, static_cast<double>(checkpoint.step) * per_step,
                       tr("Checkpoint %1").arg(count(checkpoint.step))});
    return out;
}

QString PlotGrid::emptyText(const QString& metric) const {
    const RunData* run = m_book->find(m_current);
    if (run == nullptr || !run->shown) return tr("No run is shown. Check one in the list of runs.");
    if (m_axis->currentIndex() == 1 && !run->config) return tr("This run does not count pairs. Choose Step as x axis.");
    if (run->record.kind != RunKind::train && run->record.kind != RunKind::sft)
        return tr("This kind of run does not train: it has no curve.");
    if (run->record.state == RunState::queued) return tr("Waits for its turn. Values come with the first step.");
    if (metric == QLatin1String("eval/accuracy"))
        return run->active() ? tr("Comes with the first evaluation on held-out pairs.")
                             : tr("This run was not measured on held-out pairs.");
    if (run->active()) return tr("Comes with the first step.");
    return tr("This run did not record it.");
}

void PlotGrid::showMenu(MetricPlot* plot, const QPoint& at) {
    QMenu menu;
    menu.addAction(tr("Copy values"), this, [plot] {
        QGuiApplication::clipboard()->setText(plot->spec().title + QStringLiteral(". ") + plot->spokenValues());
    });
    menu.addAction(tr("Copy picture"), this, [plot] { QGuiApplication::clipboard()->setPixmap(plot->grab()); });
    menu.addSeparator();
    QAction* reset = menu.addAction(tr("Reset zoom"), this, [this] { setFollow(true); });
    reset->setShortcut(Qt::Key_Escape);
    reset->setEnabled(!following());
    menu.addAction(tr("Export plots…"), this, &PlotGrid::exportAsked);
    menu.exec(at);
}

} // namespace egt::ui
