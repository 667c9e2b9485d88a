// SPDX-License-Identifier: GPL-3.0-or-later

// Every picture file that the project's pairs name is looked at once: is it there, can it be decoded, is it as large as
// it was, which are the same. What was seen is stored batch by batch, so a check that was stopped goes on where it was,
// and a later one reads only what has changed.

#include <algorithm>
#include <map>
#include <thread>
#include <unordered_map>

#include "base/clock.h"
#include "base/json.h"
#include "base/picture_file.h"
#include "pipelines/alike_images.h"
#include "pipelines/image_check.h"
#include "pipelines/lines_file.h"
#include "pipelines/notes.h"
#include "pipelines/pipelines.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kBatch = 64; ///< pictures a transaction
constexpr std::size_t kThreads = 2;

using Check = Project::ImageCheck;
using File = Project::ImageFile;

/// English, one clause.
std::string reasonOf(const std::string& problem) {
    if (problem == "missing") return "the file is not there any more";
    if (problem == "too_large") return "it has more than 100 megapixels or more than 1 GiB";
    if (problem == "wrong_ending") return "its content is of another kind than its name says";
    if (problem == "size_changed") return "it has not the width and height that it had when it was imported";
    return "it can't be decoded: damaged, cut off, or of an unknown kind";
}

class Verifier {
public:
    Verifier(const VerifyRequest& request, Project& project, RunContext& run)
        : m_request(request), m_project(project), m_run(run), m_thumbnails(project.folder()),
          m_problems(project.runFolder(run.id()) / "image_problems.jsonl"),
          m_duplicates(project.runFolder(run.id()) / "image_duplicates.jsonl") {}

    Result<VerifyResult> work() {
        EGT_TRY(checkRange("near_bits", m_request.near_bits, 0, 16));
        EGT_TRY(sort());
        m_started = steadySeconds();
        for (std::size_t begin = 0; begin < m_todo.size(); begin += kBatch) {
            if (m_run.checkpoint() != StopKind::none) return m_result;
            EGT_TRY(lookAt(begin, std::min(m_todo.size(), begin + kBatch)));
            report();
        }
        EGT_TRY(judge());
        EGT_TRY(findAlike());
        EGT_TRY(finish(m_problems, m_result.problems_file));
        EGT_TRY(finish(m_duplicates, m_result.duplicates_file));
        return m_result;
    }

private:
    /// What has to be looked at, and what is known.
    Result<void> sort() {
        EGT_ASSIGN(m_files, m_project.imageFiles());
        EGT_ASSIGN(std::vector<Check> known, m_project.imageChecks());
        EGT_ASSIGN(const ProjectInfo info, m_project.info());
        m_result.unfound = info.missing_images;
        m_result.references = info.images;
        m_result.images = static_cast<std::int64_t>(m_files.size());
        std::unordered_map<std::string, Check> by_path;
        for (Check& check : known)
            by_path.emplace(check.path, std::move(check));
        for (const File& file : m_files) {
            const auto stamp = pictureStamp(file.path);
            if (!stamp) continue; // counted by judge()
            const auto found = by_path.find(file.path);
            if (found == by_path.end() || !isKnown(found->second, *stamp))
                m_todo.push_back(file.path);
            else
                m_checks.emplace(file.path, std::move(found->second));
        }
        m_result.known = static_cast<std::int64_t>(m_checks.size());
        return {};
    }

    [[nodiscard]] bool isKnown(const Check& check, const PictureStamp& stamp) const {
        if (m_request.again || PictureStamp{check.bytes, check.modified} != stamp) return false;
        const bool decodable = check.problem.empty() || check.problem == "wrong_ending";
        return !m_request.thumbnails || !decodable || Thumbnails::isThere(m_thumbnails.fileOf(check.path));
    }

