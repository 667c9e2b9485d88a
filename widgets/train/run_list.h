// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>
#include <vector>

#include "records/records.h"

namespace egt::ui {

class RunBook;
struct RunData;

/// The runs of the project, newest first: check state = drawn in the plots, edit role = name.
class RunListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { run_role = Qt::UserRole + 1, state_role, result_role, style_role, current_role, plotted_role };

    explicit RunListModel(RunBook* book, QObject* parent = nullptr);
    void setCurrent(RunId run);
    [[nodiscard]] RunId runAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(RunId run) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void renameAsked(egt::RunId run, const QString& name);

private:
    void listChanged();
    RunBook* m_book;
    std::vector<RunId> m_rows;
    RunId m_current = 0;
};

/// Has something to draw: training and SFT runs.
bool isPlotted(const RunData& data);
/// "running, step 588", "stopped at 210", "scoring, done"
QString runStateText(const RunData& data);
/// Held-out accuracy of a run or the accuracy of an evaluation; empty when there is none.
QString runResultText(const RunData& data);

class RunDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

private:
    [[nodiscard]] static QRect checkBox(const QRect& row);
    [[nodiscard]] static QRect nameBox(const QRect& row);
    [[nodiscard]] static int resultWidth(); ///< of the accuracy at the right, with its inset
};

/// Rows of runs; Space draws or hides a run, Enter opens it, F2 renames it.
class RunList : public QListView {
    Q_OBJECT
public:
    explicit RunList(RunBook* book, QWidget* parent = nullptr);
    [[nodiscard]] RunListModel* runs() const { return m_model; }

Q_SIGNALS:
    void opened(egt::RunId run);

private:
    RunListModel* m_model;
};

} // namespace egt::ui
