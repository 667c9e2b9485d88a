// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_workspace.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QStorageInfo>
#include <QUrl>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/project_context.h"
#include "curation/selection_rule.h"
#include "export/export_form.h"
#include "export/export_output.h"
#include "records/serialize.h"

namespace egt::ui {

namespace {

constexpr std::int64_t kPreviewRows = 3;
const char* const kFilterSelection = "current filter"; // the name under which the shown filter is saved

struct Answer {
    std::optional<ExportCount> count;
    std::vector<std::string> rows;
    std::optional<Error> error;
};

Answer ask(Engine& engine, const ExportRequest& request) {
    Answer answer;
    auto rows = engine.exportPreview(request, kPreviewRows);
    if (!rows) {
        answer.error = rows.error();
        return answer;
    }
    answer.rows = std::move(*rows);
    if (auto count = engine.exportCount(request))
        answer.count = *count;
    else
        answer.error = count.error();
    return answer;
}

QString slug(const QString& text) {
    QString out;
    for (const QChar c : text.toLower())
        if (c.isLetterOrNumber())
            out += c;
        else if (!out.isEmpty() && !out.endsWith(QLatin1Char('-')))
            out += QLatin1Char('-');
    while (out.endsWith(QLatin1Char('-')))
        out.chop(1);
    return out;
}

} // namespace

ExportWorkspace::ExportWorkspace(QWidget* parent)
    : Workspace(parent), m_form(new ExportForm), m_output(new ExportOutput), m_stack(new QStackedWidget),
      m_empty(new EmptyState(Icon::export_, tr("Exported pairs are written here."),
                             tr("Import pairs first; then choose which of them to write."))) {
    setObjectName(QStringLiteral("workspace.export"));
    m_write = new QAction(tr("Write pairs"), this);
    m_write->setObjectName(QStringLiteral("export.write"));
    m_write->setShortcut(Qt::CTRL | Qt::Key_E);
    m_copy = new QAction(tr("Copy command"), this);
    m_copy->setObjectName(QStringLiteral("export.copyCommand"));
    m_copy->setIcon(icon(Icon::terminal));
    m_repeat = new QAction(tr("Repeat an export…"), this);
    m_repeat->setObjectName(QStringLiteral("export.repeat"));
    m_repeat->setToolTip(tr("Writes the export of a manifest again, byte for byte, or says what has changed since"));
    for (QAction* action : {m_write, m_copy, m_repeat}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_write, &QAction::triggered, this, &ExportWorkspace::write);
    connect(m_copy, &QAction::triggered, this, &ExportWorkspace::copyCommand);
    connect(m_repeat, &QAction::triggered, this, &ExportWorkspace::repeat);

    auto* head = new Pane(Ground::chrome);
    auto* title_row = new QHBoxLayout(head);
    title_row->setContentsMargins(12, 0, 12, 0);
    title_row->addWidget(new TextLabel(tr("Export"), Type::title, Ink::ink, nullptr, 600));
    title_row->addStretch();
    head->setFixedHeight(metrics::px(metrics::kToolbar));
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    split->addWidget(scroll);
    split->addWidget(m_output);
    split->setSizes({560, 816});
    split->setStretchFactor(1, 1);
    auto* full = new QWidget;
    auto* column = new QVBoxLayout(full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(new Divider);
    column->addWidget(split, 1);
    column->addWidget(new Divider);
    column->addWidget(buildBar());
    auto* nothing = new Pane(Ground::paper);
    auto* middle = new QVBoxLayout(nothing);
    middle->addWidget(m_empty, 0, Qt::AlignCenter);
    m_stack->addWidget(nothing);
    m_stack->addWidget(full);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    m_later.setSingleShot(true);
    m_later.setInterval(150);
    connect(&m_later, &QTimer::timeout, this, &ExportWorkspace::recount);
    connect(m_form, &ExportForm::changed, this, &ExportWorkspace::formChanged);
    updateBar();
}

QWidget* ExportWorkspace::buildBar() {
    auto* bar = new Pane(Ground::chrome);
    bar->setObjectName(QStringLiteral("export.bar"));
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(20, 12, 12, 12);
    column->setSpacing(metrics::kGap);
    m_error = new Notice(Notice::Tone::err);
    m_error->setObjectName(QStringLiteral("export.error"));
    m_error->hide();
    m_done = new Notice(Notice::Tone::info);
    m_done->setObjectName(QStringLiteral("export.done"));
    m_done->setButton(tr("Show folder"));
    m_done->setClosable(true);
    m_done->hide();
    column->addWidget(m_error);
    column->addWidget(m_done);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::kGap);
    m_folder = new QLineEdit;
    m_folder->setObjectName(QStringLiteral("export.folder"));
    m_folder->setAccessibleName(tr("Write to"));
    m_folder->setTextMargins(6, 0, 6, 0);
    m_folder->installEventFilter(this);
    m_folder->setToolTip(tr("A folder that is made for this export. It must be new or empty."));
    auto* browse_button = new KeyCapButton(Icon::folder, tr("Browse"));
    browse_button->setObjectName(QStringLiteral("export.browse"));
    auto* copy = new KeyCapButton;
    copy->setObjectName(QStringLiteral("export.copyCommand.button"));
    copy->bind(m_copy);
    copy->setButtonHeight(metrics::kDecisionKey);
    m_write_button = new PrimaryButton;
    m_write_button->setObjectName(QStringLiteral("export.write.button"));
    m_write_button->bind(m_write);
    m_write_button->setLineIcon(Icon::export_);
    m_write_button->setButtonHeight(metrics::kDecisionKey);
    row->addWidget(new TextLabel(tr("Write to"), Type::body, Ink::ink2));
    row->addWidget(m_folder, 1);
    row->addWidget(browse_button);
    row->addStretch();
    row->addWidget(copy);
    row->addWidget(m_write_button);
    column->addLayout(row);
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folder_typed = true; });
    connect(m_folder, &QLineEdit::textChanged, this, [this] {
        m_write_when_counted = false;
        checkFolder();
        updateBar();
    });
    connect(m_folder, &QLineEdit::returnPressed, m_write, &QAction::trigger);
    connect(browse_button, &QAbstractButton::clicked, this, &ExportWorkspace::browse);
    connect(m_done, &Notice::activated, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_written_folder)); });
    connect(m_done, &Notice::closed, m_done, &QWidget::hide);
    return bar;
}

