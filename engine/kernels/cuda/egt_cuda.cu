// SPDX-License-Identifier: GPL-3.0-or-later
#include <cuda_runtime.h>

#include "kernels/cuda/gradient.cuh"
#include "kernels/cuda/row_stats.cuh"
#include "kernels/cuda/top.cuh"
#include "kernels/device_abi.h"

namespace egt::kernels::cuda {
namespace {

constexpr std::int64_t kMostRows = 0x7FFFFFFF; // of a grid's first axis
constexpr std::int64_t kMostCount = 0x7FFFFFFF - 64;

template <class Work> std::int32_t withType(std::int32_t number, const Work& work) {
    switch (number) { // kernels::Number
    case 0:
        return work(F32{});
    case 1:
        return work(Bf16{});
    case 2:
        return work(F16{});
    default:
        return cudaErrorInvalidValue;
    }
}
bool fits(std::int64_t rows, std::int64_t count) {
    return rows >= 0 && rows <= kMostRows && count > 0 && count <= kMostCount;
}

std::int32_t multiprocessors() {
    int device = 0;
    int count = 0;
    if (cudaGetDevice(&device) != cudaSuccess) return 0;
    return cudaDeviceGetAttribute(&count, cudaDevAttrMultiProcessorCount, device) == cudaSuccess ? count : 0;
}

template <class Type> std::int32_t launchStats(const EgtRowStats& call, cudaStream_t stream) {
    const std::int32_t parts = partsOf(call.rows, call.count, multiprocessors());
    if (parts > 1 && call.scratch == nullptr) return cudaErrorInvalidValue;
    const dim3 grid(static_cast<unsigned>(call.rows), static_cast<unsigned>(parts));
    if (call.rank)
        rowStatsKernel<Type, true><<<grid, kThreads, 0, stream>>>(call);
    else
        rowStatsKernel<Type, false><<<grid, kThreads, 0, stream>>>(call);
    if (parts > 1) mergeKernel<Type><<<grid.x, 32, 0, stream>>>(call, parts);
    return cudaGetLastError();
}

} // namespace
} // namespace egt::kernels::cuda

using namespace egt::kernels::cuda;

std::int32_t egt_cuda_abi() {
    return kEgtCudaAbi;
}

const char* egt_cuda_message(std::int32_t code) {
    return cudaGetErrorString(static_cast<cudaError_t>(code));
}

std::int32_t egt_cuda_device_count(std::int32_t* count) {
    return cudaGetDeviceCount(count);
}

std::int64_t egt_cuda_scratch(std::int64_t rows, std::int64_t count) {
    const std::int32_t parts = partsOf(rows, count, multiprocessors());
    return parts > 1 ? rows * parts * static_cast<std::int64_t>(sizeof(Online)) : 0;
}

std::int32_t egt_cuda_row_stats(const EgtRowStats* call, void* stream) {
    if (!fits(call->rows, call->count)) return cudaErrorInvalidValue;
    if (call->rows == 0) return cudaSuccess;
    return withType(call->number,
                    [&](auto type) { return launchStats<decltype(type)>(*call, static_cast<cudaStream_t>(stream)); });
}

std::int32_t egt_cuda_gradient(const EgtGradient* call, void* stream) {
    if (!fits(call->rows, call->count)) return cudaErrorInvalidValue;
    if (call->rows == 0) return cudaSuccess;
    return withType(call->number, [&](auto type) {
        using Type = decltype(type);
        const std::int64_t vectors = call->count / kPerVector<Type> + 1;
        const std::int64_t parts = (vectors + kGradientThreads * 4 - 1) / (kGradientThreads * 4);
        const dim3 grid(static_cast<unsigned>(call->rows), static_cast<unsigned>(parts < 256 ? parts : 256));
        gradientKernel<Type><<<grid, kGradientThreads, 0, static_cast<cudaStream_t>(stream)>>>(*call);
        return static_cast<std::int32_t>(cudaGetLastError());
    });
}

std::int32_t egt_cuda_top(const EgtTop* call, void* stream) {
    if (!fits(call->rows, call->count) || call->k < 1 || call->k > 64) return cudaErrorInvalidValue;
    if (call->rows == 0) return cudaSuccess;
    return withType(call->number, [&](auto type) {
        topKernel<decltype(type)>
            <<<static_cast<unsigned>(call->rows), kTopThreads, 0, static_cast<cudaStream_t>(stream)>>>(*call);
        return static_cast<std::int32_t>(cudaGetLastError());
    });
}
