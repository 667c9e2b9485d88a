// SPDX-License-Identifier: GPL-3.0-or-later
// Reads tokenizer.json. Source of the format: huggingface/tokenizers (serialisation of BPE, ByteLevel, Split, NFC,
// AddedVocabulary). What this program cannot do exactly is refused, never approximated.
#include <algorithm>

#include "base/files.h"
#include "base/json.h"
#include "text/byte_alphabet.h"
#include "text/tokenizer_impl.h"
#include "text/utf8.h"

namespace egt {
namespace {

constexpr std::int32_t largest_id =
    4'000'000; // far above every real vocabulary; keeps a damaged file from eating memory

struct Reader {
    const std::string& file;
    Tokenizer::Impl& impl;

    [[nodiscard]] tl::unexpected<Error> bad(const std::string& field, const std::string& why) const {
        return fail("judge.bad_tokenizer", EGT_TEXT("engine", "The tokenizer in %1 cannot be used: field %2 %3."),
                    {file, field, why}, file, 0, field);
    }
    Result<void> vocabulary(const Json& model);
    Result<void> merges(const Json& model);
    Result<void> merge(const std::string& left, const std::string& right, std::size_t rank);
    Result<void> normalizer(const Json& json, const std::string& field);
    Result<void> preTokenizer(const Json& json, const std::string& field);
    Result<void> split(const Json& json, const std::string& field);
    Result<void> addedTokens(const Json& json);
    Result<void> addToken(const Json& item, const std::string& field);
    void put(std::int32_t id, std::string bytes);
};

std::string textOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}
bool flagOf(const Json& json, const char* key, bool otherwise) {
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}
const Json& member(const Json& json, const char* key) {
    static const Json null;
    const auto found = json.is_object() ? json.find(key) : json.end();
    return found == json.end() ? null : *found;
}

void Reader::put(std::int32_t id, std::string bytes) {
    const auto at = static_cast<std::size_t>(id);
    if (impl.tokens.size() <= at) {
        impl.tokens.resize(at + 1);
        impl.special.resize(at + 1, false);
    }
    impl.tokens[at] = std::move(bytes);
}

Result<void> Reader::vocabulary(const Json& model) {
    const Json& vocab = member(model, "vocab");
    if (!vocab.is_object() || vocab.empty()) return bad("model.vocab", "must be an object of tokens and ids");
    for (const auto& [token, value] : vocab.items()) {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > largest_id)
            return bad("model.vocab", "has no usable id for the token “" + token + "”");
        const auto id = value.get<std::int32_t>();
        std::string bytes = bytesOfToken(token).value_or(token);
        impl.ids.emplace(bytes, id);
        put(id, std::move(bytes));
    }
    impl.byte_ids.assign(256, -1);
    for (unsigned b = 0; b < 256; ++b) {
        const auto found = impl.ids.find(std::string(1, static_cast<char>(b)));
        if (found != impl.ids.end()) impl.byte_ids[b] = found->second;
    }
    return {};
}

Result<void> Reader::merge(const std::string& left, const std::string& right, std::size_t rank) {
    const auto a = impl.ids.find(bytesOfToken(left).value_or(left));
    const auto b = impl.ids.find(bytesOfToken(right).value_or(right));
    const auto ab = impl.ids.find(bytesOfToken(left + right).value_or(left + right));
    if (a == impl.ids.end() || b == impl.ids.end() || ab == impl.ids.end())
        return bad("model.merges", "joins “" + left + "” and “" + right + "”, which the vocabulary lacks");
    impl.merges.insert_or_assign(Tokenizer::Impl::key(a->second, b->second),
                                 std::pair{static_cast<std::int32_t>(rank), ab->second});
    return {};
}

Result<void> Reader::merges(const Json& model) {
    const Json& list = member(model, "merges");
    if (list.is_null()) return {};
    if (!list.is_array()) return bad("model.merges", "must be a list");
    for (std::size_t rank = 0; rank < list.size(); ++rank) {
        const Json& item = list[rank];
        if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string()) {
            EGT_TRY(merge(item[0].get<std::string>(), item[1].get<std::string>(), rank));
            continue;
        }
        const std::string text = item.is_string() ? item.get<std::string>() : std::string();
        const std::size_t blank = text.find(' ');
        if (blank == std::string::npos || blank == 0 || blank + 1 == text.size())
            return bad("model.merges", "has at place " + std::to_string(rank) + " something that is not a pair");
        EGT_TRY(merge(text.substr(0, blank), text.substr(blank + 1), rank));
    }
    return {};
}

Result<void> Reader::normalizer(const Json& json, const std::string& field) {
    if (json.is_null()) return {};
    const std::string type = textOf(json, "type");
    if (type == "NFC") {
        impl.normalize_nfc = true;
        return {};
    }
    if (type == "Sequence" && member(json, "normalizers").is_array()) {
        for (const Json& item : member(json, "normalizers"))
            EGT_TRY(normalizer(item, field + ".normalizers"));
        return {};
    }
    return bad(field, "has the type “" + type + "”; NFC is known");
}

