// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/train_workspace.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/fonts.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "records/serialize.h"
#include "train/new_run_dialog.h"
#include "train/plot_export.h"
#include "train/plot_grid.h"
#include "train/run_book.h"
#include "train/run_details.h"
#include "train/run_header.h"
#include "train/run_list.h"
#include "train/run_settings.h"

namespace egt::ui {

TrainWorkspace::TrainWorkspace(QWidget* parent) : Workspace(parent), m_book(new RunBook(this)) {
    setObjectName(QStringLiteral("workspace.train"));
    buildActions();
    m_header = new RunHeader({m_pause, m_stop, m_abort, m_resume});
    m_plots = new PlotGrid(m_book);
    m_details = new RunDetails;
    m_left = buildLeft();
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    for (QWidget* part : std::initializer_list<QWidget*>{m_left, m_plots, m_details})
        m_splitter->addWidget(part);
    m_splitter->setStretchFactor(1, 1);
    m_empty = new EmptyState(Icon::train, tr("Training runs and their curves stand here."),
                             tr("Choose a judge and a selection; low-entropy pairs come first."), tr("New run"));
    m_empty->setObjectName(QStringLiteral("train.empty"));
    auto* full = new QWidget;
    auto* column = new QVBoxLayout(full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_splitter, 1);
    m_stack = new QStackedWidget(this);
    auto* nothing = new Pane(Ground::paper);
    auto* middle = new QVBoxLayout(nothing);
    middle->addWidget(m_empty, 0, Qt::AlignCenter);
    m_stack->addWidget(nothing);
    m_stack->addWidget(full);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    connect(m_empty, &EmptyState::activated, this, &TrainWorkspace::newRunAsked);
    connect(m_runs, &RunList::opened, this, &TrainWorkspace::openRun);
    connect(m_runs, &QWidget::customContextMenuRequested, this, &TrainWorkspace::runMenu);
    connect(m_runs->runs(), &RunListModel::renameAsked, this, [this](RunId run, const QString& name) {
        if (good(client()->engine().renameRun(run, name.toStdString()))) m_book->refreshList();
    });
    connect(m_book, &RunBook::listChanged, this, &TrainWorkspace::listChanged);
    connect(m_book, &RunBook::runChanged, this, [this](RunId run) {
        if (run == m_current) showCurrent();
    });
    connect(m_book, &RunBook::failed, this, &TrainWorkspace::showError);
    connect(m_plots, &PlotGrid::exportAsked, this, &TrainWorkspace::exportPlots);
    connect(m_plots, &PlotGrid::viewChanged, this, &Workspace::stateChanged);
    connect(m_splitter, &QSplitter::splitterMoved, this, &Workspace::stateChanged);
    connect(m_details, &RunDetails::scoreAsked, this, &TrainWorkspace::scoreWith);
    connect(m_details, &RunDetails::folderAsked, this, [this](const QString& path) {
        if (!QFileInfo::exists(path)) return showError(tr("“%1” is no longer there.").arg(path));
        QDesktopServices::openUrl(QUrl::fromLocalFile(path));
    });
    m_details->samples()->setPairSource([this](PairId pair) -> std::optional<PairRecord> {
        if (client() == nullptr || !client()->isOpen()) return {};
        auto record = client()->engine().pair(pair);
        return record ? std::optional(*record) : std::nullopt;
    });
    resetLayout();
    listChanged();
}

QAction* TrainWorkspace::makeAction(const char* name, const QString& text, const QKeySequence& key,
                                    void (TrainWorkspace::*slot)()) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void TrainWorkspace::buildActions() {
    m_new = makeAction("train.new", tr("New run…"), Qt::CTRL | Qt::Key_R, &TrainWorkspace::newRunAsked);
    m_pause = makeAction("train.pause", tr("Pause"), Qt::CTRL | Qt::Key_Space, &TrainWorkspace::pauseOrContinue);
    m_stop = makeAction("train.stop", tr("Stop and save"), Qt::CTRL | Qt::Key_Period, &TrainWorkspace::stopAndSave);
    m_abort = makeAction("train.abort", tr("Abort"), {}, &TrainWorkspace::abortRun);
    m_resume = makeAction("train.resume", tr("Resume"), {}, &TrainWorkspace::resumeRun);
    m_export = makeAction("train.exportPlots", tr("Export plots…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E,
                          &TrainWorkspace::exportPlots);
    m_show_details = makeAction("train.details", tr("Details of the run"), Qt::Key_I, &TrainWorkspace::toggleDetails);
    m_show_details->setCheckable(true);
    m_show_details->setChecked(true);
    m_new->setIcon(icon(Icon::plus));
    m_stop->setIcon(icon(Icon::stop));
    m_abort->setIcon(icon(Icon::close));
    m_resume->setIcon(icon(Icon::resume));
    m_pause->setIcon(icon(Icon::pause));
}

QWidget* TrainWorkspace::buildLeft() {
    auto* left = new Pane(Ground::sunken);
    left->setObjectName(QStringLiteral("train.left"));
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 6, 2);
    head->addWidget(new TextLabel(tr("Runs"), Type::small, Ink::ink, nullptr, 600));
    head->addStretch();
    auto* button = new KeyCapButton(Icon::plus, tr("New run"));
    button->setObjectName(QStringLiteral("train.newRun"));
    button->setKind(ButtonKind::ghost);
    button->setButtonHeight(28);
    connect(button, &QAbstractButton::clicked, this, &TrainWorkspace::newRunAsked);
    connect(m_new, &QAction::changed, button, [this, button] {
        button->setEnabled(m_new->isEnabled());
        button->setToolTip(m_new->toolTip());
    });
    head->addWidget(button);
    column->addLayout(head);
    m_runs = new RunList(m_book);
    m_result_note = new ElidedLabel({}, Type::tiny, Ink::ink3);
    m_result_note->setAlignment(Qt::AlignRight);
    m_settings = new RunSettings;
    auto* box = new QVBoxLayout;
    box->setContentsMargins(6, 0, 6, 8);
    box->setSpacing(4);
    box->addWidget(m_runs);
    auto* note = new QHBoxLayout;
    note->setContentsMargins(6, 0, 6, 0);
    note->addWidget(m_result_note);
    box->addLayout(note);
    column->addLayout(box);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(m_settings);
    m_settings->setAutoFillBackground(false);
    column->addWidget(scroll, 1);
    return left;
}

void TrainWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    m_book->setClient(client);
    m_settings->setClient(client);
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what == QLatin1String("runs")) return;
        m_settings->dataChanged();
        if (RunData* run = current()) m_settings->showRun(run);
    });
    updateActions();
}

