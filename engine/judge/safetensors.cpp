// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/safetensors.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/json.h"

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian and read in place");

namespace egt::judge {
namespace {

constexpr std::uint64_t largest_header = 100'000'000; // the limit of the reference implementation

tl::unexpected<Error> badFile(const std::string& file, const std::string& why) {
    return fail("judge.bad_weights", EGT_TEXT("engine", "The weights in %1 cannot be read: %2."), {file, why}, file);
}
tl::unexpected<Error> badTensor(const std::string& file, const std::string& name, const std::string& why) {
    return fail("judge.bad_weights", EGT_TEXT("engine", "The tensor %2 in %1 cannot be used: %3."), {file, name, why},
                file, 0, name);
}

/// A file in memory for as long as the object lives.
class Mapping {
public:
    static Result<std::shared_ptr<Mapping>> open(const std::filesystem::path& path) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0)
            return fail("judge.missing_file", EGT_TEXT("engine", "The judge's weights cannot be opened: %1 (%2)."),
                        {path.string(), std::strerror(errno)}, path.string());
        auto mapping = std::make_shared<Mapping>();
        struct stat info {};
        const bool known = ::fstat(file, &info) == 0 && info.st_size > 0;
        mapping->m_size = known ? static_cast<std::size_t>(info.st_size) : 0;
        void* data = known ? ::mmap(nullptr, mapping->m_size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
        ::close(file);
        if (data == MAP_FAILED) return badFile(path.string(), "the file is empty or cannot be mapped");
        mapping->m_data = static_cast<const char*>(data);
        return mapping;
    }
    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (m_data) ::munmap(const_cast<char*>(m_data), m_size);
    }
    [[nodiscard]] std::string_view bytes() const { return {m_data, m_size}; }

private:
    const char* m_data = nullptr;
    std::size_t m_size = 0;
};

struct Entry {
    std::shared_ptr<Mapping> mapping;
    std::string file;
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::string_view data;
};

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string out = "[";
    for (const std::int64_t n : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(n);
    return out + "]";
}

std::optional<std::pair<torch::ScalarType, std::size_t>> scalarOf(const std::string& dtype) {
    if (dtype == "F32") return std::pair{torch::kFloat32, std::size_t{4}};
    if (dtype == "F16") return std::pair{torch::kFloat16, std::size_t{2}};
    if (dtype == "BF16") return std::pair{torch::kBFloat16, std::size_t{2}};
    return std::nullopt;
}

Result<Entry> entryOf(const std::string& name, const Json& json, const std::string& file, std::string_view data) {
    Entry entry;
    entry.file = file;
    const auto numbers = [](const Json& list) {
        return list.is_array() &&
               std::all_of(list.begin(), list.end(), [](const Json& n) { return n.is_number_unsigned(); });
    };
    const bool complete = json.is_object() && json.contains("dtype") && json["dtype"].is_string() &&
                          json.contains("shape") && numbers(json["shape"]) && json.contains("data_offsets") &&
                          numbers(json["data_offsets"]) && json["data_offsets"].size() == 2;
    if (!complete) return badTensor(file, name, "its header has no dtype, shape and data_offsets");
    entry.dtype = json["dtype"].get<std::string>();
    entry.shape = json["shape"].get<std::vector<std::int64_t>>();
    const auto begin = json["data_offsets"][0].get<std::uint64_t>();
    const auto end = json["data_offsets"][1].get<std::uint64_t>();
    if (begin > end || end > data.size()) return badTensor(file, name, "its data reach past the end of the file");
    entry.data = data.substr(begin, end - begin);
    return entry;
}

} // namespace

struct WeightFiles::Impl {
    std::string first_file;
    std::map<std::string, Entry> entries;

    Result<void> add(const std::filesystem::path& path) {
        EGT_ASSIGN(const std::shared_ptr<Mapping> mapping, Mapping::open(path));
        const std::string file = path.string();
        const std::string_view bytes = mapping->bytes();
        std::uint64_t length = 0;
        if (bytes.size() < sizeof length) return badFile(file, "it is shorter than a safetensors header");
        std::memcpy(&length, bytes.data(), sizeof length);
        if (length > largest_header || length > bytes.size() - sizeof length)
            return badFile(file, "its header length does not fit the file");
        EGT_ASSIGN(const Json header, parseJson(bytes.substr(sizeof length, length), file));
        if (!header.is_object()) return badFile(file, "its header is no JSON object");
        const std::string_view data = bytes.substr(sizeof length + length);
        for (const auto& [name, value] : header.items()) {
            if (name == "__metadata__") continue;
            EGT_ASSIGN(Entry entry, entryOf(name, value, file, data));
            entry.mapping = mapping;
            entries.insert_or_assign(name, std::move(entry));
        }
        return {};
    }
};

WeightFiles::WeightFiles() : m_impl(std::make_unique<Impl>()) {}
WeightFiles::WeightFiles(WeightFiles&&) noexcept = default;
WeightFiles& WeightFiles::operator=(WeightFiles&&) noexcept = default;
WeightFiles::~WeightFiles() = default;