Result<void> Reader::split(const Json& json, const std::string& field) {
    PreTokenizerStep step;
    const std::string behavior = textOf(json, "behavior");
    if (behavior != "Isolated" && behavior != "Removed")
        return bad(field + ".behavior", "is “" + behavior + "”; Isolated and Removed are known");
    if (flagOf(json, "invert", false)) {
        // Inverted and removed keeps just the matches; used by nobody with byte-level models, so refused.
        return bad(field + ".invert", "must be false");
    }
    step.kind = behavior == "Removed" ? PreTokenizerStep::Kind::split_removed : PreTokenizerStep::Kind::split_isolated;
    const Json& pattern = member(json, "pattern");
    if (const std::string regex = textOf(pattern, "Regex"); !regex.empty()) {
        EGT_ASSIGN(SplitPattern compiled, SplitPattern::regex(regex, file, field + ".pattern.Regex"));
        step.pattern.push_back(std::move(compiled));
    } else if (const std::string text = textOf(pattern, "String"); !text.empty()) {
        step.pattern.push_back(SplitPattern::literal(text));
    } else {
        return bad(field + ".pattern", "needs a Regex or a String");
    }
    impl.steps.push_back(std::move(step));
    return {};
}

Result<void> Reader::preTokenizer(const Json& json, const std::string& field) {
    if (json.is_null()) return {};
    const std::string type = textOf(json, "type");
    if (type == "Split") return split(json, field);
    if (type == "Sequence" && member(json, "pretokenizers").is_array()) {
        for (const Json& item : member(json, "pretokenizers"))
            EGT_TRY(preTokenizer(item, field + ".pretokenizers"));
        return {};
    }
    if (type != "ByteLevel") return bad(field, "has the type “" + type + "”; Split, ByteLevel and Sequence are known");
    PreTokenizerStep step;
    step.add_prefix_space = flagOf(json, "add_prefix_space", true);
    if (flagOf(json, "use_regex", true)) {
        EGT_ASSIGN(SplitPattern compiled, SplitPattern::regex(gpt2_split, file, field));
        step.pattern.push_back(std::move(compiled));
    }
    impl.steps.push_back(std::move(step));
    return {};
}

Result<void> Reader::addToken(const Json& item, const std::string& field) {
    AddedToken token;
    const Json& id = member(item, "id");
    token.content = textOf(item, "content");
    if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > largest_id)
        return bad(field + ".id", "must be a token id");
    if (token.content.empty()) return bad(field + ".content", "must be a text");
    token.id = id.get<std::int32_t>();
    token.special = flagOf(item, "special", false);
    token.normalized = flagOf(item, "normalized", !token.special);
    token.lstrip = flagOf(item, "lstrip", false);
    token.rstrip = flagOf(item, "rstrip", false);
    token.single_word = flagOf(item, "single_word", false);
    put(token.id, token.content);
    impl.special[static_cast<std::size_t>(token.id)] = token.special;
    impl.added_ids.insert_or_assign(token.content, token.id);
    if (token.normalized && impl.normalize_nfc) token.content = nfc(token.content);
    impl.added.push_back(std::move(token));
    return {};
}

Result<void> Reader::addedTokens(const Json& json) {
    if (json.is_null()) return {};
    if (!json.is_array()) return bad("added_tokens", "must be a list");
    for (std::size_t i = 0; i < json.size(); ++i)
        EGT_TRY(addToken(json[i], "added_tokens[" + std::to_string(i) + "]"));
    return {};
}

} // namespace

Result<Tokenizer> Tokenizer::parse(std::string_view text, const std::string& file_name) {
    Tokenizer tokenizer;
    Reader reader{file_name, *tokenizer.m_impl};
    EGT_ASSIGN(const Json json, parseJson(text, file_name));
    const Json& model = member(json, "model");
    // Files of tokenizers before 0.20 leave the type out.
    if (const std::string type = textOf(model, "type"); !model.is_object() || (!type.empty() && type != "BPE"))
        return reader.bad("model.type", "is “" + type + "”; BPE is known");
    for (const char* affix : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (!textOf(model, affix).empty()) return reader.bad(std::string("model.") + affix, "must be empty");
    if (flagOf(model, "byte_fallback", false)) return reader.bad("model.byte_fallback", "must be false");
    tokenizer.m_impl->ignore_merges = flagOf(model, "ignore_merges", false);
    EGT_TRY(reader.vocabulary(model));
    EGT_TRY(reader.merges(model));
    EGT_TRY(reader.normalizer(member(json, "normalizer"), "normalizer"));
    EGT_TRY(reader.preTokenizer(member(json, "pre_tokenizer"), "pre_tokenizer"));
    EGT_TRY(reader.addedTokens(member(json, "added_tokens")));
    return tokenizer;
}

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& tokenizer_json) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(tokenizer_json, code))
        return fail("judge.missing_file",
                    EGT_TEXT("engine",
                             "The judge has no tokenizer: %1 is missing; a judge folder needs it beside its weights."),
                    {tokenizer_json.string()}, tokenizer_json.string());
    EGT_ASSIGN(const std::string text, readFile(tokenizer_json));
    return parse(text, tokenizer_json.string());
}

} // namespace egt
