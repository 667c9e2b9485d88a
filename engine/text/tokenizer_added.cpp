// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "text/nfc.h"
#include "text/tokenizer_reader.h"

namespace egt {
namespace {

struct AddedReader {
    TokenizerReader& reader;
    std::vector<AddedToken> tokens;
    std::int64_t highest = -1; // id of an added token so far

    Result<void> add(const Json& item, const std::string& field);
    [[nodiscard]] std::int64_t idInReference(const std::string& content) const;
};

// The reference library gives an added token the id that its content already has, else the next free one, whatever the
// file says. Source: huggingface/tokenizers, tokenizer/added_vocabulary.rs (add_tokens).
std::int64_t AddedReader::idInReference(const std::string& content) const {
    const auto known = reader.impl.added_ids.find(content);
    if (known != reader.impl.added_ids.end()) return known->second;
    if (const std::int32_t id = reader.idOfToken(content); id >= 0) return id;
    return std::max(highest + 1, static_cast<std::int64_t>(reader.vocabulary_size));
}

Result<void> AddedReader::add(const Json& item, const std::string& field) {
    AddedToken token;
    token.content = textOf(item, "content");
    if (!isTokenId(memberOf(item, "id"))) return reader.bad(field + ".id", "must be a token id");
    if (token.content.empty()) return reader.bad(field + ".content", "must be a text");
    token.id = memberOf(item, "id").get<std::int32_t>();
    EGT_ASSIGN(token.special, reader.flag(item, "special", false, field));
    EGT_ASSIGN(token.normalized, reader.flag(item, "normalized", !token.special, field));
    EGT_ASSIGN(token.lstrip, reader.flag(item, "lstrip", false, field));
    EGT_ASSIGN(token.rstrip, reader.flag(item, "rstrip", false, field));
    EGT_ASSIGN(token.single_word, reader.flag(item, "single_word", false, field));
    if (const std::int64_t expected = idInReference(token.content); expected != token.id)
        return reader.bad(field + ".id", "is " + std::to_string(token.id) + " for “" + token.content +
                                             "”, but the reference library would take " + std::to_string(expected));
    if (reader.impl.added_ids.contains(token.content)) {
        const auto same = [&](const AddedToken& other) { return other.content == token.content; };
        if (*std::find_if(tokens.begin(), tokens.end(), same) != token)
            return reader.bad(field, "lists “" + token.content + "” again with other settings");
        return {};
    }
    highest = std::max<std::int64_t>(highest, token.id);
    reader.impl.added_ids.emplace(token.content, token.id);
    reader.impl.token_bytes.add(token.id, token.content, token.special);
    tokens.push_back(std::move(token));
    return {};
}

} // namespace

Result<void> TokenizerReader::addedTokens(const Json& json) {
    if (json.is_null()) return {};
    if (!json.is_array()) return bad("added_tokens", "must be a list");
    AddedReader reader{*this, {}};
    for (std::size_t i = 0; i < json.size(); ++i)
        EGT_TRY(reader.add(json[i], "added_tokens[" + std::to_string(i) + "]"));
    // Special ones come first, which counts where two have the same content after normalisation.
    std::stable_partition(reader.tokens.begin(), reader.tokens.end(), [](const AddedToken& t) { return t.special; });
    std::vector<AddedToken> composed;
    std::vector<AddedToken> raw;
    for (AddedToken& token : reader.tokens) {
        if (token.normalized && impl.normalize_nfc) token.content = nfc(token.content);
        (token.normalized ? composed : raw).push_back(std::move(token));
    }
    impl.raw = AddedTokenFinder(std::move(raw));
    impl.composed = AddedTokenFinder(std::move(composed));
    return {};
}

} // namespace egt
