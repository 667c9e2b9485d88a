// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/chat_request.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/picture_file.h"
#include "images/header.h"
#include "images/image.h"
#include "images/thumbnail.h"
#include "remote/base64.h"

namespace egt::remote {
namespace {

constexpr std::string_view kTurn = "<|im_start|>";
constexpr std::string_view kTurnEnd = "<|im_end|>";
constexpr std::string_view kImage = "<|vision_start|><|image_pad|><|vision_end|>";

std::vector<ChatPart> partsOf(std::string_view text) {
    std::vector<ChatPart> out;
    while (!text.empty()) {
        const std::size_t image = text.find(kImage);
        if (image != 0) out.push_back({false, std::string(text.substr(0, image))});
        if (image == std::string_view::npos) break;
        out.push_back({true, {}});
        text.remove_prefix(image + kImage.size());
    }
    return out;
}

const char* mimeOf(ImageKind kind) {
    switch (kind) {
    case ImageKind::png:
        return "image/png";
    case ImageKind::jpeg:
        return "image/jpeg";
    case ImageKind::webp:
        return "image/webp";
    case ImageKind::bmp:
        return "image/bmp";
    case ImageKind::gif:
        break;
    }
    return "image/gif";
}

std::string dataUrl(const char* mime, std::string_view bytes) {
    return "data:" + std::string(mime) + ";base64," + base64(bytes);
}

/// The longer side that leaves at most `max_pixels` of this shape.
std::int32_t longerSide(const RgbImage& image, std::int64_t max_pixels) {
    const double scale = std::sqrt(static_cast<double>(max_pixels) / (static_cast<double>(image.width) * image.height));
    return std::max(1, static_cast<std::int32_t>(std::floor(std::max(image.width, image.height) * scale)));
}

OrderedJson partJson(const ChatPart& part, const std::vector<std::string>& images, std::size_t& next) {
    if (!part.image) return {{"type", "text"}, {"text", part.text}};
    OrderedJson out = {{"type", "image_url"}};
    out["image_url"] = {{"url", images.at(next++)}};
    return out;
}

} // namespace

Result<std::vector<ChatMessage>> chatMessages(std::string_view prompt) {
    std::vector<ChatMessage> out;
    if (prompt.find(kTurn) == std::string_view::npos) return std::vector<ChatMessage>{{"user", partsOf(prompt)}};
    for (std::size_t at = prompt.find(kTurn); at != std::string_view::npos;) {
        const std::size_t begin = at + kTurn.size();
        at = prompt.find(kTurn, begin);
        std::string_view turn = prompt.substr(begin, at == std::string_view::npos ? at : at - begin);
        const std::size_t line = std::min(turn.find('\n'), turn.size());
        const std::string role(turn.substr(0, line));
        turn.remove_prefix(std::min(line + 1, turn.size()));
        const std::size_t end = turn.find(kTurnEnd);
        const bool open = end == std::string_view::npos;
        if (open && turn.empty()) break; // where the answer goes
        if (open)
            return fail("server.prefilled_prompt",
                        EGT_TEXT("engine",
                                 "This prompt begins the judge's answer for it, which a chat server can't go on "
                                 "with. Choose another prompt."),
                        {}, {}, 0, "prompt");
        out.push_back({role, partsOf(turn.substr(0, end))});
    }
    return out;
}

Result<std::string> imageDataUrl(const std::filesystem::path& path, std::int64_t max_pixels) {
    if (!pictureIsThere(path)) {
        EGT_TRY(imageSize(path)); // says what is missing, in the words of images
    }
    EGT_ASSIGN(const std::string bytes, readPicture(path));
    const auto header = parseImageHeader(bytes);
    const bool large = header && max_pixels > 0 && header->width * header->height > max_pixels;
    if (header && header->orientation == 1 && !large) {
        EGT_TRY(imageSizeOfBytes(bytes, path.string()));
        return dataUrl(mimeOf(header->kind), bytes);
    }
    EGT_ASSIGN(RgbImage image, decodeImageBytes(bytes, path.string()));
    if (large) image = thumbnail(image, longerSide(image, max_pixels));
    EGT_ASSIGN(const std::string png, encodePng(image));
    return dataUrl("image/png", png);
}

Result<std::string> dataUrlOfBytes(std::string_view bytes, const std::string& file) {
    EGT_TRY(imageSizeOfBytes(bytes, file));
    return dataUrl(mimeOf(parseImageHeader(bytes)->kind), bytes);
}

std::int64_t sentSeed(std::uint64_t seed) {
    return static_cast<std::int64_t>(seed & 0x7FFFFFFF);
}

std::string chatBody(const std::vector<ChatMessage>& messages, const std::vector<std::string>& images,
                     const ChatSettings& settings) {
    OrderedJson body;
    body["model"] = settings.model;
    std::size_t next = 0;
    OrderedJson list = OrderedJson::array();
    for (const ChatMessage& message : messages) {
        OrderedJson one = {{"role", message.role}};
        if (message.parts.size() == 1 && !message.parts.front().image) {
            one["content"] = message.parts.front().text;
        } else {
            one["content"] = OrderedJson::array();
            for (const ChatPart& part : message.parts)
                one["content"].push_back(partJson(part, images, next));
        }
        list.push_back(std::move(one));
    }
    body["messages"] = std::move(list);
    body["temperature"] = settings.temperature;
    body["top_p"] = settings.top_p;
    body["max_tokens"] = settings.max_tokens;
    body["seed"] = sentSeed(settings.seed);
    body["n"] = 1;
    body["stream"] = false;
    if (settings.top_logprobs > 0) {
        body["logprobs"] = true;
        body["top_logprobs"] = settings.top_logprobs;
    }
    return dumpJson(body);
}

} // namespace egt::remote
