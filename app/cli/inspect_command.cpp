// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>

#include "commands.h"
#include "map_options.h"
#include "records/serialize.h"
#include "waiting.h"

namespace egt::cli {
namespace {

struct Options {
    InspectRequest request;
    std::string project;
    MapWords map;
    bool no_images = false;
};

std::string shortened(std::string text, std::size_t most = 60) {
    for (char& c : text)
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size() && seen < most; ++seen) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            ++end; // not within a character
    }
    return end < text.size() ? text.substr(0, end) + "…" : text;
}

std::string labelWord(Label label) {
    return label == Label::a ? "A" : label == Label::b ? "B" : label == Label::tie ? "tie" : "–";
}

std::string linesOf(const std::vector<std::int64_t>& lines) {
    std::string out;
    for (const std::int64_t line : lines)
        out += (out.empty() ? "" : ", ") + std::to_string(line);
    return out;
}

std::string layoutText(const ImportInspection& seen) {
    if (seen.format.empty()) return "none that is known";
    std::string out = seen.title + " (" + seen.format + ")";
    if (seen.confidence > 0) out += ", " + share(seen.confidence) + " sure";
    return out;
}

std::string summary(const ImportInspection& seen, bool project) {
    Rows rows = {{"layout", layoutText(seen)},
                 {"rows", count(seen.rows) + (seen.whole ? "" : " read, there are more")},
                 {"pairs", count(seen.pairs)},
                 {"can't be read", count(seen.rejected)},
                 {project ? "already there" : "repeated", count(seen.already)},
                 {"labels", "A " + count(seen.label_a) + ", B " + count(seen.label_b) + ", tie " + count(seen.ties) +
                                ", none " + count(seen.unlabelled)},
                 {"images", count(seen.images) + ", missing " + count(seen.missing_images)}};
    return aligned(rows);
}

/// A text with its head; nothing without rows.
void section(std::string& out, const std::string& head, const std::string& text) {
    if (!text.empty()) out += "\n\n" + head + "\n" + text;
}

std::string findingsText(const std::vector<Finding>& findings) {
    std::string out;
    for (const Finding& f : findings) {
        out += (out.empty() ? "" : "\n") + std::string(f.weight == Weight::warning ? "  ! " : "    ") +
               Error{f.code, f.text, f.args, {}, 0, {}}.message();
        if (!f.lines.empty()) out += " (rows " + linesOf(f.lines) + (f.count > 5 ? ", …)" : ")");
    }
    return out;
}

std::string sampleText(const std::vector<PairRecord>& pairs) {
    if (pairs.empty()) return {};
    std::vector<std::vector<std::string>> rows = {{"source", "question", "A", "B", "label", "image"}};
    for (const PairRecord& p : pairs)
        rows.push_back({shortened(p.source, 14), shortened(p.question, 40), shortened(p.answer_a, 30),
                        shortened(p.answer_b, 30), labelWord(p.label),
                        p.images.empty() ? "–" : shortened(p.images.front().reference, 24)});
    return table(rows);
}

std::string rejectsText(const std::vector<RejectedRow>& rejects) {
    constexpr std::size_t most = 10;
    std::string out;
    for (std::size_t i = 0; i < std::min(most, rejects.size()); ++i)
        out += (i == 0 ? "" : "\n") + std::string("    row ") + std::to_string(rejects[i].line) + ": " +
               (rejects[i].field.empty() ? "" : rejects[i].field + ": ") + rejects[i].reason;
    return out;
}

std::string fieldsText(const ImportInspection& seen) {
    if (!seen.format.empty()) return {}; // a known layout speaks for itself
    std::vector<std::vector<std::string>> rows = {{"field", "first value"}};
    for (const FieldSeen& field : seen.fields)
        rows.push_back({field.name, shortened(field.sample)});
    std::string out = table(rows);
    out += "\n\nSay which field is what, for example:\n  egt inspect FILE --map question=… a=… b=… label=…";
    if (seen.mapping != "{}") out += "\nBy their names it may be: " + seen.mapping;
    return out;
}

/// The whole file takes its time: a line counts the seconds, and an interrupt ends the look with what it saw until
/// then.
Result<ImportInspection> look(Context& context, Engine& engine, const InspectRequest& request, bool& interrupted) {
    const Waiting waiting("Looking at " + request.import.file);
    std::atomic<bool> asked = false;
    context.interrupts.listen([&](int) {
        asked = true;
        engine.stopInspections();
    });
    auto seen = engine.inspectImport(request);
    context.interrupts.listen({});
    interrupted = asked;
    return seen;
}

Result<Output> run(Context& context, const Options& options) {
    InspectRequest request = options.request;
    EGT_ASSIGN(request.import.mapping, mappingOf(options.map));
    request.look_at_images = !options.no_images;
    std::unique_ptr<Engine> engine;
    if (options.project.empty()) {
        engine = makeLocalEngine();
    } else {
        EGT_ASSIGN(engine, openProject(options.project, OpenMode::read_only));
    }
    bool interrupted = false;
    EGT_ASSIGN(const ImportInspection seen, look(context, *engine, request, interrupted));
    Output out;
    out.json = OrderedJson(recordToJson(seen));
    out.text = summary(seen, !options.project.empty());
    section(out.text, "Fields", fieldsText(seen));
    section(out.text, "To know", findingsText(seen.findings));
    section(out.text, "Rows that can't be read", rejectsText(seen.rejects));
    section(out.text, "First pairs", sampleText(seen.sample));
    if (seen.format.empty()) out.exit = kFailed;
    if (interrupted) out.exit = kInterrupted;
    return out;
}

} // namespace

void addInspect(CLI::App& app, Context& context) {
    const auto [command, options] =
        addCommand<Options>(app, context, "inspect", "Look at a data file before importing it; stores nothing",
                            "egt inspect world/pairs.jsonl\n"
                            "  egt inspect own.csv --map question=prompt chosen=good rejected=bad --save-map own.map",
                            run);
    command->add_option("file", options->request.import.file, "Data file")->required();
    command->add_option("--project", options->project, "Count the pairs that this project has already");
    command->add_option("--rows", options->request.rows, "Read no more than so many rows")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--samples", options->request.samples, "Pairs to show")->capture_default_str();
    command->add_flag("--no-images", options->no_images, "Don't look for the images");
    addFileOptions(*command, options->request.import, options->map);
}

} // namespace egt::cli
