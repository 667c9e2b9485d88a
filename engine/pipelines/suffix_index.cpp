// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/suffix_index.h"

#include <algorithm>
#include <iterator>

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

/// Names from the last one on.
std::vector<std::string> namesFromTheEnd(const fs::path& path) {
    std::vector<std::string> names;
    for (const fs::path& name : path.lexically_normal())
        if (!name.empty() && name != "/" && name != ".") names.push_back(name.string());
    std::reverse(names.begin(), names.end());
    return names;
}

} // namespace

SuffixIndex::SuffixIndex(const fs::path& folder, Control& control) {
    std::error_code code;
    std::size_t seen = 0;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, code), end;
         !code && it != end; it.increment(code)) {
        if (++seen % 4096 == 0 && control.checkpoint() != StopKind::none) return;
        std::error_code kind;
        if (it->is_symlink(kind)) continue;
        if (it->is_regular_file(kind) || it->is_directory(kind))
            m_by_leaf.emplace(it->path().filename().string(), it->path());
    }
}

SuffixIndex::Match SuffixIndex::find(const fs::path& reference) const {
    Match best;
    const std::vector<std::string> wanted = namesFromTheEnd(reference);
    if (wanted.empty()) return best;
    const auto [begin, end] = m_by_leaf.equal_range(wanted.front());
    for (auto at = begin; at != end; ++at) {
        const std::vector<std::string> names = namesFromTheEnd(at->second);
        const auto differ = std::mismatch(wanted.begin(), wanted.end(), names.begin(), names.end());
        const auto parts = static_cast<std::size_t>(differ.first - wanted.begin());
        if (parts < best.parts) continue;
        best.only = parts > best.parts;
        if (best.only) best.path = at->second;
        best.parts = parts;
    }
    return best;
}

} // namespace egt::pipelines
