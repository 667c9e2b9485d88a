// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>

#include "base/picture_file.h"
#include "export_fixture.h"
#include "formats/columnar.h"
#include "images/image.h"

namespace egt::test {
namespace {

class RoundTrip : public Export, public testing::WithParamInterface<std::string> {
protected:
    /// A world, and rows with what real sets have.
    void importPairs() {
        import(world(20));
        PipelineTest::write("marks.jsonl",
                            R"({"prompt":" blank before","chosen":"a","rejected":"b","image":"world/none.png"})"
                            "\n"
                            R"({"prompt":"an <image> within","chosen":"a","rejected":"b","image":"m.png"})"
                            "\n"
                            R"({"prompt":"weights","chosen":"a","rejected":"b","image":"m.png","weight":[1,2]})"
                            "\n"
                            R"({"prompt":"no picture","chosen":"=1,\"x\"\r\n","rejected":"图","id":"7","source":"s"})"
                            "\n"
                            R"({"prompt":"equal","chosen":"a","rejected":"b","image":"m.png","is_tie":true})");
        must(writePng(temp / "m.png", RgbImage{1, 1, {1, 2, 3}}));
        import((temp / "marks.jsonl").string());
        import(PipelineTest::write(
            "open.jsonl",
            R"({"question":"two","answer_a":"a","answer_b":"b","images":["m.png","m.png"],"label":"none","reason_a":"r"})"));
    }
    /// The data files of an export; held-out pairs may stand in one of their own.
    std::vector<std::string> filesOf(const formats::Writer& writer) const {
        std::vector<std::string> out{writer.fileName()};
        if (!writer.layout().heldout_file.empty()) out.push_back(writer.layout().heldout_file);
        return out;
    }
    /// The pairs that the layout takes, in the order of its files.
    std::vector<PairRecord> written(const formats::Writer& writer) {
        const bool apart = !writer.layout().heldout_file.empty();
        std::vector<PairRecord> out;
        for (const bool heldout : {false, true})
            for (const PairId id : must(project->allPairs())) {
                const PairRecord pair = must(project->pair(id));
                if (!writer.takesUnlabelled() && pair.label != Label::a && pair.label != Label::b) continue;
                if (apart ? pair.split == (heldout ? "heldout" : "") : !heldout) out.push_back(pair);
            }
        return out;
    }
};

/// What reads a layout's rows; a table and a text table hold the columns of another layout.
std::string readerOf(const std::string& writer) {
    if (writer == "hf" || writer == "hf_parquet" || writer == "csv") return "jsonl";
    const std::string table = "_parquet";
    return writer.ends_with(table) ? writer.substr(0, writer.size() - table.size()) : writer;
}

std::vector<std::string> writerNames() {
    std::vector<std::string> out;
    for (const auto& writer : formats::writers())
        if (!writer->layout().table || formats::columnarBackend()) // without Arrow there are no tables
            out.push_back(writer->name());
    return out;
}

