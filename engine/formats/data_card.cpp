// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/data_card.h"

#include <array>
#include <filesystem>

#include "formats/flat_fields.h"

namespace egt::formats {
namespace {

/// A field of the manifest, null where it has none.
OrderedJson field(const OrderedJson& json, const char* name) {
    return json.is_object() && json.contains(name) ? json[name] : OrderedJson();
}
std::string text(const OrderedJson& json, const char* name) {
    const OrderedJson value = field(json, name);
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : dumpJson(value);
}
std::int64_t number(const OrderedJson& json, const char* name) {
    const OrderedJson value = field(json, name);
    return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

/// A Parquet file carries the types of its columns itself.
bool isTable(const ExportFacts& facts) {
    return facts.data.front().name.ends_with(".parquet");
}

std::int64_t totalRows(const ExportFacts& facts) {
    std::int64_t rows = 0;
    for (const DataFile& file : facts.data)
        rows += file.rows;
    return rows;
}

/// The Hub's own classes: huggingface.co/docs/hub/datasets-cards, size_categories.
std::string sizeClass(std::int64_t rows) {
    constexpr std::array<std::pair<std::int64_t, const char*>, 5> kClasses{{{1'000, "n<1K"},
                                                                            {10'000, "1K<n<10K"},
                                                                            {100'000, "10K<n<100K"},
                                                                            {1'000'000, "100K<n<1M"},
                                                                            {10'000'000, "1M<n<10M"}}};
    for (const auto& [below, name] : kClasses)
        if (rows < below) return name;
    return "10M<n<100M";
}

/// Types as `datasets` names them.
std::string columnTypes() {
    std::string out;
    const OrderedJson empty = flatFields({});
    for (const auto& [name, value] : empty.items()) {
        out += "  - name: " + name + "\n";
        if (name == "images")
            out += "    sequence: string\n";
        else if (name == "pair" || name == "score_run")
            out += "    dtype: int64\n";
        else if (name == "trained")
            out += "    dtype: bool\n";
        else
            out += std::string("    dtype: ") + (value.is_null() && name != "verdict" ? "float64" : "string") + "\n";
    }
    return out;
}

std::string yamlHead(const ExportFacts& facts) {
    std::string out = "---\n"
                      "pretty_name: " +
                      dumpJson(OrderedJson("Preference pairs: " + text(field(facts.manifest, "selection"), "name"))) +
                      "\n"
                      "tags:\n- preference\n- image-text\n- reward-model\n"
                      "size_categories:\n- " +
                      sizeClass(totalRows(facts)) +
                      "\n"
                      "configs:\n- config_name: default\n  data_files:\n";
    for (const DataFile& file : facts.data)
        out += "  - split: " + file.split + "\n    path: " + file.name + "\n";
    out += "dataset_info:\n" + (isTable(facts) ? std::string() : "  features:\n" + columnTypes()) + "  splits:\n";
    for (const DataFile& file : facts.data)
        out += "  - name: " + file.split + "\n    num_bytes: " + std::to_string(file.bytes) +
               "\n    num_examples: " + std::to_string(file.rows) + "\n";
    return out + "---\n\n";
}

std::string counts(const ExportFacts& facts) {
    const OrderedJson count = field(facts.manifest, "counts");
    std::string out = "## Counts\n\n| what | number |\n|---|---|\n";
    for (const DataFile& file : facts.data)
        out += "| pairs in " + file.name + " | " + std::to_string(file.rows) + " |\n";
    constexpr std::array<std::pair<const char*, const char*>, 6> kCounts{
        {{"images", "different images"},
         {"without_image", "pairs without an image file"},
         {"dropped", "pairs left out because review dropped them"},
         {"flipped", "pairs whose label review changed"},
         {"ties", "ties left out"},
         {"unlabelled", "pairs without a label left out"}}};
    for (const auto& [name, what] : kCounts)
        out += std::string("| ") + what + " | " + std::to_string(number(count, name)) + " |\n";
    return out + "\n";
}

std::string selectionText(const ExportFacts& facts) {
    const OrderedJson selection = field(facts.manifest, "selection");
    const OrderedJson rule = field(selection, "rule");
    std::string out = "## How the pairs were chosen\n\nSelection \"" + text(selection, "name") + "\", " +
                      std::to_string(number(selection, "pairs")) + " pairs";
    if (!rule.is_object()) return out + ", without a rule.\n\n";
    out +=
        ", by this rule:\n\n```json\n" + rule.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n```\n\n";
    if (const OrderedJson cut = field(rule, "cut"); cut.is_object())
        out += "Threshold: `" + text(cut, "column") + "`" +
               (field(cut, "low").is_null() ? "" : " from " + text(cut, "low")) +
               (field(cut, "high").is_null() ? "" : " to " + text(cut, "high")) + ".\n\n";
    if (const OrderedJson keep = field(rule, "keep"); keep.is_object())
        out += "Kept: a share of " + text(keep, "share") + " by `" + text(keep, "column") + "`, " + text(keep, "side") +
               ".\n\n";
    return out;
}

std::string judgeText(const ExportFacts& facts) {
    const OrderedJson judge = field(facts.manifest, "judge");
    std::string out = "## Judge\n\n";
    if (!judge.is_object()) return out + "The pairs were not scored.\n\n";
    const std::string name = std::filesystem::path(text(judge, "path")).filename().string();
    out += "Scores are those of the judge \"" + name + "\", weights `" + text(judge, "weights_hash") + "`";
    if (const OrderedJson prompt = field(facts.manifest, "prompt"); prompt.is_object())
        out += ", prompt \"" + text(prompt, "name") + "\" `" + text(prompt, "hash") + "`";
    return out +
           ". Entropies are in nats, of the judge's full next-token distribution; `mean_entropy` is the mean over "
           "the tokens of its responses.\n\n";
}

std::string reviewText(const ExportFacts& facts) {
    const OrderedJson review = field(facts.manifest, "review");
    return "## Review\n\n" + std::to_string(number(review, "decisions")) +
           " of the selected pairs were decided by people. Their labels are " +
           (field(review, "labels_applied") == true ? "applied" : "not applied") + "; pairs that they dropped are " +
           (field(review, "dropped_left_out") == true ? "left out" : "kept") + ".\n\n";
}

std::string loading(const ExportFacts& facts) {
    std::string out = "## Reading it\n\n```python\nfrom datasets import load_dataset\n\n"
                      "pairs = load_dataset(\"path/of/this/folder\", split=\"" +
                      facts.data.front().split + "\")\n```\n\n`label` tells the better answer: A, B, tie or none. ";
    out += isTable(facts)                    ? "`images` are pictures."
           : facts.images == ImageMode::copy ? "`images` are paths relative to this folder."
                                             : "`images` are paths on the machine that wrote the set.";
    if (facts.ordered)
        out += " Rows stand from low to high `mean_entropy`; most trainers shuffle unless told otherwise.";
    return out + "\n";
}

} // namespace

std::string dataCard(const ExportFacts& facts) {
    return yamlHead(facts) +
           "# Preference pairs\n\nTwo answers to a question about images, and which of them is better. " +
           "Written by EGT Studio " + text(facts.manifest, "version") + ".\n\n" + counts(facts) + selectionText(facts) +
           judgeText(facts) + reviewText(facts) + loading(facts);
}

} // namespace egt::formats
