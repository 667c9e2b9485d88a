// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/writer.h"

#include <cmath>

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include "base/json.h"

namespace egt::formats {
namespace {

// Everything that a pair can have.
ExportRow sample() {
    ExportRow row;
    row.pair.id = 9;
    row.pair.source_id = "s-9";
    row.pair.source = "color";
    row.pair.question = "Which \"one\"?\nSay.";
    row.pair.answer_a = "first";
    row.pair.answer_b = "second";
    row.pair.reason_a = "why first";
    row.pair.label = Label::b;
    row.pair.extra = R"({"weight":2})";
    row.images = {"images/x.png"};
    row.label_source = "reviewed";
    row.decision = Decision::flip;
    row.note = "see edge";
    row.flags = {{9, FlagRule::contradicted, 4, 0.1F, 0.25F}};
    ScoreRecord score;
    score.run = 4;
    score.entropy.mean = 0.1F;
    score.entropy.verdict = std::nanf("");
    score.verdict = 2;
    row.score = score;
    return row;
}

TEST(TrlWriter, ConversationalWithLabelApplied) {
    const std::string line = writerByName("trl")->row(sample());
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Json row = Json::parse(line);
    EXPECT_EQ(row["prompt"], Json::parse(R"([{"role":"user","content":[{"type":"image"},
        {"type":"text","text":"Which \"one\"?\nSay."}]}])"));
    EXPECT_EQ(row["chosen"], Json::parse(R"([{"role":"assistant","content":[{"type":"text","text":"second"}]}])"));
    EXPECT_EQ(row["rejected"][0]["content"][0]["text"], "first");
    EXPECT_EQ(row["rejected_reason"], "why first");
    EXPECT_EQ(row["images"], Json::parse(R"(["images/x.png"])"));
    EXPECT_EQ(row["egt_decision"], "flip");
    EXPECT_EQ(row["egt_mean_entropy"].dump(), "0.1");
    EXPECT_TRUE(row["egt_verdict_entropy"].is_null());
    EXPECT_EQ(row["egt_verdict"], "B");
    EXPECT_EQ(row["egt_flags"][0]["rule"], "contradicted");
    EXPECT_EQ(row["egt_extra"], R"({"weight":2})");
}

TEST(TrlWriter, EveryRowHasEveryColumn) {
    ExportRow bare = sample();
    bare.score.reset();
    bare.images.clear();
    const Json with = Json::parse(writerByName("trl")->row(sample()));
    const Json without = Json::parse(writerByName("trl")->row(bare));
    ASSERT_EQ(with.size(), without.size());
    for (const auto& [key, value] : with.items())
        EXPECT_TRUE(without.contains(key)) << key;
    EXPECT_TRUE(without["egt_mean_entropy"].is_null());
    EXPECT_EQ(without["prompt"][0]["content"].size(), 1u);
}

TEST(TrlWriter, OrderedSetTellsTheTrainerNotToShuffle) {
    ExportFacts facts;
    facts.ordered = true;
    const auto companions = writerByName("trl")->companions(facts);
    ASSERT_EQ(companions.size(), 1U);
    EXPECT_EQ(companions[0].file, "trainer.yaml");
    const YAML::Node yaml = YAML::Load(companions[0].text);
    EXPECT_EQ(yaml.size(), 1u); // TRL refuses a file with keys that its configuration lacks
    EXPECT_EQ(yaml["shuffle_dataset"].as<bool>(), false);
    EXPECT_TRUE(writerByName("trl")->companions({}).empty());
}

TEST(JsonlWriter, PlainWithEverything) {
    const Json row = Json::parse(writerByName("jsonl")->row(sample()));
    EXPECT_EQ(row["pair"], 9);
    EXPECT_EQ(row["answer_a"], "first");
    EXPECT_EQ(row["label"], "B");
    EXPECT_EQ(row["label_source"], "reviewed");
    EXPECT_EQ(row["scores"]["mean_entropy"].dump(), "0.1");
    EXPECT_EQ(row["scores"]["score_run"], 4);
    EXPECT_EQ(row["flags"].size(), 1u);
    EXPECT_EQ(row["note"], "see edge");
    EXPECT_EQ(row["extra"]["weight"], 2);
    EXPECT_TRUE(writerByName("jsonl")->takesUnlabelled());
    EXPECT_FALSE(writerByName("trl")->takesUnlabelled());
    EXPECT_EQ(writerByName("xml"), nullptr);
}

TEST(Writers, BrokenTextStillMakesAValidRow) {
    ExportRow row = sample();
    row.pair.answer_a = "bad \xC3 byte";
    for (const auto& writer : writers()) {
        if (writer->name() == "csv") continue; // csv_writer_test.cpp
        EXPECT_FALSE(Json::parse(writer->row(row), nullptr, false).is_discarded()) << writer->name();
    }
}

} // namespace
} // namespace egt::formats
