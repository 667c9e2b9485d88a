// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/import_findings.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/json.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kLines = 5;            ///< that a finding names
constexpr std::uint32_t kManyQuestions = 50; ///< about one picture: more than any set that was looked at asks
constexpr std::size_t kLongText =
    16'000;                         ///< bytes; about 4,000 tokens, more than a judge's prompt usually has room for
constexpr std::size_t kFields = 12; ///< further fields that are named

std::uint64_t shortHash(const std::string& text) {
    return std::stoull(contentHash(text).substr(0, 16), nullptr, 16);
}

std::string squeezed(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
    return out;
}

std::string percentOf(std::int64_t part, std::int64_t whole) {
    const auto share = static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(1, whole));
    return std::to_string(std::lround(100 * share));
}

} // namespace

void ImportFindings::Tally::add(std::int64_t line) {
    ++count;
    if (lines.size() < kLines) lines.push_back(line);
}

bool ImportFindings::add(const SeenPair& seen) {
    ++m_pairs;
    const bool is_new = m_hashes.insert(seen.hash).second;
    if (!is_new) m_repeated.add(seen.line);
    addTexts(seen);
    addImages(seen);
    addLabels(seen);
    addExtra(seen.pair);
    return is_new;
}

void ImportFindings::reject(const RejectedRow& row) {
    m_rejected.add(row.line);
    ++m_reject_reasons[(row.field.empty() ? "" : row.field + ": ") + row.reason];
}

void ImportFindings::addTexts(const SeenPair& seen) {
    const PairRecord& p = seen.pair;
    if (squeezed(p.answer_a) == squeezed(p.answer_b)) m_nearly_same.add(seen.line);
    if (p.question.size() + std::max(p.answer_a.size(), p.answer_b.size()) > kLongText) m_long.add(seen.line);
    if (!p.reason_a.empty() || !p.reason_b.empty()) m_reasons.add(seen.line);
    if (!p.source_id.empty() && ++m_ids[shortHash(p.source_id)] > 1) m_repeated_ids.add(seen.line);
}

void ImportFindings::addImages(const SeenPair& seen) {
    const auto images = static_cast<std::int64_t>(seen.pair.images.size());
    if (images == 0) m_no_image.add(seen.line);
    if (images > 1) m_several.add(seen.line);
    // A conversation may stand in the row twice, once with each answer.
    if (seen.image_marks > 0 && seen.image_marks != images && seen.image_marks != 2 * images) m_marks.add(seen.line);
    if (!seen.image_problems.empty()) m_missing.add(seen.line);
    for (const std::string& problem : seen.image_problems)
        ++m_problems[problem];
    const std::uint64_t question = shortHash(seen.pair.question);
    for (std::size_t i = 0; i < seen.image_identities.size(); ++i) {
        Picture& picture = m_pictures[seen.image_identities[i]];
        if (++picture.pairs == 1) {
            picture.line = seen.line;
            if (i < seen.pair.images.size()) picture.reference = seen.pair.images[i].reference;
        }
        if (picture.questions.size() <= kManyQuestions) picture.questions.insert(question);
    }
}

void ImportFindings::addLabels(const SeenPair& seen) {
    const PairRecord& p = seen.pair;
    if (p.label == Label::none) return m_unlabelled.add(seen.line);
    if (p.label == Label::tie) m_ties.add(seen.line);
    const bool turned = p.answer_b < p.answer_a;
    Label label = p.label;
    if (turned && label == Label::a)
        label = Label::b;
    else if (turned && label == Label::b)
        label = Label::a;
    std::string key = p.question + '\0' + std::min(p.answer_a, p.answer_b) + '\0' + std::max(p.answer_a, p.answer_b);
    for (const std::string& image : seen.image_identities)
        key += '\0' + image;
    const auto [known, is_new] = m_labels.emplace(shortHash(key), label);
    if (!is_new && known->second != label) m_conflicts.add(seen.line);
    if (p.label == Label::tie) return;
    ++(p.label == Label::a ? m_labelled_a : m_labelled_b);
    const bool a_longer = p.answer_a.size() > p.answer_b.size();
    if (p.answer_a.size() != p.answer_b.size() && a_longer == (p.label == Label::a)) ++m_first_longer;
}

void ImportFindings::addExtra(const PairRecord& pair) {
    if (pair.extra.size() <= 2 || (m_extra.size() > kFields && m_pairs > 1000)) return;
    if (const auto extra = parseJson(pair.extra))
        for (const auto& [name, value] : extra->items())
            ++m_extra[name];
}

