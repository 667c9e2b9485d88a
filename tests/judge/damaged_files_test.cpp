// SPDX-License-Identifier: GPL-3.0-or-later
// Files damaged in every way that a seeded generator thinks of: each is read, or refused with one error that names the
// file, and nothing crashes (the sanitizer presets run this too).
#include <cstring>
#include <fstream>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "judge/generation_config.h"
#include "judge/safetensors.h"
#include "judge_fixture.h"
#include "support/temp_folder.h"

namespace egt::judge {
namespace {

/// Bytes flipped, cut, doubled, and numbers and words replaced by ones that hurt.
std::string mutate(std::string text, Random& random) {
    static const std::vector<std::string> nasty = {"-1",
                                                   "0",
                                                   "4294967296",
                                                   "9223372036854775807",
                                                   "18446744073709551615",
                                                   "1e308",
                                                   "-1e400",
                                                   "null",
                                                   "[]",
                                                   "{}",
                                                   "\"\"",
                                                   "true",
                                                   "[[[[[[[[",
                                                   "\xff\xfe",
                                                   "9007199254740993",
                                                   "0.5"};
    const auto place = [&](std::size_t size) { return static_cast<std::size_t>(random.below(size + 1)); };
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
        const std::size_t at = place(text.size());
        switch (random.below(6)) {
        case 0:
            if (at < text.size()) text[at] = static_cast<char>(random.below(256));
            break;
        case 1:
            text.resize(at);
            break;
        case 2:
            text.insert(at, nasty[random.below(nasty.size())]);
            break;
        case 3:
            text.erase(at, random.below(16));
            break;
        case 4:
            text.insert(at, text.substr(at, random.below(64)));
            break;
        default: { // a whole number in the text
            const std::size_t begin = text.find_first_of("0123456789", at);
            if (begin == std::string::npos) break;
            const std::size_t end = text.find_first_not_of("0123456789", begin);
            text.replace(begin, end == std::string::npos ? end : end - begin, nasty[random.below(nasty.size())]);
        }
        }
    }
    return text;
}

/// Without the flush to disk of the program's own writer: thousands of these files are read back at once.
void overwrite(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << bytes << std::flush;
    ASSERT_TRUE(out.good()) << path;
}

void expectSentence(const Error& error) {
    EXPECT_FALSE(error.message().empty());
    EXPECT_NE(error.file, "") << error.code;
    EXPECT_TRUE(error.code.starts_with("judge.") || error.code.starts_with("json.")) << error.code;
}

TEST(DamagedFiles, Configuration) {
    Json nested = Json::parse(test::demoConfig().toJson());
    nested["text_config"] = nested;
    nested["text_config"]["rope_parameters"] = {{"rope_type", "default"}, {"mrope_section", {6, 3, 3}}};
    int refused = 0;
    for (const std::string& text : {test::demoConfig().toJson(), nested.dump()})
        for (std::uint64_t seed = 0; seed < 3000; ++seed) {
            Random random(seed);
            const auto read = JudgeConfig::parse(mutate(text, random), "config.json");
            if (!read) {
                expectSentence(read.error());
                ++refused;
            }
        }
    EXPECT_GT(refused, 1000); // it does hurt
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        Random random(seed);
        const auto read = GenerationConfig::parse(
            mutate(R"({"eos_token_id": [1, 2], "temperature": 0.5, "top_k": 3, "do_sample": true})", random), "g.json");
        if (!read) expectSentence(read.error());
    }
}

// A million brackets would overflow the stack of anything that follows them by recursion.
TEST(DamagedFiles, DeepNesting) {
    const std::string deep(1'000'000, '[');
    EXPECT_FALSE(JudgeConfig::parse(deep, "config.json"));
    const std::string closed = deep + std::string(deep.size(), ']');
    for (const char* field : {"hidden_act", "eos_token_id", "vocab_size", "quantization_config", "text_config"}) {
        std::string text = test::demoConfig().toJson();
        text.insert(1, "\"" + std::string(field) + "\": " + closed + ",");
        std::string again = test::demoConfig().toJson(); // the last of two equal fields counts
        again.insert(again.rfind('}'), ", \"" + std::string(field) + "\": " + closed);
        for (const std::string& json : {text, again})
            if (const auto read = JudgeConfig::parse(json, "config.json"); !read) expectSentence(read.error());
    }
}

TEST(DamagedFiles, Container) {
    const egt::test::TempFolder folder;
    NamedTensors tensors;
    for (const auto& [name, shape] : std::vector<std::pair<std::string, std::vector<std::int64_t>>>{
             {"a", {2, 3}}, {"b.weight", {4}}, {"c", {}}, {"d", {0, 5}}})
        tensors.emplace_back(name, at::arange(1, at::IntArrayRef(shape).empty() ? 2 : c10::multiply_integers(shape) + 1)
                                       .to(torch::kFloat32)
                                       .reshape(shape));
    const auto path = folder / "model.safetensors";
    ASSERT_TRUE(writeSafetensors(path, tensors));
    const std::string whole = *readFile(path);
    std::uint64_t length = 0;
    std::memcpy(&length, whole.data(), sizeof length);
    int refused = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        Random random(seed);
        std::string header = whole.substr(8, length);
        if (seed % 4 != 0) header = mutate(header, random);
        std::uint64_t said = seed % 3 == 0 ? length : header.size();
        if (seed % 8 == 0) said = random.below(8) == 0 ? ~std::uint64_t{0} - random.below(16) : random.below(512);
        std::string bytes(reinterpret_cast<const char*>(&said), sizeof said);
        bytes += header + whole.substr(8 + length);
        if (seed % 5 == 0) bytes.resize(random.below(bytes.size() + 1));
        overwrite(path, bytes);
        const auto files = WeightFiles::open(folder.path());
        if (!files) {
            expectSentence(files.error());
            ++refused;
            continue;
        }
        for (const std::string& name : files->names()) {
            const TensorEntry& entry = *files->find(name);
            if (entry.count() > 100 || entry.shape.size() > 8) continue;
            const auto copied = files->copyTo(name, at::empty(entry.shape, torch::kFloat32));
            if (!copied) expectSentence(copied.error());
        }
    }
    EXPECT_GT(refused, 1000);
}

TEST(DamagedFiles, WholeJudge) {
    const egt::test::TempFolder folder;
    ASSERT_TRUE(test::demoJudge(2)->save(folder.path()));
    const std::string config = *readFile(folder / "config.json");
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed);
        overwrite(folder / "config.json", mutate(config, random));
        const auto judge = Judge::load(folder.path());
        if (!judge) expectSentence(judge.error());
    }
    overwrite(folder / "config.json", config);
    const std::string index =
        R"({"metadata": {}, "weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}})";
    std::filesystem::rename(folder / "model.safetensors", folder / "model-1.safetensors");
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Random random(seed);
        overwrite(folder / "model.safetensors.index.json", mutate(index, random));
        if (const auto files = WeightFiles::open(folder.path()); !files) expectSentence(files.error());
    }
}

} // namespace
} // namespace egt::judge