Result<std::vector<std::filesystem::path>> WeightFiles::list(const std::filesystem::path& folder) {
    std::error_code code;
    const auto single = folder / "model.safetensors";
    if (std::filesystem::is_regular_file(single, code)) return std::vector{single};
    const auto index = folder / "model.safetensors.index.json";
    if (!std::filesystem::is_regular_file(index, code))
        return fail("judge.missing_file",
                    EGT_TEXT("engine", "The judge has no weights: neither %1 nor its index of shards is there."),
                    {single.string()}, single.string());
    EGT_ASSIGN(const std::string text, readFile(index));
    EGT_ASSIGN(const Json json, parseJson(text, index.string()));
    const auto weight_map = json.is_object() ? json.find("weight_map") : json.end();
    if (weight_map == json.end() || !weight_map->is_object() || weight_map->empty())
        return badTensor(index.string(), "weight_map", "it must be an object of tensors and files");
    std::set<std::string> names;
    for (const auto& [tensor, file] : weight_map->items()) {
        const std::string name = file.is_string() ? file.get<std::string>() : std::string();
        if (name.empty() || std::filesystem::path(name).filename() != name)
            return badTensor(index.string(), tensor, "its shard must be a file name without a folder");
        names.insert(name);
    }
    std::vector<std::filesystem::path> files;
    for (const std::string& name : names)
        files.push_back(folder / name);
    return files;
}

Result<WeightFiles> WeightFiles::open(const std::filesystem::path& folder) {
    EGT_ASSIGN(const std::vector<std::filesystem::path> files, list(folder));
    WeightFiles weights;
    weights.m_impl->first_file = files.front().string();
    for (const auto& file : files)
        EGT_TRY(weights.m_impl->add(file));
    return weights;
}

bool WeightFiles::has(const std::string& name) const {
    return m_impl->entries.contains(name);
}
torch::ScalarType WeightFiles::commonType() const {
    std::map<torch::ScalarType, std::size_t> numbers;
    for (const auto& [name, entry] : m_impl->entries)
        if (const auto scalar = scalarOf(entry.dtype)) numbers[scalar->first] += entry.data.size() / scalar->second;
    const auto most = std::max_element(numbers.begin(), numbers.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == numbers.end() ? torch::kFloat32 : most->first;
}
std::string WeightFiles::file() const {
    return m_impl->first_file;
}

Result<void> WeightFiles::copyTo(const std::string& name, const torch::Tensor& target) const {
    const auto found = m_impl->entries.find(name);
    if (found == m_impl->entries.end()) return badTensor(m_impl->first_file, name, "it is missing");
    const Entry& entry = found->second;
    const auto scalar = scalarOf(entry.dtype);
    if (!scalar) return badTensor(entry.file, name, "its type is " + entry.dtype + "; F32, F16 and BF16 are known");
    if (target.sizes() != at::IntArrayRef(entry.shape))
        return badTensor(entry.file, name,
                         "its shape is " + shapeText(entry.shape) + " where config.json asks for " +
                             shapeText(target.sizes().vec()));
    if (entry.data.size() != static_cast<std::size_t>(target.numel()) * scalar->second)
        return badTensor(entry.file, name, "its data do not have the size of its shape");
    const torch::NoGradGuard no_grad;
    // from_blob wants a writable pointer; it is only read. Offsets need not be aligned to the number's size.
    if (reinterpret_cast<std::uintptr_t>(entry.data.data()) % scalar->second == 0) {
        target.copy_(
            at::from_blob(const_cast<char*>(entry.data.data()), entry.shape, at::TensorOptions(scalar->first)));
    } else {
        const torch::Tensor aligned = at::empty(entry.shape, at::TensorOptions(scalar->first));
        std::memcpy(aligned.mutable_data_ptr(), entry.data.data(), entry.data.size());
        target.copy_(aligned);
    }
    return {};
}

namespace {

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

std::string headerOf(const std::vector<std::pair<std::string, torch::Tensor>>& tensors) {
    OrderedJson header = {{"__metadata__", {{"format", "pt"}}}};
    std::int64_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::int64_t bytes = tensor.numel() * 4;
        header[name] = {{"dtype", "F32"},
                        {"shape", tensor.sizes().vec()},
                        {"data_offsets", std::vector<std::int64_t>{offset, offset + bytes}}};
        offset += bytes;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // data start aligned
    const std::uint64_t length = text.size();
    return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

bool writeBody(int file, const std::vector<std::pair<std::string, torch::Tensor>>& tensors) {
    const std::string header = headerOf(tensors);
    if (!writeAll(file, header.data(), header.size())) return false;
    for (const auto& [name, tensor] : tensors) {
        const torch::Tensor data = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
        if (!writeAll(file, static_cast<const char*>(data.const_data_ptr()),
                      static_cast<std::size_t>(data.numel()) * 4))
            return false;
    }
    return ::fsync(file) == 0;
}

} // namespace

Result<void> writeSafetensors(const std::filesystem::path& path,
                              const std::vector<std::pair<std::string, torch::Tensor>>& tensors) {
    const std::string aside = path.string() + ".part";
    const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return fail(writeError(path, errno));
    const bool written = writeBody(file, tensors);
    const int error = errno;
    const bool closed = ::close(file) == 0;
    if (!written || !closed || ::rename(aside.c_str(), path.c_str()) != 0) {
        const int why = written ? errno : error;
        ::unlink(aside.c_str());
        return fail(writeError(path, why));
    }
    return {};
}

} // namespace egt::judge
