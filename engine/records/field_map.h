// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Files of a layout of their own: which field is what, said by the user. Pure functions; any thread.

#include <string>
#include <vector>

#include "base/result.h"

namespace egt {

/// Where each part of a pair stands in a row. A path is a field's name, or names and places within it:
/// "data.answers[0].text"; a field whose own name has dots or brackets is found first.
struct FieldMap {
    std::string question, a, b; ///< must be named
    /// Without a label field, and with `chosen` and `rejected` named in place of a and b, A is the better one.
    bool preference = false;
    std::string label;
    std::vector<std::string> images; ///< each a path to a path, a list of paths or a picture
    std::string id, source, split, reason_a, reason_b;
    /// Values of the label field. Besides them it understands: A, a, 1, first, left, the names of field `a`; B, b, 2,
    /// second, right, the names of field `b`; tie, equal, same; and nothing for no label.
    std::vector<std::string> label_a, label_b, label_tie;
    bool operator==(const FieldMap&) const = default;
};

/// {"question": "prompt", "a": "answers[0]", "b": "answers[1]", "label": "better", "label_a": ["0"], …}, the form that
/// is saved. Errors: import.bad_map with the key.
Result<FieldMap> fieldMapOfJson(const std::string& json);
std::string fieldMapJson(const FieldMap& map); ///< one line, keys in a fixed order
/// From words as the command line has them: question=prompt chosen=good rejected=bad image=photo label_tie=draw,equal.
/// Errors: import.bad_map with the word.
Result<FieldMap> fieldMapOfWords(const std::vector<std::string>& words);
/// A map by the names that fields of such files usually have; fields that are not recognised stay empty.
FieldMap guessedMap(const std::vector<std::string>& fields);
/// The names that --map and the file of a map know.
const std::vector<std::string>& fieldMapKeys();

} // namespace egt
