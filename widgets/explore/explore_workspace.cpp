// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/explore_workspace.h"

#include <QComboBox>
#include <QGridLayout>
#include <QItemSelection>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QUndoCommand>
#include <algorithm>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/histogram_cut_widget.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "common/theme.h"
#include "curation/correlation.h"
#include "curation/filter.h"
#include "explore/effect_panel.h"
#include "explore/filter_bar.h"
#include "explore/pair_panel.h"
#include "explore/pair_table_model.h"
#include "explore/plots.h"

namespace egt::ui {

namespace {
constexpr int kBins = 80;
constexpr int kEffectDelayMs = 30;
constexpr int kReloadDelayMs = 200;
constexpr std::size_t kMostSourcePlots = 12;
constexpr double kRightLabels = 0.90;

Decision decisionAt(const Column* column, std::int64_t row) {
    if (column == nullptr) return Decision::none;
    const std::int32_t code = column->code(row);
    return code == kMissingCode ? Decision::none : static_cast<Decision>(code);
}

/// 1 where review says that the label is wrong, 0 where it says right, NaN where it says nothing.
curation::Rightness wrongLabels(const ColumnSnapshot& snapshot) {
    const Column* decision = snapshot.find("decision");
    const Column* label = snapshot.find("label");
    return [decision, label](std::int64_t row) {
        const std::int32_t code = label == nullptr ? kMissingCode : label->code(row);
        const auto wrong = curation::labelIsWrong(decisionAt(decision, row),
                                                  code == kMissingCode ? Label::none : static_cast<Label>(code));
        return wrong ? (*wrong ? 1.0 : 0.0) : std::nan("");
    };
}

} // namespace

/// One drag of a handle.
class CutCommand final : public QUndoCommand {
public:
    CutCommand(ExploreWorkspace* view, const CutBounds& from, const CutBounds& to)
        : QUndoCommand(ExploreWorkspace::tr("move the cut")), m_view(view), m_from(from), m_to(to) {}
    void undo() override { apply(m_from); }
    void redo() override { apply(m_to); }

private:
    void apply(const CutBounds& cut) {
        m_view->m_cut = cut;
        m_view->showCut();
    }
    ExploreWorkspace* m_view;
    CutBounds m_from;
    CutBounds m_to;
};

ExploreWorkspace::~ExploreWorkspace() = default;

QString ExploreWorkspace::title() const {
    return tr("Explore");
}

QString ExploreWorkspace::countText() const {
    return m_count->text();
}

void ExploreWorkspace::connectParts() {
    m_reload_timer.setSingleShot(true);
    m_reload_timer.setInterval(kReloadDelayMs);
    connect(&m_reload_timer, &QTimer::timeout, this, [this] { reload(true); });
    m_effect_timer.setSingleShot(true);
    m_effect_timer.setInterval(kEffectDelayMs);
    connect(&m_effect_timer, &QTimer::timeout, this, [this] { showEffect(); });
    connect(m_filter_bar, &FilterBar::applied, this, [this](const QString& expression) {
        if (context() != nullptr)
            context()->setFilter(expression);
        else
            applyFilter(expression);
    });
    connect(m_filter_bar, &FilterBar::problemChanged, this, [this] { showState(); });
    m_filter_bar->setCheck([this](const QString& expression) -> Result<void> {
        if (!m_snapshot) return {};
        const auto search = [this](const std::string& text) { return client()->engine().search(text); };
        const Result<curation::Mask> rows = curation::filterRows(*m_snapshot, expression.toStdString(), search);
        if (!rows) return fail(rows.error());
        return {};
    });
    connect(m_column, &QComboBox::activated, this, [this] {
        m_cut = {};
        m_undo.clear();
        rebuild();
        Q_EMIT stateChanged();
    });
    connect(m_cut_for, &QComboBox::activated, this, [this] { rebuild(), Q_EMIT stateChanged(); });
    connect(m_run, &QComboBox::activated, this, [this] {
        if (context() != nullptr) context()->setScoreRun(m_run->currentData().toLongLong());
    });
    connect(m_scale, &SegmentedControl::currentChanged, this, [this](int index) { m_log->setChecked(index == 1); });
    connect(m_log, &QAction::toggled, this, [this](bool on) {
        m_scale->setCurrent(on ? 1 : 0);
        m_histogram->setLogScale(on);
        Q_EMIT stateChanged();
    });
    connect(m_histogram, &HistogramCutWidget::cutMoved, this, [this](double low, double high, bool final) {
        moveCut({low, high}, final);
    });
    connect(m_set_cut, &QAbstractButton::clicked, this, [this] { setCut({m_cut.low, m_calibration->crossing()}); });
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this] { showState(); });
    connect(m_dock_tabs, &SegmentedControl::currentChanged, this, [this](int index) {
        m_dock_stack->setCurrentIndex(index);
        showPairTab();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { pickPair(); });
    connect(m_table, &QAbstractItemView::activated, this, [this] { openPicked(); });
    connect(m_model, &QAbstractItemModel::layoutChanged, this, [this] { showState(); });
    connect(m_pair, &PairPanel::openRequested, this, [this] { openPicked(); });
    connect(m_no_match, &EmptyState::activated, this, [this] {
        if (context() != nullptr)
            context()->setFilter({});
        else
            applyFilter({});
    });
    connect(m_no_scores, &EmptyState::activated, this, [this] { score(); });
    connect(m_no_pairs, &EmptyState::activated, this, [this] { startImport(); });
    connect(m_score_button, &QAbstractButton::clicked, m_score, &QAction::trigger);
    connect(m_score, &QAction::triggered, this, [this] { score(); });
    connect(m_save, &QAction::triggered, m_effect, [this] { m_effect->askName({}); });
    connect(m_effect, &EffectPanel::saveRequested, m_save, &QAction::trigger);
    connect(m_effect, &EffectPanel::nameGiven, this, [this](const QString& name) {
        if (saveAs(name)) m_effect->nameAccepted();
    });
    connect(m_effect, &EffectPanel::reviewDropped, this, [this] { reviewDropped(); });
    connect(m_effect, &EffectPanel::trainOnKept, this, [this] { trainOnKept(); });
    connect(m_review_dropped, &QAction::triggered, this, [this] { reviewDropped(); });
    connect(m_train, &QAction::triggered, this, [this] { trainOnKept(); });
    connect(m_effect, &EffectPanel::selectionChosen, this, [this](const QString& name) { chooseSelection(name); });
    connect(m_effect, &EffectPanel::selectionRemoved, this, [this](const QString& name) { removeSelection(name); });
    connect(m_focus_filter, &QAction::triggered, this,
            [this] { m_filter_bar->field()->setFocus(Qt::ShortcutFocusReason); });
    connect(m_save_filter, &QAction::triggered, this, [this] { saveFilter(); });
    connect(m_saved_filters, &QMenu::aboutToShow, this, [this] { listFilters(); });
    connect(m_open, &QAction::triggered, this, [this] { openPicked(); });
    connect(m_flag_uncertain, &QAction::triggered, this, [this] { flag(FlagRule::uncertain, false); });
    connect(m_flag_contradicted, &QAction::triggered, this, [this] { flag(FlagRule::contradicted, false); });
    connect(m_flag_cut, &QAction::triggered, this, [this] { flag(FlagRule::uncertain, true); });
    connect(m_clear_flags, &QAction::triggered, this, [this] { clearFlags(); });
    for (QSplitter* splitter : {m_body, m_rows})
        connect(splitter, &QSplitter::splitterMoved, this, [this] { Q_EMIT stateChanged(); });
    m_model->setReader([this](const std::vector<PairId>& ids) {
        Result<std::vector<PairRecord>> pairs = client()->engine().pairs(ids);
        return pairs ? std::move(*pairs) : std::vector<PairRecord>(ids.size());
    });
}

void ExploreWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) { dataChanged(what); });
}

void ExploreWorkspace::setContext(ProjectContext* context) {
    Workspace::setContext(context);
    connect(context, &ProjectContext::filterChanged, this, [this] { applyFilter(this->context()->filter()); });
    connect(context, &ProjectContext::scoreRunChanged, this, [this] { reload(true); });
    connect(context, &ProjectContext::pairSelected, this, [this](PairId pair) {
        const int row = m_model->rowOf(pair);
        if (row < 0 || m_setting) return;
        m_setting = true;
        if (picked().size() <= 1) m_table->selectRow(row);
        m_setting = false;
        showPairTab();
    });
    connect(context, &ProjectContext::showInExploreRequested, this, [this](const QString& column, double value) {
        const int index = m_column->findData(column);
        if (index >= 0 && index != m_column->currentIndex()) {
            m_column->setCurrentIndex(index);
            m_cut = {};
            m_undo.clear();
            rebuild();
        }
        m_histogram->setMarker(value);
        if (const int row = m_model->rowOf(this->context()->currentPair()); row >= 0) {
            m_table->selectRow(row);
            m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtCenter);
        }
    });
}

QList<QAction*> ExploreWorkspace::menuActions(MenuId menu) const {
    switch (menu) {
    case MenuId::edit:
        return {m_undo_action, m_redo_action, m_focus_filter, m_save_filter, m_saved_filters->menuAction()};
    case MenuId::view:
        return {m_log};
    case MenuId::pair:
        return {m_open};
    case MenuId::selection:
        return {m_save, m_review_dropped, m_train};
    case MenuId::run:
        return {m_score};
    case MenuId::tools:
        return {m_flag_uncertain, m_flag_contradicted, m_flag_cut, m_clear_flags};
    default:
        return {};
    }
}