TEST_P(RoundTrip, ComesBackEqual) {
    importPairs();
    const formats::Writer& writer = *formats::writerByName(GetParam());
    const std::vector<PairRecord> pairs = written(writer);
    ASSERT_EQ(pairs.size(), writer.takesUnlabelled() ? 36U : 34U);
    const ExportRequest r = request(GetParam(), "out");
    EXPECT_EQ(write(r).rows, static_cast<std::int64_t>(pairs.size()));
    const auto other = must(Project::create(temp / "q.egt"));
    std::int64_t imported = 0;
    CollectingRun run(1);
    for (const std::string& name : filesOf(writer)) {
        ImportRequest back;
        back.file = (std::filesystem::path(r.out) / name).string();
        back.image_folder = r.out;
        const ImportResult result = must(pipelines::importFile(back, *other, run));
        EXPECT_EQ(result.format, readerOf(GetParam()));
        EXPECT_EQ(result.missing_images, 0);
        EXPECT_EQ(result.rejected, 0);
        imported += result.imported;
    }
    ASSERT_EQ(imported, static_cast<std::int64_t>(pairs.size()));
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const PairRecord& a = pairs[i];
        const PairRecord b = must(other->pair(static_cast<PairId>(i + 1)));
        EXPECT_EQ(a.question, b.question);
        EXPECT_EQ(a.answer_a, b.answer_a);
        EXPECT_EQ(a.answer_b, b.answer_b);
        EXPECT_EQ(a.label, b.label) << a.question;
        EXPECT_EQ(a.source_id, b.source_id);
        EXPECT_EQ(a.source, b.source);
        EXPECT_EQ(a.split, b.split);
        EXPECT_EQ(a.reason_a, b.reason_a);
        EXPECT_EQ(a.reason_b, b.reason_b);
        const Json kept = Json::parse(b.extra), known = Json::parse(a.extra);
        for (const auto& [field, value] : known.items())
            EXPECT_EQ(kept.value(field, Json()), value) << a.question << ' ' << field;
        if (a.question == " blank before") { // the reference is gone with the file
            EXPECT_TRUE(b.images.empty());
            continue;
        }
        EXPECT_EQ(a.content_hash, b.content_hash) << "question, answers, label and picture";
        ASSERT_EQ(a.images.size(), b.images.size()) << a.question;
        for (std::size_t k = 0; k < a.images.size(); ++k)
            EXPECT_EQ(must(readFile(a.images[k].path)), must(readPicture(b.images[k].path)));
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip, testing::ValuesIn(writerNames()),
                         [](const auto& one) { return one.param; });

TEST_F(Export, ABracketIsWrittenButNotSortedBy) {
    import(world(2));
    const RunId run = score();
    std::vector<ScoreRecord> scores = must(project->scores(run));
    for (ScoreRecord& one : scores) {
        one.entropy.mean = std::nanf("");
        one.bracket = {true, 0.25F, 0.5F};
    }
    must(project->storeUnit(run, 0, {}, scores));
    ExportRequest r = request("jsonl", "out");
    write(r);
    for (const Json& row : jsonLines(data(r))) {
        EXPECT_TRUE(row["scores"]["mean_entropy"].is_null());
        if (row["pair"].get<PairId>() % 7 == 0) continue;
        EXPECT_EQ(row["scores"]["entropy_low"], 0.25);
        EXPECT_EQ(row["scores"]["entropy_high"], 0.5);
    }
    r.entropy_order = true;
    r.out = (temp / "sorted").string();
    CollectingRun again(99);
    const auto sorted = pipelines::exportSelection(r, *project, again);
    ASSERT_FALSE(sorted);
    EXPECT_EQ(sorted.error().code, "export.only_brackets");
}

TEST_F(Export, EntropyOrderIsLowToHighWithMissingLast) {
    import(world(20));
    const RunId run = score();
    ExportRequest r = request("jsonl", "out");
    r.entropy_order = true;
    write(r);
    std::vector<PairId> order;
    for (const Json& row : jsonLines(data(r))) {
        order.push_back(row["pair"]);
        EXPECT_EQ(row["scores"]["mean_entropy"].is_null(), order.back() % 7 == 0);
        if (order.back() % 7 != 0) {
            EXPECT_EQ(row["scores"]["score_run"], run);
        }
    }
    std::vector<PairId> expected;
    for (PairId id = 30; id > 0; --id)
        if (id % 7 != 0) expected.push_back(id);
    for (const PairId id : {7, 14, 21, 28})
        expected.push_back(id);
    EXPECT_EQ(order, expected);
    ExportRequest trl = request("trl", "trl");
    trl.entropy_order = true;
    write(trl);
    EXPECT_THAT(must(readFile(temp / "trl" / "trainer.yaml")), testing::HasSubstr("\nshuffle_dataset: false\n"));
}

