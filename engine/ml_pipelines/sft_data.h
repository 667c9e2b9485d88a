// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reasoning traces: rows of JSONL, read and filtered. A trace {image?, prompt, answer_1, answer_2, label 1|2, response}
// teaches a verdict; an auxiliary row {image?, prompt, response} (a caption) teaches seeing. Images are relative to the
// file. Fidelity filter: a trace whose response does not parse, or whose verdict is not its label, is left out.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "ml_pipelines/notes.h"

namespace egt::ml {

struct Trace {
    std::string image; ///< absolute path; empty = no image
    std::string prompt;
    std::string answer_1;
    std::string answer_2;
    std::string response;
    int label = 0; ///< 1 or 2; 0 = auxiliary
};

struct TraceSet {
    std::vector<Trace> traces;
    std::vector<Trace> auxiliary;
    std::int64_t filtered_out = 0; ///< rows left out, for any reason
    std::string file_hash;
};

/// Each row left out is told with line and reason. Errors: file.cannot_read, sft.no_traces.
Result<TraceSet> loadTraces(const std::filesystem::path& file, Warnings& warnings);

/// The same question with the answers in the other order: answers, label and every lone digit 1 or 2 of the response
/// change places.
Trace swapped(const Trace& trace);

} // namespace egt::ml
