// SPDX-License-Identifier: GPL-3.0-or-later
// What takes the place of histogram and table in Explore: the search of texts and the report of near-duplicates.
#include <QStackedWidget>
#include <QTableView>

#include "bridge/engine_client.h"
#include "common/controls.h"
#include "common/project_context.h"
#include "explore/duplicates_page.h"
#include "explore/explore_workspace.h"
#include "explore/filter_bar.h"
#include "explore/search_page.h"

namespace egt::ui {

void ExploreWorkspace::connectPages() {
    connect(m_find, &QAction::triggered, this, [this] { showPage(ExplorePage::search); });
    connect(m_search, &SearchPage::leaveRequested, this, [this] { showPage(ExplorePage::pairs); });
    connect(m_search, &SearchPage::openRequested, this, &ExploreWorkspace::openList);
    connect(m_search, &SearchPage::filterRequested, this, [this](const QString& condition) {
        showPage(ExplorePage::pairs);
        setFilter(m_filter_bar->expressionWith(condition));
    });
    connect(m_duplicates, &DuplicatesPage::leaveRequested, this, [this] { showPage(ExplorePage::pairs); });
    connect(m_duplicates, &DuplicatesPage::openRequested, this, &ExploreWorkspace::openList);
    connect(m_duplicates, &DuplicatesPage::filterRequested, this, [this](const QString& condition) {
        showPage(ExplorePage::pairs);
        setFilter(m_filter_bar->expressionWith(condition, QStringLiteral("duplicate")));
    });
    const auto chosen = [this](PairId pair) {
        if (context() != nullptr) context()->selectPair(pair);
        showPairTab();
    };
    connect(m_search, &SearchPage::pairChosen, this, chosen);
    connect(m_duplicates, &DuplicatesPage::pairChosen, this, chosen);
}

ExplorePage ExploreWorkspace::page() const {
    return static_cast<ExplorePage>(m_middle->currentIndex());
}

void ExploreWorkspace::showPage(ExplorePage wanted) {
    const ExplorePage before = page();
    m_middle->setCurrentIndex(static_cast<int>(wanted));
    m_dock->setVisible(wanted != ExplorePage::duplicates); // its cards show the pairs
    if (wanted == ExplorePage::search && before != wanted) m_dock_tab_before = m_dock_tabs->current();
    if (wanted != before && (wanted == ExplorePage::search || before == ExplorePage::search)) {
        // What was found is read beside the list.
        m_dock_tabs->setCurrent(wanted == ExplorePage::search ? 1 : m_dock_tab_before);
        m_dock_stack->setCurrentIndex(m_dock_tabs->current());
    }
    showPairTab();
    switch (wanted) {
    case ExplorePage::search:
        setFocusProxy(m_search->field());
        return m_search->start();
    case ExplorePage::duplicates:
        setFocusProxy(m_duplicates);
        return m_duplicates->setFocus(Qt::OtherFocusReason);
    case ExplorePage::pairs:
        setFocusProxy(m_table);
        if (before == wanted) return;
        m_table->setFocus(Qt::OtherFocusReason);
        m_table->scrollTo(m_table->currentIndex()); // what was read there
        return;
    }
}

void ExploreWorkspace::openList(const QList<PairId>& pairs, const QString& title) {
    if (context() == nullptr || pairs.isEmpty()) return;
    context()->selectPair(pairs.front());
    context()->openInReview(pairs, title);
}

} // namespace egt::ui
