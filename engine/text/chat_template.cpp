// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the frame: chat_template.json of Qwen2-VL and Qwen2.5-VL. Source of the blank rules: the Jinja
// documentation (trim_blocks and lstrip_blocks, which transformers sets).
#include "text/chat_template.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <system_error>
#include <vector>

#include "base/files.h"
#include "base/json.h"

namespace egt {
namespace {

constexpr std::string_view system_open = "<|im_start|>system\n", turn_close = "<|im_end|>\n";

tl::unexpected<Error> other(const std::string& file, const std::string& field, const std::string& what) {
    return fail("judge.bad_chat_template",
                EGT_TEXT("engine",
                         "The chat template in %1 is not one of the Qwen2-VL and Qwen2.5-VL family, which are "
                         "known here: it %2. Put the template of the judge's base model there."),
                {file, what}, file, 0, field);
}

bool blankBeforeBlock(char c) {
    return c == ' ' || c == '\t';
}
bool anyBlank(char c) {
    return blankBeforeBlock(c) || c == '\n' || c == '\r';
}

std::string plainExpression(std::string_view inside) {
    constexpr std::string_view around = " \t\r\n-";
    const std::size_t begin = std::min(inside.find_first_not_of(around), inside.size());
    std::string plain(inside.substr(begin, inside.find_last_not_of(around) + 1 - begin));
    std::replace(plain.begin(), plain.end(), '"', '\'');
    return plain;
}

/// The texts between the tags of a template.
class Pieces {
public:
    explicit Pieces(std::string_view text) : m_text(text) {}

