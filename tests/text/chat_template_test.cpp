// SPDX-License-Identifier: GPL-3.0-or-later
// Against what transformers renders (tests/parity/chat_reference.py).
#include "text/chat_template.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

const Json& golden() {
    static const Json json = Json::parse(*readFile(EGT_CHAT_GOLDEN));
    return json;
}
std::string familyTemplate() {
    return golden()["cases"][0]["template"];
}

TEST(ChatTemplate, RendersAsTransformersDoes) {
    ASSERT_GE(golden()["cases"].size(), 15U);
    for (const Json& item : golden()["cases"]) {
        const auto chat = ChatTemplate::parse(item["template"].get<std::string>(), "chat_template.jinja");
        ASSERT_TRUE(chat) << item["name"] << chat.error().message();
        EXPECT_EQ(chat->render(item["text"].get<std::string>(), item["images"]), item["rendered"].get<std::string>())
            << item["name"];
    }
}

TEST(ChatTemplate, RefusesWhatIsNotOfTheFamily) {
    for (const Json& item : golden()["strangers"]) {
        const auto chat = ChatTemplate::parse(item["template"].get<std::string>(), "c.jinja", "chat_template");
        ASSERT_FALSE(chat) << item["name"];
        EXPECT_EQ(chat.error().code, "judge.bad_chat_template");
        EXPECT_EQ(chat.error().file, "c.jinja");
        EXPECT_EQ(chat.error().field, "chat_template");
    }
    std::string adds = golden()["cases"][0]["template"];
    const std::string content = "{{ content['text'] }}";
    ASSERT_NE(adds.find(content), std::string::npos);
    adds.replace(adds.find(content), content.size(), "{{ content['text'] + ' /no_think' }}");
    EXPECT_FALSE(ChatTemplate::parse(adds, "c.jinja")) << "what a tag puts in counts like what stands between tags";
    for (const char* text : {"", "{", "{%", "{{", "{#", "{%%}", "}}"})
        EXPECT_FALSE(ChatTemplate::parse(text, "c.jinja")) << text;
}

TEST(ChatTemplate, OneFilePrecedesAnother) {
    const test::TempFolder folder;
    const auto put = [&](const char* name, const std::string& system, bool whole) {
        std::string text = familyTemplate();
        text.replace(text.find("You are a helpful assistant."), 28, system);
        const std::string bytes = whole ? text : Json{{"chat_template", text}}.dump();
        ASSERT_TRUE(writeFileAtomically(folder / name, bytes));
    };
    EXPECT_EQ(ChatTemplate::load(folder.path())->file, "");
    for (const auto& [name, system] : {std::pair{"tokenizer_config.json", "fourth"},
                                       {"chat_template.jinja", "third"},
                                       {"chat_template.json", "second"},
                                       {"processor_config.json", "first"}}) {
        put(name, system, std::string(name).ends_with(".jinja"));
        const auto chat = ChatTemplate::load(folder.path());
        ASSERT_TRUE(chat) << chat.error().message();
        EXPECT_EQ(chat->system, system);
        EXPECT_EQ(chat->file, (folder / name).string());
    }
}

TEST(ChatTemplate, FilesWithoutATemplateOrWithSeveral) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "tokenizer_config.json", R"({"chat_template": null, "x": 1})"));
    EXPECT_EQ(ChatTemplate::load(folder.path())->system, "You are a helpful assistant.");
    const Json named = {
        {"chat_template",
         {{{"name", "tool_use"}, {"template", "x"}}, {{"name", "default"}, {"template", familyTemplate()}}}}};
    ASSERT_TRUE(writeFileAtomically(folder / "tokenizer_config.json", named.dump()));
    EXPECT_TRUE(ChatTemplate::load(folder.path()));
    for (const char* text :
         {R"({"chat_template": 3})", R"({"chat_template": []})", R"({"chat_template": [3, {"name": 1}]})", "{"}) {
        ASSERT_TRUE(writeFileAtomically(folder / "tokenizer_config.json", text));
        EXPECT_FALSE(ChatTemplate::load(folder.path())) << text;
    }
}

} // namespace
} // namespace egt
