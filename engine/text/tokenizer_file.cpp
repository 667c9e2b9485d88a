// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "text/byte_alphabet.h"
#include "text/tokenizer_reader.h"

namespace egt {

const Json& memberOf(const Json& json, const char* key) {
    static const Json null;
    const auto found = json.is_object() ? json.find(key) : json.end();
    return found == json.end() ? null : *found;
}

std::string textOf(const Json& json, const char* key) {
    const Json& value = memberOf(json, key);
    return value.is_string() ? value.get<std::string>() : std::string();
}

bool isTokenId(const Json& json) {
    return json.is_number_integer() && json.get<std::int64_t>() >= 0 &&
           json.get<std::int64_t>() < std::numeric_limits<std::int32_t>::max() &&
           (!json.is_number_unsigned() || json.get<std::uint64_t>() < std::numeric_limits<std::int32_t>::max());
}

Result<bool> TokenizerReader::flag(const Json& json, const char* key, bool otherwise, const std::string& field) const {
    const Json& value = memberOf(json, key);
    if (value.is_null()) return otherwise;
    if (!value.is_boolean()) return bad(field + "." + key, "must be true or false");
    return value.get<bool>();
}

std::int32_t TokenizerReader::idOfToken(const std::string& token) const {
    if (const auto bytes = bytesOfToken(token); bytes && !bytes->empty()) return impl.bpe.tokens.find(*bytes);
    const auto odd = impl.odd_ids.find(token);
    return odd == impl.odd_ids.end() ? -1 : odd->second;
}

Result<Tokenizer> Tokenizer::parse(std::string_view text, const std::string& file_name) {
    Tokenizer tokenizer;
    TokenizerReader reader{file_name, *tokenizer.m_impl};
    EGT_ASSIGN(const Json json, parseJson(text, file_name));
    EGT_TRY(reader.model(memberOf(json, "model")));
    EGT_TRY(reader.normalizer(memberOf(json, "normalizer"), "normalizer", 0));
    EGT_TRY(reader.preTokenizer(memberOf(json, "pre_tokenizer")));
    EGT_TRY(reader.addedTokens(memberOf(json, "added_tokens")));
    tokenizer.m_impl->token_bytes.freeze();
    tokenizer.m_impl->bpe.freeze();
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
