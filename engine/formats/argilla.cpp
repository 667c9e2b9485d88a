// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/argilla.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/json.h"
#include "formats/choice_words.h"
#include "formats/task_fields.h"

namespace egt::formats {
namespace dom = simdjson::dom;

namespace {

using Rejected = tl::unexpected<Reject>;
using Kind = Opinion::Kind;
using Names = std::vector<std::string>;

constexpr std::string_view kResponses = ".responses";
constexpr std::string_view kSuggestion = ".suggestion";
constexpr std::string_view kSuggestion1 = "-suggestion"; // of version 1

enum class Form { none, nested, flat, first };

Form formOf(const JsonRow& row) {
    if (row.look("fields").is_object() && (row.look("responses").is_object() || row.look("suggestions").is_object()))
        return Form::nested;
    bool flat = false, server = false;
    for (const auto& [key, value, used] : row.members()) {
        if (key.ends_with("-suggestion-metadata")) return Form::first;
        flat = flat || key.ends_with(kResponses) || key.ends_with(kSuggestion);
        server = server || key == "_server_id"; // all that is left where nobody has answered anything
    }
    return flat || server ? Form::flat : Form::none;
}

// --- what was answered -----------------------------------------------------------------------------------------------

std::optional<std::size_t> placeOf(dom::element name, const Names& names) {
    std::string_view text;
    if (name.get(text) != simdjson::SUCCESS) return std::nullopt;
    const std::string plain = plainName(text);
    const auto at = std::find_if(names.begin(), names.end(), [&](const auto& one) { return plainName(one) == plain; });
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    const auto choice = choiceOf(text, names, "ranking"); // options are often called otherwise than the fields
    return choice && choice->kind == Choice::Kind::one ? std::optional(choice->place) : std::nullopt;
}

/// Ranks count from 1, the best; the lower the better.
void addRank(dom::element name, dom::element rank, const Names& names, Opinion& out) {
    const auto place = placeOf(name, names);
    double number = 0;
    if (place && rank.get(number) == simdjson::SUCCESS) out.worth[*place] = -number;
}

/// [{"value", "rank"}], or as a table of `datasets` may have it {"value": […], "rank": […]}.
std::optional<Opinion> rankingOf(dom::element value, const std::string& question, const Names& names) {
    Opinion out{Kind::ranking, question, std::vector<double>(names.size(), std::nan("")), {}};
    dom::array options, ranks;
    if (value.is_object()) {
        if (value.at_key("value").get(options) != simdjson::SUCCESS ||
            value.at_key("rank").get(ranks) != simdjson::SUCCESS || options.size() != ranks.size())
            return std::nullopt;
        auto rank = ranks.begin();
        for (const dom::element option : options) {
            addRank(option, *rank, names, out);
            ++rank;
        }
        return out;
    }
    if (value.get(options) != simdjson::SUCCESS) return std::nullopt;
    for (const dom::element option : options) {
        dom::element name, rank;
        if (option.is_object() && option.at_key("value").get(name) == simdjson::SUCCESS &&
            option.at_key("rank").get(rank) == simdjson::SUCCESS)
            addRank(name, rank, names, out);
    }
    return out;
}

/// The question's number is the better answer's and not a grade.
bool choosesByNumber(const std::string& question) {
    const std::string name = plainName(question);
    for (const char* stem : {"choosebest", "bestresponse", "bestanswer", "responseranking", "ranking"})
        if (name.find(stem) != std::string::npos) return true;
    return name == "best";
}

std::optional<Opinion> numberOf(double number, const std::string& question, const Names& names) {
    if (const auto place = placeIn(question, names)) return ratingOf(question, *place, names.size(), number);
    if (!choosesByNumber(question) || number < 1 || number > static_cast<double>(names.size())) return std::nullopt;
    return bestOf(Kind::choice, question, static_cast<std::size_t>(number) - 1);
}

std::optional<Opinion> opinionOf(dom::element value, const std::string& question, const Names& names) {
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) return opinionOfWords(text, question, names);
    if (double number = 0; value.get(number) == simdjson::SUCCESS) return numberOf(number, question, names);
    dom::array list;
    if (value.get(list) == simdjson::SUCCESS && list.size() == 1 && list.at(0).is_string())
        return opinionOf(list.at(0).value(), question, names); // one label of several that were allowed
    return rankingOf(value, question, names);
}

// --- who answered ----------------------------------------------------------------------------------------------------

/// Responses of all users, by user.
class Answers {
public:
    explicit Answers(const Names& names) : m_names(names) {}

