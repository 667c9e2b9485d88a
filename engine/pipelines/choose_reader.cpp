// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/choose_reader.h"

#include "base/hash.h"
#include "formats/mapping.h"

namespace egt::pipelines {
namespace {

/// Readers of the registry live as long as the program.
ChosenReader known(const formats::Reader* reader) {
    return {std::shared_ptr<const formats::Reader>(std::shared_ptr<const formats::Reader>(), reader), reader->name()};
}

} // namespace

Result<ChosenReader> chooseReader(const ImportRequest& request) {
    if (!request.mapping.empty()) {
        EGT_ASSIGN(FieldMap map, fieldMapOfJson(request.mapping));
        const std::string name = "mapped:" + contentHash(fieldMapJson(map)).substr(0, 12);
        return ChosenReader{formats::mappedReader(std::move(map)), name};
    }
    if (request.format.empty()) {
        EGT_ASSIGN(const formats::Guess guess, formats::detect(request.file));
        return known(guess.reader);
    }
    if (const formats::Reader* reader = formats::readerByName(request.format)) return known(reader);
    std::string names;
    for (const auto& reader : formats::readers())
        names += (names.empty() ? "" : ", ") + reader->name();
    return fail("import.unknown_format", EGT_TEXT("engine", "There is no format %1. The formats are %2."),
                {request.format, names}, {}, 0, "format");
}

std::filesystem::path dataFolder(const ImportRequest& request) {
    std::error_code code;
    if (std::filesystem::is_directory(request.file, code)) return request.file;
    const auto folder = std::filesystem::path(request.file).parent_path();
    return folder.empty() ? std::filesystem::path(".") : folder;
}

std::filesystem::path imageFolder(const ImportRequest& request) {
    const bool own = request.image_folder.empty() || isImageArchive(request);
    return own ? dataFolder(request) : std::filesystem::path(request.image_folder);
}

bool isImageArchive(const ImportRequest& request) {
    std::error_code code;
    return !request.image_folder.empty() && std::filesystem::is_regular_file(request.image_folder, code);
}

std::string sourceName(const ImportRequest& request) {
    if (!request.source.empty()) return request.source;
    const std::filesystem::path file(request.file);
    return (file.has_filename() ? file : file.parent_path()).stem().string();
}

Result<void> checkImageFolder(const ImportRequest& request) {
    std::error_code code;
    if (request.image_folder.empty() || isImageArchive(request)) return {};
    if (std::filesystem::is_directory(request.image_folder, code)) return {};
    return fail("import.no_image_folder", EGT_TEXT("engine", "The folder of images %1 is not there."),
                {request.image_folder}, request.image_folder, 0, "image_folder");
}

std::string pairHash(const PairRecord& pair, const std::vector<std::string>& images) {
    std::string bytes;
    // A number in front of every part keeps ("ab", "c") and ("a", "bc") apart.
    const auto add = [&bytes](const std::string& part) {
        bytes += std::to_string(part.size());
        bytes += ':';
        bytes += part;
    };
    bytes.reserve(pair.question.size() + pair.answer_a.size() + pair.answer_b.size() + 200);
    for (const std::string* part : {&pair.question, &pair.answer_a, &pair.answer_b})
        add(*part);
    add(std::to_string(static_cast<int>(pair.label)));
    for (const std::string& image : images)
        add(image);
    return contentHash(bytes);
}

} // namespace egt::pipelines
