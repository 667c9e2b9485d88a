// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "text/token_table.h"

namespace egt {

/// A token of a piece: its id and where it begins in the piece. It ends where the next one begins.
struct BpeToken {
    std::int32_t id = -1;
    std::uint32_t begin = 0;
};

/// Byte-pair encoding of one piece: again and again the pair with the lowest rank becomes one token, the leftmost of
/// equal ones first. Source: Sennrich et al. 2016 (arXiv 1508.07909), with the ties and the unknown bytes of
/// huggingface/tokenizers (models/bpe). Immutable after filling, but for a memory of which tokens encode to themselves,
/// which any thread may write.
class Bpe {
public:
    TokenTable tokens;                      ///< raw bytes -> id
    PairTable pairs;                        ///< merges
    std::array<std::int32_t, 256> byte_ids; ///< id of each single byte, -1: not in the vocabulary
    std::int32_t unknown_id = -1;           ///< stands for a byte that is not there; -1: such a byte is left out
    bool fuse_unknown = false;              ///< one for a row of them
    bool ignore_merges = false;             ///< a piece that is a token stays whole

    Bpe() { byte_ids.fill(-1); }
    /// To be called when the members are filled.
    void freeze();
    /// Appends the tokens of a piece.
    void encode(std::string_view piece, std::vector<BpeToken>& out) const;

private:
    enum class Whole : std::uint8_t { unknown, yes, no };
    void symbols(std::string_view piece, std::vector<BpeToken>& out) const;
    void merge(std::vector<BpeToken>& out, std::size_t from) const;
    void mergeShort(std::vector<BpeToken>& out, std::size_t from) const;
    void mergeLong(std::vector<BpeToken>& out, std::size_t from) const;
    std::unique_ptr<std::atomic<Whole>[]> m_whole; // by slot of `tokens`: whether its merges end in the token itself
};

} // namespace egt
