// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What annotators said of the answers of one task, and the label that follows from it. One rule for every annotation
// tool:
//   * Of one annotator the most direct statement counts: a comparison of two, else a choice, else a ranking, else
//     ratings (the mean of an answer's ratings, where both answers have as many). Several controls of that kind have
//     one voice each, but where one is named "overall", only that one.
//   * Over annotators, as over the controls of one, the majority decides. An even split says nothing, for a tie is a
//     judgement of its own that then nobody made.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "records/records.h"

namespace egt::formats {

struct Opinion {
    enum class Kind { rating, ranking, choice, comparison }; ///< the later the more direct
    Kind kind = Kind::choice;
    std::string control;             ///< the name of what was asked
    std::vector<double> worth;       ///< of each answer, higher = better, NaN where nothing was said
    std::optional<std::size_t> best; ///< better than every other, which among themselves stay unknown; worth is empty
};

/// By how many answers there are.
Opinion bestOf(Opinion::Kind kind, std::string control, std::size_t place);
Opinion tieOf(Opinion::Kind kind, std::string control, std::size_t answers);
Opinion ratingOf(std::string control, std::size_t place, std::size_t answers, double rating);
/// A choice by its words (choice_words.h); nothing where they name no answer. "Neither" is an opinion that says
/// nothing.
std::optional<Opinion> opinionOfWords(std::string_view text, const std::string& control,
                                      const std::vector<std::string>& names);

struct Annotation {
    std::vector<Opinion> opinions;
    bool truth = false; ///< outvotes those that are not
};

struct Votes {
    int a = 0, b = 0, tie = 0;
    [[nodiscard]] int all() const { return a + b + tie; }
};
/// For answer `a` against answer `b`, one vote an annotation at most.
Votes votesOf(const std::vector<Annotation>& annotations, std::size_t a, std::size_t b);
Label majority(const Votes& votes);

} // namespace egt::formats
