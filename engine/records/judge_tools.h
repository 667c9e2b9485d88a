// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What people ask about a judge folder, or do to it, outside of a project: plain values.

#include <cstdint>
#include <string>
#include <vector>

#include "records/records.h"

namespace egt {

struct JudgeDetails {
    JudgeInfo info;
    std::int32_t hidden = 0; ///< width of the language model
    std::int32_t heads = 0;
    std::int32_t kv_heads = 0;
    std::int64_t context = 0; ///< tokens of prompt and response together
    bool tied = false;        ///< the head is the embedding
    std::string layout;       ///< of config.json: "flat", "nested"
    std::string names;        ///< of the tensors: "published", "nested"
    std::vector<std::string> files;
    std::int64_t bytes = 0;           ///< of the weight files
    std::vector<std::string> unused;  ///< tensors in the files that the judge has no use for
    std::string prompt;               ///< name of how the judge is asked
    std::string chat_template;        ///< the file that has it; empty when none has
    std::string base;                 ///< of an adapter: its judge's folder; empty otherwise
    std::int32_t adapter_rank = 0;    ///< 0 = no adapter
    std::int64_t adapter_modules = 0; ///< linear layers that it is on
    std::int64_t adapter_parameters = 0;
};

/// Looks whether a judge can be used: numbers, a picture, entropies, a response to a tiny pair.
struct JudgeCheckRequest {
    std::string folder;
    std::string device = "cpu"; ///< or "cuda:0"
    std::string dtype;          ///< "float32", "float16", "bfloat16"; empty = as the checkpoint
};
struct JudgeCheck {
    std::int64_t tensors = 0;
    std::string dtype;
    std::int64_t image_tokens = 0; ///< of the picture
    std::int64_t prompt_tokens = 0;
    double mean_entropy = 0; ///< of the response's tokens, nats
    double max_entropy = 0;
    double most_possible = 0; ///< ln of the vocabulary
    std::string response;
    bool finished = false;   ///< an end token came
    std::int32_t answer = 0; ///< 1, 2, or 0 = it does not parse
    std::string why;         ///< when it does not parse
    std::vector<std::string> unused;
};

/// Writes a judge, or a judge with an adapter merged into it, as a full checkpoint.
struct JudgeExportRequest {
    std::string folder;              ///< a judge or an adapter
    std::string adapter;             ///< on the judge of `folder`; empty = none, or the folder's own
    std::string out;                 ///< must not exist or be empty
    std::string dtype;               ///< empty = as the checkpoint
    std::string names = "published"; ///< of the tensors; or "nested"
    double shard_gb = 5;             ///< of one weight file
};
struct JudgeExport {
    std::string out;
    std::string dtype;
    bool merged = false; ///< an adapter was
    std::int64_t parameters = 0;
    std::vector<std::string> files; ///< weights
    std::int64_t bytes = 0;         ///< of all files
};

} // namespace egt