QList<QWidget*> ExploreWorkspace::panes() const {
    return {m_filter_bar, m_column, m_histogram, m_calibration, m_table, m_dock_stack};
}

void ExploreWorkspace::projectOpened() {
    m_undo.clear();
    m_cut = {};
    m_effect->setReadOnly(client()->readOnly());
    for (QAction* action :
         {m_save, m_save_filter, m_flag_uncertain, m_flag_contradicted, m_flag_cut, m_clear_flags, m_score})
        action->setEnabled(!client()->readOnly());
    m_score_button->setEnabled(!client()->readOnly());
    m_flag_button->setEnabled(!client()->readOnly());
    reload(false);
}

void ExploreWorkspace::projectClosed() {
    m_undo.clear();
    m_cut = {};
    m_filter.clear();
    m_snapshot.reset();
    m_mask.clear();
    m_model->setRows(nullptr, {});
    m_data.setBase(nullptr, {}, QStringLiteral("mean_entropy"), false);
    m_pair->clear();
    m_filter_bar->setExpression({});
    showState();
}

void ExploreWorkspace::reload(bool keep_place) {
    m_stale = false;
    if (client() == nullptr || !client()->isOpen()) return;
    m_snapshot = client()->columns(context() == nullptr ? 0 : context()->scoreRun());
    refreshRuns();
    refreshColumns();
    QStringList words;
    if (m_snapshot)
        for (const Column& column : m_snapshot->columns)
            words << QString::fromStdString(column.name);
    m_filter_bar->setWords(words);
    // What is looked at stays where it is: remember the choice and the first row in sight.
    const std::vector<PairId> chosen = picked();
    const PairId top = keep_place ? m_model->pairAt(m_table->rowAt(0)) : 0;
    applyFilter(m_filter);
    if (keep_place) {
        m_setting = true;
        QItemSelection selection;
        for (const PairId pair : chosen)
            if (const int row = m_model->rowOf(pair); row >= 0)
                selection.select(m_model->index(row, 0), m_model->index(row, PairTableModel::ColumnTotal - 1));
        m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        if (const int row = m_model->rowOf(top); row >= 0)
            m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtTop);
        m_setting = false;
    }
    const auto info = client()->engine().info();
    if (info) m_effect->setSelections(info->selections);
}

void ExploreWorkspace::refreshRuns() {
    const QSignalBlocker block(m_run);
    m_run->clear();
    const auto runs = client()->engine().runs();
    m_run->addItem(tr("latest"), 0);
    if (runs)
        for (auto it = runs->rbegin(); it != runs->rend(); ++it)
            if (it->kind == RunKind::score && (it->state == RunState::done || it->done > 0))
                m_run->addItem(tr("run %1 · %2").arg(it->id).arg(QString::fromStdString(it->name)),
                               static_cast<qlonglong>(it->id));
    m_run->setVisible(m_run->count() > 2);
    m_run->setCurrentIndex(
        std::max(0, m_run->findData(static_cast<qlonglong>(context() == nullptr ? 0 : context()->scoreRun()))));
}

