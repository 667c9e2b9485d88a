// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/annotations.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "formats/choice_words.h"

namespace egt::formats {
namespace {

constexpr double kUnsaid = std::numeric_limits<double>::quiet_NaN();

Label compared(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return Label::none;
    return a > b ? Label::a : a < b ? Label::b : Label::tie;
}

Label saidBy(const Opinion& opinion, std::size_t a, std::size_t b) {
    if (opinion.best) return *opinion.best == a ? Label::a : *opinion.best == b ? Label::b : Label::none;
    return a < opinion.worth.size() && b < opinion.worth.size() ? compared(opinion.worth[a], opinion.worth[b])
                                                                : Label::none;
}

void count(Votes& votes, Label label) {
    if (label == Label::a) ++votes.a;
    if (label == Label::b) ++votes.b;
    if (label == Label::tie) ++votes.tie;
}

using Opinions = std::vector<const Opinion*>;

/// Means, where both answers were rated as often.
Label byRatings(const Opinions& ratings, std::size_t a, std::size_t b) {
    double sum_a = 0, sum_b = 0;
    int count_a = 0, count_b = 0;
    for (const Opinion* opinion : ratings) {
        if (a >= opinion->worth.size() || b >= opinion->worth.size()) continue;
        if (const double worth = opinion->worth[a]; !std::isnan(worth)) {
            sum_a += worth;
            ++count_a;
        }
        if (const double worth = opinion->worth[b]; !std::isnan(worth)) {
            sum_b += worth;
            ++count_b;
        }
    }
    return count_a == 0 || count_a != count_b ? Label::none : compared(sum_a, sum_b);
}

Label voteOf(const Annotation& annotation, std::size_t a, std::size_t b) {
    Opinions direct;
    for (const Opinion& opinion : annotation.opinions) {
        if (!direct.empty() && opinion.kind > direct.front()->kind) direct.clear();
        if (direct.empty() || opinion.kind == direct.front()->kind) direct.push_back(&opinion);
    }
    if (direct.empty()) return Label::none;
    const auto overall = [](const Opinion* opinion) {
        return plainName(opinion->control).find("overall") != std::string::npos;
    };
    if (std::any_of(direct.begin(), direct.end(), overall))
        std::erase_if(direct, [&](const Opinion* opinion) { return !overall(opinion); });
    if (direct.front()->kind == Opinion::Kind::rating) return byRatings(direct, a, b);
    Votes votes;
    for (const Opinion* opinion : direct)
        count(votes, saidBy(*opinion, a, b));
    return majority(votes);
}

} // namespace

Opinion bestOf(Opinion::Kind kind, std::string control, std::size_t place) {
    return {kind, std::move(control), {}, place};
}

Opinion tieOf(Opinion::Kind kind, std::string control, std::size_t answers) {
    return {kind, std::move(control), std::vector<double>(answers, 0.0), {}};
}

Opinion ratingOf(std::string control, std::size_t place, std::size_t answers, double rating) {
    Opinion out{Opinion::Kind::rating, std::move(control), std::vector<double>(answers, kUnsaid), {}};
    out.worth.at(place) = rating;
    return out;
}

std::optional<Opinion> opinionOfWords(std::string_view text, const std::string& control,
                                      const std::vector<std::string>& names) {
    const auto choice = choiceOf(text, names, control);
    if (!choice) return std::nullopt;
    constexpr auto kind = Opinion::Kind::choice;
    if (choice->kind == Choice::Kind::one) return bestOf(kind, control, choice->place);
    if (choice->kind == Choice::Kind::tie) return tieOf(kind, control, names.size());
    return Opinion{kind, control, {}, {}};
}

Votes votesOf(const std::vector<Annotation>& annotations, std::size_t a, std::size_t b) {
    Votes votes, truth;
    for (const Annotation& annotation : annotations)
        count(annotation.truth ? truth : votes, voteOf(annotation, a, b));
    return truth.all() > 0 ? truth : votes;
}

Label majority(const Votes& votes) {
    const int most = std::max({votes.a, votes.b, votes.tie});
    if (most == 0) return Label::none;
    if ((votes.a == most) + (votes.b == most) + (votes.tie == most) > 1) return Label::none;
    return votes.a == most ? Label::a : votes.b == most ? Label::b : Label::tie;
}

} // namespace egt::formats