bool ExportWorkspace::eventFilter(QObject* watched, QEvent* event) {
    // On X11 a text field takes Ctrl+E as "to the end of the line"; here it is the key that writes.
    if (watched == m_folder && event->type() == QEvent::ShortcutOverride) {
        const QKeyCombination pressed = static_cast<QKeyEvent*>(event)->keyCombination();
        if (m_write->shortcut() == QKeySequence(pressed)) {
            event->ignore();
            return true;
        }
    }
    return Workspace::eventFilter(watched, event);
}

void ExportWorkspace::setClient(EngineClient* client) {
    Workspace::setClient(client);
    m_form->setFormats(client->engine().exportFormats());
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what == QLatin1String("runs")) return;
        refreshScopes();
        // Counting saves the current filter as a selection: that must not ask for counting again.
        const bool own = what == QLatin1String("selections") && request().selection == kFilterSelection;
        if (!own) m_later.start();
    });
    connect(client, &EngineClient::stateChanged, this,
            [this](RunId run, const StateEvent& state) { stateArrived(run, state.state); });
    connect(client, &EngineClient::progress, this, [this](RunId run) {
        if (run == m_job) updateBar();
    });
}

void ExportWorkspace::setContext(ProjectContext* context) {
    Workspace::setContext(context);
    connect(context, &ProjectContext::exportSelectionRequested, this, &ExportWorkspace::chooseSelection);
    const auto again = [this] {
        refreshScopes();
        m_later.start();
    };
    connect(context, &ProjectContext::cutChanged, this, again);
    connect(context, &ProjectContext::filterChanged, this, again);
    connect(context, &ProjectContext::scoreRunChanged, this, again);
}

QString ExportWorkspace::title() const {
    return tr("Export");
}

QList<QAction*> ExportWorkspace::menuActions(MenuId menu) const {
    return menu == MenuId::file ? QList<QAction*>{m_write, m_copy, m_repeat} : QList<QAction*>{};
}

QList<QWidget*> ExportWorkspace::panes() const {
    return {m_form, m_output, findChild<QWidget*>(QStringLiteral("export.bar"))};
}

void ExportWorkspace::projectOpened() {
    m_job = 0;
    m_count.reset();
    m_folder_typed = false;
    m_done->hide();
    refreshScopes();
    suggestFolder();
    recount();
}

void ExportWorkspace::projectClosed() {
    m_job = 0;
    ++m_ticket;
    m_write_when_counted = false;
    m_counting = false;
    m_count.reset();
    m_stack->setCurrentIndex(0);
}

