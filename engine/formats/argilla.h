// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/json_row.h"

namespace egt::formats {

/// Records of Argilla whose fields are a prompt and answers (task_fields.h), in the three forms that it writes:
///   * records.to_json of version 2: {"id", "fields": {…}, "responses": {question: [{"value", "user_id"}]},
///     "suggestions": {question: {"value", "score", "agent"}}, "metadata", "vectors", "status", "_server_id"};
///   * records.to_datasets of version 2, and what it pushes to the Hub: the fields as columns, "question.responses",
///     "question.responses.users", "question.responses.status", "question.suggestion", …;
///   * FeedbackDataset of version 1: a question is a column of [{"user_id", "value", "status"}] beside
///     "question-suggestion" and "question-suggestion-metadata"; with "external_id" and "metadata".
///
/// A label question says the better answer by its words (choice_words.h); rating questions that name an answer
/// ("response-1-rating", distilabel's "generations-0-rating") are compared; one of the kind "choose-best" or
/// "response_ranking" says it by its number 1 or 2; a ranking question by its ranks, equal ranks being a tie. Version 2
/// writes the names of a ranking without their ranks, in the order of the question's options and not in that of the
/// annotator: such a list says nothing, and the label is none.
///
/// Only submitted responses count; to_json does not write the status, there all do. Several users: annotations.h. A
/// suggestion is mostly a model's word: it counts only where no user has submitted or discarded the record, and the
/// pair then has "label_from": "suggestion" among what is extra. Nothing of all that: no label, also where fields are
/// named chosen and rejected. Everything but the fields used stays in `extra`.
///
/// Sources: argilla/src/argilla/records/_resource.py (Record.to_dict), records/_io/_generic.py, _json.py, _datasets.py,
/// responses.py; argilla-v1/src/argilla_v1/client/feedback/integrations/huggingface/dataset.py; argilla-frontend
/// v1/domain/entities/question/QuestionAnswer.ts; docs/_source/guides/llms/conceptual_guides/rm.md; distilabel
/// src/distilabel/steps/argilla/preference.py.
class ArgillaReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "argilla"; }
    [[nodiscard]] std::string title() const override { return "Argilla records"; }

protected:
    [[nodiscard]] Field<std::vector<PairRecord>> pairsOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

} // namespace egt::formats
