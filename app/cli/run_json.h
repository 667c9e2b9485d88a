// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "base/json.h"
#include "records/records.h"

namespace egt::cli {

/// {"run", "kind", "name", "state", "steps", "total"}
OrderedJson runJson(const RunRecord& run);
/// Last value of each metric: {"loss": 0.1, …}
OrderedJson lastMetrics(const std::vector<MetricPoint>& points);
std::string runTable(const std::vector<RunRecord>& runs);

} // namespace egt::cli
