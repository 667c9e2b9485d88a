// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer_reader.h"

namespace egt {
namespace {

constexpr int deepest = 8; // sequences in sequences; real files have one

struct StepReader {
    TokenizerReader& reader;
    bool byte_level = false; // seen: it must come last

    Result<void> any(const Json& json, const std::string& field, int depth);
    Result<void> split(const Json& json, const std::string& field);
    Result<void> byteLevel(const Json& json, const std::string& field);
};

Result<void> StepReader::split(const Json& json, const std::string& field) {
    PreTokenizerStep step;
    const std::string behavior = textOf(json, "behavior");
    if (behavior != "Isolated" && behavior != "Removed")
        return reader.bad(field + ".behavior", "is “" + behavior + "”; Isolated and Removed are known");
    step.drop_matches = behavior == "Removed";
    EGT_ASSIGN(const bool invert, reader.flag(json, "invert", false, field));
    // Inverted and isolated is the same as not inverted; inverted and removed keeps just the matches: used by nobody.
    if (invert && step.drop_matches) return reader.bad(field + ".invert", "must be false");
    const Json& pattern = memberOf(json, "pattern");
    if (const std::string regex = textOf(pattern, "Regex"); !regex.empty()) {
        EGT_ASSIGN(SplitPattern compiled, SplitPattern::regex(regex, reader.file, field + ".pattern.Regex"));
        step.pattern.push_back(std::move(compiled));
    } else if (const std::string text = textOf(pattern, "String"); !text.empty()) {
        step.pattern.push_back(SplitPattern::literal(text));
    } else {
        return reader.bad(field + ".pattern", "needs a Regex or a String");
    }
    reader.impl.steps.push_back(std::move(step));
    return {};
}

Result<void> StepReader::byteLevel(const Json& json, const std::string& field) {
    PreTokenizerStep step;
    EGT_ASSIGN(step.add_prefix_space, reader.flag(json, "add_prefix_space", true, field));
    EGT_ASSIGN(const bool use_regex, reader.flag(json, "use_regex", true, field));
    if (use_regex) {
        EGT_ASSIGN(SplitPattern compiled,
                   SplitPattern::regex(std::string(patternOf(SplitFamily::gpt2)), reader.file, field));
        step.pattern.push_back(std::move(compiled));
    }
    reader.impl.steps.push_back(std::move(step));
    byte_level = true;
    return {};
}

Result<void> StepReader::any(const Json& json, const std::string& field, int depth) {
    const std::string type = textOf(json, "type");
    if (type == "Sequence" && memberOf(json, "pretokenizers").is_array() && depth < deepest) {
        for (const Json& item : memberOf(json, "pretokenizers"))
            EGT_TRY(any(item, field + ".pretokenizers", depth + 1));
        return {};
    }
    if (byte_level) return reader.bad(field, "has a step after ByteLevel, which must be the last");
    if (type == "Split") return split(json, field);
    if (type == "ByteLevel") return byteLevel(json, field);
    return reader.bad(field, "has the type “" + type + "”; Split, ByteLevel and Sequence are known");
}

} // namespace

Result<void> TokenizerReader::normalizer(const Json& json, const std::string& field, int depth) {
    if (json.is_null()) return {};
    const std::string type = textOf(json, "type");
    if (type == "NFC") {
        impl.normalize_nfc = true;
        return {};
    }
    if (type == "Sequence" && memberOf(json, "normalizers").is_array() && depth < deepest) {
        for (const Json& item : memberOf(json, "normalizers"))
            EGT_TRY(normalizer(item, field + ".normalizers", depth + 1));
        return {};
    }
    return bad(field, "has the type “" + type + "”; NFC is known");
}

Result<void> TokenizerReader::preTokenizer(const Json& json) {
    StepReader reader{*this};
    if (!json.is_null()) EGT_TRY(reader.any(json, "pre_tokenizer", 0));
    if (!reader.byte_level) return bad("pre_tokenizer", "must end in ByteLevel: only byte-level tokenizers are known");
    return {};
}

} // namespace egt
