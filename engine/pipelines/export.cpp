// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <map>

#include "base/clock.h"
#include "base/files.h"
#include "base/hash.h"
#include "pipelines/data_sink.h"
#include "pipelines/export_images.h"
#include "pipelines/export_manifest.h"
#include "pipelines/export_plan.h"
#include "pipelines/export_replay.h"
#include "pipelines/export_rows.h"
#include "pipelines/pipelines.h"
#include "pipelines/staged_folder.h"

namespace egt::pipelines {
namespace {
namespace fs = std::filesystem;

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

tl::unexpected<Error> stopped() {
    return fail("job.stopped", EGT_TEXT("engine", "The export was stopped; nothing was written."));
}

class Exporter {
public:
    Exporter(const ExportRequest& request, Project& project, RunContext& run, ExportPlan plan,
             std::unique_ptr<StagedFolder> folder)
        : m_request(request), m_project(project), m_run(run), m_plan(std::move(plan)), m_folder(std::move(folder)),
          m_images(request.images, m_folder->part(), m_plan.writer->layout().table), m_count(m_plan.count) {}

    Result<ExportResult> work(const Replay* replay) {
        EGT_TRY(writeRows());
        m_count.images = m_images.count();
        m_count.image_bytes = m_images.bytes();
        const ExportInputs inputs{m_images.sources()};
        EGT_ASSIGN(OrderedJson manifest, exportManifest(m_request, m_project, m_plan, m_count, inputs));
        EGT_TRY(writeCompanions(manifest));
        addCopies();
        manifest["files"] = fileList(m_files);
        std::string text = manifest.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
        if (replay != nullptr) {
            EGT_TRY(checkWritten(*replay, m_folder->part(), m_files, inputs));
            text = replay->text;
        }
        EGT_TRY(writeFileAtomically(m_folder->part() / "manifest.json", text));
        if (m_run.checkpoint() != StopKind::none) return stopped();
        EGT_TRY(m_folder->finish());
        const std::string manifest_path = (m_folder->target() / "manifest.json").string();
        if (!m_project.readOnly()) EGT_TRY(m_project.addExport(manifest_path, text));
        return result(manifest_path);
    }

private:
    struct Data {
        std::unique_ptr<DataSink> file;
        std::string split;
    };

    Result<void> writeRows() {
        m_count.rows = 0;
        m_started = steadySeconds();
        EGT_TRY(dataFile(m_plan.writer->fileName())); // there also without a row
        const auto take = [&](const PlannedRow& planned, PairRecord&& pair) {
            return writeRow(planned, std::move(pair));
        };
        EGT_TRY(forEachRow(m_plan, m_project, kAll, take));
        report();
        for (auto& [name, data] : m_data) {
            EGT_ASSIGN(const DataSink::Finished done, data.file->finish());
            m_files.push_back({name, done.bytes, done.sha256});
        }
        return {};
    }

    Result<DataSink*> dataFile(const std::string& name) {
        Data& data = m_data[name];
        if (data.file != nullptr) return data.file.get();
        const fs::path path = m_folder->part() / name;
        EGT_TRY(makeFolder(path.parent_path()));
        data.split = name == m_plan.writer->fileName() ? "train" : "heldout";
        EGT_ASSIGN(data.file, DataSink::open(*m_plan.writer, path));
        return data.file.get();
    }

    Result<bool> writeRow(const PlannedRow& planned, PairRecord&& pair) {
        if (m_done++ % 64 == 0) {
            if (m_run.checkpoint() != StopKind::none) return stopped();
            report();
        }
        if (!admit(*m_plan.writer, pair, imagesThere(pair), m_count)) return true;
        const std::string& name = m_plan.writer->fileOf(pair);
        EGT_ASSIGN(const formats::ExportRow row, makeRow(m_plan, planned, std::move(pair), m_project, m_images));
        EGT_ASSIGN(DataSink * file, dataFile(name));
        EGT_TRY(file->add(m_plan.writer->row(row)));
        ++m_rows[name];
        return true;
    }

    void report() {
        const double seconds = steadySeconds() - m_started;
        m_run.progress({m_count.rows, static_cast<std::int64_t>(m_plan.rows.size()), "rows", "export",
                        seconds > 0 ? static_cast<double>(m_count.rows) / seconds : 0, 0});
    }

