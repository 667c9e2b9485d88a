// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGridLayout>

#include "common/panels.h"
#include "train/curriculum_view.h"

namespace egt::ui {

class EngineClient;
struct RunData;

/// Name left, value right, one line each; a long value is shortened and whole in its tool tip.
class SettingRows : public QWidget {
    Q_OBJECT
public:
    explicit SettingRows(QWidget* parent = nullptr);
    void setRows(const QList<std::pair<QString, QString>>& rows);

private:
    QGridLayout* m_grid;
    QList<std::pair<QString, QString>> m_rows;
};

/// Below the list of runs: the current run's curriculum and its settings.
class RunSettings : public QWidget {
    Q_OBJECT
public:
    explicit RunSettings(QWidget* parent = nullptr);
    void setClient(EngineClient* client) { m_client = client; }
    void showRun(const RunData* run);
    /// The pairs or their scores changed: the bands are counted again.
    void dataChanged();
    [[nodiscard]] CurriculumView* curriculum() const { return m_view; }

private:
    void readPlan(const RunData& run);
    void fillRows(const RunData& run);

    EngineClient* m_client = nullptr;
    SectionHeading* m_curriculum_head;
    CurriculumView* m_view;
    SettingRows* m_rows;
    RunId m_planned = 0;
    quint64 m_ticket = 0;
};

} // namespace egt::ui
