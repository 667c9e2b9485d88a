// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTableView>

#include "common/controls.h"
#include "common/panels.h"
#include "train/checkpoint_model.h"
#include "train/sample_view.h"
#include "train/story_model.h"

namespace egt::ui {

struct RunData;

/// The right dock of Train: checkpoints, events and log of the current run, its sample responses, its latest events.
class RunDetails : public Pane {
    Q_OBJECT
public:
    explicit RunDetails(QWidget* parent = nullptr);
    void showRun(const RunData* run);
    [[nodiscard]] SampleView* samples() const { return m_samples; }
    [[nodiscard]] QTableView* checkpoints() const { return m_table; }
    [[nodiscard]] CheckpointModel* checkpointModel() const { return m_checkpoints; }
    [[nodiscard]] SegmentedControl* tabs() const { return m_tabs; }
    /// Off: says why scoring with a checkpoint is not possible.
    void setScoringBlocked(const QString& reason) { m_blocked = reason; }

Q_SIGNALS:
    void scoreAsked(const QString& judge, qint64 step);
    void folderAsked(const QString& path);

private:
    QWidget* buildTabs();
    void buildTable();
    void showMenu(const QModelIndex& index, const QPoint& global);
    QString sampleHint(const RunData* run) const;

    SegmentedControl* m_tabs;
    QStackedWidget* m_stack;
    QTableView* m_table;
    TextLabel* m_no_checkpoints;
    CheckpointModel* m_checkpoints;
    StoryModel* m_story;
    QListView* m_events;
    QListView* m_latest;
    QPlainTextEdit* m_log;
    SampleView* m_samples;
    QString m_blocked;
};

/// Icon, sentence, time of day at the right.
class StoryDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit StoryDelegate(bool wrap, QObject* parent) : QStyledItemDelegate(parent), m_wrap(wrap) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    bool m_wrap;
};

} // namespace egt::ui
