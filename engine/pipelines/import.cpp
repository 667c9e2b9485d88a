// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pipelines.h"

#include <algorithm>
#include <deque>

#include "base/clock.h"
#include "formats/data_rows.h"
#include "formats/reader.h"
#include "pipelines/choose_reader.h"
#include "pipelines/image_finder.h"
#include "pipelines/lines_file.h"
#include "pipelines/picture_pack.h"
#include "pipelines/row_feed.h"
#include "records/serialize.h"

namespace egt::pipelines {
namespace {
namespace fs = std::filesystem;

// Rows a transaction: few at first, so that the first pairs show at once, then more and more: each writes the pages
// that it began once more, and waits for the disk where there are pictures.
constexpr std::size_t kFirstBatch = 500;
constexpr std::size_t kLargestBatch = 8000;
constexpr std::size_t kBatchBytes = 16U << 20;    ///< of text; bounds memory
constexpr std::size_t kBatchPictures = 32U << 20; ///< bytes that take longer to arrive than their rows to be stored

class Importer {
public:
    Importer(const ImportRequest& request, Project& project, RunContext& run)
        : m_request(request), m_project(project), m_run(run), m_finder(imageFolder(request), dataFolder(request)),
          m_pack(project), m_rejects(project.runFolder(run.id()) / "rejects.jsonl"),
          m_missing(project.runFolder(run.id()) / "missing_images.jsonl") {}

    Result<ImportResult> work() {
        EGT_TRY(checkImageFolder(m_request));
        EGT_ASSIGN(const ChosenReader chosen, chooseReader(m_request));
        const Result<void> done = import(chosen);
        const Result<void> cut = done && !m_stopped ? Result<void>() : m_pack.cutUnnamed();
        if (!done) return fail(done.error());
        EGT_TRY(cut);
        return result(chosen.reader->name());
    }

private:
    /// What ends early sets m_stopped.
    Result<void> import(const ChosenReader& chosen) {
        const FeedSource source{*chosen.reader, m_request.file, m_finder, m_pack};
        std::optional<RowFeed> feed;
        if (!isImageArchive(m_request)) feed.emplace(source); // it reads while the file's hash is made
        EGT_ASSIGN(const formats::DataSetPrint print, formats::printOf(m_request.file, [this] { return goOn(); }));
        if (!goOn()) return {};
        m_total = print.rows;
        EGT_TRY(begin(chosen.name, print.hash));
        EGT_TRY(unpackImages());
        if (m_stopped) return {};
        if (!feed) feed.emplace(source);
        // The whole file is parsed again after an interruption: cheap, and the rejects file is whole.
        feed->skipTo(m_resume_after);
        EGT_TRY(takeRows(*feed));
        if (!m_stopped) {
            EGT_TRY(m_project.finishImport(m_import));
            m_finder.removeUnused();
        }
        EGT_TRY(m_rejects.finish());
        EGT_TRY(m_missing.finish());
        tellAboutImages();
        report();
        return {};
    }

    bool goOn() {
        m_stopped = m_stopped || m_run.checkpoint() != StopKind::none;
        return !m_stopped;
    }

    Result<void> begin(const std::string& format, const std::string& hash) {
        ImportRecord draft;
        draft.file = fs::absolute(m_request.file).lexically_normal().string();
        draft.file_hash = hash;
        draft.format = format;
        draft.options = dumpJson(toJson(JobRequest(m_request)));
        EGT_ASSIGN(m_import, m_project.beginImport(draft));
        EGT_ASSIGN(const ProjectInfo info, m_project.info());
        m_some_missing = info.missing_images > 0;
        m_resume_after = m_import.lines_done;
        m_import.rejected = 0; // counted again from the first line
        if (m_resume_after > 0)
            m_run.note({"info", 0, EGT_TEXT("engine", "Continues after line %1."), {std::to_string(m_resume_after)}});
        m_source = sourceName(m_request);
        m_started = steadySeconds();
        return {};
    }

    Result<void> unpackImages() {
        if (!isImageArchive(m_request)) return {};
        EGT_ASSIGN(
            ImageArchive archive,
            ImageArchive::unpack(m_request.image_folder, m_project.folder(), m_run, [this](std::int64_t pictures) {
                m_run.progress({pictures, 0, "images", "unpacking", 0, 0});
            }));
        m_stopped = archive.stopped();
        m_run.note({"info",
                    0,
                    EGT_TEXT("engine", "%1 images were unpacked from %2. Left alone: %3 links, %4 names that lead out "
                                       "of the archive, %5 encrypted images."),
                    {std::to_string(archive.pictures()), m_request.image_folder, std::to_string(archive.links()),
                     std::to_string(archive.outside()), std::to_string(archive.encrypted())}});
        m_finder.useArchive(std::move(archive));
        return {};
    }

    Result<void> takeRows(RowFeed& feed) {
        bool more = true;
        while (more) {
            auto chunk = feed.next();
            if (!chunk) break;
            m_chunks.push_back(std::move(*chunk));
            for (FedRow& row : m_chunks.back())
                if (more = take(row); !more) break;
            giveBackStored(feed);
        }
        if (m_error) return fail(*m_error);
        EGT_TRY(flush()); // the rows before a damage too
        return more ? feed.result() : Result<void>();
    }

    void giveBackStored(RowFeed& feed) {
        if (m_batch.empty()) m_stored_chunks = m_chunks.size();
        for (; m_stored_chunks > 0; --m_stored_chunks) {
            feed.giveBack(std::move(m_chunks.front()));
            m_chunks.pop_front();
        }
    }

