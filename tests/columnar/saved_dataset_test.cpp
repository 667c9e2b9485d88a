// SPDX-License-Identifier: GPL-3.0-or-later
// Folders: what datasets.save_to_disk leaves, and shards.
#include <gmock/gmock.h>

#include "base/files.h"
#include "columnar/arrow_files.h"
#include "formats/columnar_files.h"
#include "formats/reader.h"
#include "support/temp_folder.h"

namespace egt::test {
namespace {
namespace fs = std::filesystem;

class Folders : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) {
        fs::create_directories((folder / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(folder / name, text));
    }
    /// file:split, relative to the folder.
    std::vector<std::string> found() {
        const auto files = formats::columnarFiles(folder.path());
        if (!files) return {"error " + files.error().code + " " + files.error().field};
        std::vector<std::string> out;
        for (const auto& file : *files)
            out.push_back(fs::relative(file.path, folder.path()).string() + ":" + file.split);
        return out;
    }
    TempFolder folder;
};

TEST_F(Folders, SavedDatasetInTheOrderOfItsState) {
    write("state.json", R"({"_data_files": [{"filename": "data-00001-of-00002.arrow"},
        {"filename": "data-00000-of-00002.arrow"}], "_split": "train"})");
    write("cache-1.arrow", "left over");
    EXPECT_THAT(found(), testing::ElementsAre("data-00001-of-00002.arrow:", "data-00000-of-00002.arrow:"));
}

TEST_F(Folders, SavedSplits) {
    write("dataset_dict.json", R"({"splits": ["train", "test"]})");
    write("train/state.json", R"({"_data_files": [{"filename": "data-00000-of-00001.arrow"}]})");
    write("test/state.json", R"({"_data_files": [{"filename": "data-00000-of-00001.arrow"}]})");
    EXPECT_THAT(found(),
                testing::ElementsAre("train/data-00000-of-00001.arrow:train", "test/data-00000-of-00001.arrow:test"));
}

TEST_F(Folders, ShardsByName) {
    write("data/train-00001-of-00002.parquet", "PAR1");
    write("data/train-00000-of-00002.parquet", "PAR1");
    write("data/test-00000-of-00001.parquet", "PAR1");
    write("RLAIF-V-Dataset_000.parquet", "PAR1");
    write(".cache/x.parquet", "PAR1");
    write("a/b/c/d/deep.parquet", "PAR1");
    write("README.md", "");
    EXPECT_THAT(found(), testing::ElementsAre("RLAIF-V-Dataset_000.parquet:", "data/test-00000-of-00001.parquet:test",
                                              "data/train-00000-of-00002.parquet:train",
                                              "data/train-00001-of-00002.parquet:train"));
}

TEST_F(Folders, WhatIsRefused) {
    EXPECT_THAT(found(), testing::ElementsAre("error import.no_data_files "));
    write("state.json", R"({"_data_files": [{"filename": "../../etc/passwd"}]})");
    EXPECT_THAT(found(), testing::ElementsAre("error import.damaged _data_files"));
    write("state.json", R"({"_data_files": "x"})");
    EXPECT_THAT(found(), testing::ElementsAre("error import.damaged _data_files"));
    write("state.json", R"({"_data_files": [{"filename": "a.arrow"}], "_indices_files": [{"filename": "i.arrow"}]})");
    EXPECT_THAT(found(), testing::ElementsAre("error import.indices _indices_files"));
    write("state.json", "{");
    EXPECT_THAT(found(), testing::ElementsAre("error json.invalid "));
    write("dataset_dict.json", R"({"splits": ["../up"]})");
    EXPECT_THAT(found(), testing::ElementsAre("error import.damaged splits"));
}

TEST_F(Folders, SplitsReachTheRows) {
    write("dataset_dict.json", R"({"splits": ["train", "test"]})");
    for (const char* split : {"train", "test"}) {
        write(std::string(split) + "/state.json", R"({"_data_files": [{"filename": "data-00000-of-00001.arrow"}]})");
        writeArrowStream(folder / split / "data-00000-of-00001.arrow", *rlaifTable(split[1] == 'r' ? 3 : 2));
    }
    const auto guess = formats::detect(folder.path());
    ASSERT_TRUE(guess) << guess.error().message();
    EXPECT_EQ(guess->reader->name(), "rlaif_v");
    EXPECT_EQ(guess->confidence, 1.0);
    std::vector<std::string> splits;
    ASSERT_TRUE(guess->reader->read(folder.path(), 0,
                                    {[&](std::int64_t, PairRecord&& pair) {
                                         splits.push_back(pair.split);
                                         return true;
                                     },
                                     [](const formats::Reject& reject) {
                                         ADD_FAILURE() << reject.field << ' ' << reject.reason;
                                         return true;
                                     }}));
    EXPECT_THAT(splits, testing::ElementsAre("", "", "", "test", "test"));
}

TEST(Kinds, ByTheFirstBytes) {
    const TempFolder folder;
    const auto kind = [&](const std::string& bytes) {
        EXPECT_TRUE(writeFileAtomically(folder / "f", bytes));
        return formats::columnarKind(folder / "f");
    };
    EXPECT_EQ(kind("PAR1abcd"), formats::ColumnarKind::parquet);
    EXPECT_EQ(kind(std::string("ARROW1\0\0", 8)), formats::ColumnarKind::arrow_file);
    EXPECT_EQ(kind("\xFF\xFF\xFF\xFFxxxx"), formats::ColumnarKind::arrow_stream);
    EXPECT_EQ(kind("{\"a\":1}"), formats::ColumnarKind::none);
    EXPECT_EQ(kind(""), formats::ColumnarKind::none);
    EXPECT_EQ(formats::columnarKind(folder / "none"), formats::ColumnarKind::none);
    EXPECT_TRUE(formats::isColumnar(folder.path()));
}

} // namespace
} // namespace egt::test
