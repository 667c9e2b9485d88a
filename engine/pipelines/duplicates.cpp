// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_map>

#include "base/clock.h"
#include "base/hash.h"
#include "base/picture_file.h"
#include "curation/duplicates.h"
#include "images/perceptual_hash.h"
#include "pipelines/pipelines.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kBatch = 1000;    ///< pairs that are read together
constexpr std::size_t kKeptHashes = 64; ///< pictures a transaction

/// Equal for equal references, and nothing else.
curation::PictureMark markOfReference(const std::string& reference) {
    return {std::stoull(contentHash(reference).substr(0, 16), nullptr, 16), true};
}

class Finder {
public:
    Finder(const DuplicatesRequest& request, Project& project, RunContext& run)
        : m_request(request), m_project(project), m_run(run),
          m_finder({request.threshold, request.shingle, request.image_bits}) {}

    Result<DuplicatesResult> work() {
        EGT_TRY(readKnownHashes());
        EGT_ASSIGN(const std::vector<PairId> pairs, m_project.allPairs());
        EGT_TRY(addAll(pairs));
        EGT_TRY(keepHashes());
        if (m_stopped) return m_result;
        report(m_result.pairs, m_result.pairs, "compare");
        EGT_ASSIGN(std::vector<DuplicateGroup> groups,
                   m_finder.groups([this](PairId pair) { return shinglesOfPair(pair); }, m_run));
        if (m_finder.stopped()) return m_result;
        return stored(std::move(groups), pairs.empty() ? 0 : pairs.back());
    }

private:
    Result<void> readKnownHashes() {
        if (!m_request.images) return {};
        EGT_ASSIGN(std::vector<Project::PictureHash> known, m_project.pictureHashes());
        for (Project::PictureHash& one : known) {
            std::string path = one.path;
            m_known.insert_or_assign(std::move(path), std::move(one));
        }
        return {};
    }

    Result<void> addAll(const std::vector<PairId>& pairs) {
        for (std::size_t begin = 0; begin < pairs.size(); begin += kBatch) {
            const std::size_t end = std::min(pairs.size(), begin + kBatch);
            EGT_ASSIGN(const std::vector<PairRecord> records,
                       m_project.pairs({pairs.begin() + static_cast<std::ptrdiff_t>(begin),
                                        pairs.begin() + static_cast<std::ptrdiff_t>(end)}));
            for (const PairRecord& pair : records) {
                EGT_ASSIGN(const std::vector<curation::PictureMark> pictures, picturesOf(pair));
                m_finder.add(pair.id, shinglesOf(pair), pictures);
                ++m_result.pairs;
                m_stopped = m_run.checkpoint() != StopKind::none;
                if (m_stopped) return {};
            }
            report(m_result.pairs, std::ssize(pairs), "read");
        }
        return {};
    }

    [[nodiscard]] std::vector<std::uint64_t> shinglesOf(const PairRecord& pair) const {
        return curation::shinglesOf({pair.question, pair.answer_a, pair.answer_b}, m_request.shingle);
    }
    Result<std::vector<std::uint64_t>> shinglesOfPair(PairId id) {
        EGT_ASSIGN(const PairRecord pair, m_project.pair(id));
        return shinglesOf(pair);
    }

    Result<std::vector<curation::PictureMark>> picturesOf(const PairRecord& pair) {
        std::vector<curation::PictureMark> out;
        if (!m_request.images) return out;
        for (const ImageRef& image : pair.images) {
            std::optional<std::uint64_t> hash;
            if (!image.path.empty()) {
                EGT_ASSIGN(hash, hashOf(image.path));
            }
            m_result.unreadable += hash ? 0 : 1;
            out.push_back(hash ? curation::PictureMark{*hash, false} : markOfReference(image.reference));
        }
        return out;
    }

    /// The kept hash while the file is the same one, else a new one.
    Result<std::optional<std::uint64_t>> hashOf(const std::string& path) {
        const auto stamp = pictureStamp(path);
        if (!stamp) return std::optional<std::uint64_t>();
        const std::int64_t modified = stamp->modified / 1000; // microseconds
        const auto known = m_known.find(path);
        if (known != m_known.end() && known->second.bytes == stamp->bytes && known->second.modified == modified)
            return known->second.hash;
        Project::PictureHash fresh{path, stamp->bytes, modified, std::nullopt};
        if (const auto image = decodeImage(path)) fresh.hash = perceptualHash(*image);
        m_known.insert_or_assign(path, fresh);
        const auto hash = fresh.hash;
        m_fresh.push_back(std::move(fresh));
        if (m_fresh.size() >= kKeptHashes) EGT_TRY(keepHashes());
        return hash;
    }

    Result<void> keepHashes() {
        if (m_fresh.empty()) return {};
        EGT_TRY(m_project.storePictureHashes(m_fresh));
        m_fresh.clear();
        return {};
    }

    Result<DuplicatesResult> stored(std::vector<DuplicateGroup> groups, PairId last) {
        DuplicateReport report;
        report.made = true;
        report.request = m_request;
        report.last_pair = last;
        report.groups = std::move(groups);
        EGT_TRY(m_project.storeDuplicates(report));
        m_run.dataChanged("pairs");
        m_result.groups = std::ssize(report.groups);
        for (const DuplicateGroup& group : report.groups)
            m_result.duplicates += std::ssize(group.pairs) - 1;
        if (m_result.unreadable > 0)
            m_run.note({"warning",
                        0,
                        EGT_TEXT("engine", "%1 pictures are missing or can't be read; they were compared by their "
                                           "reference alone."),
                        {std::to_string(m_result.unreadable)}});
        return m_result;
    }

    void report(std::int64_t done, std::int64_t total, const char* phase) {
        const double seconds = steadySeconds() - m_started;
        m_run.progress({done, total, "pairs", phase, seconds > 0 ? static_cast<double>(done) / seconds : 0, 0});
    }

    const DuplicatesRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    curation::DuplicateFinder m_finder;
    std::unordered_map<std::string, Project::PictureHash> m_known;
    std::vector<Project::PictureHash> m_fresh;
    DuplicatesResult m_result;
    double m_started = steadySeconds();
    bool m_stopped = false;
};

} // namespace

Result<DuplicatesResult> findDuplicates(const DuplicatesRequest& request, Project& project, RunContext& run) {
    return Finder(request, project, run).work();
}

} // namespace egt::pipelines
