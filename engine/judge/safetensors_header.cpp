// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/safetensors_header.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/json.h"

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian and read in place");

namespace egt::judge {
namespace {

constexpr std::uint64_t largest_header = 100'000'000; // the limit of the reference implementation

bool areNumbers(const Json& list) {
    return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& n) {
               return n.is_number_unsigned() && n.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max();
           });
}

/// Bytes of a tensor of this shape; none when the product does not fit.
std::optional<std::uint64_t> sizeOf(const std::vector<std::int64_t>& shape, std::size_t number) {
    std::uint64_t size = number;
    for (const std::int64_t n : shape)
        if (__builtin_mul_overflow(size, static_cast<std::uint64_t>(n), &size)) return std::nullopt;
    return size;
}

Result<TensorEntry> entryOf(const std::string& name, const Json& json, const std::string& file, std::string_view data) {
    const bool complete = json.is_object() && json.contains("dtype") && json["dtype"].is_string() &&
                          json.contains("shape") && areNumbers(json["shape"]) && json.contains("data_offsets") &&
                          areNumbers(json["data_offsets"]) && json["data_offsets"].size() == 2;
    if (!complete) return badTensor(file, name, "its header has no dtype, shape and data_offsets");
    TensorEntry entry;
    entry.dtype = json["dtype"].get<std::string>();
    entry.shape = json["shape"].get<std::vector<std::int64_t>>();
    const auto begin = json["data_offsets"][0].get<std::uint64_t>();
    const auto end = json["data_offsets"][1].get<std::uint64_t>();
    if (begin > end || end > data.size()) return badTensor(file, name, "its data reach past the end of the file");
    entry.data = data.substr(begin, end - begin);
    const std::size_t number = bytesOf(entry.dtype);
    if (number == 0) return entry; // its user says that the type is not known
    const auto size = sizeOf(entry.shape, number);
    if (!size || *size != entry.data.size())
        return badTensor(file, name,
                         "its " + std::to_string(entry.data.size()) +
                             " bytes of data do not have the size of its shape " + shapeText(entry.shape));
    return entry;
}

/// As the reference implementation asks: nothing twice, nothing left over.
Result<void> checkCover(const std::map<std::string, TensorEntry>& entries, const std::string& file,
                        std::string_view data) {
    std::vector<std::pair<std::string_view, const std::string*>> parts;
    for (const auto& [name, entry] : entries)
        parts.emplace_back(entry.data, &name);
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.data(), a.first.size()) < std::pair(b.first.data(), b.first.size());
    });
    const char* covered = data.data();
    for (const auto& [part, name] : parts) {
        if (part.data() < covered) return badTensor(file, *name, "its data overlap another tensor's");
        if (part.data() > covered) return badTensor(file, *name, "there is a gap before its data");
        covered += part.size();
    }
    if (covered != data.data() + data.size())
        return badWeights(file, "its tensors do not reach to the end of the file");
    return {};
}

} // namespace

tl::unexpected<Error> badWeights(const std::string& file, const std::string& why) {
    return fail("judge.bad_weights", EGT_TEXT("engine", "The weights in %1 cannot be read: %2."), {file, why}, file);
}

tl::unexpected<Error> badTensor(const std::string& file, const std::string& name, const std::string& why) {
    return fail("judge.bad_weights", EGT_TEXT("engine", "The tensor %2 in %1 cannot be used: %3."), {file, name, why},
                file, 0, name);
}

std::int64_t TensorEntry::count() const {
    const std::size_t number = bytesOf(dtype);
    return number == 0 ? 0 : static_cast<std::int64_t>(data.size() / number);
}

std::size_t bytesOf(const std::string& dtype) {
    static const std::map<std::string, std::size_t> sizes = {
        {"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"F8_E4M3", 1}, {"F8_E5M2", 1}, {"I64", 8}, {"I32", 4},
        {"I16", 2}, {"I8", 1},  {"U8", 1},  {"BOOL", 1}, {"U16", 2},     {"U32", 4},     {"U64", 8}};
    const auto found = sizes.find(dtype);
    return found == sizes.end() ? 0 : found->second;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string out = "[";
    for (const std::int64_t n : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(n);
    return out + "]";
}

Result<std::map<std::string, TensorEntry>> parseSafetensors(std::string_view bytes, const std::string& file) {
    std::uint64_t length = 0;
    if (bytes.size() < sizeof length) return badWeights(file, "it is shorter than a safetensors header");
    std::memcpy(&length, bytes.data(), sizeof length);
    if (length > largest_header || length > bytes.size() - sizeof length)
        return badWeights(file, "its header length does not fit the file");
    EGT_ASSIGN(const Json header, parseJson(bytes.substr(sizeof length, length), file));
    if (!header.is_object()) return badWeights(file, "its header is no JSON object");
    const std::string_view data = bytes.substr(sizeof length + length);
    std::map<std::string, TensorEntry> entries;
    for (const auto& [name, value] : header.items()) {
        if (name == "__metadata__") continue;
        EGT_ASSIGN(TensorEntry entry, entryOf(name, value, file, data));
        entries.emplace(name, std::move(entry));
    }
    EGT_TRY(checkCover(entries, file, data));
    return entries;
}

} // namespace egt::judge
