// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/judge_layouts.h"

#include "base/json.h"
#include "formats/comparison.h"
#include "formats/conversation.h"
#include "formats/embedded_image.h"
#include "formats/plain.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;

/// Question and answers of a prompt, in its order.
Field<PairRecord> pairOfTask(const std::string& field, std::string_view prompt) {
    auto task = comparisonOf(prompt);
    if (!task) {
        if (comparesPictures(prompt))
            return reject("type", field, "the row compares pictures or videos, not answers to a question");
        return reject("type", field, "the row is no comparison of two answers in a form that is known");
    }
    PairRecord pair;
    pair.question = withoutImageMarks(std::move(task->question));
    pair.answer_a = std::move(task->first);
    pair.answer_b = std::move(task->second);
    const std::string name = field; // the three texts stand in one field
    if (auto done = checkTexts(pair, name.c_str(), name.c_str(), name.c_str()); !done) return Rejected(done.error());
    return pair;
}

/// What is left of the row; the label is the verdict's.
Field<void> finish(JsonRow& row, PairRecord& pair, Label label) {
    if (auto done = takeCommon(row, pair); !done) return done;
    takeOwnExtra(row, pair);
    pair.label = label;
    return {};
}

void keepJudgement(const std::string& text, PairRecord& pair) {
    if (text.size() > 32) pair.extra = mergedObjects(pair.extra, dumpJson(Json{{"judgement", text}}));
}

/// A verdict as a text, a number or a list with one of them.
Field<std::string> verdictText(JsonRow& row, const char* field) {
    const dom::element value = row.take(field);
    dom::element inner = value;
    if (dom::array list; value.get(list) == simdjson::SUCCESS) {
        if (list.size() != 1) return reject("type", field, "the field is not one verdict");
        inner = list.at(0);
    }
    if (inner.is_null()) return std::string();
    if (std::string_view text; inner.get(text) == simdjson::SUCCESS) return std::string(text);
    if (inner.is_number()) return simdjson::minify(inner);
    return reject("type", field, "the field is not a verdict");
}

Field<PairRecord> fromConversation(JsonRow& row) {
    const auto turns = turnsOf(row, "conversations");
    if (!turns) return Rejected(turns.error());
    std::string prompt;
    for (const Message& turn : *turns)
        if (turn.role == "user" && prompt.empty()) prompt = turn.text;
    auto pair = pairOfTask("conversations", prompt);
    if (!pair) return pair;
    const std::string judgement = answerOf(*turns);
    if (auto done = finish(row, *pair, labelOfVerdict(judgement)); !done) return Rejected(done.error());
    keepJudgement(judgement, *pair);
    return pair;
}

Field<PairRecord> fromProblem(JsonRow& row, const char* verdict_field) {
    auto problem = row.text("problem");
    if (!problem) return Rejected(problem.error());
    auto pair = pairOfTask("problem", withoutImageMarks(std::move(*problem)));
    if (!pair) return pair;
    const auto verdict = verdictText(row, verdict_field);
    if (!verdict) return Rejected(verdict.error());
    if (auto done = finish(row, *pair, labelOfVerdict(*verdict)); !done) return Rejected(done.error());
    keepJudgement(*verdict, *pair);
    return pair;
}

bool isConversation(const JsonRow& row) {
    JsonRow copy = row;
    return copy.take("conversations").is_array();
}

/// The prompt of the first human turn speaks of "Answer 1".
bool saysAnswer(const JsonRow& row) {
    JsonRow copy = row;
    const auto turns = turnsOf(copy, "conversations");
    if (!turns) return false;
    const auto task = comparisonOf(turns->front().text);
    return task && task->says_answer;
}

/// The texts of chat turns, and the paths of the pictures in them.
struct Task {
    std::string prompt;
    std::vector<std::string> images;
};

void addPart(const Json& part, Task& task) {
    const std::string type = part.value("type", std::string());
    if (type == "text" && part.contains("text") && part["text"].is_string())
        task.prompt += (task.prompt.empty() ? "" : "\n") + part["text"].get<std::string>();
    if (type == "image" && part.contains("image") && part["image"].is_string())
        task.images.push_back(part["image"].get<std::string>());
}

Field<Task> taskOf(JsonRow& row, const char* field) {
    const dom::element value = row.take(field);
    if (value.is_null()) return reject("missing", field, "the field is missing");
    std::string_view text;
    const bool is_text = value.get(text) == simdjson::SUCCESS;
    const auto turns = parseJson(is_text ? std::string(text) : std::string(simdjson::minify(value)));
    if (!turns || !turns->is_array()) return reject("json", field, "the field is not a JSON list of chat turns");
    Task task;
    for (const Json& turn : *turns) {
        if (!turn.is_object() || !turn.contains("content")) return reject("type", field, "a turn has no content");
        const Json& content = turn["content"];
        if (content.is_string()) task.prompt += (task.prompt.empty() ? "" : "\n") + content.get<std::string>();
        if (content.is_array())
            for (const Json& part : content)
                if (part.is_object()) addPart(part, task);
    }
    return task;
}

