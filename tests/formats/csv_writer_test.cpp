// SPDX-License-Identifier: GPL-3.0-or-later
// CSV against a reader that follows the grammar of RFC 4180 letter by letter, and the data card against its YAML.
#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include "formats/flat_fields.h"
#include "formats/writer.h"

namespace egt::formats {
namespace {

/// file = [header CRLF] record *(CRLF record) [CRLF]; section 2 of RFC 4180.
std::vector<std::vector<std::string>> readCsv(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& field = rows.back().back();
        const char c = text[i];
        if (quoted) {
            if (c != '"')
                field += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else
                quoted = false;
        } else if (c == '"') {
            EXPECT_TRUE(field.empty()) << "a quote inside a field that is not quoted";
            quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\r') {
            EXPECT_EQ(text.substr(i, 2), "\r\n") << "records end in CR LF";
            ++i;
            if (i + 1 < text.size()) rows.emplace_back(1);
        } else {
            EXPECT_NE(c, '\n') << "a line end inside a field that is not quoted";
            field += c;
        }
    }
    EXPECT_FALSE(quoted);
    return rows;
}

ExportRow sample() {
    ExportRow row;
    row.pair.id = 3;
    row.pair.question = "one, \"two\"\r\nthree\nfour";
    row.pair.answer_a = "=1+1";
    row.pair.answer_b = "";
    row.pair.label = Label::tie;
    row.pair.extra = R"({"a":[1,"x,y"]})";
    row.images = {"images/a.png", "images/b,c.png"};
    row.label_source = "reviewed";
    row.note = "图";
    ScoreRecord score;
    score.entropy.mean = 0.1F;
    row.score = score;
    return row;
}

std::string csvOf(const std::vector<ExportRow>& rows) {
    const Writer& writer = *writerByName("csv");
    std::string out = writer.head() + "\n";
    for (const ExportRow& row : rows)
        out += writer.row(row) + "\n";
    return out;
}

TEST(CsvWriter, EveryFieldComesBackAsItWas) {
    const auto rows = readCsv(csvOf({sample(), ExportRow()}));
    ASSERT_EQ(rows.size(), 3U);
    const auto at = [&](std::size_t row, const std::string& column) {
        for (std::size_t i = 0; i < rows[0].size(); ++i)
            if (rows[0][i] == column) return rows[row].at(i);
        ADD_FAILURE() << "no column " << column;
        return std::string();
    };
    for (const auto& row : rows)
        EXPECT_EQ(row.size(), rows[0].size());
    EXPECT_EQ(at(1, "pair"), "3");
    EXPECT_EQ(at(1, "question"), "one, \"two\"\r\nthree\nfour");
    EXPECT_EQ(at(1, "answer_a"), "=1+1") << "data is not changed, not even for spreadsheets";
    EXPECT_EQ(at(1, "answer_b"), "");
    EXPECT_EQ(at(1, "label"), "tie");
    EXPECT_EQ(at(1, "note"), "图");
    EXPECT_EQ(at(1, "mean_entropy"), "0.1");
    EXPECT_EQ(at(2, "mean_entropy"), "");
    EXPECT_EQ(Json::parse(at(1, "images")), Json::parse(R"(["images/a.png","images/b,c.png"])"));
    EXPECT_EQ(Json::parse(at(1, "extra")), Json::parse(R"({"a":[1,"x,y"]})"));
}

TEST(CsvWriter, BrokenTextStaysReadable) {
    ExportRow row = sample();
    row.pair.answer_b = "bad \xC3 byte";
    const auto rows = readCsv(csvOf({row}));
    EXPECT_THAT(rows[1], testing::Contains("bad \xEF\xBF\xBD byte"));
}

TEST(DataCard, SaysHowThePairsWereChosen) {
    ExportFacts facts;
    facts.ordered = true;
    facts.data = {{"data/train.jsonl", "train", 1200, 5000}, {"data/heldout.jsonl", "heldout", 34, 70}};
    facts.manifest = OrderedJson::parse(R"({"version":"1.2",
        "selection":{"name":"low \"half\"","pairs":1250,
                     "rule":{"cut":{"column":"mean_entropy","low":null,"high":0.75},"run":3}},
        "judge":{"path":"/home/ana/judges/small","weights_hash":"abc"},
        "prompt":{"name":"r1-reward","hash":"f00"},
        "review":{"decisions":5,"labels_applied":true,"dropped_left_out":true},
        "counts":{"dropped":2,"ties":12,"flipped":3,"unlabelled":1,"without_image":4,"images":900}})");
    const auto companions = writerByName("hf")->companions(facts);
    ASSERT_EQ(companions.at(0).file, "README.md");
    const std::string& card = companions[0].text;
    ASSERT_TRUE(card.starts_with("---\n"));
    const YAML::Node yaml = YAML::Load(card.substr(4, card.find("\n---\n", 4) - 3));
    EXPECT_EQ(yaml["configs"][0]["data_files"][1]["path"].as<std::string>(), "data/heldout.jsonl");
    EXPECT_EQ(yaml["dataset_info"]["splits"][0]["num_examples"].as<int>(), 1200);
    EXPECT_EQ(yaml["dataset_info"]["splits"][1]["num_bytes"].as<int>(), 70); // without it the loader drops the splits
    EXPECT_EQ(yaml["size_categories"][0].as<std::string>(), "1K<n<10K");
    const OrderedJson columns = flatFields({});
    ASSERT_EQ(yaml["dataset_info"]["features"].size(), columns.size());
    std::size_t i = 0;
    for (const auto& [name, value] : columns.items())
        EXPECT_EQ(yaml["dataset_info"]["features"][i++]["name"].as<std::string>(), name);
    for (const char* said :
         {"\"high\": 0.75", "Threshold: `mean_entropy` to 0.75", "judge \"small\"", "`abc`", "r1-reward",
          "| ties left out | 12 |", "5 of the selected pairs were decided by people", "low to high"})
        EXPECT_THAT(card, testing::HasSubstr(said));
    EXPECT_THAT(card, testing::Not(testing::HasSubstr("/home/ana"))) << "a card is published";
}

} // namespace
} // namespace egt::formats
