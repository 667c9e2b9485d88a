// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "base/json.h"

namespace egt::test {

/// What tests/parity/images_reference.py wrote: the reference libraries' answers, stored or made a moment ago.
class ImageGoldens {
public:
    explicit ImageGoldens(const std::filesystem::path& folder);

    // Each compares one part with the engine and fails the running test where they differ.
    void checkDecoding() const; ///< every kind of file, to the byte; CMYK within one
    void checkSizes() const;    ///< smart_resize
    void checkResizing() const; ///< to the byte as Pillow and as torch
    void checkPatches() const;  ///< order and grid; values within 1e-6 of transformers' Pillow processor
    void checkLevels() const;   ///< values to the bit as transformers' torchvision processor

private:
    [[nodiscard]] std::string bytes(const Json& at, std::size_t count) const;

    Json m_index;
    std::string m_input;
    std::string m_expected;
};

} // namespace egt::test
