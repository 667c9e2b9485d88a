// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "base/result.h"
#include "common/panels.h"
#include "records/search.h"

class QStackedWidget;
class QTableView;

namespace egt::ui {

class EngineClient;
class HitModel;
class SearchField;

/// Text search: the field, what it found with the matches marked, and how far the text index is. Searching happens on
/// the client's threads, one at a time; what is typed meanwhile is searched next.
class SearchPage : public Pane {
    Q_OBJECT
public:
    explicit SearchPage(QWidget* parent = nullptr);
    void setClient(EngineClient* client);
    /// Puts the cursor into the field; what stands there is marked, so that typing replaces it.
    void start();
    void clear();
    /// New pairs or a new index: looks again and keeps the place.
    void refresh();
    /// The chosen pair and those under it, as Enter does.
    void open();
    [[nodiscard]] PairId currentPair() const;
    [[nodiscard]] SearchField* field() const { return m_field; }
    [[nodiscard]] HitModel* model() const { return m_model; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] const SearchResult& result() const { return m_result; }

Q_SIGNALS:
    void pairChosen(egt::PairId pair);
    /// The chosen pair and those under it.
    void openRequested(const QList<egt::PairId>& pairs, const QString& title);
    void filterRequested(const QString& expression);
    void leaveRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeFoot();
    void setupHits();
    void typed();
    void search();
    void answered(const QString& text, Result<SearchResult> answer);
    void showResult();
    void showIndex();
    void indexButton();
    void moveBy(int step);
    void choose(int row);
    [[nodiscard]] RunId indexRun() const; ///< that is active, 0 = none

    EngineClient* m_client = nullptr;
    SearchField* m_field = nullptr;
    TextLabel* m_count = nullptr;
    KeyCapButton* m_filter = nullptr;
    ProgressLine* m_waiting = nullptr;
    Notice* m_index = nullptr;
    QWidget* m_index_row = nullptr; ///< the notice with its margins
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    HitModel* m_model = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_foot = nullptr;
    TextLabel* m_more_text = nullptr;
    KeyCapButton* m_more = nullptr;
    QTimer m_later;
    QTimer m_slow;      ///< a search that takes long says so
    QString m_searched; ///< the text that the result is of
    SearchResult m_result;
    QString m_error;
    std::int64_t m_limit = 0;
    bool m_running = false;
    bool m_again = false; ///< something changed while a search ran
    bool m_stale = false; ///< data changed while nobody looked
    bool m_setting = false;
};

} // namespace egt::ui
