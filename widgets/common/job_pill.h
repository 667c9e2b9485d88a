// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "records/events.h"
#include "records/records.h"

namespace egt::ui {

/// The running job in the status bar: icon, name, bar, count and time left, pause and close. One tab stop: Space pauses
/// or continues, Delete cancels, Enter opens the job list. Shows nothing when there is no job.
class JobPill : public QWidget {
    Q_OBJECT
public:
    explicit JobPill(QWidget* parent = nullptr);
    /// `more`: how many other jobs wait.
    void setRun(const egt::RunRecord& run, const egt::ProgressEvent& progress, int more);
    void setProgress(const egt::ProgressEvent& progress);
    /// Failed and done runs stand until cleared.
    void setEnded(const egt::RunRecord& run, const QString& text);
    void clear();
    [[nodiscard]] RunId run() const { return m_run.id; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked();
    void pauseClicked(egt::RunId run, bool pause);
    void cancelClicked(egt::RunId run);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString details() const;
    [[nodiscard]] QRect pauseArea() const;
    [[nodiscard]] QRect closeArea() const;
    [[nodiscard]] bool canPause() const;
    void changed();
    egt::RunRecord m_run;
    egt::ProgressEvent m_progress;
    QString m_ended;
    int m_more = 0;
};

} // namespace egt::ui
