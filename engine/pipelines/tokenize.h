// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace egt::pipelines {

/// A text as a judge's tokenizer sees it.
struct TokenizedText {
    std::int64_t line = 0;                                      ///< in the file, 1-based
    std::vector<std::int32_t> ids;                              ///< added tokens in the text are recognised
    std::vector<std::pair<std::uint32_t, std::uint32_t>> spans; ///< bytes [begin, end) of `text`
    std::string text;                                           ///< after NFC: what the spans refer to
    bool changed = false;                                       ///< NFC made another text of the file's
};

/// Tokenizes every line of a JSONL file, an object with the field `text`, with tokenizer.json of a judge folder.
/// Nothing is skipped: a line that is no such object ends it, as do bytes that are not UTF-8 and escapes that stand for
/// half a character, since ids of a repaired text would be taken for those of the given one. Errors:
/// judge.missing_file, judge.bad_tokenizer, import.cannot_read, tokenize.bad_line (file, line, field).
Result<std::vector<TokenizedText>> tokenizeFile(const std::string& judge_folder, const std::string& texts_jsonl);

} // namespace egt::pipelines
