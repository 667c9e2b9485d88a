// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "base/files.h"
#include "base/json.h"
#include "judge/safetensors.h"

namespace egt::judge {
namespace {

using Dtype = std::optional<torch::ScalarType>;

bool writeAll(int file, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::write(file, data, std::min<std::size_t>(size, std::size_t{1} << 30U));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        data += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

const char* dtypeName(torch::ScalarType type) {
    switch (type) {
    case torch::kFloat32:
        return "F32";
    case torch::kFloat16:
        return "F16";
    case torch::kBFloat16:
        return "BF16";
    default:
        TORCH_CHECK(false, "weights are float32, float16 or bfloat16");
    }
}

std::int64_t byteCount(const torch::Tensor& tensor, Dtype dtype) {
    return tensor.numel() * static_cast<std::int64_t>(c10::elementSize(dtype.value_or(tensor.scalar_type())));
}

std::string headerOf(const NamedTensors& tensors, Dtype dtype) {
    OrderedJson header = {{"__metadata__", {{"format", "pt"}}}};
    std::int64_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::int64_t bytes = byteCount(tensor, dtype);
        header[name] = {{"dtype", dtypeName(dtype.value_or(tensor.scalar_type()))},
                        {"shape", tensor.sizes().vec()},
                        {"data_offsets", std::vector<std::int64_t>{offset, offset + bytes}}};
        offset += bytes;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // data start aligned
    const std::uint64_t length = text.size();
    return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

bool writeBody(int file, const NamedTensors& tensors, Dtype dtype) {
    const std::string header = headerOf(tensors, dtype);
    if (!writeAll(file, header.data(), header.size())) return false;
    for (const auto& [name, tensor] : tensors) { // one at a time: no second copy of all
        const torch::Tensor data = tensor.detach().to(torch::kCPU, dtype.value_or(tensor.scalar_type())).contiguous();
        if (!writeAll(file, static_cast<const char*>(data.const_data_ptr()), data.nbytes())) return false;
    }
    return ::fsync(file) == 0;
}

std::vector<NamedTensors> shardsOf(const NamedTensors& tensors, const WeightsOutput& output) {
    std::vector<NamedTensors> shards(1);
    std::int64_t bytes = 0;
    for (const auto& tensor : tensors) {
        const std::int64_t more = byteCount(tensor.second, output.dtype);
        if (!shards.back().empty() && bytes + more > output.shard_bytes) {
            shards.emplace_back();
            bytes = 0;
        }
        shards.back().push_back(tensor);
        bytes += more;
    }
    return shards;
}

std::string shardName(std::size_t number, std::size_t count) {
    const auto five = [](std::size_t n) {
        const std::string digits = std::to_string(n);
        return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
    };
    return "model-" + five(number) + "-of-" + five(count) + ".safetensors";
}

bool isShard(const std::string& name) {
    return name.starts_with("model-") && name.ends_with(".safetensors");
}

/// Weight files in `folder` other than `kept`.
void removeOthers(const std::filesystem::path& folder, const std::vector<std::string>& kept) {
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
        const std::string name = entry.path().filename().string();
        const bool weights = name == "model.safetensors" || name == "model.safetensors.index.json" || isShard(name);
        if (weights && std::find(kept.begin(), kept.end(), name) == kept.end())
            std::filesystem::remove(entry.path(), code);
    }
}

} // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors, Dtype dtype) {
    const std::string aside = path.string() + ".part";
    const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return fail(writeError(path, errno));
    const bool written = writeBody(file, tensors, dtype);
    const int error = errno;
    const bool closed = ::close(file) == 0;
    if (!written || !closed || ::rename(aside.c_str(), path.c_str()) != 0) {
        const int why = written ? errno : error;
        ::unlink(aside.c_str());
        return fail(writeError(path, why));
    }
    return {};
}

Result<void> writeWeights(const std::filesystem::path& folder, const NamedTensors& tensors,
                          const WeightsOutput& output) {
    const std::vector<NamedTensors> shards = shardsOf(tensors, output);
    if (shards.size() == 1) {
        EGT_TRY(writeSafetensors(folder / "model.safetensors", tensors, output.dtype));
        removeOthers(folder, {"model.safetensors"});
        return {};
    }
    std::vector<std::string> kept = {"model.safetensors.index.json"};
    OrderedJson map = OrderedJson::object();
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < shards.size(); ++i) {
        kept.push_back(shardName(i + 1, shards.size()));
        EGT_TRY(writeSafetensors(folder / kept.back(), shards[i], output.dtype));
        for (const auto& [name, tensor] : shards[i]) {
            map[name] = kept.back();
            bytes += byteCount(tensor, output.dtype);
        }
    }
    const OrderedJson index = {{"metadata", {{"total_size", bytes}}}, {"weight_map", map}};
    EGT_TRY(writeFileAtomically(folder / kept.front(), index.dump(2) + "\n"));
    removeOthers(folder, kept);
    return {};
}

} // namespace egt::judge
