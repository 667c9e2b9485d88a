// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_ops.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace egt::kernels {
namespace {

float maximum(const float* x, std::int64_t count) {
    float best = -std::numeric_limits<float>::infinity();
    for (std::int64_t i = 0; i < count; ++i)
        best = x[i] > best ? x[i] : best;
    return best;
}

BlockSums sums(const float* x, std::int64_t count, float m, const char* /*next*/, std::int64_t /*bytes*/) {
    BlockSums out;
    for (std::int64_t i = 0; i < count; ++i) {
        const float d = x[i] - m < lowest_exponent ? lowest_exponent : x[i] - m; // NaN stays
        const double e = std::exp(d);
        out.sum += e;
        out.weighted += e * d;
        out.squared += e * d * d;
    }
    return out;
}

std::int64_t countAbove(const float* x, std::int64_t count, float value, bool or_equal) {
    std::int64_t n = 0;
    for (std::int64_t i = 0; i < count; ++i)
        n += or_equal ? x[i] >= value : x[i] > value;
    return n;
}

double weights(const float* x, std::int64_t count, float m, float scale, float* out) {
    double total = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const float d = (x[i] - m) * scale;
        out[i] = d < lowest_exponent ? 0.0F : std::exp(d);
        total += out[i];
    }
    return total;
}

void gradient(const float* x, std::int64_t count, float z, float h, float a, float b, float* out) {
    for (std::int64_t i = 0; i < count; ++i) {
        const float logp = x[i] - z;
        out[i] = logp < lowest_exponent ? 0.0F : -std::exp(logp) * (a + b * (logp + h));
    }
}

// IEEE 754 binary16.
float fromF16(const std::uint16_t* x, std::int64_t count, float* out) {
    for (std::int64_t i = 0; i < count; ++i) {
        const std::uint32_t sign = (x[i] & 0x8000U) << 16U;
        const std::uint32_t exponent = (x[i] >> 10U) & 0x1FU;
        const std::uint32_t fraction = x[i] & 0x3FFU;
        if (exponent == 0) {
            const float value = static_cast<float>(fraction) * 0x1p-24F;
            out[i] = sign ? -value : value;
        } else {
            const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
            out[i] = std::bit_cast<float>(sign | (wide << 23U) | (fraction << 13U));
        }
    }
    return maximum(out, count);
}

// The upper half of a float.
float fromBf16(const std::uint16_t* x, std::int64_t count, float* out) {
    for (std::int64_t i = 0; i < count; ++i)
        out[i] = std::bit_cast<float>(static_cast<std::uint32_t>(x[i]) << 16U);
    return maximum(out, count);
}

} // namespace

const RowOps portable_ops = {"portable", maximum, sums, countAbove, weights, gradient, fromF16, fromBf16};

} // namespace egt::kernels
