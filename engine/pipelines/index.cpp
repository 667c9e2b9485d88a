// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/clock.h"
#include "pipelines/pipelines.h"

namespace egt::pipelines {

Result<IndexResult> buildIndex(const IndexRequest& request, Project& project, RunContext& run) {
    EGT_ASSIGN(Project::TextIndexState state, project.textIndexState());
    const PairId first = state.indexed_to;
    const double started = steadySeconds();
    bool stopped = false;
    while (state.indexed_to < state.last_pair && !stopped) {
        EGT_ASSIGN(state, project.extendTextIndex(request.batch));
        const double seconds = steadySeconds() - started;
        const auto done = static_cast<double>(state.indexed_to - first);
        stopped = run.checkpoint() != StopKind::none;
        run.progress({state.indexed_to, state.last_pair, "pairs", "text index", seconds > 0 ? done / seconds : 0, 0});
    }
    if (!stopped) EGT_TRY(project.saveColumnCache());
    return IndexResult{state.indexed_to - first, state.indexed_to};
}

} // namespace egt::pipelines
