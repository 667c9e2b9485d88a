// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes of the command line contract, on the real program.
#include <filesystem>
#include <set>

#include "cli/program.h"

namespace egt::test {
namespace {

class Contract : public CliTest {};

std::set<std::string> keys(const Json& json) {
    std::set<std::string> out;
    for (const auto& [key, value] : json.items())
        out.insert(key);
    return out;
}
void expectKeys(const Json& json, const std::set<std::string>& wanted) {
    const auto there = keys(json);
    for (const std::string& key : wanted)
        EXPECT_TRUE(there.contains(key)) << key << " is missing in " << json.dump();
}

TEST_F(Contract, WorldImportInfo) {
    const Json world =
        done({"demo-world", "--pairs", "16", "--heldout", "4", "--traces", "6", "--seed", "3", "--out", path("w")});
    EXPECT_EQ(world["pairs"], 16);
    for (const char* file : {"pairs.jsonl", "traces.jsonl", "truth.jsonl", "images"})
        EXPECT_TRUE(std::filesystem::exists(folder / "w" / file)) << file;
    const Json import = done({"import", project, path("w/pairs.jsonl")});
    expectKeys(import, {"format", "imported", "rejected", "already", "missing_images", "rejects_file"});
    EXPECT_EQ(import["imported"], 16);
    EXPECT_EQ(import["rejected"], 0);
    EXPECT_EQ(import["missing_images"], 0);
    EXPECT_TRUE(import["rejects_file"].is_null());
    EXPECT_EQ(done({"import", project, path("w/pairs.jsonl")})["already"], 16);

    const Json info = done({"info", project});
    expectKeys(info, {"pairs", "images", "missing_images", "scored", "reviewed", "flagged", "selections", "runs"});
    EXPECT_EQ(info["pairs"], 16);
    EXPECT_EQ(info["scored"], 0);
    ASSERT_EQ(info["runs"].size(), 3U);
    EXPECT_EQ(info["runs"][1]["kind"], "index") << "after the import that brought pairs, not after the other";
    expectKeys(info["runs"][0], {"run", "kind", "state", "steps"});
    EXPECT_EQ(info["runs"][0]["state"], "done");
}

TEST_F(Contract, AWorldHasAsManyRowsAsAsked) {
    const Json world = done({"demo-world", "--pairs", "10", "--traces", "4", "--out", path("ten")});
    EXPECT_EQ(world["pairs"], 10);
    EXPECT_EQ(world["heldout"], 2);
    EXPECT_EQ(done({"import", project, path("ten/pairs.jsonl")})["imported"], 10);
}

TEST_F(Contract, TheSameSeedMakesTheSameWorld) {
    done({"demo-world", "--pairs", "5", "--heldout", "0", "--traces", "4", "--seed", "9", "--out", path("a")});
    done({"demo-world", "--pairs", "5", "--heldout", "0", "--traces", "4", "--seed", "9", "--out", path("b")});
    for (const char* file : {"pairs.jsonl", "traces.jsonl", "truth.jsonl"})
        EXPECT_EQ(readFile(folder / "a" / file).value_or("a"), readFile(folder / "b" / file).value_or("b")) << file;
}

TEST_F(Contract, ReviewDecidesListsAndUndoes) {
    done({"import", project, writePairs(5)});
    EXPECT_EQ(done({"review", project, "--list"})["pairs"].size(), 5U);
    const Json decided = done({"review", project, "--decide", "2", "flip", "--annotator", "ann", "--note", "wrong"});
    EXPECT_EQ(decided["pair"], 2);
    EXPECT_EQ(decided["decision"], "flip");
    EXPECT_EQ(done({"info", project})["reviewed"], 1);
    const Json list = done({"review", project, "--list", "--limit", "2"});
    EXPECT_EQ(list["waiting"], 4);
    EXPECT_EQ(list["pairs"].size(), 2U);
    EXPECT_EQ(done({"review", project, "--undo", "--annotator", "bob"})["undone"], false);
    const Json undone = done({"review", project, "--undo", "--annotator", "ann"});
    EXPECT_EQ(undone["undone"], true);
    EXPECT_EQ(undone["pair"], 2);
    EXPECT_EQ(done({"info", project})["reviewed"], 0);
}

TEST_F(Contract, SelectsByWordsAndNumbers) {
    done({"import", project, writePairs(5), "--source", "one"});
    done({"import", project, writePairs(8, "more.jsonl"), "--source", "two"});
    EXPECT_EQ(done({"select", project, "--where", "source == two", "--name", "late"})["selected"], 3);
    EXPECT_EQ(done({"select", project, "--where", "pair <= 2 or pair == 7", "--name", "few"})["selected"], 3);
    EXPECT_EQ(done({"select", project, "--keep", "50%", "--by", "pair", "--name", "half"})["selected"], 4);
    EXPECT_EQ(done({"select", project, "--from", "3", "--to", "4", "--by", "pair", "--name", "half"})["selected"], 2);
    EXPECT_EQ(done({"select", project, "--where", "text ~ \"what is 7\"", "--name", "seven"})["selected"], 1);
    const Json selections = done({"info", project})["selections"];
    EXPECT_EQ(selections.size(), 4U) << "the same name is replaced";
    EXPECT_EQ(failed({"select", project, "--where", "entorpy > 1", "--name", "x"})["code"], "filter.unknown_column");
    EXPECT_EQ(failed({"select", project, "--keep", "70", "--name", "x"})["field"], "--keep");
    EXPECT_EQ(failed({"flag", project, "--rule", "uncertain"})["code"], "curation.no_scores");
}

TEST_F(Contract, ExportsAndLeavesOutWhatWasDropped) {
    done({"import", project, writePairs(6)});
    done({"review", project, "--decide", "1", "drop", "--annotator", "ann"});
    for (const char* format : {"trl", "jsonl"}) {
        const Json out = done({"export", project, "--format", format, "--out", path(std::string("out-") + format)});
        expectKeys(out, {"rows", "files", "manifest"});
        EXPECT_EQ(out["rows"], 5);
        for (const Json& file : out["files"])
            EXPECT_TRUE(std::filesystem::exists(file.get<std::string>())) << file;
        const auto manifest = parseJson(readFile(out["manifest"].get<std::string>()).value_or(""));
        ASSERT_TRUE(manifest);
    }
    EXPECT_EQ(done({"export", project, "--keep-dropped", "--out", path("all")})["rows"], 6);
    const Json runs = done({"runs", project})["runs"];
    EXPECT_EQ(runs.back()["kind"], "export");
    const Json one = done({"runs", project, "--run", "1"})["runs"];
    ASSERT_EQ(one.size(), 1U);
    expectKeys(one[0], {"run", "kind", "state", "steps", "metrics", "history", "checkpoints", "evaluations"});
    EXPECT_EQ(one[0]["result"]["imported"], 6);
}

TEST_F(Contract, RejectsAreCountedAndStillDone) {
    ASSERT_TRUE(writeFileAtomically(folder / "bad.jsonl",
                                    R"({"id": 1, "prompt": "p", "chosen": "a", "rejected": "b", "image": "x.png"})"
                                    "\n{\"id\": 2, \"prompt\": \"p\"\n"
                                    R"({"id": 3, "prompt": "p", "chosen": "a", "image": "x.png"})"
                                    "\n"));
    const Json out = done({"import", project, path("bad.jsonl")});
    EXPECT_EQ(out["imported"], 1);
    EXPECT_EQ(out["rejected"], 2);
    const std::string rejects = readFile(out["rejects_file"].get<std::string>()).value_or("");
    EXPECT_NE(rejects.find("\"line\":2"), std::string::npos) << rejects;
    EXPECT_NE(rejects.find("rejected"), std::string::npos) << rejects;
}

} // namespace
} // namespace egt::test
