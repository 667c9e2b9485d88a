// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

#include "base/files.h"
#include "base/json.h"
#include "text/judge_prompt.h"
#include "text/utf8.h"

namespace egt {
namespace {

namespace fs = std::filesystem;

constexpr std::int32_t most_new_tokens = 65536;
constexpr std::array<std::string_view, 4> placeholders = {"{image}", "{question}", "{answer_1}", "{answer_2}"};

tl::unexpected<Error> bad(const std::string& file, const std::string& field, const std::string& why) {
    return fail("judge.bad_prompt", EGT_TEXT("engine", "The judge's prompt in %1 cannot be used: field %2 %3."),
                {file, field, why}, file, 0, field);
}

bool nameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "{name}" at the start of `text`, a name beginning with a letter; empty when there is none.
std::string_view placeholderAt(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && nameCharacter(text[end]))
        ++end;
    const bool name = end > 1 && end < text.size() && text[end] == '}' && (text[1] < '0' || text[1] > '9');
    return name ? text.substr(0, end + 1) : std::string_view();
}

/// A user's text file on its way to a template.
class PromptFile {
public:
    PromptFile(std::string_view text, std::string file) : m_text(text), m_file(std::move(file)) {}

    Result<std::string> read() {
        for (std::size_t at = 0; at < m_text.size();) {
            if (m_text[at] == '\n') ++m_line;
            if (m_text[at] == '{' && m_text[at + 1 < m_text.size() ? at + 1 : at] == '{' && at + 1 < m_text.size()) {
                EGT_TRY(literalBraces(at));
            } else if (const auto name = m_text[at] == '{' ? placeholderAt(m_text.substr(at)) : ""; !name.empty()) {
                EGT_TRY(check(name));
                m_out += name;
                at += name.size();
            } else {
                m_out += m_text[at++];
            }
        }
        for (const std::string_view place : placeholders)
            if (place != "{image}" && m_out.find(place) == std::string::npos)
                return fail("judge.bad_prompt",
                            EGT_TEXT("engine",
                                     "The prompt template %1 lacks the placeholder %2, so the judge would not see "
                                     "it. Write %2 where it belongs."),
                            {m_file, std::string(place)}, m_file, 0, std::string(place));
        return std::move(m_out);
    }

private:
    Result<void> check(std::string_view name) const {
        if (std::find(placeholders.begin(), placeholders.end(), name) != placeholders.end()) return {};
        return fail("judge.bad_prompt",
                    EGT_TEXT("engine",
                             "The prompt template %1 has the unknown placeholder %2 in line %3. Known are {image}, "
                             "{question}, {answer_1} and {answer_2}; for a word in braces double them."),
                    {m_file, std::string(name), std::to_string(m_line)}, m_file, m_line, std::string(name));
    }
    // "{{word}}" writes {word}; two braces that close nothing are themselves.
    Result<void> literalBraces(std::size_t& at) {
        const std::string_view inner = placeholderAt(m_text.substr(at + 1));
        if (inner.empty() || !m_text.substr(at + 1 + inner.size()).starts_with("}")) {
            m_out += m_text[at++];
            return {};
        }
        if (std::find(placeholders.begin(), placeholders.end(), inner) != placeholders.end())
            return fail("judge.bad_prompt",
                        EGT_TEXT("engine",
                                 "The prompt template %1 doubles the braces of %2 in line %3, but the placeholders "
                                 "themselves cannot be written out. Use single braces."),
                        {m_file, std::string(inner), std::to_string(m_line)}, m_file, m_line, std::string(inner));
        m_out += inner;
        at += inner.size() + 2;
        return {};
    }
    std::string_view m_text;
    std::string m_file;
    std::string m_out;
    std::int64_t m_line = 1;
};

template <class Chat> Result<JudgePrompt> fromText(const std::string& text, const fs::path& path, Chat&& chat) {
    if (!isUtf8(text))
        return fail("judge.bad_prompt", EGT_TEXT("engine", "The prompt template %1 is not UTF-8. Save it as UTF-8."),
                    {path.string()}, path.string());
    EGT_ASSIGN(std::string content, PromptFile(text, path.string()).read());
    while (content.ends_with('\n'))
        content.pop_back(); // an editor's last newline is not part of the turn
    JudgePrompt prompt;
    prompt.name = path.filename().string();
    if (content.find("Answer 1 is better") != std::string::npos) prompt.verdict = VerdictForm::sentence;
    if (content.find("{image}") == std::string::npos) content.insert(0, "{image}");
    if (content.find("<|im_start|>") != std::string::npos) {
        prompt.template_text = content + "\n";
        return prompt;
    }
    EGT_ASSIGN(const ChatTemplate marks, chat());
    prompt.template_text = marks.frame(content);
    return prompt;
}

Result<void> readForm(const Json& json, const std::string& file, JudgePrompt& prompt) {
    const auto form = json.find("verdict");
    if (form == json.end()) return {};
    for (const VerdictForm known : {VerdictForm::digit, VerdictForm::sentence})
        if (form->is_string() && form->get<std::string>() == nameOf(known)) {
            prompt.verdict = known;
            return {};
        }
    return bad(file, "verdict", "must be “digit” or “sentence”");
}

Result<JudgePrompt> fromJson(const std::string& text, const std::string& file) {
    EGT_ASSIGN(const Json json, parseJson(text, file));
    if (!json.is_object()) return bad(file, "name", "is missing");
    JudgePrompt prompt;
    for (const auto& [field, target] :
         {std::pair{"name", &prompt.name}, std::pair{"template", &prompt.template_text}}) {
        if (!json.contains(field) || !json[field].is_string()) return bad(file, field, "must be a text");
        *target = json[field].get<std::string>();
    }
    for (const char* place : {"{question}", "{answer_1}", "{answer_2}"})
        if (prompt.template_text.find(place) == std::string::npos)
            return bad(file, "template", std::string("must contain ") + place);
    EGT_TRY(readForm(json, file, prompt));
    if (const auto limit = json.find("max_new_tokens"); limit != json.end()) {
        if (!limit->is_number_integer() || limit->get<std::int64_t>() < 1 ||
            limit->get<std::int64_t>() > most_new_tokens)
            return bad(file, "max_new_tokens", "must be a whole number from 1 to " + std::to_string(most_new_tokens));
        prompt.max_new_tokens = limit->get<std::int32_t>();
    }
    return prompt;
}

/// `chat`: gives the marks that frame a turn, asked for only where they are needed.
template <class Chat> Result<JudgePrompt> find(const std::string& form_or_file, Chat&& chat) {
    if (form_or_file == "demo-short") return JudgePrompt::demoShort();
    if (form_or_file == "r1-reward" || form_or_file == "unified-reward-think") {
        EGT_ASSIGN(const ChatTemplate marks, chat());
        return form_or_file == "r1-reward" ? JudgePrompt::r1Reward(marks) : JudgePrompt::unifiedRewardThink(marks);
    }
    std::error_code code;
    if (!fs::is_regular_file(form_or_file, code))
        return fail("judge.unknown_prompt",
                    EGT_TEXT("engine",
                             "There is no prompt “%1”: it is neither r1-reward nor unified-reward-think nor a "
                             "template file."),
                    {form_or_file}, form_or_file);
    EGT_ASSIGN(const std::string text, readFile(form_or_file));
    if (fs::path(form_or_file).extension() == ".json") return fromJson(text, form_or_file);
    return fromText(text, form_or_file, chat);
}

} // namespace

const char* nameOf(VerdictForm form) {
    return form == VerdictForm::digit ? "digit" : "sentence";
}

Result<JudgePrompt> JudgePrompt::load(const fs::path& judge_folder) {
    const fs::path path = judge_folder / "judge_prompt.json";
    std::error_code code;
    if (fs::exists(path, code)) {
        EGT_ASSIGN(const std::string text, readFile(path));
        return fromJson(text, path.string());
    }
    EGT_ASSIGN(const ChatTemplate chat, ChatTemplate::load(judge_folder));
    return r1Reward(chat);
}

Result<JudgePrompt> JudgePrompt::named(const std::string& form_or_file, const fs::path& judge_folder) {
    if (form_or_file.empty()) return load(judge_folder);
    return find(form_or_file, [&] { return ChatTemplate::load(judge_folder); });
}

Result<JudgePrompt> JudgePrompt::forServer(const std::string& form_or_file) {
    if (form_or_file.empty()) return r1Reward();
    return find(form_or_file, [] { return Result<ChatTemplate>(ChatTemplate()); });
}

} // namespace egt