void TrainWorkspace::setContext(ProjectContext* context) {
    Workspace::setContext(context);
    connect(context, &ProjectContext::trainOnRequested, this, [this](const QString& selection) { newRun(selection); });
    connect(context, &ProjectContext::openRunRequested, this, &TrainWorkspace::openRun);
}

QString TrainWorkspace::title() const {
    return tr("Train");
}

QList<QAction*> TrainWorkspace::menuActions(MenuId menu) const {
    if (menu == MenuId::run) return {m_new, m_pause, m_stop, m_abort, m_resume};
    if (menu == MenuId::file) return {m_export};
    if (menu == MenuId::view) return {m_show_details};
    return {};
}

QList<QWidget*> TrainWorkspace::panes() const {
    return {m_header, m_left, m_plots, m_details};
}

void TrainWorkspace::projectOpened() {
    m_current = 0;
    m_auto_shown = 0;
    m_book->restart();
    m_plots->setFollow(true);
}

void TrainWorkspace::projectClosed() {
    m_current = 0;
    m_book->restart();
}

RunData* TrainWorkspace::current() const {
    return m_book->find(m_current);
}

void TrainWorkspace::listChanged() {
    const std::vector<RunId>& order = m_book->order();
    if (m_book->find(m_current) == nullptr) m_current = 0;
    if (m_current == 0 && !order.empty()) {
        // What works now is what people want to see; else the newest training.
        RunId pick = order.front();
        for (auto run = order.rbegin(); run != order.rend(); ++run)
            if (isPlotted(*m_book->find(*run))) pick = *run;
        for (const RunId run : order)
            if (m_book->find(run)->active() && isPlotted(*m_book->find(run))) pick = run;
        openRun(pick);
        return;
    }
    m_stack->setCurrentIndex(order.empty() ? 0 : 1);
    // As high as its runs, up to seven; then it scrolls and the settings keep their room.
    const int rows = std::clamp(static_cast<int>(order.size()), 1, 7);
    m_runs->setFixedHeight(rows * (metrics::px(metrics::kListRow) + 2) + 2);
    showCurrent();
}

