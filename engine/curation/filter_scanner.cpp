// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter_scanner.h"

#include "base/numbers.h"

namespace egt::curation {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
public:
    explicit Scanner(const std::string& text) : m_text(text) {}

    Result<std::vector<FilterToken>> all() {
        std::vector<FilterToken> out;
        while (true) {
            while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n'))
                ++m_at;
            EGT_ASSIGN(FilterToken token, next());
            out.push_back(token);
            if (token.kind == FilterToken::Kind::end) return out;
        }
    }

private:
    /// Characters, not bytes: what a person counts.
    std::int64_t position() {
        for (; m_counted < m_at; ++m_counted)
            m_characters += (static_cast<unsigned char>(m_text[m_counted]) & 0xC0) != 0x80;
        return 1 + m_characters;
    }
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }

    Result<FilterToken> next() {
        const std::int64_t where = position();
        if (m_at >= m_text.size()) return FilterToken{FilterToken::Kind::end, "", 0, where};
        const char c = peek();
        if (c == '"' || c == '\'') return quoted(where);
        const bool sign = (c == '-' || c == '+') && (isDigit(peek(1)) || (peek(1) == '.' && isDigit(peek(2))));
        if (isDigit(c) || sign || (c == '.' && isDigit(peek(1)))) return number(where);
        if (isWordStart(c)) return word(where);
        for (const char* symbol : {"==", "!=", "<=", ">=", "&&", "||", "..", "<", ">", "=", "~", "(", ")", ",", "!"}) {
            const std::string_view view(symbol);
            if (m_text.compare(m_at, view.size(), view) != 0) continue;
            m_at += view.size();
            return FilterToken{FilterToken::Kind::symbol, std::string(view), 0, where};
        }
        return filterSyntax(EGT_TEXT("engine", "“%1” has no meaning in a filter (position %2)."), {std::string(1, c)},
                            where);
    }

    Result<FilterToken> quoted(std::int64_t where) {
        const char quote = m_text[m_at++];
        FilterToken token{FilterToken::Kind::text, "", 0, where};
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\' && (peek(1) == quote || peek(1) == '\\')) ++m_at;
            token.text += m_text[m_at++];
        }
        if (m_at >= m_text.size())
            return filterSyntax(
                EGT_TEXT("engine", "The quoted text that begins at position %1 has no end. Add the closing quote."), {},
                where);
        ++m_at;
        return token;
    }

    Result<FilterToken> number(std::int64_t where) {
        const std::size_t start = m_at++;
        while (isDigit(peek()) || isWordStart(peek()) || (peek() == '.' && peek(1) != '.') ||
               ((peek() == '-' || peek() == '+') && (m_text[m_at - 1] == 'e' || m_text[m_at - 1] == 'E')))
            ++m_at;
        FilterToken token{FilterToken::Kind::number, m_text.substr(start, m_at - start), 0, where};
        std::string_view digits = token.text;
        if (digits.front() == '+') digits.remove_prefix(1);
        const auto value = parseNumber<double>(digits);
        if (!value) return filterSyntax(EGT_TEXT("engine", "“%1” is not a number (position %2)."), {token.text}, where);
        token.number = *value;
        if (peek() == '%') {
            ++m_at;
            token.text += '%';
            token.number /= 100;
        }
        return token;
    }

    Result<FilterToken> word(std::int64_t where) {
        const std::size_t start = m_at;
        while (isWordStart(peek()) || isDigit(peek()))
            ++m_at;
        return FilterToken{FilterToken::Kind::word, m_text.substr(start, m_at - start), 0, where};
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    std::size_t m_counted = 0;
    std::int64_t m_characters = 0;
};

} // namespace

tl::unexpected<Error> filterSyntax(const char* text, std::vector<std::string> args, std::int64_t position) {
    args.push_back(std::to_string(position));
    return fail("filter.syntax", text, std::move(args), {}, 0, "where");
}

Result<std::vector<FilterToken>> scanFilter(const std::string& expression) {
    return Scanner(expression).all();
}

} // namespace egt::curation
