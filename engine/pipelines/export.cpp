// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include "base/clock.h"
#include "base/files.h"
#include "pipelines/export_images.h"
#include "pipelines/export_manifest.h"
#include "pipelines/export_plan.h"
#include "pipelines/lines_file.h"
#include "pipelines/pipelines.h"

namespace egt::pipelines {
namespace {
namespace fs = std::filesystem;

constexpr const char* kMark = ".egt-export"; ///< tells our own leftovers from the user's folders

/// Everything of a row but its pictures and texts.
Result<formats::ExportRow> rowOf(const PlannedRow& planned, PairRecord&& pair, Project& project, ExportImages& images) {
    formats::ExportRow row;
    EGT_ASSIGN(row.images, images.place(pair));
    EGT_ASSIGN(row.note, project.note(pair.id));
    EGT_ASSIGN(row.flags, project.flags(pair.id));
    row.pair = std::move(pair);
    row.pair.label = planned.label;
    row.score = planned.score;
    row.label_source = planned.reviewed ? "reviewed" : "imported";
    row.decision = planned.decision;
    return row;
}

/// The folder while it is being written: OUT.part, renamed to OUT at the end, removed when that is never reached.
class StagedFolder {
public:
    static Result<std::unique_ptr<StagedFolder>> make(const std::string& out) {
        if (out.empty())
            return fail("export.no_folder", EGT_TEXT("engine", "Name the folder that the export is to be written to."),
                        {}, {}, 0, "out");
        fs::path target = fs::absolute(out).lexically_normal();
        if (!target.has_filename()) target = target.parent_path();
        const fs::path part = target.string() + ".part";
        std::error_code code;
        if (fs::exists(target, code) && !(fs::is_directory(target, code) && fs::is_empty(target, code)))
            return fail("export.exists",
                        EGT_TEXT("engine", "%1 is already there and not empty. Choose another folder."),
                        {target.string()}, target.string(), 0, "out");
        if (fs::exists(part, code) && !fs::exists(part / kMark, code) && !fs::is_empty(part, code))
            return fail("export.exists",
                        EGT_TEXT("engine",
                                 "%1 is in the way and was not made by an export. Move it, or choose another folder."),
                        {part.string()}, part.string(), 0, "out");
        fs::remove_all(part, code); // what an export that was killed left behind
        EGT_TRY(makeFolder(part));
        EGT_TRY(writeFileAtomically(part / kMark, ""));
        return std::unique_ptr<StagedFolder>(new StagedFolder(std::move(target), part));
    }
    ~StagedFolder() {
        std::error_code code;
        if (!m_done) fs::remove_all(m_part, code);
    }
    [[nodiscard]] const fs::path& part() const { return m_part; }
    [[nodiscard]] const fs::path& target() const { return m_target; }

    Result<void> finish() {
        std::error_code code;
        fs::remove(m_part / kMark, code);
        fs::rename(m_part, m_target, code); // also onto an empty folder (POSIX rename)
        if (code) return fail(writeError(m_target, code.value()));
        m_done = true;
        return {};
    }

private:
    StagedFolder(fs::path target, fs::path part) : m_target(std::move(target)), m_part(std::move(part)) {}
    fs::path m_target;
    fs::path m_part;
    bool m_done = false;
};

tl::unexpected<Error> stopped() {
    return fail("job.stopped", EGT_TEXT("engine", "The export was stopped; nothing was written."));
}

class Exporter {
public:
    Exporter(const ExportRequest& request, Project& project, RunContext& run, ExportPlan plan,
             std::unique_ptr<StagedFolder> folder)
        : m_request(request), m_project(project), m_run(run), m_plan(std::move(plan)), m_folder(std::move(folder)),
          m_images(request.images, m_folder->part()), m_count(m_plan.count) {}

