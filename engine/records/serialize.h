// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every record, request, event and result as JSON and back, equal: what the event log, run configurations and a second
// transport are made of. NaN is written as null and read back as NaN, infinities as "inf" and "-inf". A field that is
// not there keeps its default, so that files of older versions stay readable; a field of the wrong type is an error.

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "records/events.h"
#include "records/records.h"
#include "records/requests.h"

namespace egt {

Json toJson(const JobRequest& request);               ///< {"kind": "score", …fields}
Result<JobRequest> requestFromJson(const Json& json); ///< Errors: json.field
Json toJson(const JobResult& result);                 ///< {"kind": "none"} before there is one
Result<JobResult> resultFromJson(const Json& json);
Json toJson(const Event& event); ///< {"run", "seq", "time_ms", "kind", "body"}
Result<Event> eventFromJson(const Json& json);
/// The body alone: {"kind": "metrics", "body": {…fields}}.
Json bodyToJson(const EventBody& body);
Result<EventBody> bodyFromJson(const Json& json);
std::string_view name(const EventBody& body); ///< "state", "progress", "metrics", "sample", …

/// One record, without a kind: any struct of records.h, and the structs that make up requests, results and events.
/// Instantiated in serialize.cpp for all of them.
template <class T> Json recordToJson(const T& record);
template <class T> Result<T> recordFromJson(const Json& json); ///< Errors: json.field

RunKind kindOf(const JobRequest& request);

std::string_view name(RunKind kind);   ///< "score"; RunKind::exporting is "export"
std::string_view name(RunState state); ///< "running"
std::string_view name(Decision decision);
std::string_view name(FlagRule rule);
std::string_view name(Verdict verdict); ///< "unparsed", "A", "B"
std::string_view name(Label label);     ///< "none", "A", "B", "tie"
std::string_view name(Order order);
std::string_view name(Orders orders);
std::string_view name(LogprobsMode mode); ///< "unknown", "raw", "processed"
std::string_view name(ScoreMode mode);
std::string_view name(TrainMethod method);
std::string_view name(CurriculumOrder order);
std::string_view name(Schedule schedule);
std::string_view name(ImageMode mode);
std::string_view name(BenchProtocol protocol);
std::string_view name(BenchOrder order);
std::string_view name(UnparsedPolicy policy);
std::optional<Decision> decisionFromName(std::string_view name);
std::optional<FlagRule> flagRuleFromName(std::string_view name);
std::optional<RunKind> runKindFromName(std::string_view name);
std::optional<Orders> ordersFromName(std::string_view name);
std::optional<LogprobsMode> logprobsModeFromName(std::string_view name);
std::optional<ScoreMode> scoreModeFromName(std::string_view name);
std::optional<TrainMethod> trainMethodFromName(std::string_view name);
std::optional<CurriculumOrder> curriculumOrderFromName(std::string_view name);
std::optional<Schedule> scheduleFromName(std::string_view name);
std::optional<BenchProtocol> benchProtocolFromName(std::string_view name);
std::optional<BenchOrder> benchOrderFromName(std::string_view name);
std::optional<UnparsedPolicy> unparsedPolicyFromName(std::string_view name);

} // namespace egt
