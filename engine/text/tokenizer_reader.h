// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the readers of the parts of tokenizer.json share. Source of the format: huggingface/tokenizers (serialisation of
// BPE, ByteLevel, Split, NFC, AddedVocabulary). What this program cannot do exactly is refused, never approximated.

#include <string>

#include "base/json.h"
#include "text/tokenizer_impl.h"

namespace egt {

struct TokenizerReader {
    const std::string& file;
    Tokenizer::Impl& impl;
    std::size_t vocabulary_size = 0; ///< tokens of the model, without added ones

    [[nodiscard]] tl::unexpected<Error> bad(const std::string& field, const std::string& why) const {
        return fail("judge.bad_tokenizer", EGT_TEXT("engine", "The tokenizer in %1 cannot be used: field %2 %3."),
                    {file, field, why}, file, 0, field);
    }
    /// true or false, or `otherwise` where the key is absent or null.
    Result<bool> flag(const Json& json, const char* key, bool otherwise, const std::string& field) const;
    /// Id of a token as the file writes it, -1: not in the model's vocabulary.
    [[nodiscard]] std::int32_t idOfToken(const std::string& token) const;

    Result<void> model(const Json& json);                                           ///< tokenizer_model.cpp
    Result<void> normalizer(const Json& json, const std::string& field, int depth); ///< tokenizer_steps.cpp
    Result<void> preTokenizer(const Json& json);                                    ///< tokenizer_steps.cpp
    Result<void> addedTokens(const Json& json);                                     ///< tokenizer_added.cpp
};

/// Member of an object; null where the key is absent or `json` is no object.
const Json& memberOf(const Json& json, const char* key);
/// Text of a member; empty where it is absent or no text.
std::string textOf(const Json& json, const char* key);
/// A whole number that can be a token's id.
bool isTokenId(const Json& json);

} // namespace egt
