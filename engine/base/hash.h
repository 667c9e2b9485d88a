// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace egt {

/// SHA-256 (FIPS 180-4), for names of pictures, manifests and weights: what other tools (sha256sum) can check.
class Sha256 {
public:
    Sha256();
    void update(std::string_view bytes);
    [[nodiscard]] std::string hex(); ///< finishes; lower case, 64 characters

private:
    void blocks(const unsigned char* data, std::size_t count);
    std::array<std::uint32_t, 8> m_state;
    std::array<unsigned char, 64> m_buffer{};
    std::size_t m_fill = 0;
    std::uint64_t m_length = 0;
};

std::string sha256Hex(std::string_view bytes);
/// Errors: file.cannot_read.
Result<std::string> sha256File(const std::filesystem::path& path);
/// XXH3 128-bit as 32 hex characters: fast identity of content inside a project.
std::string contentHash(std::string_view bytes);

/// contentHash() of bytes that come in pieces.
class ContentHasher {
public:
    ContentHasher();
    ~ContentHasher();
    ContentHasher(const ContentHasher&) = delete;
    ContentHasher& operator=(const ContentHasher&) = delete;
    void update(std::string_view bytes);
    [[nodiscard]] std::string hex() const; ///< of what came so far

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace egt
