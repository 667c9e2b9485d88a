// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/judge.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "judge/generate.h"
#include "judge/lora.h"
#include "judge/safetensors.h"
#include "judge/tensor_names.h"
#include "judge/text_model.h"
#include "judge/vision_model.h"
#include "judge/weights.h"

namespace egt::judge {
namespace {

const char* torchName(torch::ScalarType type) {
    if (type == torch::kBFloat16) return "bfloat16";
    return type == torch::kFloat16 ? "float16" : "float32";
}

class QwenJudge final : public Judge {
public:
    QwenJudge(JudgeConfig config, const torch::TensorOptions& options)
        : m_config(std::move(config)), m_weights(Weights::allocate(m_config, options)) {}

    void initialize(std::uint64_t seed) { m_weights.initialize(m_config, seed); }
    Result<void> read(const WeightFiles& files, const TensorMatch& match, std::string config_text) {
        for (std::size_t i = 0; i < m_weights.named.size(); ++i)
            EGT_TRY(files.copyTo(match.used[i], m_weights.named[i].second));
        m_config_text = std::move(config_text);
        return {};
    }

    Result<void> save(const std::filesystem::path& folder, const SaveOptions& options) const override {
        EGT_TRY(makeFolder(folder));
        const torch::ScalarType type = options.dtype.value_or(c10::typeMetaToScalarType(m_weights.options().dtype()));
        std::string text = m_config.toJson(torchName(type));
        if (!m_config_text.empty()) {
            EGT_ASSIGN(text, withTorchDtype(m_config_text, torchName(type)));
        }
        NamedTensors tensors;
        for (const auto& [name, tensor] : m_weights.named)
            tensors.emplace_back(nameIn(options.layout, name), tensor);
        EGT_TRY(writeWeights(folder, tensors, {type, options.shard_bytes}));
        return writeFileAtomically(folder / "config.json", text);
    }

    [[nodiscard]] const JudgeConfig& config() const override { return m_config; }
    [[nodiscard]] torch::TensorOptions options() const override { return m_weights.options(); }
    [[nodiscard]] const NamedTensors& tensors() const override { return m_weights.named; }
    [[nodiscard]] NamedTensors parameters() const override { return m_adapter ? m_adapter->matrices : m_weights.named; }
    [[nodiscard]] std::int64_t parameterCount() const override {
        std::int64_t count = 0;
        for (const auto& [name, tensor] : m_weights.named)
            count += tensor.numel();
        return count;
    }
    [[nodiscard]] std::unique_ptr<Judge> clone() const override {
        auto copy = std::make_unique<QwenJudge>(m_config, m_weights.options());
        const torch::NoGradGuard no_grad;
        for (std::size_t i = 0; i < m_weights.named.size(); ++i)
            copy->m_weights.named[i].second.copy_(m_weights.named[i].second);
        copy->m_config_text = m_config_text;
        return copy;
    }

    Result<void> addAdapter(const LoraConfig& config, std::uint64_t seed) override {
        TORCH_CHECK(!m_adapter, "the judge has an adapter already");
        EGT_ASSIGN(m_adapter, attachFresh(m_weights, m_config, config, seed));
        return {};
    }
    Result<void> loadAdapter(const std::filesystem::path& folder) override {
        TORCH_CHECK(!m_adapter, "the judge has an adapter already");
        EGT_ASSIGN(m_adapter, attachFrom(m_weights, m_config, folder));
        return {};
    }
    Result<void> saveAdapter(const std::filesystem::path& folder, const std::string& base) const override {
        TORCH_CHECK(m_adapter, "the judge has no adapter");
        Adapter adapter = *m_adapter;
        adapter.config.base_model = base;
        return judge::saveAdapter(adapter, m_config, folder);
    }
    [[nodiscard]] bool hasAdapter() const override { return m_adapter.has_value(); }
    void mergeAdapter() override {
        mergeAdapters(m_weights);
        m_adapter.reset();
    }
    void useAdapter(bool on) override { *m_weights.adapters_on = on; }

    std::vector<EncodedImage> encodeImages(const std::vector<ImagePatches>& images) override {
        return judge::encodeImages(m_weights, m_config, images);
    }
    Forced forward(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) override {
        const ForcedRows rows = forwardRows(batch, images);
        return {at::linear(rows.hidden_ND, rows.head_VD), rows.targets_N, rows.lengths};
    }
    ForcedRows forwardRows(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) override;

private:
    [[nodiscard]] const Weights& weights() const override { return m_weights; }

