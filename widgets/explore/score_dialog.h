// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "records/requests.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace egt::ui {

class EngineClient;
class PrimaryButton;
class TextLabel;

/// Which judge reads the pairs, in which orders, how often. Submits a scoring job; the window shows it as a job.
class ScoreDialog : public QDialog {
    Q_OBJECT
public:
    ScoreDialog(EngineClient* client, qint64 pairs, const QString& last_judge, QWidget* parent);
    [[nodiscard]] ScoreRequest request() const;

Q_SIGNALS:
    void submitted(egt::RunId run);

private:
    void browse();
    void readJudge();
    void submit();
    EngineClient* m_client;
    QLineEdit* m_judge;
    QFormLayout* m_form;
    TextLabel* m_judge_note;
    QComboBox* m_mode;
    QComboBox* m_orders;
    QSpinBox* m_samples;
    QDoubleSpinBox* m_temperature;
    QCheckBox* m_text_only;
    TextLabel* m_problem;
    PrimaryButton* m_submit;
    QString m_checked;
};

} // namespace egt::ui
