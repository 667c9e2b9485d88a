// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures that are not where they were are looked for by the end of their path. A picture that was imported as a file
// is only taken when its content is the same as then: its pair's content hash says so. One that never had a file is
// taken when one path fits best, and that path fits no other reference: a wrong picture is worse than none.

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/picture_file.h"
#include "pipelines/choose_reader.h"
#include "pipelines/image_finder.h"
#include "pipelines/pipelines.h"
#include "pipelines/suffix_index.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBatch = 500; ///< pairs that are read at a time
constexpr std::size_t kExamples = 10;

class Relocator {
public:
    Relocator(const RelocateRequest& request, Project& project, Control& control, bool change)
        : m_folder(fs::absolute(request.images).lexically_normal()), m_project(project), m_control(control),
          m_change(change), m_finder(m_folder, m_folder) {}

    Result<RelocateResult> work(const std::function<void(std::int64_t, std::int64_t)>& progress) {
        std::error_code code;
        if (!fs::is_directory(m_folder, code))
            return fail("import.no_image_folder", EGT_TEXT("engine", "The folder of images %1 is not there."),
                        {m_folder.string()}, m_folder.string(), 0, "images");
        const SuffixIndex index(m_folder, m_control);
        EGT_ASSIGN(const std::vector<PairId> pairs, m_project.allPairs());
        EGT_TRY(eachBatch(pairs, [&](std::vector<PairRecord>& batch) { return collect(batch); }));
        choose(index);
        std::int64_t done = 0;
        EGT_TRY(eachBatch(pairs, [&](std::vector<PairRecord>& batch) {
            done += static_cast<std::int64_t>(batch.size());
            if (progress) progress(done, static_cast<std::int64_t>(pairs.size()));
            return move(batch);
        }));
        return m_result;
    }

private:
    template <class Use> Result<void> eachBatch(const std::vector<PairId>& pairs, Use use) {
        for (std::size_t begin = 0; begin < pairs.size(); begin += kBatch) {
            if (m_control.checkpoint() != StopKind::none) return {};
            const auto first = pairs.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = pairs.begin() + static_cast<std::ptrdiff_t>(std::min(pairs.size(), begin + kBatch));
            EGT_ASSIGN(std::vector<PairRecord> batch, m_project.pairs({first, last}));
            EGT_TRY(use(batch));
        }
        return {};
    }

    bool isThere(const std::string& path) {
        if (path.empty()) return false;
        const auto [known, fresh] = m_there.try_emplace(path, false);
        if (fresh) known->second = pictureIsThere(path);
        return known->second;
    }

    /// First pass: which references are missing.
    Result<void> collect(const std::vector<PairRecord>& batch) {
        for (const PairRecord& pair : batch)
            for (const ImageRef& image : pair.images) {
                if (isThere(image.path)) continue;
                ++m_result.missing;
                m_places.try_emplace(image.reference);
            }
        return {};
    }

    void choose(const SuffixIndex& index) {
        std::map<fs::path, std::vector<std::string>> takers;
        for (auto& [reference, place] : m_places) {
            const SuffixIndex::Match match = index.find(reference);
            if (match.path.empty()) continue;
            place.ambiguous = !match.only;
            if (match.only) place.path = match.path;
            if (match.only) takers[match.path].push_back(reference);
        }
        for (const auto& [path, references] : takers)
            if (references.size() > 1 && !sameAfterAll(references))
                for (const std::string& reference : references)
                    m_places[reference] = {{}, true};
    }
    /// "./a.png" and "a.png".
    static bool sameAfterAll(const std::vector<std::string>& references) {
        std::set<fs::path> different;
        for (const std::string& reference : references)
            different.insert(fs::path(reference).lexically_normal());
        return different.size() == 1;
    }

    /// Second pass: pairs get what was found.
    Result<void> move(std::vector<PairRecord>& batch) {
        std::vector<Project::FoundImages> found;
        for (PairRecord& pair : batch) {
            auto moved = movedPair(pair);
            if (moved) found.push_back(std::move(*moved));
        }
        m_result.pairs += static_cast<std::int64_t>(found.size());
        if (found.empty() || !m_change) return {};
        EGT_ASSIGN(const std::int64_t changed, m_project.attachImages(found));
        m_result.pairs -= static_cast<std::int64_t>(found.size()) - changed; // its twin with the picture is there
        return {};
    }

