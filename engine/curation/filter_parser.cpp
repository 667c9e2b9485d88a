// SPDX-License-Identifier: GPL-3.0-or-later
#include "curation/filter_parser.h"

#include <algorithm>
#include <array>

#include "curation/filter_scanner.h"

namespace egt::curation {
namespace {

constexpr int kDeepest = 200; // parentheses and nots inside each other

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

class Parser {
public:
    explicit Parser(std::vector<FilterToken> tokens) : m_tokens(std::move(tokens)) {}

    Result<FilterNode> whole() {
        EGT_ASSIGN(FilterNode node, anyOf());
        if (now().kind != FilterToken::Kind::end)
            return filterSyntax(
                EGT_TEXT("engine", "“%1” is not expected at position %2. Join conditions with “and” or “or”."),
                {now().text}, now().position);
        return node;
    }

private:
    [[nodiscard]] const FilterToken& now() const { return m_tokens[m_at]; }
    const FilterToken& take() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
    /// A keyword or symbol; takes it when it is there.
    bool takes(const char* word, const char* symbol = nullptr) {
        const bool is_word = now().kind == FilterToken::Kind::word && lower(now().text) == word;
        const bool is_symbol = symbol != nullptr && now().kind == FilterToken::Kind::symbol && now().text == symbol;
        if (is_word || is_symbol) take();
        return is_word || is_symbol;
    }
    bool takesSymbol(const char* symbol) {
        const bool is = now().kind == FilterToken::Kind::symbol && now().text == symbol;
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
            return filterSyntax(EGT_TEXT("engine", "The filter is nested too deeply (position %1). Write it flatter."),
                                {}, now().position);
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
                return filterSyntax(EGT_TEXT("engine", "A “)” is missing at position %1."), {}, now().position);
            return inner;
        }
        if (now().kind != FilterToken::Kind::word || isKeyword(now().text))
            return filterSyntax(EGT_TEXT("engine", "A column name is expected at position %1."), {}, now().position);
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
                return filterSyntax(
                    EGT_TEXT("engine", "“is” is followed by “missing” or “not missing” (position %1). To compare, "
                                       "use “==”."),
                    {}, now().position);
            node.kind = FilterNode::Kind::is_missing;
            return negate ? wrapped(std::move(node)) : node;
        }
        if (takes("in")) return members(std::move(node), false);
        if (lower(now().text) == "not" && now().kind == FilterToken::Kind::word) {
            take();
            if (!takes("in"))
                return filterSyntax(EGT_TEXT("engine", "“in” is expected after “not” at position %1."), {},
                                    now().position);
            return members(std::move(node), true);
        }
        for (const char* op : {"==", "!=", "<=", ">=", "<", ">", "=", "~"}) {
            if (!takesSymbol(op)) continue;
            node.kind = FilterNode::Kind::comparison;
            node.op = std::string_view(op) == "=" ? "==" : op;
            EGT_ASSIGN(FilterValue value, literal());
            node.values.push_back(std::move(value));
            return node;
        }
        if (isValue(now()))
            return filterSyntax(EGT_TEXT("engine",
                                         "“%1” is not expected after “%2” (position %3): an operator belongs there "
                                         "(==, !=, <, <=, >, >=, ~, in, is), or “and” or “or”."),
                                {now().text, node.column}, now().position);
        return node; // a yes/no column by itself
    }

    static FilterNode wrapped(FilterNode node) {
        FilterNode out;
        out.kind = FilterNode::Kind::negation;
        out.children.push_back(std::move(node));
        return out;
    }

    /// A list or a range; not in: has a value and it is none of these.
    Result<FilterNode> members(FilterNode node, bool negate) {
        node.kind = FilterNode::Kind::one_of;
        node.op = negate ? "!=" : "==";
        if (!takesSymbol("(")) {
            if (!isValue(now()))
                return filterSyntax(EGT_TEXT("engine",
                                             "“in” is followed by values in parentheses or by a range, for example "
                                             "in (A, B) or in 1..5 (position %1)."),
                                    {}, now().position);
            EGT_ASSIGN(FilterValue value, literalOrRange());
            if (!value.is_range)
                return filterSyntax(EGT_TEXT("engine",
                                             "“in” is followed by values in parentheses or by a range, for example "
                                             "in (A, B) or in 1..5 (position %1)."),
                                    {}, value.position);
            node.values.push_back(std::move(value));
            return node;
        }
        do {
            EGT_ASSIGN(FilterValue value, literalOrRange());
            node.values.push_back(std::move(value));
        } while (takesSymbol(","));
        if (!takesSymbol(")"))
            return filterSyntax(EGT_TEXT("engine", "A “)” is missing at position %1."), {}, now().position);
        return node;
    }

    Result<FilterValue> literalOrRange() {
        EGT_ASSIGN(FilterValue low, literal());
        if (!takesSymbol("..")) return low;
        EGT_ASSIGN(const FilterValue high, literal());
        if (!low.is_number || !high.is_number)
            return filterSyntax(EGT_TEXT("engine", "A range has numbers at both ends, for example 1..5 (position %1)."),
                                {}, low.is_number ? high.position : low.position);
        if (high.number < low.number)
            return filterSyntax(
                EGT_TEXT("engine", "The range %1..%2 is empty: write the smaller number first (position %3)."),
                {low.text, high.text}, low.position);
        low.is_range = true;
        low.high = high.number;
        return low;
    }

    Result<FilterValue> literal() {
        const FilterToken token = now();
        if (token.kind == FilterToken::Kind::end || token.kind == FilterToken::Kind::symbol)
            return filterSyntax(EGT_TEXT("engine", "A value is expected at position %1."), {}, token.position);
        take();
        FilterValue value;
        value.text = token.text;
        value.is_number = token.kind == FilterToken::Kind::number;
        value.is_quoted = token.kind == FilterToken::Kind::text;
        value.number = token.number;
        value.position = token.position;
        return value;
    }

    static bool isValue(const FilterToken& token) {
        const bool literal = token.kind == FilterToken::Kind::number || token.kind == FilterToken::Kind::text;
        return literal || (token.kind == FilterToken::Kind::word && !isKeyword(token.text));
    }

    static bool isKeyword(const std::string& word) {
        constexpr std::array<std::string_view, 6> words = {"and", "or", "not", "in", "is", "missing"};
        return std::find(words.begin(), words.end(), lower(word)) != words.end();
    }

    std::vector<FilterToken> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Result<FilterNode> parseFilter(const std::string& expression) {
    EGT_ASSIGN(std::vector<FilterToken> tokens, scanFilter(expression));
    return Parser(std::move(tokens)).whole();
}

} // namespace egt::curation
