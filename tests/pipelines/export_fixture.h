// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "base/hash.h"
#include "fixture.h"
#include "formats/writer.h"

namespace egt::test {

class Export : public PipelineTest {
protected:
    /// Scores where pair p has mean entropy 1 / p, so that the order turns round; every seventh has none.
    RunId score() {
        RunRecord run;
        run.kind = RunKind::score;
        run.name = "first look";
        run.state = RunState::running;
        run.judge = "/judges/small";
        run.judge_hash = "abc";
        run.config = R"({"kind":"score","seed":11})";
        run.id = must(project->addRun(run));
        must(project->planUnits(run.id, {"{}"}));
        std::vector<ScoreRecord> scores;
        for (const PairId id : must(project->allPairs())) {
            if (id % 7 == 0) continue;
            ScoreRecord score;
            score.run = run.id;
            score.pair = id;
            score.entropy.mean = 1.0F / static_cast<float>(id);
            scores.push_back(score);
        }
        must(project->storeUnit(run.id, 0, {}, scores));
        run.state = RunState::done;
        must(project->updateRun(run));
        return run.id;
    }
    void decide(PairId pair, Decision decision) {
        ReviewRecord review;
        review.pair = pair;
        review.decision = decision;
        review.annotator = "ann";
        must(project->addReview(review));
    }
    ExportRequest request(const std::string& format, const std::string& out) {
        ExportRequest r;
        r.format = format;
        if (const formats::Writer* writer = formats::writerByName(format)) r.images = writer->layout().images.front();
        r.out = (temp / out).string();
        return r;
    }
    ExportResult write(const ExportRequest& r) {
        CollectingRun run(500);
        return must(pipelines::exportSelection(r, *project, run));
    }
    std::filesystem::path data(const ExportRequest& r) const {
        return std::filesystem::path(r.out) / formats::writerByName(r.format)->fileName();
    }
};

/// Every file under a folder by its relative path, with its bytes.
inline std::map<std::string, std::string> treeOf(const std::filesystem::path& folder) {
    std::map<std::string, std::string> out;
    if (!std::filesystem::exists(folder)) return out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            out[std::filesystem::relative(entry.path(), folder).string()] = must(readFile(entry.path()));
    return out;
}

/// Whether every file that the manifest names is there with its hash.
inline void expectWhole(const std::filesystem::path& folder) {
    const Json manifest = Json::parse(must(readFile(folder / "manifest.json")));
    ASSERT_GT(manifest["files"].size(), 0U);
    for (const Json& file : manifest["files"]) {
        const auto path = folder / std::string(file["path"]);
        EXPECT_EQ(must(sha256File(path)), file["sha256"]) << path;
        EXPECT_EQ(std::filesystem::file_size(path), file["bytes"]) << path;
    }
}

} // namespace egt::test
