// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/task_fields.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/json.h"
#include "formats/choice_words.h"
#include "formats/conversation.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;
using Names = std::map<std::string, std::string>; ///< plain name -> the field's own

Names namesOf(const JsonRow& row) {
    Names out;
    for (const auto& [key, value, used] : row.members())
        if (!value.is_null()) out.try_emplace(plainName(key), key);
    return out;
}

/// A text or a conversation; the field counts as used where its text says everything.
Field<Messages> takeMessages(JsonRow& row, const std::string& field, const char* role, std::vector<ImageRef>& images) {
    JsonRow copy = row;
    auto messages = messagesOf(copy, field, role, images);
    if (messages && messages->size() <= 1) row.take(field);
    return messages;
}

/// The fields that hold the answers. `lone`: what one that stands alone lacks.
std::vector<std::string> answerFields(const Names& names, std::string& lone) {
    constexpr std::array<const char*, 13> kStems{
        "answer", "response",    "generation",  "generations",   "completion", "output", "candidate",
        "reply",  "modelanswer", "modeloutput", "modelresponse", "caption",    "text"};
    constexpr std::array<char, 3> kFrom{'0', '1', 'a'}; // what is counted from; 0 first, for it goes on with 1
    const auto mark = [](char from, std::size_t i) {
        return from == 'a' ? std::string(1, static_cast<char>(from + i))
                           : std::to_string(static_cast<std::size_t>(from - '0') + i);
    };
    for (const std::string stem : kStems)
        for (const char from : kFrom) {
            std::vector<std::string> out;
            while (out.size() < (from == 'a' ? 26U : kMostAnswers + 1)) {
                const auto found = names.find(stem + mark(from, out.size()));
                if (found == names.end()) break;
                out.push_back(found->second);
            }
            if (out.size() > 1) return out;
            if (out.size() == 1 && lone.empty()) {
                lone = out.front();
                ++lone.back();
            }
        }
    for (const auto& [first, second] : {std::pair{"left", "right"}, std::pair{"chosen", "rejected"}}) {
        const auto a = names.find(first), b = names.find(second);
        if (a != names.end() && b != names.end()) return {a->second, b->second};
        if (lone.empty() && a != names.end()) lone = second;
        if (lone.empty() && b != names.end()) lone = first;
    }
    return {};
}

std::string wordOf(dom::element value) {
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
    return value.is_number() ? simdjson::minify(value) : std::string();
}

/// A text, or an object that holds one; nothing where it is neither.
std::optional<std::string> itemText(dom::element item) {
    if (std::string_view text; item.get(text) == simdjson::SUCCESS) return std::string(text);
    if (!item.is_object()) return std::nullopt;
    for (const char* key :
         {"body", "text", "response", "answer", "completion", "generation", "output", "content", "value", "html"})
        if (std::string_view text; item.at_key(key).get(text) == simdjson::SUCCESS) return std::string(text);
    return std::nullopt;
}

/// Its id, else as people would call it: "response 1" of responses.
std::string itemName(dom::element item, std::string list, std::size_t place) {
    if (item.is_object())
        for (const char* key : {"id", "model"})
            if (dom::element name; item.at_key(key).get(name) == simdjson::SUCCESS)
                if (std::string word = wordOf(name); !word.empty()) return word;
    if (list.ends_with('s')) list.pop_back();
    return list + " " + std::to_string(place + 1);
}

Field<bool> takeList(JsonRow& row, const Names& names, TaskFields& task) {
    constexpr std::array<const char*, 9> kLists{"responses",  "answers", "generations", "completions", "outputs",
                                                "candidates", "items",   "replies",     "texts"};
    for (const char* name : kLists) {
        const auto found = names.find(name);
        dom::array list;
        if (found == names.end() || row.look(found->second).get(list) != simdjson::SUCCESS || list.size() < 2) continue;
        bool texts = true;
        for (const dom::element item : list) {
            auto text = itemText(item);
            if (!text) return reject("type", found->second, "an item of the list is not a text and holds none");
            task.names.push_back(itemName(item, found->second, task.names.size()));
            task.answers.push_back(std::move(*text));
            texts = texts && item.is_string();
        }
        if (texts) row.take(found->second); // else it stays, for what else its items say
        return true;
    }
    return false;
}

