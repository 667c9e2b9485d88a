// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/picture_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <string_view>
#include <system_error>

#include "base/files.h"

namespace egt {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPack = ".pack";
constexpr std::size_t kHashDigits = 32;

bool isNumber(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "123-rest" -> 123, "rest". False when it is not so.
bool takeNumber(std::string_view& text, std::uint64_t most, std::uint64_t& number) {
    const std::size_t end = text.find('-');
    if (end == std::string_view::npos || !isNumber(text.substr(0, end))) return false;
    if (std::from_chars(text.data(), text.data() + end, number).ec != std::errc() || number > most) return false;
    text.remove_prefix(end + 1);
    return true;
}

bool isHash(std::string_view text) {
    return text.size() == kHashDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::uint64_t sizeOf(const fs::path& file) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return 0;
    const auto size = fs::file_size(file, code);
    return code ? 0 : size;
}

} // namespace

std::optional<PackPiece> packPiece(const fs::path& path) {
    const std::string& whole = path.native();
    const std::size_t slash = whole.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    const std::string_view folder(whole.data(), slash);
    const std::string_view pack = folder.substr(folder.rfind('/') + 1); // npos + 1 is 0
    if (!pack.ends_with(kPack) || !isNumber(pack.substr(0, pack.size() - kPack.size()))) return std::nullopt;
    std::string_view name = std::string_view(whole).substr(slash + 1);
    PackPiece piece{fs::path(folder), 0, 0, {}, {}};
    constexpr std::uint64_t farthest = std::numeric_limits<std::int64_t>::max() / 2; // their sum is a place in a file
    if (!takeNumber(name, farthest, piece.offset) || !takeNumber(name, farthest, piece.bytes)) return std::nullopt;
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos || !isHash(name.substr(0, dot))) return std::nullopt;
    piece.hash = name.substr(0, dot);
    piece.extension = name.substr(dot + 1);
    return piece;
}

std::string piecePath(const PackPiece& piece) {
    return piece.pack.native() + "/" + std::to_string(piece.offset) + "-" + std::to_string(piece.bytes) + "-" +
           piece.hash + "." + piece.extension;
}

std::optional<PictureStamp> pictureStamp(const fs::path& path) {
    if (const auto piece = packPiece(path)) {
        if (sizeOf(piece->pack) < piece->offset + piece->bytes) return std::nullopt;
        return PictureStamp{static_cast<std::int64_t>(piece->bytes), 0};
    }
    std::error_code code;
    if (path.empty() || !fs::is_regular_file(path, code)) return std::nullopt;
    const auto bytes = fs::file_size(path, code);
    if (code) return std::nullopt;
    const auto modified = fs::last_write_time(path, code).time_since_epoch();
    if (code) return std::nullopt;
    return PictureStamp{static_cast<std::int64_t>(bytes),
                        std::chrono::duration_cast<std::chrono::nanoseconds>(modified).count()};
}

bool pictureIsThere(const fs::path& path) {
    if (packPiece(path)) return pictureStamp(path).has_value();
    std::error_code code;
    return !path.empty() && fs::is_regular_file(path, code);
}

Result<std::string> readPicture(const fs::path& path, std::size_t most) {
    const auto stamp = pictureStamp(path); // before opening: a pipe would wait for a writer
    if (!stamp) return fail(cannotReadError(path));
    const auto piece = packPiece(path);
    std::ifstream in(piece ? piece->pack : path, std::ios::binary);
    if (!in) return fail(cannotReadError(path));
    in.seekg(static_cast<std::streamoff>(piece ? piece->offset : 0));
    std::string bytes(std::min(static_cast<std::size_t>(stamp->bytes), most), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad()) return fail(cannotReadError(path));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

} // namespace egt
