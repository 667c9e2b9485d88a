// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/serialize.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/random.h"
#include "records/fields.h"

namespace egt {
namespace {

// --- every field of a struct is listed: the list is counted against the members of the aggregate
// ----------------------
struct Anything {
    template <class T> operator T() const; // NOLINT: converts to whatever the member is
};
template <class T, class... A> constexpr std::size_t members() {
    if constexpr (requires { T{A{}..., Anything{}}; })
        return members<T, A..., Anything>();
    else
        return sizeof...(A);
}
template <class T> std::size_t listed() {
    T value{};
    std::size_t n = 0;
    Fields<T>::each(value, [&](const char*, auto&) { ++n; });
    return n;
}
template <class... T> void expectComplete() {
    (..., [] { EXPECT_EQ(listed<T>(), members<T>()) << testing::PrintToString(typeid(T).name()); }());
}

TEST(Serialize, ListsEveryField) {
    expectComplete<ImageRef, PairRecord, TokenChoice, EntropySummary, EntropyBracket, FailureRecord, ResponseRecord,
                   ScoreRecord, FlagRecord, ReviewRecord, SelectionRecord, RunRecord, MetricPoint, SampleRecord,
                   EvaluationRecord, ProjectInfo, JudgeInfo, FilterRecord, SearchRequest, SearchHit, SearchResult,
                   DuplicateGroup, DuplicateReport>();
    expectComplete<InspectRequest, LayoutGuess, FieldSeen, RejectedRow, Finding, ImportInspection>();
    expectComplete<ImportRequest, ImportResult, SftRequest, SftResult, ServerOptions, ScoreRequest, ScoreResult,
                   ScoreEstimate, RespondRequest, TokenAlternative, RespondToken, RespondResult, TrainConfig,
                   TrainRequest, TrainResult, EvalRequest, ExportRequest, ExportResult, ExportCount, IndexRequest,
                   IndexResult, DuplicatesRequest, DuplicatesResult, ExportFile, ExportFormat, BenchRequest, BenchRow,
                   BenchResult, VerifyRequest, VerifyResult, RelocateRequest, RelocateResult>();
    expectComplete<StateEvent, ProgressEvent, MetricsEvent, SampleEvent, CheckpointEvent, EvaluationEvent, NoteEvent,
                   DataEvent>();
    EXPECT_EQ(listed<CheckpointRecord>(), 6U); // its optional can't be counted that way
}

// --- random values in every field
// -------------------------------------------------------------------------------------
struct Fill {
    Random& random;
    template <class T> void operator()(const char*, T& value) const { fill(value); }
    void fill(bool& v) const { v = random.below(2) == 1; }
    void fill(double& v) const { v = random.normal() * 1e3; }
    void fill(float& v) const { v = static_cast<float>(random.normal()); }
    void fill(std::int32_t& v) const { v = static_cast<std::int32_t>(random.next()); }
    void fill(std::uint32_t& v) const { v = static_cast<std::uint32_t>(random.next()); }
    void fill(std::int64_t& v) const { v = static_cast<std::int64_t>(random.next()); }
    void fill(std::uint64_t& v) const { v = random.next() | (std::uint64_t{1} << 63); }
    void fill(std::string& v) const {
        static const char* const parts[] = {"", "a", "\"", "\\", "\n", "\t", "é", "图", "🙂", "%1", "\x01", "null"};
        v = "x";
        for (auto n = random.below(6); n > 0; --n)
            v += parts[random.below(std::size(parts))];
    }
    template <class T> void fill(std::optional<T>& v) const { fill(v.emplace()); }
    template <class T> void fill(std::vector<T>& v) const {
        v.resize(1 + random.below(3));
        for (auto& item : v)
            fill(item);
    }
    template <class T> void fill(T& v) const {
        if constexpr (std::is_enum_v<T>)
            v = EnumNames<T>::list[random.below(EnumNames<T>::list.size())].first;
        else
            Fields<T>::each(v, *this);
    }
};

/// Through text and through bytes.
template <class V, class Read> void expectSame(const V& value, const Json& json, Read read) {
    const auto fromText = read(Json::parse(dumpJson(json)));
    ASSERT_TRUE(fromText) << fromText.error().message() << " " << dumpJson(json);
    EXPECT_TRUE(*fromText == value) << dumpJson(json);
    const auto fromBytes = read(Json::from_cbor(Json::to_cbor(json)));
    ASSERT_TRUE(fromBytes) << fromBytes.error().message();
    EXPECT_TRUE(*fromBytes == value) << dumpJson(json);
}

template <class V, class Use> void eachAlternative(std::uint64_t seed, Use use) {
    Random random(seed);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto one = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
            for (int round = 0; round < 20; ++round) {
                std::variant_alternative_t<K, V> value{};
                if constexpr (!std::is_same_v<decltype(value), std::monostate>) Fill{random}.fill(value);
                use(V(std::in_place_index<K>, std::move(value)));
            }
        };
        (..., one(std::integral_constant<std::size_t, I>{}));
    }
    (std::make_index_sequence<std::variant_size_v<V>>{});
}

TEST(Serialize, EveryRequestComesBackEqual) {
    eachAlternative<JobRequest>(1, [](const JobRequest& r) { expectSame(r, toJson(r), requestFromJson); });
}
TEST(Serialize, EveryResultComesBackEqual) {
    eachAlternative<JobResult>(2, [](const JobResult& r) { expectSame(r, toJson(r), resultFromJson); });
}
TEST(Serialize, EveryEventComesBackEqual) {
    std::int64_t seq = 0;
    eachAlternative<EventBody>(3, [&](const EventBody& body) {
        const Event event{7, ++seq, 1'795'000'000'123, body};
        expectSame(event, toJson(event), eventFromJson);
    });
}

