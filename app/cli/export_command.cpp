// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "base/files.h"
#include "commands.h"
#include "records/serialize.h"

namespace egt::cli {
namespace {

struct Options {
    std::string project;
    std::string order = "stored";
    std::string images;
    bool keep_dropped = false;
    bool imported_labels = false;
    bool list = false;
    bool dry_run = false;
    ExportRequest request;
};

constexpr const char* kExamples = R"(egt export pairs.egt --selection all --format trl --order entropy --out curated
  egt export pairs.egt --format llama_factory --order entropy --out for-llama-factory
  egt export pairs.egt --format ms_swift --images embed --order entropy --out for-swift
  egt export pairs.egt --format easyr1 --order entropy --seed 7 --out for-easyr1
  egt export pairs.egt --format verl --images link --order entropy --out for-verl
  egt export pairs.egt --format hf --out dataset-folder
  egt export pairs.egt --format easyr1_parquet --order entropy --out for-easyr1-table
  egt export pairs.egt --format verl_parquet --order entropy --out for-verl-table
  egt export pairs.egt --format hf_parquet --out dataset-with-pictures
  egt export pairs.egt --format jsonl --out plain
  egt export pairs.egt --format csv --images link --out table
  egt export pairs.egt --format trl --order entropy --dry-run
  egt export --formats
  egt export --replay curated/manifest.json --out curated-again)";

std::string joined(const std::vector<ImageMode>& modes) {
    std::string out;
    for (const ImageMode mode : modes)
        out += (out.empty() ? "" : ", ") + std::string(name(mode));
    return out;
}

Output formatList(const std::vector<ExportFormat>& formats) {
    Output out;
    out.json["formats"] = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{{"format", "file", "images", "beside it", "what"}};
    for (const ExportFormat& format : formats) {
        out.json["formats"].push_back(OrderedJson::parse(dumpJson(recordToJson(format))));
        std::string beside;
        for (const ExportFile& file : format.ordered_companions)
            beside += (beside.empty() ? "" : ", ") + file.name;
        rows.push_back({format.name, format.file, joined(format.images), beside, format.what});
    }
    out.text = table(rows);
    return out;
}

/// What the user said about images, or what the format usually takes.
Result<ImageMode> imageMode(const Options& options, Engine& engine) {
    for (const ImageMode mode : {ImageMode::copy, ImageMode::link, ImageMode::embed})
        if (name(mode) == options.images) return mode;
    for (const ExportFormat& format : engine.exportFormats())
        if (format.name == options.request.format) return format.images.front();
    return ImageMode::copy; // the engine says that there is no such format
}

/// The project that the manifest names.
Result<std::string> projectOf(const std::string& manifest) {
    EGT_ASSIGN(const std::string text, readFile(manifest));
    EGT_ASSIGN(const Json json, parseJson(text, manifest));
    if (json.is_object() && json.contains("project") && json["project"].is_string())
        return json["project"].get<std::string>();
    return fail("export.bad_manifest", EGT_TEXT("engine", "%1 is not a manifest that an export can be repeated from."),
                {manifest}, manifest);
}

/// Beside the folder of the manifest: curated/manifest.json is repeated in curated-replay.
std::string placeBeside(const std::string& manifest) {
    return std::filesystem::absolute(manifest).lexically_normal().parent_path().string() + "-replay";
}

/// "12 ties, 3 dropped in review"; empty when every pair is written.
std::string leftOut(const ExportCount& counted) {
    std::string out;
    const auto add = [&](std::int64_t n, const char* what) {
        if (n > 0) out += (out.empty() ? "" : ", ") + count(n) + what;
    };
    add(counted.ties, " ties");
    add(counted.unlabelled, " without a label");
    add(counted.dropped, " dropped in review");
    add(counted.surplus_marks, " with more image marks than images");
    return out;
}

void addCounts(Rows& rows, const ExportCount& counted) {
    if (const std::string left = leftOut(counted); !left.empty()) rows.emplace_back("left out", left);
    if (counted.without_image > 0) rows.emplace_back("without image", count(counted.without_image));
    if (counted.heldout > 0) rows.emplace_back("held out", count(counted.heldout));
    if (counted.flipped > 0) rows.emplace_back("label from review", count(counted.flipped));
}

OrderedJson countJson(const ExportCount& counted) {
    return OrderedJson::parse(dumpJson(recordToJson(counted)));
}

/// Counts and first rows, and nothing is written.
Result<Output> preview(Engine& engine, const ExportRequest& request) {
    EGT_ASSIGN(const ExportCount counted, engine.exportCount(request));
    EGT_ASSIGN(const std::vector<std::string> first, engine.exportPreview(request, 3));
    Output out;
    out.json["rows"] = counted.rows;
    out.json["counts"] = countJson(counted);
    out.json["first_rows"] = first;
    Rows rows{{"rows", count(counted.rows)}, {"images", count(counted.images)}};
    addCounts(rows, counted);
    out.text = aligned(rows);
    for (const std::string& row : first)
        out.text += "\n" + row;
    return out;
}

/// What the manifest counted, so that nothing is counted twice.
Result<ExportCount> countsOf(const std::string& manifest) {
    EGT_ASSIGN(const std::string text, readFile(manifest));
    EGT_ASSIGN(const Json json, parseJson(text, manifest));
    return recordFromJson<ExportCount>(json.value("counts", Json::object()));
}

Result<Output> written(const ExportResult& result, RunId run) {
    EGT_ASSIGN(const ExportCount counted, countsOf(result.manifest));
    Output out;
    out.json["rows"] = result.rows;
    out.json["files"] = result.files;
    out.json["manifest"] = result.manifest;
    out.json["run"] = run;
    out.json["counts"] = countJson(counted);
    Rows rows{{"rows", count(result.rows)}};
    addCounts(rows, counted);
    for (const std::string& file : result.files)
        rows.emplace_back("file", file);
    rows.emplace_back("manifest", result.manifest);
    out.text = aligned(rows);
    return out;
}

/// What the parser can't say by itself: a manifest tells project and folder.
void needPlaces(const Options& options) {
    if (!options.request.replay.empty()) return;
    if (options.project.empty()) throw CLI::RequiredError("project");
    if (options.request.out.empty() && !options.dry_run) throw CLI::RequiredError("--out");
}

Result<Output> run(Context& context, const Options& options) {
    if (options.list) return formatList(makeLocalEngine()->exportFormats());
    needPlaces(options);
    ExportRequest request = options.request;
    std::string project = options.project;
    if (!request.replay.empty() && request.out.empty()) request.out = placeBeside(request.replay);
    if (project.empty()) {
        EGT_ASSIGN(project, projectOf(request.replay));
    }
    const OpenMode mode = options.dry_run ? OpenMode::read_only : OpenMode::read_write;
    EGT_ASSIGN(const auto engine, openProject(project, mode));
    request.entropy_order = options.order == "entropy";
    EGT_ASSIGN(request.images, imageMode(options, *engine));
    request.leave_out_dropped = !options.keep_dropped;
    request.use_reviewed_labels = !options.imported_labels;
    if (options.dry_run) return preview(*engine, request);
    EGT_ASSIGN(const Ended ended, runJob(context, *engine, request));
    return written(std::get<ExportResult>(ended.result), ended.run);
}

void addChoices(CLI::App& command, Options& options) {
    ExportRequest& request = options.request;
    command.add_option("--selection", request.selection, "Which pairs")->capture_default_str();
    command.add_option("--format", request.format, "Layout of the data; --formats lists them")->capture_default_str();
    command.add_option("--order", options.order, "entropy: low to high, with the trainer's no-shuffle setting")
        ->check(CLI::IsMember({"stored", "entropy"}))
        ->capture_default_str();
    command
        .add_option("--images", options.images,
                    "Copy them beside the data, write their paths, or put them into the data file (default: what the "
                    "format's reader takes first)")
        ->check(CLI::IsMember({"copy", "link", "embed"}));
    command.add_option("--run", request.score_run, "Scores of this run (default: the latest complete one)");
    command.add_option("--seed", request.seed, "Which answer stands first in a judge's task (easyr1, verl)")
        ->capture_default_str();
    command.add_flag("--keep-dropped", options.keep_dropped, "Also write pairs that review dropped");
    command.add_flag("--imported-labels", options.imported_labels, "Labels as imported, without review's flips");
}

} // namespace

void addExport(CLI::App& app, Context& context) {
    const auto [command, options] = addCommand<Options>(
        app, context, "export", "Write a selection for a trainer, with scores and a manifest", kExamples, run);
    ExportRequest& request = options->request;
    command->add_option("project", options->project, "Project folder");
    command->add_option("--out", request.out, "Folder to write");
    addChoices(*command, *options);
    command->add_flag("--replace", request.replace, "Replace the export in that folder, if nothing else lies in it");
    CLI::Option* dry = command->add_flag("--dry-run", options->dry_run, "Count, show the first rows, write nothing");
    command
        ->add_option("--replay", request.replay,
                     "Make the export of this manifest again, byte for byte, or say what has changed since; project "
                     "and folder may be left out")
        ->excludes(dry);
    command->add_flag("--formats", options->list, "List the layouts");
}

} // namespace egt::cli
