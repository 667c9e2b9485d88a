// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QWidget>
#include <functional>
#include <vector>

#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "records/requests.h"

namespace egt::ui {

/// The settings of a new training run: the common ones first, the rest folded. Every field says its default and unit.
class TrainForm : public QWidget {
    Q_OBJECT
public:
    struct Choice {
        QString text;
        QString value;
    };
    explicit TrainForm(QWidget* parent = nullptr);
    void setSelections(const std::vector<Choice>& selections);
    void setScoreRuns(const std::vector<std::pair<QString, RunId>>& runs); ///< newest first
    void setConfig(const TrainConfig& config);
    [[nodiscard]] TrainConfig config() const;
    void setJudge(const QString& folder);
    [[nodiscard]] QString judge() const;
    /// Sentences about fields whose text is no number.
    [[nodiscard]] QStringList badFields() const;
    [[nodiscard]] QLineEdit* judgeField() const { return m_judge; }

Q_SIGNALS:
    void changed();
    void browseAsked();

private:
    void buildCommon();
    void buildAdvanced();
    void addRow(QGridLayout* grid, const QString& label, QWidget* field, const QString& tip);
    template <class T>
    void addNumber(QGridLayout* grid, const char* name, const QString& label, T TrainConfig::*member, int low, int high,
                   const QString& tip, const QString& zero = {});
    void addReal(QGridLayout* grid, const char* name, const QString& label, double TrainConfig::*member, double low,
                 double high, const QString& tip);
    void methodChanged();

    struct Binding {
        std::function<void(TrainConfig&)> read;
        std::function<void(const TrainConfig&)> show;
    };
    struct Real {
        QLineEdit* field;
        QString label;
        double low, high;
    };
    TrainConfig m_rest; ///< fields that have no control keep what was set
    std::vector<Binding> m_bindings;
    std::vector<Real> m_reals;
    QGridLayout* m_common = nullptr;
    QGridLayout* m_advanced = nullptr;
    QWidget* m_advanced_box = nullptr;
    KeyCapButton* m_fold = nullptr;
    QLineEdit* m_judge = nullptr;
    QLineEdit* m_name = nullptr;
    NoWheelComboBox* m_selection = nullptr;
    NoWheelComboBox* m_scores = nullptr;
    NoWheelComboBox* m_order = nullptr;
    NoWheelSpinBox* m_stages = nullptr;
    SegmentedControl* m_method = nullptr;
    bool m_setting = false;
};

} // namespace egt::ui
