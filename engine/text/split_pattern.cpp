// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/split_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace egt {

struct SplitPattern::Code {
    pcre2_code* code = nullptr;
    Code() = default;
    Code(const Code&) = delete;
    Code& operator=(const Code&) = delete;
    ~Code() { pcre2_code_free(code); }
};

namespace {

PCRE2_SPTR sptr(const char* text) {
    return reinterpret_cast<PCRE2_SPTR>(text);
}

pcre2_code* compile(const std::string& pattern, std::uint32_t options, int& error, PCRE2_SIZE& offset) {
    pcre2_code* code = pcre2_compile(sptr(pattern.data()), pattern.size(), options, &error, &offset, nullptr);
    if (code) pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); // without JIT it runs all the same, slower
    return code;
}

} // namespace

Result<SplitPattern> SplitPattern::regex(const std::string& pattern, const std::string& file,
                                         const std::string& field) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    auto holder = std::make_shared<Code>();
    holder->code = compile(pattern, PCRE2_UTF | PCRE2_UCP, error, offset);
    if (!holder->code) {
        unsigned char text[256] = {};
        pcre2_get_error_message(error, text, sizeof text);
        return fail(
            "judge.bad_tokenizer",
            EGT_TEXT("engine", "The split expression of the tokenizer in %1 does not compile: %2 at character %3."),
            {file, reinterpret_cast<const char*>(text), std::to_string(offset)}, file, 0, field);
    }
    SplitPattern result;
    result.m_code = std::move(holder);
    return result;
}

SplitPattern SplitPattern::literal(const std::string& text) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    auto holder = std::make_shared<Code>();
    holder->code = compile(text, PCRE2_UTF | PCRE2_LITERAL, error, offset);
    SplitPattern result;
    result.m_code = std::move(holder);
    return result;
}

void SplitPattern::split(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const {
    const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> match(pcre2_match_data_create(1, nullptr),
                                                                               pcre2_match_data_free);
    std::size_t done = 0;
    std::size_t from = 0;
    while (from < text.size()) {
        const int found = pcre2_match(m_code->code, sptr(text.data()), text.size(), from,
                                      PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, match.get(), nullptr);
        if (found < 0) break; // no further match; a resource limit also ends here and leaves the rest one piece
        const PCRE2_SIZE* range = pcre2_get_ovector_pointer(match.get());
        if (range[0] > done) pieces.push_back(text.substr(done, range[0] - done));
        if (!drop_matches) pieces.push_back(text.substr(range[0], range[1] - range[0]));
        done = from = range[1];
    }
    if (done < text.size()) pieces.push_back(text.substr(done));
}

} // namespace egt
