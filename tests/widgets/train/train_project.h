// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "records/records.h"

namespace egt {
class Project;
}

namespace egt::test {

/// What a project holds that has seen scoring and training: made through the store, nothing is trained here.
struct TrainProject {
    std::filesystem::path folder;
    RunId scores = 0;
    RunId random = 0; ///< done, 960 steps
    RunId low = 0;    ///< stopped at 588: three stages, a pause, checkpoints, samples
    int pairs = 0;
    int without_image = 0;
};
TrainProject makeTrainProject(const std::filesystem::path& folder, int pairs = 400);

/// The two training runs alone, with what they left behind, for a project that has pairs and scores already.
void addTrainRuns(Project& project, TrainProject& out);

} // namespace egt::test