    Result<void> writeCompanions(const OrderedJson& manifest) {
        formats::ExportFacts facts;
        facts.ordered = m_request.entropy_order;
        facts.images = m_request.images;
        facts.manifest = manifest;
        const std::string& first = m_plan.writer->fileName();
        facts.data.push_back({first, m_data[first].split, m_rows[first], bytesOf(first)});
        for (const auto& [name, data] : m_data)
            if (name != first) facts.data.push_back({name, data.split, m_rows[name], bytesOf(name)});
        for (const formats::Writer::Companion& companion : m_plan.writer->companions(facts)) {
            EGT_TRY(writeFileAtomically(m_folder->part() / companion.file, companion.text));
            m_files.push_back(
                {companion.file, static_cast<std::int64_t>(companion.text.size()), sha256Hex(companion.text)});
        }
        m_texts = m_files.size();
        return {};
    }

    [[nodiscard]] std::int64_t bytesOf(const std::string& name) const {
        for (const ExportedFile& file : m_files)
            if (file.path == name) return file.bytes;
        return 0;
    }

    void addCopies() {
        for (const auto& [name, hash] : m_images.copies()) {
            std::error_code code;
            m_files.push_back({name, static_cast<std::int64_t>(fs::file_size(m_folder->part() / name, code)), hash});
        }
    }

    /// The data files and what stands beside them; the pictures are in the manifest.
    [[nodiscard]] ExportResult result(const std::string& manifest) const {
        ExportResult out;
        out.rows = m_count.rows;
        out.manifest = manifest;
        for (std::size_t i = 0; i < m_texts; ++i)
            out.files.push_back((m_folder->target() / m_files[i].path).string());
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
    std::int64_t m_done = 0;
    std::map<std::string, Data> m_data;
    std::map<std::string, std::int64_t> m_rows;
    std::vector<ExportedFile> m_files;
    std::size_t m_texts = 0; ///< files before the pictures
};

Result<ExportResult> write(const ExportRequest& request, Project& project, RunContext& run, const Replay* replay) {
    EGT_ASSIGN(ExportPlan plan, planExport(request, project));
    if (replay != nullptr) EGT_TRY(checkPlan(*replay, project, plan));
    EGT_ASSIGN(auto folder, StagedFolder::make(request.out, request.replace));
    return Exporter(request, project, run, std::move(plan), std::move(folder)).work(replay);
}

} // namespace

Result<ExportResult> exportSelection(const ExportRequest& request, Project& project, RunContext& run) {
    if (request.replay.empty()) return write(request, project, run, nullptr);
    EGT_ASSIGN(const Replay replay, readReplay(request));
    return write(replay.request, project, run, &replay);
}

Result<std::vector<std::string>> exportPreview(const ExportRequest& request, Project& project, std::int64_t rows) {
    EGT_ASSIGN(const ExportPlan plan, planExport(request, project));
    ExportImages images(request.images, {}, plan.writer->layout().table);
    ExportCount count;
    std::vector<std::string> lines;
    if (rows <= 0) return lines;
    EGT_TRY(forEachRow(plan, project, kAll, [&](const PlannedRow& planned, PairRecord&& pair) -> Result<bool> {
        if (!admit(*plan.writer, pair, imagesThere(pair), count)) return true;
        EGT_ASSIGN(const formats::ExportRow row, makeRow(plan, planned, std::move(pair), project, images));
        lines.push_back(plan.writer->row(row));
        return static_cast<std::int64_t>(lines.size()) < rows;
    }));
    return lines;
}

Result<ExportCount> exportCount(const ExportRequest& request, Project& project) {
    EGT_ASSIGN(const ExportPlan plan, planExport(request, project));
    ExportCount count = plan.count;
    count.rows = 0;
    ImageTally images(request.images);
    EGT_TRY(forEachRow(plan, project, kAll, [&](const PlannedRow&, PairRecord&& pair) -> Result<bool> {
        if (admit(*plan.writer, pair, imagesThere(pair), count)) images.add(pair);
        return true;
    }));
    EGT_TRY(images.finish(count));
    return count;
}

std::vector<ExportFormat> exportFormats() {
    return formats::exportFormats();
}

} // namespace egt::pipelines
