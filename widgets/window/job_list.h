// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "records/records.h"

class QPlainTextEdit;
class QTableView;
class QStandardItemModel;

namespace egt::ui {

class EngineClient;

/// All runs of the project with state, and the log of the chosen one.
class JobListDialog : public QDialog {
    Q_OBJECT
public:
    JobListDialog(EngineClient* client, RunId show, QWidget* parent);

private:
    void refresh();
    void showLog();
    [[nodiscard]] RunId chosen() const;
    EngineClient* m_client;
    QStandardItemModel* m_model;
    QTableView* m_table;
    QPlainTextEdit* m_log;
    RunId m_show;
};

} // namespace egt::ui
