// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace egt {

/// Marks of one image in a prompt; the judge repeats the pad to the image's number of merged patches.
inline constexpr std::string_view image_marks = "<|vision_start|><|image_pad|><|vision_end|>";

/// How a judge of the Qwen2-VL / Qwen2.5-VL family frames a conversation. Jinja is not run: the template is taken apart
/// into the texts that it writes, and they must be those of the family, in its order; the default system prompt is read
/// from it. Immutable; any thread.
struct ChatTemplate {
    std::string file;       ///< where it was found; empty: the family's own
    bool has_system = true; ///< writes a system turn by default
    std::string system = "You are a helpful assistant.";

    /// Looks where transformers 5 looks, in its order: chat_template of processor_config.json, chat_template.json,
    /// chat_template.jinja, chat_template of tokenizer_config.json. A folder without any gets the family's own.
    /// Source: transformers processing_utils.py (get_processor_dict), tokenization_utils_base.py.
    /// Errors: judge.bad_chat_template (file, field), json.invalid, file.cannot_read.
    static Result<ChatTemplate> load(const std::filesystem::path& judge_folder);
    /// From the text of a template. Errors: judge.bad_chat_template.
    static Result<ChatTemplate> parse(std::string_view jinja, const std::string& file, const std::string& field = {});

    /// One user turn with this content and the opening of the answer; the content may hold image marks.
    [[nodiscard]] std::string frame(std::string_view content) const;
    /// One user turn, images before the text, as apply_chat_template(add_generation_prompt=True) writes it.
    [[nodiscard]] std::string render(std::string_view text, std::size_t images) const;
};

} // namespace egt
