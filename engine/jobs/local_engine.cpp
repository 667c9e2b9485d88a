// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/local_engine.h"

#include <atomic>
#include <mutex>
#include <utility>

#include "curation/filter.h"
#include "jobs/event_log.h"
#include "jobs/job_runner.h"
#include "pipelines/inspect.h"
#include "pipelines/pipelines.h"
#include "pipelines/thumbnails.h"
#include "pipelines/train_config.h"
#include "store/project.h"

namespace egt::jobs {
namespace {

/// Ends when somebody asks for it after it began.
class Inspection final : public Control {
public:
    explicit Inspection(const std::atomic<int>& stops) : m_stops(stops), m_before(stops) {}
    StopKind checkpoint() override { return m_stops == m_before ? StopKind::none : StopKind::save; }

private:
    const std::atomic<int>& m_stops;
    int m_before;
};

class LocalEngine final : public Engine {
public:
    LocalEngine(std::unique_ptr<MlBackend> backend, const std::string& ml_library)
        : m_runner(m_log, std::move(backend), ml_library) {}
    ~LocalEngine() override { LocalEngine::close(StopKind::save); }

    // --- project ---
    Result<void> create(const std::string& path) override {
        close(StopKind::save);
        EGT_ASSIGN(auto project, Project::create(path));
        adopt(std::move(project));
        return {};
    }
    Result<void> open(const std::string& path, OpenMode mode) override {
        close(StopKind::save);
        EGT_ASSIGN(auto project, Project::open(path, mode == OpenMode::read_only));
        adopt(std::move(project));
        return {};
    }
    void close(StopKind running_job) override {
        m_runner.detach(running_job);
        const std::lock_guard lock(m_mutex);
        m_project.reset();
    }
    bool isOpen() const override {
        const std::lock_guard lock(m_mutex);
        return m_project != nullptr;
    }
    Result<ProjectInfo> info() override {
        EGT_ASSIGN(ProjectInfo out, ask([](Project& p) { return p.info(); }));
        overlay(out.runs);
        return out;
    }

    // --- reading ---
    Result<ColumnsPtr> columns(RunId run) override {
        return ask([&](Project& p) { return p.columns(run); });
    }
    Result<PairRecord> pair(PairId id) override {
        return ask([&](Project& p) { return p.pair(id); });
    }
    Result<std::vector<PairRecord>> pairs(const std::vector<PairId>& ids) override {
        return ask([&](Project& p) { return p.pairs(ids); });
    }
    Result<std::vector<ResponseRecord>> responses(PairId id, RunId run) override {
        return ask([&](Project& p) { return p.responses(id, run); });
    }
    Result<std::vector<FlagRecord>> flags(PairId id) override {
        return ask([&](Project& p) { return p.flags(id); });
    }
    Result<std::vector<ReviewRecord>> reviews(PairId id) override {
        return ask([&](Project& p) { return p.reviews(id); });
    }
    Result<std::vector<PairId>> search(const std::string& text) override {
        return ask([&](Project& p) { return p.search(text); });
    }
    Result<SearchResult> find(const SearchRequest& request) override {
        return ask([&](Project& p) { return p.find(request); });
    }
    Result<DuplicateReport> duplicates() override {
        return ask([](Project& p) { return p.duplicates(); });
    }

    // --- review ---
    Result<ReviewRecord> decide(ReviewRecord review) override {
        if (review.decision == Decision::none)
            return fail("review.no_decision", EGT_TEXT("engine", "A review needs a decision."), {}, {}, 0, "decision");
        return changing("reviews", [&](Project& p) { return p.addReview(std::move(review)); });
    }
    Result<std::optional<ReviewRecord>> undo(const std::string& annotator) override {
        return changing("reviews", [&](Project& p) { return p.undoReview(annotator); });
    }
    Result<std::optional<ReviewRecord>> redo(const std::string& annotator) override {
        return changing("reviews", [&](Project& p) { return p.redoReview(annotator); });
    }
    Result<std::string> note(PairId id) override {
        return ask([&](Project& p) { return p.note(id); });
    }
    Result<void> setNote(PairId id, const std::string& text, const std::string& annotator) override {
        return changing("reviews", [&](Project& p) { return p.setNote(id, text, annotator); });
    }

