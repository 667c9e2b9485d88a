// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/engine.h"

namespace egt::test {

/// An Engine that answers from memory: for tests of the window that need no project on disk.
class FakeEngine : public Engine {
public:
    bool is_open = false;
    ProjectInfo project;
    std::vector<RunRecord> active;
    std::vector<std::pair<RunId, StopKind>> stopped;
    std::vector<JobRequest> submitted;
    std::vector<FilterRecord> saved_filters;
    std::function<void(const Event&)> listener;
    ImportInspection inspection;
    std::atomic<int> inspections = 0; ///< asked for, from pool threads
    ColumnsPtr snapshot = std::make_shared<ColumnSnapshot>();

    Result<void> create(const std::string& path) override { return open(path, OpenMode::read_write); }
    Result<void> open(const std::string& path, OpenMode mode) override {
        is_open = true;
        project.path = path;
        project.read_only = mode == OpenMode::read_only;
        return {};
    }
    void close(StopKind) override { is_open = false; }
    [[nodiscard]] bool isOpen() const override { return is_open; }
    Result<ProjectInfo> info() override { return project; }
    Result<ColumnsPtr> columns(RunId) override { return snapshot; }
    Result<PairRecord> pair(PairId) override { return PairRecord{}; }
    Result<std::vector<PairRecord>> pairs(const std::vector<PairId>&) override { return std::vector<PairRecord>{}; }
    Result<std::vector<ResponseRecord>> responses(PairId, RunId) override { return std::vector<ResponseRecord>{}; }
    Result<std::vector<FlagRecord>> flags(PairId) override { return std::vector<FlagRecord>{}; }
    Result<std::vector<ReviewRecord>> reviews(PairId) override { return std::vector<ReviewRecord>{}; }
    Result<std::vector<PairId>> search(const std::string&) override { return std::vector<PairId>{}; }
    Result<SearchResult> find(const SearchRequest&) override { return SearchResult{}; }
    Result<DuplicateReport> duplicates() override { return DuplicateReport{}; }
    Result<std::vector<FilterRecord>> filters() override { return saved_filters; }
    Result<FilterRecord> saveFilter(const std::string& name, const std::string& expression) override {
        saved_filters.push_back({name, expression, 0});
        return saved_filters.back();
    }
    Result<void> removeFilter(const std::string& name) override {
        std::erase_if(saved_filters, [&](const FilterRecord& filter) { return filter.name == name; });
        return {};
    }
    Result<ReviewRecord> decide(ReviewRecord review) override { return review; }
    Result<std::optional<ReviewRecord>> undo(const std::string&) override { return std::optional<ReviewRecord>{}; }
    Result<std::optional<ReviewRecord>> redo(const std::string&) override { return std::optional<ReviewRecord>{}; }
    Result<std::string> note(PairId) override { return std::string{}; }
    Result<void> setNote(PairId, const std::string&, const std::string&) override { return {}; }
    Result<std::int64_t> setFlags(FlagRule, RunId, const std::vector<FlagRecord>& flags) override {
        return static_cast<std::int64_t>(flags.size());
    }
    Result<SelectionRecord> saveSelection(const std::string& name, const std::string& rule,
                                          const std::vector<PairId>& pairs) override {
        return SelectionRecord{1, name, rule, static_cast<std::int64_t>(pairs.size()), 0};
    }
    Result<void> removeSelection(const std::string&) override { return {}; }
    Result<std::vector<PairId>> selectionPairs(const std::string&) override { return std::vector<PairId>{}; }
    Result<std::vector<RunRecord>> runs() override { return project.runs; }
    Result<RunRecord> run(RunId id) override {
        for (const auto* list : {&active, &project.runs})
            for (const RunRecord& one : *list)
                if (one.id == id) return one;
        return fail("run.unknown", "There is no run %1.", {std::to_string(id)});
    }
    Result<void> renameRun(RunId, const std::string&) override { return {}; }
    Result<std::vector<MetricPoint>> metrics(RunId, std::int64_t) override { return std::vector<MetricPoint>{}; }
    Result<std::vector<CheckpointRecord>> checkpoints(RunId) override { return std::vector<CheckpointRecord>{}; }
    Result<std::vector<EvaluationRecord>> evaluations(RunId) override { return std::vector<EvaluationRecord>{}; }
    Result<std::vector<SampleRecord>> samples(RunId) override { return std::vector<SampleRecord>{}; }
    Result<std::vector<FailureRecord>> failures(RunId) override { return std::vector<FailureRecord>{}; }
    Result<std::vector<Event>> eventsSince(RunId, std::int64_t) override { return std::vector<Event>{}; }
    Result<RunId> submit(const JobRequest& request) override {
        submitted.push_back(request);
        return static_cast<RunId>(submitted.size());
    }
    Result<void> pause(RunId) override { return {}; }
    Result<void> resume(RunId) override { return {}; }
    Result<void> stop(RunId id, StopKind kind) override {
        stopped.emplace_back(id, kind);
        return {};
    }
    std::vector<RunRecord> activeRuns() override { return active; }
    Result<JobResult> wait(RunId) override { return JobResult{}; }
    void setListener(std::function<void(const Event&)> call) override { listener = std::move(call); }
    Result<ImportInspection> inspectImport(const InspectRequest&) override {
        ++inspections;
        return inspection;
    }
    void stopInspections() override {}
    Result<JudgeInfo> judgeInfo(const std::string&) override { return JudgeInfo{}; }
    Result<JudgeDetails> judgeDetails(const std::string&) override { return JudgeDetails{}; }
    Result<JudgeCheck> judgeCheck(const JudgeCheckRequest&) override { return JudgeCheck{}; }
    Result<JudgeExport> judgeExport(const JudgeExportRequest&) override { return JudgeExport{}; }
    Result<RespondResult> judgeRespond(const RespondRequest&) override { return RespondResult{}; }
    Result<ScoreEstimate> scoreEstimate(const ScoreRequest&) override { return ScoreEstimate{}; }
    std::string trainConfigYaml(const TrainConfig&) override { return {}; }
    Result<TrainConfig> parseTrainConfig(const std::string&) override { return TrainConfig{}; }
    std::vector<ExportFormat> exportFormats() override { return {}; }
    Result<std::vector<std::string>> exportPreview(const ExportRequest&, std::int64_t) override {
        return std::vector<std::string>{};
    }
    Result<RelocateResult> relocatePreview(const RelocateRequest&) override { return RelocateResult{}; }
    Result<std::string> thumbnail(const std::string&) override { return std::string(); }
    Result<ExportCount> exportCount(const ExportRequest&) override { return ExportCount{}; }
};

} // namespace egt::test
