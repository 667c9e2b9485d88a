// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/preprocessor_config.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/files.h"
#include "base/json.h"

namespace egt {
namespace {

/// A JSON object of settings and where it stands, for the error sentences.
struct Settings {
    const Json& json;
    std::string file;
    std::string prefix; ///< "image_processor." in processor_config.json

    [[nodiscard]] tl::unexpected<Error> bad(const std::string& name, const std::string& why) const {
        return fail("judge.bad_config",
                    EGT_TEXT("engine", "The judge's image settings in %1 cannot be used: field %2 %3."),
                    {file, prefix + name, why}, file, 0, prefix + name);
    }
    /// Null also where the value is null, which transformers takes for "not given".
    [[nodiscard]] const Json* find(const std::string& name) const {
        const auto found = json.find(name);
        return found == json.end() || found->is_null() ? nullptr : &*found;
    }
};

template <class Int> Result<void> integer(const Settings& in, const char* name, Int& value) {
    const Json* found = in.find(name);
    if (!found) return {};
    if (!found->is_number_integer() || found->get<std::int64_t>() < 1 ||
        found->get<std::int64_t>() > std::numeric_limits<Int>::max())
        return in.bad(name, "must be a positive whole number");
    value = found->get<Int>();
    return {};
}

Result<void> triple(const Settings& in, const char* name, double (&value)[3], bool positive) {
    const Json* found = in.find(name);
    if (!found) return {};
    const auto usable = [&](const Json& n) { return n.is_number() && (!positive || n.get<double>() > 0); };
    if (!found->is_array() || found->size() != 3 || !std::all_of(found->begin(), found->end(), usable))
        return in.bad(name, positive ? "must be three positive numbers" : "must be three numbers");
    for (std::size_t i = 0; i < 3; ++i)
        value[i] = (*found)[i].get<double>();
    return {};
}

Result<void> factor(const Settings& in, double& value) {
    const Json* found = in.find("rescale_factor");
    if (!found) return {};
    if (!found->is_number() || !(found->get<double>() > 0))
        return in.bad("rescale_factor", "must be a positive number");
    value = found->get<double>();
    return {};
}

/// Steps that this family always takes: another value means another kind of judge.
Result<void> fixedSteps(const Settings& in) {
    for (const char* name : {"do_resize", "do_rescale", "do_normalize", "do_convert_rgb"}) {
        const Json* found = in.find(name);
        if (found && (!found->is_boolean() || !found->get<bool>())) return in.bad(name, "must be true for this family");
    }
    const Json* resample = in.find("resample");
    if (resample && *resample != 3) return in.bad("resample", "must be 3 (bicubic) for this family");
    const Json* type = in.find("image_processor_type");
    if (!type) return {};
    const std::string name = type->is_string() ? type->get<std::string>() : "";
    const bool known = name.starts_with("Qwen2VLImageProcessor") || name.starts_with("Qwen2_5_VLImageProcessor");
    if (!known) return in.bad("image_processor_type", "must be Qwen2VLImageProcessor");
    return {};
}

/// Where a file names the limits twice, the older top-level names win, as in transformers.
Result<void> limits(const Settings& in, PreprocessorConfig& out) {
    if (const Json* size = in.find("size")) {
        if (!size->is_object()) return in.bad("size", "must be an object with shortest_edge and longest_edge");
        const Settings nested{*size, in.file, in.prefix + "size."};
        EGT_TRY(integer(nested, "min_pixels", out.min_pixels));
        EGT_TRY(integer(nested, "max_pixels", out.max_pixels));
        EGT_TRY(integer(nested, "shortest_edge", out.min_pixels));
        EGT_TRY(integer(nested, "longest_edge", out.max_pixels));
    }
    EGT_TRY(integer(in, "min_pixels", out.min_pixels));
    EGT_TRY(integer(in, "max_pixels", out.max_pixels));
    if (out.min_pixels > out.max_pixels) return in.bad("min_pixels", "must not exceed max_pixels");
    return {};
}

Result<void> geometry(const Settings& in, PreprocessorConfig& out) {
    EGT_TRY(integer(in, "patch_size", out.patch_size));
    EGT_TRY(integer(in, "temporal_patch_size", out.temporal_patch_size));
    EGT_TRY(integer(in, "merge_size", out.merge_size));
    // Far above any model of the family; keeps every product below within 64 bits and a patch within reason.
    if (out.patch_size > 512) return in.bad("patch_size", "must not exceed 512");
    if (out.temporal_patch_size > 16) return in.bad("temporal_patch_size", "must not exceed 16");
    if (out.merge_size > 16) return in.bad("merge_size", "must not exceed 16");
    return {};
}

Result<PreprocessorConfig> read(const Settings& in) {
    PreprocessorConfig out;
    EGT_TRY(fixedSteps(in));
    EGT_TRY(geometry(in, out));
    EGT_TRY(limits(in, out));
    EGT_TRY(factor(in, out.rescale_factor));
    EGT_TRY(triple(in, "image_mean", out.image_mean, false));
    EGT_TRY(triple(in, "image_std", out.image_std, true));
    return out;
}

Result<std::optional<Json>> readObject(const std::filesystem::path& path) {
    std::error_code code;
    if (!std::filesystem::exists(path, code)) return std::optional<Json>{};
    EGT_ASSIGN(const std::string text, readFile(path));
    EGT_ASSIGN(Json json, parseJson(text, path.string()));
    if (!json.is_object())
        return fail("judge.bad_config", EGT_TEXT("engine", "The judge's image settings in %1 are not a JSON object."),
                    {path.string()}, path.string());
    return std::optional<Json>(std::move(json));
}

} // namespace

Result<PreprocessorConfig> PreprocessorConfig::load(const std::filesystem::path& folder) {
    const auto newer = folder / "processor_config.json";
    EGT_ASSIGN(const std::optional<Json> processor, readObject(newer));
    if (processor && processor->contains("image_processor")) {
        const Json& nested = (*processor)["image_processor"];
        const std::string file = newer.string();
        if (!nested.is_object())
            return Settings{*processor, file, ""}.bad("image_processor", "must be an object of settings");
        return read({nested, file, "image_processor."});
    }
    const auto older = folder / "preprocessor_config.json";
    EGT_ASSIGN(const std::optional<Json> json, readObject(older));
    return json ? read({*json, older.string(), ""}) : PreprocessorConfig{};
}

std::string PreprocessorConfig::toJson() const {
    const OrderedJson json = {{"image_processor_type", "Qwen2VLImageProcessor"},
                              {"processor_class", "Qwen2_5_VLProcessor"},
                              {"do_convert_rgb", true},
                              {"do_resize", true},
                              {"do_rescale", true},
                              {"do_normalize", true},
                              {"rescale_factor", rescale_factor},
                              {"resample", 3}, // 3 = bicubic
                              {"image_mean", {image_mean[0], image_mean[1], image_mean[2]}},
                              {"image_std", {image_std[0], image_std[1], image_std[2]}},
                              {"min_pixels", min_pixels},
                              {"max_pixels", max_pixels},
                              {"size", {{"shortest_edge", min_pixels}, {"longest_edge", max_pixels}}},
                              {"patch_size", patch_size},
                              {"temporal_patch_size", temporal_patch_size},
                              {"merge_size", merge_size}};
    return json.dump(2) + "\n";
}

Result<PreprocessorConfig> PreprocessorConfig::withLimits(std::optional<std::int64_t> minimum,
                                                          std::optional<std::int64_t> maximum) const {
    PreprocessorConfig out = *this;
    out.max_pixels = maximum.value_or(max_pixels);
    out.min_pixels = minimum.value_or(std::min(min_pixels, out.max_pixels));
    if (out.min_pixels < 1 || out.max_pixels < out.min_pixels)
        return fail("judge.bad_config",
                    EGT_TEXT("engine", "An image cannot have between %1 and %2 pixels: the limits must be positive and "
                                       "the smaller one first."),
                    {std::to_string(out.min_pixels), std::to_string(out.max_pixels)}, {}, 0, "max_pixels");
    return out;
}

Result<ImageSize> smartResize(ImageSize size, const PreprocessorConfig& config, const std::string& name) {
    const double h = size.height;
    const double w = size.width;
    const double f = static_cast<double>(config.patch_size) * config.merge_size;
    if (!(std::min(h, w) > 0) || std::max(h, w) / std::min(h, w) > 200)
        return fail("image.too_long",
                    EGT_TEXT("engine", "The image %1 has %2 x %3 pixels: one side is more than 200 times the other, "
                                       "which this judge does not take. Crop it."),
                    {name, std::to_string(size.width), std::to_string(size.height)}, name);
    // Halves go to the even neighbour, as Python's round(). A zero stays: too few pixels, it grows below.
    double out_h = std::nearbyint(h / f) * f;
    double out_w = std::nearbyint(w / f) * f;
    if (out_h * out_w > static_cast<double>(config.max_pixels)) {
        const double beta = std::sqrt(h * w / static_cast<double>(config.max_pixels));
        out_h = std::max(f, std::floor(h / beta / f) * f);
        out_w = std::max(f, std::floor(w / beta / f) * f);
    } else if (out_h * out_w < static_cast<double>(config.min_pixels)) {
        const double beta = std::sqrt(static_cast<double>(config.min_pixels) / (h * w));
        out_h = std::ceil(h * beta / f) * f;
        out_w = std::ceil(w * beta / f) * f;
    }
    if (out_h * out_w > static_cast<double>(kMaxPixels) || !(out_h * out_w > 0))
        return fail("image.too_large",
                    EGT_TEXT("engine",
                             "The image %1 cannot be brought to a size that the judge takes: its limits are %2 "
                             "to %3 pixels."),
                    {name, std::to_string(config.min_pixels), std::to_string(config.max_pixels)}, name);
    return ImageSize{static_cast<std::int32_t>(out_w), static_cast<std::int32_t>(out_h)};
}

} // namespace egt