TEST_F(Export, ReviewDecidesTheLabel) {
    import(world(20));
    decide(1, Decision::drop);
    decide(2, Decision::flip);
    decide(3, Decision::right);
    decide(4, Decision::left);
    decide(5, Decision::tie);
    decide(6, Decision::both_bad);
    decide(7, Decision::correct);
    decide(8, Decision::skip);
    decide(9, Decision::flip);
    must(project->undoReview("ann")); // nothing happened to 9
    must(project->setNote(7, "clear case", "ann"));

    const ExportRequest trl = request("trl", "trl");
    const ExportCount count = must(pipelines::exportCount(trl, *project));
    EXPECT_EQ(count.rows, 27);
    EXPECT_EQ(count.dropped, 1);
    EXPECT_EQ(count.unlabelled, 1);
    EXPECT_EQ(count.ties, 1);
    EXPECT_EQ(count.flipped, 2);
    write(trl);
    std::map<PairId, Json> rows;
    for (const Json& row : jsonLines(data(trl)))
        rows[row["egt_pair"]] = row;
    EXPECT_EQ(rows.size(), 27u);
    const auto chosen = [&](PairId id) { return rows.at(id)["chosen"][0]["content"][0]["text"].get<std::string>(); };
    for (const PairId id : {2, 3})
        EXPECT_EQ(chosen(id), must(project->pair(id)).answer_b);
    for (const PairId id : {4, 7, 8, 9})
        EXPECT_EQ(chosen(id), must(project->pair(id)).answer_a);
    EXPECT_EQ(rows[4]["egt_label_source"], "reviewed");
    EXPECT_EQ(rows[8]["egt_label_source"], "imported");
    EXPECT_EQ(rows[9]["egt_decision"], "none");
    EXPECT_EQ(rows[7]["egt_note"], "clear case");

    ExportRequest plain = request("jsonl", "plain");
    plain.leave_out_dropped = false;
    write(plain);
    std::map<PairId, std::string> labels;
    for (const Json& row : jsonLines(data(plain)))
        labels[row["pair"]] = row["label"];
    EXPECT_EQ(labels.size(), 30u);
    EXPECT_EQ(labels[1], "A");
    EXPECT_EQ(labels[2], "B");
    EXPECT_EQ(labels[5], "tie");
    EXPECT_EQ(labels[6], "none");
    ExportRequest raw = request("trl", "raw");
    raw.use_reviewed_labels = false;
    raw.leave_out_dropped = false;
    EXPECT_EQ(must(pipelines::exportCount(raw, *project)).rows, 30);
    EXPECT_EQ(must(pipelines::exportCount(raw, *project)).flipped, 0);
}

TEST_F(Export, CountAndPreviewAreWhatIsWritten) {
    import(world(20));
    must(writePng(temp / "twin1.png", RgbImage{1, 1, {1, 2, 3}}));
    must(writePng(temp / "twin2.png", RgbImage{1, 1, {1, 2, 3}}));
    std::string more;
    for (const std::string image : {"twin1.png", "twin2.png", "gone.png"})
        more += R"({"prompt":"about )" + image + R"(","chosen":"a","rejected":"b","image":")" + image + "\"}\n";
    import(PipelineTest::write("more.jsonl", more));
    for (const ImageMode mode : {ImageMode::copy, ImageMode::link}) {
        ExportRequest r = request("trl", mode == ImageMode::copy ? "copies" : "links");
        r.images = mode;
        const ExportCount count = must(pipelines::exportCount(r, *project));
        const auto preview = must(pipelines::exportPreview(r, *project, 1000));
        const ExportResult result = write(r);
        const auto rows = jsonLines(data(r));
        EXPECT_EQ(count.rows, result.rows);
        ASSERT_EQ(rows.size(), preview.size());
        std::int64_t without = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(rows[i], Json::parse(preview[i]));
            without += rows[i]["images"].empty() ? 1 : 0;
        }
        EXPECT_EQ(count.without_image, without);
        EXPECT_EQ(without, 1);
        const Json manifest = Json::parse(must(readFile(result.manifest)));
        EXPECT_EQ(manifest["counts"]["images"], count.images);
        EXPECT_EQ(manifest["counts"]["image_bytes"], count.image_bytes);
        EXPECT_EQ(manifest["counts"]["without_image"], 1);
        EXPECT_EQ(count.images, mode == ImageMode::copy ? 31 : 32);
        std::int64_t bytes = 0;
        if (mode == ImageMode::copy)
            for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(r.out) / "images"))
                bytes += static_cast<std::int64_t>(file.file_size());
        EXPECT_EQ(count.image_bytes, bytes);
    }
    EXPECT_EQ(must(pipelines::exportPreview(request("trl", "x"), *project, 3)).size(), 3u);
}