void TrainWorkspace::openRun(RunId run) {
    RunData* opened = m_book->find(run);
    if (opened == nullptr) return;
    const RunId before = std::exchange(m_current, run);
    m_book->load(run);
    if (m_auto_shown != 0 && m_auto_shown != run && m_auto_shown == before) m_book->setShown(m_auto_shown, false);
    if (isPlotted(*opened) && !opened->shown) {
        m_auto_shown = run;
        m_book->setShown(run, true);
    } else if (before != run) {
        m_auto_shown = 0;
    }
    m_runs->runs()->setCurrent(run);
    if (!m_runs->currentIndex().isValid() || m_runs->runs()->runAt(m_runs->currentIndex()) != run)
        m_runs->setCurrentIndex(m_runs->runs()->indexOf(run));
    m_stack->setCurrentIndex(1);
    m_plots->setCurrent(run);
    showCurrent();
}

void TrainWorkspace::showCurrent() {
    const RunData* run = current();
    m_runs->runs()->setCurrent(m_current);
    m_header->showRun(run);
    m_settings->showRun(run);
    m_details->showRun(run);
    const bool measured = std::any_of(m_book->order().begin(), m_book->order().end(),
                                      [this](RunId id) { return m_book->find(id)->result() != nullptr; });
    m_result_note->setText(!measured ? QString() : tr("right: held-out accuracy, both orders"));
    updateActions();
}

void TrainWorkspace::updateActions() {
    const RunData* run = current();
    const bool open = client() != nullptr && client()->isOpen();
    const bool writable = open && !client()->readOnly();
    const QString read_only = tr("The project is open for reading only.");
    m_new->setEnabled(writable);
    m_new->setToolTip(writable ? tr("Train a judge on a selection") : open ? read_only : tr("Open a project first."));
    const bool active = run != nullptr && run->active();
    const RunState state = run == nullptr ? RunState::done : run->record.state;
    const bool paused = state == RunState::paused || state == RunState::pausing;
    m_pause->setText(paused ? tr("Continue") : tr("Pause"));
    m_pause->setIcon(icon(paused ? Icon::play : Icon::pause));
    m_pause->setEnabled(active && state != RunState::stopping && state != RunState::queued);
    const QString not_running = tr("This run is not running.");
    m_pause->setToolTip(m_pause->isEnabled()
                            ? (paused ? tr("Go on with the next step.") : tr("The step ends, then the run waits."))
                        : state == RunState::queued ? tr("The run waits for its turn.")
                                                    : not_running);
    m_stop->setEnabled(active && state != RunState::stopping);
    m_stop->setToolTip(m_stop->isEnabled() ? tr("Stop and save: the step ends, a checkpoint is written, about 3 s.")
                                           : not_running);
    m_abort->setEnabled(active);
    m_abort->setToolTip(active ? tr("Stop at once; steps after the last checkpoint are lost.") : not_running);
    m_resume->setEnabled(writable && run != nullptr && run->resumable());
    m_resume->setToolTip(!writable               ? read_only
                         : m_resume->isEnabled() ? tr("Go on from the last checkpoint.")
                                                 : tr("Only stopped, interrupted and failed runs can go on."));
    m_export->setEnabled(run != nullptr);
    m_export->setToolTip(run != nullptr ? tr("PNG, SVG, PDF or CSV of all plots") : tr("There is no run to draw."));
    m_details->setScoringBlocked(writable ? QString() : read_only);
}

template <class T> bool TrainWorkspace::good(const T& result) {
    if (!result) showError(errorText(result.error()));
    return result.has_value();
}

void TrainWorkspace::showError(const QString& sentence) {
    if (context() != nullptr) context()->showError(sentence);
}

