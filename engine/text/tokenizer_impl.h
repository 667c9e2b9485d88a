// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/split_pattern.h"
#include "text/tokenizer.h"

namespace egt {

/// Lets a map keyed by string be asked with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using IdsByText = std::unordered_map<std::string, std::int32_t, TextHash, std::equal_to<>>;

struct AddedToken {
    std::int32_t id = -1;
    std::string content;
    bool special = false;
    bool normalized = false; ///< looked for after normalisation
    bool lstrip = false;     ///< takes the blanks before it
    bool rstrip = false;
    bool single_word = false;
};

struct PreTokenizerStep {
    enum class Kind { split_isolated, split_removed, byte_level } kind = Kind::byte_level;
    std::vector<SplitPattern> pattern; ///< one, or none for byte_level without use_regex
    bool add_prefix_space = false;
};

struct Tokenizer::Impl {
    bool normalize_nfc = false;
    bool ignore_merges = false;
    std::vector<PreTokenizerStep> steps;
    IdsByText ids;                      ///< by raw bytes
    std::vector<std::string> tokens;    ///< raw bytes by id; added tokens too
    std::vector<bool> special;          ///< by id
    std::vector<std::int32_t> byte_ids; ///< id of each single byte, -1 = none
    std::vector<AddedToken> added;
    IdsByText added_ids;
    std::unordered_map<std::uint64_t, std::pair<std::int32_t, std::int32_t>> merges; ///< (left, right) -> rank, id

    static std::uint64_t key(std::int32_t left, std::int32_t right) {
        return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U) |
               static_cast<std::uint32_t>(right);
    }
    void encodeText(std::string_view text, std::vector<std::int32_t>& out) const;   ///< no added tokens inside
    void encodePiece(std::string_view bytes, std::vector<std::int32_t>& out) const; ///< one pre-token
    void splitAdded(std::string_view text, bool normalized, std::vector<std::int32_t>& out) const;
};

} // namespace egt
