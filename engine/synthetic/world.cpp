// SPDX-License-Identifier: GPL-3.0-or-later
#include "synthetic/world.h"

#include <cerrno>
#include <fstream>

#include "base/files.h"
#include "base/json.h"
#include "synthetic/render.h"

namespace egt::synthetic {
namespace {
namespace fs = std::filesystem;

/// Each set has a stream of random numbers of its own, and one more for what happens to its labels.
enum Stream : std::uint64_t { kPairs = 1, kHeldout = 2, kTraces = 3, kLabels = 4, kTraceErrors = 5 };

Difficulty noisy(const WorldOptions& options) {
    return {options.hard_share, 0.0, 0.38, 0.42, 1.0, 0.10, 0.03};
}
Difficulty heldoutDifficulty() {
    return {0.5, 0.0, 0.30, 0.30, 0.70, 0.10, 0.03};
}

std::string numbered(const char* prefix, std::int64_t index) {
    std::string digits = std::to_string(index + 1);
    return prefix + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

std::string verdictResponse(const std::string& percept, int verdict) {
    const std::string digit = std::to_string(verdict);
    return "<think>" + percept + " " + digit + "</think><answer>" + digit + "</answer>";
}

class WorldWriter {
public:
    WorldWriter(fs::path folder, const WorldOptions& options, Control& control,
                const std::function<void(std::int64_t, std::int64_t)>& progress)
        : m_folder(std::move(folder)), m_options(options), m_control(control), m_progress(progress) {}

    Result<WorldSummary> write() {
        EGT_TRY(makeFolder(m_folder / "images"));
        for (std::int64_t i = 0; i < m_options.pairs; ++i)
            EGT_TRY(pair(i));
        for (std::int64_t i = 0; i < m_options.heldout; ++i)
            EGT_TRY(heldout(i));
        for (std::int64_t i = 0; i < m_options.traces; ++i)
            EGT_TRY(trace(i));
        EGT_TRY(writeFileAtomically(m_folder / "truth.jsonl", m_truth));
        EGT_TRY(writeFileAtomically(m_folder / "traces.jsonl", m_trace_rows));
        EGT_TRY(writeFileAtomically(m_folder / "pairs.jsonl", m_pair_rows));
        return m_summary;
    }

private:
    Result<void> pair(std::int64_t index) {
        const auto item = static_cast<std::uint64_t>(index);
        const Scene scene = makeScene(m_options.seed, kPairs, item, noisy(m_options));
        Random labels(mixSeed(m_options.seed, kLabels, item));
        const bool flipped = labels.uniform() < (scene.hard ? m_options.flip_hard : m_options.flip_easy);
        m_summary.pairs += 1;
        m_summary.hard += scene.hard ? 1 : 0;
        m_summary.flipped += flipped ? 1 : 0;
        return pairRow(numbered("pair-", index), scene, flipped, "train");
    }

    Result<void> heldout(std::int64_t index) {
        m_summary.heldout += 1;
        const Scene scene = makeScene(m_options.seed, kHeldout, static_cast<std::uint64_t>(index), heldoutDifficulty());
        return pairRow(numbered("heldout-", index), scene, false, "heldout");
    }

    Result<void> pairRow(const std::string& id, const Scene& scene, bool flipped, const char* split) {
        EGT_TRY(picture(id, scene));
        const OrderedJson row = {{"id", id},
                                 {"prompt", scene.question},
                                 {"chosen", flipped ? scene.wrong : scene.right},
                                 {"rejected", flipped ? scene.right : scene.wrong},
                                 {"image", imageName(id)},
                                 {"category", name(scene.kind)},
                                 {"split", split}};
        const OrderedJson truth = {{"id", id},
                                   {"kind", name(scene.kind)},
                                   {"split", split},
                                   {"ambiguity", scene.ambiguity},
                                   {"evidence", scene.evidence},
                                   {"hard", scene.hard},
                                   {"flipped", flipped},
                                   {"right_answer", scene.right}};
        m_pair_rows += dumpJson(row) + "\n";
        m_truth += dumpJson(truth) + "\n";
        return {};
    }

    Result<void> trace(std::int64_t index) {
        const auto item = static_cast<std::uint64_t>(index);
        const Scene scene = makeScene(m_options.seed, kTraces, item, Difficulty{});
        const std::string id = numbered("trace-", index);
        EGT_TRY(picture(id, scene));
        for (const int label : {1, 2}) {
            Random errors(mixSeed(m_options.seed, kTraceErrors, item, static_cast<std::uint64_t>(label)));
            const bool wrong = errors.uniform() < m_options.wrong_traces;
            const int verdict = wrong ? 3 - label : label;
            const OrderedJson row = {
                {"id", id + "-" + std::to_string(label)},
                {"kind", "trace"},
                {"image", imageName(id)},
                {"prompt", scene.question},
                {"answer_1", label == 1 ? scene.right : scene.wrong},
                {"answer_2", label == 1 ? scene.wrong : scene.right},
                {"label", label},
                {"response", verdictResponse(wrong ? scene.wrong_trace : scene.right_trace, verdict)}};
            m_trace_rows += dumpJson(row) + "\n";
            m_summary.traces += 1;
            m_summary.wrong_traces += wrong ? 1 : 0;
        }
        if (scene.caption.empty()) return {};
        const OrderedJson row = {{"id", id + "-caption"},
                                 {"kind", "caption"},
                                 {"image", imageName(id)},
                                 {"prompt", "describe"},
                                 {"response", "<think>" + scene.caption + "</think>"}};
        m_trace_rows += dumpJson(row) + "\n";
        m_summary.captions += 1;
        return {};
    }

    static std::string imageName(const std::string& id) { return "images/" + id + ".png"; }

    /// Not flushed one by one: a half-written world has no .jsonl and is simply written again.
    Result<void> picture(const std::string& id, const Scene& scene) {
        const std::int64_t total = m_options.pairs + m_options.heldout + m_options.traces;
        if (m_summary.images % 64 == 0) {
            if (m_control.checkpoint() != StopKind::none)
                return fail("job.stopped", EGT_TEXT("engine", "Stopped before the demo world was whole."));
            if (m_progress) m_progress(m_summary.images, total);
        }
        EGT_ASSIGN(const std::string png, encodePng(render(scene), 1));
        const fs::path path = m_folder / imageName(id);
        errno = 0;
        std::ofstream out(path, std::ios::binary);
        out.write(png.data(), static_cast<std::streamsize>(png.size()));
        out.close();
        if (!out) return fail(writeError(path, errno));
        m_summary.images += 1;
        return {};
    }

    fs::path m_folder;
    WorldOptions m_options;
    Control& m_control;
    const std::function<void(std::int64_t, std::int64_t)>& m_progress;
    WorldSummary m_summary;
    std::string m_pair_rows, m_trace_rows, m_truth;
};

Result<void> checkOptions(const WorldOptions& options) {
    const auto bad = [](const char* field) {
        return fail("world.bad_option", EGT_TEXT("engine", "%1 is out of range for a demo world."), {field}, {}, 0,
                    field);
    };
    if (options.pairs < 1) return bad("pairs");
    if (options.heldout < 0) return bad("heldout");
    if (options.traces < 0) return bad("traces");
    const auto share = [](double value) { return value >= 0.0 && value <= 1.0; };
    if (!share(options.hard_share)) return bad("hard_share");
    if (!share(options.flip_hard)) return bad("flip_hard");
    if (!share(options.flip_easy)) return bad("flip_easy");
    if (!share(options.wrong_traces)) return bad("wrong_traces");
    return {};
}

} // namespace

Result<WorldSummary> writeWorld(const fs::path& folder, const WorldOptions& options, Control& control,
                                const std::function<void(std::int64_t, std::int64_t)>& progress) {
    EGT_TRY(checkOptions(options));
    return WorldWriter(folder, options, control, progress).write();
}

} // namespace egt::synthetic
