// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <ATen/Parallel.h>

#include "base/random.h"
#include "judge/judge.h"

namespace egt::judge::test {

inline constexpr std::int32_t image_id = 380;
inline constexpr std::int32_t stop_id = 379;

/// The demo's size.
inline JudgeConfig demoConfig() {
    JudgeConfig config;
    config.image_token_id = image_id;
    config.vision_start_token_id = 381;
    config.vision_end_token_id = 382;
    config.eos_token_id = stop_id;
    return config;
}

inline std::unique_ptr<Judge> demoJudge(std::uint64_t seed = 1) {
    at::set_num_threads(1);
    return Judge::create(demoConfig(), seed);
}

inline RgbImage noise(std::int32_t width, std::int32_t height, std::uint64_t seed) {
    RgbImage image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 3)};
    Random random(seed);
    for (auto& byte : image.bytes)
        byte = static_cast<std::uint8_t>(random.below(256));
    return image;
}

inline ImagePatches patches(std::int32_t width, std::int32_t height, std::uint64_t seed) {
    return *patchify(noise(width, height, seed), PreprocessorConfig{}, "noise");
}

/// `words` random text tokens around the image (when it has tokens), seeded.
inline Sequence sequence(std::int64_t image_tokens, std::int32_t image, int words, std::uint64_t seed) {
    Random random(seed);
    const auto word = [&] { return static_cast<std::int32_t>(random.below(370)); };
    Sequence s;
    s.prompt.push_back(word());
    s.prompt.insert(s.prompt.end(), static_cast<std::size_t>(image_tokens), image_id);
    for (int i = 0; i < words; ++i)
        s.prompt.push_back(word());
    if (image_tokens > 0) s.images.push_back(image);
    return s;
}

/// Different lengths, one without an image, two prompts equal.
struct Batch {
    std::vector<Sequence> sequences;
    std::vector<EncodedImage> images;
};
inline Batch mixedBatch(Judge& judge) {
    Batch batch;
    batch.images = judge.encodeImages({patches(56, 56, 1), patches(112, 56, 2)});
    batch.sequences = {sequence(4, 0, 9, 1), sequence(8, 1, 3, 2), sequence(0, 0, 5, 3), sequence(4, 0, 14, 4),
                       sequence(4, 0, 9, 1)};
    return batch;
}

} // namespace egt::judge::test