void ExploreWorkspace::refreshColumns() {
    const QString current = m_column->currentData().toString();
    const QSignalBlocker block(m_column);
    m_column->clear();
    if (!m_snapshot) return;
    for (const ColumnChoice& choice : columnChoices(*m_snapshot))
        m_column->addItem(choice.title, choice.name);
    m_column->setCurrentIndex(std::max(0, m_column->findData(current)));
}

void ExploreWorkspace::applyFilter(const QString& expression) {
    if (!m_snapshot) return showState();
    const auto search = [this](const std::string& text) { return client()->engine().search(text); };
    Result<curation::Mask> rows = curation::filterRows(*m_snapshot, expression.toStdString(), search);
    if (!rows) {
        // An expression from elsewhere that no longer fits (a column that is gone): say so and show all.
        if (context() != nullptr) context()->showError(errorText(rows.error()));
        m_filter.clear();
        m_mask.clear();
    } else {
        m_filter = expression;
        m_mask = expression.trimmed().isEmpty() ? curation::Mask{} : std::move(*rows);
    }
    m_filter_bar->setExpression(m_filter);
    m_model->setRows(m_snapshot, m_mask);
    rebuild();
}

void ExploreWorkspace::rebuild() {
    const QString column = m_column->currentData().toString();
    m_data.setBase(m_snapshot, m_mask, column.isEmpty() ? QStringLiteral("mean_entropy") : column,
                   m_cut_for->currentIndex() == 1);
    m_histogram->setData(m_data.histogram(kBins));
    m_histogram->setCountFunction([this](double low, double high) { return m_data.counts({low, high}); });
    m_histogram->setPercentileFunction([this](double value) { return m_data.percentile(value); });
    const bool entropy = m_data.column().contains(QLatin1String("entropy"));
    m_histogram->setDroppedWords(entropy ? tr("too easy") : tr("too low"),
                                 entropy ? tr("too uncertain") : tr("too high"));
    if (m_snapshot && m_data.hasValues()) {
        const auto calibration = curation::calibrate(*m_snapshot, m_data.column().toStdString());
        m_calibration->setCalibration(calibration ? *calibration : curation::Calibration{});
        const std::int64_t n = calibration ? calibration->wrong.n : 0;
        m_calibration_note->setText(n == 0 ? tr("No decisions about labels yet")
                                           : tr("%1 decisions, 95% Wilson intervals").arg(count(n)));
        const double crossing = m_calibration->crossing();
        m_set_cut->setEnabled(std::isfinite(crossing) && entropy);
        m_set_cut->setToolTip(
            m_set_cut->isEnabled() ? tr("Upper cut at %1").arg(nats(crossing))
            : n < curation::kEnoughReviews
                ? tr("Needs at least %1 decisions").arg(curation::kEnoughReviews)
                : tr("The share of wrong labels does not cross %1 here").arg(percent(1 - kRightLabels, 0)));
        const auto right = curation::agreementWithLabel(*m_snapshot);
        std::vector<curation::Decile> deciles;
        if (right)
            if (auto all = curation::accuracyByDecile(*m_snapshot, m_data.column().toStdString(), *right, m_mask))
                deciles = std::move(*all);
        std::int64_t pairs = 0;
        for (const curation::Decile& d : deciles)
            pairs += d.accuracy.n;
        QString rho;
        QString note = tr("n = %1").arg(count(pairs));
        if (right) {
            const auto r = curation::rankCorrelation(*m_snapshot, m_data.column().toStdString(), *right, m_mask);
            if (r && std::isfinite(r->value)) {
                rho = tr("ρ %1").arg(number(r->value));
                note = tr("%1, n = %2").arg(interval(r->interval.low, r->interval.high), count(r->n));
            }
        }
        m_effect->setDeciles(deciles, rho, note);
    }
    showSourceDeciles();
    showCut();
}

