// SPDX-License-Identifier: GPL-3.0-or-later
// Random expressions over random tables, written out with random spacing, against a second evaluator that works on
// plain values row by row and shares nothing with the engine but the table.
#include <map>
#include <optional>

#include "curation/filter.h"
#include "table.h"

namespace egt::curation {
namespace {

using test::must;

/// A row as a person would write it down; a value that is not there is missing.
struct PlainRow {
    std::map<std::string, double> numbers;
    std::map<std::string, std::string> words;
};

/// A condition that can be written out and asked of a row.
struct Condition {
    std::string text;
    std::function<bool(const PlainRow&)> holds;
    int strength = 3; ///< 0 or, 1 and, 2 not, 3 stands alone
};

const std::vector<std::string> kSources = {"lab", "wild", "in the lab", "x1"};
const std::vector<double> kNumbers = {-2, -0.5, 0, 0.25, 1, 2.5, 7, 40};

class Writer {
public:
    explicit Writer(std::uint64_t seed) : m_random(seed) {}

    Condition any(int depth) {
        const std::uint64_t kind = depth == 0 ? 3 : m_random.below(5);
        if (kind == 0) return joined(depth, false);
        if (kind == 1) return joined(depth, true);
        if (kind == 2) return negated(depth);
        return leaf();
    }

private:
    std::string space(bool needed = false) {
        static const std::vector<std::string> kinds = {" ", "  ", "\t", "\n "};
        return needed || m_random.below(2) == 0 ? kinds[m_random.below(kinds.size())] : "";
    }
    std::string pick(const std::vector<std::string>& words) { return words[m_random.below(words.size())]; }
    /// In parentheses when it binds less than what stands around it, and sometimes for nothing.
    std::string inside(const Condition& part, int strength) {
        if (part.strength > strength && m_random.below(4) > 0) return part.text;
        return "(" + space() + part.text + space() + ")";
    }

    Condition joined(int depth, bool all) {
        const Condition a = any(depth - 1);
        const Condition b = any(depth - 1);
        const std::string word = all ? pick({"and", "AND", "&&"}) : pick({"or", "Or", "||"});
        return {inside(a, all ? 1 : 0) + space(true) + word + space(true) + inside(b, all ? 1 : 0),
                [a, b, all](const PlainRow& row) {
                    return all ? a.holds(row) && b.holds(row) : a.holds(row) || b.holds(row);
                },
                all ? 1 : 0};
    }
    Condition negated(int depth) {
        const Condition a = any(depth - 1);
        return {pick({"not ", "NOT\t", "!", "! "}) + inside(a, 1), [a](const PlainRow& row) { return !a.holds(row); },
                2};
    }

    std::string number(double value) {
        std::string text = value < 0 ? "-" : m_random.below(6) == 0 ? "+" : "";
        const double size = std::abs(value);
        if (m_random.below(4) == 0) return text + std::to_string(size * 100) + "%";
        return text + std::to_string(size);
    }
    Condition leaf() {
        switch (m_random.below(6)) {
        case 0:
            return numbers();
        case 1:
            return range();
        case 2:
            return sources();
        case 3:
            return missing();
        case 4:
            return yes();
        default:
            return comparison();
        }
    }
    /// Name in the filter and name in the row.
    std::pair<std::string, std::string> numberColumn() {
        static const std::vector<std::pair<std::string, std::string>> columns = {{"entropy", "mean_entropy"},
                                                                                 {"mean_entropy", "mean_entropy"},
                                                                                 {"words_a", "words_a"},
                                                                                 {"confidence", "p_label"},
                                                                                 {"p_label", "p_label"}};
        return columns[m_random.below(columns.size())];
    }
    static std::optional<double> valueOf(const PlainRow& row, const std::string& column) {
        const auto found = row.numbers.find(column);
        return found == row.numbers.end() ? std::nullopt : std::optional(found->second);
    }

