// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/generate.h"

#include <algorithm>
#include <deque>

#include "base/clock.h"
#include "judge/prefill.h"
#include "judge/prefix_plan.h"
#include "judge/token_recorder.h"

namespace egt::judge {
namespace {

/// What a lane of the cache is generating.
struct Lane {
    bool busy = false;
    std::size_t sequence = 0;
    std::int32_t position = 0; ///< of its next token
};
/// A group of the cache: a prompt and the lanes of its sequences.
struct Slot {
    bool busy = false;
    std::int32_t next = 0;           ///< position after the prompt
    std::deque<std::size_t> waiting; ///< sequences that have a first token but no lane yet
};

/// The generation of one batch. A prompt takes a slot, its sequences the slot's lanes; what has ended makes room for
/// what waits: another sequence of the prompt in its lane, another prompt in its slot.
class Generation {
public:
    Generation(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
               const std::vector<EncodedImage>& images, const GenerateOptions& options, PassStats& stats)
        : m_weights(weights), m_config(config), m_batch(batch), m_images(images), m_options(options), m_stats(stats),
          m_recorder(weights, config, batch, options),
          m_plan(planBatch(batch, images, config, options.share_prefixes)) {
        allocate();
    }

    std::vector<Generated> run(Control& control) {
        while (true) {
            if (control.checkpoint() != StopKind::none) return {};
            admit();
            if (m_busy_lanes > 0)
                step();
            else if (m_next_family == m_plan.families.size())
                return m_recorder.take();
        }
    }

private:
    void allocate();
    void admit();
    void splitFamily();
    void begin(const std::vector<std::int64_t>& slots, std::size_t first_family, std::size_t end_family);
    PrefillItem occupy(std::int64_t slot, std::size_t prompt);
    void fillLanes(std::int64_t slot);
    void leaveLanes();
    void compact();
    void step();
    torch::Tensor advance(std::int64_t place);
    [[nodiscard]] std::vector<std::int64_t> freeSlots() const;
    Lane& lane(std::int64_t slot, std::int64_t which) {
        return m_lanes[static_cast<std::size_t>(slot * m_cache.lanes + which)];
    }