void TrainWorkspace::pauseOrContinue() {
    if (!m_pause->isEnabled()) return;
    const RunState state = current()->record.state;
    const bool paused = state == RunState::paused || state == RunState::pausing;
    good(paused ? client()->engine().resume(m_current) : client()->engine().pause(m_current));
}

void TrainWorkspace::stopAndSave() {
    if (m_stop->isEnabled()) good(client()->engine().stop(m_current, StopKind::save));
}

void TrainWorkspace::abortRun() {
    if (!m_abort->isEnabled()) return;
    const RunData& run = *current();
    QMessageBox box(
        QMessageBox::Question, tr("Abort the run"),
        tr("Abort “%1”? Steps after the last checkpoint are lost.").arg(QString::fromStdString(run.record.name)),
        QMessageBox::NoButton, this);
    box.setObjectName(QStringLiteral("train.abortQuestion"));
    QPushButton* abort = box.addButton(tr("Abort"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(tr("Go on"), QMessageBox::RejectRole));
    const RunId id = m_current;
    box.exec();
    if (box.clickedButton() == abort) good(client()->engine().stop(id, StopKind::abort));
}

void TrainWorkspace::resumeRun() {
    const RunData* run = current();
    if (!m_resume->isEnabled() || run == nullptr) return;
    const auto json = parseJson(run->record.config);
    if (!good(json)) return;
    auto request = requestFromJson(*json);
    if (!good(request)) return;
    if (auto* train = std::get_if<TrainRequest>(&*request)) train->resume = run->record.id;
    if (auto* score = std::get_if<ScoreRequest>(&*request)) score->resume = run->record.id;
    start(*request);
}

bool TrainWorkspace::start(const JobRequest& request) {
    const auto run = client()->engine().submit(request);
    if (!good(run)) return false;
    m_book->refreshList();
    openRun(*run);
    m_plots->setFollow(true);
    return true;
}

TrainRequest TrainWorkspace::lastRequest() const {
    const auto json = parseJson(m_last_request.toStdString());
    const auto request = json ? requestFromJson(*json) : Result<JobRequest>(JobRequest(TrainRequest()));
    const auto* train = request ? std::get_if<TrainRequest>(&*request) : nullptr;
    TrainRequest last = train != nullptr ? *train : TrainRequest();
    last.resume = 0;
    last.config.score_run = 0; // runs of another project have other numbers
    if (!last.judge.empty()) return last;
    for (const RunId id : m_book->order()) { // a judge that this project made or used
        const RunRecord& record = m_book->find(id)->record;
        if (!record.judge.empty() && last.judge.empty()) last.judge = record.judge;
    }
    return last;
}

void TrainWorkspace::newRun(const QString& selection) {
    if (!m_new->isEnabled()) return;
    TrainRequest first = lastRequest();
    if (!selection.isEmpty()) first.config.selection = selection.toStdString();
    NewRunDialog dialog(client(), first, this);
    if (dialog.exec() != QDialog::Accepted) return;
    const TrainRequest request = dialog.request();
    if (!start(request)) return;
    m_last_request = QString::fromStdString(dumpJson(toJson(JobRequest(request))));
    Q_EMIT stateChanged();
}

void TrainWorkspace::scoreWith(const QString& judge, qint64 step) {
    ScoreRequest request;
    request.judge = judge.toStdString();
    request.name = tr("Scores of step %1").arg(count(step)).toStdString();
    const auto run = client()->engine().submit(request);
    if (!good(run)) return;
    m_book->refreshList();
    const RunId id = *run;
    if (context() != nullptr)
        context()->toast(tr("Scoring all pairs with the judge of step %1.").arg(count(step)), tr("Show"),
                         [this, id] { openRun(id); });
}

void TrainWorkspace::exportPlots() {
    if (!m_export->isEnabled()) return;
    const QString folder = QFileInfo(client()->path()).absolutePath();
    PlotExportDialog dialog(m_plots->plots(), folder, this);
    if (dialog.exec() != QDialog::Accepted || context() == nullptr) return;
    const QString file = dialog.options().file;
    context()->toast(tr("Wrote %1").arg(QFileInfo(file).fileName()), tr("Show"),
                     [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath())); });
}

