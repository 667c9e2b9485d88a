// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "base/json.h"
#include "text/byte_alphabet.h"
#include "text/nfc.h"
#include "text/split_pattern.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace egt {
namespace {

// A word with its leading blank, hyphens and a closing colon inside ("top-left", "A1:"), or a run of signs, or blanks.
constexpr const char* word_split = R"( ?[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*:?| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

SplitPattern wordPattern() {
    return *SplitPattern::regex(word_split, "", "");
}

// Text without the marks, as the tokenizer will see it.
std::vector<std::string> aroundMarks(const std::string& text, const std::vector<std::string>& marks) {
    std::vector<std::string> parts;
    std::size_t done = 0;
    for (;;) {
        std::size_t best = std::string::npos;
        std::size_t length = 0;
        for (const std::string& mark : marks) {
            const std::size_t at = text.find(mark, done);
            if (at < best || (at == best && at != std::string::npos && mark.size() > length)) {
                best = at;
                length = mark.size();
            }
        }
        parts.push_back(nfc(text.substr(done, best == std::string::npos ? best : best - done)));
        if (best == std::string::npos) return parts;
        done = best + length;
    }
}

std::vector<std::string> frequentWords(const std::vector<std::string>& texts, const std::vector<std::string>& marks,
                                       std::int32_t max_words) {
    const SplitPattern pattern = wordPattern();
    std::map<std::string, std::int64_t, std::less<>> counts;
    for (const std::string& text : texts)
        for (const std::string& part : aroundMarks(cleanUtf8(text), marks)) {
            std::vector<std::string_view> words;
            pattern.split(part, false, words);
            for (const std::string_view word : words)
                if (word.size() > 1) ++counts[std::string(word)];
        }
    std::vector<std::pair<std::int64_t, std::string>> order;
    for (const auto& [word, count] : counts)
        order.emplace_back(-count, word);
    std::sort(order.begin(), order.end());
    if (order.size() > static_cast<std::size_t>(std::max(max_words, 0)))
        order.resize(static_cast<std::size_t>(max_words));
    std::vector<std::string> words;
    for (auto& [count, word] : order)
        words.push_back(std::move(word));
    return words;
}

OrderedJson byteLevel(bool trim) {
    return {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", trim}, {"use_regex", false}};
}

} // namespace

std::string buildWordTokenizerJson(const std::vector<std::string>& texts, const std::vector<std::string>& added_tokens,
                                   std::int32_t max_words) {
    OrderedJson vocab = OrderedJson::object();
    std::int32_t next = 0;
    for (unsigned b = 0; b < 256; ++b)
        vocab[byteCharacter(static_cast<unsigned char>(b))] = next++;
    for (const std::string& word : frequentWords(texts, added_tokens, max_words))
        vocab[tokenOfBytes(word)] = next++;
    OrderedJson added = OrderedJson::array();
    for (const std::string& token : added_tokens)
        added.push_back({{"id", next++},
                         {"content", token},
                         {"single_word", false},
                         {"lstrip", false},
                         {"rstrip", false},
                         {"normalized", false},
                         {"special", true}});
    const OrderedJson split = {
        {"type", "Split"}, {"pattern", {{"Regex", word_split}}}, {"behavior", "Isolated"}, {"invert", false}};
    const OrderedJson json = {
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"added_tokens", std::move(added)},
        {"normalizer", {{"type", "NFC"}}},
        {"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", OrderedJson::array({split, byteLevel(false)})}}},
        {"post_processor", byteLevel(false)},
        {"decoder", byteLevel(false)},
        {"model",
         {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", ""},
          {"end_of_word_suffix", ""},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", true},
          {"vocab", std::move(vocab)},
          {"merges", OrderedJson::array()}}}};
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

} // namespace egt