TEST_F(Export, ManifestTellsHowItWasMadeAndItsHashesHold) {
    import(world(20));
    const RunId run = score();
    must(project->saveSelection("low half", R"({"keep":0.5})", {1, 2, 3, 4, 5}));
    ExportRequest r = request("trl", "out");
    r.selection = "low half";
    r.entropy_order = true;
    const ExportResult result = write(r);
    const Json manifest = Json::parse(must(readFile(result.manifest)));
    EXPECT_EQ(manifest["rows"], 5);
    EXPECT_EQ(manifest["selection"]["name"], "low half");
    EXPECT_EQ(manifest["selection"]["rule"]["keep"], 0.5);
    EXPECT_EQ(manifest["judge"]["weights_hash"], "abc");
    EXPECT_EQ(manifest["score_run"]["run"], run);
    EXPECT_EQ(manifest["seeds"]["score"], 11);
    EXPECT_THAT(std::string(manifest["created"]), testing::MatchesRegex("20..-..-..T..:..:..Z"));
    ASSERT_EQ(manifest["files"].size(), 7u); // data, trainer.yaml, five pictures
    for (const Json& file : manifest["files"]) {
        const auto path = std::filesystem::path(r.out) / std::string(file["path"]);
        EXPECT_EQ(must(sha256File(path)), file["sha256"]) << path;
        EXPECT_EQ(std::filesystem::file_size(path), file["bytes"]) << path;
    }
    EXPECT_THAT(result.files,
                testing::ElementsAre(data(r).string(), (temp / "out" / "trainer.yaml").string(), result.manifest));
}

TEST_F(Export, LeavesNothingWhenStoppedAndNeverOverwrites) {
    import(world(200));
    const ExportRequest r = request("trl", "out");
    CollectingRun run(500, 2);
    const auto stopped = pipelines::exportSelection(r, *project, run);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, "job.stopped");
    EXPECT_FALSE(std::filesystem::exists(temp / "out"));
    EXPECT_FALSE(std::filesystem::exists(temp / "out.part"));
    std::filesystem::create_directories(temp / "out"); // empty is fine
    write(r);
    EXPECT_FALSE(std::filesystem::exists(temp / "out.part"));
    CollectingRun again(501);
    const auto second = pipelines::exportSelection(r, *project, again);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "export.exists");
    PipelineTest::write("mine", "a file");
    EXPECT_EQ(pipelines::exportSelection(request("trl", "mine"), *project, again).error().code, "export.exists");
    std::filesystem::create_directories(temp / "new.part" / "the user's");
    EXPECT_EQ(pipelines::exportSelection(request("trl", "new"), *project, again).error().code, "export.exists");
    EXPECT_TRUE(std::filesystem::exists(temp / "new.part" / "the user's"));
}

TEST_F(Export, SaysWhatItCannotDo) {
    import(world(5));
    CollectingRun run(1);
    const auto code = [&](const ExportRequest& r) {
        const auto result = pipelines::exportSelection(r, *project, run);
        return result ? "no error" : result.error().code;
    };
    EXPECT_EQ(code(request("xml", "out")), "export.unknown_format");
    ExportRequest r = request("trl", "out");
    r.selection = "nothing of this name";
    EXPECT_EQ(code(r), "selection.unknown");
    r = request("trl", "out");
    r.entropy_order = true;
    EXPECT_EQ(code(r), "export.no_scores");
    r = request("trl", "out");
    r.out.clear();
    EXPECT_EQ(code(r), "export.no_folder");
}

} // namespace
} // namespace egt::test
