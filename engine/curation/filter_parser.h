// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text of the filter language to a tree; names are looked up later (filter.cpp).

#include <string>
#include <vector>

#include "base/result.h"

namespace egt::curation {

struct FilterValue {
    std::string text; ///< as written, without quotes
    bool is_number = false;
    bool is_quoted = false;
    bool is_range = false; ///< from number to high, both included
    double number = 0;
    double high = 0;
    std::int64_t position = 0;
};

struct FilterNode {
    enum class Kind { all_of, any_of, negation, comparison, one_of, is_missing, yes };
    Kind kind = Kind::yes;
    std::string column;
    std::string op; ///< of a comparison: == != < <= > >= ~
    std::int64_t position = 0;
    std::vector<FilterValue> values;
    std::vector<FilterNode> children;
};

/// Errors: filter.syntax.
Result<FilterNode> parseFilter(const std::string& expression);

} // namespace egt::curation
