// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "common/mini_histogram.h"

namespace egt::ui {

class EngineClient;
class Settings;

/// One row of the start page, as it was when the project was last open.
struct RecentProject {
    QString path;
    qint64 pairs = 0;
    qint64 scored = 0;
    qint64 reviewed = 0;
    qint64 time_ms = 0;
    int job_kind = 0; ///< RunKind of a job that waits there; 0 = none
    int job_state = 0;
    double job_share = 0;
    MiniHistogramData histogram;
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool exists() const;
    /// "Training paused, 61%"; empty when no job waits.
    [[nodiscard]] QString job() const;
};

/// The list in the settings, newest first, at most twelve.
class RecentProjects {
public:
    explicit RecentProjects(Settings& settings) : m_settings(settings) {}
    [[nodiscard]] QList<RecentProject> list() const;
    /// Reads counts and histogram of the open project and puts it first.
    void remember(const EngineClient& client, double cut);
    void remove(const QString& path);
    void relocate(const QString& from, const QString& to);

private:
    void store(const QList<RecentProject>& projects);
    Settings& m_settings;
};

} // namespace egt::ui
