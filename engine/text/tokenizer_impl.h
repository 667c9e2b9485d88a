// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/added_tokens.h"
#include "text/bpe.h"
#include "text/split_pattern.h"
#include "text/tokenizer.h"

namespace egt {

/// Lets a map keyed by string be asked with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using IdsByText = std::unordered_map<std::string, std::int32_t, TextHash, std::equal_to<>>;

/// Id -> bytes of the token. Ids may leave holes; none of them costs memory.
class TokenBytes {
public:
    void add(std::int32_t id, std::string_view bytes, bool special);
    /// To be called when all are added; of an id that was added twice the later counts.
    void freeze();
    struct Token {
        std::int32_t id = -1;
        bool special = false;
        std::size_t begin = 0, end = 0;
    };
    [[nodiscard]] const Token* find(std::int32_t id) const;
    [[nodiscard]] std::string_view bytesOf(const Token& token) const {
        return std::string_view(m_bytes).substr(token.begin, token.end - token.begin);
    }
    [[nodiscard]] std::int32_t size() const { return m_tokens.empty() ? 0 : m_tokens.back().id + 1; } ///< highest + 1

private:
    std::string m_bytes;
    std::vector<Token> m_tokens; // by id
};

struct PreTokenizerStep {
    std::vector<SplitPattern> pattern; ///< one, or none for byte level without an expression
    bool drop_matches = false;
    bool add_prefix_space = false;
};

struct Tokenizer::Impl {
    bool normalize_nfc = false;
    std::vector<PreTokenizerStep> steps;
    Bpe bpe;
    TokenBytes token_bytes;    ///< added tokens too
    IdsByText odd_ids;         ///< tokens outside the byte alphabet: no text encodes to them
    IdsByText added_ids;       ///< by content as the file has it
    AddedTokenFinder raw;      ///< looked for in the text as it is
    AddedTokenFinder composed; ///< looked for after normalisation
};

} // namespace egt