    bool take(FedRow& row) {
        // Between rows only: a row of several pairs is stored whole, or a resumed import would lose the rest of it.
        if (row.line != m_line && isBatch() && !flushAndGoOn()) return false;
        m_line = row.line;
        if (row.reject) return takeReject(*row.reject);
        return row.line <= m_resume_after || takePair(row);
    }

    bool takePair(FedRow& row) {
        PairRecord& pair = row.pair;
        if (pair.source.empty()) pair.source = m_source;
        pair.import_id = m_import.id;
        for (const ImageFinder::Found& image : row.images)
            if (!image.problem.empty() && !noteMissing(row.line, image)) return false;
        if (m_some_missing) noteFound(row);
        m_batch_bytes += pair.question.size() + pair.answer_a.size() + pair.answer_b.size() + pair.reason_a.size() +
                         pair.reason_b.size() + pair.extra.size();
        m_batch_pictures += row.picture_bytes;
        if (m_batch.empty()) m_stored_chunks = m_chunks.size() - 1;
        m_batch.push_back({&pair, row.words});
        return true;
    }

    /// The pair may have been imported when its pictures were missing; their references stood for them then.
    void noteFound(const FedRow& row) {
        std::vector<std::string> without;
        for (const std::string& reference : row.references)
            without.push_back(ImageFinder::identityWithoutFile(reference));
        const std::string old = pairHash(row.pair, without);
        if (old != row.pair.content_hash) m_found.push_back({old, row.pair});
    }

    bool takeReject(const formats::Reject& reject) {
        ++m_import.rejected;
        const OrderedJson row = {
            {"line", reject.line}, {"field", reject.field}, {"code", reject.code}, {"reason", reject.reason}};
        return keep(m_rejects.add(dumpJson(row)));
    }

    bool noteMissing(std::int64_t line, const ImageFinder::Found& found) {
        if (found.image.path.empty()) ++m_batch_missing;
        const OrderedJson row = {{"line", line}, {"image", found.image.reference}, {"reason", found.problem}};
        return keep(m_missing.add(dumpJson(row)));
    }

    /// The readers know only "go on" and "enough": an error waits here until they have returned.
    bool keep(const Result<void>& result) {
        if (!result) m_error = result.error();
        return result.has_value();
    }

    [[nodiscard]] bool isBatch() const {
        return m_batch.size() >= m_batch_rows || m_batch_bytes >= kBatchBytes || m_batch_pictures >= kBatchPictures;
    }

    bool flushAndGoOn() {
        if (!keep(flush())) return false;
        m_batch_rows = std::min(2 * m_batch_rows, kLargestBatch);
        report();
        return goOn();
    }

    Result<void> flush() {
        if (m_line <= m_resume_after) return {};
        EGT_TRY(m_pack.sync()); // before the pairs that name its pictures
        m_import.lines_done = m_line;
        m_import.missing_images += m_batch_missing;
        m_batch_missing = 0;
        if (!m_found.empty()) { // first, so that the same rows are "already there" below
            EGT_ASSIGN(const std::int64_t attached, m_project.attachImages(m_found));
            m_attached += attached;
            m_found.clear();
            if (attached > 0) m_run.dataChanged("pairs");
        }
        EGT_ASSIGN(const Project::Appended added, m_project.appendPairs(m_batch, m_import));
        m_batch.clear();
        m_batch_bytes = m_batch_pictures = 0;
        if (added.imported > 0) m_run.dataChanged("pairs");
        return {};
    }

    void report() {
        const double seconds = steadySeconds() - m_started;
        const auto done = static_cast<double>(m_line - m_resume_after);
        m_run.progress({m_line, std::max(m_total, m_line), "rows", "import", seconds > 0 ? done / seconds : 0, 0});
    }

    void tellAboutImages() {
        if (m_attached > 0)
            m_run.note({"info",
                        0,
                        EGT_TEXT("engine", "%1 pairs that had been imported before have their images now."),
                        {std::to_string(m_attached)}});
        if (!m_missing.any()) return;
        m_run.note({"warning",
                    0,
                    EGT_TEXT("engine", "%1 image references have a problem; each is named in %2."),
                    {std::to_string(m_missing.lines()), m_missing.path().string()}});
    }

    [[nodiscard]] ImportResult result(const std::string& format) const {
        return {format,           m_import.imported,       m_import.rejected,
                m_import.already, m_import.missing_images, m_rejects.any() ? m_rejects.path().string() : std::string{}};
    }

    const ImportRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    ImageFinder m_finder;
    PicturePack m_pack;
    LinesFile m_rejects;
    LinesFile m_missing;
    ImportRecord m_import;
    std::deque<RowFeed::Chunk> m_chunks; ///< that the batch is in, and the one that is being taken
    std::size_t m_stored_chunks = 0;     ///< of them, from the front
    std::vector<Project::NewPair> m_batch;
    std::size_t m_batch_rows = kFirstBatch;
    std::size_t m_batch_bytes = 0;
    std::size_t m_batch_pictures = 0;
    std::int64_t m_batch_missing = 0;
    bool m_some_missing = false; ///< pairs of earlier imports lack pictures: this file may bring them
    std::vector<Project::FoundImages> m_found;
    std::int64_t m_attached = 0;
    std::string m_source;
    std::int64_t m_resume_after = 0;
    std::int64_t m_line = 0;
    std::int64_t m_total = 0;
    double m_started = 0;
    bool m_stopped = false;
    std::optional<Error> m_error;
};

} // namespace

Result<ImportResult> importFile(const ImportRequest& request, Project& project, RunContext& run) {
    return Importer(request, project, run).work();
}

} // namespace egt::pipelines
