// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/alike_images.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "images/perceptual_hash.h"

namespace egt::pipelines {
namespace {

/// Union-find; the root of a set is its smallest member.
class Sets {
public:
    explicit Sets(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), std::size_t{0}); }
    std::size_t root(std::size_t at) {
        while (m_parent[at] != at)
            at = m_parent[at] = m_parent[m_parent[at]];
        return at;
    }
    void join(std::size_t a, std::size_t b) {
        a = root(a);
        b = root(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> m_parent;
};

std::vector<std::uint64_t> different(std::vector<std::uint64_t> hashes) {
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    return hashes;
}

/// Joins those that share bits [begin, end) and are close enough.
void joinByPart(const std::vector<std::uint64_t>& hashes, int begin, int end, int bits, Sets& sets) {
    const std::uint64_t mask = (end - begin == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (end - begin)) - 1)
                               << begin;
    std::vector<std::size_t> order(hashes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return (hashes[a] & mask) < (hashes[b] & mask); });
    for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t j = i + 1; j < order.size() && ((hashes[order[i]] ^ hashes[order[j]]) & mask) == 0; ++j)
            if (hashDistance(hashes[order[i]], hashes[order[j]]) <= bits) sets.join(order[i], order[j]);
}

} // namespace

std::vector<std::vector<std::size_t>> alikeHashes(const std::vector<std::uint64_t>& hashes, int bits) {
    const std::vector<std::uint64_t> values = different(hashes); // many equal ones would be compared each with each
    Sets sets(values.size());
    const int parts = bits + 1;
    for (int part = 0; part < parts; ++part)
        joinByPart(values, 64 * part / parts, 64 * (part + 1) / parts, bits, sets);
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const auto value = std::lower_bound(values.begin(), values.end(), hashes[i]) - values.begin();
        groups[sets.root(static_cast<std::size_t>(value))].push_back(i);
    }
    std::vector<std::vector<std::size_t>> out;
    for (auto& [root, members] : groups)
        if (members.size() > 1) out.push_back(std::move(members));
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace egt::pipelines
