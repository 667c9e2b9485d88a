// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The k highest entries of each row. Each thread's own maximum gives a bound: at least k entries reach the k-th highest
// of those maxima. A second look at the row (it is in the cache: this is for the few rows of a decoding step) collects
// what reaches the bound, usually little more than k. Rows with too many equals are searched k times instead.

#include "kernels/cuda/numbers.cuh"
#include "kernels/device_abi.h"

namespace egt::kernels::cuda {

inline constexpr int kTopThreads = 512;
inline constexpr int kTopPlaces = 1024;

/// Higher values first, then lower indices. Nothing stands at the very end.
struct Entry {
    float value;
    std::int32_t index;
};
EGT_DEVICE Entry nothing() {
    return {-infinity(), 0x7FFFFFFF};
}
EGT_DEVICE bool before(const Entry& a, const Entry& b) {
    return a.value > b.value || (a.value == b.value && a.index < b.index);
}

/// The first of all threads' entries, known to all of them.
EGT_DEVICE Entry firstOfBlock(Entry e) {
    __shared__ Entry of_warp[kTopThreads / 32];
    __shared__ Entry found;
    const auto better = [](const Entry& a, const Entry& b) { return before(b, a) ? b : a; };
    const auto warp = [&](Entry x) {
        for (int distance = 16; distance > 0; distance /= 2)
            x = better(
                x, {__shfl_xor_sync(0xFFFFFFFFU, x.value, distance), __shfl_xor_sync(0xFFFFFFFFU, x.index, distance)});
        return x;
    };
    e = warp(e);
    if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = e;
    __syncthreads();
    if (threadIdx.x < 32) {
        e = warp(threadIdx.x < kTopThreads / 32 ? of_warp[threadIdx.x] : nothing());
        if (threadIdx.x == 0) found = e;
    }
    __syncthreads();
    const Entry out = found;
    __syncthreads(); // `found` may be written again
    return out;
}

template <class Type, class Work>
EGT_DEVICE void eachOwn(const typename Type::Storage* row, std::int32_t count, const Work& work) {
    for (std::int32_t i = static_cast<std::int32_t>(threadIdx.x); i < count; i += kTopThreads)
        work(Entry{Type::wide(row[i]), i});
}

/// The k-th highest of the threads' own maxima, or -inf when fewer threads have one.
template <class Type> EGT_DEVICE float boundOf(const typename Type::Storage* row, std::int32_t count, std::int32_t k) {
    Entry own = nothing();
    eachOwn<Type>(row, count, [&](const Entry& e) { own = before(e, own) ? e : own; });
    Entry last = nothing();
    for (std::int32_t i = 0; i < k; ++i) {
        last = firstOfBlock(own);
        if (own.index == last.index) own = nothing();
    }
    return last.value;
}

/// Writes the k first entries that `each` offers; every thread offers its own.
template <class Each> EGT_DEVICE void writeFirst(const EgtTop& call, std::int64_t row, const Each& each) {
    Entry last{infinity(), -1};
    for (std::int32_t i = 0; i < call.k; ++i) {
        Entry best = nothing();
        each([&](const Entry& e) {
            if (before(last, e) && before(e, best)) best = e;
        });
        last = firstOfBlock(best);
        if (threadIdx.x != 0) continue;
        call.ids[row * call.k + i] = last.value > -infinity() ? last.index : -1;
        call.values[row * call.k + i] = last.value > -infinity() ? last.value : 0.0F;
    }
}

/// Grid: rows.
template <class Type> __global__ void __launch_bounds__(kTopThreads) topKernel(EgtTop call) {
    __shared__ Entry places[kTopPlaces];
    __shared__ std::int32_t used;
    const std::int64_t row = blockIdx.x;
    const auto count = static_cast<std::int32_t>(call.count);
    const auto* logits = static_cast<const typename Type::Storage*>(call.logits) + row * call.count;
    if (threadIdx.x == 0) used = 0;
    const float bound = boundOf<Type>(logits, count, call.k); // has barriers: `used` is 0 for all after it
    eachOwn<Type>(logits, count, [&](const Entry& e) {
        if (!(e.value >= bound) || e.value == -infinity()) return;
        const std::int32_t place = atomicAdd(&used, 1);
        if (place < kTopPlaces) places[place] = e;
    });
    __syncthreads();
    const std::int32_t collected = used;
    if (collected <= kTopPlaces) {
        writeFirst(call, row, [&](const auto& offer) {
            for (std::int32_t i = static_cast<std::int32_t>(threadIdx.x); i < collected; i += kTopThreads)
                offer(places[i]);
        });
    } else {
        writeFirst(call, row, [&](const auto& offer) { eachOwn<Type>(logits, count, offer); });
    }
}

} // namespace egt::kernels::cuda
