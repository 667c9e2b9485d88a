// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/json_row.h"

namespace egt::formats {

/// What Label Studio exports as JSON and as JSON_MIN (or CSV), where the task compares answers.
///
/// JSON: {"id", "data": {the task's fields}, "annotations": [{"result": [{"type", "from_name", "to_name", "value"}],
/// "was_cancelled", "ground_truth", …}], "predictions", …}; "completions" and "skipped" of old versions too. The value
/// is {"selected": "left" | "right"} (Pairwise; left is the first answer of the data unless to_name lists the two),
/// {"choices": […]} (Choices: words that name an answer, a tie or neither, choice_words.h), {"ranker": {control:
/// [ids]}} (Ranker over a List, the best first; with buckets it is no ranking and says nothing) or {"rating": n}
/// (Rating, by its to_name, its item_index or its own name). JSON_MIN: one row for each annotation, the fields of the
/// data beside the controls by their names, "annotator", "annotation_id", "lead_time"; a single choice is a bare text
/// there.
///
/// Cancelled annotations don't count. Several annotators: annotations.h; those marked as ground truth outvote the
/// others. In JSON_MIN each annotator is a row and so a pair of its own. Without annotations the label is none, also
/// where fields are named chosen and rejected. Predictions are never a label. All of it stays in `extra`.
///
/// Images: "/data/local-files/?d=dir/1.jpg" becomes dir/1.jpg, "/data/upload/3/hash-1.jpg" and
/// "/storage-data/uploaded/?filepath=upload/3/hash-1.jpg" become upload/3/hash-1.jpg (below Label Studio's media
/// folder), with or without a host in front; other addresses stay.
///
/// Sources: label-studio-sdk src/label_studio_sdk/converter/converter.py (annotation_result_from_task, get_data,
/// convert_to_json_min), converter/utils.py (prettify_result), converter/exports/csv2.py and
/// _extensions/label_studio_tools/core/utils/io.py (get_local_path); label-studio web/libs/editor/src/tags/control/
/// Pairwise.js, Ranker.jsx, Rating.jsx, ClassificationBase.js, tags/object/List.jsx and
/// label_studio/annotation_templates/generative-ai.
class LabelStudioReader final : public JsonLinesReader {
public:
    [[nodiscard]] std::string name() const override { return "label_studio"; }
    [[nodiscard]] std::string title() const override { return "Label Studio tasks (JSON, JSON_MIN)"; }

protected:
    [[nodiscard]] Field<std::vector<PairRecord>> pairsOf(JsonRow& row) const override;
    [[nodiscard]] double fit(const JsonRow& row) const override;
    [[nodiscard]] bool meansToBe(const JsonRow& row) const override;
};

} // namespace egt::formats
