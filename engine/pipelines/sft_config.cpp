// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/sft_config.h"

#include "base/json.h"
#include "base/numbers.h"
#include "pipelines/yaml_fields.h"

namespace egt::pipelines {
namespace {

template <class Config, class Visitor> void visitFields(Config& c, Visitor& v) {
    v.text("judge", c.judge);
    v.integer("hidden_size", c.hidden_size, 16, 65536);
    v.integer("intermediate_size", c.intermediate_size, 16, 262144);
    v.integer("layers", c.layers, 1, 256);
    v.integer("heads", c.heads, 1, 256);
    v.integer("kv_heads", c.kv_heads, 1, 256);
    v.integer("vision_hidden_size", c.vision_hidden_size, 16, 65536);
    v.integer("vision_intermediate_size", c.vision_intermediate_size, 16, 262144);
    v.integer("vision_layers", c.vision_layers, 1, 256);
    v.integer("vision_heads", c.vision_heads, 1, 256);
    v.integer("image_size", c.image_size, 28, 4096);
    v.integer("max_words", c.max_words, 16, 1000000);
    v.real("rope_theta", c.rope_theta, 1.1, 1e9);
    v.real("init_gain", c.init_gain, 0.001, 100);
    v.real("embedding_std", c.embedding_std, 0.0001, 10);
    v.real("weight_decay", c.weight_decay, 0, 10);
    v.real("adam_beta1", c.adam_beta1, 0, 0.9999999);
    v.real("adam_beta2", c.adam_beta2, 0, 0.9999999);
    v.real("max_grad_norm", c.max_grad_norm, 0, 1e9);
    v.integer("warmup_steps", c.warmup_steps, 0, kAnyInteger);
    v.real("min_lr_ratio", c.min_lr_ratio, 0, 1);
    v.flag("swap_answers", c.swap_answers);
    v.integer("checkpoint_every", c.checkpoint_every, 1, kAnyInteger);
}

template <class Stage, class Visitor> void visitStage(Stage& s, Visitor& v) {
    v.text("name", s.name);
    v.integer("steps", s.steps, 1, kAnyInteger);
    v.integer("batch", s.batch, 1, 65536);
    v.real("learning_rate", s.learning_rate, 0, 10);
    v.flag("text_only", s.text_only);
    v.real("blank_share", s.blank_share, 0, 1);
    v.real("auxiliary_share", s.auxiliary_share, 0, 10);
    v.real("auxiliary_until", s.auxiliary_until, 0, 1);
}

struct Writer {
    std::string out;
    std::string indent;
    bool first_of_entry = false;
    void line(const char* key, const std::string& value) {
        out += (first_of_entry ? "  - " : indent) + key + ": " + value + "\n";
        first_of_entry = false;
    }
    // A JSON string is also a YAML string.
    void text(const char* key, const std::string& value) { line(key, dumpJson(Json(value))); }
    void flag(const char* key, bool value) { line(key, value ? "true" : "false"); }
    void real(const char* key, double value, double, double) { line(key, numberText(value)); }
    template <class T> void integer(const char* key, T value, std::int64_t, std::int64_t) {
        line(key, std::to_string(value));
    }
};

} // namespace

SftConfig demoSftConfig() {
    SftConfig config;
    config.stages = {
        {.name = "matching", .steps = 60, .batch = 64, .learning_rate = 3e-3, .text_only = true},
        {.name = "seeing",
         .steps = 540,
         .batch = 64,
         .learning_rate = 3e-3,
         .blank_share = 0.05,
         .auxiliary_share = 0.25,
         .auxiliary_until = 0.8},
    };
    return config;
}

Result<SftConfig> parseSftConfig(std::string_view yaml, const std::string& file_name) {
    EGT_ASSIGN(YamlFields fields, YamlFields::parse(yaml, file_name));
    SftConfig config = demoSftConfig();
    visitFields(config, fields);
    bool has_stages = false;
    std::vector<YamlFields> entries = fields.list("stages", has_stages);
    if (has_stages) config.stages.clear();
    for (YamlFields& entry : entries) {
        SftStage stage;
        visitStage(stage, entry);
        EGT_TRY(entry.finish());
        config.stages.push_back(std::move(stage));
    }
    EGT_TRY(fields.finish());
    if (!config.judge.empty() && !has_stages)
        config.stages = {{.name = "traces", .steps = 300, .batch = 32, .learning_rate = 2e-4}};
    if (config.stages.empty())
        return fail("config.bad_value", EGT_TEXT("engine", "%1 has an empty list of stages. Add one with its steps."),
                    {file_name}, file_name, 0, "stages");
    return config;
}

std::string sftConfigYaml(const SftConfig& config) {
    Writer writer;
    visitFields(config, writer);
    writer.out += "stages:\n";
    writer.indent = "    ";
    for (const SftStage& stage : config.stages) {
        writer.first_of_entry = true;
        visitStage(stage, writer);
    }
    return writer.out;
}

} // namespace egt::pipelines
