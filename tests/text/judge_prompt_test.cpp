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

TEST(JudgePrompt, NamedFormsStandInTheFoldersChatTemplate) {
    const test::TempFolder folder;
    const std::string jinja = "{% for message in messages %}{% if loop.first %}<|im_start|>system\nBe fair.<|im_end|>\n"
                              "{% endif %}<|im_start|>{{ message['role'] }}\n{% for content in message['content'] %}"
                              "{% if content['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}"
                              "{{ content['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
                              "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";
    ASSERT_TRUE(writeFileAtomically(folder / "chat_template.jinja", jinja));
    for (const auto& [form, verdict] :
         {std::pair{"r1-reward", VerdictForm::digit}, std::pair{"unified-reward-think", VerdictForm::sentence}}) {
        const auto prompt = JudgePrompt::named(form, folder.path());
        ASSERT_TRUE(prompt) << prompt.error().message();
        EXPECT_EQ(prompt->name, form);
        EXPECT_EQ(prompt->verdict, verdict);
        const std::string text = prompt->render("Q?", "one", "two", 1);
        EXPECT_TRUE(text.starts_with("<|im_start|>system\nBe fair.<|im_end|>\n<|im_start|>user\n<|vision_start|>"))
            << text;
        EXPECT_TRUE(text.ends_with("<|im_end|>\n<|im_start|>assistant\n")) << text;
        for (const char* part : {"Q?", "one", "two"})
            EXPECT_NE(text.find(part), std::string::npos);
        EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
    const auto loaded = JudgePrompt::named("", folder.path());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->hash(), JudgePrompt::named("r1-reward", folder.path())->hash());
    EXPECT_NE(loaded->hash(), JudgePrompt::r1Reward().hash()); // another system prompt is another prompt
    const auto unknown = JudgePrompt::named("r2-reward", folder.path());
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "judge.unknown_prompt");
}

TEST(JudgePrompt, UsersTemplateFile) {
    const test::TempFolder folder;
    const auto file = (folder / "mine.txt").string();
    const auto named = [&](const std::string& text) {
        EXPECT_TRUE(writeFileAtomically(file, text));
        return JudgePrompt::named(file, folder.path());
    };
    const auto plain = named("Q {question}\nA {answer_1} B {answer_2} in \\boxed{1} or {{word}} {x\n");
    ASSERT_TRUE(plain) << plain.error().message();
    EXPECT_EQ(plain->name, "mine.txt");
    EXPECT_EQ(plain->verdict, VerdictForm::digit);
    EXPECT_EQ(plain->render("q", "a", "b", 1), ChatTemplate{}.render("Q q\nA a B b in \\boxed{1} or {word} {x", 1));
    const auto placed = named("{question} {image} {answer_1} {answer_2} Answer 1 is better");
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->verdict, VerdictForm::sentence);
    EXPECT_EQ(placed->render("q", "a", "b", 0), ChatTemplate{}.render("q  a b Answer 1 is better", 0));
    const auto whole = named("<|im_start|>user\n{question}{answer_1}{answer_2}<|im_end|>\n<|im_start|>assistant\n");
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->render("q", "a", "b", 0), "<|im_start|>user\nqab<|im_end|>\n<|im_start|>assistant\n");
}

TEST(JudgePrompt, SaysFileLineAndPlaceholder) {
    const test::TempFolder folder;
    const auto file = (folder / "mine.txt").string();
    const auto error = [&](const std::string& text) {
        EXPECT_TRUE(writeFileAtomically(file, text));
        const auto prompt = JudgePrompt::named(file, folder.path());
        return prompt ? Error{} : prompt.error();
    };
    const Error missing = error("{question} {answer_1}");
    EXPECT_EQ(missing.code, "judge.bad_prompt");
    EXPECT_EQ(missing.file, file);
    EXPECT_EQ(missing.field, "{answer_2}");
    const Error unknown = error("{question}\n{answer_1}\n{anser_2} {answer_2}");
    EXPECT_EQ(unknown.code, "judge.bad_prompt");
    EXPECT_EQ(unknown.line, 3);
    EXPECT_EQ(unknown.field, "{anser_2}");
    EXPECT_NE(unknown.message().find("line 3"), std::string::npos);
    EXPECT_EQ(error("{{question}} {question}{answer_1}{answer_2}").field, "{question}");
    EXPECT_EQ(error("{question}{answer_1}{answer_2}\xFF").code, "judge.bad_prompt");
}

TEST(JudgePrompt, VerdictFormIsSaved) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "judge_prompt.json", JudgePrompt::unifiedRewardThink().toJson()));
    const auto loaded = JudgePrompt::load(folder.path());
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded->verdict, VerdictForm::sentence);
    EXPECT_EQ(loaded->hash(), JudgePrompt::unifiedRewardThink().hash());
    ASSERT_TRUE(
        writeFileAtomically(folder / "judge_prompt.json",
                            R"({"name": "n", "template": "{question}{answer_1}{answer_2}", "verdict": "word"})"));
    EXPECT_EQ(JudgePrompt::load(folder.path()).error().field, "verdict");
}

} // namespace
} // namespace egt
