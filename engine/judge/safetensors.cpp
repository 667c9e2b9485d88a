// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/safetensors.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/files.h"
#include "base/json.h"
#include "judge/mapped_file.h"

namespace egt::judge {

struct WeightFiles::Impl {
    struct Held {
        TensorEntry entry;
        std::string file;
    };
    std::string first_file;
    std::vector<std::shared_ptr<MappedFile>> files;
    std::map<std::string, Held> tensors;

    Result<void> add(const std::filesystem::path& path) {
        EGT_ASSIGN(const std::shared_ptr<MappedFile> file, MappedFile::open(path));
        EGT_ASSIGN(auto entries, parseSafetensors(file->bytes(), path.string()));
        for (auto& [name, entry] : entries)
            tensors.insert_or_assign(name, Held{std::move(entry), path.string()});
        files.push_back(file);
        return {};
    }
};

WeightFiles::WeightFiles() : m_impl(std::make_unique<Impl>()) {}
WeightFiles::WeightFiles(WeightFiles&&) noexcept = default;
WeightFiles& WeightFiles::operator=(WeightFiles&&) noexcept = default;
WeightFiles::~WeightFiles() = default;

std::optional<torch::ScalarType> scalarOf(const std::string& dtype) {
    if (dtype == "F32") return torch::kFloat32;
    if (dtype == "F16") return torch::kFloat16;
    if (dtype == "BF16") return torch::kBFloat16;
    return std::nullopt;
}

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

Result<WeightFiles> WeightFiles::openFile(const std::filesystem::path& path) {
    WeightFiles weights;
    weights.m_impl->first_file = path.string();
    EGT_TRY(weights.m_impl->add(path));
    return weights;
}

bool WeightFiles::has(const std::string& name) const {
    return m_impl->tensors.contains(name);
}

std::vector<std::string> WeightFiles::names() const {
    std::vector<std::string> out;
    for (const auto& [name, held] : m_impl->tensors)
        out.push_back(name);
    return out;
}

const TensorEntry* WeightFiles::find(const std::string& name) const {
    const auto found = m_impl->tensors.find(name);
    return found == m_impl->tensors.end() ? nullptr : &found->second.entry;
}

std::string WeightFiles::fileOf(const std::string& name) const {
    const auto found = m_impl->tensors.find(name);
    return found == m_impl->tensors.end() ? m_impl->first_file : found->second.file;
}

torch::ScalarType WeightFiles::commonType() const {
    std::map<torch::ScalarType, std::int64_t> numbers;
    for (const auto& [name, held] : m_impl->tensors)
        if (const auto scalar = scalarOf(held.entry.dtype)) numbers[*scalar] += held.entry.count();
    const auto most = std::max_element(numbers.begin(), numbers.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == numbers.end() ? torch::kFloat32 : most->first;
}

Result<void> WeightFiles::check(const std::string& name, at::IntArrayRef shape) const {
    const TensorEntry* entry = find(name);
    const std::string file = fileOf(name);
    if (!entry) return badTensor(file, name, "it is missing");
    if (!scalarOf(entry->dtype))
        return badTensor(file, name, "its type is " + entry->dtype + "; F32, F16 and BF16 are known");
    if (shape != at::IntArrayRef(entry->shape))
        return badTensor(file, name,
                         "its shape is " + shapeText(entry->shape) + " where config.json asks for " +
                             shapeText(shape.vec()));
    return {};
}

Result<void> WeightFiles::copyTo(const std::string& name, const torch::Tensor& target) const {
    EGT_TRY(check(name, target.sizes()));
    const TensorEntry& entry = *find(name);
    const torch::NoGradGuard no_grad;
    const at::TensorOptions options(*scalarOf(entry.dtype));
    if (reinterpret_cast<std::uintptr_t>(entry.data.data()) % bytesOf(entry.dtype) == 0) {
        // from_blob wants a writable pointer; it is only read.
        target.copy_(at::from_blob(const_cast<char*>(entry.data.data()), entry.shape, options));
    } else { // the format does not ask for aligned data
        const torch::Tensor aligned = at::empty(entry.shape, options);
        std::memcpy(aligned.mutable_data_ptr(), entry.data.data(), entry.data.size());
        target.copy_(aligned);
    }
    MappedFile::release(entry.data);
    return {};
}

} // namespace egt::judge
