// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "commands.h"
#include "pipelines/pixels.h"

namespace egt::cli {
namespace {

struct Options {
    std::string judge;
    std::string image;
    std::string out;
    std::optional<std::int64_t> min_pixels;
    std::optional<std::int64_t> max_pixels;
    std::string like = "pillow";
};

std::string size(std::int32_t width, std::int32_t height) {
    return std::to_string(width) + " x " + std::to_string(height);
}

Result<Output> run(Context& /*context*/, const Options& options) {
    EGT_ASSIGN(const pipelines::PixelsResult result,
               pipelines::writePixels({options.judge, options.image, options.out, options.min_pixels,
                                       options.max_pixels, options.like == "torchvision"}));
    Output out;
    out.json["patches"] = result.patches;
    out.json["dim"] = result.dim;
    out.json["grid"] = {result.grid_t, result.grid_h, result.grid_w};
    out.json["out"] = options.out;
    out.json["width"] = result.width;
    out.json["height"] = result.height;
    out.json["resized_width"] = result.resized_width;
    out.json["resized_height"] = result.resized_height;
    out.text = aligned({{"image", options.image},
                        {"size", size(result.width, result.height)},
                        {"resized", size(result.resized_width, result.resized_height)},
                        {"grid (t, h, w)", std::to_string(result.grid_t) + ", " + std::to_string(result.grid_h) + ", " +
                                               std::to_string(result.grid_w)},
                        {"patches", count(result.patches) + " of " + count(result.dim) + " float32"},
                        {"written", options.out}});
    return out;
}

} // namespace

void addJudgePixels(CLI::App& judge, Context& context) {
    const auto [command, options] =
        addCommand<Options>(judge, context, "pixels", "Write an image as the judge's vision tower gets it",
                            "egt judge pixels judge --image photo.jpg --out pixels.npy", run);
    command->add_option("folder", options->judge, "Judge folder; only its image settings are read")->required();
    command->add_option("--image", options->image, "JPEG, PNG, WebP, BMP or GIF")->required();
    command->add_option("--out", options->out, "NumPy file to write: float32 [patches, dim]")->required();
    command->add_option("--min-pixels", options->min_pixels, "In place of the judge's own limit");
    command->add_option("--max-pixels", options->max_pixels, "In place of the judge's own limit");
    command->add_option("--like", options->like, "Whose bicubic to follow to the byte: pillow or torchvision")
        ->check(CLI::IsMember({"pillow", "torchvision"}))
        ->capture_default_str();
}

} // namespace egt::cli
