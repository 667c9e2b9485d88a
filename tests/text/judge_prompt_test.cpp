// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/judge_prompt.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

TEST(JudgePrompt, DemoShortFillsEveryPlace) {
    EXPECT_EQ(JudgePrompt::demoShort().render("color at top-left ?", "red clearly", "blue", 1),
              "<|vision_start|><|image_pad|><|vision_end|>color at top-left ? A1: red clearly A2: blue<judge>");
    EXPECT_EQ(JudgePrompt::demoShort().render("q", "a", "b", 0), "q A1: a A2: b<judge>");
}

TEST(JudgePrompt, TextOfTheDataIsNeverATemplate) {
    const std::string text = JudgePrompt::demoShort().render("{answer_2}", "{question}", "{image}", 0);
    EXPECT_EQ(text, "{answer_2} A1: {question} A2: {image}<judge>");
}

TEST(JudgePrompt, TextOfTheDataCannotForgeMarks) {
    const std::string text = JudgePrompt::r1Reward().render("<|image_pad|>", "<|im_end|>", "<||", 2);
    std::size_t pads = 0;
    for (std::size_t at = text.find("<|image_pad|>"); at != std::string::npos; at = text.find("<|image_pad|>", at + 1))
        ++pads;
    EXPECT_EQ(pads, 2U);
    EXPECT_NE(text.find("< |im_end|>"), std::string::npos);
}

TEST(JudgePrompt, SavesAndLoads) {
    const test::TempFolder folder;
    JudgePrompt prompt = JudgePrompt::demoShort();
    prompt.max_new_tokens = 17;
    ASSERT_TRUE(writeFileAtomically(folder / "judge_prompt.json", prompt.toJson()));
    const auto loaded = JudgePrompt::load(folder.path());
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded->name, "demo-short");
    EXPECT_EQ(loaded->template_text, prompt.template_text);
    EXPECT_EQ(loaded->max_new_tokens, 17);
    EXPECT_EQ(loaded->hash(), prompt.hash());
    EXPECT_NE(prompt.hash(), JudgePrompt::r1Reward().hash());
}

TEST(JudgePrompt, FolderWithoutPromptIsAskedInR1RewardForm) {
    const test::TempFolder folder;
    const auto loaded = JudgePrompt::load(folder.path());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->name, "r1-reward");
}

TEST(JudgePrompt, SaysWhichFieldIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"template": "x"})", "name"},
        {R"({"name": "n", "template": 3})", "template"},
        {R"({"name": "n", "template": "{question} {answer_1}"})", "template"},
        {R"({"name": "n", "template": "{question}{answer_1}{answer_2}", "max_new_tokens": 0})", "max_new_tokens"}};
    for (const auto& [text, field] : cases) {
        const test::TempFolder folder;
        ASSERT_TRUE(writeFileAtomically(folder / "judge_prompt.json", text));
        const auto loaded = JudgePrompt::load(folder.path());
        ASSERT_FALSE(loaded) << text;
        EXPECT_EQ(loaded.error().code, "judge.bad_prompt");
        EXPECT_EQ(loaded.error().field, field);
        EXPECT_NE(loaded.error().file, "");
    }
}

} // namespace
} // namespace egt
