// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/export_replay.h"

#include <fstream>

#include "base/files.h"
#include "records/serialize.h"

namespace egt::pipelines {
namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> badManifest(const std::string& file) {
    return fail("export.bad_manifest", EGT_TEXT("engine", "%1 is not a manifest that an export can be repeated from."),
                {file}, file);
}

tl::unexpected<Error> differs(const std::string& name, const std::string& file, std::int64_t line,
                              const std::string& field) {
    if (line == 0)
        return fail("export.changed",
                    EGT_TEXT("engine", "%1 would not come out as the manifest says. Nothing was written."), {name},
                    file, 0, field);
    return fail("export.changed",
                EGT_TEXT("engine", "%1 would not come out as the manifest says: line %2 differs in “%3”. Nothing was "
                                   "written."),
                {name, std::to_string(line), field}, file, line, field);
}

/// The first field whose value differs, of two JSON lines; the whole line where they are none.
std::string differingField(const std::string& was, const std::string& is) {
    const auto a = OrderedJson::parse(was, nullptr, false);
    const auto b = OrderedJson::parse(is, nullptr, false);
    if (!a.is_object() || !b.is_object()) return "line";
    for (const auto& [name, value] : b.items())
        if (!a.contains(name) || a[name] != value) return name;
    for (const auto& [name, value] : a.items())
        if (!b.contains(name)) return name;
    return "line";
}

tl::unexpected<Error> firstDifference(const std::string& name, const fs::path& was, const fs::path& is) {
    if (was.extension() == ".parquet") return differs(name, was.string(), 0, "files");
    std::ifstream a(was), b(is);
    std::string before, after;
    for (std::int64_t line = 1; a && b; ++line) {
        const bool more_a = static_cast<bool>(std::getline(a, before));
        const bool more_b = static_cast<bool>(std::getline(b, after));
        if (!more_a && !more_b) break;
        if (more_a != more_b || before != after)
            return differs(name, was.string(), line, more_a && more_b ? differingField(before, after) : "line");
    }
    return differs(name, was.string(), 0, "files");
}

std::string textOf(const Json& json, const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_string() ? json[name].get<std::string>()
                                                                             : std::string();
}

/// A field of the manifest, null where it has none.
Json part(const Json& json, const char* name) {
    return json.is_object() && json.contains(name) ? json[name] : Json();
}

/// List entries of the manifest as key -> entry.
std::map<std::string, Json> keyed(const Json& list, const char* key) {
    std::map<std::string, Json> out;
    if (!list.is_array()) return out;
    for (const Json& one : list)
        if (one.is_object() && one.contains(key))
            out[one[key].is_string() ? one[key].get<std::string>() : one[key].dump()] = one;
    return out;
}

std::string said(const std::map<std::string, Json>& decisions, const std::string& pair) {
    const auto found = decisions.find(pair);
    return found == decisions.end() ? "none" : textOf(found->second, "decision");
}

Result<void> checkDecisions(const Replay& replay, const Json& now) {
    const auto was = keyed(part(replay.json, "decisions"), "pair");
    const auto is = keyed(now, "pair");
    for (const auto* list : {&was, &is})
        for (const auto& [pair, entry] : *list) {
            if (said(was, pair) == said(is, pair)) continue;
            return fail("export.changed",
                        EGT_TEXT("engine", "Review has changed since the manifest was written: pair %1 was “%2” and is "
                                           "“%3”. Nothing was written."),
                        {pair, said(was, pair), said(is, pair)}, replay.manifest.string(), 0, "decisions");
        }
    return {};
}

Result<void> checkImages(const Replay& replay, const ExportInputs& inputs) {
    const auto was = keyed(part(part(replay.json, "inputs"), "images"), "path");
    const auto changed = [](const std::string& path) {
        return fail("export.changed",
                    EGT_TEXT("engine", "The image %1 is not what it was when the manifest was written. Nothing was "
                                       "written."),
                    {path}, path, 0, "images");
    };
    for (const auto& [path, hash] : inputs.images) {
        const auto before = was.find(path);
        if (before == was.end() || textOf(before->second, "content_hash") != hash) return changed(path);
    }
    for (const auto& [path, entry] : was)
        if (!inputs.images.contains(path)) return changed(path);
    return {};
}

} // namespace

Result<Replay> readReplay(const ExportRequest& request) {
    Replay out;
    out.manifest = fs::absolute(request.replay).lexically_normal();
    const std::string file = out.manifest.string();
    EGT_ASSIGN(out.text, readFile(out.manifest));
    EGT_ASSIGN(out.json, parseJson(out.text, file));
    if (textOf(out.json, "program") != "EGT Studio" || !out.json.contains("request")) return badManifest(file);
    auto asked = recordFromJson<ExportRequest>(out.json["request"]);
    if (!asked) return badManifest(file);
    out.request = std::move(*asked);
    out.request.out = request.out;
    out.request.replace = request.replace;
    return out;
}

Result<void> checkPlan(const Replay& replay, Project& project, const ExportPlan& plan) {
    if (textOf(part(replay.json, "selection"), "pairs_sha256") != plan.selection_hash)
        return fail("export.changed",
                    EGT_TEXT("engine", "The selection “%1” has other pairs than when the manifest was written. Nothing "
                                       "was written."),
                    {replay.request.selection}, replay.manifest.string(), 0, "selection");
    EGT_ASSIGN(const OrderedJson decisions, decisionList(project, plan));
    EGT_ASSIGN(const Json now, parseJson(dumpJson(decisions)));
    return checkDecisions(replay, now);
}

Result<void> checkWritten(const Replay& replay, const fs::path& folder, const std::vector<ExportedFile>& files,
                          const ExportInputs& inputs) {
    EGT_TRY(checkImages(replay, inputs));
    auto was = keyed(part(replay.json, "files"), "path");
    for (const ExportedFile& file : files) {
        const auto before = was.find(file.path);
        if (before == was.end() || textOf(before->second, "sha256") != file.sha256)
            return firstDifference(file.path, replay.manifest.parent_path() / file.path, folder / file.path);
        was.erase(before);
    }
    if (!was.empty()) return differs(was.begin()->first, replay.manifest.string(), 0, "files");
    return {};
}

} // namespace egt::pipelines
