// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// run.yaml, read and written. The keys are the fields of TrainConfig (records/requests.h).

#include <string>
#include <string_view>

#include "base/result.h"
#include "records/requests.h"

namespace egt::pipelines {

/// Absent keys keep their defaults. Errors: config.invalid_yaml, config.unknown_key (with the nearest valid key),
/// config.bad_value, config.out_of_range; all with file, line and field.
Result<TrainConfig> parseTrainConfig(std::string_view yaml, const std::string& file_name);
/// Errors: file.cannot_read and those above.
Result<TrainConfig> loadTrainConfig(const std::string& path);
/// Every field with its value, in the order of the struct; reads back equal.
std::string trainConfigYaml(const TrainConfig& config);
/// The same limits for a configuration that came from a window. Errors: config.out_of_range, config.bad_value.
Result<void> checkTrainConfig(const TrainConfig& config);

} // namespace egt::pipelines
