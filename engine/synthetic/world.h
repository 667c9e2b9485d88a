// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The demo world: small pictures of coloured shapes, questions about them, two answers of which one is right, labels
// that are wrong where it is hard to tell. Everything follows from the seed; the same seed gives the same bytes.

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/control.h"
#include "base/result.h"

namespace egt::synthetic {

struct WorldOptions {
    std::int64_t pairs = 2000;  ///< with noisy labels, split "train"
    std::int64_t heldout = 500; ///< rows more, clean labels, split "heldout"
    std::int64_t traces = 4500; ///< clean pairs of their own that reasoning is shown on, each in both orders
    std::uint64_t seed = 1;
    double hard_share = 0.30;   ///< of the pairs: ambiguity .42-1, the rest 0-.38
    double flip_hard = 0.63;    ///< share of wrong labels among the hard ones …
    double flip_easy = 0.03;    ///< … and among the easy ones: plain mistakes
    double wrong_traces = 0.01; ///< traces whose verdict is not their label's: work for the fidelity filter
};

struct WorldSummary {
    std::int64_t pairs = 0;
    std::int64_t heldout = 0;
    std::int64_t traces = 0;       ///< rows of kind "trace"
    std::int64_t captions = 0;     ///< rows of kind "caption"
    std::int64_t wrong_traces = 0; ///< among `traces`
    std::int64_t flipped = 0;      ///< labels among `pairs`
    std::int64_t hard = 0;
    std::int64_t images = 0;
};

/// Writes into `folder` (made when missing):
///   pairs.jsonl   MM-RLHF layout: id, prompt, chosen, rejected, image, category (color|size|count), split
///   traces.jsonl  id, kind "trace", image, prompt, answer_1, answer_2, label 1|2, response; or kind "caption" without
///                 the answers
///   images/*.png
///   truth.jsonl   id, kind, split, ambiguity, evidence, hard, flipped, right_answer: for the report and tests alone
/// The .jsonl files appear last and whole. `progress` (may be empty) is told images done and of how many.
/// Errors: world.bad_option, file.cannot_write, file.disk_full, job.stopped.
Result<WorldSummary> writeWorld(const std::filesystem::path& folder, const WorldOptions& options, Control& control,
                                const std::function<void(std::int64_t, std::int64_t)>& progress = {});

} // namespace egt::synthetic