    Condition comparison() {
        const auto [name, column] = numberColumn();
        const std::string op = pick({"==", "=", "!=", "<", "<=", ">", ">="});
        const double bound = kNumbers[m_random.below(kNumbers.size())];
        return {name + space() + op + space() + number(bound), [column, op, bound](const PlainRow& row) {
                    const auto value = valueOf(row, column);
                    if (!value) return false;
                    if (op == "<") return *value < bound;
                    if (op == "<=") return *value <= bound;
                    if (op == ">") return *value > bound;
                    if (op == ">=") return *value >= bound;
                    return (*value == bound) == (op != "!=");
                }};
    }
    Condition range() {
        const auto [name, column] = numberColumn();
        double low = kNumbers[m_random.below(kNumbers.size())];
        double high = kNumbers[m_random.below(kNumbers.size())];
        if (high < low) std::swap(low, high);
        const bool inside = m_random.below(2) == 0;
        return {name + (inside ? " in " : " not in ") + number(low) + space() + ".." + space() + number(high),
                [column, low, high, inside](const PlainRow& row) {
                    const auto value = valueOf(row, column);
                    return value && (*value >= low && *value <= high) == inside;
                }};
    }
    Condition numbers() {
        const auto [name, column] = numberColumn();
        std::vector<double> list;
        std::string text;
        for (std::uint64_t i = 1 + m_random.below(4); i > 0; --i) {
            list.push_back(kNumbers[m_random.below(kNumbers.size())]);
            text += (text.empty() ? "" : "," + space()) + number(list.back());
        }
        const bool inside = m_random.below(2) == 0;
        return {name + (inside ? " in (" : " NOT in (") + text + ")", [column, list, inside](const PlainRow& row) {
                    const auto value = valueOf(row, column);
                    return value && (std::find(list.begin(), list.end(), *value) != list.end()) == inside;
                }};
    }
    std::string quoted(std::string word) {
        if (m_random.below(3) == 0)
            for (char& c : word)
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        const bool bare = word.find(' ') == std::string::npos && m_random.below(2) == 0;
        const std::string mark = m_random.below(2) == 0 ? "\"" : "'";
        return bare ? word : mark + word + mark;
    }
    Condition sources() {
        std::vector<std::string> list = {pick(kSources)};
        const bool equal = m_random.below(2) == 0;
        std::string text = pick({"source", "kind", "category"});
        if (m_random.below(2) == 0) {
            text += space() + (equal ? "==" : "!=") + space() + quoted(list.front());
        } else {
            list.push_back(pick(kSources));
            text += (equal ? " in (" : " not in (") + quoted(list[0]) + space() + "," + quoted(list[1]) + ")";
        }
        return {text, [list, equal](const PlainRow& row) {
                    const auto found = row.words.find("source");
                    if (found == row.words.end()) return false;
                    return (std::find(list.begin(), list.end(), found->second) != list.end()) == equal;
                }};
    }
    Condition missing() {
        const bool words = m_random.below(3) == 0;
        const auto [name, column] = words ? std::pair<std::string, std::string>("source", "source") : numberColumn();
        const bool is = m_random.below(2) == 0;
        return {name + (is ? " is missing" : " IS not missing"), [column = column, words, is](const PlainRow& row) {
                    return (words ? !row.words.contains(column) : !row.numbers.contains(column)) == is;
                }};
    }
    Condition yes() {
        const std::string name = pick({"reviewed", "trained"});
        const std::uint64_t kind = m_random.below(3);
        const std::string text = kind == 0 ? name
                                           : name + space() + "==" + space() +
                                                 (kind == 1 ? pick({"yes", "true", "\"Yes\""}) : pick({"no", "False"}));
        return {text, [name, no = kind == 2](const PlainRow& row) {
                    const auto found = row.words.find(name);
                    return found != row.words.end() && (found->second == "yes") != no;
                }};
    }

    Random m_random;
};

std::vector<PlainRow> randomRows(Random& random, int count) {
    std::vector<PlainRow> rows(static_cast<std::size_t>(count));
    for (PlainRow& row : rows) {
        for (const char* column : {"mean_entropy", "p_label", "words_a"})
            if (random.below(6) > 0) {
                const double value = kNumbers[random.below(kNumbers.size())];
                row.numbers[column] = std::string(column) == "words_a" ? std::trunc(value) : value;
            }
        if (random.below(6) > 0) row.words["source"] = kSources[random.below(kSources.size())];
        for (const char* column : {"reviewed", "trained"})
            if (random.below(6) > 0) row.words[column] = random.below(2) == 0 ? "no" : "yes";
    }
    return rows;
}

test::Table tableOf(const std::vector<PlainRow>& rows) {
    test::Table table(std::ssize(rows));
    for (const char* name : {"mean_entropy", "p_label"}) {
        std::vector<float> values;
        for (const PlainRow& row : rows)
            values.push_back(row.numbers.contains(name) ? static_cast<float>(row.numbers.at(name)) : test::kNoValue);
        table.reals(name, values);
    }
    std::vector<std::int64_t> lengths;
    for (const PlainRow& row : rows)
        lengths.push_back(row.numbers.contains("words_a") ? static_cast<std::int64_t>(row.numbers.at("words_a"))
                                                          : kMissingInteger);
    table.integers("words_a", lengths);
    for (const char* name : {"source", "reviewed", "trained"}) {
        std::vector<std::string> values;
        for (const PlainRow& row : rows)
            values.push_back(row.words.contains(name) ? row.words.at(name) : "");
        table.words(name, std::string(name) == "source" ? kSources : test::kYesNoWords, values);
    }
    return table;
}

TEST(FilterProperty, AgreesWithAnEvaluatorOfPlainRows) {
    Random random(77);
    int taken = 0;
    int asked = 0;
    for (int round = 0; round < 40; ++round) {
        const std::vector<PlainRow> rows = randomRows(random, 60);
        const test::Table table = tableOf(rows);
        Writer writer(random.next());
        for (int i = 0; i < 50; ++i) {
            const Condition condition = writer.any(static_cast<int>(random.below(5)));
            std::vector<PairId> wanted;
            for (std::size_t row = 0; row < rows.size(); ++row)
                if (condition.holds(rows[row])) wanted.push_back(10 * static_cast<PairId>(row + 1));
            const auto found = filterPairs(table, condition.text);
            ASSERT_TRUE(found) << condition.text << "\n" << found.error().message();
            ASSERT_EQ(*found, wanted) << condition.text;
            taken += static_cast<int>(wanted.size());
            asked += static_cast<int>(rows.size());
        }
    }
    EXPECT_GT(taken, asked / 5) << "conditions that take nothing test nothing";
    EXPECT_LT(taken, asked * 4 / 5);
}

// The same through many chunks: the loops end where the rows end.
TEST(FilterProperty, AgreesOverMoreThanAChunk) {
    Random random(78);
    const std::vector<PlainRow> rows = randomRows(random, static_cast<int>(kChunkRows) + 1000);
    const test::Table table = tableOf(rows);
    Writer writer(5);
    for (int i = 0; i < 20; ++i) {
        const Condition condition = writer.any(2);
        const Mask found = must(filterRows(table, condition.text));
        ASSERT_EQ(found.size(), rows.size());
        for (std::size_t row = 0; row < rows.size(); ++row)
            ASSERT_EQ(found[row] != 0, condition.holds(rows[row])) << condition.text << " row " << row;
    }
}

} // namespace
} // namespace egt::curation
