// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/serialize.h"

#include <array>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

#include "records/fields.h"

namespace egt {
namespace {

template <class T>
concept HasFields = requires(T& v) {
    Fields<std::remove_const_t<T>>::each(v, [](const char*, auto&) {});
};
template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> struct IsOptional : std::false_type {};
template <class T> struct IsOptional<std::optional<T>> : std::true_type {};

template <class E> std::string_view enumName(E value) {
    for (const auto& [key, text] : EnumNames<E>::list)
        if (key == value) return text;
    return {};
}
template <class E> std::optional<E> enumFromName(std::string_view text) {
    for (const auto& [key, known] : EnumNames<E>::list)
        if (known == text) return key;
    return std::nullopt;
}

// --- writing ---------------------------------------------------------------------------------------------------------
Json realToJson(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return value;
}

template <class T> Json put(const T& value) {
    if constexpr (std::is_floating_point_v<T>) {
        return realToJson(value);
    } else if constexpr (std::is_enum_v<T>) {
        return std::string(enumName(value));
    } else if constexpr (IsOptional<T>::value) {
        return value ? put(*value) : Json(nullptr);
    } else if constexpr (IsVector<T>::value) {
        Json out = Json::array();
        for (const auto& item : value)
            out.push_back(put(item));
        return out;
    } else if constexpr (HasFields<const T>) {
        Json out = Json::object();
        Fields<T>::each(value, [&](const char* key, const auto& field) { out[key] = put(field); });
        return out;
    } else {
        return value;
    }
}

// --- reading ---------------------------------------------------------------------------------------------------------
/// Where the first wrong field is; reading goes on so that the code stays flat.
struct Reading {
    std::optional<std::string> wrong;
};

template <class T> void take(const Json& json, T& value, const std::string& at, Reading& reading);

void takeReal(const Json& json, double& value, const std::string& at, Reading& reading) {
    if (json.is_null())
        value = std::numeric_limits<double>::quiet_NaN();
    else if (json.is_number())
        value = json.get<double>();
    else if (json == "inf" || json == "-inf")
        value = json == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    else
        reading.wrong = at;
}

template <class T> void takeInteger(const Json& json, T& value, const std::string& at, Reading& reading) {
    if (json.is_number_unsigned() && std::in_range<T>(json.get<std::uint64_t>()))
        value = static_cast<T>(json.get<std::uint64_t>());
    else if (json.is_number_integer() && !json.is_number_unsigned() && std::in_range<T>(json.get<std::int64_t>()))
        value = static_cast<T>(json.get<std::int64_t>());
    else
        reading.wrong = at;
}

template <class T> void takeVector(const Json& json, T& value, const std::string& at, Reading& reading) {
    value.clear();
    if (!json.is_array()) {
        reading.wrong = at;
        return;
    }
    for (const Json& item : json) {
        typename T::value_type one{};
        take(item, one, at, reading);
        value.push_back(std::move(one));
    }
}

template <class T> void takeRecord(const Json& json, T& value, const std::string& at, Reading& reading) {
    if (!json.is_object()) {
        reading.wrong = at;
        return;
    }
    Fields<T>::each(value, [&](const char* key, auto& field) {
        if (const auto found = json.find(key); found != json.end())
            take(*found, field, at.empty() ? std::string(key) : at + "." + key, reading);
    });
}

template <class T> void take(const Json& json, T& value, const std::string& at, Reading& reading) {
    if constexpr (std::is_same_v<T, bool>) {
        json.is_boolean() ? void(value = json.get<bool>()) : void(reading.wrong = at);
    } else if constexpr (std::is_floating_point_v<T>) {
        double real = value;
        takeReal(json, real, at, reading);
        value = static_cast<T>(real);
    } else if constexpr (std::is_integral_v<T>) {
        takeInteger(json, value, at, reading);
    } else if constexpr (std::is_same_v<T, std::string>) {
        json.is_string() ? void(value = json.get<std::string>()) : void(reading.wrong = at);
    } else if constexpr (std::is_enum_v<T>) {
        const auto known = json.is_string() ? enumFromName<T>(json.get_ref<const std::string&>()) : std::nullopt;
        known ? void(value = *known) : void(reading.wrong = at);
    } else if constexpr (IsOptional<T>::value) {
        value.reset();
        if (!json.is_null()) take(json, value.emplace(), at, reading);
    } else if constexpr (IsVector<T>::value) {
        takeVector(json, value, at, reading);
    } else {
        takeRecord(json, value, at, reading);
    }
}

tl::unexpected<Error> wrongField(const std::string& field) {
    return fail("json.field",
                EGT_TEXT("engine", "The field “%1” is missing or has a value that is not allowed. Correct it."),
                {field}, {}, 0, field);
}

// --- variants: {"kind": …, fields} -----------------------------------------------------------------------------------
template <class V> struct Kinds;
template <> struct Kinds<JobRequest> {
    static constexpr auto list =
        std::to_array<std::string_view>({"import", "sft", "score", "train", "evaluate", "export", "index", "duplicates",
                                         "benchmark", "verify", "relocate"});
};
template <> struct Kinds<JobResult> {
    static constexpr auto list =
        std::to_array<std::string_view>({"none", "import", "sft", "score", "train", "evaluate", "export", "index",
                                         "duplicates", "benchmark", "verify", "relocate"});
};
template <> struct Kinds<EventBody> {
    static constexpr auto list = std::to_array<std::string_view>(
        {"state", "progress", "metrics", "sample", "checkpoint", "evaluation", "note", "data"});
};

template <class V> Json putVariant(const V& value) {
    static_assert(Kinds<V>::list.size() == std::variant_size_v<V>);
    Json out = std::visit(
        []<class T>(const T& one) {
            if constexpr (std::is_same_v<T, std::monostate>)
                return Json(Json::object());
            else
                return put(one);
        },
        value);
    out["kind"] = std::string(Kinds<V>::list[value.index()]);
    return out;
}

template <class V, std::size_t I = 0> Result<V> takeVariant(const Json& json, std::string_view kind) {
    if constexpr (I == std::variant_size_v<V>) {
        return wrongField("kind");
    } else {
        if (kind != Kinds<V>::list[I]) return takeVariant<V, I + 1>(json, kind);
        std::variant_alternative_t<I, V> one{};
        if constexpr (!std::is_same_v<decltype(one), std::monostate>) {
            Reading reading;
            takeRecord(json, one, {}, reading);
            if (reading.wrong) return wrongField(*reading.wrong);
        }
        return V(std::in_place_index<I>, std::move(one));
    }
}

template <class V> Result<V> readVariant(const Json& json) {
    const auto kind = json.is_object() ? json.find("kind") : json.end();
    if (!json.is_object() || kind == json.end() || !kind->is_string()) return wrongField("kind");
    return takeVariant<V>(json, kind->template get_ref<const std::string&>());
}

} // namespace

template <class T> Json recordToJson(const T& record) {
    return put(record);
}

template <class T> Result<T> recordFromJson(const Json& json) {
    T record{};
    Reading reading;
    takeRecord(json, record, {}, reading);
    if (reading.wrong) return wrongField(*reading.wrong);
    return record;
}

Json toJson(const JobRequest& request) {
    return putVariant(request);
}
Result<JobRequest> requestFromJson(const Json& json) {
    return readVariant<JobRequest>(json);
}
Json toJson(const JobResult& result) {
    return putVariant(result);
}
Result<JobResult> resultFromJson(const Json& json) {
    return readVariant<JobResult>(json);
}

std::string_view name(const EventBody& body) {
    return Kinds<EventBody>::list[body.index()];
}

Json bodyToJson(const EventBody& body) {
    return {{"kind", std::string(name(body))}, {"body", std::visit([](const auto& one) { return put(one); }, body)}};
}

Result<EventBody> bodyFromJson(const Json& json) {
    const bool whole = json.is_object() && json.contains("kind") && json["kind"].is_string() && json.contains("body");
    if (!whole) return wrongField("kind");
    return takeVariant<EventBody>(json["body"], json["kind"].get_ref<const std::string&>());
}

Json toJson(const Event& event) {
    Json out = bodyToJson(event.body);
    out["run"] = event.run;
    out["seq"] = event.seq;
    out["time_ms"] = event.time_ms;
    return out;
}

Result<Event> eventFromJson(const Json& json) {
    EGT_ASSIGN(EventBody body, bodyFromJson(json));
    Event event;
    event.body = std::move(body);
    Reading reading;
    for (const auto& [key, field] : {std::pair{"run", &event.run}, {"seq", &event.seq}, {"time_ms", &event.time_ms}}) {
        if (!json.contains(key)) return wrongField(key);
        takeInteger(json[key], *field, key, reading);
    }
    if (reading.wrong) return wrongField(*reading.wrong);
    return event;
}

RunKind kindOf(const JobRequest& request) {
    // The alternatives stand in the order of the enum, which starts at 1.
    static_assert(std::is_same_v<std::variant_alternative_t<5, JobRequest>, ExportRequest>);
    static_assert(static_cast<int>(RunKind::exporting) == 6);
    static_assert(std::is_same_v<std::variant_alternative_t<7, JobRequest>, DuplicatesRequest>);
    static_assert(static_cast<int>(RunKind::duplicates) == 8);
    static_assert(std::is_same_v<std::variant_alternative_t<10, JobRequest>, RelocateRequest>);
    static_assert(static_cast<int>(RunKind::relocate) == 11);
    return static_cast<RunKind>(static_cast<std::int32_t>(request.index()) + 1);
}

std::string_view name(RunKind kind) {
    return enumName(kind);
}
std::string_view name(RunState state) {
    return enumName(state);
}
std::string_view name(Decision decision) {
    return enumName(decision);
}
std::string_view name(FlagRule rule) {
    return enumName(rule);
}
std::string_view name(Verdict verdict) {
    return enumName(verdict);
}
std::string_view name(Label label) {
    return enumName(label);
}
std::string_view name(Order order) {
    return enumName(order);
}
std::string_view name(Orders orders) {
    return enumName(orders);
}
std::string_view name(LogprobsMode mode) {
    return enumName(mode);
}
std::string_view name(TrainMethod method) {
    return enumName(method);
}
std::string_view name(CurriculumOrder order) {
    return enumName(order);
}
std::string_view name(Schedule schedule) {
    return enumName(schedule);
}
std::string_view name(ImageMode mode) {
    return enumName(mode);
}
std::string_view name(BenchProtocol protocol) {
    return enumName(protocol);
}
std::string_view name(BenchOrder order) {
    return enumName(order);
}
std::string_view name(UnparsedPolicy policy) {
    return enumName(policy);
}
std::optional<Decision> decisionFromName(std::string_view text) {
    return enumFromName<Decision>(text);
}
std::optional<FlagRule> flagRuleFromName(std::string_view text) {
    return enumFromName<FlagRule>(text);
}
std::optional<RunKind> runKindFromName(std::string_view text) {
    return enumFromName<RunKind>(text);
}
std::optional<Orders> ordersFromName(std::string_view text) {
    return enumFromName<Orders>(text);
}
std::optional<LogprobsMode> logprobsModeFromName(std::string_view text) {
    return enumFromName<LogprobsMode>(text);
}
std::string_view name(ScoreMode mode) {
    return enumName(mode);
}
std::optional<ScoreMode> scoreModeFromName(std::string_view text) {
    return enumFromName<ScoreMode>(text);
}
std::optional<TrainMethod> trainMethodFromName(std::string_view text) {
    return enumFromName<TrainMethod>(text);
}
std::optional<CurriculumOrder> curriculumOrderFromName(std::string_view text) {
    return enumFromName<CurriculumOrder>(text);
}
std::optional<Schedule> scheduleFromName(std::string_view text) {
    return enumFromName<Schedule>(text);
}
std::optional<BenchProtocol> benchProtocolFromName(std::string_view text) {
    return enumFromName<BenchProtocol>(text);
}
std::optional<BenchOrder> benchOrderFromName(std::string_view text) {
    return enumFromName<BenchOrder>(text);
}
std::optional<UnparsedPolicy> unparsedPolicyFromName(std::string_view text) {
    return enumFromName<UnparsedPolicy>(text);
}

#define EGT_RECORD(type)                                                                                               \
    template Json recordToJson<type>(const type&);                                                                     \
    template Result<type> recordFromJson<type>(const Json&);
EGT_RECORD(ImageRef)
EGT_RECORD(PairRecord)
EGT_RECORD(EntropySummary)
EGT_RECORD(EntropyBracket)
EGT_RECORD(ResponseRecord)
EGT_RECORD(ScoreRecord)
EGT_RECORD(FailureRecord)
EGT_RECORD(FlagRecord)
EGT_RECORD(ReviewRecord)
EGT_RECORD(SelectionRecord)
EGT_RECORD(FilterRecord)
EGT_RECORD(RunRecord)
EGT_RECORD(MetricPoint)
EGT_RECORD(CheckpointRecord)
EGT_RECORD(SampleRecord)
EGT_RECORD(EvaluationRecord)
EGT_RECORD(ProjectInfo)
EGT_RECORD(JudgeInfo)
EGT_RECORD(ImportRequest)
EGT_RECORD(ImportResult)
EGT_RECORD(InspectRequest)
EGT_RECORD(LayoutGuess)
EGT_RECORD(FieldSeen)
EGT_RECORD(RejectedRow)
EGT_RECORD(Finding)
EGT_RECORD(ImportInspection)
EGT_RECORD(SftRequest)
EGT_RECORD(SftResult)
EGT_RECORD(ServerOptions)
EGT_RECORD(ScoreRequest)
EGT_RECORD(ScoreResult)
EGT_RECORD(ScoreEstimate)
EGT_RECORD(RespondRequest)
EGT_RECORD(TokenAlternative)
EGT_RECORD(RespondToken)
EGT_RECORD(RespondResult)
EGT_RECORD(TrainConfig)
EGT_RECORD(TrainRequest)
EGT_RECORD(TrainResult)
EGT_RECORD(EvalRequest)
EGT_RECORD(ExportRequest)
EGT_RECORD(ExportResult)
EGT_RECORD(ExportCount)
EGT_RECORD(IndexRequest)
EGT_RECORD(IndexResult)
EGT_RECORD(DuplicatesRequest)
EGT_RECORD(DuplicatesResult)
EGT_RECORD(SearchRequest)
EGT_RECORD(SearchResult)
EGT_RECORD(DuplicateReport)
EGT_RECORD(ExportFile)
EGT_RECORD(ExportFormat)
EGT_RECORD(BenchRequest)
EGT_RECORD(BenchRow)
EGT_RECORD(BenchResult)
EGT_RECORD(VerifyRequest)
EGT_RECORD(VerifyResult)
EGT_RECORD(RelocateRequest)
EGT_RECORD(RelocateResult)
EGT_RECORD(ProgressEvent)
EGT_RECORD(NoteEvent)
#undef EGT_RECORD

} // namespace egt
