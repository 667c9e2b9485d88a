// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_check.h"

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "base/numbers.h"
#include "formats/reader.h"
#include "formats/writer.h"
#include "pipelines/train_config.h"
#include "records/field_map.h"
#include "records/serialize.h"
#include "remote/address.h"

namespace egt::jobs {
namespace fs = std::filesystem;
namespace {

std::string absolute(const std::string& path) {
    if (path.empty()) return {};
    std::error_code code;
    const fs::path whole = fs::absolute(path, code).lexically_normal();
    // "folder/" and "folder" are the same folder.
    return (whole.has_filename() ? whole : whole.parent_path()).string();
}

tl::unexpected<Error> badValue(const std::string& field, const std::string& value, const std::string& allowed) {
    return fail("job.bad_value", EGT_TEXT("engine", "“%1” is not a valid %2: it must be %3."), {value, field, allowed},
                {}, 0, field);
}

Result<void> needFile(const std::string& path, const std::string& field) {
    std::error_code code;
    if (!path.empty() && fs::is_regular_file(path, code)) return {};
    return fail("job.no_file", EGT_TEXT("engine", "There is no file %1. Check the path."),
                {path.empty() ? field : path}, path, 0, field);
}

Result<void> needJudge(const std::string& folder) {
    std::error_code code;
    for (const char* mark : {"config.json", "adapter_config.json"})
        if (!folder.empty() && fs::is_regular_file(fs::path(folder) / mark, code)) return {};
    return fail("job.no_judge",
                EGT_TEXT("engine", "%1 is not a judge: a judge is a folder with config.json, model.safetensors and "
                                   "tokenizer.json. Make one with “egt sft”, or choose another folder."),
                {folder.empty() ? std::string("The path") : folder}, folder, 0, "judge");
}

Result<void> needOutput(const std::string& path) {
    if (!path.empty()) return {};
    return fail("job.no_output", EGT_TEXT("engine", "No output folder is given. Name one."), {}, {}, 0, "out");
}

Result<void> needSelection(const std::string& name, Project& project, const std::string& field) {
    if (name == "all" || name == "heldout") return {};
    EGT_ASSIGN(const std::vector<SelectionRecord> known, project.selections());
    std::string names = "all, heldout";
    for (const SelectionRecord& selection : known) {
        if (selection.name == name) return {};
        names += ", " + selection.name;
    }
    return fail("selection.unknown", EGT_TEXT("engine", "There is no selection named “%1”. Known are: %2."),
                {name, names}, {}, 0, field);
}

Result<void> check(ImportRequest& r, Project& /*project*/) {
    r.file = absolute(r.file);
    r.image_folder = absolute(r.image_folder);
    std::error_code code;
    if (!fs::is_directory(r.file, code)) EGT_TRY(needFile(r.file, "file")); // a folder of shards, or a saved data set
    if (!r.mapping.empty()) EGT_TRY(fieldMapOfJson(r.mapping));
    if (r.format.empty() || formats::readerByName(r.format) != nullptr) return {};
    std::string names;
    for (const auto& reader : formats::readers())
        names += (names.empty() ? "" : ", ") + reader->name();
    return fail("import.unknown_format", EGT_TEXT("engine", "There is no format named “%1”. Known are: %2."),
                {r.format, names}, {}, 0, "format");
}

Result<void> check(SftRequest& r, Project& /*project*/) {
    r.traces = absolute(r.traces);
    r.out = absolute(r.out);
    r.config = absolute(r.config);
    EGT_TRY(needFile(r.traces, "traces"));
    if (!r.config.empty()) EGT_TRY(needFile(r.config, "config"));
    return needOutput(r.out);
}

/// What only one mode knows, and what only a judge in this process takes.
Result<void> checkMode(const ScoreRequest& r) {
    const std::string mode(name(r.mode));
    if (r.mode != ScoreMode::respond && (r.samples > 1 || r.temperature > 0))
        return fail("job.bad_value",
                    EGT_TEXT("engine", "The mode “%1” generates nothing, so it takes one sample and temperature 0."),
                    {mode}, {}, 0, r.samples > 1 ? "samples" : "temperature");
    if (r.mode != ScoreMode::given && !r.given_field.empty())
        return badValue("given_field", r.given_field, "empty unless the mode is “given”");
    return {};
}

Result<void> checkDecoding(const ScoreRequest& r) {
    if (r.samples < 1 || r.samples > 1024) return badValue("samples", std::to_string(r.samples), "from 1 to 1024");
    if (!(r.temperature >= 0 && r.temperature <= 10))
        return badValue("temperature", numberText(r.temperature), "from 0 (greedy) to 10");
    EGT_TRY(checkMode(r));
    if (r.samples > 1 && r.temperature == 0)
        return fail("job.bad_value",
                    EGT_TEXT("engine",
                             "%1 samples at temperature 0 would all be the same. Set a temperature, for example "
                             "1, or take one sample."),
                    {std::to_string(r.samples)}, {}, 0, "temperature");
    if (!(r.top_p > 0 && r.top_p <= 1)) return badValue("top_p", numberText(r.top_p), "above 0 and at most 1");
    if (r.top_k < 0) return badValue("top_k", std::to_string(r.top_k), "0 (off) or more");
    if (!(r.repetition_penalty >= 0 && r.repetition_penalty <= 10))
        return badValue("repetition_penalty", numberText(r.repetition_penalty),
                        "0 (the judge's own), or from above 0 to 10 (1 is off)");
    if (r.max_new_tokens < 0) return badValue("max_new_tokens", std::to_string(r.max_new_tokens), "0 or more");
    if (r.alternatives < 0 || r.alternatives > 64)
        return badValue("alternatives", std::to_string(r.alternatives), "from 0 to 64");
    return {};
}

Result<void> checkMachine(const ScoreRequest& r) {
    if (r.batch < 1 || r.batch > 4096) return badValue("batch", std::to_string(r.batch), "from 1 to 4096");
    if (r.min_pixels < 0) return badValue("min_pixels", std::to_string(r.min_pixels), "0 (the judge's own) or more");
    if (r.max_pixels < 0 || (r.max_pixels > 0 && r.max_pixels < r.min_pixels))
        return badValue("max_pixels", std::to_string(r.max_pixels), "0 (the judge's own) or at least min_pixels");
    const bool cuda = r.device.starts_with("cuda:") && parseNumber<int>(r.device.substr(5)).value_or(-1) >= 0;
    if (r.device != "auto" && r.device != "cpu" && !cuda) return badValue("device", r.device, "auto, cpu or cuda:0");
    if (r.dtype != "auto" && r.dtype != "float32" && r.dtype != "bfloat16" && r.dtype != "float16")
        return badValue("dtype", r.dtype, "auto, float32, bfloat16 or float16");
    return {};
}

/// A server is asked its own way.
Result<void> checkServer(ScoreRequest& r) {
    EGT_ASSIGN(const remote::ServerAddress address, remote::parseAddress(r.judge));
    r.judge = address.base;
    const ServerOptions& s = r.server;
    if (s.concurrency < 1 || s.concurrency > 256)
        return badValue("concurrency", std::to_string(s.concurrency), "from 1 to 256");
    if (s.top_logprobs < 0 || s.top_logprobs > 1000)
        return badValue("top_logprobs", std::to_string(s.top_logprobs), "from 0 (no entropy) to 1000");
    if (!(s.timeout_s >= 1 && s.timeout_s <= 86400))
        return badValue("timeout", numberText(s.timeout_s), "from 1 to 86400 seconds");
    if (s.vocabulary != 0 && (s.vocabulary < 2 || s.vocabulary > 10'000'000))
        return badValue("vocabulary", std::to_string(s.vocabulary), "from 2 to 10000000 tokens");
    const ScoreRequest plain;
    for (const auto& [field, differs] : {std::pair{"mode", r.mode != plain.mode},
                                         {"top_k", r.top_k != 0},
                                         {"repetition_penalty", r.repetition_penalty != 0},
                                         {"min_pixels", r.min_pixels != 0},
                                         {"device", r.device != plain.device},
                                         {"dtype", r.dtype != plain.dtype}})
        if (differs)
            return fail("job.bad_value",
                        EGT_TEXT("engine",
                                 "The setting %1 is for a judge in a folder; a server does not take it. Leave it out."),
                        {field}, {}, 0, field);
    return {};
}

/// A folder, or a server's address in its one form.
Result<void> checkScoringJudge(ScoreRequest& r) {
    if (remote::isServer(r.judge)) return checkServer(r);
    r.judge = absolute(r.judge);
    return needJudge(r.judge);
}

Result<void> check(ScoreRequest& r, Project& project) {
    EGT_TRY(checkScoringJudge(r));
    EGT_TRY(needSelection(r.selection, project, "selection"));
    // A prompt that is no file is the name of a form; the list of forms stands with the judge prompts.
    std::error_code code;
    if (!r.prompt.empty() && fs::is_regular_file(r.prompt, code)) r.prompt = absolute(r.prompt);
    EGT_TRY(checkDecoding(r));
    return checkMachine(r);
}

Result<void> check(TrainRequest& r, Project& project) {
    r.judge = absolute(r.judge);
    EGT_TRY(needJudge(r.judge));
    EGT_TRY(pipelines::checkTrainConfig(r.config));
    EGT_TRY(needSelection(r.config.selection, project, "selection"));
    return needSelection(r.config.eval_selection, project, "eval_selection");
}

Result<void> check(EvalRequest& r, Project& project) {
    r.judge = absolute(r.judge);
    EGT_TRY(needJudge(r.judge));
    if (r.batch < 1 || r.batch > 4096) return badValue("batch", std::to_string(r.batch), "from 1 to 4096");
    return needSelection(r.selection, project, "selection");
}

Result<void> check(ExportRequest& r, Project& project) {
    r.out = absolute(r.out);
    EGT_TRY(needOutput(r.out));
    if (!r.replay.empty()) { // everything else stands in the manifest
        r.replay = absolute(r.replay);
        return {};
    }
    EGT_TRY(needSelection(r.selection, project, "selection"));
    if (formats::writerByName(r.format) != nullptr) return {};
    std::string names;
    for (const auto& writer : formats::writers())
        names += (names.empty() ? "" : ", ") + writer->name();
    return fail("export.unknown_format", EGT_TEXT("engine", "There is no export format named “%1”. Known are: %2."),
                {r.format, names}, {}, 0, "format");
}

Result<void> check(IndexRequest& r, Project& /*project*/) {
    if (r.batch < 1 || r.batch > 100'000) return badValue("batch", std::to_string(r.batch), "from 1 to 100000 pairs");
    return {};
}

Result<void> check(DuplicatesRequest& r, Project& /*project*/) {
    if (!(r.threshold >= 0.3 && r.threshold <= 1)) // below, chance finds too few of them
        return badValue("threshold", numberText(r.threshold), "from 0.3 to 1");
    if (r.shingle < 1 || r.shingle > 20) return badValue("shingle", std::to_string(r.shingle), "from 1 to 20 words");
    if (r.image_bits < 0 || r.image_bits > 20)
        return badValue("image_bits", std::to_string(r.image_bits), "from 0 to 20 of 64");
    return {};
}

Result<void> check(BenchRequest& r, Project& project) {
    r.predictions = absolute(r.predictions);
    if (r.votes < 0 || r.votes > 1024)
        return badValue("votes", std::to_string(r.votes), "from 1 to 1024, or 0 for the benchmark's own number");
    return needSelection(r.selection, project, "selection");
}

Result<void> check(VerifyRequest& r, Project& /*project*/) {
    if (r.near_bits < 0 || r.near_bits > 16) return badValue("near_bits", std::to_string(r.near_bits), "from 0 to 16");
    return {};
}

Result<void> check(RelocateRequest& r, Project& /*project*/) {
    r.images = absolute(r.images);
    std::error_code code;
    if (!r.images.empty() && fs::is_directory(r.images, code)) return {};
    return fail("import.no_image_folder", EGT_TEXT("engine", "The folder of images %1 is not there."),
                {r.images.empty() ? "images" : r.images}, r.images, 0, "images");
}

bool continuesAlone(RunKind kind, RunState state) {
    switch (kind) {
    case RunKind::import:
    case RunKind::sft:
    case RunKind::score:
    case RunKind::index:
    case RunKind::duplicates:
        return state == RunState::interrupted || state == RunState::stopped || state == RunState::failed ||
               state == RunState::aborted;
    case RunKind::train:
        return state == RunState::interrupted;
    case RunKind::evaluate:
    case RunKind::exporting:
    case RunKind::benchmark:
    case RunKind::verify: // what was seen is stored apart from the run
    case RunKind::relocate:
        return false;
    }
    return false;
}

/// The judge or a setting was replaced since (going on would mix two judges), or nothing could be judged (its units are
/// spent): the same request starts anew.
bool judgeChanged(const RunRecord& run) {
    const auto error = run.error.empty() ? Result<Json>(Json()) : parseJson(run.error);
    if (!error || !error->is_object()) return false;
    const std::string code = error->value("code", "");
    return code.ends_with(".judge_changed") || code == "score.settings_changed" || code == "score.nothing_scored";
}

std::string leaf(const std::string& path) {
    return fs::path(path).filename().string();
}

} // namespace

Result<JobRequest> checked(JobRequest request, Project& project) {
    EGT_TRY(std::visit([&](auto& one) { return check(one, project); }, request));
    return request;
}

RunId explicitResume(const JobRequest& request) {
    if (const auto* score = std::get_if<ScoreRequest>(&request)) return score->resume;
    if (const auto* train = std::get_if<TrainRequest>(&request)) return train->resume;
    return 0;
}

void setResume(JobRequest& request, RunId run) {
    if (auto* score = std::get_if<ScoreRequest>(&request)) score->resume = run;
    if (auto* train = std::get_if<TrainRequest>(&request)) train->resume = run;
}

std::string configText(const JobRequest& request) {
    JobRequest plain = request;
    setResume(plain, 0);
    return dumpJson(toJson(plain));
}

/// The request without what changes no number: with other patience a run goes on.
std::string meaningOf(JobRequest request) {
    setResume(request, 0);
    if (auto* score = std::get_if<ScoreRequest>(&request)) {
        if (!remote::isServer(score->judge)) score->server = {};
        score->server.concurrency = ServerOptions{}.concurrency;
        score->server.timeout_s = ServerOptions{}.timeout_s;
    }
    return dumpJson(toJson(request));
}
/// Of a stored run; as it stands when it can't be read. Fields that came later have their defaults.
std::string meaningOf(const RunRecord& run) {
    const auto json = parseJson(run.config);
    const auto request = json ? requestFromJson(*json) : Result<JobRequest>(fail(json.error()));
    return request ? meaningOf(*request) : run.config;
}

Result<std::optional<RunRecord>> runToContinue(const JobRequest& request, Project& project) {
    const RunKind kind = kindOf(request);
    if (const RunId named = explicitResume(request); named != 0) {
        EGT_ASSIGN(RunRecord run, project.run(named));
        if (run.kind != kind)
            return fail("job.cannot_resume",
                        EGT_TEXT("engine", "Run %1 is not a %2 run, so it can't be continued as one."),
                        {std::to_string(named), std::string(name(kind))}, {}, 0, "resume");
        return std::optional(std::move(run));
    }
    EGT_ASSIGN(const std::vector<RunRecord> runs, project.runs());
    const std::string wanted = meaningOf(request);
    const auto found = std::find_if(runs.rbegin(), runs.rend(), [&](const RunRecord& run) {
        return run.kind == kind && continuesAlone(kind, run.state) && meaningOf(run) == wanted && !judgeChanged(run);
    });
    if (found == runs.rend()) return std::optional<RunRecord>();
    return std::optional(*found);
}

RunRecord newRun(const JobRequest& request) {
    RunRecord run;
    run.kind = kindOf(request);
    run.config = configText(request);
    run.created_ms = nowMs();
    if (const auto* import = std::get_if<ImportRequest>(&request)) run.name = leaf(import->file);
    if (const auto* sft = std::get_if<SftRequest>(&request)) run.name = leaf(sft->out);
    if (const auto* exporting = std::get_if<ExportRequest>(&request)) run.name = leaf(exporting->out);
    if (std::holds_alternative<IndexRequest>(request)) run.name = "text index";
    if (std::holds_alternative<DuplicatesRequest>(request)) run.name = "duplicates";
    if (const auto* score = std::get_if<ScoreRequest>(&request)) {
        run.judge = score->judge;
        run.name = !score->name.empty()              ? score->name
                   : !remote::isServer(score->judge) ? leaf(score->judge)
                   : !score->server.model.empty()    ? score->server.model
                                                     : score->judge;
    }
    if (const auto* train = std::get_if<TrainRequest>(&request)) {
        run.judge = train->judge;
        run.name = train->config.name;
    }
    if (const auto* relocate = std::get_if<RelocateRequest>(&request)) run.name = leaf(relocate->images);
    if (const auto* bench = std::get_if<BenchRequest>(&request)) run.name = name(bench->protocol);
    if (const auto* evaluate = std::get_if<EvalRequest>(&request)) {
        run.judge = evaluate->judge;
        run.name = leaf(evaluate->judge) + " / " + evaluate->selection + (evaluate->blank_images ? " (blank)" : "");
    }
    return run;
}

} // namespace egt::jobs