    void response(const std::string& question, dom::element value, std::string_view user, std::string_view status) {
        if (status == "draft" || (value.is_null() && status != "discarded")) return;
        m_judged = true;
        if (status == "discarded") return;
        auto opinion = opinionOf(value, question, m_names);
        const std::string who = user.empty() ? question + std::to_string(m_users.size()) : std::string(user);
        if (opinion) m_users[who].opinions.push_back(std::move(*opinion));
    }
    void suggestion(const std::string& question, dom::element value) {
        if (auto opinion = opinionOf(value, question, m_names)) m_suggested.opinions.push_back(std::move(*opinion));
    }
    [[nodiscard]] bool bySuggestion() const { return !m_judged && !m_suggested.opinions.empty(); }
    [[nodiscard]] std::vector<Annotation> all() const {
        std::vector<Annotation> out;
        if (bySuggestion()) return {m_suggested};
        for (const auto& [who, annotation] : m_users)
            out.push_back(annotation);
        return out;
    }

private:
    const Names& m_names;
    std::map<std::string, Annotation> m_users;
    Annotation m_suggested;
    bool m_judged = false; ///< someone has submitted or discarded the record
};

std::string_view textAt(dom::element object, const char* key) {
    std::string_view text;
    return object.is_object() && object.at_key(key).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::string_view textIn(dom::element list, std::size_t place) {
    std::string_view text;
    return list.is_array() && list.at(place).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

Field<void> nestedAnswers(const JsonRow& row, Answers& out) {
    if (dom::object questions; row.look("responses").get(questions) == simdjson::SUCCESS)
        for (const auto& [question, value] : questions) {
            dom::array list;
            if (value.is_null()) continue;
            if (value.get(list) != simdjson::SUCCESS)
                return reject("type", "responses." + std::string(question), "the field is not a list of responses");
            for (const dom::element one : list)
                if (dom::element said; one.is_object() && one.at_key("value").get(said) == simdjson::SUCCESS)
                    out.response(std::string(question), said, textAt(one, "user_id"), textAt(one, "status"));
        }
    if (dom::object questions; row.look("suggestions").get(questions) == simdjson::SUCCESS)
        for (const auto& [question, value] : questions)
            if (dom::element said; value.is_object() && value.at_key("value").get(said) == simdjson::SUCCESS)
                out.suggestion(std::string(question), said);
    return {};
}

Field<void> flatAnswers(const JsonRow& row, Answers& out) {
    for (const auto& [key, value, used] : row.members()) {
        if (value.is_null()) continue;
        const std::string name(key);
        if (name.ends_with(kSuggestion)) out.suggestion(name.substr(0, name.size() - kSuggestion.size()), value);
        if (!name.ends_with(kResponses)) continue;
        dom::array list;
        if (value.get(list) != simdjson::SUCCESS) return reject("type", name, "the field is not a list of responses");
        const dom::element users = row.look(name + ".users"), status = row.look(name + ".status");
        std::size_t place = 0;
        for (const dom::element said : list) {
            out.response(name.substr(0, name.size() - kResponses.size()), said, textIn(users, place),
                         textIn(status, place));
            ++place;
        }
    }
    return {};
}

/// [{"user_id", "value", "status"}], or three lists.
Field<void> columnOfFirst(const std::string& question, dom::element column, Answers& out) {
    if (column.is_null()) return {};
    if (dom::array values; column.is_object() && column.at_key("value").get(values) == simdjson::SUCCESS) {
        dom::element users, status;
        if (column.at_key("user_id").get(users) != simdjson::SUCCESS) users = column;
        if (column.at_key("status").get(status) != simdjson::SUCCESS) status = column;
        std::size_t place = 0;
        for (const dom::element said : values) {
            out.response(question, said, textIn(users, place), textIn(status, place));
            ++place;
        }
        return {};
    }
    dom::array list;
    if (column.get(list) != simdjson::SUCCESS) return reject("type", question, "the field is not a list of responses");
    for (const dom::element one : list)
        if (dom::element said; one.is_object() && one.at_key("value").get(said) == simdjson::SUCCESS)
            out.response(question, said, textAt(one, "user_id"), textAt(one, "status"));
    return {};
}

Field<void> firstAnswers(const JsonRow& row, Answers& out) {
    for (const auto& [key, value, used] : row.members()) {
        if (!key.ends_with(kSuggestion1)) continue;
        const std::string question(key.substr(0, key.size() - kSuggestion1.size()));
        if (auto done = columnOfFirst(question, row.look(question), out); !done) return done;
        if (!value.is_null()) out.suggestion(question, value);
    }
    return {};
}

/// The question and the answers stand in `fields`, or among the columns.
Field<TaskFields> fieldsOf(JsonRow& row, Form form) {
    if (form != Form::nested) return taskFieldsOf(row);
    JsonRow fields(row.take("fields").get_object().value(), row.keepImage());
    auto task = taskFieldsOf(fields);
    if (!task)
        task.error().field = "fields." + task.error().field;
    else if (const std::string rest = fields.extra(); rest != "{}")
        task->common.extra = "{\"fields\":" + rest + "}";
    return task;
}

} // namespace

Field<std::vector<PairRecord>> ArgillaReader::pairsOf(JsonRow& row) const {
    const Form form = formOf(row);
    if (form == Form::none) return reject("missing", "responses", "the row is no record of Argilla");
    auto task = fieldsOf(row, form);
    if (!task) return Rejected(task.error());
    auto id = row.optionalText(form == Form::first ? "external_id" : "id");
    if (!id) return Rejected(id.error());
    task->common.source_id = std::move(*id);
    Answers answers(task->names);
    const auto read = form == Form::nested ? nestedAnswers : form == Form::flat ? flatAnswers : firstAnswers;
    if (auto done = read(row, answers); !done) return Rejected(done.error());
    task->common.extra = mergedObjects(row.extra(), task->common.extra);
    if (answers.bySuggestion())
        task->common.extra = mergedObjects(task->common.extra, R"({"label_from":"suggestion"})");
    return pairsOfTask(*task, answers.all());
}

double ArgillaReader::fit(const JsonRow&) const {
    return 1.0; // no other layout has these columns
}

bool ArgillaReader::meansToBe(const JsonRow& row) const {
    return formOf(row) != Form::none;
}

} // namespace egt::formats
