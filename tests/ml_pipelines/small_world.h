// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ml_pipelines/recording_run.h"
#include "records/records.h"
#include "records/requests.h"
#include "store/project.h"
#include "support/temp_folder.h"

namespace egt::test {

/// A project with a few pairs about plain-coloured squares ("red" or "blue"), traces about them, and a tiny judge that
/// has learned the form of an answer in a few dozen steps.
class SmallWorld {
public:
    explicit SmallWorld(int pairs = 12);
    [[nodiscard]] std::filesystem::path traces() const { return m_folder / "traces.jsonl"; }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_folder / name; }
    [[nodiscard]] Project& project() { return *m_project; }
    /// A copy of the tiny judge, trained once a process.
    std::string judge();
    [[nodiscard]] SftRequest sftRequest(const std::string& out) const;

    std::vector<PairId> pairs;

private:
    void writeImages();
    void writeTraces();
    void addPairs(int count);
    TempFolder m_folder;
    std::unique_ptr<Project> m_project;
};

} // namespace egt::test
