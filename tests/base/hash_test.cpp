// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/sha256_blocks.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

// FIPS 180-4 / NIST example vectors.
TEST(Hash, Sha256OfTheStandardsExamples) {
    EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256Hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hash, Sha256DoesNotDependOnThePieces) {
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += static_cast<char>(i * 7);
    for (const std::size_t piece : {1U, 55U, 56U, 63U, 64U, 65U, 999U}) {
        Sha256 hash;
        for (std::size_t at = 0; at < text.size(); at += piece)
            hash.update(std::string_view(text).substr(at, piece));
        EXPECT_EQ(hash.hex(), sha256Hex(text)) << piece;
    }
}

TEST(Hash, Sha256ByInstructionsIsTheSame) {
    std::string text;
    for (int i = 0; i < 64 * 37; ++i)
        text += static_cast<char>(i * i * 31 + i);
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    for (const std::size_t count : {0U, 1U, 2U, 37U}) {
        Sha256State plain{1, 2, 3, 4, 5, 6, 7, 8}, fast = plain;
        sha256Blocks(plain, data, count);
        sha256BlocksByInstructions(fast, data, count);
        EXPECT_EQ(plain, fast) << count;
    }
    if (!sha256HasInstructions()) GTEST_SKIP() << "this processor has no SHA instructions";
}

TEST(Hash, Sha256OfAFile) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "f", "abc"));
    const auto hash = sha256File(folder / "f");
    ASSERT_TRUE(hash);
    EXPECT_EQ(*hash, sha256Hex("abc"));
    EXPECT_EQ(sha256File(folder / "no").error().code, "file.cannot_read");
}

TEST(Hash, ContentHashIsXxh3) {
    // XXH3_128bits of nothing, seed 0: xxHash's own sanity table.
    EXPECT_EQ(contentHash(""), "99aa06d3014798d86001c324468d497f");
    EXPECT_NE(contentHash("a"), contentHash("b"));
    EXPECT_EQ(contentHash("a").size(), 32U);
    const std::string text(5000, 'x');
    ContentHasher hasher;
    for (const std::string_view piece : {std::string_view(text).substr(0, 1), std::string_view(text).substr(1)})
        hasher.update(piece);
    EXPECT_EQ(hasher.hex(), contentHash(text));
}

} // namespace
} // namespace egt
