// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The data of a task as people load it into an annotation tool: no layout says how its fields are named, so the usual
// names are looked for. Private to the readers.

#include <string>
#include <vector>

#include "formats/annotations.h"
#include "formats/json_row.h"

namespace egt::formats {

inline constexpr std::size_t kMostAnswers = 64;

struct TaskFields {
    PairRecord common;                ///< question, images, source, split
    std::vector<std::string> names;   ///< of the answers: their fields; of a list's items the ids, else "response 1"
    std::vector<std::string> answers; ///< at least two
};

/// The question (prompt, question, instruction, query, …), the answers (answer1 and answer2, response_a and response_b,
/// generations-0 and generations-1, left and right, chosen and rejected, …, as many as are counted on; or a list of
/// texts or of objects under responses, answers, items, …), images (image, images, image_url, img, image1, …), source
/// and split. Names are compared by plainName(). A text may be a list of {"role", "content"}.
/// What is used is marked as used, but for what its text alone could not give back.
/// Reject: missing, type, too_many (more than kMostAnswers answers).
Field<TaskFields> taskFieldsOf(JsonRow& row);

/// Every two answers as a pair with what the annotations say; two make one pair, whatever its label. Of several answers
/// empty and equal ones are in no pair, and the id tells their places. Where more than one annotator voted, `votes` is
/// added to what is extra. Reject: empty, same_answers, no_pair.
Field<std::vector<PairRecord>> pairsOfTask(const TaskFields& task, const std::vector<Annotation>& annotations);

} // namespace egt::formats