    // --- curation ---
    Result<std::int64_t> setFlags(FlagRule rule, RunId run, const std::vector<FlagRecord>& flags) override {
        EGT_TRY(changing("flags", [&](Project& p) { return p.setFlags(rule, run, flags); }));
        return static_cast<std::int64_t>(flags.size());
    }
    Result<SelectionRecord> saveSelection(const std::string& name, const std::string& rule_json,
                                          const std::vector<PairId>& pairs) override {
        return changing("selections", [&](Project& p) { return p.saveSelection(name, rule_json, pairs); });
    }
    Result<void> removeSelection(const std::string& name) override {
        return changing("selections", [&](Project& p) { return p.removeSelection(name); });
    }
    Result<std::vector<PairId>> selectionPairs(const std::string& name) override {
        return ask([&](Project& p) { return p.selectionPairs(name); });
    }

    Result<std::vector<FilterRecord>> filters() override {
        return ask([](Project& p) { return p.filters(); });
    }
    Result<FilterRecord> saveFilter(const std::string& name, const std::string& expression) override {
        return changing("filters", [&](Project& p) -> Result<FilterRecord> {
            EGT_ASSIGN(const ColumnsPtr columns, p.columns(0));
            EGT_TRY(curation::filterRows(*columns, expression, [](const std::string&) -> Result<std::vector<PairId>> {
                return std::vector<PairId>(); // only whether it can be read
            }));
            return p.saveFilter(name, expression);
        });
    }
    Result<void> removeFilter(const std::string& name) override {
        return changing("filters", [&](Project& p) { return p.removeFilter(name); });
    }

    // --- runs ---
    Result<std::vector<RunRecord>> runs() override {
        EGT_ASSIGN(std::vector<RunRecord> out, ask([](Project& p) { return p.runs(); }));
        overlay(out);
        return out;
    }
    Result<RunRecord> run(RunId id) override {
        EGT_ASSIGN(RunRecord out, ask([&](Project& p) { return p.run(id); }));
        std::vector<RunRecord> one{std::move(out)};
        overlay(one);
        return std::move(one.front());
    }
    Result<void> renameRun(RunId id, const std::string& name) override {
        return changing("runs", [&](Project& p) -> Result<void> {
            EGT_ASSIGN(RunRecord record, p.run(id));
            record.name = name;
            return p.updateRun(record);
        });
    }
    Result<std::vector<MetricPoint>> metrics(RunId id, std::int64_t after_step) override {
        return ask([&](Project& p) { return p.metrics(id, after_step); });
    }
    Result<std::vector<CheckpointRecord>> checkpoints(RunId id) override {
        return ask([&](Project& p) { return p.checkpoints(id); });
    }
    Result<std::vector<EvaluationRecord>> evaluations(RunId id) override {
        return ask([&](Project& p) { return p.evaluations(id); });
    }
    Result<std::vector<SampleRecord>> samples(RunId id) override {
        return ask([&](Project& p) { return p.samples(id); });
    }
    Result<std::vector<FailureRecord>> failures(RunId id) override {
        return ask([&](Project& p) { return p.failures(id); });
    }
    Result<std::vector<Event>> eventsSince(RunId id, std::int64_t seq) override {
        return ask([&](Project& p) { return p.eventsSince(id, seq); });
    }

    // --- jobs ---
    Result<RunId> submit(const JobRequest& request) override { return m_runner.submit(request); }
    Result<void> pause(RunId id) override { return m_runner.pause(id); }
    Result<void> resume(RunId id) override { return m_runner.resume(id); }
    Result<void> stop(RunId id, StopKind kind) override { return m_runner.stop(id, kind); }
    std::vector<RunRecord> activeRuns() override { return m_runner.active(); }
    Result<JobResult> wait(RunId id) override { return m_runner.wait(id); }
    void setListener(std::function<void(const Event&)> listener) override { m_log.setListener(std::move(listener)); }