void ExploreWorkspace::setCut(const CutBounds& cut) {
    if (cut == m_cut) return;
    m_undo.push(new CutCommand(this, m_cut, cut));
}

void ExploreWorkspace::moveCut(const CutBounds& cut, bool final) {
    if (!m_dragging) m_drag_from = m_cut;
    m_dragging = !final;
    m_cut = cut;
    if (!final) {
        m_effect_timer.start();
        return;
    }
    if (cut == m_drag_from) return showCut();
    m_cut = m_drag_from;
    m_undo.push(new CutCommand(this, m_drag_from, cut));
}

void ExploreWorkspace::showCut() {
    m_histogram->setCuts(m_cut.low, m_cut.high);
    m_calibration->update();
    if (context() != nullptr) context()->setCut({m_data.column(), m_cut.low, m_cut.high});
    m_effect_timer.stop();
    showEffect();
}

void ExploreWorkspace::showEffect() {
    if (!m_snapshot || !m_data.hasValues()) return showState();
    const Result<curation::CutResult> result = m_data.apply(m_cut);
    if (!result) {
        if (context() != nullptr) context()->showError(errorText(result.error()));
        return;
    }
    EffectPanel::Effect effect;
    effect.kept = static_cast<double>(result->pairs.size());
    effect.total = effect.kept + static_cast<double>(result->dropped);
    effect.wrong_kept = curation::accuracyOf(*m_snapshot, wrongLabels(*m_snapshot), result->mask);
    if (const auto right = curation::agreementWithLabel(*m_snapshot)) {
        effect.accuracy_kept = curation::accuracyOf(*m_snapshot, *right, result->mask);
        effect.accuracy_all = curation::accuracyOf(*m_snapshot, *right, m_mask);
    }
    m_effect->setEffect(effect);
    curation::CutTarget by_source;
    // The balance counts only pairs that have a value; the others are missing, not dropped.
    if (auto strata = curation::balance(*m_snapshot, "source", result->mask)) {
        if (!m_mask.empty() || result->missing > 0) {
            curation::Mask valued(static_cast<std::size_t>(m_snapshot->rows), 0);
            const Column* column = m_snapshot->find(m_data.column().toStdString());
            for (std::int64_t row = 0; column != nullptr && row < m_snapshot->rows; ++row)
                valued[static_cast<std::size_t>(row)] =
                    curation::taken(m_mask, row) && std::isfinite(column->number(row)) ? 1 : 0;
            if (auto all = curation::balance(*m_snapshot, "source", valued))
                for (std::size_t i = 0; i < strata->size() && i < all->size(); ++i)
                    (*strata)[i].dropped = (*all)[i].kept - (*strata)[i].kept;
        }
        m_effect->setBalance(std::move(*strata));
    }
    showState();
}

void ExploreWorkspace::showSourceDeciles() {
    while (QLayoutItem* item = m_source_grid->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide(); // at once: deletion waits for the event loop
            widget->deleteLater();
        }
        delete item;
    }
    const Column* source = m_snapshot ? m_snapshot->find("source") : nullptr;
    const auto right = m_snapshot ? curation::agreementWithLabel(*m_snapshot)
                                  : Result<curation::Rightness>(fail("explore.none", "none"));
    if (source == nullptr || !right || m_tabs->current() != 1) return;
    std::size_t shown = 0;
    for (std::int32_t code = 0; code < std::ssize(source->dictionary) && shown < kMostSourcePlots; ++code) {
        curation::Mask rows(static_cast<std::size_t>(m_snapshot->rows), 0);
        for (std::int64_t row = 0; row < m_snapshot->rows; ++row)
            rows[static_cast<std::size_t>(row)] = source->code(row) == code && curation::taken(m_mask, row) ? 1 : 0;
        const auto deciles = curation::accuracyByDecile(*m_snapshot, m_data.column().toStdString(), *right, rows, 5);
        if (!deciles || deciles->empty()) continue;
        std::int64_t n = 0;
        for (const curation::Decile& d : *deciles)
            n += d.accuracy.n;
        auto* cell = new QWidget(m_source_page);
        auto* column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(new SectionHeading(QString::fromStdString(source->dictionary[static_cast<std::size_t>(code)]),
                                             tr("fifths, n = %1").arg(count(n)), cell));
        auto* plot = new DecilePlot(cell);
        plot->setDeciles(*deciles);
        plot->setFixedHeight(170);
        column->addWidget(plot);
        m_source_grid->addWidget(cell, static_cast<int>(shown / 3), static_cast<int>(shown % 3));
        ++shown;
    }
    if (shown == 0)
        m_source_grid->addWidget(
            new TextLabel(tr("No labelled pairs with scores here"), Type::body, Ink::ink2, m_source_page));
}

