// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <optional>

#include "base/control.h"

class QLineEdit;
class QWidget;

namespace egt::ui {

/// Asks who decides. Names are stored with every decision.
std::optional<QString> askAnnotator(const QString& now, QWidget* parent);

/// What to do with running jobs at exit: save, abort, or nothing (keep the window).
std::optional<StopKind> askAboutJobs(const QStringList& jobs, QWidget* parent);

/// Asks before a run is stopped from the job pill.
std::optional<StopKind> askStop(const QString& job, QWidget* parent);

/// Version, licence, what it is built on.
void showAbout(QWidget* parent);

/// The five-minute guide: what the program is for and the way through it.
class GuideDialog : public QDialog {
    Q_OBJECT
public:
    explicit GuideDialog(QWidget* parent);
};

} // namespace egt::ui
