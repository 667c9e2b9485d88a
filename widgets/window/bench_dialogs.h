// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "records/bench.h"
#include "records/records.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace egt::ui {

class SeedField;

QString benchProtocolName(BenchProtocol protocol);

/// How the answers of a judge are counted as a benchmark does it, before that starts as a job.
class BenchSetupDialog : public QDialog {
    Q_OBJECT
public:
    /// `runs` and `selections`: the project's; only scoring runs that are done can be counted.
    BenchSetupDialog(BenchProtocol protocol, const std::vector<RunRecord>& runs,
                     const std::vector<SelectionRecord>& selections, QWidget* parent);
    [[nodiscard]] BenchRequest request() const;

private:
    void addRuns(const std::vector<RunRecord>& runs);
    void addRules();
    void choosePredictions();
    BenchProtocol m_protocol;
    QComboBox* m_run;
    QComboBox* m_selection;
    QSpinBox* m_votes;
    QComboBox* m_order;
    QComboBox* m_unparsed;
    SeedField* m_seed;
    QLineEdit* m_predictions;
};

/// A benchmark's table: its categories, then all of them.
class BenchReportDialog : public QDialog {
    Q_OBJECT
public:
    BenchReportDialog(const BenchResult& result, QWidget* parent);
};

} // namespace egt::ui
