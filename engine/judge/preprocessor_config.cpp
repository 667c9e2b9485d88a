// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "base/files.h"
#include "base/json.h"
#include "judge/config.h"

namespace egt::judge {
namespace {

tl::unexpected<Error> bad(const std::string& file, const std::string& field, const std::string& why) {
    return fail("judge.bad_config", EGT_TEXT("engine", "The judge's image settings in %1 cannot be used: field %2 %3."),
                {file, field, why}, file, 0, field);
}

const Json* find(const Json& json, const char* name) {
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found == json.end() || found->is_null() ? nullptr : &*found;
}

template <class Int> Result<void> integer(const Json& json, const char* name, Int& value, const std::string& file) {
    const Json* found = find(json, name);
    if (!found) return {};
    if (!found->is_number_integer() || found->get<std::int64_t>() < 1 ||
        found->get<std::int64_t>() > std::numeric_limits<Int>::max())
        return bad(file, name, "must be a positive whole number");
    value = found->get<Int>();
    return {};
}

Result<void> triple(const Json& json, const char* name, double (&value)[3], bool positive, const std::string& file) {
    const Json* found = find(json, name);
    if (!found) return {};
    const bool usable = found->is_array() && found->size() == 3 &&
                        std::all_of(found->begin(), found->end(),
                                    [&](const Json& n) { return n.is_number() && (!positive || n.get<double>() > 0); });
    if (!usable) return bad(file, name, "must be three numbers");
    for (std::size_t i = 0; i < 3; ++i)
        value[i] = (*found)[i].get<double>();
    return {};
}

} // namespace

Result<PreprocessorConfig> PreprocessorConfig::load(const std::filesystem::path& folder) {
    PreprocessorConfig out;
    const auto path = folder / "preprocessor_config.json";
    std::error_code code;
    if (!std::filesystem::exists(path, code)) return out;
    const std::string file = path.string();
    EGT_ASSIGN(const std::string text, readFile(path));
    EGT_ASSIGN(const Json json, parseJson(text, file));
    EGT_TRY(integer(json, "patch_size", out.patch_size, file));
    EGT_TRY(integer(json, "temporal_patch_size", out.temporal_patch_size, file));
    EGT_TRY(integer(json, "merge_size", out.merge_size, file));
    if (const Json* size = find(json, "size")) { // the newer place of the limits
        EGT_TRY(integer(*size, "shortest_edge", out.min_pixels, file));
        EGT_TRY(integer(*size, "longest_edge", out.max_pixels, file));
        EGT_TRY(integer(*size, "min_pixels", out.min_pixels, file));
        EGT_TRY(integer(*size, "max_pixels", out.max_pixels, file));
    }
    EGT_TRY(integer(json, "min_pixels", out.min_pixels, file));
    EGT_TRY(integer(json, "max_pixels", out.max_pixels, file));
    EGT_TRY(triple(json, "image_mean", out.image_mean, false, file));
    EGT_TRY(triple(json, "image_std", out.image_std, true, file));
    if (out.min_pixels > out.max_pixels) return bad(file, "min_pixels", "must not exceed max_pixels");
    return out;
}

std::string PreprocessorConfig::toJson() const {
    const OrderedJson json = {{"image_processor_type", "Qwen2VLImageProcessor"},
                              {"processor_class", "Qwen2_5_VLProcessor"},
                              {"do_convert_rgb", true},
                              {"do_resize", true},
                              {"do_rescale", true},
                              {"do_normalize", true},
                              {"rescale_factor", 1.0 / 255},
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

} // namespace egt::judge