void ExploreWorkspace::showState() {
    const bool pairs = m_snapshot && m_snapshot->rows > 0;
    m_pages->setCurrentIndex(pairs ? 0 : 1);
    if (!pairs) {
        const bool can_import = window()->findChild<QAction*>(QStringLiteral("actionImport")) != nullptr;
        m_no_pairs->setTexts(tr("There are no pairs yet"),
                             tr("Import a preference set; its pairs, histograms and selections stand here."),
                             can_import ? tr("Import pairs") : QString());
        return;
    }
    const bool scored = m_snapshot->run != 0;
    m_plots->setCurrentIndex(m_data.hasValues() && (scored || m_column->count() > 0) && scored ? 0 : 1);
    const int rows = m_model->rowCount();
    const int tab = m_tabs->current();
    if (tab == 1 && m_source_grid->count() == 0) showSourceDeciles();
    m_table_stack->setCurrentIndex(rows == 0 ? 2 : tab);
    m_count->setText(m_filter.isEmpty() ? pairsText(m_snapshot->rows)
                                        : tr("%1 of %2").arg(count(rows), pairsText(m_snapshot->rows)));
    const bool problem = m_filter_bar->problem().has_value();
    m_count_note->setInk(problem ? Ink::err : Ink::ink3);
    m_count_note->setText(problem                ? tr("Filter not applied yet")
                          : m_data.missing() > 0 ? tr("%1 not scored yet").arg(count(m_data.missing()))
                                                 : QString());
    m_count_note->setVisible(!m_count_note->text().isEmpty());
    const auto chosen = m_table->selectionModel()->selectedRows().size();
    const QString sorted = m_model->columnName(m_model->sortedBy());
    m_table_note->setText(tab == 1 ? tr("Accuracy in fifths of %1").arg(m_column->currentText())
                                   : (m_model->sortOrder() == Qt::DescendingOrder
                                          ? tr("Sorted by %1, high first · %2 selected")
                                          : tr("Sorted by %1, low first · %2 selected"))
                                         .arg(sorted, count(chosen)));
}

std::vector<PairId> ExploreWorkspace::picked() const {
    std::vector<PairId> out;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            out.push_back(m_model->pairAt(row));
    return out;
}

void ExploreWorkspace::pickPair() {
    showState();
    if (m_setting || context() == nullptr) return;
    m_setting = true;
    const std::vector<PairId> pairs = picked();
    context()->setSelectedPairs(QList<PairId>(pairs.begin(), pairs.end()));
    if (const PairId current = m_model->pairAt(m_table->currentIndex().row()); current != 0 && !pairs.empty())
        context()->selectPair(current);
    m_setting = false;
    showPairTab();
}

void ExploreWorkspace::showPairTab() {
    if (m_dock_tabs->current() != 1) return;
    const std::vector<PairId> pairs = picked();
    if (pairs.empty()) return m_pair->clear();
    const PairId current = m_model->pairAt(m_table->currentIndex().row());
    const PairId id = std::find(pairs.begin(), pairs.end(), current) != pairs.end() ? current : pairs.front();
    const auto pair = client()->engine().pair(id);
    if (!pair) return m_pair->clear();
    std::vector<ResponseRecord> responses;
    if (m_snapshot->run != 0)
        if (auto found = client()->engine().responses(id, m_snapshot->run)) responses = std::move(*found);
    m_pair->setPair(*pair, responses);
}

