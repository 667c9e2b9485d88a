// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What libegt_cuda.so offers: plain C, raw device pointers, a stream. Loaded at run time (kernels/device.h), so nothing
// else needs CUDA, not even to compile. Every function returns a cudaError_t as a number; 0 is success.

#include <cstdint>

extern "C" {

/// Raised when a structure below changes.
inline constexpr std::int32_t kEgtCudaAbi = 1;

/// kernels::Number's values.
struct EgtRowStats {
    const void* logits; ///< [rows, count], contiguous
    std::int32_t number;
    std::int64_t rows;
    std::int64_t count;          ///< < 2^31
    const std::int64_t* targets; ///< [rows] or null; an id outside 0 .. count-1 is none
    float* entropy;              ///< [rows], like all below; null = not wanted
    float* varentropy;
    float* logsumexp;
    float* logprob;
    std::int64_t* argmax;
    std::int32_t* rank;
    void* scratch; ///< egt_cuda_scratch(rows, count) bytes; may be null when that is 0
};

struct EgtGradient {
    void* logits; ///< [rows, count]; becomes the gradient
    std::int32_t number;
    std::int64_t rows;
    std::int64_t count;
    const std::int64_t* targets;
    const float* logsumexp;
    const float* entropy;
    const float* by_logprob; ///< [rows] or null
    const float* by_entropy;
    float scale;
};

struct EgtTop {
    const void* logits;
    std::int32_t number;
    std::int64_t rows;
    std::int64_t count;
    std::int32_t k;    ///< 1 .. 64
    std::int32_t* ids; ///< [rows, k], highest first, the lower id first among equals; -1 where there is none
    float* values;     ///< [rows, k]
};

std::int32_t egt_cuda_abi();
const char* egt_cuda_message(std::int32_t code);
std::int32_t egt_cuda_device_count(std::int32_t* count);
/// Bytes of scratch for few long rows (each is then split among blocks); 0 for many.
std::int64_t egt_cuda_scratch(std::int64_t rows, std::int64_t count);
std::int32_t egt_cuda_row_stats(const EgtRowStats* call, void* stream);
std::int32_t egt_cuda_gradient(const EgtGradient* call, void* stream);
std::int32_t egt_cuda_top(const EgtTop* call, void* stream);
}