bool ExportWorkspace::hasFilter() const {
    if (context() == nullptr) return false;
    const Cut& cut = context()->cut();
    return !context()->filter().trimmed().isEmpty() || std::isfinite(cut.low) || std::isfinite(cut.high);
}

std::string ExportWorkspace::filterRule() const {
    curation::SelectionRule rule;
    rule.where = context()->filter().trimmed().toStdString();
    const Cut& cut = context()->cut();
    if (std::isfinite(cut.low) || std::isfinite(cut.high)) {
        curation::CutStep step;
        step.column = cut.column.toStdString();
        if (std::isfinite(cut.low)) step.low = cut.low;
        if (std::isfinite(cut.high)) step.high = cut.high;
        rule.cut = step;
    }
    rule.run = context()->scoreRun();
    return curation::ruleToJson(rule);
}

void ExportWorkspace::refreshScopes() {
    if (client() == nullptr || !client()->isOpen()) return;
    const auto info = client()->engine().info();
    if (!info) return showError(errorText(info.error()));
    m_pairs = info->pairs;
    m_form->setTotal(m_pairs);
    std::vector<ExportScope> scopes;
    scopes.push_back({tr("All pairs"), {}, QStringLiteral("all"), info->pairs, {}});
    if (hasFilter()) {
        const Cut& cut = context()->cut();
        QStringList note;
        if (!context()->filter().trimmed().isEmpty()) note << context()->filter().trimmed();
        if (std::isfinite(cut.low) && std::isfinite(cut.high))
            note << tr("%1 %2 to %3").arg(cut.column, number(cut.low), number(cut.high));
        else if (std::isfinite(cut.low))
            note << tr("%1 from %2").arg(cut.column, number(cut.low));
        else if (std::isfinite(cut.high))
            note << tr("%1 to %2").arg(cut.column, number(cut.high));
        scopes.push_back({tr("Current filter"),
                          note.join(QStringLiteral(", ")),
                          {},
                          -1,
                          client()->readOnly() ? tr("The project is open for reading only, so a filter cannot be saved "
                                                    "for the manifest. Choose a saved selection.")
                                               : QString()});
    }
    for (const SelectionRecord& selection : info->selections) {
        if (selection.name == kFilterSelection && hasFilter()) continue; // stands above, up to date
        scopes.push_back({tr("Selection “%1”").arg(QString::fromStdString(selection.name)),
                          tr("saved %1").arg(timeText(selection.created_ms)),
                          QString::fromStdString(selection.name),
                          selection.pairs,
                          {}});
    }
    m_form->setScopes(scopes);
    m_stack->setCurrentIndex(m_pairs > 0 ? 1 : 0);
}

void ExportWorkspace::chooseSelection(const QString& selection) {
    refreshScopes();
    m_form->choose(selection);
    formChanged();
}

void ExportWorkspace::formChanged() {
    suggestFolder();
    m_done->hide();
    m_write_when_counted = false;
    m_later.start();
    updateBar();
}

ExportRequest ExportWorkspace::request() const {
    ExportRequest request = m_form->request();
    if (request.selection.empty()) request.selection = kFilterSelection;
    request.out = m_folder->text().trimmed().toStdString();
    request.score_run = context() == nullptr ? 0 : context()->scoreRun();
    return request;
}

void ExportWorkspace::suggestFolder() {
    if (m_folder_typed || client() == nullptr || client()->path().isEmpty()) return;
    const QFileInfo project(client()->path());
    const ExportRequest wanted = request();
    QString name = slug(project.completeBaseName() + QLatin1Char('-') + QString::fromStdString(wanted.selection));
    if (wanted.entropy_order) name += QStringLiteral("-sorted");
    const QDir place(project.absoluteDir());
    QString folder = place.filePath(name);
    for (int i = 2; QFileInfo::exists(folder) && i < 1000; ++i)
        folder = place.filePath(QStringLiteral("%1-%2").arg(name).arg(i));
    m_folder->setText(folder);
}

void ExportWorkspace::checkFolder() {
    const QString folder = m_folder->text().trimmed();
    m_folder_error.clear();
    if (folder.isEmpty())
        m_folder_error = tr("Name the folder to write to.");
    else if (QFileInfo(folder).isRelative())
        m_folder_error = tr("“%1” has no place. Give the whole path.").arg(folder);
    else if (QFileInfo(folder).isFile())
        m_folder_error = tr("“%1” is a file. Choose a folder.").arg(folder);
    else if (const QDir dir(folder); dir.exists() && !dir.isEmpty())
        m_folder_error = tr("“%1” is not empty. Choose a new folder.").arg(folder);
    if (m_folder_typed || m_folder_error.isEmpty()) showError(m_folder_error);
    if (client() != nullptr) m_output->setCommand(exportCommand(client()->path(), request()));
}

