// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "pipelines/tokenize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string folder, file;
};

OrderedJson rowJson(const pipelines::TokenizedText& row) {
    OrderedJson json = {{"ids", row.ids}, {"spans", row.spans}};
    if (row.changed) json["normalized"] = row.text;
    return json;
}

std::string rowText(const pipelines::TokenizedText& row) {
    std::string out = "line " + std::to_string(row.line) + ": " + std::to_string(row.ids.size()) + " tokens";
    if (row.changed) out += " (spans are of the text after NFC)";
    std::vector<std::vector<std::string>> cells{{"id", "begin", "end", "bytes"}};
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        const auto [begin, end] = row.spans[i];
        cells.push_back({std::to_string(row.ids[i]), std::to_string(begin), std::to_string(end),
                         dumpJson(Json(row.text.substr(begin, end - begin)))});
    }
    return row.ids.empty() ? out : out + "\n" + table(cells);
}

Result<Output> run(Context& /*context*/, const Options& options) {
    EGT_ASSIGN(const auto rows, pipelines::tokenizeFile(options.folder, options.file));
    Output out;
    out.json["rows"] = OrderedJson::array();
    for (const pipelines::TokenizedText& row : rows) {
        out.json["rows"].push_back(rowJson(row));
        out.text += (out.text.empty() ? "" : "\n") + rowText(row);
    }
    return out;
}

} // namespace

void addJudgeTokenize(CLI::App& judge, Context& context) {
    const auto [command, options] =
        addCommand<Options>(judge, context, "tokenize", "Show the tokens of texts and which bytes each stands for",
                            "echo '{\"text\": \"Left of the red circle.\"}' > texts.jsonl\n"
                            "  egt judge tokenize judge --file texts.jsonl --json\n\n"
                            "Spans are [begin, end) in bytes of the text; where NFC changes a text they are of the "
                            "changed one, which the row "
                            "then has as \"normalized\".",
                            run);
    command->add_option("folder", options->folder, "Folder with tokenizer.json")->required();
    command->add_option("--file", options->file, "JSON lines, each an object with the field text")->required();
}

} // namespace egt::cli