    std::optional<Project::FoundImages> movedPair(const PairRecord& pair) {
        Move m;
        for (const ImageRef& image : pair.images)
            if (!moveImage(image, m)) return std::nullopt;
        if (m.examples.empty()) return std::nullopt;
        PairRecord moved = pair;
        moved.images = m.images;
        // What the pair was imported with: contents where there were files, references where there were none.
        if (pairHash(pair, m.before) != pair.content_hash) {
            m_result.different += static_cast<std::int64_t>(m.examples.size());
            return std::nullopt;
        }
        moved.content_hash = pairHash(moved, m.after);
        m_result.found += static_cast<std::int64_t>(m.examples.size());
        for (const std::string& example : m.examples)
            if (m_result.examples.size() < kExamples) m_result.examples.push_back(example);
        return Project::FoundImages{pair.content_hash, std::move(moved)};
    }

    struct Move {
        std::vector<ImageRef> images;
        std::vector<std::string> before; ///< identities
        std::vector<std::string> after;
        std::vector<std::string> examples;
    };
    /// False when the pair must stay as it is, because a file that is there can't be read.
    bool moveImage(const ImageRef& image, Move& m) {
        if (isThere(image.path)) {
            const auto identity = identityOf(image.path);
            if (!identity) return false;
            m.images.push_back(image);
            m.before.push_back(*identity);
            m.after.push_back(*identity);
            return true;
        }
        const Place& place = m_places[image.reference];
        if (place.ambiguous) ++m_result.ambiguous;
        const auto found = place.path.empty() ? std::vector<ImageFinder::Found>() : m_finder.find(place.path.string());
        const bool usable = !found.empty() && std::all_of(found.begin(), found.end(),
                                                          [](const auto& one) { return !one.image.path.empty(); });
        if (!usable) {
            m.images.push_back(image);
            const std::string identity = ImageFinder::identityWithoutFile(image.reference);
            m.before.push_back(identity);
            m.after.push_back(identity);
            return image.path.empty(); // one that was there and is gone: the pair's old content is not known
        }
        if (image.path.empty()) m.before.push_back(ImageFinder::identityWithoutFile(image.reference));
        for (const ImageFinder::Found& one : found) {
            if (!image.path.empty()) m.before.push_back(one.identity);
            m.after.push_back(one.identity);
            ImageRef moved = one.image;
            moved.reference = found.size() == 1 && fs::path(one.image.path) == place.path
                                  ? image.reference
                                  : (fs::path(image.reference) / fs::path(one.image.path).filename()).string();
            m.images.push_back(std::move(moved));
        }
        m.examples.push_back(image.reference + " -> " + place.path.string());
        return true;
    }

    /// Of a file that lies anywhere: its own folder is the one that it may lie in.
    std::optional<std::string> identityOf(const std::string& path) {
        const auto [known, fresh] = m_identities.try_emplace(path);
        if (fresh && packPiece(path)) {
            if (const auto bytes = readPicture(path)) known->second = ImageFinder::identityOfHash(contentHash(*bytes));
        } else if (fresh) {
            const fs::path folder = fs::path(path).parent_path();
            const auto found = ImageFinder(folder, folder).find(path);
            if (found.size() == 1 && !found.front().image.path.empty()) known->second = found.front().identity;
        }
        return known->second.empty() ? std::nullopt : std::optional(known->second);
    }

    struct Place {
        fs::path path;
        bool ambiguous = false;
    };
    fs::path m_folder;
    Project& m_project;
    Control& m_control;
    bool m_change;
    ImageFinder m_finder;
    std::unordered_map<std::string, bool> m_there;
    std::unordered_map<std::string, std::string> m_identities;
    std::map<std::string, Place> m_places; ///< by reference
    RelocateResult m_result;
};

} // namespace

Result<RelocateResult> relocateImages(const RelocateRequest& request, Project& project, RunContext& run) {
    EGT_ASSIGN(const RelocateResult result,
               Relocator(request, project, run, true).work([&](std::int64_t done, std::int64_t total) {
                   run.progress({done, total, "pairs", "relocating", 0, 0});
               }));
    if (result.pairs > 0) run.dataChanged("pairs");
    return result;
}

Result<RelocateResult> previewRelocation(const RelocateRequest& request, Project& project) {
    FreeRun control;
    return Relocator(request, project, control, false).work({});
}

} // namespace egt::pipelines
