// SPDX-License-Identifier: GPL-3.0-or-later
#include "ml_pipelines/small_world.h"

#include <stdexcept>

#include "base/files.h"
#include "base/json.h"
#include "images/image.h"
#include "ml_pipelines/recipes.h"

namespace egt::test {
namespace fs = std::filesystem;
namespace {

template <class T> T value(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().message());
    return std::move(*result);
}
void value(Result<void> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().message());
}

constexpr const char* kConfig = R"(
hidden_size: 32
intermediate_size: 64
layers: 1
heads: 2
kv_heads: 1
vision_hidden_size: 16
vision_intermediate_size: 32
vision_layers: 1
vision_heads: 2
image_size: 28
warmup_steps: 5
checkpoint_every: 10
stages:
  - {name: form, steps: 45, batch: 16, learning_rate: 0.01}
)";

RgbImage plain(std::uint8_t red, std::uint8_t blue) {
    RgbImage image{28, 28, {}};
    for (int i = 0; i < 28 * 28; ++i) {
        const auto shade = static_cast<std::uint8_t>(i % 7);
        image.bytes.insert(image.bytes.end(),
                           {static_cast<std::uint8_t>(red - shade), shade, static_cast<std::uint8_t>(blue - shade)});
    }
    return image;
}

} // namespace

SmallWorld::SmallWorld(int count) {
    writeImages();
    writeTraces();
    value(writeFileAtomically(path("sft.yaml"), kConfig));
    m_project = value(Project::create(path("p.egt")));
    addPairs(count);
}

void SmallWorld::writeImages() {
    for (int i = 0; i < 4; ++i) {
        const bool red = i % 2 == 0;
        const auto bright = static_cast<std::uint8_t>(180 + 20 * i);
        value(writePng(path("i" + std::to_string(i) + ".png"), red ? plain(bright, 20) : plain(20, bright)));
    }
}

void SmallWorld::writeTraces() {
    std::string rows;
    for (int i = 0; i < 16; ++i) {
        const bool red = i % 2 == 0;
        const int label = i / 4 % 2 + 1;
        const std::string right = red ? "red" : "blue";
        const std::string wrong = red ? "blue" : "red";
        const std::string digit = std::to_string(label);
        const Json row = {
            {"image", "i" + std::to_string(i % 4) + ".png"},
            {"prompt", "what color ?"},
            {"answer_1", label == 1 ? right : wrong},
            {"answer_2", label == 1 ? wrong : right},
            {"label", label},
            {"response", "<think>looks " + right + " " + digit + "</think><answer>" + digit + "</answer>"}};
        rows += dumpJson(row) + "\n";
    }
    value(writeFileAtomically(traces(), rows));
}

void SmallWorld::addPairs(int count) {
    std::vector<PairRecord> records;
    for (int i = 0; i < count; ++i) {
        const bool red = i % 2 == 0;
        PairRecord pair;
        pair.source_id = "p" + std::to_string(i);
        pair.source = "color";
        pair.question = "what color ?" + std::string(static_cast<std::size_t>(i % 3), ' ');
        pair.answer_a = red ? "red" : "blue";
        pair.answer_b = red ? "blue" : "red";
        pair.label = Label::a;
        pair.split = i % 6 == 5 ? "heldout" : "";
        pair.content_hash = "h" + std::to_string(i);
        pair.images = {
            {"i" + std::to_string(i % 4) + ".png", path("i" + std::to_string(i % 4) + ".png").string(), 28, 28}};
        records.push_back(pair);
    }
    ImportRecord draft;
    draft.file = "pairs.jsonl";
    draft.file_hash = "f";
    draft.format = "test";
    ImportRecord import = value(m_project->beginImport(draft));
    value(m_project->appendPairs(records, import));
    value(m_project->finishImport(import));
    for (const PairRecord& record : records)
        pairs.push_back(record.id);
}

SftRequest SmallWorld::sftRequest(const std::string& out) const {
    return {traces().string(), path(out).string(), path("sft.yaml").string(), 1};
}

std::string SmallWorld::judge() {
    static TempFolder shared;
    static const std::string trained = [this] {
        RecordingRun run(*m_project, RunKind::sft);
        SftRequest request = sftRequest("unused");
        request.out = (shared / "judge").string();
        return value(ml::sft(request, *m_project, run)).judge;
    }();
    const fs::path copy = path("judge");
    if (!fs::exists(copy)) fs::copy(trained, copy, fs::copy_options::recursive);
    return copy.string();
}

} // namespace egt::test