void ExportWorkspace::showError(const QString& text) {
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
}

bool ExportWorkspace::saveCurrentFilter() {
    Engine& engine = client()->engine();
    const std::string rule = filterRule();
    const auto columns = engine.columns(context()->scoreRun());
    if (!columns) return showError(errorText(columns.error())), false;
    const auto pairs =
        curation::applyRule(rule, **columns, [&](const std::string& text) { return engine.search(text); });
    if (!pairs) return showError(errorText(pairs.error())), false;
    const auto saved = engine.saveSelection(kFilterSelection, rule, *pairs);
    if (!saved) return showError(errorText(saved.error())), false;
    return true;
}

void ExportWorkspace::recount() {
    m_later.stop();
    m_counting = false;
    if (client() == nullptr || !client()->isOpen() || m_form->scope() == nullptr || m_pairs == 0) return;
    const quint64 ticket = ++m_ticket;
    m_count.reset();
    m_count_error.clear();
    if (m_form->scope()->selection.isEmpty() && !saveCurrentFilter()) return;
    const ExportRequest wanted = request();
    Engine* engine = &client()->engine();
    m_form->setCount({});
    updateBar();
    m_counting = true;
    client()->background(
        this, [engine, wanted] { return ask(*engine, wanted); },
        [this, ticket](Answer answer) {
            if (ticket != m_ticket) return; // something else was chosen meanwhile
            m_counting = false;
            m_count = answer.count;
            m_count_error = answer.error ? errorText(*answer.error) : QString();
            double bytes = 0;
            for (const std::string& row : answer.rows)
                bytes += static_cast<double>(row.size());
            m_row_bytes = answer.rows.empty() ? 0 : bytes / static_cast<double>(answer.rows.size());
            if (answer.error)
                m_output->setMessage(m_count_error);
            else if (answer.rows.empty())
                m_output->setMessage(tr("No pair is left to write. Choose another scope or keep dropped pairs."));
            else
                m_output->setRows(answer.rows, answer.count ? answer.count->rows : 0);
            showCount();
            updateBar();
            Q_EMIT countReady();
            if (std::exchange(m_write_when_counted, false) && m_count) write();
        });
}

void ExportWorkspace::showCount() {
    m_form->setCount(m_count);
    if (!m_count) {
        m_output->setFiles({}, {});
        m_output->setWarning({});
        return;
    }
    const ExportRequest wanted = request();
    const auto data_bytes = static_cast<std::int64_t>((m_row_bytes + 1) * static_cast<double>(m_count->rows));
    const std::int64_t image_bytes = wanted.images == ImageMode::copy ? m_count->image_bytes : 0;
    const QStorageInfo disk(QFileInfo(client()->path()).absolutePath());
    const ExportFormat* format = m_form->format();
    m_output->setFiles(
        format == nullptr ? QList<PlannedFile>() : plannedFiles(wanted, *format, *m_count, m_row_bytes),
        tr("about %1 · %2 free").arg(bytesText(data_bytes + image_bytes), bytesText(disk.bytesAvailable())));
    QStringList warnings;
    if (m_count->without_image > 0)
        warnings << tr("%1 have no image file. They are written with an empty image list.")
                        .arg(pairsText(m_count->without_image));
    if (m_count->unlabelled > 0)
        warnings << tr("%1 have no label and are left out: this format needs one.").arg(pairsText(m_count->unlabelled));
    if (m_count->ties > 0)
        warnings
            << tr("%1 are ties and are left out: this format needs a better answer.").arg(pairsText(m_count->ties));
    if (m_count->surplus_marks > 0)
        warnings
            << tr("%1 have more image marks in their text than images and are left out: the trainer would stop there.")
                   .arg(pairsText(m_count->surplus_marks));
    if (data_bytes + image_bytes > disk.bytesAvailable())
        warnings << tr("The disk has too little space. Link the images, or choose another disk.");
    m_output->setWarning(warnings.join(QLatin1Char('\n')));
}

