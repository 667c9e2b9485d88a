// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/preprocessor_config.h"

#include <gmock/gmock.h>

#include "base/files.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

class PreprocessorFiles : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) {
        ASSERT_TRUE(writeFileAtomically(m_folder / name, text));
    }
    Result<PreprocessorConfig> load() const { return PreprocessorConfig::load(m_folder.path()); }
    test::TempFolder m_folder;
};

TEST_F(PreprocessorFiles, DefaultsAreThoseOfTransformers) {
    const auto config = load();
    ASSERT_TRUE(config);
    EXPECT_EQ(config->min_pixels, 3136);
    EXPECT_EQ(config->max_pixels, 1003520);
    EXPECT_EQ(config->patchDim(), 1176);
}

// What Qwen/Qwen2.5-VL-7B-Instruct ships, field by field.
TEST_F(PreprocessorFiles, PublishedOlderFile) {
    write("preprocessor_config.json",
          R"({"min_pixels": 3136, "max_pixels": 12845056, "patch_size": 14, "temporal_patch_size": 2, "merge_size": 2,
              "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
              "image_processor_type": "Qwen2_5_VLImageProcessor", "processor_class": "Qwen2_5_VLProcessor"})");
    const auto config = load();
    ASSERT_TRUE(config) << config.error().message();
    EXPECT_EQ(config->max_pixels, 12845056);
}

TEST_F(PreprocessorFiles, NestedNewerFileWins) {
    write("preprocessor_config.json", R"({"max_pixels": 4000})");
    write("processor_config.json", R"({"processor_class": "Qwen2_5_VLProcessor"})");
    EXPECT_EQ(load()->max_pixels, 4000); // nothing nested: the older file counts
    write("processor_config.json",
          R"({"image_processor": {"image_processor_type": "Qwen2VLImageProcessorFast", "resample": 3, "do_resize": true,
              "size": {"shortest_edge": 784, "longest_edge": 78400}, "min_pixels": null, "rescale_factor": 0.5},
              "video_processor": {"size": {"shortest_edge": 1, "longest_edge": 2}}})");
    const auto config = load();
    ASSERT_TRUE(config) << config.error().message();
    EXPECT_EQ(config->min_pixels, 784);
    EXPECT_EQ(config->max_pixels, 78400);
    EXPECT_EQ(config->rescale_factor, 0.5);
}

TEST_F(PreprocessorFiles, TopLevelLimitsWinOverSize) {
    write("preprocessor_config.json",
          R"({"size": {"shortest_edge": 100, "longest_edge": 200}, "min_pixels": 150, "max_pixels": 300})");
    EXPECT_EQ(load()->min_pixels, 150);
    EXPECT_EQ(load()->max_pixels, 300);
}

TEST_F(PreprocessorFiles, EachBadFieldIsNamed) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"({"patch_size": 0})", "patch_size"},
        {R"({"patch_size": "14"})", "patch_size"},
        {R"({"patch_size": 100000})", "patch_size"},
        {R"({"merge_size": 2.5})", "merge_size"},
        {R"({"temporal_patch_size": -1})", "temporal_patch_size"},
        {R"({"max_pixels": 18446744073709551615})", "max_pixels"},
        {R"({"size": 448})", "size"},
        {R"({"size": {"longest_edge": []}})", "size.longest_edge"},
        {R"({"min_pixels": 9, "max_pixels": 8})", "min_pixels"},
        {R"({"image_mean": [1, 2]})", "image_mean"},
        {R"({"image_std": [1, 0, 1]})", "image_std"},
        {R"({"rescale_factor": "1/255"})", "rescale_factor"},
        {R"({"do_normalize": false})", "do_normalize"},
        {R"({"do_resize": 1})", "do_resize"},
        {R"({"resample": 2})", "resample"},
        {R"({"image_processor_type": "CLIPImageProcessor"})", "image_processor_type"},
    };
    for (const auto& [text, field] : cases) {
        write("preprocessor_config.json", text);
        const auto config = load();
        ASSERT_FALSE(config) << text;
        EXPECT_EQ(config.error().code, "judge.bad_config");
        EXPECT_EQ(config.error().field, field);
        EXPECT_EQ(config.error().file, (m_folder / "preprocessor_config.json").string());
        EXPECT_THAT(config.error().message(), testing::HasSubstr(field));
    }
    write("preprocessor_config.json", "[1]");
    EXPECT_EQ(load().error().code, "judge.bad_config");
    write("preprocessor_config.json", "{");
    EXPECT_EQ(load().error().code, "json.invalid");
    write("processor_config.json", R"({"image_processor": 7})");
    EXPECT_EQ(load().error().field, "image_processor");
    write("processor_config.json", R"({"image_processor": {"size": {"shortest_edge": 0}}})");
    EXPECT_EQ(load().error().field, "image_processor.size.shortest_edge");
}

TEST(PreprocessorLimits, OverridesAndTheirErrors) {
    const PreprocessorConfig config;
    EXPECT_EQ(config.withLimits({}, 50000)->max_pixels, 50000);
    EXPECT_EQ(config.withLimits({}, 1000)->min_pixels, 1000); // nobody asked for the minimum
    EXPECT_EQ(config.withLimits(784, {})->max_pixels, config.max_pixels);
    EXPECT_EQ(config.withLimits({}, 0).error().code, "judge.bad_config");
    EXPECT_EQ(config.withLimits(-5, {}).error().code, "judge.bad_config");
    EXPECT_EQ(config.withLimits(2000, 1000).error().field, "max_pixels");
}

TEST(SmartResize, RefusesWhatCannotBe) {
    const PreprocessorConfig config;
    EXPECT_TRUE(smartResize({2000, 10}, config, "a.png"));
    const auto too_long = smartResize({2001, 10}, config, "a.png");
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().code, "image.too_long");
    EXPECT_THAT(too_long.error().message(), testing::HasSubstr("a.png has 2001 x 10"));
    EXPECT_EQ(smartResize({0, 0}, config, "a.png").error().code, "image.too_long");
    PreprocessorConfig huge;
    huge.min_pixels = huge.max_pixels = std::int64_t{1} << 40;
    EXPECT_EQ(smartResize({100, 100}, huge, "a.png").error().code, "image.too_large");
}

} // namespace
} // namespace egt