template <class T> void expectRecord(std::uint64_t seed) {
    Random random(seed);
    T value{};
    Fill{random}.fill(value);
    expectSame(value, recordToJson(value), recordFromJson<T>);
}
TEST(Serialize, EveryRecordComesBackEqual) {
    for (std::uint64_t seed = 10; seed < 20; ++seed) {
        expectRecord<PairRecord>(seed);
        expectRecord<ResponseRecord>(seed);
        expectRecord<ScoreRecord>(seed);
        expectRecord<FlagRecord>(seed);
        expectRecord<ReviewRecord>(seed);
        expectRecord<RunRecord>(seed);
        expectRecord<CheckpointRecord>(seed);
        expectRecord<SampleRecord>(seed);
        expectRecord<ProjectInfo>(seed);
        expectRecord<JudgeInfo>(seed);
        expectRecord<ExportCount>(seed);
        expectRecord<FilterRecord>(seed);
        expectRecord<SearchRequest>(seed);
        expectRecord<SearchResult>(seed);
        expectRecord<DuplicateReport>(seed);
        expectRecord<ExportFormat>(seed);
    }
}

// --- values that JSON has no word for
// ---------------------------------------------------------------------------------
TEST(Serialize, NotANumberIsNullAndComesBack) {
    ScoreRecord score;
    score.consistency = std::numeric_limits<float>::quiet_NaN();
    score.entropy.think = std::numeric_limits<float>::quiet_NaN();
    score.p_label = 0.1F;
    const Json json = recordToJson(score);
    EXPECT_TRUE(json["consistency"].is_null());
    const auto back = recordFromJson<ScoreRecord>(Json::parse(dumpJson(json)));
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::isnan(back->consistency));
    EXPECT_TRUE(std::isnan(back->entropy.think));
    EXPECT_EQ(back->p_label, 0.1F);
    EXPECT_EQ(back->entropy.mean, 0.0F);
}

TEST(Serialize, InfinityAndEmptyOptionalComeBack) {
    MetricPoint point{3, "loss", -std::numeric_limits<double>::infinity()};
    expectSame(point, recordToJson(point), recordFromJson<MetricPoint>);
    CheckpointRecord checkpoint{1, 2, "p", 3, std::nullopt, 4};
    expectSame(checkpoint, recordToJson(checkpoint), recordFromJson<CheckpointRecord>);
}

// --- what is read may be wrong
// ----------------------------------------------------------------------------------------
TEST(Serialize, NamesTheWrongField) {
    const auto wrong = requestFromJson(Json::parse(R"({"kind": "train", "config": {"order": "upwards"}})"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "json.field");
    EXPECT_EQ(wrong.error().field, "config.order");
    for (const char* text : {R"({"kind": "score", "samples": 4000000000})", R"({"kind": "score", "samples": 1.5})",
                             R"({"kind": "score", "samples": "1"})"}) {
        const auto range = requestFromJson(Json::parse(text));
        ASSERT_FALSE(range) << text;
        EXPECT_EQ(range.error().field, "samples");
    }
    for (const char* text : {"[]", "{}", R"({"kind": 3})", R"({"kind": "dance"})"})
        EXPECT_FALSE(requestFromJson(Json::parse(text))) << text;
    EXPECT_FALSE(eventFromJson(Json::parse(R"({"kind": "data", "body": {"what": "pairs"}, "run": 1})")));
}

TEST(Serialize, MissingFieldsKeepTheirDefaults) {
    const auto request = requestFromJson(Json::parse(R"({"kind": "score", "judge": "j", "later": true})"));
    ASSERT_TRUE(request);
    ScoreRequest expected;
    expected.judge = "j";
    EXPECT_EQ(std::get<ScoreRequest>(*request), expected);
}

TEST(Serialize, KindsFollowTheRequests) {
    EXPECT_EQ(kindOf(ImportRequest{}), RunKind::import);
    EXPECT_EQ(kindOf(SftRequest{}), RunKind::sft);
    EXPECT_EQ(kindOf(ScoreRequest{}), RunKind::score);
    EXPECT_EQ(kindOf(TrainRequest{}), RunKind::train);
    EXPECT_EQ(kindOf(EvalRequest{}), RunKind::evaluate);
    EXPECT_EQ(kindOf(ExportRequest{}), RunKind::exporting);
    EXPECT_EQ(kindOf(IndexRequest{}), RunKind::index);
    EXPECT_EQ(kindOf(DuplicatesRequest{}), RunKind::duplicates);
    EXPECT_EQ(kindOf(BenchRequest{}), RunKind::benchmark);
    EXPECT_EQ(kindOf(VerifyRequest{}), RunKind::verify);
    EXPECT_EQ(kindOf(RelocateRequest{}), RunKind::relocate);
    for (const auto& [kind, text] : EnumNames<RunKind>::list)
        EXPECT_EQ(runKindFromName(text), kind);
    EXPECT_EQ(toJson(JobRequest(ExportRequest{}))["kind"], "export");
    EXPECT_EQ(decisionFromName("both_bad"), Decision::both_bad);
    EXPECT_EQ(decisionFromName("Left"), std::nullopt);
}

} // namespace
} // namespace egt
