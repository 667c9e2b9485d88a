// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "records/events.h"
#include "train/plot_parts.h"

namespace egt::ui {

/// The six plots of a training run, in order.
std::vector<PlotSpec> trainPlots();

/// "Paused for 4 min at step 402"; without the length when the run was not continued yet.
QString pauseText(const std::vector<Event>& story, std::size_t paused);

/// Number of the stage that a note announces: its first argument, or `otherwise`.
int stageNumber(const NoteEvent& note, int otherwise);

} // namespace egt::ui