    Result<ExportResult> work() {
        EGT_TRY(writeRows());
        EGT_TRY(writeCompanion());
        for (const auto& [name, hash] : m_images.placed()) {
            if (m_request.images == ImageMode::link) break;
            std::error_code code;
            m_files.push_back({name, static_cast<std::int64_t>(fs::file_size(m_folder->part() / name, code)), hash});
        }
        m_count.images = static_cast<std::int64_t>(m_images.placed().size());
        m_count.image_bytes = m_images.bytes();
        EGT_ASSIGN(const OrderedJson manifest, exportManifest(m_request, m_project, m_plan, m_count, m_files));
        const std::string text = manifest.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
        EGT_TRY(writeFileAtomically(m_folder->part() / "manifest.json", text));
        if (m_run.checkpoint() != StopKind::none) return stopped();
        EGT_TRY(m_folder->finish());
        const std::string manifest_path = (m_folder->target() / "manifest.json").string();
        if (!m_project.readOnly()) EGT_TRY(m_project.addExport(manifest_path, text));
        return result(manifest_path);
    }

private:
    Result<void> writeRows() {
        LinesFile data(m_folder->part() / m_plan.writer->fileName());
        EGT_TRY(data.open());
        m_started = steadySeconds();
        const auto take = [&](const PlannedRow& planned, PairRecord&& pair) {
            return writeRow(data, planned, std::move(pair));
        };
        EGT_TRY(forEachRow(m_plan, m_project, std::numeric_limits<std::int64_t>::max(), take));
        EGT_TRY(data.finish());
        report(data.lines());
        m_files.push_back({m_plan.writer->fileName(), data.bytes(), data.sha256()});
        return {};
    }

    Result<bool> writeRow(LinesFile& data, const PlannedRow& planned, PairRecord&& pair) {
        if (data.lines() % 64 == 0) {
            if (m_run.checkpoint() != StopKind::none) return stopped();
            report(data.lines());
        }
        EGT_ASSIGN(const formats::ExportRow row, rowOf(planned, std::move(pair), m_project, m_images));
        if (row.images.empty()) ++m_count.without_image;
        EGT_TRY(data.add(m_plan.writer->row(row)));
        return true;
    }

    void report(std::int64_t rows) {
        const double seconds = steadySeconds() - m_started;
        m_run.progress(
            {rows, m_count.rows, "rows", "export", seconds > 0 ? static_cast<double>(rows) / seconds : 0, 0});
    }

    Result<void> writeCompanion() {
        const formats::Writer::Companion companion = m_plan.writer->companion(m_request.entropy_order);
        if (companion.file.empty()) return {};
        EGT_TRY(writeFileAtomically(m_folder->part() / companion.file, companion.text));
        m_files.push_back(
            {companion.file, static_cast<std::int64_t>(companion.text.size()), sha256Hex(companion.text)});
        return {};
    }

    /// The data file and what stands beside it; the pictures are in the manifest.
    [[nodiscard]] ExportResult result(const std::string& manifest) const {
        ExportResult out;
        out.rows = m_count.rows;
        out.manifest = manifest;
        for (const ExportedFile& file : m_files)
            if (file.path.find('/') == std::string::npos)
                out.files.push_back((m_folder->target() / file.path).string());
        out.files.push_back(manifest);
        return out;
    }

    const ExportRequest& m_request;
    Project& m_project;
    RunContext& m_run;
    ExportPlan m_plan;
    std::unique_ptr<StagedFolder> m_folder;
    ExportImages m_images;
    ExportCount m_count;
    double m_started = 0;
    std::vector<ExportedFile> m_files;
};

} // namespace

Result<ExportResult> exportSelection(const ExportRequest& request, Project& project, RunContext& run) {
    EGT_ASSIGN(ExportPlan plan, planExport(request, project));
    EGT_ASSIGN(auto folder, StagedFolder::make(request.out));
    return Exporter(request, project, run, std::move(plan), std::move(folder)).work();
}

Result<std::vector<std::string>> exportPreview(const ExportRequest& request, Project& project, std::int64_t rows) {
    EGT_ASSIGN(const ExportPlan plan, planExport(request, project));
    ExportImages images(request.images, {});
    std::vector<std::string> lines;
    EGT_TRY(forEachRow(plan, project, rows, [&](const PlannedRow& planned, PairRecord&& pair) -> Result<bool> {
        EGT_ASSIGN(const formats::ExportRow row, rowOf(planned, std::move(pair), project, images));
        lines.push_back(plan.writer->row(row));
        return true;
    }));
    return lines;
}

Result<ExportCount> exportCount(const ExportRequest& request, Project& project) {
    EGT_ASSIGN(const ExportPlan plan, planExport(request, project));
    ExportCount count = plan.count;
    ImageTally images(request.images);
    EGT_TRY(forEachRow(plan, project, std::numeric_limits<std::int64_t>::max(),
                       [&](const PlannedRow&, PairRecord&& pair) -> Result<bool> {
                           count.without_image += images.add(pair) == 0 ? 1 : 0;
                           return true;
                       }));
    EGT_TRY(images.finish(count));
    return count;
}

} // namespace egt::pipelines
