// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pixels.h"

#include <bit>
#include <cstring>
#include <string>
#include <vector>

#include "base/files.h"
#include "images/patches.h"

namespace egt::pipelines {
namespace {

static_assert(std::endian::native == std::endian::little, "the file below says little-endian");

/// Magic, version, length and a dictionary, padded so that the numbers start at a multiple of 64 bytes.
/// Source: NumPy's own specification of the format, numpy.lib.format, version 1.0.
std::string npyHeader(std::int64_t rows, std::int64_t columns) {
    std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                             std::to_string(columns) + "), }";
    const std::size_t before = 10; // magic 6, version 2, length 2
    dictionary.append(63 - (before + dictionary.size()) % 64, ' ');
    dictionary += '\n';
    std::string out("\x93NUMPY\x01\0", 8);
    out += static_cast<char>(dictionary.size() & 0xFF);
    out += static_cast<char>(dictionary.size() >> 8);
    return out + dictionary;
}

Result<PreprocessorConfig> settings(const PixelsRequest& request) {
    std::error_code code;
    if (!std::filesystem::is_directory(request.judge, code))
        return fail("judge.missing_file", EGT_TEXT("engine", "There is no judge folder %1."), {request.judge.string()},
                    request.judge.string());
    EGT_ASSIGN(PreprocessorConfig config, PreprocessorConfig::load(request.judge));
    if (request.like_torchvision) config.resize_like = ResizeLike::torchvision;
    return config.withLimits(request.min_pixels, request.max_pixels);
}

} // namespace

Result<PixelsResult> writePixels(const PixelsRequest& request) {
    EGT_ASSIGN(const PreprocessorConfig config, settings(request));
    EGT_ASSIGN(RgbImage decoded, decodeImage(request.image));
    PixelsResult out;
    out.width = decoded.width;
    out.height = decoded.height;
    EGT_ASSIGN(const RgbImage image, resizeForJudge(std::move(decoded), config, request.image.string()));
    const PatchGrid grid = patchGrid({image.width, image.height}, config);
    out.resized_width = image.width;
    out.resized_height = image.height;
    out.patches = grid.patches();
    out.dim = config.patchDim();
    out.grid_t = grid.t;
    out.grid_h = grid.h;
    out.grid_w = grid.w;
    const std::string header = npyHeader(out.patches, out.dim);
    const std::size_t skip = header.size() / sizeof(float); // one buffer for both, so nothing is copied
    std::vector<float> file(skip + static_cast<std::size_t>(out.patches * out.dim));
    std::memcpy(file.data(), header.data(), header.size());
    writePatches(image, config, std::span(file).subspan(skip));
    EGT_TRY(
        writeFileAtomically(request.out, {reinterpret_cast<const char*>(file.data()), file.size() * sizeof(float)}));
    return out;
}

} // namespace egt::pipelines