    const Weights& m_weights;
    const JudgeConfig& m_config;
    const std::vector<Sequence>& m_batch;
    const std::vector<EncodedImage>& m_images;
    const GenerateOptions& m_options;
    PassStats& m_stats;
    TokenRecorder m_recorder;
    PromptPlan m_plan;
    KvCache m_cache;
    std::vector<Slot> m_slots;
    std::vector<Lane> m_lanes;                 ///< [slots, lanes]
    std::vector<kernels::LaneTokens> m_tokens; ///< what each lane sees
    std::size_t m_next_family = 0;
    std::int64_t m_busy_lanes = 0;
    std::int64_t m_clock = 0; ///< steps
};

void Generation::allocate() {
    const auto sequences = static_cast<std::int64_t>(m_batch.size());
    const std::int64_t wanted = m_options.lanes > 0 ? std::min<std::int64_t>(m_options.lanes, sequences) : sequences;
    const auto prompts = static_cast<std::int64_t>(m_plan.prompts.size());
    const std::int64_t lanes = std::clamp<std::int64_t>(sequences / prompts, 1, wanted); // samples of a prompt
    const std::int64_t slots = std::min(wanted / lanes, prompts);
    m_cache = KvCache::allocate(m_config.text, slots, lanes, m_plan.longest, std::max(1, m_options.max_new_tokens - 1),
                                m_weights.options());
    m_slots.resize(static_cast<std::size_t>(slots));
    m_lanes.resize(static_cast<std::size_t>(slots * lanes));
    m_tokens.resize(m_lanes.size());
}

std::vector<std::int64_t> Generation::freeSlots() const {
    std::vector<std::int64_t> out;
    for (std::size_t s = 0; s < m_slots.size(); ++s)
        if (!m_slots[s].busy) out.push_back(static_cast<std::int64_t>(s));
    return out;
}

// Prompts begin a few at a time, so that reading them is one efficient pass, and whole families, so that their common
// beginning is computed once. A family that never fits begins in parts.
void Generation::admit() {
    if (m_next_family == m_plan.families.size()) return compact();
    const std::vector<std::int64_t> free = freeSlots();
    const std::size_t worth = std::max<std::size_t>(1, m_slots.size() / 8);
    if (m_busy_lanes > 0 && free.size() < worth) return;
    const std::size_t first = m_next_family;
    std::size_t taken = 0;
    while (m_next_family < m_plan.families.size()) {
        const PromptPlan::Family& family = m_plan.families[m_next_family];
        if (family.prompts.size() > m_slots.size()) {
            splitFamily();
            continue;
        }
        if (taken + family.prompts.size() > free.size()) break;
        taken += family.prompts.size();
        ++m_next_family;
    }
    if (taken > 0) begin(free, first, m_next_family);
}

/// Cuts the next family after as many prompts as there are slots.
void Generation::splitFamily() {
    PromptPlan::Family& family = m_plan.families[m_next_family];
    PromptPlan::Family rest = family;
    const auto kept = static_cast<std::ptrdiff_t>(m_slots.size());
    rest.prompts.erase(rest.prompts.begin(), rest.prompts.begin() + kept);
    family.prompts.resize(m_slots.size());
    m_plan.families.insert(m_plan.families.begin() + static_cast<std::ptrdiff_t>(m_next_family) + 1, std::move(rest));
}

PrefillItem Generation::occupy(std::int64_t slot, std::size_t prompt) {
    const Sequence& s = m_batch[m_plan.prompts[prompt].sequences.front()];
    const std::int64_t length = m_plan.tokens(prompt);
    m_slots[static_cast<std::size_t>(slot)] = {true, positionsOf(s, m_images, m_config.image_token_id).next, {}};
    for (std::int64_t i = 0; i < m_cache.lanes; ++i)
        m_tokens[static_cast<std::size_t>(slot * m_cache.lanes + i)] = {length, 0, 0};
    m_stats.prompt_tokens += length * static_cast<std::int64_t>(m_plan.prompts[prompt].sequences.size());
    return {&s, slot, length - 1, length};
}

/// Reads the prompts of the families and takes the first token of all their sequences from it.
void Generation::begin(const std::vector<std::int64_t>& free, std::size_t first_family, std::size_t end_family) {
    const double started = steadySeconds();
    std::vector<PrefillFamily> families;
    std::vector<std::int64_t> rows; // of the hidden states, one a prompt
    std::vector<std::size_t> sequences;
    std::int64_t taken = 0;
    for (std::size_t f = first_family; f < end_family; ++f) {
        const PromptPlan::Family& family = m_plan.families[f];
        PrefillFamily& items = families.emplace_back();
        items.shared = family.prompts.size() > 1 ? family.shared : 0;
        for (const std::size_t prompt : family.prompts) {
            items.items.push_back(occupy(free[static_cast<std::size_t>(taken)], prompt));
            for (const std::size_t sequence : m_plan.prompts[prompt].sequences) {
                rows.push_back(taken);
                sequences.push_back(sequence);
            }
            ++taken;
        }
    }
    m_recorder.generate(prefill(m_weights, m_config, families, m_images, m_cache, m_stats), rows, sequences);
    for (std::size_t i = 0; i < sequences.size(); ++i)
        if (!m_recorder.ended(sequences[i]))
            m_slots[static_cast<std::size_t>(free[static_cast<std::size_t>(rows[i])])].waiting.push_back(sequences[i]);
    for (std::int64_t i = 0; i < taken; ++i)
        fillLanes(free[static_cast<std::size_t>(i)]);
    m_stats.prompt_seconds += steadySeconds() - started;
}

void Generation::fillLanes(std::int64_t slot) {
    Slot& s = m_slots[static_cast<std::size_t>(slot)];
    bool busy = false;
    for (std::int64_t i = 0; i < m_cache.lanes; ++i) {
        Lane& l = lane(slot, i);
        kernels::LaneTokens& tokens = m_tokens[static_cast<std::size_t>(slot * m_cache.lanes + i)];
        if (!l.busy && !s.waiting.empty()) {
            l = {true, s.waiting.front(), s.next};
            s.waiting.pop_front();
            tokens.first = m_clock % m_cache.ring;
            tokens.count = 0;
            ++m_busy_lanes;
        }
        busy = busy || l.busy;
    }
    s.busy = busy;
}

// When nothing waits any more, free slots go once they are half: copying more often would cost more than they do.
void Generation::compact() {
    std::vector<std::int64_t> kept;
    for (std::size_t s = 0; s < m_slots.size(); ++s)
        if (m_slots[s].busy) kept.push_back(static_cast<std::int64_t>(s));
    if (kept.empty() || kept.size() * 2 > m_slots.size()) return;
    m_cache.keep(kept);
    const auto per_slot = static_cast<std::size_t>(m_cache.lanes);
    std::vector<Slot> slots;
    std::vector<Lane> lanes;
    std::vector<kernels::LaneTokens> tokens;
    for (const std::int64_t s : kept) {
        const auto from = static_cast<std::size_t>(s);
        slots.push_back(std::move(m_slots[from]));
        for (std::size_t i = from * per_slot; i < (from + 1) * per_slot; ++i) {
            lanes.push_back(m_lanes[i]);
            tokens.push_back(m_tokens[i]);
        }
    }
    m_slots = std::move(slots);
    m_lanes = std::move(lanes);
    m_tokens = std::move(tokens);
}

void Generation::step() {
    const double started = steadySeconds();
    torch::Tensor hidden = advance(m_clock % m_cache.ring);
    ++m_clock;
    std::vector<std::int64_t> rows;
    std::vector<std::size_t> sequences;
    for (std::size_t i = 0; i < m_lanes.size(); ++i)
        if (m_lanes[i].busy) {
            rows.push_back(static_cast<std::int64_t>(i));
            sequences.push_back(m_lanes[i].sequence);
        }
    if (rows.size() < m_lanes.size()) {
        hidden = hidden.index_select(0, at::tensor(rows, torch::kInt64).to(hidden.device()));
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = static_cast<std::int64_t>(i);
    }
    m_recorder.generate(hidden, rows, sequences);
    m_stats.new_tokens += static_cast<std::int64_t>(sequences.size());
    leaveLanes();
    m_stats.new_seconds += steadySeconds() - started;
}

/// What has ended makes room.
void Generation::leaveLanes() {
    for (std::size_t s = 0; s < m_slots.size(); ++s) {
        bool ended = false;
        for (std::int64_t i = 0; i < m_cache.lanes; ++i) {
            Lane& l = lane(static_cast<std::int64_t>(s), i);
            if (!l.busy || !m_recorder.ended(l.sequence)) continue;
            l.busy = false;
            m_tokens[s * static_cast<std::size_t>(m_cache.lanes) + static_cast<std::size_t>(i)].count = 0;
            --m_busy_lanes;
            ended = true;
        }
        if (ended) fillLanes(static_cast<std::int64_t>(s));
    }
}

torch::Tensor Generation::advance(std::int64_t place) {
    torch::Tensor ids = at::zeros({static_cast<std::int64_t>(m_lanes.size())}, torch::kInt64);
    std::vector<std::int32_t> positions(m_lanes.size(), 0);
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        Lane& l = m_lanes[i];
        if (!l.busy) continue;
        ids.data_ptr<std::int64_t>()[i] = m_recorder.of(l.sequence).ids.back();
        positions[i] = l.position++;
        ++m_tokens[i].count;
    }
    return runStep(m_weights, m_config, at::embedding(m_weights.embedding, ids.to(m_weights.options().device())),
                   textRotary(m_weights, m_config, positions), m_tokens, place, m_cache);
}

} // namespace

std::vector<Generated> generate(const Weights& weights, const JudgeConfig& config, const std::vector<Sequence>& batch,
                                const std::vector<EncodedImage>& images, const GenerateOptions& options,
                                Control& control, PassStats& stats) {
    if (batch.empty()) return {};
    TORCH_CHECK(options.max_new_tokens > 0, "max_new_tokens must be positive");
    const torch::NoGradGuard no_grad;
    return Generation(weights, config, batch, images, options, stats).run(control);
}

} // namespace egt::judge
