// SPDX-License-Identifier: GPL-3.0-or-later
// `egt judge pixels` as a program. The values themselves are compared with transformers in tests/images.
#include <cstring>

#include <gmock/gmock.h>

#include "cli/program.h"
#include "images/patches.h"

namespace egt::test {
namespace {

class Pixels : public CliTest {
protected:
    Pixels() {
        image = {100, 60, std::vector<std::uint8_t>(100 * 60 * 3)};
        for (std::size_t i = 0; i < image.bytes.size(); ++i)
            image.bytes[i] = static_cast<std::uint8_t>(i * 7 % 251);
        EXPECT_TRUE(writePng(folder / "photo.png", image));
        EXPECT_TRUE(makeFolder(folder / "judge"));
    }
    void settings(const std::string& text) const {
        EXPECT_TRUE(writeFileAtomically(folder / "judge/preprocessor_config.json", text));
    }
    std::vector<std::string> command(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> out{"judge",           "pixels", path("judge"), "--image",
                                     path("photo.png"), "--out",  path("x.npy")};
        out.insert(out.end(), more.begin(), more.end());
        return out;
    }
    std::vector<float> expected(const PreprocessorConfig& config) const {
        const RgbImage resized = *resizeForJudge(image, config, "");
        std::vector<float> out(
            static_cast<std::size_t>(patchGrid({resized.width, resized.height}, config).patches() * config.patchDim()));
        writePatches(resized, config, out);
        return out;
    }
    RgbImage image;
};

TEST_F(Pixels, FileAndFigures) {
    const Json said = done(command());
    EXPECT_EQ(said, Json({{"patches", 32},
                          {"dim", 1176},
                          {"grid", {1, 4, 8}},
                          {"out", path("x.npy")},
                          {"width", 100},
                          {"height", 60},
                          {"resized_width", 112},
                          {"resized_height", 56}}));
    const std::string file = readFile(folder / "x.npy").value_or("");
    // NumPy's format 1.0: the dictionary ends with a new line at a multiple of 64 bytes.
    ASSERT_EQ(file.size(), 128 + 32U * 1176 * 4);
    EXPECT_EQ(file.substr(0, 10), std::string("\x93NUMPY\x01\0\x76\0", 10));
    EXPECT_EQ(file.substr(10, 60), "{'descr': '<f4', 'fortran_order': False, 'shape': (32, 1176)");
    EXPECT_EQ(file[127], '\n');
    std::vector<float> values(32U * 1176);
    std::memcpy(values.data(), file.data() + 128, values.size() * sizeof(float));
    EXPECT_EQ(values, expected({}));
    EXPECT_FALSE(std::filesystem::exists(folder / "x.npy.part"));
    EXPECT_THAT(egt(command()).out, testing::HasSubstr("112 x 56"));
}

TEST_F(Pixels, LimitsComeFromTheJudgeOrTheCommand) {
    settings(R"({"size": {"shortest_edge": 784, "longest_edge": 3136}})");
    EXPECT_EQ(done(command())["patches"], 8);
    EXPECT_EQ(done(command({"--max-pixels", "100000"}))["patches"], 32);
    EXPECT_EQ(done(command({"--max-pixels", "784"}))["patches"], 4);
    EXPECT_EQ(done(command({"--min-pixels", "50000", "--max-pixels", "100000"}))["resized_width"], 308);
    EXPECT_EQ(done(command({"--like", "torchvision"}))["patches"], 8);
}

TEST_F(Pixels, WhatIsWrongIsNamed) {
    EXPECT_EQ(failed(command({"--max-pixels", "0"}))["code"], "judge.bad_config");
    std::vector<std::string> other = command();
    other[4] = path("none.png");
    EXPECT_EQ(failed(other)["code"], "image.missing");
    ASSERT_TRUE(writeFileAtomically(folder / "text.png", "no picture"));
    other[4] = path("text.png");
    EXPECT_EQ(failed(other)["code"], "image.damaged");
    const std::string huge("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xe8\xfd\0\0\xe8\xfd\0\0\x01\0\x18\0",
                           30); // 65,000 squared
    ASSERT_TRUE(writeFileAtomically(folder / "huge.bmp", huge + std::string(24, '\0')));
    other[4] = path("huge.bmp");
    EXPECT_EQ(failed(other)["code"], "image.too_large");
    other = command();
    other[6] = path("no/such/folder/x.npy");
    EXPECT_EQ(failed(other)["code"], "file.cannot_write");
    other = command();
    other[2] = path("nobody");
    EXPECT_EQ(failed(other)["code"], "judge.missing_file");
    settings(R"({"patch_size": "large"})");
    const Json error = failed(command());
    EXPECT_EQ(error["field"], "patch_size");
    EXPECT_EQ(error["file"], path("judge/preprocessor_config.json"));
    EXPECT_FALSE(std::filesystem::exists(folder / "x.npy"));
    EXPECT_EQ(egt({"judge", "pixels", path("judge"), "--image", path("photo.png")}).exit, 2);
    EXPECT_EQ(egt(command({"--max-pixels", "many"})).exit, 2);
}

} // namespace
} // namespace egt::test
