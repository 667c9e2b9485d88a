// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/step_attention.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "kernels/entropy.h"

namespace egt::kernels {
namespace {

struct Case {
    std::int64_t groups = 2, heads = 2, shared = 3, width = 24, lanes = 3, tail = 13, ring = 5;
    std::vector<LaneTokens> tokens;
    std::vector<float> keys, values, queries, out;

    explicit Case(std::int64_t w) : width(w) {
        // Prompts of different length, a full ring that has turned over, a fresh lane, an idle one.
        tokens = {{13, 0, 1}, {13, 3, 5}, {13, 0, 0}, {6, 4, 3}, {6, 2, 2}, {6, 1, 1}};
        Random random(static_cast<std::uint64_t>(w));
        const auto fill = [&](std::vector<float>& x, std::int64_t count, double scale) {
            for (std::int64_t i = 0; i < count; ++i)
                x.push_back(static_cast<float>(random.normal() * scale));
        };
        const std::int64_t places = tail + ring * lanes;
        fill(keys, groups * heads * places * width, 1);
        fill(values, groups * heads * places * width, 1);
        fill(queries, groups * lanes * heads * shared * width, 2);
        out.assign(queries.size(), 99.0F);
    }
    void run(std::int64_t begin, std::int64_t end) {
        StepAttention a;
        a.keys = keys.data();
        a.values = values.data();
        a.queries = queries.data();
        a.query_stride = heads * shared * width;
        a.out = out.data();
        a.heads = heads;
        a.shared = shared;
        a.width = width;
        a.places = tail + ring * lanes;
        a.lanes = lanes;
        a.tail = tail;
        a.ring = ring;
        a.scale = 0.3F;
        a.tokens = tokens.data();
        stepAttention(a, begin, end);
    }
    /// The definition, in double.
    [[nodiscard]] double expected(std::size_t lane, std::int64_t head, std::int64_t s, std::int64_t column) const {
        const LaneTokens& t = tokens[lane];
        std::vector<std::int64_t> seen;
        for (std::int64_t j = 0; j < t.prompt; ++j)
            seen.push_back(j);
        const auto which = static_cast<std::int64_t>(lane) % lanes;
        for (std::int64_t n = 0; n < t.count; ++n)
            seen.push_back(tail + (t.first + n) % ring * lanes + which);
        const std::int64_t group = static_cast<std::int64_t>(lane) / lanes;
        const std::int64_t base = (group * heads + head) * (tail + ring * lanes);
        const std::int64_t query = ((static_cast<std::int64_t>(lane) * heads + head) * shared + s) * width;
        double sum = 0;
        double value = 0;
        for (const std::int64_t j : seen) {
            double dot = 0;
            for (std::int64_t i = 0; i < width; ++i)
                dot += static_cast<double>(queries[static_cast<std::size_t>(query + i)]) *
                       keys[static_cast<std::size_t>((base + j) * width + i)];
            const double e = std::exp(dot * static_cast<double>(0.3F));
            sum += e;
            value += e * values[static_cast<std::size_t>((base + j) * width + column)];
        }
        return value / sum;
    }
};

void expectExact(Case& c) {
    std::size_t at = 0;
    for (std::size_t lane = 0; lane < c.tokens.size(); ++lane)
        for (std::int64_t head = 0; head < c.heads; ++head)
            for (std::int64_t s = 0; s < c.shared; ++s)
                for (std::int64_t i = 0; i < c.width; ++i, ++at)
                    if (c.tokens[lane].count == 0)
                        ASSERT_EQ(c.out[at], 0) << "an idle lane";
                    else
                        // Scores up to about 10 in float32: each weight is right to 10 x 2^-23, and so is their mean.
                        ASSERT_NEAR(c.out[at], c.expected(lane, head, s, i), 5e-6) << lane << ' ' << head << ' ' << i;
}

TEST(StepAttention, EqualsItsDefinitionOnEveryPath) {
    for (const Path path : {Path::portable, Path::automatic})
        for (const std::int64_t width : {1, 7, 8, 24, 32, 45, 128}) {
            ASSERT_TRUE(choosePath(path));
            Case c(width);
            c.run(0, c.groups * c.heads);
            expectExact(c);
        }
    choosePath(Path::automatic);
}

TEST(StepAttention, RangesDoNotChangeTheBits) {
    Case whole(24);
    whole.run(0, 4);
    Case parts(24);
    for (const auto& [begin, end] : {std::pair{3, 4}, {0, 1}, {1, 3}})
        parts.run(begin, end);
    EXPECT_EQ(whole.out, parts.out);
}

} // namespace
} // namespace egt::kernels
