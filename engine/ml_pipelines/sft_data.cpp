// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/sft_data.h"

#include <system_error>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "text/judge_prompt.h"

namespace egt::ml {
namespace fs = std::filesystem;
namespace {

/// Why a row is left out; empty `code` = it is fine.
struct Verdict {
    std::string code;
    std::string text;
    std::vector<std::string> args;
};

bool takeText(const Json& row, const char* field, std::string& out) {
    const auto found = row.find(field);
    if (found == row.end() || !found->is_string()) return false;
    out = found->get<std::string>();
    return !out.empty();
}

Verdict missing(const char* field) {
    return {"sft.missing_field", EGT_TEXT("engine", "Line %1 was left out: \"%2\" is missing or empty."), {field}};
}

Verdict readRow(const Json& row, const fs::path& folder, Trace& trace) {
    if (!takeText(row, "prompt", trace.prompt)) return missing("prompt");
    if (!takeText(row, "response", trace.response)) return missing("response");
    if (std::string image; takeText(row, "image", image)) {
        const fs::path path = fs::path(image).is_absolute() ? fs::path(image) : folder / image;
        std::error_code code;
        if (!fs::exists(path, code))
            return {"sft.missing_image", EGT_TEXT("engine", "Line %1 was left out: its image %2 is missing."), {image}};
        trace.image = path.string();
    }
    if (!row.contains("answer_1") && !row.contains("answer_2") && !row.contains("label")) return {};
    if (!takeText(row, "answer_1", trace.answer_1)) return missing("answer_1");
    if (!takeText(row, "answer_2", trace.answer_2)) return missing("answer_2");
    const auto label = row.find("label");
    if (label == row.end() || !label->is_number_integer() || (*label != 1 && *label != 2))
        return {"sft.bad_label", EGT_TEXT("engine", "Line %1 was left out: \"%2\" must be 1 or 2."), {"label"}};
    trace.label = label->get<int>();
    const ParsedResponse parsed = parseResponse(trace.response, VerdictForm::digit); // as the judge that is made here
    if (parsed.answer == 0)
        return {"sft.unparsed",
                EGT_TEXT("engine", "Line %1 was left out: its response gives no clear verdict (%2)."),
                {parsed.why}};
    if (parsed.answer != trace.label)
        return {"sft.wrong_verdict",
                EGT_TEXT("engine", "Line %1 was left out: its response decides for answer %2, its "
                                   "label is the other one."),
                {std::to_string(parsed.answer)}};
    return {};
}

bool wordCharacter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

} // namespace

Result<TraceSet> loadTraces(const fs::path& file, Warnings& warnings) {
    EGT_ASSIGN(const std::string text, readFile(file));
    TraceSet set;
    set.file_hash = contentHash(text);
    const fs::path folder = fs::absolute(file).parent_path();
    std::int64_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view row_text = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        ++line;
        if (row_text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        Trace trace;
        const auto row = parseJson(row_text);
        Verdict verdict;
        if (!row || !row->is_object())
            verdict = {"sft.not_json", EGT_TEXT("engine", "Line %1 was left out: it is not a JSON object."), {}};
        else
            verdict = readRow(*row, folder, trace);
        if (!verdict.code.empty()) {
            verdict.args.insert(verdict.args.begin(), std::to_string(line));
            warnings.tell(verdict.code, verdict.text, verdict.args);
            ++set.filtered_out;
            continue;
        }
        (trace.label == 0 ? set.auxiliary : set.traces).push_back(std::move(trace));
    }
    if (set.traces.empty())
        return fail("sft.no_traces",
                    EGT_TEXT("engine",
                             "%1 has no usable trace (%2 lines were left out). A trace needs prompt, answer_1, "
                             "answer_2, label and a response that ends in the label's verdict."),
                    {file.string(), std::to_string(set.filtered_out)}, file.string());
    return set;
}

Trace swapped(const Trace& trace) {
    Trace out = trace;
    std::swap(out.answer_1, out.answer_2);
    out.label = 3 - trace.label;
    for (std::size_t i = 0; i < out.response.size(); ++i) {
        char& c = out.response[i];
        if (c != '1' && c != '2') continue;
        const bool lone = (i == 0 || !wordCharacter(trace.response[i - 1])) &&
                          (i + 1 == out.response.size() || !wordCharacter(trace.response[i + 1]));
        if (lone) c = c == '1' ? '2' : '1';
    }
    return out;
}

} // namespace egt::ml
