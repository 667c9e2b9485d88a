// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the syntax: Oniguruma doc/RE (Ruby syntax) and pcre2pattern(3). What the two read differently, or what
// depends on tables that only one of them has, is refused.
#include "text/split_translate.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "text/unicode.h"
#include "text/utf8.h"

namespace egt {
namespace {

using unicode::Range, unicode::Ranges;
constexpr char32_t last_code_point = 0x10FFFF;

Ranges normalised(Ranges ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
    Ranges out;
    for (const Range& r : ranges) {
        if (!out.empty() && r.first <= out.back().last + 1)
            out.back().last = std::max(out.back().last, r.last);
        else
            out.push_back(r);
    }
    return out;
}

Ranges complement(const Ranges& ranges) {
    Ranges out;
    char32_t next = 0;
    for (const Range& r : normalised(ranges)) {
        if (r.first > next) out.push_back({next, r.first - 1});
        next = r.last + 1;
    }
    if (next <= last_code_point) out.push_back({next, last_code_point});
    return out;
}

std::string hex(char32_t c) {
    char text[8];
    const auto end = std::to_chars(text, text + sizeof text, static_cast<std::uint32_t>(c), 16).ptr;
    return "\\x{" + std::string(text, end) + "}";
}

// A text holds no surrogates, and PCRE2 refuses them in a pattern.
std::string classOf(const Ranges& ranges) {
    std::string out = "[";
    const auto put = [&](char32_t first, char32_t last) {
        if (first > last) return;
        out += hex(first);
        if (last > first) out += "-" + hex(last);
    };
    for (const Range& r : normalised(ranges)) {
        put(r.first, std::min<char32_t>(r.last, 0xD7FF));
        put(std::max<char32_t>(r.first, 0xE000), r.last);
    }
    return out.size() == 1 ? "(?:(?!))" : out + "]";
}

bool asciiLetter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Translator {
public:
    explicit Translator(std::string_view pattern) : m_pattern(pattern) {}
    TranslatedPattern run();

private:
    [[nodiscard]] bool done() const { return m_at >= m_pattern.size(); }
    [[nodiscard]] bool here(std::string_view text) const { return m_pattern.substr(m_at, text.size()) == text; }
    bool take(std::string_view text) {
        if (!here(text)) return false;
        m_at += text.size();
        return true;
    }
    void refuse(const std::string& what) {
        if (m_problem.empty()) m_problem = what;
    }
    char32_t character() {
        const unicode::Character c = unicode::characterAt(m_pattern.data() + m_at);
        m_at += c.bytes;
        return c.code;
    }
    void element();
    void group();
    void bracket();
    void escape();
    void quantifier();
    void literal(char32_t c);
    Ranges escapedClass(bool& is_class, char32_t& single);
    Ranges propertyClass(bool negated);
    char32_t hexCode();
    std::optional<Ranges> bracketItem();
    std::string digits();

    std::string_view m_pattern;
    std::size_t m_at = 0;
    std::string m_out;
    std::string m_problem;
    std::vector<bool> m_any_case{false};
    char32_t m_before = 0;     // the any-case letter right before, for folds of two letters into one
    bool m_repeatable = false; // a quantifier may stand here
};

// Two letters that fold together with one character (CaseFolding.txt, status F), which PCRE2 does not match.
bool foldsTogether(char32_t a, char32_t b) {
    const auto lower = [](char32_t c) { return c | 0x20U; };
    const char32_t x = lower(a);
    const char32_t y = lower(b);
    return (x == 's' && (y == 's' || y == 't')) || (x == 'f' && (y == 'f' || y == 'i' || y == 'l'));
}

void Translator::literal(char32_t c) {
    m_repeatable = true;
    if (!m_any_case.back()) {
        m_out += hex(c);
        return;
    }
    if (c >= 0x80) return refuse("ignores the case of letters beyond ASCII");
    if (m_before && foldsTogether(m_before, c)) return refuse("ignores the case of letters that have a joined form");
    m_before = asciiLetter(c) ? c : 0;
    if (!asciiLetter(c)) {
        m_out += hex(c);
        return;
    }
    Ranges forms{{c, c}, {c ^ 0x20U, c ^ 0x20U}};
    if ((c | 0x20U) == 's') forms.push_back({0x17F, 0x17F});   // long s
    if ((c | 0x20U) == 'k') forms.push_back({0x212A, 0x212A}); // Kelvin sign
    m_out += classOf(forms);
}

Ranges Translator::propertyClass(bool negated) {
    if (!take("{")) return refuse("has a property without braces"), Ranges{};
    negated = take("^") != negated;
    const std::size_t end = m_pattern.find('}', m_at);
    const std::string name(m_pattern.substr(m_at, end == std::string_view::npos ? end : end - m_at));
    m_at = end == std::string_view::npos ? m_pattern.size() : end + 1;
    const Ranges ranges = unicode::rangesOfCategory(name);
    if (ranges.empty())
        refuse("asks for the property “" + cleanUtf8(name) + "”; general categories such as L and Nd are known");
    return negated ? complement(ranges) : ranges;
}

char32_t Translator::hexCode() {
    const bool braces = take("{");
    const std::size_t end = braces ? m_pattern.find('}', m_at) : std::min(m_at + 2, m_pattern.size());
    std::uint32_t value = 0;
    const char* last = m_pattern.data() + (end == std::string_view::npos ? m_pattern.size() : end);
    const auto read = std::from_chars(m_pattern.data() + m_at, last, value, 16);
    if (end == std::string_view::npos || read.ec != std::errc() || read.ptr != last || value > last_code_point)
        return refuse("has a character number that cannot be read"), 0;
    m_at = end + (braces ? 1 : 0);
    return value;
}

// After the backslash: a class of characters, or a single one.
Ranges Translator::escapedClass(bool& is_class, char32_t& single) {
    is_class = true;
    if (done()) return refuse("ends in a backslash"), Ranges{};
    const char32_t c = character();
    switch (c) {
    case 'p':
        return propertyClass(false);
    case 'P':
        return propertyClass(true);
    case 's':
        return unicode::rangesOfProperty(unicode::kSpace);
    case 'S':
        return complement(unicode::rangesOfProperty(unicode::kSpace));
    case 'd':
        return unicode::rangesOfCategory("Nd");
    case 'D':
        return complement(unicode::rangesOfCategory("Nd"));
    case 'w':
        return unicode::rangesOfProperty(unicode::kExpressionWord);
    case 'W':
        return complement(unicode::rangesOfProperty(unicode::kExpressionWord));
    default:
        break;
    }
    is_class = false;
    constexpr std::string_view letters = "nrtfvae";
    constexpr std::string_view codes = "\n\r\t\f\v\a\x1B";
    const std::size_t known = c < 0x80 ? letters.find(static_cast<char>(c)) : std::string_view::npos;
    if (known != std::string_view::npos)
        single = static_cast<char32_t>(codes[known]);
    else if (c == 'x')
        single = hexCode();
    else if (asciiLetter(c) || (c >= '0' && c <= '9') || c >= 0x80)
        refuse("uses the escape “\\" + cleanUtf8(m_pattern.substr(m_at - 1, 1)) + "”");
    else
        single = c;
    return {};
}

void Translator::escape() {
    bool is_class = false;
    char32_t single = 0;
    const Ranges ranges = escapedClass(is_class, single);
    if (!is_class) return literal(single);
    m_before = 0;
    m_repeatable = true;
    m_out += classOf(ranges);
}

// One member of a class; a single character comes as a range of itself.
std::optional<Ranges> Translator::bracketItem() {
    if (take("\\")) {
        bool is_class = false;
        char32_t single = 0;
        Ranges ranges = escapedClass(is_class, single);
        return is_class ? ranges : Ranges{{single, single}};
    }
    if (here("[") || here("&&")) return refuse("has a class inside a class"), std::nullopt;
    const char32_t c = character();
    return Ranges{{c, c}};
}

void Translator::bracket() {
    const bool negated = take("^");
    if (m_any_case.back()) refuse("has a class where case is ignored");
    if (here("]")) refuse("has a class that begins with “]”");
    Ranges all;
    while (m_problem.empty() && !done() && !here("]")) {
        auto item = bracketItem();
        if (!item) return;
        const bool single = item->size() == 1 && item->front().first == item->front().last;
        if (single && here("-") && !m_pattern.substr(m_at + 1).starts_with("]")) {
            m_at += 1;
            const auto last = done() ? std::nullopt : bracketItem();
            if (!last || last->size() != 1 || last->front().first != last->front().last ||
                last->front().first < item->front().first)
                return refuse("has a range in a class that does not go upwards");
            item->front().last = last->front().first;
        }
        all.insert(all.end(), item->begin(), item->end());
    }
    if (!take("]")) return refuse("has a class that is not closed");
    m_before = 0;
    m_repeatable = true;
    m_out += classOf(negated ? complement(all) : all);
}

void Translator::group() {
    m_before = 0;
    m_repeatable = false;
    for (const std::string_view open : {"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
        if (!take(open)) continue;
        m_any_case.push_back(m_any_case.back());
        m_out += open;
        return;
    }
    if (m_at == 0 && take("(?i)")) { // for the whole expression
        m_any_case.back() = true;
        return;
    }
    bool any_case = m_any_case.back();
    if (take("(?i:"))
        any_case = true;
    else if (take("(?-i:"))
        any_case = false;
    else if (here("(?"))
        return refuse("has a group of an unknown kind");
    else
        m_at += 1;
    m_any_case.push_back(any_case);
    m_out += "(?:";
}

std::string Translator::digits() {
    const std::size_t from = m_at;
    while (!done() && m_pattern[m_at] >= '0' && m_pattern[m_at] <= '9')
        ++m_at;
    return std::string(m_pattern.substr(from, m_at - from));
}

void Translator::quantifier() {
    if (!m_repeatable) return refuse("has a repetition of nothing or of a repetition");
    m_repeatable = false;
    m_before = 0;
    if (!take("{")) {
        m_out += m_pattern[m_at++];
        for (const std::string_view mode : {"?", "+"}) // lazy, possessive
            if (take(mode)) {
                m_out += mode;
                return;
            }
        return;
    }
    const std::string low = digits();
    const bool range = take(",");
    const std::string high = range ? digits() : low;
    if (!take("}") || (low.empty() && high.empty()) || here("?") || here("+"))
        return refuse("has a repetition in braces that the two libraries read differently");
    m_out += "{" + (low.empty() ? "0" : low) + (range ? "," + high : "") + "}";
}

void Translator::element() {
    const char c = m_pattern[m_at];
    if (c == '(') return group();
    if (c == '*' || c == '+' || c == '?' || c == '{') return quantifier();
    if (c == '^' || c == '$') return refuse("uses “" + std::string(1, c) + "”");
    if (c == '|' || c == ')') {
        m_at += 1;
        m_before = 0;
        m_repeatable = c == ')';
        m_out += c;
        if (c == ')' && m_any_case.size() == 1) return refuse("closes a group that is not open");
        if (c == ')') m_any_case.pop_back();
        return;
    }
    if (take("[")) return bracket();
    if (take("\\")) return escape();
    if (take(".")) {
        m_before = 0;
        m_repeatable = true;
        m_out += "[^\\n]";
        return;
    }
    literal(character());
}

TranslatedPattern Translator::run() {
    if (!isUtf8(m_pattern)) refuse("is not UTF-8");
    while (m_problem.empty() && !done())
        element();
    if (m_any_case.size() != 1) refuse("has a group that is not closed");
    return {std::move(m_out), std::move(m_problem)};
}

} // namespace

TranslatedPattern translatePattern(std::string_view pattern) {
    return Translator(pattern).run();
}

} // namespace egt