std::vector<Finding> ImportFindings::take() const {
    std::vector<Finding> out;
    const auto say = [&out](const char* code, Weight weight, const Tally& tally, std::string text,
                            std::vector<std::string> args = {}) {
        if (tally.count == 0) return;
        args.insert(args.begin(), std::to_string(tally.count));
        out.push_back({code, weight, tally.count, std::move(text), std::move(args), tally.lines});
    };
    const auto most = [](const std::map<std::string, std::int64_t>& counts) {
        const auto at = std::max_element(counts.begin(), counts.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
        return at == counts.end() ? std::string() : at->first;
    };
    using enum Weight;
    say("rejected", warning, m_rejected, EGT_TEXT("engine", "%1 rows can't be read; most often: %2."),
        {most(m_reject_reasons)});
    say("conflicting_labels", warning, m_conflicts,
        EGT_TEXT("engine", "%1 pairs say the opposite of an earlier pair with the same question and answers."));
    say("repeated", warning, m_repeated, EGT_TEXT("engine", "%1 pairs repeat an earlier one; each is stored once."));
    say("nearly_same_answers", warning, m_nearly_same,
        EGT_TEXT("engine", "In %1 pairs the two answers differ in nothing but spaces."));
    say("image_marks", warning, m_marks,
        EGT_TEXT("engine", "In %1 pairs the number of <image> marks is not the number of images."));
    say("missing_images", warning, m_missing,
        EGT_TEXT("engine", "%1 pairs have an image with a problem; most often: %2."), {most(m_problems)});
    Tally crowded;
    std::string picture;
    for (const auto& [identity, seen] : m_pictures)
        if (seen.questions.size() > kManyQuestions) {
            if (crowded.count == 0 || seen.line < crowded.lines.front()) picture = seen.reference;
            crowded.add(seen.line);
        }
    std::sort(crowded.lines.begin(), crowded.lines.end());
    say("crowded_images", warning, crowded,
        EGT_TEXT("engine", "%1 images are each asked about with more than %2 different questions, such as %3: are they "
                           "linked to the right rows?"),
        {std::to_string(kManyQuestions), picture});
    const std::int64_t labelled = m_labelled_a + m_labelled_b;
    constexpr std::int64_t enough = 20;
    if (labelled >= enough && m_labelled_b == 0)
        out.push_back({"always_first",
                       note,
                       labelled,
                       EGT_TEXT("engine", "Every label names the first answer: a judge that always says so would be "
                                          "right every time, so score both orders."),
                       {},
                       {}});
    if (labelled >= enough && m_labelled_a == 0)
        out.push_back({"always_second",
                       note,
                       labelled,
                       EGT_TEXT("engine", "Every label names the second answer: a judge that always says so would be "
                                          "right every time, so score both orders."),
                       {},
                       {}});
    if (labelled >= enough)
        out.push_back({"longer_wins",
                       note,
                       m_first_longer,
                       EGT_TEXT("engine", "The better answer is the longer one in %1 % of the labelled pairs."),
                       {percentOf(m_first_longer, labelled)},
                       {}});
    say("unlabelled", note, m_unlabelled, EGT_TEXT("engine", "%1 pairs have no label."));
    say("ties", note, m_ties, EGT_TEXT("engine", "%1 pairs are ties."));
    say("repeated_ids", note, m_repeated_ids,
        EGT_TEXT("engine", "%1 pairs have an id that an earlier pair has; pairs are told apart by their content."));
    say("several_images", note, m_several, EGT_TEXT("engine", "%1 pairs have several images or video frames."));
    if (m_no_image.count < m_pairs)
        say("no_image", note, m_no_image, EGT_TEXT("engine", "%1 pairs have no image."));
    else
        say("no_image", note, m_no_image, EGT_TEXT("engine", "None of the %1 pairs has an image."));
    say("long_texts", note, m_long,
        EGT_TEXT("engine", "%1 pairs have more than %2 bytes of text; a judge's prompt may have no room for them."),
        {std::to_string(kLongText)});
    say("reasons", note, m_reasons, EGT_TEXT("engine", "%1 pairs come with reasoning."));
    if (!m_extra.empty()) {
        std::string names;
        std::size_t named = 0;
        for (const auto& [name, count] : m_extra)
            if (++named <= kFields) names += (names.empty() ? "" : ", ") + name;
        if (named > kFields) names += ", …";
        out.push_back({"extra_fields",
                       note,
                       static_cast<std::int64_t>(m_extra.size()),
                       EGT_TEXT("engine", "Further fields are kept as they are: %1."),
                       {names},
                       {}});
    }
    std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) { return a.weight > b.weight; });
    return out;
}

} // namespace egt::pipelines
