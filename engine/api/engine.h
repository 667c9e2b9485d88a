// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The door to the engine for windows and command lines. A second transport (a worker process, ssh) can stand behind the
// same interface, so nothing here hands out pointers into the engine; bulk numbers are immutable snapshots.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/control.h"
#include "base/result.h"
#include "records/columns.h"
#include "records/events.h"
#include "records/import_tools.h"
#include "records/judge_tools.h"
#include "records/records.h"
#include "records/requests.h"
#include "records/search.h"

namespace egt {

enum class OpenMode { read_write, read_only };

/// One open project and its job queue. Thread: every member may be called from any thread; calls that answer with data
/// take a few milliseconds at most (they read one row or memory), long work is a job.
class Engine {
public:
    virtual ~Engine() = default;

    // Project. Errors: store.not_a_project, store.newer_schema, store.locked, store.exists, file.*
    virtual Result<void> create(const std::string& path) = 0;
    virtual Result<void> open(const std::string& path, OpenMode mode) = 0;
    /// Stops a running job as asked (save or abort), waits for it, closes the files.
    virtual void close(StopKind running_job) = 0;
    [[nodiscard]] virtual bool isOpen() const = 0;
    virtual Result<ProjectInfo> info() = 0;

    // Reading
    /// Columns with the scores of `run` (0 = the latest complete one). Cheap when nothing changed.
    virtual Result<ColumnsPtr> columns(RunId run) = 0;
    virtual Result<PairRecord> pair(PairId id) = 0;
    virtual Result<std::vector<PairRecord>> pairs(const std::vector<PairId>& ids) = 0;
    virtual Result<std::vector<ResponseRecord>> responses(PairId id, RunId run) = 0;
    virtual Result<std::vector<FlagRecord>> flags(PairId id) = 0;
    virtual Result<std::vector<ReviewRecord>> reviews(PairId id) = 0; ///< oldest first, undone ones included
    /// Pairs whose question, answers or data set id match the text (records/search.h says how), rising. From the text
    /// index as far as it is built; the rest is read, which takes seconds in a large project.
    virtual Result<std::vector<PairId>> search(const std::string& text) = 0;
    /// The same with excerpts, for a list of results.
    virtual Result<SearchResult> find(const SearchRequest& request) = 0;
    /// Groups of near-duplicates as the last job of that kind stored them.
    virtual Result<DuplicateReport> duplicates() = 0;

    // Review: durable when the call returns. Errors: store.read_only, file.disk_full.
    virtual Result<ReviewRecord> decide(ReviewRecord review) = 0;
    /// Takes back the annotator's last decision that is not undone; empty = any annotator. Nothing to undo: no value.
    virtual Result<std::optional<ReviewRecord>> undo(const std::string& annotator) = 0;
    /// Puts back what the last undo took; only while no newer decision came after it. Nothing: no value.
    virtual Result<std::optional<ReviewRecord>> redo(const std::string& annotator) = 0;
    virtual Result<std::string> note(PairId id) = 0;
    virtual Result<void> setNote(PairId id, const std::string& text, const std::string& annotator) = 0;

    // Curation
    /// Replaces all flags of this rule. Returns how many there are now.
    virtual Result<std::int64_t> setFlags(FlagRule rule, RunId run, const std::vector<FlagRecord>& flags) = 0;
    /// Saves a named selection; the same name is replaced. Errors: selection.bad_name
    virtual Result<SelectionRecord> saveSelection(const std::string& name, const std::string& rule_json,
                                                  const std::vector<PairId>& pairs) = 0;
    virtual Result<void> removeSelection(const std::string& name) = 0;
    /// Pairs of a selection in rising id. "all" and "heldout" are built in. Errors: selection.unknown
    virtual Result<std::vector<PairId>> selectionPairs(const std::string& name) = 0;

    /// Filters that are saved by name, in the order of their names.
    virtual Result<std::vector<FilterRecord>> filters() = 0;
    /// The same name is replaced. Errors: selection.bad_name; filter.* when the expression does not fit this project.
    virtual Result<FilterRecord> saveFilter(const std::string& name, const std::string& expression) = 0;
    virtual Result<void> removeFilter(const std::string& name) = 0; ///< Errors: filter.unknown

