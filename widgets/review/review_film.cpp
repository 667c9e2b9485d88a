// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of Review and its film strip.
#include <QComboBox>
#include <algorithm>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "bridge/text_answers.h"
#include "common/chips.h"
#include "common/project_context.h"
#include "curation/filter.h"
#include "review/film_strip.h"
#include "review/review_session.h"
#include "review/review_workspace.h"

namespace egt::ui {

namespace {

/// The entropy that fills a bar: the 99th percentile, so that one outlier does not flatten the rest.
double barTop(const ColumnSnapshot& columns) {
    const Column* entropy = columns.uncertainty();
    std::vector<float> values;
    for (std::int64_t row = 0; entropy != nullptr && row < columns.rows; ++row)
        if (const double v = entropy->number(row); std::isfinite(v)) values.push_back(static_cast<float>(v));
    if (values.empty()) return 1;
    const auto at = static_cast<std::ptrdiff_t>((values.size() - 1) * 99 / 100);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)] > 0 ? values[static_cast<std::size_t>(at)] : 1;
}

} // namespace

void ReviewWorkspace::rebuildQueue(PairId at) {
    m_searching = false;
    const int handed = m_queue->findData(static_cast<int>(QueueKind::handed));
    if (m_handed.isEmpty() && handed >= 0) m_queue->removeItem(handed);
    if (!m_handed.isEmpty()) {
        if (handed < 0)
            m_queue->addItem(m_handed_title, static_cast<int>(QueueKind::handed));
        else
            m_queue->setItemText(handed, m_handed_title);
    }
    if (m_kind == QueueKind::handed && m_handed.isEmpty()) m_kind = QueueKind::uncertain;
    m_queue->setCurrentIndex(m_queue->findData(static_cast<int>(m_kind)));
    const ColumnsPtr snapshot = columns();
    const QString filter = context() == nullptr ? QString() : context()->filter();
    const double high = context() == nullptr ? INFINITY : context()->cut().high;
    std::vector<PairId> queue;
    if (m_kind == QueueKind::handed)
        queue.assign(m_handed.begin(), m_handed.end());
    else if (snapshot) {
        curation::Mask mask;
        auto rows = curation::filterRows(*snapshot, filter.toStdString(), client()->texts()->search());
        m_searching = !rows && TextAnswers::isSearching(rows.error());
        if (rows)
            mask = std::move(*rows);
        else if (!m_searching)
            m_bar->setFailure(errorText(rows.error()));
        queue = buildQueue(m_kind, *snapshot, high, mask);
    }
    m_filter_chip->setText(m_searching ? tr("%1 · searching…").arg(filter) : filter);
    m_filter_chip->setVisible(!filter.isEmpty() && m_kind != QueueKind::handed);
    if (m_searching) return; // the queue stays as it is until the texts have been searched
    m_session->setQueue(std::move(queue), at);
}

void ReviewWorkspace::setFilmProvider() {
    m_film->setProvider([this](const std::vector<PairId>& ids) {
        std::vector<FilmItem> items(ids.size());
        const auto pairs = client()->engine().pairs(ids);
        const ColumnsPtr snapshot = columns();
        const Column* entropy = snapshot ? snapshot->uncertainty() : nullptr;
        // Over all pairs, so once for each state of the columns and not for every scroll.
        if (snapshot && (snapshot->version != m_bar_version || snapshot->run != m_bar_run)) {
            m_bar_version = snapshot->version;
            m_bar_run = snapshot->run;
            m_bar_top = barTop(*snapshot);
        }
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (pairs && i < pairs->size() && !(*pairs)[i].images.empty())
                items[i].image = QString::fromStdString((*pairs)[i].images.front().path);
            const std::int64_t row = snapshot ? snapshot->rowOf(ids[i]) : -1;
            items[i].entropy = entropy != nullptr && row >= 0 ? entropy->number(row) / m_bar_top : std::nan("");
            items[i].decision = m_session->decisionOf(ids[i]);
        }
        return items;
    });
}

} // namespace egt::ui
