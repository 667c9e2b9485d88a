// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA kernels' source, run on the host in the order of a block's reductions (host_grid.h), against float64 and the
// CPU kernels.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "kernels/cuda/gradient.cuh"
#include "kernels/cuda/row_stats.cuh"
#include "kernels/cuda/top.cuh"
#include "kernels/entropy.h"
#include "kernels/host_grid.h"
#include "kernels/numbers.h"

namespace egt::kernels::cuda {
namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
const float nan = std::numeric_limits<float>::quiet_NaN();

/// Rows in one of the three formats, all of the same length.
struct Rows {
    Number number = Number::f32;
    std::int64_t count = 0;
    std::vector<float> floats = {};        ///< f32
    std::vector<std::uint16_t> halfs = {}; ///< the others
    [[nodiscard]] std::int64_t rows() const {
        return static_cast<std::int64_t>(std::max(floats.size(), halfs.size())) / count;
    }
    [[nodiscard]] const void* row(std::int64_t r) const {
        return number == Number::f32 ? static_cast<const void*>(floats.data() + r * count) : halfs.data() + r * count;
    }
    void* data() { return number == Number::f32 ? static_cast<void*>(floats.data()) : halfs.data(); }
    void add(const std::vector<float>& values) {
        count = static_cast<std::int64_t>(values.size());
        for (const float v : values)
            if (number == Number::f32)
                floats.push_back(v);
            else
                halfs.push_back(number == Number::bf16 ? toBf16(v) : toF16(v));
    }
};

std::vector<float> normalRow(std::int64_t count, double scale, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> x(static_cast<std::size_t>(count));
    for (float& v : x)
        v = static_cast<float>(scale * random.normal());
    return x;
}

struct Results {
    std::vector<float> entropy, varentropy, logsumexp, logprob;
    std::vector<std::int64_t> argmax;
    std::vector<std::int32_t> rank;
};

template <class Work> void withType(Number number, const Work& work) {
    if (number == Number::f32) return work(F32{});
    if (number == Number::bf16) return work(Bf16{});
    work(F16{});
}

Results statsOf(Rows& rows, const std::vector<std::int64_t>& targets, unsigned parts) {
    const auto n = static_cast<std::size_t>(rows.rows());
    Results out{std::vector<float>(n), std::vector<float>(n),        std::vector<float>(n),
                std::vector<float>(n), std::vector<std::int64_t>(n), std::vector<std::int32_t>(n)};
    std::vector<Online> scratch(n * parts);
    const EgtRowStats call{rows.data(),           static_cast<std::int32_t>(rows.number),
                           rows.rows(),           rows.count,
                           targets.data(),        out.entropy.data(),
                           out.varentropy.data(), out.logsumexp.data(),
                           out.logprob.data(),    out.argmax.data(),
                           out.rank.data(),       scratch.data()};
    withType(rows.number, [&](auto type) {
        using Type = decltype(type);
        const auto x = static_cast<unsigned>(n);
        host::launch({x, parts}, kThreads, [&] { rowStatsKernel<Type, true>(call); });
        if (parts > 1) host::launch({x, 1}, 32, [&] { mergeKernel<Type>(call, static_cast<std::int32_t>(parts)); });
    });
    return out;
}

void expectSame(float got, float expected, double tolerance, const std::string& what) {
    if (std::isnan(expected))
        EXPECT_TRUE(std::isnan(got)) << what;
    else if (std::isinf(expected))
        EXPECT_EQ(got, expected) << what;
    else
        EXPECT_NEAR(got, expected, tolerance * std::max(1.0F, std::fabs(expected))) << what;
}

void compare(Rows& rows, const std::vector<std::int64_t>& targets, unsigned parts, const std::string& what) {
    const Results got = statsOf(rows, targets, parts);
    for (std::int64_t r = 0; r < rows.rows(); ++r) {
        const auto i = static_cast<std::size_t>(r);
        const TokenStats expected = tokenStats(rows.row(r), rows.number, rows.count, targets[i]);
        const std::string where = what + ", row " + std::to_string(r);
        expectSame(got.entropy[i], expected.entropy, 1e-5, where + " entropy");
        expectSame(got.varentropy[i], expected.varentropy, 5e-5, where + " varentropy");
        expectSame(got.logsumexp[i], expected.logsumexp, 2e-6, where + " logsumexp");
        expectSame(got.logprob[i], expected.logprob, 5e-6, where + " logprob");
        EXPECT_EQ(got.argmax[i], expected.argmax) << where;
        EXPECT_EQ(got.rank[i], expected.rank) << where;
        if (std::isnan(got.entropy[i])) continue;
        EXPECT_GE(got.entropy[i], 0) << where;
        EXPECT_LE(got.entropy[i], std::log(static_cast<float>(rows.count))) << where;
        EXPECT_LE(got.logprob[i], 0) << where;
    }
}

class CudaSource : public testing::TestWithParam<Number> {
    void SetUp() override {
#ifdef __SANITIZE_THREAD__
        GTEST_SKIP() << "the thread sanitizer does not know fibers";
#endif
    }
};

TEST_P(CudaSource, EveryWidthAndAlignment) {
    for (const std::int64_t count : {1, 3, 8, 31, 517, 4099, 20001}) { // odd widths: later rows start off the border
        Rows rows{.number = GetParam()};
        for (std::uint64_t r = 0; r < 3; ++r)
            rows.add(normalRow(count, 3, r + 1));
        for (const unsigned parts : {1U, 3U})
            compare(rows, {0, count - 1, count / 2}, parts, std::to_string(count) + " wide");
    }
}

TEST_P(CudaSource, RowsThatAreSpecial) {
    constexpr std::size_t count = 6001;
    Rows rows{.number = GetParam()};
    std::vector<float> x(count, 0.5F);
    rows.add(x); // flat
    x[4000] = 60;
    rows.add(x); // peaked
    x = normalRow(count, 2, 4);
    for (std::size_t i = 0; i < count; ++i)
        if (i % 3 != 0 || i < 3000) x[i] = -inf;
    rows.add(x); // masked, with parts that hold nothing
    x[3001] = x[5000] = inf;
    rows.add(x);
    x[7] = nan;
    rows.add(x); // NaN beside +inf
    x.assign(count, -inf);
    rows.add(x);
    x[5999] = nan;
    rows.add(x);
    for (std::size_t i = 0; i < count; ++i)
        x[i] = static_cast<float>(i) * 0.25F - 800; // the maximum rises over and over
    rows.add(x);
    for (const unsigned parts : {1U, 4U})
        compare(rows, {17, 4000, 3, 5000, 3, 5, 5, 5990}, parts, "special");
}

TEST_P(CudaSource, NoTargetOrOneOutside) {
    Rows rows{.number = GetParam()};
    rows.add(normalRow(100, 1, 1));
    rows.add(normalRow(100, 1, 2));
    compare(rows, {-1, 100}, 1, "no target");
}

TEST_P(CudaSource, Gradient) {
    for (const std::int64_t count : {5, 1003, 9000}) {
        Rows rows{.number = GetParam()};
        rows.add(normalRow(count, 2, 1));
        std::vector<float> masked = normalRow(count, 2, 2);
        for (std::size_t i = 1; i < masked.size(); i += 2)
            masked[i] = -inf;
        rows.add(masked);
        const std::vector<std::int64_t> targets = {count - 1, 0};
        const Results stats = statsOf(rows, targets, 1);
        const std::vector<float> by_logprob = {1.5F, -1};
        const std::vector<float> by_entropy = {0.25F, 2};
        Rows expected = rows;
        const EgtGradient call{rows.data(),
                               static_cast<std::int32_t>(rows.number),
                               2,
                               count,
                               targets.data(),
                               stats.logsumexp.data(),
                               stats.entropy.data(),
                               by_logprob.data(),
                               by_entropy.data(),
                               0.5F};
        withType(rows.number, [&](auto type) {
            host::launch({2, 3}, kGradientThreads, [&] { gradientKernel<decltype(type)>(call); });
        });
        for (std::int64_t r = 0; r < 2; ++r) {
            const auto i = static_cast<std::size_t>(r);
            gradientOverLogits(const_cast<void*>(expected.row(r)), rows.number, count, targets[i], stats.logsumexp[i],
                               stats.entropy[i], {by_logprob[i], by_entropy[i], 0.5F});
        }
        for (std::size_t i = 0; i < rows.floats.size(); ++i)
            EXPECT_NEAR(rows.floats[i], expected.floats[i], 1e-6) << i;
        for (std::size_t i = 0; i < rows.halfs.size(); ++i) // a float's last bit may tip the rounding
            EXPECT_LE(std::abs(rows.halfs[i] - expected.halfs[i]), 1) << i;
    }
}

TEST_P(CudaSource, Top) {
    for (const std::int64_t count : {3, 700, 5000}) {
        Rows rows{.number = GetParam()};
        rows.add(normalRow(count, 2, 7));
        rows.add(std::vector<float>(static_cast<std::size_t>(count), 1.0F)); // more equals than there are places
        std::vector<float> few(static_cast<std::size_t>(count), -inf);
        few[1] = 4;
        few[2] = nan;
        rows.add(few);
        constexpr std::int32_t k = 6;
        std::vector<std::int32_t> ids(3 * k);
        std::vector<float> values(3 * k);
        const EgtTop call{rows.data(), static_cast<std::int32_t>(rows.number), 3, count, k, ids.data(), values.data()};
        withType(rows.number, [&](auto type) {
            host::launch({3, 1}, kTopThreads, [&] { topKernel<decltype(type)>(call); });
        });
        for (std::int64_t r = 0; r < 3; ++r) {
            std::vector<Choice> expected(k);
            static_cast<void>(tokenStats(rows.row(r), rows.number, count, -1, expected));
            for (std::size_t i = 0; i < k; ++i) {
                const std::size_t at = static_cast<std::size_t>(r) * k + i;
                EXPECT_EQ(ids[at], expected[i].id) << count << " wide, row " << r << ", place " << i;
                EXPECT_EQ(values[at], expected[i].logit);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Types, CudaSource, testing::Values(Number::f32, Number::bf16, Number::f16),
                         [](const auto& number) {
                             return number.param == Number::f32 ? "f32" : number.param == Number::bf16 ? "bf16" : "f16";
                         });

TEST(CudaSource, WideRowsAgainstFloat64) {
    constexpr std::int64_t count = 152064;
    Rows rows;
    for (const double scale : {0.0, 0.5, 3.0, 20.0})
        rows.add(normalRow(count, scale, 9));
    const Results got = statsOf(rows, {5, 6, 7, 8}, 1);
    for (std::int64_t r = 0; r < 4; ++r) {
        const auto* x = static_cast<const float*>(rows.row(r));
        const double m = *std::max_element(x, x + count);
        double z = 0;
        for (std::int64_t i = 0; i < count; ++i)
            z += std::exp(x[i] - m);
        double entropy = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const double logp = x[i] - m - std::log(z);
            entropy -= std::exp(logp) * logp;
        }
        const auto i = static_cast<std::size_t>(r);
        EXPECT_NEAR(got.entropy[i], entropy, 5e-5) << r;
        EXPECT_NEAR(got.logprob[i], x[5 + r] - m - std::log(z), 5e-5) << r;
    }
}

TEST(CudaSource, RowsAreSplitOnlyWhenFew) {
    EXPECT_EQ(partsOf(8192, 152064, 132), 1);
    EXPECT_EQ(partsOf(264, 152064, 132), 1);
    EXPECT_EQ(partsOf(64, 152064, 132), 5);
    EXPECT_EQ(partsOf(1, 152064, 132), 19); // each still reads 8,000 logits
    EXPECT_EQ(partsOf(1, 1000, 132), 1);
    EXPECT_EQ(partsOf(0, 152064, 132), 1);
    EXPECT_EQ(partsOf(4, 1'000'000'000, 132), 64);
}

} // namespace
} // namespace egt::kernels::cuda
