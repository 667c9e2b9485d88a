// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "text/byte_alphabet.h"
#include "text/tokenizer_reader.h"

namespace egt {
namespace {

struct ModelReader {
    TokenizerReader& reader;
    Bpe& bpe;

    Result<void> settings(const Json& model);
    Result<void> vocabulary(const Json& model);
    Result<void> unknown(const Json& model);
    Result<void> merges(const Json& model);
    Result<void> merge(const std::string& left, const std::string& right, std::uint32_t rank);
};

Result<void> ModelReader::settings(const Json& model) {
    // Files of tokenizers before 0.20 leave the type out.
    if (const std::string type = textOf(model, "type"); !model.is_object() || (!type.empty() && type != "BPE"))
        return reader.bad("model.type", "is “" + type + "”; BPE is known");
    for (const char* affix : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (!textOf(model, affix).empty()) return reader.bad(std::string("model.") + affix, "must be empty");
    EGT_ASSIGN(const bool byte_fallback, reader.flag(model, "byte_fallback", false, "model"));
    if (byte_fallback) return reader.bad("model.byte_fallback", "must be false");
    const Json& dropout = memberOf(model, "dropout");
    if (!dropout.is_null() && !(dropout.is_number() && dropout.get<double>() == 0))
        return reader.bad("model.dropout", "must be null: scores would not repeat");
    EGT_ASSIGN(bpe.ignore_merges, reader.flag(model, "ignore_merges", false, "model"));
    EGT_ASSIGN(bpe.fuse_unknown, reader.flag(model, "fuse_unk", false, "model"));
    return {};
}

Result<void> ModelReader::vocabulary(const Json& model) {
    const Json& vocab = memberOf(model, "vocab");
    if (!vocab.is_object() || vocab.empty()) return reader.bad("model.vocab", "must be an object of tokens and ids");
    std::vector<std::int32_t> ids;
    bpe.tokens.reserve(vocab.size(), 0);
    for (const auto& [token, value] : vocab.items()) {
        if (!isTokenId(value)) return reader.bad("model.vocab", "has no usable id for the token “" + token + "”");
        ids.push_back(value.get<std::int32_t>());
        const auto bytes = bytesOfToken(token);
        if (!bytes || !bpe.tokens.add(*bytes, ids.back())) reader.impl.odd_ids.emplace(token, ids.back());
        reader.impl.token_bytes.add(ids.back(), bytes.value_or(token), false);
    }
    reader.vocabulary_size = ids.size();
    std::sort(ids.begin(), ids.end());
    if (const auto twice = std::adjacent_find(ids.begin(), ids.end()); twice != ids.end())
        return reader.bad("model.vocab", "gives the id " + std::to_string(*twice) + " to two tokens");
    for (unsigned b = 0; b < 256; ++b)
        bpe.byte_ids[b] = bpe.tokens.find(std::string(1, static_cast<char>(b)));
    return {};
}

Result<void> ModelReader::unknown(const Json& model) {
    const Json& token = memberOf(model, "unk_token");
    if (token.is_null()) return {};
    bpe.unknown_id = token.is_string() ? reader.idOfToken(token.get<std::string>()) : -1;
    const bool every_byte = std::count(bpe.byte_ids.begin(), bpe.byte_ids.end(), -1) == 0;
    if (bpe.unknown_id < 0 && !every_byte) return reader.bad("model.unk_token", "must be a token of the vocabulary");
    return {};
}

Result<void> ModelReader::merge(const std::string& left, const std::string& right, std::uint32_t rank) {
    const std::int32_t a = reader.idOfToken(left);
    const std::int32_t b = reader.idOfToken(right);
    const std::int32_t both = reader.idOfToken(left + right);
    if (a < 0 || b < 0 || both < 0)
        return reader.bad("model.merges", "joins “" + left + "” and “" + right + "”, which the vocabulary lacks");
    bpe.pairs.put(a, b, rank, both);
    return {};
}

Result<void> ModelReader::merges(const Json& model) {
    const Json& list = memberOf(model, "merges");
    if (list.is_null()) return {};
    if (!list.is_array()) return reader.bad("model.merges", "must be a list");
    bpe.pairs.reserve(list.size());
    for (std::size_t rank = 0; rank < list.size(); ++rank) {
        const Json& item = list[rank];
        const auto number = static_cast<std::uint32_t>(rank);
        if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string()) {
            EGT_TRY(merge(item[0].get<std::string>(), item[1].get<std::string>(), number));
            continue;
        }
        const std::string text = item.is_string() ? item.get<std::string>() : std::string();
        const std::size_t blank = text.find(' ');
        if (blank == std::string::npos || blank == 0 || blank + 1 == text.size())
            return reader.bad("model.merges", "has at place " + std::to_string(rank) + " something that is not a pair");
        EGT_TRY(merge(text.substr(0, blank), text.substr(blank + 1), number));
    }
    return {};
}

} // namespace

Result<void> TokenizerReader::model(const Json& json) {
    ModelReader reader{*this, impl.bpe};
    EGT_TRY(reader.settings(json));
    EGT_TRY(reader.vocabulary(json));
    EGT_TRY(reader.unknown(json));
    return reader.merges(json);
}

} // namespace egt