void ExportWorkspace::updateBar() {
    QString reason;
    QString label = m_count ? tr("Write %1").arg(pairsText(m_count->rows)) : tr("Write pairs");
    if (client() == nullptr || !client()->isOpen()) {
        reason = tr("Open a project first.");
    } else if (m_job != 0) {
        const ProgressEvent now = client()->progressOf(m_job);
        reason = tr("An export is being written; the status bar can cancel it.");
        label = now.total > 0
                    ? tr("Writing, %1").arg(percent(static_cast<double>(now.done) / static_cast<double>(now.total), 0))
                    : tr("Writing");
    } else if (!m_count_error.isEmpty()) {
        reason = m_count_error;
    } else if (m_pairs == 0 || (m_count && m_count->rows == 0)) {
        reason = tr("No pair is left to write.");
    } else {
        reason = m_folder_error;
    }
    m_write->setText(label);
    m_write->setEnabled(reason.isEmpty());
    m_write->setToolTip(!reason.isEmpty() ? reason
                        : m_count         ? tr("Writes the folder as a job")
                                          : tr("The pairs are being counted."));
    const bool open = client() != nullptr && client()->isOpen();
    m_repeat->setEnabled(open && m_job == 0);
    m_copy->setEnabled(open && !m_folder->text().trimmed().isEmpty());
    m_copy->setToolTip(m_copy->isEnabled() ? tr("The line that writes the same in a terminal") : reason);
    if (open) m_output->setCommand(exportCommand(client()->path(), request()));
}

void ExportWorkspace::browse() {
    const QString start = QFileInfo(m_folder->text()).absolutePath();
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Write to"), start);
    if (folder.isEmpty()) return;
    m_folder_typed = true;
    m_folder->setText(QDir(folder).isEmpty() ? folder : QDir(folder).filePath(QFileInfo(m_folder->text()).fileName()));
}

void ExportWorkspace::copyCommand() {
    QGuiApplication::clipboard()->setText(m_output->command());
    if (context() != nullptr) context()->toast(tr("Command copied"));
}

void ExportWorkspace::write() {
    if (!m_write->isEnabled()) return;
    if (m_later.isActive()) recount(); // the choice is newer than the count, and the filter than its selection
    if (!m_count) {
        m_write_when_counted = m_counting; // a key that comes while pairs are counted is not lost
        return;
    }
    checkFolder(); // it may have been made meanwhile
    if (!m_folder_error.isEmpty()) {
        m_folder_typed = true;
        showError(m_folder_error);
        m_folder->setFocus();
        return updateBar();
    }
    submit(request());
}

void ExportWorkspace::submit(const ExportRequest& request) {
    m_done->hide();
    showError({});
    const auto run = client()->engine().submit(request);
    if (!run) return showError(errorText(run.error()));
    m_job = *run;
    m_written_folder = QString::fromStdString(request.out);
    updateBar();
}

void ExportWorkspace::repeat() {
    const QString start = QFileInfo(client()->path()).absolutePath();
    const QString manifest = QFileDialog::getOpenFileName(this, tr("Manifest of the export to repeat"), start,
                                                          tr("Manifests (manifest.json)"));
    if (manifest.isEmpty()) return;
    const QString first = QFileInfo(manifest).absolutePath() + QStringLiteral("-replay");
    QString folder = first;
    for (int i = 2; QFileInfo::exists(folder) && i < 1000; ++i)
        folder = QStringLiteral("%1-%2").arg(first).arg(i);
    ExportRequest again;
    again.replay = manifest.toStdString();
    again.out = folder.toStdString();
    submit(again);
}

void ExportWorkspace::stateArrived(RunId run, RunState state) {
    if (run == 0 || run != m_job || isActive(state)) return;
    finished(run);
}

void ExportWorkspace::finished(RunId run) {
    m_job = 0;
    const auto record = client()->engine().run(run);
    if (!record) return showError(errorText(record.error()));
    if (record->state == RunState::done) {
        const auto json = parseJson(record->result);
        const auto result = json ? resultFromJson(*json) : Result<JobResult>(JobResult());
        const auto* written = result ? std::get_if<ExportResult>(&*result) : nullptr;
        m_done->setText(written == nullptr ? tr("Written to %1.").arg(m_written_folder)
                                           : tr("Wrote %1 to %2.").arg(pairsText(written->rows), m_written_folder));
        m_done->show();
        m_folder_typed = false;
        suggestFolder();
    } else {
        showError(record->error.empty() ? tr("The export was stopped; nothing was written.")
                                        : errorText(record->error));
        m_folder->setFocus();
    }
    updateBar();
}

} // namespace egt::ui
