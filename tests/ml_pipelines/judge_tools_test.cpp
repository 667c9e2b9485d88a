// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>

#include <sys/resource.h>

#include <gtest/gtest.h>

#include <ATen/core/grad_mode.h>

#include "base/files.h"
#include "judge/safetensors.h"
#include "ml_pipelines/judge_folder.h"
#include "ml_pipelines/judge_tools.h"
#include "ml_pipelines/recipes.h"
#include "ml_pipelines/small_world.h"
#include "support/temp_folder.h"

namespace egt {
namespace {

namespace fs = std::filesystem;

/// An adapter with something to say on the world's judge.
fs::path writeAdapter(const std::string& judge_folder, const fs::path& folder) {
    const auto judge = judge::Judge::load(judge_folder).value();
    EXPECT_TRUE(judge->addAdapter({}, 3));
    const at::NoGradGuard no_grad;
    for (const auto& [key, matrix] : judge->parameters())
        if (key.find("lora_B") != std::string::npos) at::Tensor(matrix).fill_(0.01);
    EXPECT_TRUE(judge->saveAdapter(folder, fs::absolute(judge_folder).string()));
    return folder;
}

void damage(const std::string& folder, const std::string& name, float value) {
    const auto judge = judge::Judge::load(folder).value();
    const at::NoGradGuard no_grad;
    for (const auto& [own, tensor] : judge->tensors())
        if (own == name) tensor.view(-1)[0].fill_(value);
    ASSERT_TRUE(judge->save(folder));
}

TEST(JudgeTools, InfoSaysWhatAJudgeAndAnAdapterAre) {
    test::SmallWorld world;
    const JudgeDetails info = ml::readJudgeDetails(world.judge()).value();
    const auto loaded = judge::Judge::load(world.judge()).value();
    EXPECT_EQ(info.info.parameters, loaded->parameterCount());
    EXPECT_EQ(info.heads, loaded->config().text.num_attention_heads);
    EXPECT_EQ(info.hidden, loaded->config().text.hidden_size);
    EXPECT_EQ(info.context, loaded->config().text.max_position_embeddings);
    EXPECT_EQ(info.files, std::vector<std::string>{"model.safetensors"});
    EXPECT_EQ(info.bytes, static_cast<std::int64_t>(fs::file_size(fs::path(world.judge()) / "model.safetensors")));
    EXPECT_EQ(info.layout, "flat");
    EXPECT_EQ(info.names, "published");
    EXPECT_TRUE(info.unused.empty());
    EXPECT_EQ(info.adapter_rank, 0);
    const test::TempFolder folder;
    const JudgeDetails adapter = ml::readJudgeDetails(writeAdapter(world.judge(), folder / "adapter")).value();
    EXPECT_EQ(adapter.adapter_rank, 16);
    EXPECT_EQ(adapter.adapter_modules, 7 * info.info.layers);
    EXPECT_EQ(adapter.info.parameters, info.info.parameters);
    EXPECT_NE(adapter.info.weights_hash, info.info.weights_hash);
}

TEST(JudgeTools, CheckPassesAGoodJudge) {
    test::SmallWorld world;
    const auto check = ml::checkJudge({world.judge(), "cpu", ""});
    ASSERT_TRUE(check) << check.error().message();
    EXPECT_EQ(check->dtype, "float32");
    EXPECT_GT(check->image_tokens, 0);
    EXPECT_GT(check->mean_entropy, 0);
    EXPECT_LE(check->max_entropy, check->most_possible * (1 + 1e-5));
    EXPECT_FALSE(check->response.empty());
    EXPECT_EQ(check->answer == 0, !check->why.empty());
    EXPECT_TRUE(ml::checkJudge({world.judge(), "cpu", "bfloat16"}));
    EXPECT_EQ(ml::checkJudge({world.judge(), "tpu", ""}).error().field, "device");
    EXPECT_EQ(ml::checkJudge({world.judge(), "cpu", "int8"}).error().field, "dtype");
}

TEST(JudgeTools, CheckNamesATensorThatIsNoNumber) {
    test::SmallWorld world;
    const std::string name = "model.layers.0.mlp.down_proj.weight";
    for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        damage(world.judge(), name, value);
        const auto check = ml::checkJudge({world.judge(), "cpu", ""});
        ASSERT_FALSE(check);
        EXPECT_EQ(check.error().code, "judge.not_finite");
        EXPECT_EQ(check.error().field, name);
    }
    damage(world.judge(), name, 0);
    const test::TempFolder folder;
    const fs::path adapter = writeAdapter(world.judge(), folder / "adapter");
    EXPECT_TRUE(ml::checkJudge({adapter.string(), "cpu", ""}));
}

TEST(JudgeTools, ExportKeepsTheJudgeAndItsOtherFiles) {
    test::SmallWorld world;
    const test::TempFolder folder;
    JudgeExportRequest request;
    request.folder = world.judge();
    request.out = (folder / "out").string();
    request.dtype = "bfloat16";
    request.names = "nested";
    request.shard_gb = 0.00001; // 10 kB
    const auto written = ml::exportJudge(request);
    ASSERT_TRUE(written) << written.error().message();
    EXPECT_GT(written->files.size(), 1U);
    EXPECT_EQ(written->dtype, "bfloat16");
    EXPECT_FALSE(written->merged);
    EXPECT_FALSE(fs::exists(folder / "out.part"));
    const auto before = judge::Judge::load(world.judge()).value();
    const auto after = ml::LoadedJudge::load(request.out); // tokenizer, prompt and image settings came along
    ASSERT_TRUE(after) << after.error().message();
    for (std::size_t i = 0; i < before->tensors().size(); ++i)
        EXPECT_TRUE(at::equal(before->tensors()[i].second.to(torch::kBFloat16).to(torch::kFloat32),
                              after->judge->tensors()[i].second));
    EXPECT_EQ(ml::exportJudge(request).error().code, "judge.out_exists");
    request.out = (folder / "other").string();
    request.names = "mine";
    EXPECT_EQ(ml::exportJudge(request).error().field, "names");
    request.names = "published";
    request.dtype = "int4";
    EXPECT_EQ(ml::exportJudge(request).error().field, "dtype");
    EXPECT_FALSE(fs::exists(request.out));
}

TEST(JudgeTools, ExportOfAnAdapterIsTheMergedJudge) {
    test::SmallWorld world;
    const test::TempFolder folder;
    const fs::path adapter = writeAdapter(world.judge(), folder / "adapter");
    JudgeExportRequest request;
    request.folder = adapter.string();
    request.out = (folder / "one").string();
    const auto one = ml::exportJudge(request);
    ASSERT_TRUE(one) << one.error().message();
    EXPECT_TRUE(one->merged);
    request.folder = world.judge();
    request.adapter = adapter.string();
    request.out = (folder / "two").string();
    ASSERT_TRUE(ml::exportJudge(request));
    EXPECT_EQ(judge::weightsHash(folder / "one").value(), judge::weightsHash(folder / "two").value());
    EXPECT_NE(judge::weightsHash(folder / "one").value(), judge::weightsHash(world.judge()).value());
    request.folder = adapter.string();
    request.out = (folder / "three").string();
    EXPECT_EQ(ml::exportJudge(request).error().code, "judge.bad_option");
}

TEST(JudgeTools, ExportTakesASlashAtTheEndAndLeavesNothingHalf) {
    test::SmallWorld world;
    const test::TempFolder folder;
    JudgeExportRequest request;
    request.folder = world.judge();
    request.out = (folder / "slash").string() + "/";
    const auto made = ml::exportJudge(request);
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_TRUE(fs::is_regular_file(folder / "slash" / "config.json"));
    fs::create_directory(folder / "full");
    request.out = (folder / "full").string();
    std::ofstream(folder / "full.part") << "a file where the folder would go"; // it is replaced
    ASSERT_TRUE(ml::exportJudge(request));
    request.out = (folder / "half").string();
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit small{64 * 1024, limit.rlim_max}; // files that are larger end like on a full disk
    const auto before = ::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto result = ml::exportJudge(request);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    ::signal(SIGXFSZ, before);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "file.disk_full") << result.error().message();
    EXPECT_FALSE(fs::exists(folder / "half") || fs::exists(folder / "half.part"));
}

// All weights of an adapter's judge would be trained and then thrown away with the folder's own files missing.
TEST(JudgeTools, ReasoningIsNotTrainedIntoAnAdapter) {
    test::SmallWorld world;
    const test::TempFolder folder;
    SftRequest request = world.sftRequest("out");
    request.config = (folder / "sft.yaml").string();
    std::ofstream(folder / "sft.yaml") << "judge: " << writeAdapter(world.judge(), folder / "adapter").string() << "\n";
    test::RecordingRun run(world.project(), RunKind::sft);
    const auto result = ml::sft(request, world.project(), run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "sft.adapter");
    EXPECT_FALSE(fs::exists(world.path("out")));
}

} // namespace
} // namespace egt
