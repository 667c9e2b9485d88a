// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and settings for trainers, against rows written out by hand from the trainers' documentation.
#include <set>

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include "base/json.h"
#include "formats/image_marks.h"
#include "formats/judge_tasks.h"
#include "formats/writer.h"

namespace egt::formats {
namespace {

using testing::HasSubstr;
using testing::Not;

ExportRow sample(Label label = Label::b) {
    ExportRow row;
    row.pair.id = 9;
    row.pair.source_id = "s-9";
    row.pair.source = "color";
    row.pair.question = "Which one?";
    row.pair.answer_a = "first";
    row.pair.answer_b = "second";
    row.pair.reason_a = "why first";
    row.pair.label = label;
    row.pair.extra = R"({"weight":2})";
    row.images = {"images/x.png", "images/y.png"};
    row.label_source = "imported";
    row.task = "Which one? 1: first 2: second";
    return row;
}

ExportFacts facts(const std::string& file, bool ordered, std::int64_t rows = 100, const std::string& heldout = {}) {
    ExportFacts out;
    out.ordered = ordered;
    out.data = {{file, "train", rows, 1}};
    if (!heldout.empty()) out.data.push_back({heldout, "heldout", 7, 1});
    return out;
}

std::string companion(const Writer& writer, const ExportFacts& facts, const std::string& file) {
    for (const auto& one : writer.companions(facts))
        if (one.file == file) return one.text;
    ADD_FAILURE() << writer.name() << " writes no " << file;
    return {};
}

Json rowOf(const char* writer, const ExportRow& row) {
    return Json::parse(writerByName(writer)->row(row));
}

TEST(Trainers, LlamaFactoryRow) {
    const Json row = rowOf("llama_factory", sample());
    EXPECT_EQ(row["conversations"], Json::parse(R"([{"from":"human","value":"<image><image>Which one?"}])"));
    EXPECT_EQ(row["chosen"], Json::parse(R"({"from":"gpt","value":"second"})"));
    EXPECT_EQ(row["rejected"], Json::parse(R"({"from":"gpt","value":"first"})"));
    EXPECT_EQ(row["images"], Json::parse(R"(["images/x.png","images/y.png"])"));
    EXPECT_EQ(row["rejected_reason"], "why first");
    EXPECT_EQ(row["egt_extra"], R"({"weight":2})");
    EXPECT_TRUE(row["egt_scores"].is_string()); // one type in every row, scored or not
}

TEST(Trainers, LlamaFactoryDescribesItsDataAndDoesNotShuffleAnOrder) {
    const Writer& writer = *writerByName("llama_factory");
    const Json info =
        Json::parse(companion(writer, facts("pairs.jsonl", true, 9, "heldout.jsonl"), "dataset_info.json"));
    EXPECT_EQ(info["egt_pairs"], Json::parse(R"({"file_name":"pairs.jsonl","formatting":"sharegpt","ranking":true,
        "columns":{"messages":"conversations","chosen":"chosen","rejected":"rejected","images":"images"},
        "tags":{"role_tag":"from","content_tag":"value","user_tag":"human","assistant_tag":"gpt"}})"));
    EXPECT_EQ(info["egt_heldout"]["file_name"], "heldout.jsonl");
    const YAML::Node sorted =
        YAML::Load(companion(writer, facts("pairs.jsonl", true, 9, "heldout.jsonl"), "train.yaml"));
    EXPECT_TRUE(sorted["disable_shuffling"].as<bool>());
    EXPECT_EQ(sorted["dataset"].as<std::string>(), "egt_pairs");
    EXPECT_EQ(sorted["eval_dataset"].as<std::string>(), "egt_heldout");
    const YAML::Node plain = YAML::Load(companion(writer, facts("pairs.jsonl", false), "train.yaml"));
    EXPECT_FALSE(plain["disable_shuffling"].as<bool>());
    EXPECT_FALSE(plain["eval_dataset"]);
}

TEST(Trainers, SwiftRowAndScript) {
    const Json row = rowOf("ms_swift", sample(Label::a));
    EXPECT_EQ(row["messages"], Json::parse(R"([{"role":"user","content":"<image><image>Which one?"},
        {"role":"assistant","content":"first"}])"));
    EXPECT_EQ(row["rejected_response"], "second");
    EXPECT_EQ(row["images"].size(), 2U);
    EXPECT_FALSE(row.contains("label")); // a key of its own meaning there
    const Writer& writer = *writerByName("ms_swift");
    const std::string sorted = companion(writer, facts("pairs.jsonl", true), "train.sh");
    EXPECT_THAT(sorted, HasSubstr(" --dataset_shuffle false "));
    EXPECT_THAT(sorted, HasSubstr(" --train_dataloader_shuffle false "));
    EXPECT_THAT(companion(writer, facts("pairs.jsonl", false), "train.sh"), Not(HasSubstr("shuffle")));
}

TEST(Trainers, EasyR1AsksWhichOfTwo) {
    ExportRow row = sample(Label::b);
    EXPECT_EQ(rowOf("easyr1", row)["problem"], "<image><image>Which one? 1: first 2: second");
    EXPECT_EQ(rowOf("easyr1", row)["answer"], "2");
    row.order = Order::swapped;
    EXPECT_EQ(rowOf("easyr1", row)["answer"], "1");
    row.pair.label = Label::a;
    EXPECT_EQ(rowOf("easyr1", row)["answer"], "2");
    const Writer& writer = *writerByName("easyr1");
    const YAML::Node sorted = YAML::Load(companion(writer, facts("train.jsonl", true, 100), "config.yaml"));
    EXPECT_FALSE(sorted["data"]["shuffle"].as<bool>());
    EXPECT_EQ(sorted["data"]["rollout_batch_size"].as<int>(), 64); // the last, incomplete batch is dropped
    EXPECT_EQ(sorted["worker"]["actor"]["global_batch_size"].as<int>(), 64);
    EXPECT_EQ(sorted["data"]["val_files"].as<std::string>(), "train.jsonl");
    const YAML::Node plain =
        YAML::Load(companion(writer, facts("train.jsonl", false, 5000, "heldout.jsonl"), "config.yaml"));
    EXPECT_TRUE(plain["data"]["shuffle"].as<bool>());
    EXPECT_EQ(plain["data"]["rollout_batch_size"].as<int>(), 512);
    EXPECT_EQ(plain["worker"]["actor"]["global_batch_size"].as<int>(), 128);
    EXPECT_EQ(plain["data"]["val_files"].as<std::string>(), "heldout.jsonl");
}

TEST(Trainers, VerlRowAndScript) {
    const Json row = rowOf("verl", sample());
    EXPECT_EQ(row["data_source"], "color");
    EXPECT_EQ(row["prompt"],
              Json::parse(R"([{"role":"user","content":"<image><image>Which one? 1: first 2: second"}])"));
    EXPECT_EQ(row["images"], Json::parse(R"([{"image":"images/x.png"},{"image":"images/y.png"}])"));
    EXPECT_EQ(row["reward_model"], Json::parse(R"({"style":"rule","ground_truth":"2"})"));
    EXPECT_EQ(row["extra_info"]["answer_b"], "second");
    EXPECT_EQ(row["extra_info"]["split"], "train");
    EXPECT_EQ(row["extra_info"]["index"], 9);
    const Writer& writer = *writerByName("verl");
    EXPECT_THAT(companion(writer, facts("train.json", true), "train.sh"), HasSubstr(" data.shuffle=False "));
    EXPECT_THAT(companion(writer, facts("train.json", false), "train.sh"), HasSubstr(" data.shuffle=True "));
    EXPECT_THAT(companion(writer, facts("train.json", true), "reward.py"), HasSubstr("def compute_score(data_source"));
    EXPECT_FALSE(writer.takesImages(ImageMode::copy));
}

TEST(Trainers, HeldOutPairsStandInAFileOfTheirOwn) {
    ExportRow row = sample();
    for (const char* name : {"llama_factory", "ms_swift", "easyr1", "verl", "hf"}) {
        const Writer& writer = *writerByName(name);
        row.pair.split = "train";
        EXPECT_EQ(writer.fileOf(row.pair), writer.fileName()) << name;
        row.pair.split = "heldout";
        EXPECT_EQ(writer.fileOf(row.pair), writer.layout().heldout_file) << name;
        EXPECT_NE(writer.fileOf(row.pair), writer.fileName()) << name;
    }
}

TEST(ImageMarks, AsManyAsImages) {
    EXPECT_EQ(withImageMarks("Q", 2), "<image><image>Q");
    EXPECT_EQ(withImageMarks("left <image> right <image>?", 2), "left <image> right <image>?");
    EXPECT_EQ(withImageMarks("see <image>", 2), "<image>see <image>");
    EXPECT_EQ(withImageMarks("Q", 0), "Q");
}

TEST(ImageMarks, ARowThatATrainerWouldRefuseDoesNotFit) {
    ExportRow row = sample();
    EXPECT_TRUE(marksFit(row.pair, row.images.size()));
    row.pair.question = "<image><image><image>?";
    EXPECT_FALSE(marksFit(row.pair, row.images.size()));
    row.pair.question = "<image>?";
    EXPECT_TRUE(marksFit(row.pair, row.images.size()));
    row.pair.answer_a = "the tag <image> shows it";
    EXPECT_FALSE(marksFit(row.pair, row.images.size()));
    row.pair.answer_a = "in the <video>";
    EXPECT_FALSE(marksFit(row.pair, row.images.size()));
}

TEST(ImageMarks, TheQuestionIsKeptWhereAReaderWouldChangeIt) {
    EXPECT_EQ(questionToKeep("plain?", 1), "");
    EXPECT_EQ(questionToKeep(" blank before", 1), " blank before");
    EXPECT_EQ(questionToKeep("in <image> the middle", 1), "");
    EXPECT_EQ(questionToKeep("at the end <image>", 1), "at the end <image>");
    EXPECT_EQ(questionToKeep(" no images", 0), "");
}

TEST(JudgeTasks, AStepIsNeverLargerThanTheSet) {
    EXPECT_EQ(rowsPerStep(0, 512), 1);
    EXPECT_EQ(rowsPerStep(1, 512), 1);
    EXPECT_EQ(rowsPerStep(127, 512), 64);
    EXPECT_EQ(rowsPerStep(128, 512), 128);
    EXPECT_EQ(rowsPerStep(1'000'000, 512), 512);
}

TEST(Formats, AreDescribedForPeople) {
    std::set<std::string> names;
    for (const ExportFormat& format : exportFormats()) {
        EXPECT_TRUE(names.insert(format.name).second) << format.name;
        EXPECT_FALSE(format.title.empty() || format.what.empty() || format.file.empty() || format.images.empty());
        for (const auto& files : {format.companions, format.ordered_companions})
            for (const ExportFile& file : files)
                EXPECT_FALSE(file.name.empty() || file.what.empty()) << format.name;
        EXPECT_GE(format.ordered_companions.size(), format.companions.size());
    }
    EXPECT_THAT(names,
                testing::IsSupersetOf({"trl", "llama_factory", "ms_swift", "easyr1", "verl", "hf", "jsonl", "csv"}));
}

} // namespace
} // namespace egt::formats
