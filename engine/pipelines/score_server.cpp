// SPDX-License-Identifier: GPL-3.0-or-later

// Scoring by an OpenAI-compatible server: the job of ml_pipelines/score.cpp without a judge in this process. A unit is
// one pair, stored when all of its answers are there; several pairs are open at a time so that the server is never
// idle. A run that died asks again about the pairs that were open: as many as `concurrency` answers need, and two more.

#include "pipelines/score_server.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "pipelines/notes.h"
#include "pipelines/server_judge.h"
#include "pipelines/server_response.h"
#include "records/serialize.h"
#include "remote/chat_reply.h"
#include "remote/chat_request.h"
#include "scoring/planner.h"
#include "scoring/reduce.h"
#include "text/judge_prompt.h"

namespace egt::pipelines {
namespace {

using scoring::ScoreUnit;

constexpr double kPoll = 0.1;    // seconds; a stop is seen within this
constexpr int kFailedInARow = 8; // pairs; then it is the server, not the pair

/// Errors of a server that every pair would meet.
bool endsTheRun(const std::string& code) {
    constexpr std::string_view codes[] = {"server.unreachable", "server.key",      "server.not_found",
                                          "server.redirect",    "server.not_json", "server.failed_connection"};
    return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

struct OpenPair {
    std::int64_t unit = 0;
    PairRecord pair;
    std::vector<ResponseRecord> answers; ///< as asked; those that wait have no seed yet
    std::size_t waiting = 0;
    bool text_only = false;
    std::optional<Error> failed;
};
struct Asked {
    std::int64_t unit = 0;
    std::size_t answer = 0;
};

class ServerScoring {
public:
    ServerScoring(const ScoreRequest& request, JudgePrompt prompt, Project& project, RunContext& run,
                  remote::Client& client)
        : m_request(request), m_project(project), m_run(run), m_client(client), m_warnings(run),
          m_prompt(std::move(prompt)) {}

    Result<ScoreResult> work() {
        tellOpenKey(); // before it goes
        EGT_ASSIGN(const std::optional<ServerJudge> judge, meetServer(m_client, m_request.server, m_run));
        m_result.run = m_run.id();
        if (!judge) return stopped();
        m_judge = *judge;
        tellLimits();
        EGT_TRY(prepare());
        m_started = steadySeconds();
        EGT_TRY(askAll());
        m_warnings.finish();
        m_result.tokens_per_second = rate(m_tokens);
        if (m_result.failed > 0 && m_result.failed == m_total)
            return fail("score.nothing_scored",
                        EGT_TEXT("engine", "None of the %1 pairs could be judged; the last reason was: %2"),
                        {std::to_string(m_total), m_last_reason});
        return m_result;
    }

private:
    Result<ScoreResult> stopped() {
        (void)m_run.checkpoint(); // the engine learns that the stop was seen
        return m_result;
    }

    void tellLimits() {
        if (m_judge.top_logprobs < m_request.server.top_logprobs)
            m_run.note({"warning",
                        0,
                        EGT_TEXT("engine", "The server lists at most %1 alternatives of a token, not %2: the brackets "
                                           "are wider."),
                        {std::to_string(m_judge.top_logprobs), std::to_string(m_request.server.top_logprobs)}});
    }
    void tellOpenKey() {
        const remote::ServerAddress& address = m_client.address();
        if (!address.encrypted && !address.loopback && !remote::apiKeyFromEnvironment(address).empty())
            m_run.note({"warning", 0, EGT_TEXT("engine", "The API key goes to %1 unencrypted."), {address.host}});
    }

    // --- before the first question ------------------------------------------------------------------------------
    Result<void> prepare() {
        EGT_ASSIGN(m_units, m_project.units(m_run.id()));
        if (m_units.empty()) {
            EGT_TRY(plan());
            EGT_ASSIGN(m_units, m_project.units(m_run.id()));
        }
        return countDone();
    }

    Result<void> plan() {
        EGT_ASSIGN(const std::vector<PairId> ids, m_project.selectionPairs(m_request.selection));
        if (ids.empty())
            return fail(
                "score.empty_selection",
                EGT_TEXT("engine", "The selection \"%1\" has no pairs. Import pairs or choose another selection."),
                {m_request.selection}, {}, 0, "selection");
        std::vector<std::string> plans;
        for (const PairId id : ids) {
            ScoreUnit unit{{id}, scoring::ordersOf(m_request.orders), m_request.samples};
            if (m_request.text_only_missing) {
                EGT_ASSIGN(const PairRecord pair, m_project.pair(id));
                if (scoring::imagesMissing(pair)) unit.text_only = {id};
            }
            plans.push_back(unit.toJson());
        }
        EGT_TRY(m_project.planUnits(m_run.id(), plans));
        EGT_ASSIGN(RunRecord record, m_project.run(m_run.id()));
        record.judge = m_judge.url;
        record.judge_hash = m_judge.hash();
        record.judge_details = dumpJson(details());
        record.total = static_cast<std::int64_t>(ids.size());
        return m_project.updateRun(record);
    }

    /// What the numbers of this run are of.
    [[nodiscard]] OrderedJson details() const {
        return {{"url", m_judge.url},
                {"model", m_judge.model},
                {"served_model", m_judge.served_model},
                {"entropy", "bracket"},
                {"top_logprobs", m_judge.top_logprobs},
                {"vocabulary", vocabulary()},
                {"vocabulary_given", m_request.server.vocabulary > 0},
                {"logprobs_mode", std::string(name(m_request.server.logprobs_mode))},
                {"max_pixels", m_request.max_pixels},
                {"text_only_missing", m_request.text_only_missing},
                {"prompt", m_prompt.name},
                {"prompt_hash", m_prompt.hash()}};
    }

    [[nodiscard]] std::int64_t vocabulary() const {
        return m_request.server.vocabulary > 0 ? m_request.server.vocabulary : remote::kLargestVocabulary;
    }

    Result<void> countDone() {
        EGT_ASSIGN(const RunRecord record, m_project.run(m_run.id()));
        if (!record.judge_hash.empty() && (record.judge_hash != m_judge.hash() || !sameDetails(record)))
            return fail("score.judge_changed",
                        EGT_TEXT("engine", "The judge %1 has changed since this scoring run began, so the run can't go "
                                           "on. Start a new scoring run."),
                        {m_judge.url + " (" + m_judge.model + ")"}, {}, 0, "judge");
        EGT_ASSIGN(const std::vector<ScoreRecord> scores, m_project.scores(m_run.id()));
        m_total = static_cast<std::int64_t>(m_units.size());
        std::unordered_set<PairId> text_only;
        for (const JobUnit& unit : m_units) {
            if (!unit.done) continue;
            ++m_result.failed;
            EGT_ASSIGN(const ScoreUnit planned, ScoreUnit::fromJson(unit.plan));
            text_only.insert(planned.text_only.begin(), planned.text_only.end());
        }
        m_result.resumed = m_result.scored = static_cast<std::int64_t>(scores.size());
        m_result.failed -= m_result.resumed;
        for (const ScoreRecord& score : scores) {
            m_result.text_only += text_only.contains(score.pair) ? 1 : 0;
            m_result.unparsed +=
                static_cast<std::int64_t>(std::lround(score.unparsed * static_cast<float>(score.responses)));
        }
        return {};
    }

    /// The model that the server says it serves, and the prompt: what a name and an address do not tell.
    [[nodiscard]] bool sameDetails(const RunRecord& record) const {
        const auto stored = parseJson(record.judge_details);
        if (!stored || !stored->is_object()) return false;
        return stored->value("served_model", std::string()) == m_judge.served_model &&
               stored->value("prompt_hash", std::string()) == m_prompt.hash();
    }

    // --- asking --------------------------------------------------------------------------------------------------
    Result<void> askAll() {
        while (true) {
            // A pause lets what is under way come to its end; a stop drops it.
            const bool ending = m_run.paused() && !m_open.empty() && m_run.requested() == StopKind::none;
            if (!ending && m_run.checkpoint() != StopKind::none) {
                m_client.cancel();
                return {};
            }
            if (!m_run.paused()) EGT_TRY(openPairs());
            if (m_open.empty() && m_next == m_units.size()) return storeUnsure();
            for (remote::Answer& answer : m_client.poll(kPoll))
                EGT_TRY(take(std::move(answer)));
        }
    }

    Result<void> openPairs() {
        const auto most = static_cast<std::size_t>(m_request.server.concurrency);
        const std::size_t per_pair =
            scoring::ordersOf(m_request.orders).size() * static_cast<std::size_t>(m_request.samples);
        const std::size_t most_pairs = (most + per_pair - 1) / per_pair + 2;
        const std::int64_t failed = m_result.failed; // a folder of missing images must not keep the run from its stop
        while (m_client.open() < most && m_open.size() < most_pairs && m_next < m_units.size() &&
               m_result.failed < failed + kFailedInARow) {
            const JobUnit& unit = m_units[m_next++];
            if (!unit.done) EGT_TRY(openPair(unit));
        }
        return {};
    }

    Result<void> openPair(const JobUnit& unit) {
        EGT_ASSIGN(const ScoreUnit planned, ScoreUnit::fromJson(unit.plan));
        EGT_ASSIGN(PairRecord pair, m_project.pair(planned.pairs.at(0)));
        OpenPair open;
        open.unit = unit.index;
        open.pair = std::move(pair);
        open.text_only = !planned.text_only.empty();
        if (open.text_only) open.pair.images.clear();
        const Result<std::vector<std::string>> images = imagesOf(open.pair);
        if (!images) return storeFailure(open, images.error());
        for (const Order order : planned.orders) {
            const bool stored = order == Order::stored;
            const std::string prompt =
                m_prompt.render(open.pair.question, stored ? open.pair.answer_a : open.pair.answer_b,
                                stored ? open.pair.answer_b : open.pair.answer_a, images->size());
            EGT_ASSIGN(const std::vector<remote::ChatMessage> messages, remote::chatMessages(prompt));
            for (std::int32_t sample = 0; sample < planned.samples; ++sample)
                ask(open, order, sample, messages, *images);
        }
        m_open.emplace(unit.index, std::move(open));
        return {};
    }

    void ask(OpenPair& open, Order order, std::int32_t sample, const std::vector<remote::ChatMessage>& messages,
             const std::vector<std::string>& images) {
        ResponseRecord answer;
        answer.order = order;
        answer.sample = sample;
        answer.seed = static_cast<std::uint64_t>(
            remote::sentSeed(mixSeed(m_request.seed, static_cast<std::uint64_t>(open.pair.id),
                                     static_cast<std::uint64_t>(order), static_cast<std::uint64_t>(sample))));
        remote::ChatSettings settings;
        settings.model = m_judge.model;
        settings.temperature = m_request.temperature;
        settings.top_p = m_request.top_p;
        settings.max_tokens = m_request.max_new_tokens > 0 ? m_request.max_new_tokens : m_prompt.max_new_tokens;
        settings.top_logprobs = m_judge.top_logprobs;
        settings.seed = answer.seed;
        m_asked[++m_tag] = {open.unit, open.answers.size()};
        m_client.ask(m_tag, "/chat/completions", remote::chatBody(messages, images, settings));
        open.answers.push_back(std::move(answer));
        ++open.waiting;
    }

    Result<std::vector<std::string>> imagesOf(const PairRecord& pair) const {
        std::vector<std::string> out;
        for (const ImageRef& image : pair.images) {
            EGT_ASSIGN(std::string url,
                       remote::imageDataUrl(image.path.empty() ? image.reference : image.path, m_request.max_pixels));
            out.push_back(std::move(url));
        }
        return out;
    }

    // --- answers -------------------------------------------------------------------------------------------------
    Result<void> take(remote::Answer answer) {
        const auto asked = m_asked.find(answer.tag);
        if (asked == m_asked.end()) return {};
        const Asked place = asked->second;
        m_asked.erase(asked);
        const auto found = m_open.find(place.unit);
        if (found == m_open.end()) return {}; // its pair has failed already
        OpenPair& open = found->second;
        auto reply = answer.json ? remote::readChatReply(*answer.json, m_judge.url)
                                 : Result<remote::ChatReply>(fail(answer.json.error()));
        if (!reply) return takeFailure(found, reply.error(), answer.passing);
        ResponseRecord& slot = open.answers[place.answer];
        slot = serverResponse(open.pair, slot.order, slot.sample, slot.seed, *reply, m_prompt.verdict, vocabulary());
        slot.run = m_run.id();
        m_tokens += static_cast<std::int64_t>(slot.token_ends.size());
        if (!slot.bracket.known && m_judge.top_logprobs > 0) tellMissing(open.pair.id);
        if (--open.waiting > 0) return {};
        EGT_TRY(storeUnsure());
        EGT_TRY(storePair(open));
        m_open.erase(found);
        return {};
    }

    void tellMissing(PairId pair) {
        ++m_result.without_entropy;
        m_warnings.tell("server.no_logprobs",
                        EGT_TEXT("engine",
                                 "A response to pair %1 came without usable log-probs (vLLM must run with "
                                 "--max-logprobs and --logprobs-mode raw_logprobs or processed_logprobs); it is "
                                 "stored without entropy."),
                        {std::to_string(pair)});
    }

    /// A failed pair is believed when the server answers another one afterwards; else it is the server that failed, and
    /// the pairs are asked about when the run goes on.
    Result<void> takeFailure(std::map<std::int64_t, OpenPair>::iterator found, const Error& error, bool passing) {
        const bool broken_json = passing && error.code == "server.not_json"; // of this one answer
        if (endsTheRun(error.code) && !broken_json) return fail(error);
        found->second.failed = error;
        for (const auto& [tag, place] : m_asked)
            if (place.unit == found->first) m_client.forget(tag);
        std::erase_if(m_asked, [&](const auto& one) { return one.second.unit == found->first; });
        m_unsure.push_back(std::move(found->second));
        m_open.erase(found);
        return m_unsure.size() < kFailedInARow ? Result<void>() : fail(error);
    }

    Result<void> storeUnsure() {
        for (const OpenPair& pair : std::exchange(m_unsure, {}))
            EGT_TRY(storeFailure(pair, *pair.failed));
        return {};
    }

    Result<void> storeFailure(const OpenPair& open, const Error& error) {
        EGT_TRY(
            m_project.storeUnit(m_run.id(), open.unit, {}, {}, {{m_run.id(), open.pair.id, dumpJson(Json(error))}}));
        m_warnings.pairFailed(open.pair.id, error);
        m_last_reason = error.message();
        ++m_result.failed;
        report();
        return {};
    }

    Result<void> storePair(OpenPair& open) {
        std::vector<const ResponseRecord*> all;
        std::int64_t unparsed = 0;
        for (const ResponseRecord& response : open.answers) {
            all.push_back(&response);
            unparsed += response.verdict == Verdict::unparsed ? 1 : 0;
        }
        ScoreRecord score = scoring::reducePair(open.pair.id, open.pair.label, all);
        score.run = m_run.id();
        EGT_TRY(m_project.storeUnit(m_run.id(), open.unit, open.answers, {score}));
        ++m_result.scored;
        m_result.text_only += open.text_only ? 1 : 0;
        m_result.unparsed += unparsed;
        report();
        return {};
    }

    void report() {
        const std::int64_t done = m_result.scored + m_result.failed;
        m_run.progress({done, m_total, "pairs", "scoring", rate(done - m_result.resumed), rate(m_tokens)});
        const double now = steadySeconds();
        if (now - m_told < 2 && done < m_total) return;
        m_told = now;
        m_run.dataChanged("scores");
    }

    [[nodiscard]] double rate(std::int64_t count) const {
        const double seconds = steadySeconds() - m_started;
        return seconds > 0 ? static_cast<double>(count) / seconds : 0;
    }

    const ScoreRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    remote::Client& m_client;
    Warnings m_warnings;
    ServerJudge m_judge;
    JudgePrompt m_prompt;
    std::vector<JobUnit> m_units;
    std::size_t m_next = 0; ///< of m_units
    std::map<std::int64_t, OpenPair> m_open;
    std::map<std::int64_t, Asked> m_asked; ///< by tag
    std::vector<OpenPair> m_unsure;
    ScoreResult m_result;
    std::string m_last_reason;
    std::int64_t m_tag = 0;
    std::int64_t m_total = 0;
    std::int64_t m_tokens = 0;
    double m_started = 0;
    double m_told = 0;
};

} // namespace

Result<ScoreResult> scoreWithServer(const ScoreRequest& request, Project& project, RunContext& run,
                                    remote::Clock clock) {
    EGT_ASSIGN(remote::ServerAddress address, remote::parseAddress(request.judge));
    remote::ClientOptions options;
    options.concurrency = static_cast<std::size_t>(request.server.concurrency);
    options.times.total = request.server.timeout_s;
    options.retry.seed = request.seed;
    options.key = remote::apiKeyFromEnvironment(address);
    EGT_ASSIGN(JudgePrompt prompt, JudgePrompt::forServer(request.prompt));
    remote::Client client(std::move(address), std::move(options), std::move(clock));
    return ServerScoring(request, std::move(prompt), project, run, client).work();
}

} // namespace egt::pipelines
