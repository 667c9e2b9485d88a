// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/entropy.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>

#include "kernels/numbers.h"
#include "kernels/row_ops.h"

namespace egt::kernels {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

const RowOps* best() {
    if (const RowOps* ops = avx512Ops()) return ops;
    if (const RowOps* ops = avx2Ops()) return ops;
    return &portable_ops;
}
std::atomic<const RowOps*>& current() {
    static std::atomic<const RowOps*> ops{best()};
    return ops;
}
const RowOps& ops() {
    return *current().load(std::memory_order_relaxed);
}

/// A block as floats, and its maximum: where it lies, or converted into `buffer`.
struct Block {
    const float* x;
    float top;
};
std::int64_t bytesOf(Number number) {
    return number == Number::f32 ? 4 : 2;
}
const char* at(const void* row, Number number, std::int64_t index) {
    return static_cast<const char*>(row) + index * bytesOf(number);
}
Block block(const void* row, Number number, std::int64_t from, std::int64_t count, float* buffer) {
    if (number == Number::f32) {
        const float* x = static_cast<const float*>(row) + from;
        return {x, ops().maximum(x, count)};
    }
    const auto* half = static_cast<const std::uint16_t*>(row) + from;
    return {buffer, number == Number::f16 ? ops().fromF16(half, count, buffer) : ops().fromBf16(half, count, buffer)};
}

void moveTo(Partial& p, float maximum) {
    const double shift = static_cast<double>(p.maximum) - maximum; // < 0
    const double c = std::exp(shift);
    p.squared = c * (p.squared + 2 * shift * p.weighted + shift * shift * p.sum);
    p.weighted = c * (p.weighted + p.sum * shift);
    p.sum *= c;
    p.maximum = maximum;
}

/// Where the row goes on after a block: asked for while the block is calculated.
struct Ahead {
    const char* next = nullptr;
    std::int64_t bytes = 0;
};

void spoilIfNaN(Partial& state, const float* x, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        if (std::isnan(x[i])) state.sum = std::numeric_limits<double>::quiet_NaN();
}

void addBlock(Partial& state, const Block& part, std::int64_t count, std::int64_t index, const Ahead& ahead) {
    const auto [x, top] = part;
    if (top > state.maximum) {
        if (top == infinity) // whatever was finite weighs nothing beside it; NaN stays
            state.sum *= 0, state.weighted = state.squared = 0;
        else if (state.sum > 0)
            moveTo(state, top);
        state.maximum = top;
        state.argmax = index + (std::find(x, x + count, top) - x);
    }
    if (state.maximum == -infinity) { // nothing yet that has a probability; only a NaN must not be lost
        spoilIfNaN(state, x, count);
        return;
    }
    if (state.maximum == infinity) { // count what shares the probability; NaN spoils the row all the same
        state.sum += static_cast<double>(ops().countAbove(x, count, infinity, true));
        spoilIfNaN(state, x, count);
        return;
    }
    const BlockSums sums = ops().sums(x, count, state.maximum, ahead.next, ahead.bytes);
    // A vector path's exponential may lose a NaN in its bit arithmetic; the product with it never does.
    state.sum += std::isnan(sums.weighted) ? sums.weighted : sums.sum;
    state.weighted += sums.weighted;
    state.squared += sums.squared;
}

Ahead ahead(const void* row, Number number, std::int64_t from, std::int64_t count) {
    const std::int64_t next = from + block_size;
    return {at(row, number, next), std::clamp<std::int64_t>(count - next, 0, block_size) * bytesOf(number)};
}

/// The highest entries so far, highest first.
class Top {
public:
    explicit Top(std::span<Choice> places) : m_places(places) { std::fill(places.begin(), places.end(), Choice{}); }
    void add(const Block& part, std::int64_t count, std::int64_t index) {
        if (m_places.empty() || !(part.top > lowest())) return; // nearly every block: one comparison
        for (std::int64_t i = 0; i < count; ++i)
            if (part.x[i] > lowest()) insert({static_cast<std::int32_t>(index + i), part.x[i]});
    }
    [[nodiscard]] std::size_t filled() const { return m_filled; }

private:
    [[nodiscard]] float lowest() const { return m_filled < m_places.size() ? -infinity : m_places.back().logit; }
    void insert(const Choice& choice) {
        std::size_t place = std::min(m_filled, m_places.size() - 1);
        for (; place > 0 && choice.logit > m_places[place - 1].logit; --place)
            m_places[place] = m_places[place - 1];
        m_places[place] = choice;
        m_filled = std::min(m_filled + 1, m_places.size());
    }
    std::span<Choice> m_places;
    std::size_t m_filled = 0;
};

/// Entries that stand before `target` in the order of logits.
std::int64_t countBefore(const float* x, std::int64_t from, std::int64_t count, std::int64_t target, float value) {
    const std::int64_t earlier = std::clamp<std::int64_t>(target - from, 0, count);
    return ops().countAbove(x, earlier, value, true) + ops().countAbove(x + earlier, count - earlier, value, false);
}

TokenStats finish(const Partial& state, std::int64_t count, float target_logit, bool has_target, std::int64_t rank) {
    TokenStats out;
    out.argmax = static_cast<std::int32_t>(state.argmax);
    out.rank = static_cast<std::int32_t>(rank);
    if (!(state.sum > 0)) { // NaN, or nothing but -inf
        out.entropy = out.varentropy = out.logsumexp = out.logprob = std::numeric_limits<float>::quiet_NaN();
        return out;
    }
    const double log_sum = std::log(state.sum);
    const double mean = state.weighted / state.sum;
    const float most = std::log(static_cast<float>(count));
    out.entropy = std::min(most, static_cast<float>(std::max(0.0, log_sum - mean)));
    out.varentropy = static_cast<float>(std::max(0.0, state.squared / state.sum - mean * mean));
    out.logsumexp = static_cast<float>(state.maximum + log_sum);
    if (!has_target) return out;
    const double distance = target_logit == state.maximum ? 0.0 : static_cast<double>(target_logit) - state.maximum;
    out.logprob = static_cast<float>(std::min(0.0, distance - log_sum));
    return out;
}

} // namespace

