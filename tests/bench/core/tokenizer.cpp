// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "bench.h"
#include "python_side.h"
#include "text/tokenizer.h"

namespace egt::bench {
namespace {

// Baseline: huggingface/tokenizers of the environment, in one thread, the fastest of its three ways to encode. Both
// sides encode the real answers of VL-RewardBench with the same tokenizer.json and must give the same ids.
void tokenizer(Bench& bench) {
    const char* data = std::getenv("EGT_REAL_DATA");
    const std::filesystem::path folder = EGT_BENCH_FOLDER;
    std::filesystem::create_directories(folder);
    Python python({pythonProgram(), EGT_BENCH_SCRIPTS "/tokenizer_baseline.py", folder.string(), data ? data : ""});
    const std::string ready = python.line();
    if (!ready.starts_with("ready ")) {
        return bench.skip("tokenizer", ready.empty() ? "no reference libraries; ./dev parity installs them" : ready);
    }
    const auto tokenizer = Tokenizer::load(folder / "tokenizer.json");
    const auto texts = Json::parse(*readFile(folder / "texts.json")).get<std::vector<std::string>>();
    const auto expected = Json::parse(*readFile(folder / "ids.json")).get<std::vector<std::vector<std::int32_t>>>();
    std::size_t tokens = 0;
    std::size_t different = 0;
    for (std::size_t i = 0; tokenizer && i < texts.size(); ++i) {
        different += tokenizer->encode(texts[i]) != expected[i];
        tokens += expected[i].size();
    }
    if (!tokenizer || different > 0) {
        throw std::runtime_error(std::to_string(different) + " texts have other ids");
    }
    volatile std::size_t sink = 0;
    const auto encodeAll = [&] {
        for (const std::string& text : texts)
            sink = tokenizer->encode(text).size();
    };
    bench.compare({.what = "tokenizer, " + std::to_string(texts.size()) + " real answers, 1 thread",
                   .ours = {"one pass, hand-written split", encodeAll},
                   .baseline = {"tokenizers, " + ready.substr(6), [&] { python.ask(); }},
                   .bar = atLeast(1),
                   .rounds = 7,
                   .units = static_cast<double>(tokens),
                   .unit = "tokens",
                   .source = "huggingface/tokenizers, one thread"});
    (void)sink;
}
const Registration registration{"tokenizer", tokenizer};

} // namespace
} // namespace egt::bench
