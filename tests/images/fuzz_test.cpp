// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged and lying image files, made from the good ones of the golden set with fixed seeds: each must give an error
// sentence or a sound image, never a crash, and no memory that the file does not justify. The sanitizer presets run it
// too.
#include <array>
#include <cstring>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "images/header.h"
#include "images/image.h"
#include "support/resident_peak.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

std::vector<std::pair<std::string, std::string>> goodFiles() {
    const std::filesystem::path folder(EGT_IMAGE_GOLDENS);
    const Json index = Json::parse(readFile(folder / "index.json").value());
    const std::string input = readFile(folder / "input.bin").value();
    std::vector<std::pair<std::string, std::string>> out;
    for (const Json& entry : index["decoded"])
        out.emplace_back(entry["name"], input.substr(entry["at"], entry["size"]));
    return out;
}

/// PNG 3rd edition, annex D.
std::uint32_t pngCrc(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i)
            crc = crc & 1 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}

std::string big32(std::uint32_t value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xFF);
    return out;
}

/// Makes every checksum right again, so that the damage reaches the code behind them.
void mendPng(std::string& bytes) {
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i)
            length = length << 8 | static_cast<unsigned char>(bytes[at + i]);
        if (length > bytes.size() - at - 12) return;
        bytes.replace(at + 8 + length, 4, big32(pngCrc(std::string_view(bytes).substr(at + 4, length + 4))));
        at += 12 + length;
    }
}

/// One of: a cut end, a cut middle, flipped bits, an extreme number, a doubled or a blanked piece.
std::string damage(const std::string& whole, Random& random) {
    std::string bytes = whole;
    const auto place = [&] { return static_cast<std::size_t>(random.below(bytes.size())); };
    // Half of the damage is in the first bytes, where the numbers are that everything else depends on.
    const auto head = [&] {
        return random.below(2) == 0 ? place() : place() % std::min<std::size_t>(bytes.size(), 64);
    };
    switch (random.below(6)) {
    case 0:
        bytes.resize(place());
        break;
    case 1:
        bytes.erase(place(), 1 + random.below(40));
        break;
    case 2:
        for (std::uint64_t i = 0, n = 1 + random.below(8); i < n; ++i)
            bytes[head()] ^= static_cast<char>(1 << random.below(8));
        break;
    case 3: {
        constexpr std::array<const char*, 6> numbers = {"\xFF\xFF\xFF\xFF", "\0\0\0\0",     "\x7F\xFF\xFF\xFF",
                                                        "\xFD\xE8\xFD\xE8", "\0\0\x80\x80", "\xFF\x7F\0\0"};
        const std::size_t at = head();
        const std::string number(numbers[random.below(numbers.size())], 4);
        bytes.replace(at, std::min<std::size_t>(4, bytes.size() - at), number);
        break;
    }
    case 4: {
        const std::size_t at = place();
        bytes.insert(at, bytes.substr(place(), 1 + random.below(64)));
        break;
    }
    default: {
        const std::size_t at = head();
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(16, bytes.size() - at),
                    '\0');
    }
    }
    return bytes;
}

/// An error that names the file, or an image whose bytes fit its size, which the header promised.
void expectSound(const std::string& bytes, const std::string& name) {
    const auto image = decodeImageBytes(bytes, name);
    const auto size = imageSizeOfBytes(bytes, name);
    if (!image) {
        EXPECT_TRUE(image.error().code == "image.damaged" || image.error().code == "image.too_large") << name;
        EXPECT_EQ(image.error().file, name);
        return;
    }
    ASSERT_TRUE(size) << name;
    EXPECT_EQ(size->width, image->width) << name;
    EXPECT_EQ(size->height, image->height) << name;
    EXPECT_GT(image->width, 0) << name;
    EXPECT_LE(std::int64_t{image->width} * image->height, kMaxPixels) << name;
    EXPECT_EQ(image->bytes.size(), static_cast<std::size_t>(image->width) * image->height * 3) << name;
}

TEST(ImageFuzz, DamagedFilesGiveAnErrorOrAnImage) {
    int damaged = 0;
    int number = 0;
    for (const auto& [name, whole] : goodFiles()) {
        Random random(1000 + static_cast<std::uint64_t>(number++));
        for (int i = 0; i < 120; ++i) {
            std::string bytes = damage(whole, random);
            if (name.starts_with("png") && i % 2 == 0) mendPng(bytes);
            expectSound(bytes, name + " " + std::to_string(i));
            damaged += decodeImageBytes(bytes, name) ? 0 : 1;
        }
    }
    EXPECT_GT(damaged, number * 40); // the damage does reach the decoders
}

