// SPDX-License-Identifier: GPL-3.0-or-later
#include "image_goldens.h"

#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include "base/files.h"
#include "images/patches.h"

namespace egt::test {
namespace {

std::string contents(const std::filesystem::path& path) {
    auto bytes = readFile(path);
    EXPECT_TRUE(bytes) << path;
    return bytes ? std::move(*bytes) : std::string();
}

int farthest(const std::vector<std::uint8_t>& ours, const std::string& theirs) {
    if (ours.size() != theirs.size()) return 256;
    int most = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        most = std::max(most, std::abs(ours[i] - static_cast<unsigned char>(theirs[i])));
    return most;
}

RgbImage image(const Json& entry, const std::string& bytes) {
    return {entry["width"], entry["height"], {bytes.begin(), bytes.end()}};
}

std::vector<float> floats(const std::string& bytes) {
    std::vector<float> out(bytes.size() / sizeof(float));
    std::memcpy(out.data(), bytes.data(), bytes.size());
    return out;
}

PreprocessorConfig configOf(const Json& settings) {
    PreprocessorConfig config;
    config.min_pixels = settings["size"]["shortest_edge"];
    config.max_pixels = settings["size"]["longest_edge"];
    config.patch_size = settings.value("patch_size", config.patch_size);
    config.merge_size = settings.value("merge_size", config.merge_size);
    config.temporal_patch_size = settings.value("temporal_patch_size", config.temporal_patch_size);
    for (std::size_t c = 0; c < 3 && settings.contains("image_mean"); ++c) {
        config.image_mean[c] = settings["image_mean"][c];
        config.image_std[c] = settings["image_std"][c];
    }
    return config;
}

} // namespace

ImageGoldens::ImageGoldens(const std::filesystem::path& folder)
    : m_index(Json::parse(contents(folder / "index.json"))), m_input(contents(folder / "input.bin")),
      m_expected(contents(folder / "expected.bin")) {}

std::string ImageGoldens::bytes(const Json& at, std::size_t count) const {
    return m_expected.substr(at.get<std::size_t>(), count);
}

void ImageGoldens::checkDecoding() const {
    EXPECT_GE(m_index["decoded"].size(), 80U);
    for (const Json& entry : m_index["decoded"]) {
        const auto name = entry["name"].get<std::string>();
        const std::string file = m_input.substr(entry["at"], entry["size"]);
        const auto size = imageSizeOfBytes(file, name);
        const auto decoded = decodeImageBytes(file, name);
        ASSERT_TRUE(decoded && size) << name;
        EXPECT_EQ(Json({decoded->width, decoded->height}), Json({entry["width"], entry["height"]})) << name;
        EXPECT_EQ(Json({size->width, size->height}), Json({entry["width"], entry["height"]})) << name;
        const std::string expected = bytes(entry["expected"], decoded->bytes.size());
        const bool four_inks = name == "jpeg_cmyk.jpg" || name == "jpeg_ycck.jpg";
        EXPECT_LE(farthest(decoded->bytes, expected), four_inks ? 1 : 0) << name;
    }
}

void ImageGoldens::checkSizes() const {
    int refused = 0;
    for (const Json& row : m_index["sizes"]) {
        const auto v = row.get<std::array<std::int64_t, 7>>(); // height, width, factor, min, max, new height, new width
        PreprocessorConfig config;
        config.patch_size = static_cast<std::int32_t>(v[2] / 2);
        config.min_pixels = v[3];
        config.max_pixels = v[4];
        const auto size =
            smartResize({static_cast<std::int32_t>(v[1]), static_cast<std::int32_t>(v[0])}, config, "picture");
        EXPECT_EQ(size.has_value(), v[5] != 0) << row.dump();
        if (size) {
            EXPECT_EQ(Json({size->height, size->width}), Json({v[5], v[6]})) << row.dump();
        }
        refused += size ? 0 : 1;
    }
    EXPECT_GE(refused, 10);
}

void ImageGoldens::checkResizing() const {
    EXPECT_GE(m_index["resized"].size(), 12U);
    for (const Json& entry : m_index["resized"]) {
        const std::size_t count = entry["width"].get<std::size_t>() * entry["height"].get<std::size_t>() * 3;
        const RgbImage source = image(entry, bytes(entry["source"], count));
        for (const auto& [name, like] :
             {std::pair{"pillow", ResizeLike::pillow}, std::pair{"torch", ResizeLike::torchvision}}) {
            const RgbImage ours = resizeBicubic(source, entry["to_width"], entry["to_height"], like);
            EXPECT_EQ(farthest(ours.bytes, bytes(entry[name], ours.bytes.size())), 0) << name << entry.dump();
        }
    }
}

void ImageGoldens::checkPatches() const {
    EXPECT_GE(m_index["patches"].size(), 2U);
    for (const Json& entry : m_index["patches"]) {
        const PreprocessorConfig config = configOf(entry["settings"]);
        const std::size_t count = entry["width"].get<std::size_t>() * entry["height"].get<std::size_t>() * 3;
        const auto resized = resizeForJudge(image(entry, bytes(entry["source"], count)), config, "picture");
        ASSERT_TRUE(resized) << resized.error().message();
        const PatchGrid grid = patchGrid({resized->width, resized->height}, config);
        EXPECT_EQ(Json({grid.t, grid.h, grid.w}), entry["grid"]);
        ASSERT_EQ(Json({grid.patches(), config.patchDim()}), Json({entry["rows"], entry["columns"]}));
        std::vector<float> ours(static_cast<std::size_t>(grid.patches() * config.patchDim()));
        writePatches(*resized, config, ours);
        const std::vector<float> theirs = floats(bytes(entry["expected"], ours.size() * sizeof(float)));
        double most = 0;
        for (std::size_t i = 0; i < ours.size(); ++i)
            most = std::max(most, static_cast<double>(std::abs(ours[i] - theirs[i])));
        // The two processors of transformers differ by as much: a few roundings of float32 at values below 4.
        EXPECT_LE(most, 1e-6) << entry["settings"].dump();
    }
}

void ImageGoldens::checkLevels() const {
    PreprocessorConfig config;
    config.patch_size = 16;
    config.merge_size = 1;
    config.temporal_patch_size = 1;
    RgbImage ramp{16, 16, std::vector<std::uint8_t>(std::size_t{256} * 3)};
    for (std::size_t i = 0; i < ramp.bytes.size(); ++i)
        ramp.bytes[i] = static_cast<std::uint8_t>(i / 3);
    std::vector<float> ours(ramp.bytes.size()); // channel by channel
    writePatches(ramp, config, ours);
    EXPECT_EQ(ours, floats(bytes(m_index["levels"], ours.size() * sizeof(float))));
}

} // namespace egt::test
