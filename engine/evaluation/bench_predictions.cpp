// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/bench_predictions.h"

#include <algorithm>

#include "base/json.h"
#include "base/numbers.h"

namespace egt::evaluation {
namespace {

/// Walks over a text without regular expressions: responses are long, and their engines recurse.
class Words {
public:
    Words(std::string_view text, std::size_t at) : m_text(text), m_at(at) {}
    void spaces() {
        while (m_at < m_text.size() && std::string_view(" \t\r\v\f").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    bool word(std::string_view word) {
        if (m_text.substr(m_at, word.size()) != word) return false;
        m_at += word.size();
        return true;
    }
    std::optional<int> number() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9')
            ++m_at;
        return parseNumber<int>(m_text.substr(begin, m_at - begin));
    }

private:
    std::string_view m_text;
    std::size_t m_at;
};

std::string folded(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != '\n' && c != '*') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// "answer N is (the) (slightly) better" at this place.
std::optional<int> answerIsBetter(std::string_view text, std::size_t at) {
    Words words(text, at);
    if (!words.word("answer")) return std::nullopt;
    words.spaces();
    const std::optional<int> number = words.number();
    words.spaces();
    if (!number || !words.word("is")) return std::nullopt;
    words.spaces();
    for (const std::string_view optional : {"the", "slightly"})
        if (words.word(optional)) words.spaces();
    return words.word("better") ? number : std::nullopt;
}

/// 1 or 2 as shown, 0 = unparsed.
int shownVerdict(const VerdictRecord& vote) {
    if (vote.verdict == Verdict::unparsed) return 0;
    return (vote.verdict == Verdict::a) == (vote.order == Order::stored) ? 1 : 2;
}

/// The text if `read` finds in it what the judge said, else with `sentence` after it, else the sentence alone.
template <class Read> std::string spoken(const VerdictRecord& vote, Read read, const std::string& sentence) {
    const int said = shownVerdict(vote);
    if (read(vote.text).value_or(0) == said) return vote.text;
    if (said == 0) return {}; // a mark that the judge's own form does not count
    const std::string longer = vote.text + "\n" + sentence;
    return read(longer).value_or(0) == said ? longer : sentence;
}

OrderedJson extraOf(const PairRecord& pair) {
    const auto extra = pair.extra.empty() ? Result<Json>(Json()) : parseJson(pair.extra);
    return extra && extra->is_object() ? OrderedJson(*extra) : OrderedJson(OrderedJson::object());
}

std::string referenceOf(const PairRecord& pair) {
    return pair.images.empty() ? std::string() : pair.images.front().reference;
}

// --- VL-RewardBench --------------------------------------------------------------------------------------------------
/// Earlier versions of cal.py read the part of the set from the path: images/PART/NAME.
std::string vlImagePath(const PairRecord& pair) {
    const std::string reference = referenceOf(pair);
    const std::string folder = "images/" + vlDataset(pair.source_id) + "/";
    return reference.starts_with(folder) ? reference : folder + reference.substr(reference.rfind('/') + 1);
}

OrderedJson vlMeta(const VerdictRecord& vote, Label label) {
    const int said = shownVerdict(vote);
    const bool agrees = (vote.verdict == Verdict::a) == (label == Label::a);
    OrderedJson meta;
    meta["filter_choice"] =
        spoken(vote, verdictByCal, "Overall Judgment: Answer " + std::to_string(said) + " is better.");
    meta["filter_number"] = said == 0 ? -1 : said;
    meta["random_number"] = vote.order == Order::swapped ? 1 : 0;
    meta["flag_status"] = said == 0 ? "doesntMatch" : agrees ? "agree" : "reject";
    return meta;
}

OrderedJson vlLine(const PairRecord& pair, const OrderedJson& extra, const VerdictRecord& vote) {
    OrderedJson line;
    line["id"] = pair.source_id;
    line["image_path"] = vlImagePath(pair);
    line["query"] = pair.question;
    line["response"] = {pair.answer_a, pair.answer_b};
    line["ranking"] = pair.label == Label::a ? std::vector{0, 1} : std::vector{1, 0};
    for (const char* field : {"models", "judge", "rationale"})
        line[field] = extra.value(field, OrderedJson());
    line["meta"] = vlMeta(vote, pair.label);
    return line;
}

// --- Multimodal RewardBench ------------------------------------------------------------------------------------------
const VerdictRecord& spokesman(const Trial& trial) {
    const bool right = trial.outcome == Outcome::right;
    const Verdict verdict = right == (trial.label == Label::a) ? Verdict::a : Verdict::b;
    const auto found = std::find_if(trial.votes.begin(), trial.votes.end(),
                                    [&](const VerdictRecord& vote) { return vote.verdict == verdict; });
    return trial.outcome == Outcome::left || found == trial.votes.end() ? trial.votes.front() : *found;
}

OrderedJson multimodalLine(const PairRecord& pair, const OrderedJson& extra, const Trial& trial) {
    const VerdictRecord& vote = spokesman(trial);
    const bool first = (pair.label == Label::a) == (vote.order == Order::stored);
    const std::string letter = shownVerdict(vote) == 1 ? "A" : "B";
    OrderedJson line;
    line["ID"] = pair.source_id;
    line["Image"] = referenceOf(pair);
    line["Label"] = first ? "A" : "B";
    line["output"] = spoken(vote, verdictByBrackets, "[[" + letter + "]]");
    line["Meta"]["Category"] = extra.value("Category", OrderedJson(pair.source)); // reasoning and safety undivided
    return line;
}

// --- MM-RLHF-RewardBench ---------------------------------------------------------------------------------------------
OrderedJson mmRlhfLine(const PairRecord& pair, const Trial& trial) {
    const bool a = pair.label == Label::a;
    const std::string reference = referenceOf(pair);
    const bool video = trial.category == "video";
    const bool frames = video && pair.images.size() > 1;
    OrderedJson line;
    line["id"] = pair.source_id;
    line[video ? "video" : "image"] = frames ? reference.substr(0, reference.rfind('/')) : reference;
    line["prompt"] = pair.question;
    line["chosen"] = a ? pair.answer_a : pair.answer_b;
    line["rejected"] = a ? pair.answer_b : pair.answer_a;
    line["chosen_reason"] = a ? pair.reason_a : pair.reason_b;
    line["rejected_reason"] = a ? pair.reason_b : pair.reason_a;
    const auto votes = static_cast<double>(trial.votes.size());
    line["rewards"] = {trial.right_votes / votes, trial.wrong_votes / votes};
    line["critic"] = OrderedJson::array();
    for (const VerdictRecord& vote : trial.votes)
        line["critic"].push_back(vote.text);
    return line;
}

} // namespace

std::optional<int> verdictByCal(const std::string& text) {
    const std::string plain = folded(text);
    const std::size_t start = std::min(plain.find("overall judgment"), plain.find("therefore"));
    if (start == std::string::npos) return std::nullopt;
    for (std::size_t at = plain.rfind("answer"); at != std::string::npos && at > start;
         at = plain.rfind("answer", at - 1))
        if (const auto found = answerIsBetter(plain, at)) return found;
    return std::nullopt;
}

std::optional<int> verdictByBrackets(const std::string& text) {
    if (text.find("[[A]]") != std::string::npos) return 1;
    if (text.find("[[B]]") != std::string::npos) return 2;
    return std::nullopt;
}

std::vector<std::string> predictionLines(const BenchRules& rules, const PairRecord& pair,
                                         const std::vector<Trial>& trials) {
    const OrderedJson extra = extraOf(pair);
    std::vector<std::string> lines;
    for (const Trial& trial : trials)
        switch (rules.protocol) {
        case BenchProtocol::vl_rewardbench:
            for (const VerdictRecord& vote : trial.votes)
                lines.push_back(dumpJson(vlLine(pair, extra, vote)));
            break;
        case BenchProtocol::multimodal_rewardbench:
            lines.push_back(dumpJson(multimodalLine(pair, extra, trial)));
            break;
        case BenchProtocol::mm_rlhf_rewardbench:
            lines.push_back(dumpJson(mmRlhfLine(pair, trial)));
            break;
        }
    return lines;
}

} // namespace egt::evaluation
