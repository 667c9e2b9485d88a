// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A project on disk for the window's tests, filled through the store: pairs with pictures, one scoring run with
// responses in both orders, flags. The judge's numbers are made up but obey the records' rules.

#include <QImage>
#include <QPainter>
#include <QString>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/project.h"
#include "support/temp_folder.h"

namespace egt::test {

inline const std::string kAnswerA =
    "The image displays a dinner plate full of a delicious and nutritious meal. The plate contains various pieces of "
    "broccoli scattered across its surface. In addition to the broccoli, the plate includes meat, likely steak, as "
    "well "
    "as small potatoes or gnocchi.\n\nBeside the plate, a fork and knife are laid out, ready for use. This "
    "well-prepared "
    "dinner serves as a delectable combination of meat, vegetables, and a side dish to satisfy anyone's appetite.";
inline const std::string kAnswerB =
    "The image displays a dinner plate full of a delicious and nutritious meal. The plate contains various pieces of "
    "broccoli scattered across its surface. In addition to the broccoli, the plate includes meat, likely steak, as "
    "well "
    "as small potatoes or gnocchi.\n\nBeside the plate, a fork and knife are laid out, ready for use. The meal is "
    "complemented by a soft and warm bread roll, perfect for soaking up any remaining juices.";
inline const std::string kReasoning =
    "I compare the two answers with the image. Both describe a dinner plate with broccoli and sliced meat, and I see "
    "both "
    "clearly: the meat is browned and glazed, with two large florets at the top right. Both also mention small "
    "potatoes or "
    "gnocchi. The pale pieces under the sauce could be mushrooms, so this claim is doubtful for both answers. Both say "
    "that "
    "a fork and knife lie beside the plate. The crop hides most of the table and I cannot confirm either. What differs "
    "is "
    "the last sentence. Answer A closes with a general remark about the meal. Answer B adds a soft and warm bread "
    "roll. I "
    "see no bread in the picture; the orange cloth at the edge may have been taken for one. An invented object is a "
    "hallucination, so Answer A is more faithful. <answer>1</answer>";

/// Tokens as a byte-level tokenizer cuts them: a blank belongs to the word after it; long words are two tokens.
inline std::vector<std::uint32_t> cutTokens(const std::string& text) {
    std::vector<std::uint32_t> ends;
    for (std::size_t i = 1; i <= text.size(); ++i) {
        const bool end = i == text.size();
        const bool ascii = end || static_cast<unsigned char>(text[i]) < 0x80;
        const bool border = end || text[i] == ' ' || text[i] == '.' || text[i] == ',' || text[i] == '\n';
        const bool continuation = !end && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
        if (border || (!ascii && !continuation)) ends.push_back(static_cast<std::uint32_t>(i));
    }
    return ends;
}

inline ResponseRecord makeResponse(PairId pair, Order order, double level, Verdict verdict, const std::string& text,
                                   Random& random) {
    ResponseRecord r;
    r.pair = pair;
    r.order = order;
    r.text = text;
    r.token_ends = cutTokens(text);
    double sum = 0;
    for (std::size_t i = 0; i < r.token_ends.size(); ++i) {
        const double u = random.uniform();
        const auto h = static_cast<float>(std::min(2.6, level * -std::log(1 - u * 0.9999) * 0.9));
        r.entropies.push_back(h);
        r.logprobs.push_back(-h * static_cast<float>(random.uniform()));
        r.ranks.push_back(h > 1.2F ? 1 : 0);
        const float p = std::exp(r.logprobs.back());
        const std::string token =
            text.substr(i == 0 ? 0 : r.token_ends[i - 1], r.token_ends[i] - (i == 0 ? 0 : r.token_ends[i - 1]));
        r.top.push_back({{r.ranks.back() == 0 ? token : " potatoes", p},
                         {r.ranks.back() == 0 ? " pale" : token, (1 - p) / 2},
                         {" onions", (1 - p) / 4},
                         {" pasta", (1 - p) / 8}});
        sum += h;
        r.entropy.max = std::max(r.entropy.max, h);
    }
    const double n = static_cast<double>(r.entropies.size());
    r.entropy.sum = static_cast<float>(sum);
    r.entropy.mean = static_cast<float>(sum / n);
    r.entropy.top_fifth = r.entropy.mean * 2;
    r.entropy.think = r.entropy.mean;
    r.entropy.answer = 0.01F;
    r.entropy.verdict = 0.02F;
    r.verdict = verdict;
    const bool first = (verdict == Verdict::a) == (order == Order::stored);
    r.p1 = first ? 0.7F : 0.3F;
    r.p2 = 1 - r.p1;
    return r;
}

struct FixtureOptions {
    int pairs = 60;
    bool scores = true;
    bool flags = true;
    bool brackets = false; ///< scored by a server
};

/// As if a server had told brackets of half a nat around the entropies.
inline void toBracket(ResponseRecord& response) {
    for (const float h : response.entropies) {
        response.entropies_low.push_back(h - 0.25F);
        response.entropies_high.push_back(h + 0.25F);
    }
    response.bracket = {true, response.entropy.mean - 0.25F, response.entropy.mean + 0.25F};
    response.entropies.clear();
    response.entropy.mean = std::nanf("");
}

class ProjectFixture {
public:
    explicit ProjectFixture(const FixtureOptions& options = {}) {
        auto project = Project::create(m_folder / "test.egt");
        if (!project) qFatal("%s", project.error().message().c_str());
        m_ids = addPairs(**project, options.pairs);
        if (options.scores && !m_ids.empty()) m_run = addScores(**project, options);
    }
    [[nodiscard]] QString path() const { return QString::fromStdString((m_folder / "test.egt").string()); }
    [[nodiscard]] const std::vector<PairId>& ids() const { return m_ids; }
    [[nodiscard]] RunId run() const { return m_run; }

private:
    static void need(const Result<void>& result) {
        if (!result) qFatal("%s", result.error().message().c_str());
    }
    std::string picture(int i) const {
        const std::string path = (m_folder / ("image" + std::to_string(i) + ".png")).string();
        QImage image(320, 215, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(i * 37 % 360, 120, 210));
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(QColor::fromHsv((i * 37 + 180) % 360, 160, 150));
        painter.drawEllipse(60, 20, 180, 170);
        painter.end();
        image.save(QString::fromStdString(path));
        return path;
    }
    std::vector<PairId> addPairs(Project& project, int n) const {
        const std::vector<std::string> sources{"VLFeedback", "RLAIF-V", "MMMU-Pro", "WildVision"};
        std::vector<PairRecord> pairs;
        for (int i = 0; i < n; ++i) {
            PairRecord pair;
            pair.source_id = "hallucination_pair-" + std::to_string(9000 + i);
            pair.source = sources[static_cast<std::size_t>(i * i) % sources.size()];
            pair.question = i % 7 == 3 ? "请描述这张图片。" : "Describe this image in detail.";
            pair.answer_a = i % 7 == 3 ? "图片里有一个盘子，盘子上有西兰花和牛排。" : kAnswerA;
            pair.answer_b = i % 7 == 3 ? "图片里有一个盘子，旁边还有面包。" : kAnswerB;
            pair.label = i % 5 == 4 ? Label::b : Label::a;
            pair.content_hash = "hash" + std::to_string(i);
            ImageRef image;
            image.reference = "images/" + std::to_string(i) + ".png";
            if (i % 11 != 6) image.path = picture(i), image.width = 320, image.height = 215;
            pair.images.push_back(image);
            pairs.push_back(pair);
        }
        ImportRecord draft;
        draft.file = "pairs.jsonl";
        draft.file_hash = "f";
        draft.format = "trl";
        auto import = project.beginImport(draft);
        if (!import) qFatal("%s", import.error().message().c_str());
        if (auto added = project.appendPairs(pairs, *import); !added) qFatal("%s", added.error().message().c_str());
        need(project.finishImport(*import));
        std::vector<PairId> ids;
        for (const PairRecord& pair : pairs)
            ids.push_back(pair.id);
        return ids;
    }
    RunId addScores(Project& project, const FixtureOptions& options) const {
        RunRecord run;
        run.kind = RunKind::score;
        run.name = "r1-reward-7b";
        run.state = RunState::running;
        run.judge = "/judges/r1-reward-7b";
        run.judge_hash = "abc";
        run.created_ms = 1'763'700'000'000;
        auto id = project.addRun(run);
        if (!id) qFatal("%s", id.error().message().c_str());
        run.id = *id;
        Random random(7);
        std::vector<ResponseRecord> responses;
        std::vector<ScoreRecord> scores;
        std::vector<FlagRecord> uncertain;
        std::vector<FlagRecord> contradicted;
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            const double level = 0.12 + 0.5 * std::pow(random.uniform(), 3);
            const Label label = i % 5 == 4 ? Label::b : Label::a;
            const bool wrong = level > 0.3 && random.uniform() < 0.5;
            const Verdict verdict = (label == Label::a) != wrong ? Verdict::a : Verdict::b;
            const std::string text =
                i % 7 == 3
                    ? "盘子里有西兰花🥦和牛排，看不到面包👩‍👩‍👧，所以答案A更好。<"
                      "answer>1</answer>"
                    : kReasoning;
            ScoreRecord score;
            for (const Order order : {Order::stored, Order::swapped}) {
                ResponseRecord r = makeResponse(m_ids[i], order, level, verdict, text, random);
                r.run = run.id;
                r.p_label = wrong ? 0.3F : 0.7F;
                score.entropy.mean += r.entropy.mean / 2;
                score.entropy.sum += r.entropy.sum / 2;
                score.entropy.max += r.entropy.max / 2;
                score.entropy.top_fifth += r.entropy.top_fifth / 2;
                score.tokens += static_cast<float>(r.token_ends.size()) / 2;
                responses.push_back(std::move(r));
            }
            score.run = run.id;
            score.pair = m_ids[i];
            score.entropy.verdict = 0.02F;
            score.p_label = wrong ? 0.3F : 0.7F;
            score.vote_share = 1;
            score.consistency = 1;
            score.first_rate = 0.5F;
            score.agreement = wrong ? 0.0F : 1.0F;
            score.responses = 2;
            score.verdict = verdict == Verdict::a ? 1 : 2;
            scores.push_back(score);
            if (score.entropy.mean > 0.3F)
                uncertain.push_back({m_ids[i], FlagRule::uncertain, run.id, score.entropy.mean, 0.3F});
            if (wrong) contradicted.push_back({m_ids[i], FlagRule::contradicted, run.id, score.p_label, 0.5F});
        }
        if (options.brackets) {
            for (ResponseRecord& response : responses)
                toBracket(response);
            for (ScoreRecord& score : scores) {
                score.bracket = {true, score.entropy.mean - 0.25F, score.entropy.mean + 0.25F};
                score.entropy.mean = std::nanf("");
            }
        }
        need(project.planUnits(run.id, {"{}"}));
        need(project.storeUnit(run.id, 0, responses, scores));
        run.state = RunState::done;
        run.ended_ms = 1'763'710'000'000;
        need(project.updateRun(run));
        if (options.flags) {
            need(project.setFlags(FlagRule::uncertain, run.id, uncertain));
            need(project.setFlags(FlagRule::contradicted, run.id, contradicted));
        }
        return run.id;
    }

    TempFolder m_folder;
    std::vector<PairId> m_ids;
    RunId m_run = 0;
};

} // namespace egt::test
