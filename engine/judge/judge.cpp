// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/judge.h"

#include "base/files.h"
#include "base/hash.h"
#include "judge/generate.h"
#include "judge/safetensors.h"
#include "judge/text_model.h"
#include "judge/vision_model.h"
#include "judge/weights.h"

namespace egt::judge {
namespace {

/// The names a tensor has had: published checkpoints and transformers 4.x (ours), and transformers 5.x in memory order.
std::vector<std::string> spellings(const std::string& name) {
    if (name.starts_with("visual.")) return {name, "model." + name};
    if (name.starts_with("model.")) return {name, "model.language_model." + name.substr(6), "language_model." + name};
    return {name, "language_model." + name};
}

class QwenJudge final : public Judge {
public:
    QwenJudge(JudgeConfig config, const torch::TensorOptions& options)
        : m_config(std::move(config)), m_weights(Weights::allocate(m_config, options)) {}

    void initialize(std::uint64_t seed) { m_weights.initialize(m_config, seed); }
    Result<void> read(const WeightFiles& files) {
        for (const auto& [name, tensor] : m_weights.named) {
            std::string found = name;
            for (const std::string& spelling : spellings(name))
                if (files.has(spelling)) {
                    found = spelling;
                    break;
                }
            EGT_TRY(files.copyTo(found, tensor));
        }
        return {};
    }

    Result<void> save(const std::filesystem::path& folder) const override {
        EGT_TRY(makeFolder(folder));
        EGT_TRY(writeSafetensors(folder / "model.safetensors", m_weights.named));
        return writeFileAtomically(folder / "config.json", m_config.toJson());
    }

    [[nodiscard]] const JudgeConfig& config() const override { return m_config; }
    [[nodiscard]] std::vector<std::pair<std::string, torch::Tensor>> parameters() const override {
        return m_weights.named;
    }
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
        return copy;
    }

    std::vector<EncodedImage> encodeImages(const std::vector<ImagePatches>& images) override {
        return judge::encodeImages(m_weights, m_config, images);
    }
    Forced forward(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) override {
        const ForcedRows rows = forwardRows(batch, images);
        return {at::linear(rows.hidden_ND, rows.head_VD), rows.targets_N, rows.lengths};
    }
    ForcedRows forwardRows(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) override;
    std::vector<Generated> generate(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images,
                                    const GenerateOptions& options, Control& control) override {
        return judge::generate(m_weights, m_config, batch, images, options, control);
    }

private:
    JudgeConfig m_config;
    Weights m_weights;
};

ForcedRows QwenJudge::forwardRows(const std::vector<Sequence>& batch, const std::vector<EncodedImage>& images) {
    TORCH_CHECK(!batch.empty(), "a batch is empty");
    std::vector<const Sequence*> sequences;
    for (const Sequence& s : batch)
        sequences.push_back(&s);
    const TokenBatch tokens = embed(m_weights, m_config, sequences, images, true);
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

std::unique_ptr<Judge> Judge::create(const JudgeConfig& config, std::uint64_t seed) {
    auto judge = std::make_unique<QwenJudge>(config, torch::kFloat32);
    judge->initialize(seed);
    return judge;
}

Result<std::unique_ptr<Judge>> Judge::load(const std::filesystem::path& folder, const LoadOptions& options) {
    EGT_ASSIGN(JudgeConfig config, JudgeConfig::load(folder));
    EGT_ASSIGN(const WeightFiles files, WeightFiles::open(folder));
    const torch::ScalarType type = options.dtype.value_or(files.commonType());
    auto judge = std::make_unique<QwenJudge>(std::move(config), at::TensorOptions(options.device).dtype(type));
    EGT_TRY(judge->read(files));
    return std::unique_ptr<Judge>(std::move(judge));
}

Result<std::string> weightsHash(const std::filesystem::path& folder) {
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
