// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every record, request, event and result as JSON and back, equal: what the event log, run configurations and a second
// transport are made of. NaN is written as null and read back as NaN.

#include <string>

#include "base/json.h"
#include "records/events.h"
#include "records/records.h"
#include "records/requests.h"

namespace egt {

Json toJson(const JobRequest& request);              ///< {"kind": "score", …fields}
Result<JobRequest> requestFromJson(const Json& json); ///< Errors: json.field
Json toJson(const JobResult& result);
Result<JobResult> resultFromJson(const Json& json);
Json toJson(const Event& event);
Result<Event> eventFromJson(const Json& json);

std::string_view name(RunKind kind);   ///< "score"
std::string_view name(RunState state); ///< "running"
std::string_view name(Decision decision);
std::string_view name(FlagRule rule);
std::string_view name(Verdict verdict); ///< "unparsed", "A", "B"
std::string_view name(Label label);     ///< "none", "A", "B", "tie"
std::optional<Decision> decisionFromName(std::string_view name);
std::optional<FlagRule> flagRuleFromName(std::string_view name);

} // namespace egt