    Result<void> lookAt(std::size_t begin, std::size_t end) {
        std::vector<Check> checks(end - begin);
        std::vector<char> made(end - begin, 0);
        const auto part = [&](std::size_t first) {
            for (std::size_t i = first; i < checks.size(); i += kThreads) {
                bool wrote = false;
                checks[i] = lookAtImage(m_todo[begin + i], m_request.thumbnails ? &m_thumbnails : nullptr, wrote);
                made[i] = wrote ? 1 : 0;
            }
        };
        std::vector<std::jthread> threads;
        for (std::size_t t = 1; t < kThreads; ++t)
            threads.emplace_back([&part, t] { part(t); });
        part(0);
        threads.clear(); // waits
        EGT_TRY(m_project.storeImageChecks(checks));
        m_result.checked += static_cast<std::int64_t>(checks.size());
        m_result.thumbnails += std::count(made.begin(), made.end(), 1);
        for (Check& check : checks)
            m_checks.emplace(check.path, std::move(check));
        return {};
    }

    void report() {
        const double seconds = steadySeconds() - m_started;
        const auto done = static_cast<double>(m_result.checked);
        m_run.progress({m_result.known + m_result.checked, m_result.known + static_cast<std::int64_t>(m_todo.size()),
                        "images", "looking at images", seconds > 0 ? done / seconds : 0, 0});
    }

    Result<void> judge() {
        for (const File& file : m_files) {
            const auto found = m_checks.find(file.path);
            std::string problem = found == m_checks.end() ? "missing" : found->second.problem;
            const bool sized = problem.empty() && file.width > 0;
            if (sized && (file.width != found->second.width || file.height != found->second.height))
                problem = "size_changed";
            count(problem);
            if (problem.empty()) continue;
            const OrderedJson row = {{"image", file.path},
                                     {"problem", problem},
                                     {"reason", reasonOf(problem)},
                                     {"references", file.references}};
            EGT_TRY(m_problems.add(dumpJson(row)));
        }
        return {};
    }

    void count(const std::string& problem) {
        std::int64_t& counter = problem.empty()             ? m_result.good
                                : problem == "missing"      ? m_result.missing
                                : problem == "too_large"    ? m_result.too_large
                                : problem == "wrong_ending" ? m_result.wrong_ending
                                : problem == "size_changed" ? m_result.size_changed
                                                            : m_result.damaged;
        ++counter;
    }

    /// Equal bytes first; of each content one goes on to the comparison by looks.
    Result<void> findAlike() {
        std::map<std::string, std::vector<std::string>> by_content;
        for (const auto& [path, check] : m_checks)
            if (!check.sha256.empty()) by_content[check.sha256].push_back(path);
        std::vector<std::string> paths;
        std::vector<std::uint64_t> hashes;
        for (const auto& [content, same] : by_content) {
            if (same.size() > 1) EGT_TRY(group("same", same, m_result.same_groups, m_result.same_files));
            const Check& check = m_checks.at(same.front());
            if (check.width == 0) continue; // not decoded
            paths.push_back(check.path);
            hashes.push_back(check.hash);
        }
        for (const std::vector<std::size_t>& alike : alikeHashes(hashes, m_request.near_bits)) {
            std::vector<std::string> near;
            for (const std::size_t i : alike)
                near.push_back(paths[i]);
            std::sort(near.begin(), near.end());
            EGT_TRY(group("near", near, m_result.near_groups, m_result.near_files));
        }
        return {};
    }

    Result<void> group(const char* kind, const std::vector<std::string>& paths, std::int64_t& groups,
                       std::int64_t& files) {
        ++groups;
        files += static_cast<std::int64_t>(paths.size()) - 1;
        return m_duplicates.add(dumpJson(OrderedJson{{"kind", kind}, {"images", paths}}));
    }

    static Result<void> finish(LinesFile& file, std::string& name) {
        EGT_TRY(file.finish());
        if (file.any()) name = file.path().string();
        return {};
    }

    const VerifyRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    Thumbnails m_thumbnails;
    LinesFile m_problems;
    LinesFile m_duplicates;
    std::vector<File> m_files;
    std::vector<std::string> m_todo;
    std::map<std::string, Check> m_checks; ///< by path: groups come in the same order every time
    VerifyResult m_result;
    double m_started = 0;
};

} // namespace

Result<VerifyResult> verifyImages(const VerifyRequest& request, Project& project, RunContext& run) {
    return Verifier(request, project, run).work();
}

} // namespace egt::pipelines