    /// False when a tag is not closed.
    bool read() {
        for (std::size_t at = 0; at < m_text.size();) {
            const std::size_t tag = nextTag(at);
            put(std::string(m_text.substr(at, tag - at)), tag);
            if (tag == m_text.size()) return true;
            const char kind = m_text[tag + 1];
            const std::string close = kind == '{' ? "}}" : std::string(1, kind) + "}";
            const std::size_t end = m_text.find(close, tag + 2);
            if (end == std::string_view::npos) return false;
            if (kind != '#') m_tags += std::string(m_text.substr(tag, end + 2 - tag));
            if (kind == '{') m_written.push_back(plainExpression(m_text.substr(tag + 2, end - tag - 2)));
            at = end + 2;
            m_strip_next = m_text[end - 1] == '-';
            if (kind != '{' && at < m_text.size() && m_text[at] == '\n') ++at; // trim_blocks
        }
        return true;
    }
    [[nodiscard]] const std::vector<std::string>& texts() const { return m_texts; }
    [[nodiscard]] const std::string& tags() const { return m_tags; }
    /// What stands between {{ and }}, without blanks and dashes at its ends and with one kind of quotes.
    [[nodiscard]] const std::vector<std::string>& written() const { return m_written; }

private:
    [[nodiscard]] std::size_t nextTag(std::size_t from) const {
        std::size_t at = m_text.find('{', from);
        for (; at != std::string_view::npos && at + 1 < m_text.size(); at = m_text.find('{', at + 1))
            if (m_text[at + 1] == '%' || m_text[at + 1] == '{' || m_text[at + 1] == '#') return at;
        return m_text.size();
    }
    void put(std::string text, std::size_t tag) {
        const bool at_tag = tag < m_text.size();
        if (m_strip_next) text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        m_strip_next = false;
        if (at_tag && tag + 2 < m_text.size() && m_text[tag + 2] == '-') {
            while (!text.empty() && anyBlank(text.back()))
                text.pop_back();
        } else if (at_tag && m_text[tag + 1] != '{') { // lstrip_blocks: blanks between the line's start and the tag
            std::size_t kept = text.size();
            while (kept > 0 && blankBeforeBlock(text[kept - 1]))
                --kept;
            const std::size_t line = tag - (text.size() - kept);
            if (line == 0 || m_text[line - 1] == '\n') text.resize(kept);
        } else if (!at_tag && text.ends_with('\n')) {
            text.pop_back(); // Jinja drops the last newline of a template
        }
        if (!text.empty()) m_texts.push_back(std::move(text));
    }
    std::string_view m_text;
    std::vector<std::string> m_texts, m_written;
    std::string m_tags;
    bool m_strip_next = false;
};

// What the family's templates write, in order; those that are not needed concern videos and numbered pictures, or stand
// a second time for a content that is a plain text.
struct Expected {
    std::string_view text;
    bool needed;
};
constexpr std::array<Expected, 11> family = {{{"<|im_start|>", true},
                                              {"\n", true},
                                              {turn_close, false},
                                              {"Picture ", false},
                                              {": ", false},
                                              {image_marks, true},
                                              {"Video ", false},
                                              {": ", false},
                                              {"<|vision_start|><|video_pad|><|vision_end|>", false},
                                              {turn_close, true},
                                              {"<|im_start|>assistant\n", true}}};

// The first text that is not the family's, or that is missing; nothing when all are as they should be.
std::optional<std::string> stranger(const std::vector<std::string>& texts, std::size_t from) {
    std::size_t at = from;
    for (std::size_t i = 0; i < family.size(); ++i) {
        if (at < texts.size() && texts[at] == family[i].text)
            ++at;
        else if (family[i].needed)
            return at < texts.size() ? "writes " + Json(texts[at]).dump() + " where " +
                                           Json(std::string(family[i].text)).dump() + " belongs"
                                     : "does not write " + Json(std::string(family[i].text)).dump();
    }
    if (at < texts.size()) return "writes " + Json(texts[at]).dump() + " at its end";
    return std::nullopt;
}

// What the family's templates put in beside their own texts: roles, contents, and the number of a picture or video.
bool isFamilyExpression(const std::string& written) {
    for (const char* known : {"message['role']", "message['content']", "content['text']"})
        if (written == known) return true;
    constexpr std::string_view counter = ".value";
    return written.size() > counter.size() && written.ends_with(counter) &&
           std::all_of(written.begin(), written.end() - counter.size(),
                       [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

Result<std::optional<std::string>> templateIn(const std::filesystem::path& path, bool whole_file) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code)) return std::optional<std::string>();
    EGT_ASSIGN(std::string text, readFile(path));
    if (whole_file) return std::optional(std::move(text));
    EGT_ASSIGN(const Json json, parseJson(text, path.string()));
    const auto found = json.is_object() ? json.find("chat_template") : json.end();
    if (found == json.end() || found->is_null()) return std::optional<std::string>();
    if (found->is_string()) return std::optional(found->get<std::string>());
    if (found->is_array()) // several templates with names
        for (const Json& item : *found)
            if (item.is_object() && item.value("name", Json()) == "default" &&
                item.value("template", Json()).is_string())
                return std::optional(item["template"].get<std::string>());
    return other(path.string(), "chat_template", "is neither a text nor a list with a template named “default”");
}

} // namespace

Result<ChatTemplate> ChatTemplate::parse(std::string_view jinja, const std::string& file, const std::string& field) {
    Pieces pieces(jinja);
    if (!pieces.read()) return other(file, field, "has a tag that is not closed");
    ChatTemplate result;
    result.file = file;
    const auto& texts = pieces.texts();
    result.has_system = !texts.empty() && texts.front().starts_with(system_open) && texts.front().ends_with(turn_close);
    result.system.clear();
    if (result.has_system)
        result.system =
            texts.front().substr(system_open.size(), texts.front().size() - system_open.size() - turn_close.size());
    if (auto what = stranger(texts, result.has_system ? 1 : 0)) return other(file, field, *what);
    for (const std::string& written : pieces.written())
        if (!isFamilyExpression(written)) return other(file, field, "puts in {{ " + written + " }}");
    for (const char* word : {"add_generation_prompt", "content['type']", "message['role']"}) {
        std::string plain = pieces.tags();
        for (char& c : plain)
            if (c == '"') c = '\'';
        if (plain.find(word) == std::string::npos) return other(file, field, std::string("does not ask for ") + word);
    }
    return result;
}

Result<ChatTemplate> ChatTemplate::load(const std::filesystem::path& judge_folder) {
    struct Place {
        const char* name;
        bool whole_file;
    };
    for (const Place& place : {Place{"processor_config.json", false}, Place{"chat_template.json", false},
                               Place{"chat_template.jinja", true}, Place{"tokenizer_config.json", false}}) {
        const std::filesystem::path path = judge_folder / place.name;
        EGT_ASSIGN(const std::optional<std::string> text, templateIn(path, place.whole_file));
        if (text) return parse(*text, path.string(), place.whole_file ? "" : "chat_template");
    }
    return ChatTemplate{};
}

std::string ChatTemplate::frame(std::string_view content) const {
    std::string out;
    if (has_system) {
        out += system_open;
        out += system;
        out += turn_close;
    }
    out += "<|im_start|>user\n";
    out += content;
    out += turn_close;
    return out + "<|im_start|>assistant\n";
}

std::string ChatTemplate::render(std::string_view text, std::size_t images) const {
    std::string content;
    for (std::size_t i = 0; i < images; ++i)
        content += image_marks;
    return frame(content += text);
}

} // namespace egt