/// Base64 without a "data:" before it is told from a path by what it decodes to.
Field<void> addR1Image(JsonRow& row, const Task& task, PairRecord& pair) {
    const dom::element value = row.take("image");
    const std::string name = task.images.empty() ? std::string() : task.images.front();
    std::string_view text;
    constexpr std::size_t kLongestPath = 4096;
    if (value.get(text) == simdjson::SUCCESS && text.size() > 64 && !text.starts_with("data:")) {
        const auto bytes = fromBase64(text);
        if (bytes && !imageExtension(*bytes).empty())
            return addImageBytes("image", *bytes, name, pair.images, row.keepImage());
        if (text.size() > kLongestPath)
            return reject("type", "image", "the field is neither a path nor a picture in base64");
    }
    if (!value.is_null()) return addImages("image", value, pair.images, row.keepImage());
    for (const std::string& path : task.images)
        pair.images.push_back({path, {}, 0, 0});
    return {};
}

Field<PairRecord> pairInside(dom::element extra_info) {
    dom::object object;
    if (extra_info.get(object) != simdjson::SUCCESS) return reject("type", "extra_info", "the field is not an object");
    JsonRow inner(object);
    if (!inner.has("answer_a") || !inner.has("answer_b")) return reject("missing", "extra_info", "it holds no pair");
    for (const char* own : {"index", "answer", "order"})
        inner.take(own);
    auto pair = plainPairOf(inner);
    if (pair) takeOwnExtra(inner, *pair);
    return pair;
}

} // namespace

Field<PairRecord> LlavaCriticReader::pairOf(JsonRow& row) const {
    return fromConversation(row);
}
double LlavaCriticReader::fit(const JsonRow& row) const {
    return saysAnswer(row) ? 0.9 : 1.0;
}
bool LlavaCriticReader::meansToBe(const JsonRow&) const {
    return false; // any conversation would
}

Field<PairRecord> UnifiedRewardReader::pairOf(JsonRow& row) const {
    return isConversation(row) ? fromConversation(row) : fromProblem(row, "solution");
}
double UnifiedRewardReader::fit(const JsonRow& row) const {
    if (isConversation(row)) return saysAnswer(row) ? 1.0 : 0.9;
    return row.has("solution") ? 1.0 : 0.5;
}
bool UnifiedRewardReader::meansToBe(const JsonRow&) const {
    return false;
}

Field<PairRecord> R1RewardReader::pairOf(JsonRow& row) const {
    const auto task = taskOf(row, "message");
    if (!task) return Rejected(task.error());
    auto pair = pairOfTask("message", task->prompt);
    if (!pair) return pair;
    auto question = row.optionalText("question");
    if (!question) return Rejected(question.error());
    if (!question->empty()) pair->question = withoutImageMarks(std::move(*question));
    const auto verdict = verdictText(row, "answer");
    if (!verdict) return Rejected(verdict.error());
    if (auto done = addR1Image(row, *task, *pair); !done) return Rejected(done.error());
    for (const auto& [field, target] :
         {std::pair{"id", &pair->source_id}, std::pair{"source", &pair->source}, std::pair{"split", &pair->split}}) {
        auto text = row.optionalText(field);
        if (!text) return Rejected(text.error());
        *target = std::move(*text);
    }
    if (pair->split == "train") pair->split.clear();
    pair->label = labelOfVerdict(*verdict);
    pair->extra = row.extra();
    return pair;
}
double R1RewardReader::fit(const JsonRow&) const {
    return 1.0;
}
bool R1RewardReader::meansToBe(const JsonRow& row) const {
    return row.has("message") && row.has("answer");
}

Field<PairRecord> EasyR1Reader::pairOf(JsonRow& row) const {
    if (!row.has("problem")) return reject("missing", "problem", "the field is missing");
    if (!row.has("answer_a") || !row.has("answer_b")) return fromProblem(row, "answer");
    for (const char* own : {"problem", "answer", "order"})
        row.take(own);
    auto pair = plainPairOf(row);
    if (pair) takeOwnExtra(row, *pair);
    return pair;
}
double EasyR1Reader::fit(const JsonRow& row) const {
    return row.has("answer") ? 1.0 : 0.5;
}
bool EasyR1Reader::meansToBe(const JsonRow&) const {
    return false;
}

Field<PairRecord> VerlReader::pairOf(JsonRow& row) const {
    if (!row.has("reward_model")) return reject("missing", "reward_model", "the field is missing");
    const auto task = taskOf(row, "prompt");
    if (!task) return Rejected(task.error());
    auto images = row.images();
    if (!images) return Rejected(images.error());
    const dom::element reward = row.take("reward_model");
    for (const char* own : {"ability", "data_source"})
        row.take(own);
    auto pair = pairInside(row.take("extra_info"));
    if (!pair) {
        pair = pairOfTask("prompt", withoutImageMarks(task->prompt));
        if (!pair) return pair;
        std::string_view verdict;
        if (reward.at_key("ground_truth").get(verdict) == simdjson::SUCCESS) pair->label = labelOfVerdict(verdict);
        if (std::string_view source; row.take("data_source").get(source) == simdjson::SUCCESS) pair->source = source;
        const dom::element info = row.take("extra_info");
        pair->extra = mergedObjects(row.extra(), info.is_object() ? std::string(simdjson::minify(info)) : "{}");
    }
    pair->images = std::move(*images);
    return pair;
}
double VerlReader::fit(const JsonRow&) const {
    return 1.0;
}
bool VerlReader::meansToBe(const JsonRow&) const {
    return false;
}

} // namespace egt::formats
