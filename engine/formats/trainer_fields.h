// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "formats/writer.h"

namespace egt::formats {

/// What a trainer does not read and an import gives back: id, source, split, the reasons of both answers, and columns
/// that begin with egt_. All but egt_pair are texts (scores, flags and unknown fields as JSON), so that every row has
/// the same columns of the same types, which the loaders of `datasets` insist on.
void addOwnColumns(OrderedJson& out, const ExportRow& row);

/// The same for a judge's task, which has two answers without a better one by name: with question, answer_a, answer_b,
/// the label and which answer stands first ("stored" or "swapped").
OrderedJson taskColumns(const ExportRow& row);

/// "1" or "2": where a judge's task shows the better answer.
std::string verdictOf(const ExportRow& row);

} // namespace egt::formats