    JudgeConfig m_config;
    Weights m_weights;
    std::optional<Adapter> m_adapter;
    std::string m_config_text; ///< as it was loaded
};

ForcedRows QwenJudge::forwardRows(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) {
    TORCH_CHECK(!batch.empty(), "a batch is empty");
    std::vector<Span> spans; // the last response token predicts nothing
    for (const Sequence& s : batch)
        spans.push_back(
            {&s, 0, static_cast<std::int64_t>(s.prompt.size() + std::max<std::size_t>(s.response.size(), 1)) - 1});
    const TokenBatch tokens = embed(m_weights, m_config, spans, images);
    ForcedRows out;
    std::vector<std::int64_t> rows; // that predict a response token
    std::vector<std::int64_t> targets;
    for (std::size_t b = 0; b < batch.size(); ++b) {
        const auto first =
            static_cast<std::int64_t>(b) * tokens.longest + static_cast<std::int64_t>(batch[b].prompt.size()) - 1;
        for (std::size_t t = 0; t < batch[b].response.size(); ++t) {
            rows.push_back(first + static_cast<std::int64_t>(t));
            targets.push_back(batch[b].response[t]);
        }
        out.lengths.push_back(static_cast<std::int64_t>(batch[b].response.size()));
    }
    const torch::Tensor hidden = runLayers(m_weights, m_config, tokens, at::tensor(rows, torch::kInt64), nullptr);
    out.hidden_ND = finalNorm(m_weights, m_config, hidden);
    out.head_VD = m_weights.output();
    out.targets_N = at::tensor(targets, torch::kInt64).to(hidden.device());
    return out;
}

} // namespace

void PassStats::add(const PassStats& more) {
    prompt_tokens += more.prompt_tokens;
    computed_tokens += more.computed_tokens;
    padded_tokens += more.padded_tokens;
    new_tokens += more.new_tokens;
    prompt_seconds += more.prompt_seconds;
    new_seconds += more.new_seconds;
}

std::vector<Generated> Judge::generate(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                                       const GenerateOptions& options, Control& control, PassStats* stats) {
    PassStats own;
    return judge::generate(weights(), config(), batch, images, options, control, stats ? *stats : own);
}

std::vector<Generated> Judge::read(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                                   const GenerateOptions& options, Control& control, PassStats* stats) {
    PassStats own;
    return judge::read(weights(), config(), batch, images, options, control, stats ? *stats : own);
}

std::unique_ptr<Judge> Judge::create(const JudgeConfig& config, std::uint64_t seed) {
    auto judge = std::make_unique<QwenJudge>(config, torch::kFloat32);
    judge->initialize(seed);
    return judge;
}

Result<std::unique_ptr<Judge>> Judge::load(const std::filesystem::path& folder, const LoadOptions& options) {
    EGT_ASSIGN(JudgeConfig config, JudgeConfig::load(folder));
    EGT_ASSIGN(std::string config_text, readFile(folder / "config.json"));
    EGT_ASSIGN(const WeightFiles files, WeightFiles::open(folder));
    EGT_ASSIGN(const TensorMatch match, matchTensors(config, files));
    const torch::ScalarType type = options.dtype.value_or(files.commonType());
    auto judge = std::make_unique<QwenJudge>(std::move(config), at::TensorOptions(options.device).dtype(type));
    EGT_TRY(judge->read(files, match, std::move(config_text)));
    return std::unique_ptr<Judge>(std::move(judge));
}

Result<std::string> weightsHash(const std::filesystem::path& folder) {
    if (LoraConfig::isAdapter(folder)) {
        EGT_ASSIGN(const LoraConfig config, LoraConfig::load(folder));
        EGT_ASSIGN(const std::filesystem::path base, config.baseFolder(folder));
        EGT_ASSIGN(const std::string base_hash, weightsHash(base));
        EGT_ASSIGN(const std::string adapter_hash, sha256File(folder / "adapter_model.safetensors"));
        return sha256Hex(base_hash + "\n" + adapter_hash + "\n");
    }
    EGT_ASSIGN(const std::vector<std::filesystem::path> files, WeightFiles::list(folder));
    if (files.size() == 1) return sha256File(files.front());
    std::string hashes; // of shards: the hash of their hashes
    for (const auto& file : files) {
        EGT_ASSIGN(const std::string hash, sha256File(file));
        hashes += hash + "\n";
    }
    return sha256Hex(hashes);
}

} // namespace egt::judge