Field<void> takeAnswers(JsonRow& row, const Names& names, TaskFields& task) {
    std::string lone;
    std::vector<ImageRef> ignored;
    for (const std::string& field : answerFields(names, lone)) {
        const auto messages = takeMessages(row, field, "assistant", ignored);
        if (!messages) return Rejected(messages.error());
        task.names.push_back(field);
        task.answers.push_back(answerOf(*messages));
    }
    if (task.answers.empty())
        if (auto taken = takeList(row, names, task); !taken) return Rejected(taken.error());
    if (task.answers.size() > kMostAnswers)
        return reject("too_many", task.names.front(), "the task has more than 64 answers");
    if (!task.answers.empty()) return {};
    if (!lone.empty()) return reject("missing", lone, "the field is missing");
    return reject("missing", "answer1", "the task has no two answers in fields whose names are known");
}

Field<void> takeQuestion(JsonRow& row, const Names& names, TaskFields& task) {
    constexpr std::array<const char*, 9> kNames{"prompt",  "question", "instruction",  "query",   "userprompt",
                                                "problem", "input",    "conversation", "messages"};
    for (const char* name : kNames) {
        const auto found = names.find(name);
        if (found == names.end()) continue;
        const auto messages = takeMessages(row, found->second, "user", task.common.images);
        if (!messages) return Rejected(messages.error());
        task.common.question = withoutImageMarks(questionOf(*messages));
        if (task.common.question.find_first_not_of(" \t\r\n") != std::string::npos) return {};
        return reject("empty", found->second, "the field is empty");
    }
    return reject("missing", "prompt", "the field is missing");
}

bool holdsImages(const std::string& plain) {
    constexpr std::array<std::string_view, 15> kNames{"image",      "images",   "imageurl", "imageurls", "imagepath",
                                                      "imagepaths", "img",      "imgs",     "imgpath",   "imgurl",
                                                      "picture",    "pictures", "photo",    "photos",    "video"};
    if (std::find(kNames.begin(), kNames.end(), plain) != kNames.end()) return true;
    for (const std::string_view stem : {"image", "img", "picture", "photo"})
        if (plain.size() > stem.size() && plain.starts_with(stem))
            return plain.find_first_not_of("0123456789", stem.size()) == std::string::npos;
    return false;
}

Field<void> takeImages(JsonRow& row, PairRecord& pair) {
    std::vector<ImageRef> images;
    for (const auto& [key, value, used] : row.members()) {
        if (!holdsImages(plainName(key))) continue;
        const std::string field(key);
        if (auto added = addImages(field, value, images, row.keepImage()); !added) return added;
        row.take(field);
    }
    if (!images.empty()) pair.images = std::move(images); // not those again that a conversation names
    return {};
}

void takeOrigin(JsonRow& row, PairRecord& pair) {
    for (const char* field : {"category", "source", "ds_name", "dataset"}) {
        if (std::string_view text; row.look(field).get(text) != simdjson::SUCCESS || text.empty()) continue;
        pair.source = wordOf(row.take(field));
        break;
    }
    if (row.look("split").is_string()) pair.split = wordOf(row.take("split"));
    if (pair.split == "train") pair.split.clear();
}

PairRecord pairOf(const TaskFields& task, std::size_t a, std::size_t b, const std::vector<Annotation>& annotations) {
    PairRecord pair = task.common;
    pair.answer_a = task.answers[a];
    pair.answer_b = task.answers[b];
    const Votes votes = votesOf(annotations, a, b);
    pair.label = majority(votes);
    if (votes.all() > 1)
        pair.extra =
            mergedObjects(pair.extra, dumpJson(Json{{"votes", {{"A", votes.a}, {"B", votes.b}, {"tie", votes.tie}}}}));
    return pair;
}

} // namespace

Field<TaskFields> taskFieldsOf(JsonRow& row) {
    TaskFields task;
    const Names names = namesOf(row);
    if (auto done = takeAnswers(row, names, task); !done) return Rejected(done.error());
    if (auto done = takeQuestion(row, names, task); !done) return Rejected(done.error());
    if (auto done = takeImages(row, task.common); !done) return Rejected(done.error());
    takeOrigin(row, task.common);
    return task;
}

Field<std::vector<PairRecord>> pairsOfTask(const TaskFields& task, const std::vector<Annotation>& annotations) {
    std::vector<PairRecord> out;
    const std::size_t count = task.answers.size();
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = a + 1; b < count; ++b) {
            PairRecord pair = pairOf(task, a, b, annotations);
            const auto fit = checkTexts(pair, "prompt", task.names[a].c_str(), task.names[b].c_str());
            if (!fit && count == 2) return Rejected(fit.error());
            if (!fit) continue;
            if (count > 2) pair.source_id += ":" + std::to_string(a) + "-" + std::to_string(b);
            out.push_back(std::move(pair));
        }
    if (out.empty()) return reject("no_pair", task.names.front(), "no two answers are different texts");
    return out;
}

} // namespace egt::formats