void ExploreWorkspace::openPicked() {
    const std::vector<PairId> pairs = picked();
    if (pairs.empty() || context() == nullptr) return;
    // One pair opens in the list that is shown, so that the next one is the next row.
    if (pairs.size() == 1) {
        const std::vector<PairId> all = m_model->pairsInOrder();
        context()->selectPair(pairs.front());
        auto from = std::find(all.begin(), all.end(), pairs.front());
        context()->openInReview(QList<PairId>(from, all.end()), tr("From the table"));
        return;
    }
    context()->openInReview(QList<PairId>(pairs.begin(), pairs.end()),
                            tr("%1 chosen").arg(pairsText(std::ssize(pairs))));
}

void ExploreWorkspace::dataChanged(const QString& what) {
    if (client() == nullptr || !client()->isOpen()) return;
    if (what == QLatin1String("selections")) {
        const auto info = client()->engine().info();
        if (info) m_effect->setSelections(info->selections);
        return;
    }
    if (what == QLatin1String("runs")) return refreshRuns();
    m_stale = true;
    if (isVisible() && !m_reload_timer.isActive()) m_reload_timer.start();
}

void ExploreWorkspace::resizeEvent(QResizeEvent* event) {
    Workspace::resizeEvent(event);
    // A low window keeps the heading with the button; the strip gives its room to histogram and rows.
    m_calibration->setVisible(height() >= metrics::px(740));
}

void ExploreWorkspace::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    if (m_stale) m_reload_timer.start();
}

void ExploreWorkspace::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter(this).fillRect(rect(), m_pages->currentIndex() == 1 ? Theme::current().paper : Theme::current().line);
}

QJsonObject ExploreWorkspace::saveState() const {
    const auto sizes = [](const QSplitter* splitter) {
        QJsonArray array;
        for (const int size : splitter->sizes())
            array.append(size);
        return array;
    };
    QJsonObject state{{QStringLiteral("column"), m_column->currentData().toString()},
                      {QStringLiteral("per_source"), m_cut_for->currentIndex() == 1},
                      {QStringLiteral("log"), m_log->isChecked()},
                      {QStringLiteral("filter"), m_filter},
                      {QStringLiteral("body"), sizes(m_body)},
                      {QStringLiteral("rows"), sizes(m_rows)},
                      {QStringLiteral("sort"), m_model->sortedBy()},
                      {QStringLiteral("falling"), m_model->sortOrder() == Qt::DescendingOrder}};
    if (std::isfinite(m_cut.low)) state.insert(QStringLiteral("low"), m_cut.low);
    if (std::isfinite(m_cut.high)) state.insert(QStringLiteral("high"), m_cut.high);
    return state;
}

void ExploreWorkspace::restoreState(const QJsonObject& state) {
    const auto sizes = [&](QSplitter* splitter, const char* key) {
        QList<int> list;
        for (const QJsonValue& value : state.value(QLatin1String(key)).toArray())
            list << value.toInt();
        if (list.size() == splitter->count()) splitter->setSizes(list);
    };
    sizes(m_body, "body");
    sizes(m_rows, "rows");
    m_log->setChecked(state.value(QLatin1String("log")).toBool(false));
    m_cut_for->setCurrentIndex(state.value(QLatin1String("per_source")).toBool(false) ? 1 : 0);
    if (state.contains(QLatin1String("sort")))
        m_table->sortByColumn(state.value(QLatin1String("sort")).toInt(),
                              state.value(QLatin1String("falling")).toBool(true) ? Qt::DescendingOrder
                                                                                 : Qt::AscendingOrder);
    if (const int column = m_column->findData(state.value(QLatin1String("column")).toString()); column >= 0)
        m_column->setCurrentIndex(column);
    m_cut.low = state.value(QLatin1String("low")).toDouble(-INFINITY);
    m_cut.high = state.value(QLatin1String("high")).toDouble(INFINITY);
    const QString filter = state.value(QLatin1String("filter")).toString();
    if (client() == nullptr || !client()->isOpen()) return;
    if (context() != nullptr && context()->filter() != filter)
        context()->setFilter(filter);
    else
        applyFilter(filter);
}

} // namespace egt::ui
