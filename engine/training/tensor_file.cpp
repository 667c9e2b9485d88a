// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/tensor_file.h"

#include <cstring>

#include <ATen/ops/empty.h>

#include "base/files.h"
#include "base/json.h"

namespace egt::training {
namespace {

std::size_t byteCount(const torch::Tensor& tensor) {
    return static_cast<std::size_t>(tensor.numel()) * sizeof(float);
}

tl::unexpected<Error> damaged(const std::filesystem::path& path) {
    return fail("train.bad_checkpoint",
                EGT_TEXT("engine", "The checkpoint file %1 is damaged. Continue from another checkpoint."),
                {path.string()}, path.string());
}

} // namespace

Result<void> writeTensors(const std::filesystem::path& path, const NamedTensors& tensors) {
    OrderedJson header = OrderedJson::object();
    std::size_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        header[name] = {
            {"dtype", "F32"}, {"shape", tensor.sizes().vec()}, {"data_offsets", {offset, offset + byteCount(tensor)}}};
        offset += byteCount(tensor);
    }
    std::string text = dumpJson(header);
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    std::string bytes(reinterpret_cast<const char*>(&length), sizeof length);
    bytes += text;
    bytes.reserve(bytes.size() + offset);
    for (const auto& [name, tensor] : tensors) {
        const torch::Tensor plain = tensor.detach().to(torch::kFloat32).contiguous();
        bytes.append(reinterpret_cast<const char*>(plain.const_data_ptr<float>()), byteCount(plain));
    }
    return writeFileAtomically(path, bytes);
}

Result<NamedTensors> readTensors(const std::filesystem::path& path) {
    EGT_ASSIGN(const std::string bytes, readFile(path));
    std::uint64_t length = 0;
    if (bytes.size() < sizeof length) return damaged(path);
    std::memcpy(&length, bytes.data(), sizeof length);
    if (length > bytes.size() - sizeof length) return damaged(path);
    const auto header = parseJson(std::string_view(bytes).substr(sizeof length, length), path.string());
    if (!header || !header->is_object()) return damaged(path);
    const std::size_t begin = sizeof length + length;
    NamedTensors out;
    try {
        for (const auto& [name, entry] : header->items()) {
            const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
            const auto from = entry.at("data_offsets").at(0).get<std::size_t>();
            const auto to = entry.at("data_offsets").at(1).get<std::size_t>();
            torch::Tensor tensor = at::empty(shape, at::kFloat);
            if (entry.at("dtype") != "F32" || to < from || to - from != byteCount(tensor) || begin + to > bytes.size())
                return damaged(path);
            std::memcpy(tensor.mutable_data_ptr<float>(), bytes.data() + begin + from, to - from);
            out.emplace_back(name, std::move(tensor));
        }
    } catch (const Json::exception&) {
        return damaged(path);
    }
    return out;
}

} // namespace egt::training
