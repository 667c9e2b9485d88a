// SPDX-License-Identifier: GPL-3.0-or-later
// Which pairs are exported, counted by the engine.
#include <QFileInfo>
#include <QStorageInfo>
#include <cmath>
#include <utility>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "bridge/text_answers.h"
#include "common/project_context.h"
#include "curation/selection_rule.h"
#include "export/export_form.h"
#include "export/export_output.h"
#include "export/export_workspace.h"

namespace egt::ui {

namespace {

constexpr std::int64_t kPreviewRows = 3;

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

} // namespace

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

bool ExportWorkspace::saveCurrentFilter() {
    Engine& engine = client()->engine();
    const std::string rule = filterRule();
    const auto columns = engine.columns(context()->scoreRun());
    if (!columns) return showError(errorText(columns.error())), false;
    const auto pairs = curation::applyRule(rule, **columns, client()->texts()->search());
    m_searching = !pairs && TextAnswers::isSearching(pairs.error());
    if (m_searching) return false; // recount() comes again
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
    m_searching = false;
    if (m_form->scope()->selection.isEmpty() && !saveCurrentFilter()) {
        m_counting = m_searching;
        m_form->setCount({});
        return updateBar();
    }
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

} // namespace egt::ui
