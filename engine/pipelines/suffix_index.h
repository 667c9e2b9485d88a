// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/control.h"

namespace egt::pipelines {

/// Files and folders below a folder, found by how their path ends. Links are not followed.
class SuffixIndex {
public:
    /// Walks the folder. What can't be read is passed over. Stops early when told to.
    SuffixIndex(const std::filesystem::path& folder, Control& control);

    struct Match {
        std::filesystem::path path; ///< empty: nothing has that name
        std::size_t parts = 0;      ///< names at the end of the path that are equal
        bool only = false;          ///< no other path fits as well
    };
    /// What has the longest end in common with `reference`, at least the last name.
    [[nodiscard]] Match find(const std::filesystem::path& reference) const;
    [[nodiscard]] std::size_t size() const { return m_by_leaf.size(); }

private:
    std::unordered_multimap<std::string, std::filesystem::path> m_by_leaf;
};

} // namespace egt::pipelines