Partial::Partial() : maximum(-infinity) {}

Partial partialOf(const void* part, Number number, std::int64_t count, std::int64_t first_index) {
    std::array<float, block_size> buffer;
    Partial state;
    for (std::int64_t from = 0; from < count; from += block_size) {
        const std::int64_t n = std::min(block_size, count - from);
        addBlock(state, block(part, number, from, n, buffer.data()), n, first_index + from,
                 ahead(part, number, from, count));
    }
    return state;
}

Partial merge(const Partial& a, const Partial& b) {
    const bool a_first =
        a.maximum > b.maximum || (a.maximum == b.maximum && (b.argmax < 0 || (a.argmax >= 0 && a.argmax <= b.argmax)));
    Partial high = a_first ? a : b;
    Partial low = a_first ? b : a;
    if (low.maximum == high.maximum || low.maximum == -infinity || high.maximum == infinity) {
        // Same scale, or the lower one has no weight beside the higher (its sum is kept only if NaN).
        const bool adds = low.maximum == high.maximum;
        high.sum += adds || std::isnan(low.sum) ? low.sum : 0.0;
        high.weighted += adds ? low.weighted : 0.0;
        high.squared += adds ? low.squared : 0.0;
        return high;
    }
    moveTo(low, high.maximum);
    high.sum += low.sum;
    high.weighted += low.weighted;
    high.squared += low.squared;
    return high;
}

TokenStats tokenStats(const void* row, Number number, std::int64_t count, std::int64_t target, std::span<Choice> top) {
    std::array<float, block_size> buffer;
    const bool has_target = target >= 0 && target < count;
    const float value = has_target ? *block(row, number, target, 1, buffer.data()).x : 0.0F;
    Partial state;
    Top highest(top);
    std::int64_t rank = 0;
    for (std::int64_t from = 0; from < count; from += block_size) {
        const std::int64_t n = std::min(block_size, count - from);
        const Block part = block(row, number, from, n, buffer.data());
        addBlock(state, part, n, from, ahead(row, number, from, count));
        highest.add(part, n, from);
        if (has_target && part.top >= value) rank += countBefore(part.x, from, n, target, value);
    }
    return finish(state, count, value, has_target, rank);
}

std::vector<Choice> topChoices(const float* row, std::int64_t count, std::int32_t k) {
    std::vector<Choice> places(static_cast<std::size_t>(std::clamp<std::int64_t>(k, 0, count)));
    Top top(places);
    for (std::int64_t from = 0; from < count; from += block_size) {
        const std::int64_t n = std::min(block_size, count - from);
        top.add({row + from, ops().maximum(row + from, n)}, n, from);
    }
    places.resize(top.filled());
    return places;
}

double softmaxWeights(const float* row, std::int64_t count, float maximum, float inverse_temperature, float* out) {
    double total = 0;
    for (std::int64_t from = 0; from < count; from += block_size)
        total +=
            ops().weights(row + from, std::min(block_size, count - from), maximum, inverse_temperature, out + from);
    return total;
}

void gradientOverLogits(void* row, Number number, std::int64_t count, std::int64_t target, float logsumexp,
                        float entropy, const RowGradient& g) {
    std::array<float, block_size> buffer;
    for (std::int64_t from = 0; from < count; from += block_size) {
        const std::int64_t n = std::min(block_size, count - from);
        const float* x = block(row, number, from, n, buffer.data()).x;
        float* out = number == Number::f32 ? static_cast<float*>(row) + from : buffer.data();
        ops().gradient(x, n, logsumexp, entropy, g.scale * g.by_logprob, g.scale * g.by_entropy, out);
        if (target >= from && target < from + n) out[target - from] += g.scale * g.by_logprob;
        for (std::int64_t i = 0; number != Number::f32 && i < n; ++i)
            static_cast<std::uint16_t*>(row)[from + i] = number == Number::bf16 ? toBf16(out[i]) : toF16(out[i]);
    }
}

bool choosePath(Path path) {
    const RowOps* chosen = path == Path::automatic  ? best()
                           : path == Path::portable ? &portable_ops
                           : path == Path::avx2     ? avx2Ops()
                                                    : avx512Ops();
    if (chosen) current() = chosen;
    return chosen != nullptr;
}

const char* pathName() {
    return ops().name;
}

} // namespace egt::kernels
