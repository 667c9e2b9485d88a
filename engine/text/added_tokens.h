// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace egt {

struct AddedToken {
    std::int32_t id = -1;
    std::string content;
    bool special = false;
    bool normalized = false; ///< looked for after normalisation
    bool lstrip = false;     ///< takes the blanks before it
    bool rstrip = false;
    bool single_word = false;
    bool operator==(const AddedToken&) const = default;
};

/// Finds added tokens in a text: leftmost, then longest, as the reference's automaton does. Immutable; any thread.
/// Source of the rules: huggingface/tokenizers, tokenizer/added_vocabulary.rs (find_matches).
class AddedTokenFinder {
public:
    AddedTokenFinder() = default;
    /// Of two tokens with the same content the first counts.
    explicit AddedTokenFinder(std::vector<AddedToken> tokens);

    struct Match {
        const AddedToken* token = nullptr;
        std::size_t begin = 0, end = 0; ///< of the content itself, in bytes
        explicit operator bool() const { return token != nullptr; }
    };
    [[nodiscard]] bool empty() const { return m_tokens.empty(); }
    /// The next match from `from` on. A token inside a word that must stand alone hides what it covers, too; it is told
    /// with `token` set and must be asked with standsAlone().
    [[nodiscard]] Match next(std::string_view text, std::size_t from) const;
    static bool standsAlone(std::string_view text, const Match& match);

private:
    [[nodiscard]] const AddedToken* longestAt(std::string_view text) const;
    std::vector<AddedToken> m_tokens;   // by content
    std::array<bool, 256> m_is_first{}; // bytes that a token begins with
};

/// Bytes of white space that end right before `end` / begin at `begin`.
std::size_t blanksBefore(std::string_view text, std::size_t end);
std::size_t blanksFrom(std::string_view text, std::size_t begin);

} // namespace egt
