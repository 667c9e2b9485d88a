// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sstream>

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/json.h"
#include "pipelines/pipelines.h"
#include "support/temp_folder.h"
#include "synthetic/world.h"

namespace egt::test {

/// Keeps what a pipeline says, and stops it at a checkpoint of its life.
class CollectingRun : public RunContext {
public:
    explicit CollectingRun(RunId id, int stop_at = 0) : m_id(id), m_stop_at(stop_at) {}
    StopKind checkpoint() override { return ++checkpoints == m_stop_at ? StopKind::save : StopKind::none; }
    [[nodiscard]] RunId id() const override { return m_id; }
    void progress(const ProgressEvent& event) override { progress_events.push_back(event); }
    void metrics(const std::vector<MetricPoint>&) override {}
    void sample(const SampleRecord&) override {}
    void checkpointWritten(const CheckpointRecord&) override {}
    void evaluation(const EvaluationRecord&) override {}
    void note(const NoteEvent& event) override { notes.push_back(event); }
    void dataChanged(const std::string& what) override { changes.push_back(what); }

    int checkpoints = 0;
    std::vector<ProgressEvent> progress_events;
    std::vector<NoteEvent> notes;
    std::vector<std::string> changes;

private:
    RunId m_id;
    int m_stop_at;
};

template <class T> T must(Result<T> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
    return std::move(result).value();
}
inline void must(Result<void> result) {
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : result.error().message());
}

inline std::vector<Json> jsonLines(const std::filesystem::path& path) {
    std::vector<Json> rows;
    std::istringstream in(must(readFile(path)));
    for (std::string line; std::getline(in, line);)
        rows.push_back(Json::parse(line));
    return rows;
}

/// A project, and a small demo world beside it.
class PipelineTest : public testing::Test {
protected:
    ImportResult import(const std::string& file, int stop_at = 0, const std::string& images = {}) {
        CollectingRun run(++m_run, stop_at);
        ImportRequest request;
        request.file = file;
        request.image_folder = images;
        ImportResult result = must(pipelines::importFile(request, *project, run));
        notes = run.notes;
        return result;
    }
    std::string write(const std::string& name, const std::string& text) {
        must(writeFileAtomically(temp / name, text));
        return (temp / name).string();
    }
    std::string world(std::int64_t pairs) {
        synthetic::WorldOptions options;
        options.pairs = pairs;
        options.heldout = 10;
        options.traces = 0;
        FreeRun run;
        must(synthetic::writeWorld(temp / "world", options, run));
        return (temp / "world" / "pairs.jsonl").string();
    }
    TempFolder temp;
    std::unique_ptr<Project> project = must(Project::create(temp / "p.egt"));
    std::vector<NoteEvent> notes;

private:
    RunId m_run = 100;
};

} // namespace egt::test
