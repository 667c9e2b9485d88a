// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The body of POST /v1/chat/completions.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace egt::remote {

/// A part of a message: text, or a place where the next image stands.
struct ChatPart {
    bool image = false;
    std::string text;
    bool operator==(const ChatPart&) const = default;
};
struct ChatMessage {
    std::string role; ///< "system", "user", "assistant"
    std::vector<ChatPart> parts;
    bool operator==(const ChatMessage&) const = default;
};

/// A rendered judge prompt (text/judge_prompt.h) as messages: the server puts its own chat marks around them. A prompt
/// without chat marks is one user message. Errors: server.prefilled_prompt (text after "<|im_start|>assistant\n", which
/// a chat server can't be made to continue).
Result<std::vector<ChatMessage>> chatMessages(std::string_view prompt);

/// "data:image/png;base64,…". The file's own bytes, unless it has to be turned (EXIF) or has more than `max_pixels`
/// (0 = no limit): then a PNG of the decoded, shrunk image. Errors: image.missing, image.damaged, image.too_large.
Result<std::string> imageDataUrl(const std::filesystem::path& path, std::int64_t max_pixels);
/// The bytes of an image file as they are. Errors: image.damaged (names `file`).
Result<std::string> dataUrlOfBytes(std::string_view bytes, const std::string& file);

struct ChatSettings {
    std::string model;
    double temperature = 0;
    double top_p = 1;
    std::int32_t max_tokens = 1024;
    std::int32_t top_logprobs = 20; ///< 0 = ask for none
    std::uint64_t seed = 0;         ///< sent as 31 bits: what every server takes
};
std::int64_t sentSeed(std::uint64_t seed);

/// `images`: data URLs, in the order of the image parts. A message that is one text is sent as a plain string, which
/// text-only models want.
std::string chatBody(const std::vector<ChatMessage>& messages, const std::vector<std::string>& images,
                     const ChatSettings& settings);

} // namespace egt::remote
