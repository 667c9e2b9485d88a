// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/patches.h"
#include "judge/judge.h"

namespace egt::judge {

ImagePatches patchesOf(const RgbImage& image, const PreprocessorConfig& config) {
    const std::int32_t factor = config.patch_size * config.merge_size;
    TORCH_CHECK(image.width > 0 && image.height > 0 && image.width % factor == 0 && image.height % factor == 0,
                "an image of ", image.width, " x ", image.height, " pixels does not have a size that the judge takes");
    const PatchGrid grid = patchGrid({image.width, image.height}, config);
    ImagePatches out{at::empty({grid.patches(), config.patchDim()}, torch::kFloat32), grid.t, grid.h, grid.w};
    writePatches(image, config, {out.pixels_PC.data_ptr<float>(), static_cast<std::size_t>(out.pixels_PC.numel())});
    return out;
}

Result<ImagePatches> patchify(RgbImage image, const PreprocessorConfig& config, const std::string& name) {
    EGT_ASSIGN(const RgbImage sized, resizeForJudge(std::move(image), config, name));
    return patchesOf(sized, config);
}

std::vector<std::int32_t> expandImageTokens(const std::vector<std::int32_t>& ids,
                                            const std::vector<std::int64_t>& tokens, std::int32_t image_token_id) {
    std::vector<std::int32_t> out;
    std::size_t image = 0;
    for (const std::int32_t id : ids) {
        const std::int64_t times = id == image_token_id && image < tokens.size() ? tokens[image++] : 1;
        out.insert(out.end(), static_cast<std::size_t>(times), id);
    }
    return out;
}

} // namespace egt::judge
