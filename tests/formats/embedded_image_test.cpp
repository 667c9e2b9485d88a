// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/embedded_image.h"

#include <gtest/gtest.h>

namespace egt::formats {
namespace {
using namespace std::string_literals;

TEST(EmbeddedImage, KindByTheFirstBytes) {
    EXPECT_EQ(imageExtension("\xFF\xD8\xFF\xE0rest"), "jpg");
    EXPECT_EQ(imageExtension("\x89PNG\r\n\x1A\nrest"), "png");
    EXPECT_EQ(imageExtension("GIF89a"), "gif");
    EXPECT_EQ(imageExtension("RIFF\x10\0\0\0WEBPVP8 "s), "webp");
    EXPECT_EQ(imageExtension("II*\0"s), "tif");
    EXPECT_EQ(imageExtension("BM\x10\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0"s), "bmp");
    EXPECT_EQ(imageExtension("BMW is a maker of cars and bikes"), "");
    EXPECT_EQ(imageExtension("text"), "");
    EXPECT_EQ(imageExtension(""), "");
}

// RFC 4648, 10.
TEST(EmbeddedImage, Base64OfTheStandard) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(toBase64(bytes), text);
        EXPECT_EQ(fromBase64(text), bytes);
    }
    EXPECT_EQ(fromBase64("Zm9v\nYmFy"), "foobar");
    EXPECT_EQ(fromBase64("Zg"), "f") << "padding left out";
    EXPECT_EQ(fromBase64("\x2f\x2f\x34\x42"), "\xFF\xFE\x01");
    EXPECT_FALSE(fromBase64("Zg==Zg"));
    EXPECT_FALSE(fromBase64("Zg!="));
    EXPECT_FALSE(fromBase64("Z"));
}

// RFC 2397.
TEST(EmbeddedImage, DataUrl) {
    EXPECT_EQ(bytesOfDataUrl("data:image/png;base64,Zm9v"), "foo");
    EXPECT_FALSE(bytesOfDataUrl("data:image/png,foo"));
    EXPECT_FALSE(bytesOfDataUrl("data:image/png;base64"));
    EXPECT_FALSE(bytesOfDataUrl("file.png"));
}

} // namespace
} // namespace egt::formats
