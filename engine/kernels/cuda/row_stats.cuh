// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One read of each row: a block a row, or, for few long rows, several blocks a row and a second kernel that merges.
// 16-byte loads, four in flight a thread.

#include "kernels/cuda/numbers.cuh"
#include "kernels/device_abi.h"

namespace egt::kernels::cuda {

inline constexpr int kThreads = 512;
inline constexpr int kWarps = kThreads / 32;
inline constexpr int kInFlight = 4;

/// Entries that stand before the target: higher ones, and equal ones with a lower index.
template <int N>
EGT_DEVICE void countBefore(Online& o, const float (&x)[N], std::int32_t first, std::int32_t target, float value) {
    for (int i = 0; i < N; ++i)
        o.before += x[i] > value || (x[i] == value && first + i < target) ? 1 : 0;
}

/// What the threads of one block find in vectors [begin, end) of a row; the first part also takes the row's ends.
template <class Type, bool Rank> struct Reader {
    const typename Type::Storage* row;
    std::int32_t target;
    float value;
    Online state;

    template <int N> EGT_DEVICE void add(const float (&x)[N], std::int32_t first) {
        addValues(state, x, first);
        if (Rank) countBefore(state, x, first, target, value);
    }
    EGT_DEVICE void single(std::int32_t index) {
        const float x[1] = {Type::wide(row[index])};
        add(x, index);
    }
    EGT_DEVICE void vector(const Vector<Type>& v, std::int32_t first) {
        float x[kPerVector<Type>];
        for (int i = 0; i < kPerVector<Type>; ++i)
            x[i] = Type::wide(v.parts[i]);
        add(x, first);
    }
    EGT_DEVICE void run(const Split& split, std::int32_t begin, std::int32_t end, bool first, bool last,
                        std::int32_t count) {
        const auto t = static_cast<std::int32_t>(threadIdx.x);
        if (first && t < split.head) single(t);
        const uint4* body = reinterpret_cast<const uint4*>(row + split.head);
        std::int32_t v = begin + t;
        for (; v + (kInFlight - 1) * kThreads < end; v += kInFlight * kThreads) {
            Vector<Type> loaded[kInFlight];
            EGT_UNROLL
            for (int k = 0; k < kInFlight; ++k)
                loaded[k].bits = __ldcs(body + v + k * kThreads); // read once: no place in the caches
            EGT_UNROLL
            for (int k = 0; k < kInFlight; ++k)
                vector(loaded[k], split.head + (v + k * kThreads) * kPerVector<Type>);
        }
        for (; v < end; v += kThreads) {
            Vector<Type> loaded;
            loaded.bits = __ldcs(body + v);
            vector(loaded, split.head + v * kPerVector<Type>);
        }
        if (last && split.tail + t < count) single(split.tail + t);
    }
};

EGT_DEVICE Online fromLane(const Online& o, int distance) {
    return {__shfl_xor_sync(0xFFFFFFFFU, o.maximum, distance),  __shfl_xor_sync(0xFFFFFFFFU, o.sum, distance),
            __shfl_xor_sync(0xFFFFFFFFU, o.weighted, distance), __shfl_xor_sync(0xFFFFFFFFU, o.squared, distance),
            __shfl_xor_sync(0xFFFFFFFFU, o.argmax, distance),   __shfl_xor_sync(0xFFFFFFFFU, o.before, distance)};
}
EGT_DEVICE Online mergedWarp(Online o) {
    for (int distance = 16; distance > 0; distance /= 2)
        o = merge(o, fromLane(o, distance));
    return o;
}
/// The whole block's state, in the threads of its first warp.
EGT_DEVICE Online mergedBlock(Online o) {
    __shared__ Online of_warp[kWarps];
    o = mergedWarp(o);
    if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = o;
    __syncthreads();
    if (threadIdx.x >= 32) return o;
    return mergedWarp(threadIdx.x < kWarps ? of_warp[threadIdx.x] : emptyState());
}

EGT_DEVICE void write(const EgtRowStats& call, std::int64_t row, const Online& o, bool has_target, float value) {
    const Finished out = finish(o, call.count, has_target, value);
    if (call.entropy) call.entropy[row] = out.entropy;
    if (call.varentropy) call.varentropy[row] = out.varentropy;
    if (call.logsumexp) call.logsumexp[row] = out.logsumexp;
    if (call.logprob) call.logprob[row] = out.logprob;
    if (call.argmax) call.argmax[row] = o.argmax == 0x7FFFFFFF ? -1 : o.argmax;
    if (call.rank) call.rank[row] = o.before;
}

template <class Type> struct Target {
    bool there = false;
    std::int32_t id = -1;
    float value = 0;
    EGT_DEVICE Target(const EgtRowStats& call, std::int64_t row) {
        const std::int64_t wanted = call.targets ? call.targets[row] : -1;
        there = wanted >= 0 && wanted < call.count;
        if (!there) return;
        id = static_cast<std::int32_t>(wanted);
        value = Type::wide(static_cast<const typename Type::Storage*>(call.logits)[row * call.count + wanted]);
    }
};

/// Grid: (rows, parts). With one part the row is finished here, else its state goes to the scratch [rows, parts].
template <class Type, bool Rank> __global__ void __launch_bounds__(kThreads) rowStatsKernel(EgtRowStats call) {
    const std::int64_t row = blockIdx.x;
    const auto parts = static_cast<std::int32_t>(gridDim.y);
    const auto part = static_cast<std::int32_t>(blockIdx.y);
    const auto count = static_cast<std::int32_t>(call.count);
    const Target<Type> target(call, row);
    const auto* logits = static_cast<const typename Type::Storage*>(call.logits) + row * call.count;
    const Split split = splitOf<Type>(logits, count);
    const auto border = [&](std::int32_t p) {
        return static_cast<std::int32_t>(static_cast<std::int64_t>(split.vectors) * p / parts);
    };
    Reader<Type, Rank> reader{logits, target.id, target.value, emptyState()};
    if (Rank && !target.there) reader.value = infinity(), reader.target = 0; // nothing stands before it
    reader.run(split, border(part), border(part + 1), part == 0, part == parts - 1, count);
    const Online whole = mergedBlock(reader.state);
    if (threadIdx.x != 0) return;
    if (parts == 1)
        write(call, row, whole, target.there, target.value);
    else
        static_cast<Online*>(call.scratch)[row * parts + part] = whole;
}

/// Grid: rows; one warp. Merges the parts of split rows.
template <class Type> __global__ void __launch_bounds__(32) mergeKernel(EgtRowStats call, std::int32_t parts) {
    const std::int64_t row = blockIdx.x;
    const auto* states = static_cast<const Online*>(call.scratch) + row * parts;
    Online o = emptyState();
    for (std::int32_t p = static_cast<std::int32_t>(threadIdx.x); p < parts; p += 32)
        o = merge(o, states[p]);
    o = mergedWarp(o);
    const Target<Type> target(call, row);
    if (threadIdx.x == 0) write(call, row, o, target.there, target.value);
}

/// Blocks that share a row: enough for two a multiprocessor, each with at least two rounds of loads.
EGT_BOTH std::int32_t partsOf(std::int64_t rows, std::int64_t count, std::int32_t multiprocessors) {
    const std::int64_t wanted = 2 * static_cast<std::int64_t>(multiprocessors);
    if (rows >= wanted || rows == 0) return 1;
    const std::int64_t most = count / (8 * kThreads * 2) + 1; // 8 elements a load at most
    std::int64_t parts = (wanted + rows - 1) / rows;
    parts = parts < most ? parts : most;
    return static_cast<std::int32_t>(parts < 64 ? parts : 64);
}

} // namespace egt::kernels::cuda
