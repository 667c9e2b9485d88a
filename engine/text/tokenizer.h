// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt {

/// Byte-level BPE as a Hugging Face tokenizer.json describes it (normalizer NFC, split expressions, merges,
/// ignore_merges, added tokens), with the ids that huggingface/tokenizers gives. Immutable after load; any thread.
/// Truncation, padding and post-processor of the file are not applied: a prompt is never cut, and marks are written in
/// it. Source: the file format of huggingface/tokenizers; byte alphabet of GPT-2 (openai/gpt-2 encoder.py,
/// bytes_to_unicode).
class Tokenizer {
public:
    /// Errors: judge.missing_file, judge.bad_tokenizer (file and field).
    static Result<Tokenizer> load(const std::filesystem::path& tokenizer_json);
    static Result<Tokenizer> parse(std::string_view json, const std::string& file_name);

    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    /// Added tokens in the text become their ids (as HF does with add_special_tokens=false). Ill-formed UTF-8 is read
    /// as U+FFFD.
    [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text) const;

    struct Span {
        std::uint32_t begin = 0, end = 0; ///< bytes
        bool operator==(const Span&) const = default;
    };
    struct Encoded {
        std::vector<std::int32_t> ids;
        std::vector<Span> spans; ///< of each token in `text`
        std::string text;        ///< what was encoded: the text after replacement of ill-formed bytes and NFC
    };
    /// The same ids, and which bytes each stands for. Spans are of the normalised text, because NFC can join bytes of
    /// the original that belong to several tokens; where nothing was normalised that is the original. They follow each
    /// other without gap, except where the split expression drops text; blanks that an added token takes are its own.
    [[nodiscard]] Encoded encodeWithSpans(std::string_view text) const;

    /// Bytes of the tokens one after the other, special tokens included, invalid UTF-8 replaced by U+FFFD at the end.
    [[nodiscard]] std::string decode(const std::vector<std::int32_t>& ids) const;
    struct Decoded {
        std::string text;                ///< well-formed UTF-8
        std::vector<std::uint32_t> ends; ///< byte offset where each token ends in text
    };
    /// Text and the span of each token. Never joins single-token decodes. A character that several tokens make up
    /// belongs to the last of them.
    [[nodiscard]] Decoded decodeWithSpans(const std::vector<std::int32_t>& ids) const;
    /// Id of a whole token, -1 when the vocabulary lacks it. For added tokens the content, else the byte-level form
    /// of `text` must be one token.
    [[nodiscard]] std::int32_t idOf(std::string_view text) const;
    [[nodiscard]] std::int32_t size() const; ///< highest id + 1
    [[nodiscard]] bool isSpecial(std::int32_t id) const;

    struct Impl; ///< only for the files that read tokenizer.json

private:
    Tokenizer();
    std::unique_ptr<Impl> m_impl;
};

/// Builds the tokenizer.json of a small judge: 256 bytes, every word of `texts` (with its leading blank, most frequent
/// first, at most `max_words`) as one token through ignore_merges, and the added tokens. Deterministic.
std::string buildWordTokenizerJson(const std::vector<std::string>& texts, const std::vector<std::string>& added_tokens,
                                   std::int32_t max_words);

} // namespace egt