TEST(ImageFuzz, EveryTruncationOfASmallFile) {
    for (const auto& [name, whole] : goodFiles())
        if (whole.size() < 1200)
            for (std::size_t n = 0; n < whole.size(); n += 1 + n / 64)
                expectSound(std::string(whole.substr(0, n)), name + " cut at " + std::to_string(n));
}

std::string withSize(const std::string& whole, std::size_t at, const std::string& size) {
    std::string out = whole;
    return out.replace(at, size.size(), size);
}

std::string goodFile(const std::string& name) {
    for (auto& [found, bytes] : goodFiles())
        if (found == name) return bytes;
    ADD_FAILURE() << name;
    return {};
}

TEST(ImageFuzz, SizesThatCannotBe) {
    const std::string png = goodFile("png_rgb8.png");
    const std::string gif = goodFile("gif_plain.gif");
    const std::string bmp = goodFile("bmp_24.bmp");
    const std::string jpeg = goodFile("jpeg_444.jpg");
    const std::size_t frame = jpeg.find("\xFF\xC0") + 5;
    const auto code = [](std::string bytes) {
        if (bytes.starts_with("\x89PNG")) mendPng(bytes);
        const auto image = decodeImageBytes(bytes, "x");
        return image ? "image" : image.error().code;
    };
    EXPECT_EQ(code(withSize(png, 16, big32(65000) + big32(65000))), "image.too_large");
    EXPECT_EQ(code(withSize(png, 16, big32(0) + big32(10))), "image.damaged");
    EXPECT_EQ(code(withSize(png, 16, big32(0x80000000) + big32(1))), "image.too_large");
    EXPECT_EQ(code(withSize(png, 33, big32(0x7FFFFFFF))), "image.damaged"); // the pixels' chunk
    EXPECT_EQ(code(withSize(png, 24, std::string("\x07\x09", 2))), "image.damaged");
    EXPECT_EQ(code(withSize(jpeg, frame, "\xFD\xE8\xFD\xE8")), "image.too_large");
    EXPECT_EQ(code(withSize(jpeg, frame, std::string("\0\0\0\0", 4))), "image.damaged");
    EXPECT_EQ(code(withSize(bmp, 18, std::string("\xE8\xFD\0\0\xE8\xFD\0\0", 8))), "image.too_large");
    EXPECT_EQ(code(withSize(bmp, 18, std::string("\0\0\0\x80\0\0\0\x80", 8))), "image.damaged");
    EXPECT_EQ(code(withSize(gif, 6, "\xE8\xFD\xE8\xFD")), "image.too_large");
    EXPECT_EQ(code(withSize(gif, 6, std::string("\0\0\0\0", 4))), "image"); // the frame makes the canvas
}

// 9,900 x 9,900 pixels are below the limit, and the files hold next to nothing: refused before memory is taken.
TEST(ImageFuzz, AClaimWithoutPixelsCostsNoMemory) {
    const bool peaks = test::resident_peak_tells && test::resetResidentPeak();
    const std::int64_t before = test::residentPeak();
    std::string png = withSize(goodFile("png_rgb8.png"), 16, big32(9900) + big32(9900));
    mendPng(png);
    EXPECT_EQ(decodeImageBytes(png, "x").error().code, "image.damaged");
    const std::string jpeg = goodFile("jpeg_444.jpg");
    const std::string tall = withSize(jpeg, jpeg.find("\xFF\xC0") + 5, "\x26\xAC\x26\xAC");
    EXPECT_EQ(decodeImageBytes(tall, "x").error().code, "image.damaged");
    const std::string wide = withSize(goodFile("bmp_24.bmp"), 18, std::string("\xAC\x26\0\0\xAC\x26\0\0", 8));
    EXPECT_EQ(decodeImageBytes(wide, "x").error().code, "image.damaged");
    std::string gif = goodFile("gif_plain.gif");
    const std::size_t at = gif.find(',', 13 + 64 * 3);
    gif = withSize(gif, at + 5, "\xAC\x26\xAC\x26");
    EXPECT_EQ(decodeImageBytes(gif, "x").error().code, "image.damaged");
    if (peaks) {
        EXPECT_LT(test::residentPeak() - before, 64 << 20);
    }
}

TEST(ImageFuzz, OddPlacesOnDisk) {
    const test::TempFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe.png").c_str(), 0600), 0);
    EXPECT_EQ(decodeImage(folder / "pipe.png").error().code, "image.missing"); // and no waiting for a writer
    EXPECT_EQ(decodeImage("/dev/zero").error().code, "image.missing");
    ASSERT_TRUE(writeFileAtomically(folder / "sparse.png", "x"));
    std::filesystem::resize_file(folder / "sparse.png", std::uintmax_t{3} << 30); // takes no room on disk
    EXPECT_EQ(decodeImage(folder / "sparse.png").error().code, "image.too_large");
}

} // namespace
} // namespace egt