    // Runs
    virtual Result<std::vector<RunRecord>> runs() = 0;
    virtual Result<RunRecord> run(RunId id) = 0;
    virtual Result<void> renameRun(RunId id, const std::string& name) = 0;
    virtual Result<std::vector<MetricPoint>> metrics(RunId id, std::int64_t after_step) = 0;
    virtual Result<std::vector<CheckpointRecord>> checkpoints(RunId id) = 0;
    virtual Result<std::vector<EvaluationRecord>> evaluations(RunId id) = 0;
    virtual Result<std::vector<SampleRecord>> samples(RunId id) = 0;
    /// Pairs that a scoring run could not judge and why; run 0 = the latest complete one.
    virtual Result<std::vector<FailureRecord>> failures(RunId id) = 0;
    virtual Result<std::vector<Event>> eventsSince(RunId id, std::int64_t seq) = 0;

    // Jobs: run in order on the engine thread; the answer is the new run's id at once.
    virtual Result<RunId> submit(const JobRequest& request) = 0;
    virtual Result<void> pause(RunId id) = 0;
    virtual Result<void> resume(RunId id) = 0;
    virtual Result<void> stop(RunId id, StopKind kind) = 0;
    /// Runs that are queued, running, pausing, paused or stopping now.
    virtual std::vector<RunRecord> activeRuns() = 0;
    /// Blocks until the run has ended (command line and tests; never from a window).
    virtual Result<JobResult> wait(RunId id) = 0;

    /// Called from engine threads; must return at once. One listener; empty removes it.
    virtual void setListener(std::function<void(const Event&)> listener) = 0;

    /// Reads a data file as an import would and stores nothing; counts what the open project has, if one is open. Takes
    /// as long as reading the file and its images: stopInspections() lets those that are under way answer with what
    /// they saw until then. Errors: import.cannot_read, import.no_image_folder, import.bad_map, import.unknown_format.
    virtual Result<ImportInspection> inspectImport(const InspectRequest& request) = 0;
    virtual void stopInspections() = 0;
    /// Reads a judge folder without loading its weights into memory twice. Errors: judge.*
    virtual Result<JudgeInfo> judgeInfo(const std::string& folder) = 0;
    /// What a judge or an adapter is, in full. Errors: judge.*
    virtual Result<JudgeDetails> judgeDetails(const std::string& folder) = 0;
    /// Whether a judge can be used: the first thing that is wrong is the error. Takes as long as loading it and a short
    /// response. Errors: judge.*
    virtual Result<JudgeCheck> judgeCheck(const JudgeCheckRequest& request) = 0;
    /// Writes a full checkpoint. Takes as long as copying it. Errors: judge.*, file.*
    virtual Result<JudgeExport> judgeExport(const JudgeExportRequest& request) = 0;
    /// One user turn for a judge by hand; reads its weights each time. Errors: judge.*, image.*
    virtual Result<RespondResult> judgeRespond(const RespondRequest& request) = 0;
    /// What a scoring run with this request would cost; changes nothing and needs no writable project. Takes as long as
    /// reading the judge and counting the tokens of its prompts. Errors: those of submitting and starting the run.
    virtual Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request) = 0;
    /// run.yaml of a configuration, every field; and back. Errors of reading: config.* with line and field.
    virtual std::string trainConfigYaml(const TrainConfig& config) = 0;
    virtual Result<TrainConfig> parseTrainConfig(const std::string& yaml) = 0;
    /// Every layout that pairs can be exported in.
    virtual std::vector<ExportFormat> exportFormats() = 0;
    /// What a job with this request would find; changes nothing. Takes as long as reading the pairs and walking the
    /// folder. Errors: import.no_image_folder.
    virtual Result<RelocateResult> relocatePreview(const RelocateRequest& request) = 0;
    /// A JPEG of at most 256 pixels a side of this picture file, made if it is not there yet (some milliseconds).
    /// Errors: image.*, file.*
    virtual Result<std::string> thumbnail(const std::string& image) = 0;
    /// What a preview shows: the first `rows` rows exactly as an export would write them.
    virtual Result<std::vector<std::string>> exportPreview(const ExportRequest& request, std::int64_t rows) = 0;
    /// What an export with this request would write, counted by the same code that writes it.
    virtual Result<ExportCount> exportCount(const ExportRequest& request) = 0;
};

/// The engine that works in this process. `ml_library` is the path of libegt_ml.so (opened at the first job that needs
/// it).
std::unique_ptr<Engine> makeLocalEngine(const std::string& ml_library = {});

} // namespace egt
