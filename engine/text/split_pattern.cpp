// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/split_pattern.h"

#include <cstdint>
#include <limits>
#include <stdexcept>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "text/split_translate.h"
#include "text/unicode.h"

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

std::string messageOf(int error) {
    unsigned char text[256] = {};
    pcre2_get_error_message(error, text, sizeof text);
    return reinterpret_cast<const char*>(text);
}

/// What one thread needs to match, made once.
struct Workspace {
    pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
    pcre2_match_context* context = pcre2_match_context_create(nullptr);
    pcre2_jit_stack* stack = pcre2_jit_stack_create(32 * 1024, 8 * 1024 * 1024, nullptr);
    Workspace() {
        pcre2_jit_stack_assign(context, nullptr, stack);
        // A long run of blanks may backtrack far, so there is more room than PCRE2's own; an expression that needs some
        // seconds for one piece of text is given up.
        pcre2_set_match_limit(context, 1'000'000'000);
        pcre2_set_depth_limit(context, std::numeric_limits<std::uint32_t>::max());
    }
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;
    ~Workspace() {
        pcre2_jit_stack_free(stack);
        pcre2_match_context_free(context);
        pcre2_match_data_free(data);
    }
    /// The next match as [begin, end), from `from` on.
    const PCRE2_SIZE* find(const pcre2_code* code, std::string_view text, std::size_t from) const {
        const auto match = [&](std::uint32_t options) {
            return pcre2_match(code, sptr(text.data()), text.size(), from, PCRE2_NO_UTF_CHECK | options, data, context);
        };
        int found = match(0);
        if (found == PCRE2_ERROR_JIT_STACKLIMIT) found = match(PCRE2_NO_JIT); // which keeps its stack on the heap
        if (found == PCRE2_ERROR_NOMATCH) return nullptr;
        // Going on would give other ids than the reference without a word.
        if (found < 0) throw std::runtime_error("the tokenizer's split expression failed: " + messageOf(found));
        return pcre2_get_ovector_pointer(data);
    }
};

} // namespace

Result<SplitPattern> SplitPattern::regex(const std::string& pattern, const std::string& file, const std::string& field,
                                         Matcher matcher) {
    SplitPattern result;
    if (matcher == Matcher::fastest) result.m_family = splitFamilyOf(pattern);
    if (result.m_family) return result;
    const TranslatedPattern translated = translatePattern(pattern);
    if (!translated.problem.empty())
        return fail("judge.bad_tokenizer",
                    EGT_TEXT("engine", "The tokenizer in %1 cannot be used: its split expression in %2 %3."),
                    {file, field, translated.problem}, file, 0, field);
    int error = 0;
    PCRE2_SIZE offset = 0;
    auto holder = std::make_shared<Code>();
    holder->code = compile(translated.pattern, PCRE2_UTF, error, offset);
    if (!holder->code)
        return fail("judge.bad_tokenizer",
                    EGT_TEXT("engine", "The split expression of the tokenizer in %1 does not compile: %2."),
                    {file, messageOf(error)}, file, 0, field);
    result.m_code = std::move(holder);
    return result;
}

SplitPattern SplitPattern::literal(const std::string& text) {
    SplitPattern result;
    result.m_literal = text;
    return result;
}

void SplitPattern::split(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const {
    if (!m_literal.empty()) return splitByLiteral(text, drop_matches, pieces);
    if (!m_family) return m_code ? splitByCode(text, drop_matches, pieces) : pieces.push_back(text);
    if (!drop_matches) splitByFamily(*m_family, text, pieces); // else all of the text is a match, and dropped
}

void SplitPattern::splitByLiteral(std::string_view text, bool drop_matches,
                                  std::vector<std::string_view>& pieces) const {
    std::size_t done = 0;
    for (std::size_t at = text.find(m_literal); at != std::string_view::npos; at = text.find(m_literal, done)) {
        if (at > done) pieces.push_back(text.substr(done, at - done));
        if (!drop_matches) pieces.push_back(text.substr(at, m_literal.size()));
        done = at + m_literal.size();
    }
    if (done < text.size()) pieces.push_back(text.substr(done));
}

// An empty match is a place to cut, unless a match has just ended there; the search goes on behind the next character.
void SplitPattern::splitByCode(std::string_view text, bool drop_matches, std::vector<std::string_view>& pieces) const {
    thread_local const Workspace workspace;
    std::size_t done = 0;
    for (std::size_t from = 0; from < text.size();) {
        const PCRE2_SIZE* range = workspace.find(m_code->code, text, from);
        if (!range) break;
        const PCRE2_SIZE begin = range[0];
        const PCRE2_SIZE end = range[1];
        if (begin > done) pieces.push_back(text.substr(done, begin - done));
        if (end > begin && !drop_matches) pieces.push_back(text.substr(begin, end - begin));
        done = from = end;
        if (end == begin && end < text.size()) from += unicode::characterAt(text.data() + end).bytes;
        if (end == begin && end == text.size()) break;
    }
    if (done < text.size()) pieces.push_back(text.substr(done));
}

} // namespace egt
