// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/search_query.h"

#include <algorithm>

#include "base/numbers.h"
#include "store/words.h"

namespace egt::store {
namespace {

constexpr std::size_t kAround = 40; ///< characters before the match and after the line's begin

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Length of a quotation mark at the front: " or its curved forms, which keyboards and word processors put in its
/// place.
std::size_t quoteAt(std::string_view text) {
    if (text.starts_with('"')) return 1;
    for (const char* curved : {"“", "”", "„"})
        if (text.starts_with(curved)) return std::string_view(curved).size();
    return 0;
}

/// A chunk without spaces, or the inside of quotation marks; false when it has no words.
bool addTerm(std::string_view chunk, std::vector<SearchTerm>& terms) {
    Segmenter segmenter;
    const auto& segments = segmenter.cut(chunk);
    if (segments.empty()) return false;
    SearchTerm term;
    for (const Segment& segment : segments)
        term.words.emplace_back(segmenter.word(segment));
    term.prefix = trimmed(chunk.substr(segments.back().end)).starts_with('*');
    terms.push_back(std::move(term));
    return true;
}

bool fits(const Segmenter& text, std::size_t at, const SearchTerm& term) {
    const auto& segments = text.segments();
    if (segments.size() - at < term.words.size()) return false;
    for (std::size_t i = 0; i < term.words.size(); ++i) {
        const std::string_view word = text.word(segments[at + i]);
        const bool last = i + 1 == term.words.size();
        if (last && term.prefix ? !word.starts_with(term.words[i]) : word != term.words[i]) return false;
    }
    return true;
}

bool contains(const Segmenter& text, const SearchTerm& term) {
    for (std::size_t at = 0; at < text.segments().size(); ++at)
        if (fits(text, at, term)) return true;
    return false;
}

/// The byte place that lies `characters` characters away, within the text.
std::size_t back(std::string_view text, std::size_t at, std::size_t characters) {
    while (at > 0 && characters > 0) {
        --at;
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) --characters;
    }
    return at;
}
std::size_t forth(std::string_view text, std::size_t at, std::size_t characters) {
    while (at < text.size() && characters > 0) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
            ++at;
        --characters;
    }
    return at;
}

} // namespace

SearchQuery parseSearch(std::string_view text) {
    SearchQuery query;
    std::string_view whole = trimmed(text);
    // What a filter asks for comes in quotation marks; a number is a number there too.
    std::string_view bare = whole;
    if (bare.size() >= 2 && bare.front() == '"' && bare.back() == '"') bare = bare.substr(1, bare.size() - 2);
    query.number = std::max<PairId>(0, parseNumber<PairId>(bare).value_or(0));
    std::size_t at = 0;
    while (at < whole.size()) {
        if (const std::size_t open = quoteAt(whole.substr(at)); open > 0) {
            std::size_t end = at + open;
            while (end < whole.size() && quoteAt(whole.substr(end)) == 0)
                ++end;
            const bool star = end < whole.size() && whole.substr(end + quoteAt(whole.substr(end))).starts_with('*');
            if (addTerm(whole.substr(at + open, end - at - open), query.terms) && star)
                query.terms.back().prefix = true;
            at = end < whole.size() ? end + quoteAt(whole.substr(end)) : end;
            continue;
        }
        const std::size_t start = at;
        while (at < whole.size() && !isSpace(whole[at]) && quoteAt(whole.substr(at)) == 0)
            ++at;
        addTerm(whole.substr(start, at - start), query.terms);
        while (at < whole.size() && isSpace(whole[at]))
            ++at;
    }
    if (query.terms.empty()) query.literal = foldCase(bare);
    return query;
}

std::string SearchQuery::match() const {
    std::string out;
    for (const SearchTerm& term : terms) {
        out += out.empty() ? "\"" : " AND \"";
        for (std::size_t i = 0; i < term.words.size(); ++i)
            out += (i == 0 ? "" : " ") + term.words[i];
        out += term.prefix ? "\" *" : "\"";
    }
    return out;
}

bool TextMatcher::literalIn(std::string_view text) const {
    return containsFolded(text, m_query.literal);
}

bool TextMatcher::matches(const SearchTexts& texts) {
    if (m_query.everything()) return true;
    if (m_query.terms.empty())
        return std::any_of(texts.begin(), texts.end(), [this](std::string_view text) { return literalIn(text); });
    for (std::size_t i = 0; i < texts.size(); ++i)
        m_segmenters[i].cut(texts[i]);
    return std::all_of(m_query.terms.begin(), m_query.terms.end(), [this](const SearchTerm& term) {
        return std::any_of(m_segmenters.begin(), m_segmenters.end(),
                           [&](const Segmenter& text) { return contains(text, term); });
    });
}

std::vector<std::uint32_t> TextMatcher::places(std::string_view text) {
    std::vector<std::uint32_t> out;
    if (m_query.terms.empty()) { // folding moves bytes, so only the plain place is marked
        const std::size_t at = m_query.literal.empty() ? std::string_view::npos : text.find(m_query.literal);
        if (at != std::string_view::npos)
            out = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + m_query.literal.size())};
        return out;
    }
    Segmenter& segmenter = m_segmenters.front();
    const auto& segments = segmenter.cut(text);
    for (std::size_t at = 0; at < segments.size();) {
        std::size_t longest = 0;
        for (const SearchTerm& term : m_query.terms)
            if (fits(segmenter, at, term)) longest = std::max(longest, term.words.size());
        if (longest > 0) {
            out.push_back(segments[at].begin);
            out.push_back(segments[at + longest - 1].end);
        }
        at += std::max<std::size_t>(1, longest);
    }
    return out;
}

SearchHit excerptOf(PairId pair, const SearchTexts& texts, TextMatcher& matcher) {
    SearchHit hit;
    hit.pair = pair;
    hit.field = "pair"; // found by its number, or by everything
    std::string_view text = texts.front();
    std::vector<std::uint32_t> places;
    for (std::size_t i = 0; i < texts.size() && places.empty(); ++i) {
        places = matcher.places(texts[i]);
        if (places.empty()) continue;
        hit.field = kSearchFields[i];
        text = texts[i];
    }
    const std::size_t from = back(text, places.empty() ? 0 : places.front(), kAround);
    const std::size_t to = forth(text, places.empty() ? 0 : places[1], kAround * 2);
    hit.excerpt = from > 0 ? "…" : "";
    const std::size_t shift = hit.excerpt.size();
    for (const char c : text.substr(from, to - from)) // one line on a terminal: no control characters
        hit.excerpt += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    if (to < text.size()) hit.excerpt += "…";
    for (std::size_t i = 0; i + 1 < places.size() && places[i + 1] <= to; i += 2) {
        hit.marks.push_back(static_cast<std::uint32_t>(places[i] - from + shift));
        hit.marks.push_back(static_cast<std::uint32_t>(places[i + 1] - from + shift));
    }
    return hit;
}

} // namespace egt::store
