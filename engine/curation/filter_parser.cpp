// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter_parser.h"

#include <algorithm>
#include <array>

#include "base/numbers.h"

namespace egt::curation {
namespace {

constexpr int kDeepest = 200; // parentheses and nots inside each other

struct Token {
    enum class Kind { word, number, text, symbol, end };
    Kind kind = Kind::end;
    std::string text;
    double number = 0;
    std::int64_t position = 0;
};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

tl::unexpected<Error> syntax(const char* text, std::vector<std::string> args, std::int64_t position) {
    args.push_back(std::to_string(position));
    return fail("filter.syntax", text, std::move(args), {}, 0, "where");
}

class Scanner {
public:
    explicit Scanner(const std::string& text) : m_text(text) {}

    Result<std::vector<Token>> all() {
        std::vector<Token> out;
        while (true) {
            while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n'))
                ++m_at;
            EGT_ASSIGN(Token token, next());
            out.push_back(token);
            if (token.kind == Token::Kind::end) return out;
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

    Result<Token> next() {
        const std::int64_t where = position();
        if (m_at >= m_text.size()) return Token{Token::Kind::end, "", 0, where};
        const char c = peek();
        if (c == '"' || c == '\'') return quoted(where);
        const bool sign = (c == '-' || c == '+') && (isDigit(peek(1)) || peek(1) == '.');
        if (isDigit(c) || sign || (c == '.' && isDigit(peek(1)))) return number(where);
        if (isWordStart(c)) return word(where);
        for (const char* symbol : {"==", "!=", "<=", ">=", "&&", "||", "<", ">", "=", "~", "(", ")", ",", "!"}) {
            const std::string_view view(symbol);
            if (m_text.compare(m_at, view.size(), view) != 0) continue;
            m_at += view.size();
            return Token{Token::Kind::symbol, std::string(view), 0, where};
        }
        return syntax(EGT_TEXT("engine", "“%1” has no meaning in a filter (position %2)."), {std::string(1, c)}, where);
    }

    Result<Token> quoted(std::int64_t where) {
        const char quote = m_text[m_at++];
        Token token{Token::Kind::text, "", 0, where};
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\' && (peek(1) == quote || peek(1) == '\\')) ++m_at;
            token.text += m_text[m_at++];
        }
        if (m_at >= m_text.size())
            return syntax(
                EGT_TEXT("engine", "The quoted text that begins at position %1 has no end. Add the closing quote."), {},
                where);
        ++m_at;
        return token;
    }

    Result<Token> number(std::int64_t where) {
        const std::size_t start = m_at++;
        while (isDigit(peek()) || isWordStart(peek()) || peek() == '.' ||
               ((peek() == '-' || peek() == '+') && (m_text[m_at - 1] == 'e' || m_text[m_at - 1] == 'E')))
            ++m_at;
        Token token{Token::Kind::number, m_text.substr(start, m_at - start), 0, where};
        std::string_view digits = token.text;
        if (digits.front() == '+') digits.remove_prefix(1);
        const auto value = parseNumber<double>(digits);
        if (!value) return syntax(EGT_TEXT("engine", "“%1” is not a number (position %2)."), {token.text}, where);
        token.number = *value;
        if (peek() == '%') {
            ++m_at;
            token.text += '%';
            token.number /= 100;
        }
        return token;
    }

    Result<Token> word(std::int64_t where) {
        const std::size_t start = m_at;
        while (isWordStart(peek()) || isDigit(peek()))
            ++m_at;
        return Token{Token::Kind::word, m_text.substr(start, m_at - start), 0, where};
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    std::size_t m_counted = 0;
    std::int64_t m_characters = 0;
};

class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    Result<FilterNode> whole() {
        EGT_ASSIGN(FilterNode node, anyOf());
        if (now().kind != Token::Kind::end)
            return syntax(
                EGT_TEXT("engine", "“%1” is not expected at position %2. Join conditions with “and” or “or”."),
                {now().text}, now().position);
        return node;
    }

private:
    [[nodiscard]] const Token& now() const { return m_tokens[m_at]; }
    const Token& take() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
    /// A keyword or symbol; takes it when it is there.
    bool takes(const char* word, const char* symbol = nullptr) {
        const bool is_word = now().kind == Token::Kind::word && lower(now().text) == word;
        const bool is_symbol = symbol != nullptr && now().kind == Token::Kind::symbol && now().text == symbol;
        if (is_word || is_symbol) take();
        return is_word || is_symbol;
    }
    bool takesSymbol(const char* symbol) {
        const bool is = now().kind == Token::Kind::symbol && now().text == symbol;
        if (is) take();
        return is;
    }

    Result<FilterNode> joined(FilterNode::Kind kind, const char* word, const char* symbol,
                              Result<FilterNode> (Parser::*part)()) {
        EGT_ASSIGN(FilterNode first, (this->*part)());
        FilterNode out;
        out.kind = kind;
        out.children.push_back(std::move(first));
        while (takes(word, symbol)) {
            EGT_ASSIGN(FilterNode more, (this->*part)());
            out.children.push_back(std::move(more));
        }
        if (out.children.size() > 1) return out;
        FilterNode only = std::move(out.children.front());
        return only;
    }
    Result<FilterNode> anyOf() { return joined(FilterNode::Kind::any_of, "or", "||", &Parser::allOf); }
    Result<FilterNode> allOf() { return joined(FilterNode::Kind::all_of, "and", "&&", &Parser::negation); }

    Result<FilterNode> negation() {
        if (++m_depth > kDeepest)
            return syntax(EGT_TEXT("engine", "The filter is nested too deeply (position %1). Write it flatter."), {},
                          now().position);
        Result<FilterNode> out = takes("not", "!") ? negated() : primary();
        --m_depth;
        return out;
    }
    Result<FilterNode> negated() {
        EGT_ASSIGN(FilterNode inner, negation());
        FilterNode out;
        out.kind = FilterNode::Kind::negation;
        out.children.push_back(std::move(inner));
        return out;
    }

    Result<FilterNode> primary() {
        if (takesSymbol("(")) {
            EGT_ASSIGN(FilterNode inner, anyOf());
            if (!takesSymbol(")"))
                return syntax(EGT_TEXT("engine", "A “)” is missing at position %1."), {}, now().position);
            return inner;
        }
        if (now().kind != Token::Kind::word || isKeyword(now().text))
            return syntax(EGT_TEXT("engine", "A column name is expected at position %1."), {}, now().position);
        FilterNode node;
        node.column = now().text;
        node.position = now().position;
        take();
        return condition(std::move(node));
    }

    Result<FilterNode> condition(FilterNode node) {
        if (takes("is")) {
            const bool negate = takes("not");
            if (!takes("missing"))
                return syntax(EGT_TEXT("engine",
                                       "“is” is followed by “missing” or “not missing” (position %1). To compare, "
                                       "use “==”."),
                              {}, now().position);
            node.kind = FilterNode::Kind::is_missing;
            return negate ? wrapped(std::move(node)) : node;
        }
        if (takes("in")) return list(std::move(node));
        if (lower(now().text) == "not" && now().kind == Token::Kind::word) {
            take();
            if (!takes("in"))
                return syntax(EGT_TEXT("engine", "“in” is expected after “not” at position %1."), {}, now().position);
            return list(std::move(node), true);
        }
        for (const char* op : {"==", "!=", "<=", ">=", "<", ">", "=", "~"}) {
            if (!takesSymbol(op)) continue;
            node.kind = FilterNode::Kind::comparison;
            node.op = std::string_view(op) == "=" ? "==" : op;
            EGT_ASSIGN(FilterValue value, literal());
            node.values.push_back(std::move(value));
            return node;
        }
        return node; // a yes/no column by itself
    }

    static FilterNode wrapped(FilterNode node) {
        FilterNode out;
        out.kind = FilterNode::Kind::negation;
        out.children.push_back(std::move(node));
        return out;
    }

    /// not in: has a value and it is none of these.
    Result<FilterNode> list(FilterNode node, bool negate = false) {
        if (!takesSymbol("("))
            return syntax(
                EGT_TEXT("engine", "“in” is followed by values in parentheses, for example in (A, B) (position %1)."),
                {}, now().position);
        node.kind = FilterNode::Kind::one_of;
        node.op = negate ? "!=" : "==";
        do {
            EGT_ASSIGN(FilterValue value, literal());
            node.values.push_back(std::move(value));
        } while (takesSymbol(","));
        if (!takesSymbol(")"))
            return syntax(EGT_TEXT("engine", "A “)” is missing at position %1."), {}, now().position);
        return node;
    }

    Result<FilterValue> literal() {
        const Token token = now();
        if (token.kind == Token::Kind::end || token.kind == Token::Kind::symbol)
            return syntax(EGT_TEXT("engine", "A value is expected at position %1."), {}, token.position);
        take();
        return FilterValue{token.text, token.kind == Token::Kind::number, token.number, token.position};
    }

    static bool isKeyword(const std::string& word) {
        constexpr std::array<std::string_view, 6> words = {"and", "or", "not", "in", "is", "missing"};
        return std::find(words.begin(), words.end(), lower(word)) != words.end();
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Result<FilterNode> parseFilter(const std::string& expression) {
    EGT_ASSIGN(std::vector<Token> tokens, Scanner(expression).all());
    return Parser(std::move(tokens)).whole();
}

} // namespace egt::curation