void TrainWorkspace::runMenu(const QPoint& at) {
    QModelIndex index = m_runs->indexAt(at);
    if (!index.isValid()) index = m_runs->currentIndex();
    RunData* run = m_book->find(m_runs->runs()->runAt(index));
    if (run == nullptr) return;
    const RunId id = run->record.id;
    QMenu menu;
    menu.setToolTipsVisible(true);
    menu.addAction(tr("Open"), this, [this, id] { openRun(id); });
    QAction* compare = menu.addAction(tr("Compare in plots"), this, [this, id](bool on) { m_book->setShown(id, on); });
    compare->setCheckable(true);
    compare->setChecked(run->shown);
    compare->setEnabled(isPlotted(*run));
    compare->setToolTip(isPlotted(*run) ? QString() : tr("This kind of run has no curve."));
    QAction* rename = menu.addAction(tr("Rename"), this, [this, index] { m_runs->edit(index); });
    rename->setShortcut(Qt::Key_F2);
    rename->setEnabled(m_new->isEnabled());
    menu.addSeparator();
    QAction* resume = menu.addAction(tr("Resume"), this, [this, id] {
        openRun(id);
        resumeRun();
    });
    resume->setEnabled(m_new->isEnabled() && run->resumable());
    resume->setToolTip(run->resumable() ? QString() : tr("Only stopped, interrupted and failed runs can go on."));
    QAction* again = menu.addAction(tr("New run with these settings…"), this, [this, run] {
        NewRunDialog dialog(client(), {run->start_judge, *run->config, 0}, this);
        if (dialog.exec() == QDialog::Accepted) start(dialog.request());
    });
    again->setEnabled(m_new->isEnabled() && run->config.has_value());
    again->setToolTip(run->config ? QString() : tr("Only training runs have these settings."));
    menu.exec(m_runs->viewport()->mapToGlobal(at));
}

void TrainWorkspace::toggleDetails() {
    m_details_wanted = m_show_details->isChecked();
    m_details->setVisible(m_details_wanted);
    Q_EMIT stateChanged();
}

void TrainWorkspace::resizeEvent(QResizeEvent* event) {
    Workspace::resizeEvent(event);
    arrange();
}

void TrainWorkspace::arrange() {
    // The plots need two columns of 20 em; where there is no room the dock waits for its key.
    const int em = QFontMetrics(ui::font(Type::body)).height();
    const bool narrow = width() < 68 * em;
    if (narrow == m_narrow) return;
    m_narrow = narrow;
    m_show_details->setChecked(!narrow && m_details_wanted);
    m_details->setVisible(!narrow && m_details_wanted);
}

QJsonObject TrainWorkspace::saveState() const {
    QJsonArray sizes;
    for (const int size : m_splitter->sizes())
        sizes.append(size);
    return {{QStringLiteral("sizes"), sizes},
            {QStringLiteral("smoothing"), m_plots->smoothing()},
            {QStringLiteral("band"), m_plots->band()},
            {QStringLiteral("details"), m_details_wanted},
            {QStringLiteral("lastRequest"), m_last_request}};
}

void TrainWorkspace::restoreState(const QJsonObject& state) {
    QList<int> sizes;
    for (const QJsonValue& size : state.value(QStringLiteral("sizes")).toArray())
        sizes << size.toInt();
    if (sizes.size() == m_splitter->count()) m_splitter->setSizes(sizes);
    m_plots->setSmoothing(state.value(QStringLiteral("smoothing")).toDouble(m_plots->smoothing()));
    m_plots->setBand(state.value(QStringLiteral("band")).toBool(true));
    m_last_request = state.value(QStringLiteral("lastRequest")).toString();
    m_details_wanted = state.value(QStringLiteral("details")).toBool(true);
    m_show_details->setChecked(m_details_wanted && !m_narrow);
    m_details->setVisible(m_details_wanted && !m_narrow);
}

void TrainWorkspace::resetLayout() {
    m_splitter->setSizes({metrics::px(256), metrics::px(823), metrics::px(296)});
    m_left->setMinimumWidth(metrics::px(232));
    m_details->setMinimumWidth(metrics::px(272));
    m_details_wanted = true;
    m_show_details->setChecked(!m_narrow);
    m_details->setVisible(!m_narrow);
}

} // namespace egt::ui
