// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/tokenize.h"

#include <filesystem>
#include <optional>
#include <stdexcept>

#include "base/json.h"
#include "formats/lines.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace egt::pipelines {
namespace {

/// Why a line cannot be used, and the field that it is about.
struct Problem {
    std::string why, field;
};

std::optional<Problem> textOf(const formats::Line& line, std::string& text) {
    if (line.too_long) return Problem{"longer than 32 MB", ""};
    if (!isUtf8(line.text)) return Problem{"not UTF-8", ""};
    const Json json = Json::parse(line.text, nullptr, false);
    if (json.is_discarded()) return Problem{"not JSON, or has an escape that is half a character", ""};
    if (!json.is_object()) return Problem{"not an object", ""};
    const auto found = json.find("text");
    if (found == json.end()) return Problem{"without the field text", "text"};
    if (!found->is_string()) return Problem{"with a field text that is not a text", "text"};
    text = found->get<std::string>();
    return std::nullopt;
}

TokenizedText rowOf(const Tokenizer& tokenizer, std::int64_t line, const std::string& text) {
    Tokenizer::Encoded encoded = tokenizer.encodeWithSpans(text);
    TokenizedText row{line, std::move(encoded.ids), {}, std::move(encoded.text), false};
    for (const Tokenizer::Span& span : encoded.spans)
        row.spans.emplace_back(span.begin, span.end);
    row.changed = row.text != text;
    return row;
}

} // namespace

Result<std::vector<TokenizedText>> tokenizeFile(const std::string& judge_folder, const std::string& texts_jsonl) {
    EGT_ASSIGN(const Tokenizer tokenizer, Tokenizer::load(std::filesystem::path(judge_folder) / "tokenizer.json"));
    std::vector<TokenizedText> rows;
    Result<void> stopped;
    EGT_TRY(formats::forEachLine(texts_jsonl, [&](const formats::Line& line) {
        std::string text;
        if (const auto problem = textOf(line, text)) {
            stopped = fail(
                "tokenize.bad_line",
                EGT_TEXT("engine", "Line %2 of %1 is %3. Each line must be a JSON object with a text in the field "
                                   "text, in UTF-8."),
                {texts_jsonl, std::to_string(line.number), problem->why}, texts_jsonl, line.number, problem->field);
            return false;
        }
        try {
            rows.push_back(rowOf(tokenizer, line.number, text));
        } catch (const std::runtime_error& error) {
            stopped = fail("tokenize.failed", EGT_TEXT("engine", "Line %2 of %1 can't be tokenized: %3."),
                           {texts_jsonl, std::to_string(line.number), error.what()}, texts_jsonl, line.number, "text");
            return false;
        }
        return true;
    }));
    EGT_TRY(std::move(stopped));
    return rows;
}

} // namespace egt::pipelines
