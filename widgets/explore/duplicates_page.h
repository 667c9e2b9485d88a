// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "base/result.h"
#include "common/panels.h"
#include "records/search.h"

class QCheckBox;
class QHBoxLayout;
class QScrollArea;
class QSpinBox;
class QDoubleSpinBox;
class QStackedWidget;
class QTableView;

namespace egt::ui {

class EngineClient;
class GroupModel;
class PairCard;
class ThumbnailCache;

/// The report of near-duplicates: its groups in a list, the pairs of the chosen one side by side, and the job that
/// looks for them with all its settings.
class DuplicatesPage : public Pane {
    Q_OBJECT
public:
    explicit DuplicatesPage(QWidget* parent = nullptr);
    void setClient(EngineClient* client);
    void projectOpened();
    void clear();
    /// Reads the stored report; soon when somebody looks, else when the page is shown.
    void refresh();
    [[nodiscard]] const DuplicateReport& report() const { return m_report; }
    [[nodiscard]] GroupModel* model() const { return m_model; }
    [[nodiscard]] const QList<PairCard*>& cards() const { return m_cards; }
    [[nodiscard]] DuplicatesRequest request() const;

Q_SIGNALS:
    void pairChosen(egt::PairId pair);
    void openRequested(const QList<egt::PairId>& pairs, const QString& title);
    void filterRequested(const QString& expression);
    void leaveRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    // duplicates_page.cpp
    void read();
    void arrived(Result<DuplicateReport> report);
    void showState();
    void showJob();
    void look();
    [[nodiscard]] RunId job() const; ///< that is active, 0 = none
    void showGroup();
    void arrivedPairs(const std::vector<PairRecord>& pairs, std::size_t all);
    void alignCards();
    void choosePair(PairId pair);
    void openFrom(PairId pair);
    // duplicates_layout.cpp
    QWidget* makeHead();
    QWidget* makeSettings();
    QWidget* makeGroups();
    QWidget* makeCards();
    void connectParts();

    EngineClient* m_client = nullptr;
    ThumbnailCache* m_photos;
    TextLabel* m_counts = nullptr;
    QDoubleSpinBox* m_threshold = nullptr;
    QSpinBox* m_shingle = nullptr;
    QCheckBox* m_images = nullptr;
    QSpinBox* m_bits = nullptr;
    KeyCapButton* m_look = nullptr;
    ProgressLine* m_progress = nullptr;
    Notice* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QTableView* m_table = nullptr;
    GroupModel* m_model = nullptr;
    KeyCapButton* m_show = nullptr;
    KeyCapButton* m_leave_out = nullptr;
    KeyCapButton* m_show_group = nullptr;
    QScrollArea* m_scroll = nullptr;
    QHBoxLayout* m_card_row = nullptr;
    TextLabel* m_rest = nullptr;
    QList<PairCard*> m_cards;
    QTimer m_align;
    DuplicateReport m_report;
    QString m_error;
    PairId m_chosen = 0;
    quint64 m_ticket = 0; ///< of the group whose pairs are read
    bool m_reading = false;
    bool m_stale = true;
    bool m_known = false; ///< the report was read
};

} // namespace egt::ui
