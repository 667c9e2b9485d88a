// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/bpe.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace egt {
namespace {

// Up to this many symbols the lowest rank is found by looking at all of them: no memory is moved about and no queue is
// kept, which is faster for words; a long run needs the queue, whose time grows with n log n.
constexpr std::size_t most_scanned = 64;

std::int32_t idOf(std::uint64_t merge) {
    return static_cast<std::int32_t>(merge & 0xFFFFFFFFU);
}

} // namespace

void Bpe::freeze() {
    m_whole = std::make_unique<std::atomic<Whole>[]>(tokens.slots());
}

void Bpe::symbols(std::string_view piece, std::vector<BpeToken>& out) const {
    bool after_unknown = false;
    for (std::size_t i = 0; i < piece.size(); ++i) {
        std::int32_t id = byte_ids[static_cast<unsigned char>(piece[i])];
        const bool unknown = id < 0;
        if (unknown) id = unknown_id;
        if (id >= 0 && !(unknown && after_unknown && fuse_unknown)) out.push_back({id, static_cast<std::uint32_t>(i)});
        after_unknown = unknown;
    }
}

void Bpe::mergeShort(std::vector<BpeToken>& out, std::size_t from) const {
    std::array<std::uint64_t, most_scanned> merges; // of each symbol with the next one
    BpeToken* symbol = out.data() + from;
    std::size_t n = out.size() - from;
    for (std::size_t i = 0; i + 1 < n; ++i)
        merges[i] = pairs.find(symbol[i].id, symbol[i + 1].id);
    while (n > 1) {
        std::size_t best = 0;
        for (std::size_t i = 1; i + 1 < n; ++i)
            if (merges[i] < merges[best]) best = i;
        if (merges[best] == PairTable::kNone) break;
        symbol[best].id = idOf(merges[best]);
        std::move(symbol + best + 2, symbol + n, symbol + best + 1);
        std::move(merges.data() + best + 1, merges.data() + n - 1, merges.data() + best);
        n -= 1;
        if (best > 0) merges[best - 1] = pairs.find(symbol[best - 1].id, symbol[best].id);
        if (best + 1 < n) merges[best] = pairs.find(symbol[best].id, symbol[best + 1].id);
    }
    out.resize(from + n);
}

void Bpe::mergeLong(std::vector<BpeToken>& out, std::size_t from) const {
    struct Link {
        std::int64_t previous = -1, next = -1;
        std::uint64_t merge = PairTable::kNone; // with the next one; of a symbol that is gone, none
    };
    BpeToken* symbol = out.data() + from;
    const auto n = static_cast<std::int64_t>(out.size() - from);
    std::vector<Link> links(static_cast<std::size_t>(n));
    const auto at = [&](std::int64_t i) -> Link& { return links[static_cast<std::size_t>(i)]; };
    using Candidate = std::pair<std::uint64_t, std::int64_t>; // merge, place of its left symbol
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto offer = [&](std::int64_t i) {
        if (i < 0) return;
        const std::int64_t next = at(i).next;
        at(i).merge = next < 0 ? PairTable::kNone : pairs.find(symbol[i].id, symbol[next].id);
        if (at(i).merge != PairTable::kNone) queue.emplace(at(i).merge, i);
    };
    for (std::int64_t i = 0; i < n; ++i)
        at(i) = {i - 1, i + 1 < n ? i + 1 : -1, PairTable::kNone};
    for (std::int64_t i = 0; i < n; ++i)
        offer(i);
    while (!queue.empty()) {
        const auto [merge, i] = queue.top();
        queue.pop();
        if (at(i).merge != merge) continue; // one of the two has been merged otherwise
        const std::int64_t gone = at(i).next;
        symbol[i].id = idOf(merge);
        at(i).next = at(gone).next;
        if (at(i).next >= 0) at(at(i).next).previous = i;
        at(gone).merge = PairTable::kNone;
        offer(at(i).previous);
        offer(i);
    }
    std::size_t kept = from;
    for (std::int64_t i = 0; i >= 0; i = at(i).next)
        out[kept++] = symbol[i];
    out.resize(kept);
}

void Bpe::merge(std::vector<BpeToken>& out, std::size_t from) const {
    const std::size_t n = out.size() - from;
    if (n < 2) return;
    if (n <= most_scanned)
        mergeShort(out, from);
    else
        mergeLong(out, from);
}

void Bpe::encode(std::string_view piece, std::vector<BpeToken>& out) const {
    const std::size_t from = out.size();
    const std::int64_t slot = piece.size() == 1 ? -1 : tokens.slotOf(piece);
    if (slot >= 0) {
        const Whole whole =
            ignore_merges ? Whole::yes : m_whole[static_cast<std::size_t>(slot)].load(std::memory_order_relaxed);
        if (whole == Whole::yes) {
            out.push_back({tokens.idAt(slot), 0});
            return;
        }
        symbols(piece, out);
        merge(out, from);
        if (whole == Whole::no) return;
        const bool itself = out.size() == from + 1 && out[from].id == tokens.idAt(slot);
        m_whole[static_cast<std::size_t>(slot)].store(itself ? Whole::yes : Whole::no, std::memory_order_relaxed);
        return;
    }
    symbols(piece, out);
    merge(out, from);
}

} // namespace egt