    Result<ImportInspection> inspectImport(const InspectRequest& request) override {
        Inspection under_way(m_inspections);
        const std::shared_ptr<Project> open = project();
        return pipelines::inspectImport(request, open.get(), under_way);
    }
    void stopInspections() override { ++m_inspections; }
    Result<JudgeInfo> judgeInfo(const std::string& folder) override { return m_runner.judgeInfo(folder); }
    Result<JudgeDetails> judgeDetails(const std::string& folder) override { return m_runner.judgeDetails(folder); }
    Result<JudgeCheck> judgeCheck(const JudgeCheckRequest& request) override { return m_runner.judgeCheck(request); }
    Result<JudgeExport> judgeExport(const JudgeExportRequest& request) override {
        return m_runner.judgeExport(request);
    }
    Result<RespondResult> judgeRespond(const RespondRequest& request) override {
        return m_runner.judgeRespond(request);
    }
    Result<ScoreEstimate> scoreEstimate(const ScoreRequest& request) override {
        return m_runner.scoreEstimate(request);
    }
    std::string trainConfigYaml(const TrainConfig& config) override { return pipelines::trainConfigYaml(config); }
    Result<TrainConfig> parseTrainConfig(const std::string& yaml) override {
        return pipelines::parseTrainConfig(yaml, "run.yaml");
    }
    std::vector<ExportFormat> exportFormats() override { return pipelines::exportFormats(); }
    Result<std::vector<std::string>> exportPreview(const ExportRequest& request, std::int64_t rows) override {
        return ask([&](Project& p) { return pipelines::exportPreview(request, p, rows); });
    }
    Result<RelocateResult> relocatePreview(const RelocateRequest& request) override {
        return ask([&](Project& p) { return pipelines::previewRelocation(request, p); });
    }
    Result<std::string> thumbnail(const std::string& image) override {
        return ask([&](Project& p) -> Result<std::string> {
            EGT_ASSIGN(const std::filesystem::path file, pipelines::Thumbnails(p.folder()).make(image));
            return file.string();
        });
    }
    Result<ExportCount> exportCount(const ExportRequest& request) override {
        return ask([&](Project& p) { return pipelines::exportCount(request, p); });
    }

private:
    void adopt(std::unique_ptr<Project> project) {
        const std::lock_guard lock(m_mutex);
        m_project = std::move(project);
        m_runner.attach(m_project);
    }
    std::shared_ptr<Project> project() const {
        const std::lock_guard lock(m_mutex);
        return m_project;
    }
    /// Calls with the open project; the files stay open until the call is through.
    template <class F> std::invoke_result_t<F, Project&> ask(F&& body) {
        const std::shared_ptr<Project> open = project();
        if (open == nullptr) return fail("store.not_open", EGT_TEXT("engine", "No project is open. Open one first."));
        return body(*open);
    }
    template <class F> std::invoke_result_t<F, Project&> changing(const char* what, F&& body) {
        auto result = ask(std::forward<F>(body));
        if (result) {
            m_log.post(project(), 0, DataEvent{what});
            m_log.flush();
        }
        return result;
    }
    /// Active runs as they are this moment: their rows are written every few seconds only.
    void overlay(std::vector<RunRecord>& runs) {
        for (const RunRecord& active : m_runner.active())
            for (RunRecord& run : runs)
                if (run.id == active.id) {
                    run.state = active.state;
                    run.done = active.done;
                    run.total = active.total;
                }
    }

    EventLog m_log;
    JobRunner m_runner;
    mutable std::mutex m_mutex;
    std::shared_ptr<Project> m_project;
    std::atomic<int> m_inspections{0}; ///< how often those under way were ended
};

} // namespace

std::unique_ptr<Engine> makeLocalEngineWith(std::unique_ptr<MlBackend> backend) {
    return std::make_unique<LocalEngine>(std::move(backend), std::string());
}

} // namespace egt::jobs

std::unique_ptr<egt::Engine> egt::makeLocalEngine(const std::string& ml_library) {
    return std::make_unique<jobs::LocalEngine>(nullptr, ml_library);
}
